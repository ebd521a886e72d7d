"""The worker for command and control: append to the feed, then push what is new. One group a force, so one at a time a force."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec.structs import replace

from ..store.rows import Unavailable
from . import feed, noting
from .nudges import Failures, Nudge, each
from .ports import Ports, Within, ports
from .push import again, push

#: Of the 30 s that the worker has; one more post may take 7 s.
APPEND_SECONDS, PUSH_SECONDS = 8, 12


def on_messages(event: dict[str, Any]) -> Failures:
    """Append first, for every message of the batch; the pull feed must not wait for a slow push."""
    wired = ports()
    forces: set[str] = set()
    failures = each(event, lambda nudge: forces.add(append(wired, nudge)), wired.queues.postpone, Within(APPEND_SECONDS))
    for force in sorted(forces):
        _push(wired, force)
    return failures


def append(ports: Ports, nudge: Nudge) -> str:
    """Bring the feed up to the incident, and return the force whose feed may have grown."""
    if nudge.again is not None:
        again(ports, nudge.force, nudge.again)
    elif nudge.reference is not None:
        added = feed.catch_up(ports.deps.table, nudge.force, nudge.reference)
        for kind, count in Counter(update.kind for update in added).items():
            noting.measure(nudge.force, {f"Step_{kind}": count})
    return nudge.force


def _push(ports: Ports, force: str) -> None:
    """A failure here loses nothing: how far command and control was told is in the table, and the clock pushes again."""
    try:
        push(replace(ports, time_is_up=Within(PUSH_SECONDS)), force)
    except Unavailable as error:
        noting.failed("push stopped", error, force=force)
