"""What the victim's page asks for. The link's token is all that proves who asks; the answers tell as little as possible.

Opening the page changes nothing: each of these follows a tap.
"""

from __future__ import annotations

from typing import Annotated, Literal

from chalice.app import Blueprint
from msgspec import Meta, Struct

from ..domain.commands import ChangeMind, Command, Escalate, Pause, Resume, VictimJoin
from ..domain.refusals import Refusal
from ..domain.words import Words
from ..service.links import UNKNOWN_LINK, perform_by_link, room
from .operation import Asked
from .routes import Api

blueprint = Blueprint(__name__)
api = Api(blueprint, "victim")

NOT_SAFE = "not_safe"
Token = Annotated[str, Meta(min_length=1, max_length=64, examples=["ByEhcnxQ6KmvAqr5DGb27W"])]


class Link(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose link it is."""

    token: Token


class LinkAndNote(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whose link it is, and what they want to say."""

    token: Token
    note: Words | None = None


class Where(Struct, frozen=True):
    """Where the victim stands. "Not safe" changes nothing that can be seen during a call: whoever looks on learns nothing."""

    status: Literal["waiting", "in_call", "paused", "ended"]


#: What a victim may be told as it is; any other "not now" would say how the incident stands, or that there is an emergency.
_SAID = frozenset({"unknown_link", "link_closed", "link_expired", "paused_by_police", "command_id_reused"})
_NOT_NOW = Refusal("wrong_status", "This is not possible just now.")


def _give(asked: Asked, command: Command) -> Where | Refusal:
    done = perform_by_link(asked.deps, asked.body.token, command, asked.command_id)
    if isinstance(done, Refusal):
        return done if done.code in _SAID else _NOT_NOW
    return _seen(done.room)


def _seen(room: str | None) -> Where:
    return Where(room or "ended")  # type: ignore[arg-type]  # the words of Incident.room


def join(asked: Asked) -> Where | Refusal:
    """The victim has tapped "continue" and waits in the room."""
    return _give(asked, VictimJoin())


def pause(asked: Asked) -> Where | Refusal:
    """The victim needs a break."""
    return _give(asked, Pause("victim_break"))


def resume(asked: Asked) -> Where | Refusal:
    """The victim is back from their own break."""
    return _give(asked, Resume())


def change_mind(asked: Asked) -> Where | Refusal:
    """The victim would rather see an officer in person."""
    return _give(asked, ChangeMind(asked.body.note))


def escalate(asked: Asked) -> Where | Refusal:
    """The silent "not safe": straight to the control room as an emergency."""
    told = _give(asked, Escalate(NOT_SAFE))
    return _seen(room(asked.deps, asked.body.token)) if told == _NOT_NOW else told


class AnyLinkFields(Struct, frozen=True):
    """The fields of the command that the path names."""


def any_link_command(asked: Asked) -> Refusal:
    """Any of the victim's commands by its name."""
    return UNKNOWN_LINK


_COMMANDS = {
    each.__name__: api.described(
        "POST",
        f"/v1/links/{each.__name__}",
        each,
        name=f"link_{each.__name__}",
        command=each.__name__,
        body=LinkAndNote if each is change_mind else Link,
        answer=Where,
        repeatable=True,
        refusals=(404, 409, 410),
    )
    for each in (join, pause, resume, change_mind, escalate)
}
_ANY = api.described(
    "POST", "/v1/links/{command}", any_link_command, body=AnyLinkFields, answer=Where, repeatable=True, refusals=(404, 409, 410)
)
api.route("POST", "/v1/links/{command}", lambda parameters: _COMMANDS.get(parameters["command"], _ANY))
