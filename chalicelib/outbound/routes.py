"""The one table that says which event goes where."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain import events as e
from ..store.incidents import Outgoing
from .nudges import Nudge
from .queues import Message, Name
from .updates import NOT_TOLD

#: After these a waiting allocation may find an officer: a job that has come, or an officer who has become free.
#: (Closing a call frees the officer when it had become an emergency.)
MAY_ALLOCATE: frozenset[type[e.Event]] = frozenset(
    {e.Queued, e.RiskReassessed, e.CallClosed, e.Submitted, e.Released, e.Returned, e.Escalated, e.Reassigned, e.AppointmentMade}
)


def messages(outgoing: Outgoing) -> Iterator[Message]:
    """What to tell whom about one commit. `id` is the same for the same commit, however often it is relayed."""
    if outgoing.officer:
        if outgoing.officer.duty == "on":
            cause = f"{outgoing.force}/{outgoing.officer.officer}/{outgoing.officer.command}"
            yield Message("allocations", cause, Nudge(outgoing.force))
        return
    if not outgoing.recorded or outgoing.reference is None:
        return
    version = outgoing.recorded[0].version
    for queue in _queues([type(each.event) for each in outgoing.recorded]):
        cause = f"{outgoing.force}/{outgoing.reference}/{version}"
        yield Message(queue, cause, Nudge(outgoing.force, outgoing.reference, version))


def _queues(kinds: list[type[e.Event]]) -> Iterator[Name]:
    yield "facts"
    if e.LinkSent in kinds:
        yield "texts"
    if not NOT_TOLD.issuperset(kinds):
        yield "cad"
    if not MAY_ALLOCATE.isdisjoint(kinds):
        yield "allocations"
