"""Statements: the document that is hashed, shown, signed and printed, and who may read it.

The document is JSON in a fixed order. Its SHA-256 is what the victim's browser works out anew from what is on the screen, what the
signature names, and what the PDF prints: so all three are the same words.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from ..domain.commands import Consult, WriteStatement
from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.policy.statement import StatementTemplate
from ..domain.refusals import Refusal
from ..domain.statement import Statement
from ..domain.statements import UNKNOWN as UNKNOWN_STATEMENT
from ..domain.statements import find
from ..domain.words import Code, Words
from ..store import keys, objects
from ..store.incidents import stored
from ..store.personal import context, unseal
from .deps import Caller, Deps
from .links import incident_of
from .performing import UNKNOWN, perform
from .reading import not_staff

#: A link to a file is used at once, or asked for again.
FETCH_SECONDS = 120
NOT_PRINTED = Refusal("not_printed", "There is no signed PDF of it yet: it is made within a minute of the signature.")
ReadOver = Literal["self", "officer", "interpreter"]


class Draft(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What the officer writes. `particulars` by the template's codes; `number` names the statement that is changed.

    `read_over`: who reads it over to the witness, who otherwise reads it alone. `interpreter`: name and language.
    """

    kind: Code
    text: Annotated[str, Meta(min_length=1, max_length=40_000, pattern=r"\S")]
    particulars: dict[Code, Words] = {}
    read_over: ReadOver = "self"
    interpreter: Words | None = None
    number: Annotated[int, Meta(ge=1, le=1000)] | None = None


class Document(Struct, frozen=True):
    """A statement, word for word. `particulars`: label and what was answered, in the template's order."""

    kind: str
    title: str
    force: str
    reference: str
    particulars: tuple[tuple[str, str], ...]
    text: str
    read_over: ReadOver
    interpreter: str | None
    declaration: str


class WrittenStatement(Struct, frozen=True):
    """The statement that was written, and the hash of its words."""

    number: int
    edition: int
    sha256: str


class ReadBack(Struct, frozen=True):
    """A statement to read. `document` is the JSON of a `Document`, whose SHA-256 (of its UTF-8) is `sha256`."""

    number: int
    edition: int
    state: Literal["written", "shown", "locked", "signed"]
    sha256: str
    document: str


def write(deps: Deps, caller: Caller, reference: str, draft: Draft) -> WrittenStatement | Refusal:
    """Write a statement, or a new edition of one. Raises Busy and Unavailable."""
    policy = deps.policies[caller.force]
    text = _document(draft, reference, policy)
    if isinstance(text, Refusal):
        return text
    hashed = sha256(text.encode()).hexdigest()
    done = perform(deps, caller, reference, WriteStatement(draft.kind, text, hashed, draft.number))
    if isinstance(done, Refusal):
        return done
    incident = _incident(deps, caller.force, reference)
    written = incident.statements if incident else ()
    meant = next((each for each in reversed(written) if each.number == (draft.number or each.number)), None)
    return WrittenStatement(meant.number, meant.edition, meant.sha256) if meant else UNKNOWN_STATEMENT


def _document(draft: Draft, reference: str, policy: Policy) -> str | Refusal:
    template = policy.statements.get(draft.kind)
    if template is None:
        return Refusal("unknown_kind", f"This force has these kinds of statement: {', '.join(sorted(policy.statements))}.")
    unknown = sorted(set(draft.particulars) - set(template.particulars))
    if unknown:
        return Refusal("unknown_particular", f"This statement does not ask for: {', '.join(unknown)}.")
    lacking = [code for code in template.required if code not in draft.particulars]
    if lacking:
        return Refusal("particulars_missing", f"Fill these in first: {', '.join(lacking)}.")
    if (draft.read_over == "interpreter") != (draft.interpreter is not None):
        return Refusal("interpreter_missing", "Name the interpreter and the language when one reads it over, and only then.")
    asked = [(label, draft.particulars[code]) for code, label in template.particulars.items() if code in draft.particulars]
    document = Document(
        kind=draft.kind,
        title=template.title,
        force=policy.name,
        reference=reference,
        particulars=tuple(asked),
        text=draft.text,
        read_over=draft.read_over,
        interpreter=draft.interpreter,
        declaration=template.declaration.replace("{name}", draft.particulars.get("name", "")),
    )
    return msgspec.json.encode(document).decode()


