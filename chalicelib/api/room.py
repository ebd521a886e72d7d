"""The room, for both sides: the exchange that each page repeats, a line of the text chat, and what the video provider wants.

The victim's operations are opened by the link's token, the officer's by sign-in and the claim.
"""

from __future__ import annotations

from typing import Annotated

from chalice.app import Blueprint
from msgspec import Meta, Struct

from ..domain.commands import Consult
from ..domain.refusals import Refusal
from ..domain.seat import Page, Quality
from ..service import perform, room_door, room_media, room_said
from ..service import room as exchanging
from ..service.room import Exchange, RoomNews, SignalOut
from ..store.rooms import Number
from ..video.port import Pass
from . import by_link
from .by_link import Token, counted
from .operation import Asked
from .routes import Api

blueprint = Blueprint(__name__)
api = Api(blueprint, "room")

_AS_STAFF = (403, 404, 409)
_Count = Annotated[int, Meta(ge=0, le=99_999)]
_Signals = Annotated[tuple[SignalOut, ...], Meta(max_length=20)]
Said = Annotated[str, Meta(min_length=1, max_length=1000, pattern=r"\S")]


class RoomAsked(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """`arrive`: take the seat, also from another page. `after`: the last signal had, from the page `of`; `said_after`: the last
    line.
    """

    page: Page
    arrive: bool = False
    after: _Count = 0
    of: Page | None = None
    send: _Signals = ()
    leaving: bool = False
    quality: Quality | None = None
    said_after: _Count = 0


class LinkRoomAsked(RoomAsked, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """The same by the link."""

    token: Token


class SayIt(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A line of the text chat. `n` rises with each line of a page; one sent again has the number it had."""

    page: Page
    n: Number
    text: Said


class LinkSayIt(SayIt, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The same by the link."""

    token: Token


class MediaAsked(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """The page that is to be seen and heard. `third`: it is a person beside the two, on a device of their own."""

    page: Page
    third: bool = False


class LinkMediaAsked(MediaAsked, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """The same by the link."""

    token: Token


class Kept(Struct, frozen=True):
    """The line is kept, and shown to the other side with its next exchange."""


def _exchange(body: RoomAsked) -> Exchange:
    return Exchange(
        page=body.page,
        arrive=body.arrive,
        after=body.after,
        of=body.of,
        send=body.send,
        leaving=body.leaving,
        quality=body.quality,
        said_after=body.said_after,
    )


def _victim(asked: Asked) -> exchanging.Door:
    return lambda: room_door.victim(asked.deps, asked.body.token)


def _police(asked: Asked) -> exchanging.Door:
    return lambda: room_door.police(asked.deps, asked.caller, asked.path["reference"])


@by_link.operation(body=LinkRoomAsked, answer=RoomNews)
def room(asked: Asked) -> RoomNews | Refusal:
    """The room as it is now, and what the officer's page signals: asked again and again by the victim's page."""
    return counted(asked, exchanging.exchange(asked.deps, _victim(asked), _exchange(asked.body)))


@by_link.operation(body=LinkSayIt, answer=Kept)
def say(asked: Asked) -> Kept | Refusal:
    """The victim writes a line of the text chat."""
    body = asked.body
    return counted(asked, room_said.say(asked.deps, _victim(asked), body.page, body.n, body.text) or Kept())


@by_link.operation(body=LinkMediaAsked, answer=Pass)
def media(asked: Asked) -> Pass | Refusal:
    """What the victim's browser needs to be seen and heard, once they were let in; or that of somebody who is with them."""
    return counted(asked, room_media.join(asked.deps, _victim(asked), asked.body.page, third=asked.body.third))


@api.operation("POST", "/v1/incidents/{reference}/room", scopes=("staff",), body=RoomAsked, answer=RoomNews, refusals=_AS_STAFF)
def officer_room(asked: Asked) -> RoomNews | Refusal:
    """The room as it is now, and what the victim's page signals: asked again and again by the officer's page. For: officer."""
    return exchanging.exchange(asked.deps, _police(asked), _exchange(asked.body))


@api.operation("POST", "/v1/incidents/{reference}/room/say", scopes=("staff",), body=SayIt, answer=Kept, refusals=_AS_STAFF)
def officer_say(asked: Asked) -> Kept | Refusal:
    """The officer writes a line of the text chat. For: officer."""
    body = asked.body
    return room_said.say(asked.deps, _police(asked), body.page, body.n, body.text) or Kept()


@api.operation(
    "POST",
    "/v1/incidents/{reference}/media",
    scopes=("staff",),
    body=MediaAsked,
    answer=Pass,
    refusals=(*_AS_STAFF, 422),
    reasoned=True,
)
def officer_media(asked: Asked) -> Pass | Refusal:
    """What the officer's browser needs to be seen and heard, once the victim was let in. For: officer; sergeant as a third."""
    if not asked.body.third:
        return room_media.join(asked.deps, _police(asked), asked.body.page)
    return room_media.join(
        asked.deps,
        lambda: room_door.adviser(asked.deps, asked.caller, asked.path["reference"]),
        asked.body.page,
        third=True,
        log=lambda: _consulted(asked),
    )


def _consulted(asked: Asked) -> Refusal | None:
    """A sergeant who looks in has seen the victim: that is recorded first, with the reason."""
    done = perform(asked.deps, asked.caller, asked.path["reference"], Consult(asked.why))
    return done if isinstance(done, Refusal) else None
