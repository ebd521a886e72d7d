"""What the victim's page asks for. The link's token is all that proves who asks; the answers tell as little as possible.

Opening the page changes nothing: each of these follows a tap.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from chalice.app import Blueprint
from msgspec import Meta, Struct

from ..domain.commands import AskOfficer, ChangeMind, Command, Escalate, Pause, Resume, TellNeeds, VictimJoin
from ..domain.commands_victim import Need
from ..domain.refusals import Refusal
from ..domain.words import Moment, Words
from ..service import links, spoken, surveys
from ..service.guessing import TOKENS, TOO_MANY, Guesses
from ..service.links import UNKNOWN_LINK
from ..service.spoken import OpenedByCode
from ..service.standing import OtherTimes, Standing
from .hosts import address, force_of
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


class LinkAndSafe(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whose link it is. `safe`: asked whether they are safe and able to talk, they said yes."""

    token: Token
    safe: bool = False


class LinkAndNeeds(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whose link it is, and what they need; what was told before is replaced."""

    token: Token
    needs: Annotated[tuple[Need, ...], Meta(max_length=5)] = ()
    accompanied: bool = False
    companion: Words | None = None
    note: Words | None = None


class LinkAndWish(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whose link it is, and what the officer is asked for."""

    token: Token
    what: Literal["another_time", "stop"]
    at: Moment | None = None
    note: Words | None = None


class CodeTyped(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The code as it was read out. `force`: only where the address is no force's own."""

    code: Annotated[str, Meta(pattern=r"^[0-9]{6}\Z", examples=["049318"])]
    force: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}\Z")] | None = None


class SurveyAnswers(Struct, frozen=True, forbid_unknown_fields=True):
    """`link_hash`: the SHA-256 of the link's token, in hexadecimal, which opens nothing."""

    link_hash: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    answers: surveys.Survey


class Where(Struct, frozen=True):
    """Where the victim stands. "Not safe" changes nothing that can be seen during a call: whoever looks on learns nothing."""

    status: Literal["waiting", "in_call", "paused", "ended"]


class Thanks(Struct, frozen=True):
    """The same whatever became of it."""

    thanks: bool = True


#: What a victim may be told as it is; any other "not now" would say how the incident stands, or that there is an emergency.
_SAID = frozenset(
    {"unknown_link", "link_closed", "link_expired", "paused_by_police", "command_id_reused", "appointment_time", "outside_hours"}
)
#: Whoever comes with these has guessed, or holds a link that is over.
_WRONG = frozenset({"unknown_link", "link_closed", "link_expired"})
_NOT_NOW = Refusal("wrong_status", "This is not possible just now.")


Result = TypeVar("Result")


def _counted(asked: Asked, result: Result | Refusal) -> Result | Refusal:
    """The result; a wrong token is counted, whatever is wrong with it."""
    if isinstance(result, Refusal) and result.code in _WRONG:
        return TOO_MANY if Guesses(asked.deps, "tokens", TOKENS, address(asked.request)).wrong() else result
    return result


def _give(asked: Asked, command: Command) -> Where | Refusal:
    done = _counted(asked, links.perform_by_link(asked.deps, asked.body.token, command, asked.command_id))
    if isinstance(done, Refusal):
        return done if done.code in _SAID else _NOT_NOW
    return _seen(done.room)


def _seen(room: str | None) -> Where:
    return Where(room or "ended")  # type: ignore[arg-type]  # the words of Incident.room


def join(asked: Asked) -> Where | Refusal:
    """The victim has tapped "continue" and waits in the room."""
    return _give(asked, VictimJoin(asked.body.safe))


def pause(asked: Asked) -> Where | Refusal:
    """The victim needs a break."""
    return _give(asked, Pause("victim_break"))


def resume(asked: Asked) -> Where | Refusal:
    """The victim is back from their own break."""
    return _give(asked, Resume())


def change_mind(asked: Asked) -> Where | Refusal:
    """The victim would rather see an officer in person."""
    return _give(asked, ChangeMind(asked.body.note))


def needs(asked: Asked) -> Where | Refusal:
    """What the victim needs for the call, and whether a parent or carer joins."""
    return _give(asked, TellNeeds(asked.body.needs, asked.body.accompanied, asked.body.companion, asked.body.note))


def ask(asked: Asked) -> Where | Refusal:
    """The victim asks the officer for another time, or to stop for now. The link works on."""
    return _give(asked, AskOfficer(asked.body.what, asked.body.at, asked.body.note))


def escalate(asked: Asked) -> Where | Refusal:
    """The silent "not safe": straight to the control room as an emergency."""
    told = _give(asked, Escalate(NOT_SAFE))
    return _seen(links.room(asked.deps, asked.body.token)) if told == _NOT_NOW else told


def state(asked: Asked) -> Standing | Refusal:
    """Where the victim stands, what comes next and when. Changes nothing."""
    return _counted(asked, links.stand(asked.deps, asked.body.token))


def times(asked: Asked) -> OtherTimes | Refusal:
    """The times that the victim may ask for. Changes nothing."""
    return _counted(asked, links.other_times(asked.deps, asked.body.token))


def code(asked: Asked) -> OpenedByCode | Refusal:
    """The link's token, for the code that the officer read out."""
    force = force_of(asked.request, asked.deps.policies) or asked.body.force or ""
    return spoken.use(asked.deps, force, asked.body.code, address(asked.request))


def survey(asked: Asked) -> Thanks:
    """What the victim thought of it. The answer is the same whatever became of it."""
    surveys.answer(asked.deps, asked.body.link_hash, asked.body.answers)
    return Thanks()


_REFUSALS = (404, 409, 410, 429)


class AnyLinkFields(Struct, frozen=True):
    """The fields of the command that the path names."""


def any_link_command(asked: Asked) -> Refusal:
    """Any of the victim's commands by its name."""
    return UNKNOWN_LINK


#: Each with its body, its answer, and whether it takes an Idempotency-Key.
_GIVEN: dict[Callable[[Asked], Any], tuple[type[Struct], type[Struct], bool]] = {
    state: (Link, Standing, False),
    join: (LinkAndSafe, Where, True),
    pause: (Link, Where, True),
    resume: (Link, Where, True),
    change_mind: (LinkAndNote, Where, True),
    needs: (LinkAndNeeds, Where, True),
    ask: (LinkAndWish, Where, True),
    times: (Link, OtherTimes, False),
    escalate: (Link, Where, True),
    code: (CodeTyped, OpenedByCode, False),
    survey: (SurveyAnswers, Thanks, False),
}
_COMMANDS = {
    each.__name__: api.described(
        "POST",
        f"/v1/links/{each.__name__}",
        each,
        name=f"link_{each.__name__}",
        command=each.__name__,
        body=body,
        answer=answer,
        repeatable=repeatable,
        refusals=_REFUSALS,
    )
    for each, (body, answer, repeatable) in _GIVEN.items()
}
_ANY = api.described(
    "POST", "/v1/links/{command}", any_link_command, body=AnyLinkFields, answer=Where, repeatable=True, refusals=_REFUSALS
)
api.route("POST", "/v1/links/{command}", lambda parameters: _COMMANDS.get(parameters["command"], _ANY))
