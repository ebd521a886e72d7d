"""Once a room is closed, nobody is left at the provider: whoever closed it, and however often this is told."""

from __future__ import annotations

from ..domain import events as e
from ..service import room_media
from . import noting
from .nudges import Nudge
from .ports import Ports

#: What may leave a room behind in which a call was held. (An emergency does not hang up.)
ENDS: tuple[type[e.Event], ...] = (e.CallClosed, e.Returned)


def end(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """End the room at its provider. Raises NotSetUp, Unavailable and Busy: then it is tried again, and at last an alarm rings."""
    if nudge.reference is not None and room_media.end(ports.deps, nudge.force, nudge.reference):
        noting.log("room ended", force=nudge.force, reference=nudge.reference)
