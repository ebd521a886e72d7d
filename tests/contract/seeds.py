"""Incidents at every status, brought there by real commands through the service."""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib import service
from chalicelib.domain import commands as c
from chalicelib.domain.recording import Stored
from chalicelib.domain.refusals import Refusal
from chalicelib.domain.report import Report
from chalicelib.domain.words import LIVE, Role, Status
from chalicelib.service import Caller, evidence, statements
from chalicelib.service.evidence_senders import officer as evidence_officer
from chalicelib.service.evidence_senders import victim
from chalicelib.service.links import perform_by_link
from chalicelib.store.recordings import folder
from tests.builders import a_report, answers
from tests.contract.desk import Desk
from tests.fakes_objects import sha256_b64

#: Has every role there is; what the fuzzer asks with.
EVERYBODY = "PC9999"
ROLES = frozenset(role.value for role in Role if role not in (Role.VICTIM, Role.SYSTEM))
_STAFF_ROLES = tuple(sorted(ROLES - {Role.RECEIVING_TEAM.value}))
_PLAN = "Test plan: ask the shop for its footage."
_REVIEW = c.Review("further_enquiries", plan=_PLAN, receiver="neighbourhood")
_CHAINS: dict[str, tuple[str, tuple[c.Command, ...]]] = {
    "offered": ("reported", (c.Offer(made=True, accepted=True),)),
    "in_triage": ("reported", (c.Offer(made=True, accepted=True, answers=answers(), note="Test note."),)),
    "queued": ("in_triage", (c.Triage(suitable=True),)),
    "claimed": ("queued", (c.Claim(),)),
    "link_sent": ("claimed", (c.RecordContact("spoke", note="Test note."), c.SendLink())),
    "in_call": ("link_sent", (c.OfficerJoin(), c.VictimJoin())),
    "paused": ("in_call", (c.Pause("evidence_review"),)),
    "call_closed": ("in_call", (c.TickChecklist({"statement": "done"}), c.Close())),
    "in_review": ("call_closed", (c.Submit("Test summary."),)),
    "desk_work": ("in_review", (c.Review("desk_enquiries", plan=_PLAN),)),
    "passed_on": ("in_review", (_REVIEW,)),
    "handed_over": ("passed_on", (c.Handover(),)),
    "finalised": ("in_review", (c.Review("finalise"),)),
    "closed": ("finalised", (c.TellVictim("phone"),)),
    "returned": ("queued", (c.Recall("attended"),)),
    "escalated": ("claimed", (c.Escalate("threat"),)),
}


def reference(status: str) -> str:
    return f"2026/{status.replace('_', '-')}-7"


def officer(status: str) -> str:
    """Who holds, or held, the incident at this status."""
    return f"PC.{status.replace('_', '-')}"


def an_incident_at(desk: Desk, status: str, roles: tuple[str, ...] = ("officer",), **report: Any) -> str:
    """An incident of its own at this status, and its officer with these roles; returns the reference."""
    name = report.get("reference", reference(status))
    caller = Caller(force="dorset", id="seeds", roles=ROLES)
    body = msgspec.convert(a_report(**{"reference": name} | report), Report)
    assert not isinstance(service.report(desk.deps, caller, body), Refusal)
    desk.staff(officer(status), *roles)
    for command in steps(status):
        give(desk, name, command, officer(status))
    return name


def steps(status: str) -> tuple[c.Command, ...]:
    if status == "reported":
        return ()
    before, last = _CHAINS[status]
    return (*steps(before), *last)


def give(desk: Desk, name: str, command: c.Command, who: str) -> None:
    """Give a command that must be accepted, as whoever may give it."""
    if isinstance(command, c.VictimJoin):
        done = perform_by_link(desk.deps, desk.link(name), command)
    else:
        reviewing = isinstance(command, c.Review)
        caller = Caller(force="dorset", id="PS.other" if reviewing else who, roles=ROLES)
        done = service.perform(desk.deps, caller, name, command)
    assert not isinstance(done, Refusal), (name, command, done)


def every_status(desk: Desk) -> list[str]:
    """One incident at each status; staff of every role, EVERYBODY among them."""
    desk.usual_staff()
    desk.staff(EVERYBODY, *_STAFF_ROLES)
    references = [an_incident_at(desk, status.value, roles=_STAFF_ROLES) for status in Status]
    for status, name in zip(Status, references, strict=True):
        if status in LIVE:
            give(desk, name, c.Update("Test: something new."), EVERYBODY)
        record(desk, name, held=len(name) % 2 == 0)
    return references


_STORED = Stored("0" * 64, 1, "version-1")
_PIECES = ("manifest.json", "playable.webm")


def record(desk: Desk, name: str, *, held: bool) -> None:
    """A recording as the media worker leaves it; some are under hold."""
    for piece in _PIECES:
        desk.deps.objects.put(folder("dorset", name, 1) + piece, b"x", "video/webm")
    joined = c.RecordRecording(
        number=1, began=desk.clock.now, ended=desk.clock.now, manifest=_STORED, playable=_STORED, lasts=60_000
    )
    system = Caller(force="dorset", id="system", roles=frozenset({Role.SYSTEM.value}))
    assert not isinstance(service.perform(desk.deps, system, name, joined), Refusal)
    if held:
        give(desk, name, c.HoldRecordings(), EVERYBODY)


STATEMENT = statements.Draft(kind="mg11", text="Test.", particulars={"name": "Test"})


def with_statement(desk: Desk, status: str) -> str:
    """Give an incident a statement that the victim has before them, ready to be signed where the call is paused; its hash."""
    name = reference(status)
    holder = Caller(force="dorset", id=officer(status), staff=True)
    written = statements.write(desk.deps, holder, name, STATEMENT)
    assert not isinstance(written, Refusal)
    give(desk, name, c.ShowStatement(1), officer(status))
    if status == "paused":
        give(desk, name, c.LockStatement(1, written.sha256), officer(status))
    return written.sha256


def with_files(desk: Desk, status: str) -> None:
    """Give an incident a file of the victim's (1) and one of the officer's (2) whose parts are there, one that has arrived (3), and
    a chain of custody."""
    name, content = reference(status), b"\xff\xd8\xff\xe0\x00\x10JFIF"
    holder = Caller(force="dorset", id=officer(status), staff=True)
    sides = (victim(desk.deps, desk.link(name)), evidence_officer(desk.deps, holder, name), victim(desk.deps, desk.link(name)))
    for number, side in enumerate(sides, 1):
        assert not isinstance(evidence.add(side, evidence.NewFile(name="Test.jpg", size=len(content), head=content)), Refusal)
        asked = evidence.parts(side, number, (evidence.WantedPart(1, sha256_b64(content)),))
        assert not isinstance(asked, Refusal)
        desk.deps.objects.browser(asked.send[0].url, content)
    assert not isinstance(evidence.finish(sides[2], 3, "0" * 64), Refusal)
    give(desk, name, c.AskCustody(), officer(status))
    for command in (c.RecordFileArrival(3, "0" * 64, len(content), "image/jpeg", "v"), c.RecordCustody(1, "0" * 64, 1, "v")):
        system = Caller(force="dorset", id="system", roles=frozenset({"system"}))
        assert not isinstance(service.perform(desk.deps, system, name, command), Refusal)
