"""Statements: written by the officer, read and signed on the victim's own screen."""

from __future__ import annotations

from typing import Literal

from chalice.app import Blueprint
from msgspec import Struct

from ..domain.commands import SignStatement, WantStatementChanged
from ..domain.commands_statement import Drawing, Sha256, StatementNumber
from ..domain.refusals import Refusal
from ..domain.words import Words
from ..service import statements
from ..service.statements import Draft, Lines, Paper, ReadBack, WrittenStatement
from . import by_link
from .by_link import Link, Token, Where, counted, give
from .operation import Asked
from .routes import Api

blueprint = Blueprint(__name__)
api = Api(blueprint, "statements")


class OnScreen(Struct, frozen=True):
    """What the victim may read now; None when there is nothing."""

    statement: ReadBack | None


class LinkAndWrong(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whose link it is, which statement, and what is not right about it."""

    token: Token
    number: StatementNumber
    note: Words | None = None


class LinkAndSignature(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whose link it is, and their signature. `sha256` is of the document that the browser shows, `name` as they write it."""

    token: Token
    number: StatementNumber
    sha256: Sha256
    name: Words
    capacity: Literal["witness", "parent_or_carer"] = "witness"
    drawing: Drawing | None = None


class Kind(Struct, frozen=True):
    """A kind of statement. `particulars`: code to label, in the order in which they are asked for."""

    kind: str
    title: str
    declaration: str
    particulars: dict[str, str]
    required: tuple[str, ...]


class Kinds(Struct, frozen=True):
    """Every kind of statement that the force has a template for."""

    kinds: tuple[Kind, ...]


@by_link.operation(body=Link, answer=OnScreen)
def statement(asked: Asked) -> OnScreen | Refusal:
    """The statement that the officer shows, to read it back and sign it. Changes nothing."""
    found = counted(asked, statements.on_screen(asked.deps, asked.body.token))
    return found if isinstance(found, Refusal) else OnScreen(found)


@by_link.operation(body=LinkAndWrong, answer=Where, repeatable=True)
def statement_wrong(asked: Asked) -> Where | Refusal:
    """Something in the statement is not right; the officer changes it."""
    return give(asked, WantStatementChanged(asked.body.number, asked.body.note))


@by_link.operation(body=LinkAndSignature, answer=Where, repeatable=True)
def sign(asked: Asked) -> Where | Refusal:
    """Sign the statement. The signature is bound to the hash of its words: changed words need a new one."""
    body: LinkAndSignature = asked.body
    return give(asked, SignStatement(body.number, body.sha256, body.name, body.capacity, body.drawing))


@api.operation("GET", "/v1/statement_kinds", scopes=("staff",), answer=Kinds, refusals=(403,))
def statement_kinds(asked: Asked) -> Kinds | Refusal:
    """The kinds of statement that the force has templates for."""
    templates = statements.templates(asked.deps, asked.caller)
    if isinstance(templates, Refusal):
        return templates
    return Kinds(tuple(Kind(kind, t.title, t.declaration, t.particulars, t.required) for kind, t in templates.items()))


@api.operation("GET", "/v1/incidents/{reference}/statements", scopes=("staff", "read"), answer=Lines, refusals=(403, 404))
def list_statements(asked: Asked) -> Lines | Refusal:
    """The incident's statements and how far each is, without their words."""
    return statements.listed(asked.deps, asked.caller, asked.path["reference"])


@api.operation(
    "POST",
    "/v1/incidents/{reference}/statements",
    scopes=("staff",),
    body=Draft,
    answer=WrittenStatement,
    repeatable=True,
    refusals=(403, 404, 409, 422),
)
def write_statement(asked: Asked) -> WrittenStatement | Refusal:
    """Write a statement, or change one, which then needs a new signature. For: officer."""
    return statements.write(asked.deps, asked.caller, asked.path["reference"], asked.body)


@api.operation(
    "POST",
    "/v1/incidents/{reference}/statements/{number}/read",
    scopes=("staff",),
    answer=ReadBack,
    reasoned=True,
    refusals=(403, 404, 409, 422),
)
def read_statement(asked: Asked) -> ReadBack | Refusal:
    """Read a statement; the showing is logged, with the reason in Evr-Reason."""
    return statements.read(asked.deps, asked.caller, asked.path["reference"], int(asked.path["number"]), asked.why)


@api.operation(
    "POST",
    "/v1/incidents/{reference}/statements/{number}/pdf",
    scopes=("staff",),
    answer=Paper,
    reasoned=True,
    refusals=(403, 404, 409, 422),
)
def statement_pdf(asked: Asked) -> Paper | Refusal:
    """A short-lived address of the signed and sealed PDF; the showing is logged, with the reason in Evr-Reason."""
    return statements.paper(asked.deps, asked.caller, asked.path["reference"], int(asked.path["number"]), asked.why)
