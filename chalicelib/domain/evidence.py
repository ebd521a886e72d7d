"""Evidence: what may be sent by whom, what becomes of it on arrival, and who has seen it (the flow, step 9)."""

from __future__ import annotations

from . import events_evidence as e
from .ask import Ask, Decision
from .commands_evidence import (
    AddFile,
    FinishFile,
    GiveUpFile,
    RecordCustody,
    RecordFileArrival,
    RecordFileLost,
    ShowCustody,
    ShowFile,
)
from .control_room import unexplained
from .evidence_file import File
from .file_kinds import PROGRAM
from .incident import Incident
from .policy import Policy
from .refusals import Refusal
from .rules import By, check
from .words import Role

NO_SUCH_FILE = Refusal("no_such_file", "There is no such file.")
NO_CUSTODY = Refusal("no_such_file", "There is no chain of custody yet. Ask for one; it is made within a minute or two.")
_MEGABYTE = 1_000_000


def add(ask: Ask) -> Decision:
    command: AddFile = ask.command
    refusal = _unfit(command.size, command.kind, ask.policy)
    if refusal:
        return refusal
    if len(ask.incident.files) >= ask.policy.evidence.most_files:
        return Refusal("too_many_files", f"An incident has at most {ask.policy.evidence.most_files} files, and this one has them.")
    return (e.FileAdded(ask.incident.files_added + 1, command.name, command.size, command.kind, command.declared),)


def _unfit(size: int, kind: str, policy: Policy) -> Refusal | None:
    if size == 0:
        return Refusal("file_empty", "The file is empty. Choose another one.")
    if kind == PROGRAM:
        return Refusal("file_is_program", "This is a program, whatever it is called. Programs cannot be sent.")
    largest = policy.evidence.largest(kind)
    if largest is None:
        return Refusal(
            "file_kind",
            "This kind of file cannot be sent. Photos, videos, sound, PDF and Word files can. Or tell the officer.",
        )
    if size > largest * _MEGABYTE:
        return Refusal("file_too_large", f"A file of this kind may have at most {largest} MB, and this one is larger.")
    return None


def file_of(incident: Incident, number: int) -> File | None:
    return next((each for each in incident.files if each.number == number), None)


def sending(incident: Incident, by: By, number: int) -> tuple[Incident, File] | Refusal:
    """The file that this actor may send parts of now: the rules of finishing it, asked beforehand."""
    refusal = check(incident, FinishFile(number, "0" * 64), by)
    return refusal or _unfinished(incident, by, number)


def _unfinished(incident: Incident, by: By, number: int) -> tuple[Incident, File] | Refusal:
    """One of the asker's side: a victim learns nothing of the officer's files. What was finished stays as it is."""
    found = file_of(incident, number)
    if found is None or (found.by == Role.VICTIM) != (Role.VICTIM in by.roles):
        return NO_SUCH_FILE
    return (incident, found) if found.state == "sending" else Refusal("file_finished", "This file has been sent already.")


def finish(ask: Ask) -> Decision:
    command: FinishFile = ask.command
    found = _unfinished(ask.incident, ask.by, command.number)
    return found if isinstance(found, Refusal) else (e.FileFinished(command.number, command.sha256),)


def give_up(ask: Ask) -> Decision:
    command: GiveUpFile = ask.command
    found = _unfinished(ask.incident, ask.by, command.number)
    return found if isinstance(found, Refusal) else (e.FileGivenUp(command.number, "sender"),)


def arrived(ask: Ask) -> Decision:
    """A hash that is not the sender's does not refuse a file: it is kept, marked, and both sides are told."""
    command: RecordFileArrival = ask.command
    found = file_of(ask.incident, command.number)
    if found is None or found.state != "arriving":
        return Refusal("already_known", "What became of this file is already known.")
    refusal = _unfit(command.size, command.kind, ask.policy)
    if refusal:
        reason = "size" if refusal.code in ("file_empty", "file_too_large") else "kind"
        return (e.FileRefused(found.number, reason, command.sha256, command.size, command.kind, command.version),)
    same = (command.sha256, command.size) == (found.sha256, found.size)
    return (e.FileArrived(found.number, command.sha256, command.size, command.kind, command.version, same),)


def lost(ask: Ask) -> Decision:
    """A victim's file that is not finished cannot be finished once the room is closed."""
    command: RecordFileLost = ask.command
    found = file_of(ask.incident, command.number)
    if found and found.state == "arriving":
        return (e.FileGivenUp(found.number, "parts_missing"),)
    if found and found.state == "sending" and found.by == Role.VICTIM and not ask.incident.room_open:
        return (e.FileGivenUp(found.number, "room_closed"),)
    return Refusal("already_known", "This file is not lost.")


def show(ask: Ask) -> Decision:
    command: ShowFile = ask.command
    found = file_of(ask.incident, command.number)
    if found is None:
        return NO_SUCH_FILE
    if not found.kept:
        return Refusal("file_not_there", "This file cannot be seen: it has not arrived, or was refused for its content.")
    return unexplained(ask, command.why) or (e.FileShown(command.number, command.why),)


def ask_custody(ask: Ask) -> Decision:
    return (e.CustodyAsked(ask.incident.custody.number + 1 if ask.incident.custody else 1),)


def custody_made(ask: Ask) -> Decision:
    command: RecordCustody = ask.command
    known = ask.incident.custody
    if known is None or known.number != command.number or known.version:
        return Refusal("already_known", "This document was made already, or a newer one was asked for.")
    return (e.CustodyMade(command.number, command.sha256, command.size, command.version),)


def show_custody(ask: Ask) -> Decision:
    command: ShowCustody = ask.command
    known = ask.incident.custody
    if known is None or known.version is None:
        return NO_CUSTODY
    return unexplained(ask, command.why) or (e.CustodyShown(known.number, command.why),)
