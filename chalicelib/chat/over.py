"""The last form of a card whose matter is over: that it is, and how it ended. No button is left that would do something."""

from __future__ import annotations

from collections.abc import Callable

from ..domain import events as e
from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.times import stamp
from . import words
from .actions import ACTIONS
from .model import Card
from .reminders import REMINDERS
from .timeline import sentence

SEEN_TO = "Nothing needs to be done about this any more."
History = tuple[e.Recorded, ...]
_ENDS: dict[str, tuple[type[e.Event], ...]] = {
    "offer": (e.EligibilityChecked, e.OfferNotMade, e.OfferDeclined, e.Returned, e.Escalated),
    "triage": (e.FoundSuitable, e.Returned, e.Escalated),
    "review": (e.Reviewed, e.Returned, e.Escalated),
    "question": (e.CallResumed, e.CallClosed, e.Reassigned, e.Returned, e.Escalated),
}
_TITLES = {
    "offer": "Offer to be recorded",
    "triage": "Suitability review",
    "review": "Evidential review",
    "question": "A question to a sergeant",
    "given": "Given to you",
    "waits": "The victim waited",
    "asked": "The victim asked",
}


def card(key: str, incident: Incident, history: History, policy: Policy) -> Card:
    """`key` is one of `showing`'s."""
    kind, *rest = key.split(":", 2)
    title, says = _SAID.get(kind, _matter)(kind, rest, incident, history, policy)
    subject = f"{incident.reference}, {words.of_type(incident.facts.type, policy)}"
    return Card(
        id=_id(kind, rest, incident),
        title=f"{title}: {subject}",
        summary=f"{title}: {incident.reference}. {says}",
        lines=(says,),
        menu=(ACTIONS["job.card"].button(incident.reference),),
    )


def _id(kind: str, rest: list[str], incident: Incident) -> str:
    """As the open card has it: whom it was for stands in the key alone."""
    if kind == "reminder":
        return f"reminder:{incident.reference}:{rest[0]}:{rest[1][: len(stamp(incident.received_at))]}"
    return f"{kind}:{incident.reference}" + (f":{rest[0]}" if kind in ("update", "given") else "")


def _matter(kind: str, rest: list[str], incident: Incident, history: History, policy: Policy) -> tuple[str, str]:
    """The event that ended it, in words."""
    since = _since(kind, rest, history)
    ends = _ENDS.get(kind, ())
    ended = next((each.event for each in history if each.version > since and isinstance(each.event, ends)), None)
    return _TITLES.get(kind, "Done"), f"Done. {sentence(ended, policy)}." if ended else SEEN_TO


def _since(kind: str, rest: list[str], history: History) -> int:
    """The version at which the matter came up."""
    number = int(rest[0]) if rest and rest[0].isdigit() else 0
    if kind != "review":
        return number
    submitted = [each.version for each in history if isinstance(each.event, e.Submitted)]
    return submitted[number - 1] if 0 < number <= len(submitted) else 0


def _update(kind: str, rest: list[str], incident: Incident, history: History, policy: Policy) -> tuple[str, str]:
    came = (each.event for each in history if isinstance(each.event, e.UpdateReceived))
    whence = next((words.whence(each.kind) for each in came if str(each.number) == rest[0]), "")
    title = f"Update {rest[0]} {whence}".strip()
    if int(rest[0]) not in incident.updates_to_read:
        return title, "Read."
    if not incident.live:
        return title, "The job has left EVR."
    return title, "Its officer is told." if rest[-1] == "-" else "The job is not with you any more."


def _given(kind: str, rest: list[str], incident: Incident, history: History, policy: Policy) -> tuple[str, str]:
    taken_up = incident.officer == rest[-1]
    return _TITLES[kind], "You have taken it up." if taken_up else "It is not with you any more."


def _waits(kind: str, rest: list[str], incident: Incident, history: History, policy: Policy) -> tuple[str, str]:
    """Nobody waits any more; or it is told elsewhere."""
    number, whom = rest[0], rest[-1]
    if not incident.victim_alone:
        return _TITLES[kind], SEEN_TO
    if incident.link and str(incident.link.number) != number:
        return _TITLES[kind], "There is a newer message about it."
    if whom == "-":
        return _TITLES[kind], "Its officer is told."
    here = "You are off shift, so everybody in the queue's channel sees it."
    return _TITLES[kind], here if whom == incident.holder else "The job is not with you any more."


def _reminder(kind: str, rest: list[str], incident: Incident, history: History, policy: Policy) -> tuple[str, str]:
    about = REMINDERS.get(rest[0])
    return about.says if about else "Reminder", SEEN_TO


_SAID: dict[str, Callable[[str, list[str], Incident, History, Policy], tuple[str, str]]] = {
    "update": _update,
    "given": _given,
    "waits": _waits,
    "reminder": _reminder,
}
