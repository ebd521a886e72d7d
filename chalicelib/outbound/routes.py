"""The one table that says which event goes where."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain import events as e
from ..store.incidents import Outgoing
from ..store.officers import OfficerEvent
from .media import JOBS
from .nudges import Nudge
from .queues import Message, Name
from .updates import NOT_TOLD

#: After these a waiting allocation may find an officer: a job that has come, or an officer who has become free.
#: (Closing a call frees the officer when it had become an emergency.)
MAY_ALLOCATE: frozenset[type[e.Event]] = frozenset(
    {e.Queued, e.RiskReassessed, e.CallClosed, e.Submitted, e.Released, e.Returned, e.Escalated, e.Reassigned, e.AppointmentMade}
)


def messages(outgoing: Outgoing, chats: bool = False) -> Iterator[Message]:
    """What to tell whom about one commit. `id` is the same for the same commit, however often it is relayed.

    `chats`: the force has a chat; without one nothing is queued for it.
    """
    if outgoing.officer:
        yield from _of_officer(outgoing.force, outgoing.officer, chats)
        return
    if outgoing.notice and chats and outgoing.notice.action != "read":
        notice = outgoing.notice
        yield Message("chat", f"{outgoing.force}/{notice.notice}/{notice.command}", Nudge(outgoing.force, notice=notice.notice))
    if not outgoing.recorded or outgoing.reference is None:
        return
    version = outgoing.recorded[0].version
    for queue in _queues([type(each.event) for each in outgoing.recorded], chats):
        cause = f"{outgoing.force}/{outgoing.reference}/{version}"
        yield Message(queue, cause, Nudge(outgoing.force, outgoing.reference, version))


def _of_officer(force: str, event: OfficerEvent, chats: bool) -> Iterator[Message]:
    """An officer who has come is given what waits; one who goes on a break, or comes back, may be reminded, or not any more."""
    cause = f"{force}/{event.officer}/{event.command}"
    if event.duty == "on":
        yield Message("allocations", cause, Nudge(force))
    if chats:
        yield Message("chat", cause, Nudge(force, officer=event.officer))


def _queues(kinds: list[type[e.Event]], chats: bool) -> Iterator[Name]:
    yield "facts"
    if e.LinkSent in kinds:
        yield "texts"
    if not NOT_TOLD.issuperset(kinds):
        yield "cad"
    if not MAY_ALLOCATE.isdisjoint(kinds):
        yield "allocations"
    if not JOBS.keys().isdisjoint(kinds):
        yield "media"
    if chats:
        yield "chat"
