"""What a page needs to be seen and heard, from the provider that the force's policy names; and the end of it.

The provider is asked to open when somebody first joins, and again at each joining: a meeting may have ended by itself meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace

from ..domain.refusals import Refusal
from ..domain.seat import Page
from ..store import keys, rooms
from ..store.incidents import stored
from ..store.personal import context, room_name
from ..store.rooms import Venue
from ..store.rows import Conflict
from ..video.port import TWO_ONLY, NotSetUp, Pass, Provider
from .deps import Busy, Deps
from .room import NOT_LET_IN, TURNS, Door
from .room_door import Inside
from .room_said import REPLACED

NOT_SET_UP = Refusal("video_not_set_up", "Video is not set up for this force: an administrator can mend it. Telephone meanwhile.")

_log = logging.getLogger("evr.video")


def _nothing() -> None:
    return None


def join(
    deps: Deps, door: Door, page: Page, *, third: bool = False, log: Callable[[], Refusal | None] = _nothing
) -> Pass | Refusal:
    """`third`: a person beside the two, on a device of their own; `log` is done before anything is given out.

    Raises Busy, Unavailable; both are safe to repeat.
    """
    for _ in range(TURNS):
        inside = door()
        if isinstance(inside, Refusal):
            return inside
        policy = deps.policies[inside.incident.force]
        try:
            provider = deps.video(policy.video.provider, policy)
            refusal = _why_not(inside, page, provider, third=third)
            if refusal:
                return refusal
            venue = _venue(deps, inside, provider)
            if venue:
                return _still(deps, door, inside, provider, venue) or log() or provider.join(venue, inside.side, page)
        except NotSetUp as mistake:
            _log.error("video is not set up", extra={"fields": {"force": policy.force, "mend": str(mistake)}})
            return NOT_SET_UP
    raise Busy("media")


def _why_not(inside: Inside, page: Page, provider: Provider, *, third: bool) -> Refusal | None:
    if third and not provider.three:
        return TWO_ONLY
    if not third and (inside.seat is None or inside.seat.page != page):
        return REPLACED
    return NOT_LET_IN if inside.incident.room == "waiting" else None


def _venue(deps: Deps, inside: Inside, provider: Provider) -> Venue | None:
    """Where this room meets now; kept. None when somebody else was first just now."""
    force, reference = inside.incident.force, inside.incident.reference
    known = before = rooms.venue(inside.media)
    if known is None or known.provider != provider.name:
        known = Venue(provider.name, room_name(deps.keyring.unwrap(inside.wrapped, context(force, reference))))
    opened = provider.open(known)
    if opened == before:
        return opened
    try:
        deps.table.commit([rooms.meet(keys.media(force, reference), inside.media, opened)])
    except Conflict:
        return None
    return opened


def _still(deps: Deps, door: Door, inside: Inside, provider: Provider, venue: Venue) -> Refusal | None:
    """Whether the room was closed while something new was opened: then whoever ends it may have come too early."""
    if rooms.venue(inside.media) == venue:
        return None
    again = door()
    if not isinstance(again, Refusal):
        return None
    provider.end(venue)
    return again


def end(deps: Deps, force: str, reference: str) -> bool:
    """End a closed room at its provider, once; False when there is nothing to end. Raises NotSetUp, Unavailable, Busy."""
    for _ in range(TURNS):
        state, media = keys.state(force, reference), keys.media(force, reference)
        rows = deps.table.get([state, media])
        venue = rooms.venue(rows.get(media))
        if state not in rows or venue is None or venue.ended or stored(rows[state]).incident.room_open:
            return False
        deps.video(venue.provider, deps.policies[force]).end(venue)
        try:
            deps.table.commit([rooms.meet(media, rows[media], replace(venue, ended=True))])
        except Conflict:
            continue
        return True
    raise Busy("room")
