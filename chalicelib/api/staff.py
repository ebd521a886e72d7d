"""What a signed-in member of staff may do. Roles come from their officer record, which the service reads with the incident."""

from __future__ import annotations

from typing import get_args

from chalice.app import Blueprint
from msgspec import Struct

from .. import service
from ..domain.commands import (
    AddFile,
    AskCustody,
    Command,
    FinishFile,
    GiveUpFile,
    ReadOutCode,
    RedactRecording,
    ShowCustody,
    ShowFile,
    ViewRecording,
    WriteStatement,
    all_commands,
)
from ..domain.officer import Officer, OfficerRecord, Shift, StaffRole
from ..domain.refusals import Refusal
from ..domain.rules import RULES
from ..service import spoken
from ..service.deps import Done
from .operation import Asked, Operation
from .routes import Api

blueprint = Blueprint(__name__)
api = Api(blueprint, "staff")

_CHANGES = (403, 404, 409, 422)
_COMMANDS = "/v1/incidents/{reference}/commands/"
_STAFF_ROLES = frozenset(get_args(StaffRole))
#: What is sent or shown lies in the bucket, so there is more to do than the command (evidence.py).
_FILES = (AddFile, FinishFile, GiveUpFile, ShowFile, AskCustody, ShowCustody)
#: These have paths of their own: a code that nobody is shown helps nobody, a statement is composed from
#: what is given, and a recording's number stands in the path.
_ELSEWHERE = (ReadOutCode, WriteStatement, ViewRecording, RedactRecording, *_FILES)


def staff_commands() -> dict[str, type[Command]]:
    """The commands that some member of staff may give, by name."""
    kinds = {name: kind for name, kind in sorted(all_commands().items()) if kind not in _ELSEWHERE}
    return {name: kind for name, kind in kinds.items() if RULES[kind].roles & _STAFF_ROLES}


def command(asked: Asked) -> Done | Refusal:
    """Give a command to an incident."""
    return service.perform(asked.deps, asked.caller, asked.path["reference"], asked.body)


class AnyFields(Struct, frozen=True):
    """The fields of the command that the path names."""


def any_command(asked: Asked) -> Refusal:
    """Give any of the commands by its name, with the body that its own path describes."""
    return Refusal("unknown_command", f"There is no such command; there are: {', '.join(_OPERATIONS)}.")


def _described(name: str, kind: type[Command]) -> Operation:
    roles = " or ".join(sorted(role.replace("_", " ") for role in RULES[kind].roles & _STAFF_ROLES))
    return api.described(
        "POST",
        _COMMANDS + name,
        command,
        name=f"command_{name}",
        command=name,
        does=f"{(kind.__doc__ or '').strip().partition(chr(10))[0]} For: {roles}.",
        scopes=("staff",),
        body=kind,
        answer=Done,
        repeatable=True,
        refusals=_CHANGES,
    )


_OPERATIONS = {name: _described(name, kind) for name, kind in staff_commands().items()}
_ANY = api.described(
    "POST", _COMMANDS + "{command}", any_command, scopes=("staff",), body=AnyFields, answer=Done, repeatable=True, refusals=_CHANGES
)
api.route("POST", _COMMANDS + "{command}", lambda parameters: _OPERATIONS.get(parameters["command"], _ANY))


@api.operation("POST", "/v1/queue/claim", scopes=("staff",), answer=Done, repeatable=True, refusals=_CHANGES)
def claim_next(asked: Asked) -> Done | Refusal:
    """Claim the next job: the head of the queue, for the token's officer."""
    return service.claim_next(asked.deps, asked.caller)


@api.operation(
    "PUT", "/v1/officers/{id}", scopes=("roster", "staff"), body=OfficerRecord, answer=Officer, repeatable=True, refusals=_CHANGES
)
def put_officer(asked: Asked) -> Officer | Refusal:
    """Enter or change a member of staff; shift and job stay as they are."""
    return service.put_officer(asked.deps, asked.caller, asked.path["id"], asked.body)


@api.operation("POST", "/v1/officers/{id}/shift", scopes=("staff",), body=Shift, answer=Officer, repeatable=True, refusals=_CHANGES)
def shift(asked: Asked) -> Officer | Refusal:
    """Start or end a shift, take a break, come back: for oneself or, a sergeant, for another."""
    return service.shift(asked.deps, asked.caller, asked.path["id"], asked.body.action)


@api.operation(
    "POST", "/v1/incidents/{reference}/spoken_code", scopes=("staff",), answer=spoken.CodeToRead, repeatable=True, refusals=_CHANGES
)
def spoken_code(asked: Asked) -> spoken.CodeToRead | Refusal:
    """Make a code of six digits for a victim whom the link does not reach: it works once, for 15 minutes. For: officer."""
    return spoken.read_out(asked.deps, asked.caller, asked.path["reference"])
