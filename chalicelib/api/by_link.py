"""Operations that the link's token alone opens: `POST /v1/links/<name>`, declared by the modules that know the matter.

@by_link.operation(body=LinkAndNote, answer=Where, repeatable=True)
def change_mind(asked: Asked) -> Where | Refusal: ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from chalice.app import Blueprint
from msgspec import Meta, Struct

from ..domain.commands import Command
from ..domain.refusals import Refusal
from ..service import links
from ..service.guessing import TOKENS, TOO_MANY, Guesses
from ..service.links import UNKNOWN_LINK
from .hosts import address
from .operation import Asked, Operation
from .routes import Api

blueprint = Blueprint(__name__)
_api = Api(blueprint, "victim")

Token = Annotated[str, Meta(min_length=1, max_length=64, examples=["ByEhcnxQ6KmvAqr5DGb27W"])]


class Link(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose link it is."""

    token: Token


class Where(Struct, frozen=True):
    """Where the victim stands. "Not safe" changes nothing that can be seen during a call: whoever looks on learns nothing."""

    status: Literal["waiting", "in_call", "paused", "ended"]


#: Whoever comes with these has guessed, or holds a link that is over.
_WRONG = frozenset({"unknown_link", "link_closed", "link_expired"})
#: What a victim may be told as it is; any other "not now" would say how the incident stands, or that there is an emergency.
_SAID = _WRONG | {
    TOO_MANY.code,
    "paused_by_police",
    "command_id_reused",
    "appointment_time",
    "outside_hours",
    "statement_changed",
    "statement_not_shown",
    "statement_not_locked",
    "already_signed",
    "no_such_file",
    "no_such_part",
    "too_many_files",
    "file_empty",
    "file_finished",
    "file_incomplete",
    "file_is_program",
    "file_kind",
    "file_name_empty",
    "file_name_long",
    "file_name_path",
    "file_name_unseen",
    "file_too_large",
}
NOT_NOW = Refusal("wrong_status", "This is not possible just now.")


Result = TypeVar("Result")


def counted(asked: Asked, result: Result | Refusal) -> Result | Refusal:
    """The result; a wrong token is counted, whatever is wrong with it."""
    if isinstance(result, Refusal) and result.code in _WRONG:
        return TOO_MANY if Guesses(asked.deps, "tokens", TOKENS, address(asked.request)).wrong() else result
    return result


def said(asked: Asked, result: Result | Refusal) -> Result | Refusal:
    """The result, or as much of a refusal as a victim may hear."""
    known = counted(asked, result)
    return known if not isinstance(known, Refusal) or known.code in _SAID else NOT_NOW


def give(asked: Asked, command: Command) -> Where | Refusal:
    done = said(asked, links.perform_by_link(asked.deps, asked.body.token, command, asked.command_id))
    return done if isinstance(done, Refusal) else seen(done.room)


def seen(room: str | None) -> Where:
    return Where(room or "ended")  # type: ignore[arg-type]  # the words of Incident.room


_REFUSALS = (404, 409, 410, 429)
_OPERATIONS: dict[str, Operation] = {}


def operation(
    body: type[Struct], answer: type[Struct], repeatable: bool = False, refusals: tuple[int, ...] = ()
) -> Callable[[Callable[[Asked], Any]], Callable[[Asked], Any]]:
    """Declare an operation at `/v1/links/<the function's name>`; `refusals`: HTTP statuses besides those of every link."""

    def declare(handler: Callable[[Asked], Any]) -> Callable[[Asked], Any]:
        name = handler.__name__
        _OPERATIONS[name] = _api.described(
            "POST",
            f"/v1/links/{name}",
            handler,
            name=f"link_{name}",
            command=name,
            body=body,
            answer=answer,
            repeatable=repeatable,
            refusals=tuple(sorted({*_REFUSALS, *refusals})),
        )
        return handler

    return declare


class AnyLinkFields(Struct, frozen=True):
    """The fields of the command that the path names."""


def any_link_command(asked: Asked) -> Refusal:
    """Any of the victim's commands by its name."""
    return UNKNOWN_LINK


_ANY = _api.described(
    "POST", "/v1/links/{command}", any_link_command, body=AnyLinkFields, answer=Where, repeatable=True, refusals=_REFUSALS
)
_api.route("POST", "/v1/links/{command}", lambda parameters: _OPERATIONS.get(parameters["command"], _ANY))
