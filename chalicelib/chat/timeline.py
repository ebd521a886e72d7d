"""What happened, as plain sentences for the thread of a job. No sentence repeats a person's words: they are behind references."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from ..domain import events as e
from ..domain.calendar import local
from ..domain.policy import Policy
from . import words
from .due import DUE
from .files import GIVEN_UP, REFUSED, kind_of_file, size_of_file
from .spans import clock, when
from .wishes import of_needs, of_wish

Names = Mapping[str, str]
#: On record, but no news for a channel.
QUIET = (
    e.RecordingShown,
    e.RecordingRetained,
    e.StatementPrinted,
    e.DetailsShown,
    e.FellDue,
    e.DipSampleDrawn,
    e.DipSampleRecorded,
    e.FileAdded,
    e.FileFinished,
    e.FileShown,
    e.CustodyAsked,
    e.CustodyMade,
    e.CustodyShown,
)


class _Say(Struct, frozen=True):
    policy: Policy
    names: Names

    def who(self, id: str) -> str:
        return self.names.get(id, id)

    def reason(self, code: str) -> str:
        return words.of_reason(code, self.policy)


def sentence(event: e.Event, policy: Policy, names: Names | None = None) -> str:
    """One event in words. `names` says how members of staff are shown, else by their identifier."""
    return _SENTENCES[type(event)](event, _Say(policy, names or {}))


def thread_line(recorded: e.Recorded, policy: Policy, names: Names | None = None, now: datetime | None = None) -> str | None:
    """The line for the job's thread, with the time, and the date when it is not today; None for what a channel need not hear."""
    if isinstance(recorded.event, QUIET):
        return None
    today = now is None or local(now).date() == local(recorded.at).date()
    return f"{clock(recorded.at) if today else when(recorded.at)} {sentence(recorded.event, policy, names)}"


def whole(history: tuple[e.Recorded, ...], policy: Policy, names: Names | None = None) -> tuple[str, ...]:
    """Everything that happened and may be told, oldest first, with date and who did it."""
    who, told = names or {}, [each for each in history if type(each.event) not in e.UNTOLD]
    return tuple(f"{when(each.at)}: {sentence(each.event, policy, who)} ({who.get(each.by, each.by)})" for each in told)


_QUEUED_WHY = {
    "released": " again",
    "appointment": ": the appointment's time has come",
    "risk_raised": ": the risk has risen",
    "allocated": ": waits for the next available officer",
}


def _party(by: str) -> str:
    return "the victim" if by == "victim" else "the police"


def _checked(event: e.EligibilityChecked, say: _Say) -> str:
    if not event.reasons:
        return "Eligible for a video call"
    return "Not eligible; answered no: " + "; ".join(words.lower(words.plain(each)) for each in event.reasons)


def _link(event: e.LinkSent, say: _Say) -> str:
    sent = "Link sent again" if event.number > 1 else "Link sent (arrived)"
    return f"{sent} by {words.CHANNELS[event.channel]} to a {event.device}"


def _update(event: e.UpdateReceived, say: _Say) -> str:
    if event.kind not in words.UPDATES:
        return f"Update {event.number}: {words.lower(words.ADVICE)}"
    return f"Update {event.number} from the control room ({words.lower(words.UPDATES[event.kind])})"


def _ticked(event: e.ChecklistTicked, say: _Say) -> str:
    def of(tick: str) -> str:
        return "; ".join(words.lower(words.of_item(code, say.policy)) for code, given in event.items.items() if given == tick)

    return "Checklist. " + ". ".join(f"{label}: {of(tick)}" for tick, label in words.TICKS.items() if of(tick))


def _submitted(event: e.Submitted, say: _Say) -> str:
    items = "; ".join(words.lower(words.of_item(code, say.policy)) for code in event.unanswered)
    return f"Record submitted; review due {when(event.due)}" + (f". Not answered: {items}" if items else "")