class Line(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A statement without its words. `printed`: there is a signed PDF of this edition."""

    number: int
    kind: str
    edition: int
    state: Literal["written", "shown", "locked", "signed"]
    sha256: str
    signed_at: datetime | None = None
    printed: bool = False


class Lines(Struct, frozen=True):
    """Every statement of an incident."""

    statements: tuple[Line, ...]


def templates(deps: Deps, caller: Caller) -> dict[str, StatementTemplate] | Refusal:
    """The force's templates, for its own people. Raises Unavailable."""
    return not_staff(deps, caller) or deps.policies[caller.force].statements


def listed(deps: Deps, caller: Caller, reference: str) -> Lines | Refusal:
    """The incident's statements, without their words. Raises Unavailable."""
    refusal = not_staff(deps, caller)
    if refusal:
        return refusal
    incident = _incident(deps, caller.force, reference)
    return Lines(tuple(_line(each) for each in incident.statements)) if incident else UNKNOWN


def _line(statement: Statement) -> Line:
    return Line(
        number=statement.number,
        kind=statement.kind,
        edition=statement.edition,
        state=statement.state,  # type: ignore[arg-type]  # its four
        sha256=statement.sha256,
        signed_at=statement.signed_at,
        printed=statement.printed is not None and statement.printed.edition == statement.edition,
    )


def on_screen(deps: Deps, token: str) -> ReadBack | Refusal | None:
    """The newest statement that the victim may read: shown, locked or signed. None: there is none. Raises Unavailable."""
    incident = incident_of(deps, token)
    if isinstance(incident, Refusal):
        return incident
    newest = next((each for each in reversed(incident.statements) if each.state != "written"), None)
    return opened(deps, incident, newest) if newest else None


def read(deps: Deps, caller: Caller, reference: str, number: int, why: str | None) -> ReadBack | Refusal:
    """Show a statement to a member of staff, once the consultation is recorded. Raises Busy and Unavailable."""
    refusal = not_staff(deps, caller)
    if refusal:
        return refusal
    logged = perform(deps, caller, reference, Consult(why))
    if isinstance(logged, Refusal):
        return logged
    incident = _incident(deps, caller.force, reference)
    meant = find(incident, number) if incident else None
    return (opened(deps, incident, meant) or UNKNOWN_STATEMENT) if incident and meant else UNKNOWN_STATEMENT


class Paper(Struct, frozen=True):
    """Where the signed statement can be fetched for a few minutes, and the SHA-256 of the file."""

    url: str
    until: datetime
    sha256: str


def paper(deps: Deps, caller: Caller, reference: str, number: int, why: str | None) -> Paper | Refusal:
    """A short-lived address of the newest signed PDF, once the showing is recorded. Raises Busy and Unavailable."""
    refusal = not_staff(deps, caller)
    if refusal:
        return refusal
    incident = _incident(deps, caller.force, reference)
    statement = find(incident, number) if incident else None
    if incident is None or statement is None:
        return UNKNOWN if incident is None else UNKNOWN_STATEMENT
    if statement.printed is None:
        return NOT_PRINTED
    logged = perform(deps, caller, reference, Consult(why))
    if isinstance(logged, Refusal):
        return logged
    printed = statement.printed
    key = objects.place(incident.force, reference, "statements", f"{number:03d}-{printed.edition:03d}.pdf")
    name = f"{reference} statement {number}.pdf"
    url = deps.objects.get_url(key, printed.kept, FETCH_SECONDS, name)
    return Paper(url, deps.now() + timedelta(seconds=FETCH_SECONDS), printed.sha256)


def opened(deps: Deps, incident: Incident, statement: Statement) -> ReadBack | None:
    """A statement in its present edition; None once its words were disposed of. Raises Unavailable."""
    text = words(deps, incident.force, incident.reference, statement.document)
    if text is None:
        return None
    return ReadBack(statement.number, statement.edition, statement.state, statement.sha256, text)  # type: ignore[arg-type]  # its four


def words(deps: Deps, force: str, reference: str, ref: str) -> str | None:
    """One sealed text of an incident; None once it was disposed of. Raises Unavailable."""
    state, text = keys.state(force, reference), keys.text(force, reference, ref)
    rows = deps.table.get([state, text])
    wrapped, sealed = rows[state].sealed if state in rows else None, rows[text].sealed if text in rows else None
    if not wrapped or not sealed:
        return None
    return unseal(deps.keyring.unwrap(wrapped, context(force, reference)), "/".join(text), sealed).decode()


def _incident(deps: Deps, force: str, reference: str) -> Incident | None:
    key = keys.state(force, reference)
    row = deps.table.get([key]).get(key)
    return stored(row).incident if row else None
