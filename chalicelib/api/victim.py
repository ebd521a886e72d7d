"""What the victim's page asks for. The link's token is all that proves who asks; the answers tell as little as possible.

Opening the page changes nothing: each of these follows a tap.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from ..domain.commands import AskOfficer, ChangeMind, Escalate, Pause, Resume, TellNeeds, VictimJoin
from ..domain.commands_victim import Need
from ..domain.refusals import Refusal
from ..domain.words import Moment, Words
from ..service import links, spoken, surveys
from ..service.spoken import OpenedByCode
from ..service.standing import OtherTimes, Standing
from . import by_link
from .by_link import NOT_NOW, Link, Token, Where, counted, give, seen
from .hosts import address, force_of
from .operation import Asked

NOT_SAFE = "not_safe"


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


class Thanks(Struct, frozen=True):
    """The same whatever became of it."""

    thanks: bool = True


@by_link.operation(body=LinkAndSafe, answer=Where, repeatable=True)
def join(asked: Asked) -> Where | Refusal:
    """The victim has tapped "continue" and waits in the room."""
    return give(asked, VictimJoin(asked.body.safe))


@by_link.operation(body=Link, answer=Where, repeatable=True)
def pause(asked: Asked) -> Where | Refusal:
    """The victim needs a break."""
    return give(asked, Pause("victim_break"))


@by_link.operation(body=Link, answer=Where, repeatable=True)
def resume(asked: Asked) -> Where | Refusal:
    """The victim is back from their own break."""
    return give(asked, Resume())


@by_link.operation(body=LinkAndNote, answer=Where, repeatable=True)
def change_mind(asked: Asked) -> Where | Refusal:
    """The victim would rather see an officer in person."""
    return give(asked, ChangeMind(asked.body.note))


@by_link.operation(body=LinkAndNeeds, answer=Where, repeatable=True)
def needs(asked: Asked) -> Where | Refusal:
    """What the victim needs for the call, and whether a parent or carer joins."""
    return give(asked, TellNeeds(asked.body.needs, asked.body.accompanied, asked.body.companion, asked.body.note))


@by_link.operation(body=LinkAndWish, answer=Where, repeatable=True)
def ask(asked: Asked) -> Where | Refusal:
    """The victim asks the officer for another time, or to stop for now. The link works on."""
    return give(asked, AskOfficer(asked.body.what, asked.body.at, asked.body.note))


@by_link.operation(body=Link, answer=Where, repeatable=True)
def escalate(asked: Asked) -> Where | Refusal:
    """The silent "not safe": straight to the control room as an emergency."""
    told = give(asked, Escalate(NOT_SAFE))
    return seen(links.room(asked.deps, asked.body.token)) if told == NOT_NOW else told


@by_link.operation(body=Link, answer=Standing)
def state(asked: Asked) -> Standing | Refusal:
    """Where the victim stands, what comes next and when. Changes nothing."""
    return counted(asked, links.stand(asked.deps, asked.body.token))


@by_link.operation(body=Link, answer=OtherTimes)
def times(asked: Asked) -> OtherTimes | Refusal:
    """The times that the victim may ask for. Changes nothing."""
    return counted(asked, links.other_times(asked.deps, asked.body.token))


@by_link.operation(body=CodeTyped, answer=OpenedByCode)
def code(asked: Asked) -> OpenedByCode | Refusal:
    """The link's token, for the code that the officer read out."""
    force = force_of(asked.request, asked.deps.policies) or asked.body.force or ""
    return spoken.use(asked.deps, force, asked.body.code, address(asked.request))


@by_link.operation(body=SurveyAnswers, answer=Thanks)
def survey(asked: Asked) -> Thanks:
    """What the victim thought of it. The answer is the same whatever became of it."""
    surveys.answer(asked.deps, asked.body.link_hash, asked.body.answers)
    return Thanks()
