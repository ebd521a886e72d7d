"""Statements: written, read back, locked and signed (MG11, victim personal statement; the flow, step 9).

A signature is bound to the hash of one edition: whatever is changed afterwards needs a new one.
"""

from __future__ import annotations

from . import events as e
from .ask import Ask, Decision
from .commands import (
    LockStatement,
    RecordStatementPrinted,
    ShowStatement,
    SignStatement,
    WantStatementChanged,
    WriteStatement,
)
from .incident import Incident
from .refusals import Refusal
from .statement import Statement

#: More than one witness statement and one personal statement are rare, more than this a mistake [D].
MOST = 20
UNKNOWN = Refusal("unknown_statement", "There is no such statement.")
CHANGED = Refusal("statement_changed", "The statement was changed meanwhile. Read it again as it is now.")


def find(incident: Incident, number: int) -> Statement | None:
    return next((each for each in incident.statements if each.number == number), None)


def write(ask: Ask) -> Decision:
    command: WriteStatement = ask.command
    if command.kind not in ask.policy.statements:
        return Refusal("unknown_kind", f"This force has these kinds of statement: {', '.join(sorted(ask.policy.statements))}.")
    if command.number is None:
        if len(ask.incident.statements) >= MOST:
            return Refusal("too_many", f"An incident takes at most {MOST} statements.")
        return _written(command, len(ask.incident.statements) + 1, 1)
    before = find(ask.incident, command.number)
    if before is None:
        return UNKNOWN
    if (before.sha256, before.kind) == (command.sha256, command.kind):
        return Refusal("nothing_changed", "This is what it says already.")
    return _written(command, before.number, before.edition + 1)


def _written(command: WriteStatement, number: int, edition: int) -> Decision:
    return (e.StatementWritten(number, command.kind, edition, command.sha256, command.document),)


def show(ask: Ask) -> Decision:
    command: ShowStatement = ask.command
    statement = find(ask.incident, command.number)
    if statement is None:
        return UNKNOWN
    if statement.state in ("locked", "signed"):
        return Refusal("statement_locked", f"It is {statement.state} already; the victim can read it all the same.")
    return (e.StatementShown(statement.number, statement.edition),)


def lock(ask: Ask) -> Decision:
    command: LockStatement = ask.command
    statement = find(ask.incident, command.number)
    if statement is None:
        return UNKNOWN
    if statement.sha256 != command.sha256:
        return CHANGED
    if statement.state != "shown":
        return Refusal("statement_not_shown", "Show it to the victim first, so that they can read it back.")
    return (e.StatementLocked(statement.number, statement.edition, statement.sha256),)


def want_changed(ask: Ask) -> Decision:
    command: WantStatementChanged = ask.command
    statement = find(ask.incident, command.number)
    if statement is None:
        return UNKNOWN
    if statement.state not in ("shown", "locked"):
        return Refusal("statement_not_shown", "This statement is not being read just now.")
    return (e.StatementChangeWanted(statement.number, statement.edition, command.note),)


def sign(ask: Ask) -> Decision:
    command: SignStatement = ask.command
    statement = find(ask.incident, command.number)
    if statement is None:
        return UNKNOWN
    if statement.sha256 != command.sha256:
        return CHANGED
    if statement.state == "signed":
        return Refusal("already_signed", "This statement has been signed.")
    if statement.state != "locked":
        return Refusal("statement_not_locked", "The officer has not made the statement ready for signing yet.")
    return (
        e.StatementSigned(
            statement.number, statement.edition, statement.sha256, command.name, command.capacity, drawing=command.drawing
        ),
    )


def printed(ask: Ask) -> Decision:
    command: RecordStatementPrinted = ask.command
    statement = find(ask.incident, command.number)
    if statement is None or command.edition not in statement.signed_editions:
        return Refusal("not_signed", "No such edition was signed.")
    return (e.StatementPrinted(statement.number, command.edition, command.sha256, command.kept),)
