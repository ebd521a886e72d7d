"""The one table of what is allowed when, and for whom: {command: roles, statuses, holder only}.

Hiding a button is never the permission; this table is. `tests/unit/domain/test_rules.py` walks the whole matrix.
"""

from __future__ import annotations

from msgspec import Struct

from . import commands as c
from .calendar import local
from .incident import Incident
from .refusals import Refusal, not_holder, not_permitted, wrong_status
from .words import DECIDED, HOLDING, LINK_OPEN, LIVE, WAITING, Role, Status

S = Status
R = Role


class By(Struct, frozen=True):
    """Who asks: the token's subject (or `victim`, or `system`) with the roles it has in this force.

    `link` is the hash of the token that a victim came with; only the incident's open link works.
    """

    id: str
    roles: frozenset[str]
    link: str | None = None

    def acts_as(self, allowed: frozenset[str]) -> str:
        """The role under which this actor may act, the first in the order of `Role`."""
        return next(role.value for role in Role if role in allowed and role in self.roles)


class Rule(Struct, frozen=True):
    """`holder_only`: an officer may do it only to the job they hold (or the case they own); other roles are not bound by it."""

    roles: frozenset[str]
    statuses: frozenset[Status]
    holder_only: bool = False


def _rule(roles: set[Role], statuses: set[Status] | frozenset[Status], holder_only: bool = False) -> Rule:
    return Rule(frozenset(roles), frozenset(statuses), holder_only)


CONTROL_ROOM = {R.CALL_HANDLER, R.SPOC}
POLICE = {R.OFFICER, R.SERGEANT, R.SPOC, R.CALL_HANDLER}
#: Where somebody may be in the room: an emergency does not hang up, it ends when the police close the link.
IN_ROOM = LINK_OPEN | {S.ESCALATED}
#: Where files may be sent: by the victim through the open room, by the officer until the record is submitted, and in desk work.
SENDING = HOLDING | {S.DESK_WORK, S.ESCALATED}
BEFORE_DECISION = frozenset(Status) - DECIDED

