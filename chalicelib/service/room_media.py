"""What a page needs to be seen and heard, from the provider that the force's policy names; only for the page in the seat."""

from __future__ import annotations

from ..domain.refusals import Refusal
from ..domain.seat import Page
from ..store import keys, rooms
from ..store.personal import context, room_name
from ..store.rooms import Venue
from ..store.rows import Conflict
from ..video.port import NotSetUp, Pass, Provider
from .deps import Busy, Deps
from .room import NOT_LET_IN, TURNS, Door
from .room_door import Inside
from .room_said import REPLACED

NOT_SET_UP = Refusal(
    "video_not_set_up", "Video is not set up for this force: an administrator has to mend it. Telephone meanwhile."
)


def join(deps: Deps, door: Door, page: Page) -> Pass | Refusal:
    """Raises Busy, Unavailable; both are safe to repeat."""
    for _ in range(TURNS):
        inside = door()
        if isinstance(inside, Refusal):
            return inside
        if inside.seat is None or inside.seat.page != page:
            return REPLACED
        if inside.incident.room == "waiting":
            return NOT_LET_IN
        try:
            provider = deps.video(deps.policies[inside.incident.force])
            venue = _venue(deps, inside, provider)
            if venue:
                return provider.join(venue, inside.side, page)
        except NotSetUp:
            return NOT_SET_UP
    raise Busy("media")


def _venue(deps: Deps, inside: Inside, provider: Provider) -> Venue | None:
    """Where this room meets: opened by whoever joins first. None when somebody else was first just now."""
    force, reference = inside.incident.force, inside.incident.reference
    known = rooms.venue(inside.media)
    if known is None or known.provider != provider.name:
        known = Venue(provider.name, room_name(deps.keyring.unwrap(inside.wrapped, context(force, reference))))
    opened = provider.open(known)
    if inside.media and opened == rooms.venue(inside.media):
        return opened
    try:
        deps.table.commit([rooms.meet(keys.media(force, reference), inside.media, opened, deps.now())])
    except Conflict:
        return None
    return opened
