"""What anybody might do to a force, drawn by Hypothesis: any command by anybody, and what usually comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain.dip_sample import QUESTIONS
from chalicelib.domain.incident import Incident
from chalicelib.domain.officer import OfficerRecord
from chalicelib.domain.recording import Span, Stored
from chalicelib.domain.rules import RULES
from chalicelib.domain.words import Role
from chalicelib.domain.worklists import second_place
from chalicelib.service import Caller, Deps, perform, put_officer
from chalicelib.store import keys
from chalicelib.store.incidents import stored

from .builders import IDS, OFFICER, OTHER_OFFICER, OTHER_SERGEANT, SERGEANT
from .force import Force

OFFICERS, SERGEANTS = (OFFICER, OTHER_OFFICER, "PC3"), (SERGEANT, OTHER_SERGEANT)
ROSTER = (
    dict.fromkeys(OFFICERS, ("officer",))
    | dict.fromkeys(SERGEANTS, ("sergeant",))
    | {"PS9": ("officer", "sergeant"), IDS["spoc"]: ("spoc",)}
)
MARK = "zq7marker"
#: Roles that come with a token or a link, and the identifier that goes with each.
TOKENS = {"call_handler": "cad", "records": "records-system", "receiving_team": "patrol", "system": "system"}
#: What ends an incident early, and what may be done to any at any time: drawn less often, so that the others come about.
ENDING = (c.Recall, c.Escalate, c.ChangeMind, c.ReturnToDispatch, c.Outcome, c.Consult, c.RecordDelivery, c.Offer)
Do = Callable[[Deps, str | None], Any]


def roster(force: Force, data: st.DataObject) -> Do:
    who = data.draw(st.sampled_from([*ROSTER, "PC77"]), "who")
    roles = data.draw(
        st.sampled_from([("officer",), ("officer", "sergeant"), ("sergeant",), ROSTER.get(who, ("officer",))]), "roles"
    )
    chat = data.draw(st.sampled_from([{}, {"slack": "U1"}, {"slack": "U2"}, {"slack": "U1", "teams": "U1"}]), "chat")
    active = data.draw(st.integers(0, 5), "active") > 0
    entry = convert({"name": "Test", "roles": roles, "active": active, "chat": chat}, OfficerRecord)
    by = data.draw(st.sampled_from(["administrator"] * 4 + [OFFICER]), "by")
    return lambda deps, id: put_officer(deps, force.caller(by, id), who, entry)


def give(force: Force, reference: str, who: str, command: c.Command) -> Do:
    caller = force.victim_of(reference) if who == "victim" else _caller(force, who)
    return lambda deps, id: perform(deps, replace(caller, command_id=id), reference, command)


def _caller(force: Force, who: str) -> Caller:
    if who in TOKENS:
        return Caller(force=force.name, id=TOKENS[who], roles=frozenset({who}))
    return Caller(force=force.name, id=who, staff=True)


def anything(force: Force, incident: Incident, data: st.DataObject) -> tuple[str, c.Command]:
    """Mostly what the status allows, by somebody with the role for it; now and then anything by anybody."""
    sensible, ending = data.draw(st.integers(0, 9), "sensible") > 0, data.draw(st.integers(0, 5), "ending") == 0
    kinds = [
        kind
        for kind, rule in RULES.items()
        if not sensible or (incident.status in rule.statuses and (ending or kind not in ENDING))
    ]
    kinds = sorted(kinds, key=lambda kind: kind.__name__) + 3 * _waiting_for(incident)
    kind = data.draw(st.sampled_from(kinds), "command")
    return _somebody(incident, RULES[kind].roles if sensible else frozenset(Role), data), _command(kind, force, incident, data)


def _waiting_for(incident: Incident) -> list[type[c.Command]]:
    """What would seldom be drawn at the one moment when it is possible."""
    paused = incident.case is not None and incident.case.paused is not None
    found: list[type[c.Command]] = [c.AcknowledgeUpdate] if incident.updates_to_read else []
    found += [c.ResumeReview] if paused else [c.PauseReview] if incident.status == "in_review" else []
    found += [c.Reassign] if incident.holder else [c.Allocate] if incident.status == "queued" else []
    found += [c.RecordDipSample] if second_place(incident) else []
    return found


def _somebody(incident: Incident, roles: frozenset[str], data: st.DataObject) -> str:
    people = [id for id, its in ROSTER.items() if roles & set(its)] + [role for role in (*TOKENS, "victim") if role in roles]
    if incident.officer and "officer" in roles:
        people += [incident.officer] * 5
    return data.draw(st.sampled_from(people or ["system"]), "by")


def _words(data: st.DataObject) -> str | None:
    return data.draw(st.sampled_from([None, f"Test {MARK}"]), "words")


def _code(codes: Any, data: st.DataObject) -> str:
    return data.draw(st.sampled_from([*codes, "no_such_code"]), "code")


def _command(kind: type[c.Command], force: Force, incident: Incident, data: st.DataObject) -> c.Command:
    """A plausible one of this kind."""
    policy, words, pick = force.policy, _words(data), lambda *of: data.draw(st.sampled_from(of), "field")
    reasons = policy.reasons
    now = force.clock.now
    made: dict[type[c.Command], Callable[[], c.Command]] = {
        c.Offer: lambda: c.Offer(
            pick(True, True, False),
            _code(policy.prompt.not_offered_reasons, data),
            pick(True, True, False, None),
            pick(None, c.Answers(*[True] * 7), c.Answers(*[True] * 7), c.Answers(*[False] * 7)),
            words,
            words,
        ),
        c.Update: lambda: c.Update(f"Test {MARK}", pick("information", "risk", "contact")),
        c.Recall: lambda: c.Recall(_code(reasons.recall, data), words),
        c.Outcome: lambda: c.Outcome(pick("outcome", "arrest"), _code(policy.outcomes.names, data)),
        c.Handover: lambda: c.Handover(note=words),
        c.WriteStatement: lambda: c.WriteStatement(
            _code(policy.statements, data), f"Test {MARK}", pick("1", "2") * 64, pick(None, None, 1, 2)
        ),
        c.ShowStatement: lambda: c.ShowStatement(pick(1, 1, 2)),
        c.LockStatement: lambda: c.LockStatement(pick(1, 1, 2), pick("1", "2") * 64),
        c.WantStatementChanged: lambda: c.WantStatementChanged(pick(1, 1, 2), words),
        c.SignStatement: lambda: c.SignStatement(pick(1, 1, 2), pick("1", "2") * 64, f"Test {MARK}"),
        c.RecordStatementPrinted: lambda: c.RecordStatementPrinted(1, pick(1, 2), "3" * 64, "v1"),
        c.Triage: lambda: c.Triage(pick(True, True, False), pick("queue", "allocate"), pick(None, None, *OFFICERS), note=words),
        c.Allocate: lambda: c.Allocate(pick(None, *OFFICERS, "PS9", SERGEANT, "PC404")),
        c.Reassign: lambda: c.Reassign(pick(*OFFICERS, "PS9", SERGEANT), words),
        c.Release: lambda: c.Release(_code(reasons.release, data), words),
        c.RecordContact: lambda: c.RecordContact(pick("spoke", "no_answer", "unsafe"), words),
        c.MakeAppointment: lambda: c.MakeAppointment(now.replace(hour=12) + timedelta(days=pick(0, 1, 3, 60)), words),
        c.ReassessRisk: lambda: c.ReassessRisk(pick("unchanged", "raised", "lowered"), words),
        c.SendLink: lambda: c.SendLink(**pick(*_WAYS), device=pick("phone", "laptop"), times_checked=pick(True, False)),
        c.TellNeeds: lambda: c.TellNeeds(pick((), ("hearing",)), pick(True, False), words, words),
        c.AskOfficer: lambda: c.AskOfficer(
            pick("stop", "another_time"), pick(None, now.replace(hour=12) + timedelta(days=1)), words
        ),
        c.UseCode: lambda: c.UseCode(incident.code.code_hash if incident.code and pick(True, False) else "0" * 64),
        c.AddFile: lambda: c.AddFile(f"Test {MARK}", pick(1, 1, 0), pick("image/jpeg", "text/html")),
        c.FinishFile: lambda: c.FinishFile(pick(1, incident.files_added or 1), "0" * 64),
        c.GiveUpFile: lambda: c.GiveUpFile(pick(1, incident.files_added or 1)),
        c.RecordFileArrival: lambda: c.RecordFileArrival(
            pick(1, incident.files_added or 1), pick("0", "1") * 64, 1, pick("image/jpeg", "text/html"), "v1"
        ),
        c.RecordFileLost: lambda: c.RecordFileLost(pick(1, incident.files_added or 1)),
        c.ShowFile: lambda: c.ShowFile(pick(1, incident.files_added or 1), words),
        c.RecordCustody: lambda: c.RecordCustody(pick(1, 2), "0" * 64, 1, "v1"),
        c.ShowCustody: lambda: c.ShowCustody(words),
        c.Pause: lambda: c.Pause(pick("evidence_review", "other"), words),
        c.Advise: lambda: c.Advise(f"Test {MARK}"),
        c.TickChecklist: lambda: c.TickChecklist(dict.fromkeys(policy.checklist, pick("done", "to_do", "not_needed"))),
        c.Submit: lambda: c.Submit(f"Test {MARK}", (f"Test {MARK}",) if words else ()),
        c.Review: lambda: c.Review(
            pick("suspect_identified", "further_enquiries", "desk_enquiries", "finalise"), words, pick(None, "patrol"), words
        ),
        c.PauseReview: lambda: c.PauseReview(_code(reasons.review_pause, data), words),
        c.RecordDipSample: lambda: c.RecordDipSample(
            *(pick("yes", "no", "not_applicable") for _ in QUESTIONS), satisfactory=pick(True, False), note=words
        ),
        c.TellVictim: lambda: c.TellVictim("phone", words),
        c.ReturnToDispatch: lambda: c.ReturnToDispatch(_code(reasons.returned, data), words),
        c.ChangeMind: lambda: c.ChangeMind(words),
        c.Escalate: lambda: c.Escalate("threat", words),
        c.AcknowledgeUpdate: lambda: c.AcknowledgeUpdate(pick(*(incident.updates_to_read or (1,)))),
        c.Consult: lambda: c.Consult(words),
        c.HoldRecordings: lambda: c.HoldRecordings(words),
        c.ReleaseRecordings: lambda: c.ReleaseRecordings(words),
        c.KeepRecordings: lambda: c.KeepRecordings(pick("serious", "other", "no_such_group")),
        c.ViewRecording: lambda: c.ViewRecording(1, pick("playable", "manifest", "original"), "f" * 16, why=words),
        c.RedactRecording: lambda: c.RedactRecording(1, (Span(0, pick(10, 999)),)),
        c.RecordRecording: lambda: c.RecordRecording(
            number=pick(1, 2), began=now, ended=now, manifest=_STORED, playable=pick(None, _STORED), lasts=100
        ),
        c.RecordRetention: lambda: c.RecordRetention(1, now + timedelta(days=pick(1, 40)), pick(None, "other")),
        c.RecordRedaction: lambda: c.RecordRedaction(1, 1, _STORED),
        c.NoteDue: lambda: c.NoteDue(pick("risk", "appointment", "no_such_kind"), now),
        c.RecordDelivery: lambda: c.RecordDelivery(
            pick(1, incident.links or 1), pick("sent", "delivered", "failed"), pick(True, False)
        ),
    }
    return made.get(kind, kind)()


_STORED = Stored("0" * 64, 1, "v1")
_WAYS: tuple[dict[str, Any], ...] = (
    {"channel": "sms"},
    {"channel": "sms", "to": "07700 900123"},
    {"channel": "sms", "to": "020 7946 0123"},
    {"channel": "email"},
    {"channel": "email", "to": f"{MARK}@example.org"},
)


def usual(force: Force, incident: Incident, data: st.DataObject) -> tuple[str, c.Command] | None:
    """What most often comes next for an incident."""
    officer = incident.officer or data.draw(st.sampled_from(OFFICERS), "officer")
    everything = dict.fromkeys(force.policy.checklist, "done")
    call, answers = incident.call, c.Answers(*[True] * 7)
    decision = data.draw(st.sampled_from(["finalise", "desk_enquiries", "further_enquiries"]), "decision")
    ticked = incident.checklist == everything
    steps: dict[str, tuple[str, c.Command]] = {
        "reported": ("call_handler", c.Offer(True, accepted=True, answers=answers)),
        "offered": ("call_handler", c.Offer(True, accepted=True, answers=answers)),
        "in_triage": (SERGEANTS[0], c.Triage(True)),
        "queued": (officer, c.Claim()),
        "claimed": (officer, c.SendLink(times_checked=True)),
        "link_sent": (officer, c.OfficerJoin()) if call.victim_joined_at else ("victim", c.VictimJoin()),
        "in_call": (officer, c.Close()) if ticked else (officer, c.TickChecklist(everything)),
        "paused": (officer, c.Resume()),
        "call_closed": (officer, c.Submit(f"Test {MARK}")),
        "in_review": (SERGEANTS[1], c.Review(decision, plan=f"Test {MARK}")),
        "desk_work": (officer, c.Submit(f"Test {MARK}")),
        "passed_on": ("receiving_team", c.Handover()),
        "handed_over": (SERGEANTS[0], c.TellVictim("phone")),
        "finalised": (SERGEANTS[0], c.TellVictim("phone")),
    }
    return steps.get(incident.status)


def due_now(force: Force) -> Iterator[tuple[str, c.NoteDue]]:
    """What the clock would find: everything on the due list up to now."""
    for number in range(keys.SHARDS):
        for row in force.deps.table.query(keys.due_list(force.name, number), upto=f"{force.clock.now:%Y-%m-%dT%H:%M:%S.%f}Z").rows:
            kind, reference = row.sk.split("#", 1)[1].split("#", 1)
            state = stored(force.deps.table.get([keys.state(force.name, reference)])[keys.state(force.name, reference)])
            yield reference, c.NoteDue(kind, state.due[kind])