def _reviewed(event: e.Reviewed, say: _Say) -> str:
    receiver = f" ({words.of_receiver(event.receiver, say.policy)})" if event.receiver else ""
    return f"Reviewed: {words.lower(words.DECISIONS[event.decision])}{receiver}"


def _outcome(event: e.OutcomeRecorded, say: _Say) -> str:
    if event.kind != "outcome":
        return f"{words.plain(event.kind)} recorded"
    code = event.code or ""
    return f"Outcome {code}: {say.policy.outcomes.names.get(code, 'not named in the policy')}"


def _kind(kind: str, say: _Say) -> str:
    template = say.policy.statements.get(kind)
    return words.lower(template.title) if template else kind


def _file_arrived(event: e.FileArrived, say: _Say) -> str:
    what = f"File {event.number} has arrived: {kind_of_file(event.kind)}, {size_of_file(event.size)}"
    return what if event.same else f"{what}. It is NOT what the sender's device sent: the hashes differ"


def _group(code: str, say: _Say) -> str:
    group = say.policy.retention.groups.get(code)
    return words.lower(group.name) if group else code


_SENTENCES: dict[type[e.Event], Callable[[Any, _Say], str]] = {
    e.Reported: lambda d, say: "Reported; EVR is to be offered" if d.in_scope else "Reported; not within EVR's scope",
    e.TrialArmSet: lambda d, say: f"Trial arm: {d.arm}",
    e.OfferMade: lambda d, say: "EVR offered to the victim",
    e.OfferNotMade: lambda d, say: f"EVR not offered: {say.reason(d.reason)}",
    e.OfferDeclined: lambda d, say: "The victim declined EVR",
    e.EligibilityChecked: _checked,
    e.Returned: lambda d, say: f"Back to the usual dispatch: {say.reason(d.reason)}",
    e.FoundSuitable: lambda d, say: "Found suitable; to be allocated" if d.level == "allocate" else "Found suitable for EVR",
    e.Queued: lambda d, say: f"In the {'priority lane' if d.priority else 'queue'}{_QUEUED_WHY.get(d.why, '')}",
    e.Claimed: lambda d, say: f"{'Allocated to' if d.how == 'allocated' else 'Claimed by'} {say.who(d.officer)}",
    e.Reassigned: lambda d, say: f"Handed from {say.who(d.was)} to {say.who(d.officer)}",
    e.Released: lambda d, say: f"Released by {say.who(d.officer)}: {say.reason(d.reason)}. The time reported keeps its place",
    e.ContactAttempted: lambda d, say: f"Telephoned: {words.lower(words.CONTACTS[d.result])}",
    e.AppointmentMade: lambda d, say: f"Appointment made for {when(d.appointment)}",
    e.RiskReassessed: lambda d, say: f"Risk looked at again: {d.result}",
    e.LinkSent: _link,
    e.LinkDelivery: lambda d, say: f"Message with the link: {words.of_delivery(d.status, d.reason, d.possibly_twice)}",
    e.VictimJoined: lambda d, say: f"The victim joined{', and says that it is safe to talk' if d.safe else ''}",
    e.NeedsTold: lambda d, say: f"The victim told what they need: {of_needs(d.needs, d.accompanied) or 'nothing special'}",
    e.VictimAsked: lambda d, say: f"The victim {of_wish(d.what, d.wanted)}",
    e.CodeGiven: lambda d, say: f"A code to read out was made; it works until {clock(d.until)}",
    e.CodeUsed: lambda d, say: "The victim came in with the code",
    e.OfficerJoined: lambda d, say: "The officer joined",
    e.CallStarted: lambda d, say: "The call began",
    e.CallPaused: lambda d, say: f"Paused by {_party(d.by)}: {words.lower(words.PAUSES.get(d.reason, d.reason))}",
    e.CallResumed: lambda d, say: f"Resumed by {_party(d.by)}",
    e.CallClosed: lambda d, say: "Call over; the link is closed for good" if d.held else "Link closed for good; there was no call",
    e.StatementWritten: lambda d, say: f"Statement {d.number} {'written' if d.edition == 1 else 'changed'}: {_kind(d.kind, say)}",
    e.StatementShown: lambda d, say: f"Statement {d.number} is on the victim's screen to read",
    e.StatementLocked: lambda d, say: f"Statement {d.number} is ready to be signed",
    e.StatementChangeWanted: lambda d, say: f"The victim wants something changed in statement {d.number}",
    e.StatementSigned: lambda d, say: f"Statement {d.number} signed by the {words.lower(words.plain(d.capacity))}",
    e.StatementPrinted: lambda d, say: f"Statement {d.number} was made a signed PDF",
    e.RecordingJoined: lambda d, say: f"Recording {d.number} is kept{'' if d.playable else '; it cannot be played'}",
    e.NothingRecorded: lambda d, say: "NOTHING was recorded of the call",
    e.RecordingRetained: lambda d, say: f"Recording {d.number} is kept until {when(d.until)} at least",
    e.RecordingsGrouped: lambda d, say: f"Recordings kept as: {_group(d.group, say)}",
    e.RecordingsHeld: lambda d, say: "Legal hold on the recordings",
    e.RecordingsReleased: lambda d, say: "Legal hold on the recordings lifted",
    e.RecordingShown: lambda d, say: f"Recording {d.number} was shown ({words.lower(words.plain(d.what))})",
    e.RedactionAsked: lambda d, say: f"Export {d.redaction} of recording {d.number} asked for, with {len(d.spans)} spans taken out",
    e.RedactionMade: lambda d, say: f"Export {d.redaction} of recording {d.number} was made",
    e.FileAdded: lambda d, say: f"File {d.number} announced: {kind_of_file(d.kind)}, {size_of_file(d.size)}",
    e.FileFinished: lambda d, say: f"File {d.number} sent",
    e.FileArrived: _file_arrived,
    e.FileRefused: lambda d, say: f"File {d.number} refused on arrival for its {REFUSED[d.reason]}; it is kept",
    e.FileGivenUp: lambda d, say: f"File {d.number} not sent: {GIVEN_UP[d.reason]}",
    e.FileShown: lambda d, say: f"File {d.number} was shown",
    e.CustodyAsked: lambda d, say: "Chain of custody asked for",
    e.CustodyMade: lambda d, say: "Chain of custody made",
    e.CustodyShown: lambda d, say: "Chain of custody was shown",
    e.ChecklistTicked: _ticked,
    e.Submitted: _submitted,
    e.ReviewPaused: lambda d, say: f"Review paused: {say.reason(d.reason)}. Its clock runs on",
    e.ReviewResumed: lambda d, say: "Review taken up again",
    e.Reviewed: _reviewed,
    e.DipSampleDrawn: lambda d, say: "Drawn for a dip sample",
    e.DipSampleRecorded: lambda d, say: f"Dip sample recorded: {'' if d.satisfactory else 'not '}satisfactory",
    e.HandoverAcknowledged: lambda d, say: (
        f"Handover acknowledged{f' by {words.of_receiver(d.team, say.policy)}' if d.team else ''}"
    ),
    e.VictimTold: lambda d, say: f"The victim was told: {words.lower(words.TOLD[d.how])}",
    e.Closed: lambda d, say: "Closed",
    e.Escalated: lambda d, say: f"EMERGENCY, to the control room: {say.reason(d.reason)}",
    e.UpdateReceived: _update,
    e.UpdateAcknowledged: lambda d, say: f"Update {d.number} read",
    e.OutcomeRecorded: _outcome,
    e.DetailsShown: lambda d, say: "The victim's details were shown",
    e.FellDue: lambda d, say: f"{DUE.get(d.kind, words.plain(d.kind))}: {when(d.due)} has passed",
}
