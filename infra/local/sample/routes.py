"""How an incident gets to where it stands when the sample day is loaded: a row of steps, each one call of the API by one person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from msgspec import Struct

from infra.local.sample.stories import Story


class Job(Struct, frozen=True):
    """One report of the day and what shall become of it. `n` counts the reports, `turn` those with the same end."""

    n: int
    turn: int
    reference: str
    end: str
    body: dict[str, Any]
    story: Story
    appointment: datetime
    officer: str = ""
    sergeant: str = ""


class Step(NamedTuple):
    """One call. `who` is a part in the play (loading.py casts it); `path` continues /v1/incidents/{reference}/."""

    who: str
    path: str
    body: Callable[[Job], dict[str, Any]]


QUESTIONS = (
    "adult_or_accompanied", "offender_not_present", "offender_not_expected", "safe_private_place", "able_to_speak_freely",
    "device_and_connection", "needs_can_be_met",
)  # fmt: skip
_NOT_OFFERED = ("victim_distressed", "victim_not_on_line", "scene_needs_officer", "no_means_of_contact")
_NOTES = ("Prefers a visit.", "No camera on the phone, does not want to borrow one.", "Wants to show the damage in person.")
_OUTCOMES = ("18", "16", "18", "8", "14")


def _pick(values: tuple[Any, ...], job: Job) -> Any:
    return values[job.turn % len(values)]


def _eligible(job: Job) -> dict[str, Any]:
    companion = {"companion": "Mother joins the call."} if job.body["victim"]["date_of_birth"] > "2008" else {}
    return {"made": True, "accepted": True, "answers": dict.fromkeys(QUESTIONS, True), **companion}


def _not_eligible(job: Job) -> dict[str, Any]:
    no = _pick(("device_and_connection", "offender_not_expected", "safe_private_place", "needs_can_be_met"), job)
    return {"made": True, "accepted": True, "answers": {question: question != no for question in QUESTIONS}}


def _ticks(job: Job) -> dict[str, Any]:
    done = dict.fromkeys(job.story.done, "done")
    unneeded = dict.fromkeys({"ppn", "physical_evidence_booked", "referrals"} - set(done), "not_needed")
    return {"items": done | unneeded}


def _record(job: Job) -> dict[str, Any]:
    return {"summary": job.story.record, "lines_of_enquiry": ["Footage asked for."] if "digital_evidence" in job.story.done else []}


def _passed_on(job: Job) -> dict[str, Any]:
    if job.turn % 2 == 0:
        return {
            "decision": "suspect_identified",
            "plan": "Arrest the named person; interview; seize the phone.",
            "receiver": "patrol",
        }
    return {"decision": "further_enquiries", "plan": "Visit; house-to-house; collect the footage.", "receiver": "neighbourhood"}


def _give(who: str, command: str, **fields: Any) -> Step:
    return Step(who, f"commands/{command}", lambda job: fields)


def _update(text: str) -> Step:
    return Step("spoc", "updates", lambda job: {"text": text, "kind": "information"})


STEPS: dict[str, Step] = {
    "asked": Step("handler", "offer", lambda job: {"made": True}),
    "not_offered": Step("handler", "offer", lambda job: {"made": False, "reason": _pick(_NOT_OFFERED, job)}),
    "declined": Step("handler", "offer", lambda job: {"made": True, "accepted": False, "note": _pick(_NOTES, job)}),
    "not_eligible": Step("handler", "offer", _not_eligible),
    "eligible": Step("handler", "offer", _eligible),
    "suitable": _give("sergeant", "triage", suitable=True, level="queue"),
    "to_officer": Step("sergeant", "commands/triage", lambda job: {"suitable": True, "level": "allocate", "officer": job.officer}),
    "unsuitable": _give("sergeant", "triage", suitable=False, reason="scene_attendance_needed", note="Fingerprints on the window."),
    "risk_same": _give("sergeant", "reassess_risk", result="unchanged", note="Rang: no news, content to wait."),
    "claim": _give("officer", "claim"),
    "spoke": _give("officer", "record_contact", result="spoke"),
    "no_answer": _give("officer", "record_contact", result="no_answer"),
    "message_left": _give("officer", "record_contact", result="message_left"),
    "later": Step("officer", "commands/make_appointment", lambda job: {"at": job.appointment.isoformat(), "note": "Asked for it."}),
    "release": _give("officer", "release", reason="called_away"),
    "link": _give("officer", "send_link", channel="sms", device="phone"),
    "email": Step("officer", "commands/send_link", lambda job: {"channel": "email", "device": "laptop"}),
    "officer_joins": _give("officer", "officer_join"),
    "pause": _give("officer", "pause", reason="sergeant_advice", question="Is the doorbell footage enough?"),
    "tick": Step("officer", "commands/tick_checklist", _ticks),
    "close": _give("officer", "close"),
    "submit": Step("officer", "commands/submit", _record),
    "finalise": _give("sergeant", "review", decision="finalise"),
    "desk": _give("sergeant", "review", decision="desk_enquiries", plan="Ask the bank for the account holder; check the footage."),
    "pass_on": Step("sergeant", "commands/review", _passed_on),
    "hold_review": _give("officer", "pause_review", reason="evidence_to_come", note="Shop sends the footage tomorrow."),
    "tell": _give("officer", "tell_victim", how="phone"),
    "patrol_takes": Step("patrol", "handover", lambda job: {"team": "patrol"}),
    "outcome": Step("records", "outcome", lambda job: {"kind": "outcome", "code": _pick(_OUTCOMES, job)}),
    "charged": Step("records", "outcome", lambda job: {"kind": "outcome", "code": "1"}),
    "arrest": Step("records", "outcome", lambda job: {"kind": "arrest"}),
    "unreachable": _give("officer", "return_to_dispatch", reason="not_reachable"),
    "recall": Step("spoc", "recall", lambda job: {"reason": "duplicate", "note": "Same as an earlier report."}),
    "emergency": _give("officer", "escalate", reason="offender_returned", note="Heard at the door during the call."),
    "update": _update("Neighbour has rung in: has a doorbell camera facing the street."),
    "update_read": _give("officer", "acknowledge_update", update=1),
    # what the victim does on the phone: the token is added by whoever plays the victim
    "victim_joins": Step("victim", "join", lambda job: {}),
    "victim_changes_mind": Step("victim", "change_mind", lambda job: {"note": "I would rather see somebody in person."}),
    "victim_not_safe": Step("victim", "escalate", lambda job: {}),
}  # fmt: skip

_QUEUED = ("eligible", "suitable")
_SPOKEN = (*_QUEUED, "claim", "spoke")
_CALL = (*_SPOKEN, "link", "victim_joins", "officer_joins")
_ENDED = (*_CALL, "tick", "close")
_SUBMITTED = (*_ENDED, "submit")

#: Where incidents stand at the end: how many of them, and the steps after the report. In the order of their reports, oldest first.
ENDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "closed": (5, (*_SUBMITTED, "finalise", "tell", "outcome")),
    "closed_by_patrol": (1, (*_SUBMITTED, "pass_on", "tell", "patrol_takes", "arrest", "charged")),
    "not_reachable": (1, (*_QUEUED, "claim", "no_answer", "no_answer", "unreachable")),
    "finalised": (2, (*_SUBMITTED, "finalise")),
    "handed_over": (1, (*_SUBMITTED, "pass_on", "patrol_takes")),
    "passed_on": (2, (*_SUBMITTED, "pass_on")),
    "desk_work": (2, (*_SUBMITTED, "desk")),
    "victim_changed_mind": (1, (*_SPOKEN, "link", "victim_changes_mind")),
    "review_paused": (1, (*_SUBMITTED, "hold_review")),
    "in_review": (4, _SUBMITTED),
    "escalated": (1, (*_CALL, "emergency", "close")),
    "not_safe": (1, (*_SPOKEN, "link", "victim_not_safe")),
    "call_closed": (1, _ENDED),
    "paused": (1, (*_CALL, "pause")),
    "in_call": (1, (*_CALL, "tick")),
    "link_sent": (1, (*_SPOKEN, "update", "update_read", "link")),
    "link_sent_by_email": (1, (*_SPOKEN, "email")),
    "no_answer": (1, (*_QUEUED, "claim", "no_answer")),
    "claimed": (1, (*_QUEUED, "claim", "update")),
    "allocated": (1, ("eligible", "to_officer")),
    "released": (1, (*_QUEUED, "claim", "message_left", "release")),
    "appointment": (2, (*_SPOKEN, "later")),
    "queued": (12, _QUEUED),
    "queued_with_news": (1, (*_QUEUED, "update")),
    "queued_long": (1, (*_QUEUED, "risk_same")),
    "in_triage_flagged": (2, ("eligible",)),
    "in_triage": (5, ("eligible",)),
    "offered": (2, ("asked",)),
    "reported": (4, ()),
}
#: These may happen to any report of the day, old or new.
ANYWHEN: dict[str, tuple[int, tuple[str, ...]]] = {
    "declined": (6, ("declined",)),
    "not_eligible": (5, ("not_eligible",)),
    "not_offered": (4, ("not_offered",)),
    "unsuitable": (2, ("eligible", "unsuitable")),
    "recalled": (1, (*_QUEUED, "recall")),
}
#: The officer still has the job when the day is loaded.
HELD = frozenset(
    {"call_closed", "paused", "in_call", "link_sent", "link_sent_by_email", "no_answer", "claimed", "allocated"}
)  # fmt: skip


def steps(end: str) -> tuple[tuple[str, Step], ...]:
    """The named steps that lead to an end, after the report."""
    names = (ENDS | ANYWHEN)[end][1]
    return tuple((name, STEPS[name]) for name in names)