RULES: dict[type[c.Command], Rule] = {
    c.Offer: _rule(CONTROL_ROOM, {S.REPORTED, S.OFFERED}),
    c.Triage: _rule({R.SERGEANT}, {S.IN_TRIAGE}),
    c.Claim: _rule({R.OFFICER}, {S.QUEUED}),
    c.Allocate: _rule({R.SERGEANT, R.SYSTEM}, {S.QUEUED}),
    c.Reassign: _rule({R.OFFICER, R.SERGEANT}, HOLDING | {S.DESK_WORK}, holder_only=True),
    c.Release: _rule({R.OFFICER, R.SERGEANT}, {S.CLAIMED, S.LINK_SENT}, holder_only=True),
    c.RecordContact: _rule({R.OFFICER}, HOLDING | {S.DESK_WORK}, holder_only=True),
    c.MakeAppointment: _rule({R.OFFICER, R.SERGEANT, R.SPOC}, {S.QUEUED, S.CLAIMED, S.LINK_SENT}, holder_only=True),
    c.ReassessRisk: _rule({R.OFFICER, R.SERGEANT, R.SPOC}, WAITING),
    c.SendLink: _rule({R.OFFICER}, {S.CLAIMED} | LINK_OPEN, holder_only=True),
    c.VictimJoin: _rule({R.VICTIM}, IN_ROOM),
    c.OfficerJoin: _rule({R.OFFICER}, IN_ROOM, holder_only=True),
    c.TellNeeds: _rule({R.VICTIM}, IN_ROOM),
    c.AskOfficer: _rule({R.VICTIM}, IN_ROOM),
    c.ReadOutCode: _rule({R.OFFICER}, IN_ROOM, holder_only=True),
    c.UseCode: _rule({R.VICTIM}, IN_ROOM),
    c.AddFile: _rule({R.OFFICER, R.VICTIM}, SENDING, holder_only=True),
    c.FinishFile: _rule({R.OFFICER, R.VICTIM}, SENDING, holder_only=True),
    c.GiveUpFile: _rule({R.OFFICER, R.VICTIM}, SENDING, holder_only=True),
    c.RecordFileArrival: _rule({R.SYSTEM}, frozenset(Status)),
    c.RecordFileLost: _rule({R.SYSTEM}, frozenset(Status)),
    c.ShowFile: _rule({R.OFFICER, R.SERGEANT}, frozenset(Status), holder_only=True),
    c.AskCustody: _rule({R.OFFICER, R.SERGEANT}, frozenset(Status), holder_only=True),
    c.RecordCustody: _rule({R.SYSTEM}, frozenset(Status)),
    c.ShowCustody: _rule({R.OFFICER, R.SERGEANT}, frozenset(Status), holder_only=True),
    c.Pause: _rule({R.OFFICER, R.VICTIM}, {S.IN_CALL, S.ESCALATED}, holder_only=True),
    c.WriteStatement: _rule({R.OFFICER}, HOLDING | {S.DESK_WORK}, holder_only=True),
    c.ShowStatement: _rule({R.OFFICER}, IN_ROOM, holder_only=True),
    c.LockStatement: _rule({R.OFFICER}, IN_ROOM, holder_only=True),
    c.WantStatementChanged: _rule({R.VICTIM}, IN_ROOM),
    c.SignStatement: _rule({R.VICTIM}, IN_ROOM),
    c.RecordStatementPrinted: _rule({R.SYSTEM}, frozenset(Status)),
    c.Advise: _rule({R.SERGEANT}, HOLDING | {S.IN_REVIEW, S.DESK_WORK}),
    c.Resume: _rule({R.OFFICER, R.VICTIM}, {S.PAUSED, S.ESCALATED}, holder_only=True),
    c.Close: _rule({R.OFFICER, R.SERGEANT}, IN_ROOM, holder_only=True),
    c.TickChecklist: _rule({R.OFFICER}, HOLDING | {S.DESK_WORK}, holder_only=True),
    c.Submit: _rule({R.OFFICER}, {S.CALL_CLOSED, S.DESK_WORK}, holder_only=True),
    c.Review: _rule({R.SERGEANT}, {S.IN_REVIEW}),
    c.PauseReview: _rule({R.OFFICER, R.SERGEANT}, {S.IN_REVIEW}, holder_only=True),
    c.ResumeReview: _rule({R.OFFICER, R.SERGEANT}, {S.IN_REVIEW}, holder_only=True),
    c.RecordDipSample: _rule({R.SERGEANT}, DECIDED),
    c.Handover: _rule({R.RECEIVING_TEAM}, {S.PASSED_ON}),
    c.TellVictim: _rule({R.OFFICER, R.SERGEANT}, {S.PASSED_ON, S.HANDED_OVER, S.FINALISED}),
    c.ReturnToDispatch: _rule({R.OFFICER, R.SERGEANT, R.SPOC}, BEFORE_DECISION, holder_only=True),
    c.ChangeMind: _rule({R.VICTIM, R.OFFICER, R.SERGEANT, *CONTROL_ROOM}, BEFORE_DECISION),
    c.Escalate: _rule({R.VICTIM, *POLICE}, LIVE),
    c.Recall: _rule({R.SPOC}, BEFORE_DECISION),
    c.Update: _rule(CONTROL_ROOM, LIVE),
    c.AcknowledgeUpdate: _rule({R.OFFICER, R.SERGEANT}, LIVE, holder_only=True),
    c.Outcome: _rule({R.RECORDS}, frozenset(Status)),
    c.Consult: _rule({R.OFFICER, R.SERGEANT, R.SPOC, R.RECORDS}, frozenset(Status), holder_only=True),
    c.HoldRecordings: _rule({R.OFFICER, R.SERGEANT}, frozenset(Status), holder_only=True),
    c.ReleaseRecordings: _rule({R.SERGEANT}, frozenset(Status)),
    c.KeepRecordings: _rule({R.OFFICER, R.SERGEANT}, frozenset(Status), holder_only=True),
    c.ViewRecording: _rule({R.OFFICER, R.SERGEANT, R.RECORDS, R.RECEIVING_TEAM}, frozenset(Status), holder_only=True),
    c.RedactRecording: _rule({R.OFFICER, R.SERGEANT}, frozenset(Status), holder_only=True),
    c.RecordRecording: _rule({R.SYSTEM}, frozenset(Status)),
    c.RecordNoRecording: _rule({R.SYSTEM}, frozenset(Status)),
    c.RecordRetention: _rule({R.SYSTEM}, frozenset(Status)),
    c.RecordRedaction: _rule({R.SYSTEM}, frozenset(Status)),
    c.NoteDue: _rule({R.SYSTEM}, LIVE | {S.ESCALATED}),
    c.RecordDelivery: _rule({R.SYSTEM}, frozenset(Status)),
}


#: These need a room that is open, which an emergency may have and may not.
IN_THE_ROOM = (
    c.VictimJoin,
    c.OfficerJoin,
    c.TellNeeds,
    c.AskOfficer,
    c.ReadOutCode,
    c.UseCode,
    c.Pause,
    c.Resume,
    c.Close,
    c.ShowStatement,
    c.LockStatement,
    c.WantStatementChanged,
    c.SignStatement,
)
#: These do so only in an emergency: otherwise the job in hand, or the victim's link, is enough.
WITH_THE_ROOM = (c.AddFile, c.FinishFile, c.GiveUpFile)
LINK_CLOSED = Refusal("link_closed", "This link is closed.")


def check(incident: Incident, command: c.Command, by: By) -> Refusal | None:
    """The first reason why this actor may not give this command now, or None."""
    rule = RULES[type(command)]
    if not rule.roles & by.roles:
        return not_permitted(c.name_of(command), rule.roles)
    if by.link is not None and not (incident.link and incident.link.open and incident.link.token_hash == by.link):
        return LINK_CLOSED
    if incident.status not in rule.statuses or (_needs_room(incident, command) and not incident.room_open):
        return _already_claimed(incident, command) or wrong_status(c.name_of(command), incident.status)
    if rule.holder_only and rule.roles & by.roles == {R.OFFICER} and by.id != incident.officer:
        return not_holder(incident.officer)
    return None


def _needs_room(incident: Incident, command: c.Command) -> bool:
    return isinstance(command, IN_THE_ROOM) or (incident.status == S.ESCALATED and isinstance(command, WITH_THE_ROOM))


def _already_claimed(incident: Incident, command: c.Command) -> Refusal | None:
    if isinstance(command, c.Claim | c.Allocate) and incident.holder and incident.claimed_at:
        return Refusal("already_claimed", f"{incident.holder} claimed this job at {local(incident.claimed_at):%H:%M}.")
    return None
