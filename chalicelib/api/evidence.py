"""Files and their custody: sent from either side straight to the bucket, seen by staff once that is logged."""

from __future__ import annotations

from typing import Annotated

from chalice.app import Blueprint
from msgspec import Meta, Struct

from ..domain.commands import AskCustody
from ..domain.commands_evidence import FileNumber, Sha256
from ..domain.refusals import Refusal
from ..service import evidence, evidence_list
from ..service.deps import Done
from ..service.evidence import FileToSend, NewFile, PartsToSend, Sender, WantedPart
from ..service.evidence_list import Fetched, FileLines, FileNames, OwnFiles
from ..service.evidence_senders import officer, victim
from ..service.performing import perform
from . import by_link
from .by_link import Link, Token
from .operation import Asked
from .routes import Api

blueprint = Blueprint(__name__)
api = Api(blueprint, "files")

Wanted = Annotated[tuple[WantedPart, ...], Meta(max_length=evidence.MOST_AT_ONCE)]


class LinkAndNewFile(NewFile, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Whose link it is, and the file that they want to send."""

    token: Token


class LinkAndFile(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose link it is, and which file."""

    token: Token
    number: FileNumber


class LinkAndParts(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whose link it is, which file, and the parts to be sent next; none: only which are there."""

    token: Token
    number: FileNumber
    parts: Wanted = ()


class LinkAndSum(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose link it is, which file, and the SHA-256 of the whole file, in hexadecimal."""

    token: Token
    number: FileNumber
    sha256: Sha256


class Parts(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The parts to be sent next; none: only which are there."""

    parts: Wanted = ()


class Sum(Struct, frozen=True, forbid_unknown_fields=True):
    """The SHA-256 of the whole file, in hexadecimal."""

    sha256: Sha256


class FileState(Struct, frozen=True):
    """How far the file is."""

    state: str


def _done(outcome: Done | Refusal, state: str) -> FileState | Refusal:
    return outcome if isinstance(outcome, Refusal) else FileState(state)


def _new(body: NewFile) -> NewFile:
    return NewFile(name=body.name, size=body.size, head=body.head, kind=body.kind, mark=body.mark)


# --- the victim's ---------------------------------------------------------------------------------------------------------------


def _victim(asked: Asked) -> Sender:
    return victim(asked.deps, asked.body.token, asked.command_id)


@by_link.operation(body=LinkAndNewFile, answer=FileToSend, repeatable=True, refusals=(422,))
def file(asked: Asked) -> FileToSend | Refusal:
    """Announce a file to send: a photo, a video, sound or a document."""
    return by_link.said(asked, evidence.add(_victim(asked), _new(asked.body)))


@by_link.operation(body=LinkAndParts, answer=PartsToSend, refusals=(422,))
def file_parts(asked: Asked) -> PartsToSend | Refusal:
    """Where to send parts of a file, and which are there. The addresses live minutes."""
    return by_link.said(asked, evidence.parts(_victim(asked), asked.body.number, asked.body.parts))


@by_link.operation(body=LinkAndSum, answer=FileState, repeatable=True, refusals=(422,))
def file_done(asked: Asked) -> FileState | Refusal:
    """All of the file is sent. From now on nobody can take it back."""
    return by_link.said(asked, _done(evidence.finish(_victim(asked), asked.body.number, asked.body.sha256), "arriving"))


@by_link.operation(body=LinkAndFile, answer=FileState, repeatable=True)
def file_stop(asked: Asked) -> FileState | Refusal:
    """Do not go on with a file that is not finished."""
    return by_link.said(asked, _done(evidence.stop(_victim(asked), asked.body.number), "given_up"))


@by_link.operation(body=Link, answer=OwnFiles)
def files(asked: Asked) -> OwnFiles | Refusal:
    """The victim's own files and how far each is. Changes nothing."""
    return by_link.said(asked, evidence_list.own_files(_victim(asked)))


# --- the officer's --------------------------------------------------------------------------------------------------------------

_FILES = "/v1/incidents/{reference}/files"
_CHANGES = (403, 404, 409, 422)


def _officer(asked: Asked) -> Sender:
    return officer(asked.deps, asked.caller, asked.path["reference"])


def _number(asked: Asked) -> int:
    return int(asked.path["number"])


@api.operation("POST", _FILES, scopes=("staff",), body=NewFile, answer=FileToSend, repeatable=True, refusals=_CHANGES)
def add_file(asked: Asked) -> FileToSend | Refusal:
    """Announce a file that the officer adds. For: officer."""
    return evidence.add(_officer(asked), asked.body)


@api.operation("POST", _FILES + "/{number}/parts", scopes=("staff",), body=Parts, answer=PartsToSend, refusals=_CHANGES)
def add_file_parts(asked: Asked) -> PartsToSend | Refusal:
    """Where to send parts of a file, and which are there. The addresses live minutes. For: officer."""
    return evidence.parts(_officer(asked), _number(asked), asked.body.parts)


@api.operation("POST", _FILES + "/{number}/done", scopes=("staff",), body=Sum, answer=FileState, repeatable=True, refusals=_CHANGES)
def add_file_done(asked: Asked) -> FileState | Refusal:
    """All of the file is sent. For: officer."""
    return _done(evidence.finish(_officer(asked), _number(asked), asked.body.sha256), "arriving")


@api.operation("POST", _FILES + "/{number}/stop", scopes=("staff",), answer=FileState, repeatable=True, refusals=_CHANGES)
def add_file_stop(asked: Asked) -> FileState | Refusal:
    """Do not go on with a file that is not finished. For: officer."""
    return _done(evidence.stop(_officer(asked), _number(asked)), "given_up")


@api.operation("POST", _FILES + "/mine", scopes=("staff",), answer=OwnFiles, refusals=(403, 404))
def add_file_mine(asked: Asked) -> OwnFiles | Refusal:
    """The officers' own files of this incident and how far each is. Changes nothing."""
    return evidence_list.own_files(_officer(asked))


@api.operation("GET", _FILES, scopes=("staff", "read"), answer=FileLines, refusals=(403, 404))
def list_files(asked: Asked) -> FileLines | Refusal:
    """Every file with who sent it, when, its hash and how far it is; without names."""
    return evidence_list.listed(asked.deps, asked.caller, asked.path["reference"])


@api.operation("POST", _FILES + "/names", scopes=("staff",), answer=FileNames, reasoned=True, refusals=_CHANGES)
def file_names(asked: Asked) -> FileNames | Refusal:
    """What the senders called their files; the showing is logged. For: officer, sergeant, spoc."""
    return evidence_list.names(asked.deps, asked.caller, asked.path["reference"], asked.why)


@api.operation("POST", _FILES + "/{number}/show", scopes=("staff",), answer=Fetched, reasoned=True, refusals=_CHANGES)
def show_file(asked: Asked) -> Fetched | Refusal:
    """Where to download a file, for two minutes; the showing is logged. For: officer, sergeant."""
    return evidence_list.show(asked.deps, asked.caller, asked.path["reference"], _number(asked), asked.why)


@api.operation("POST", "/v1/incidents/{reference}/custody", scopes=("staff",), answer=Done, repeatable=True, refusals=_CHANGES)
def ask_custody(asked: Asked) -> Done | Refusal:
    """Have the chain of custody of the incident made, as it stands. For: officer, sergeant."""
    return perform(asked.deps, asked.caller, asked.path["reference"], AskCustody())


@api.operation(
    "POST", "/v1/incidents/{reference}/custody/show", scopes=("staff",), answer=Fetched, reasoned=True, refusals=_CHANGES
)
def show_custody(asked: Asked) -> Fetched | Refusal:
    """Where to download the newest chain of custody, for two minutes; the showing is logged. For: officer, sergeant."""
    return evidence_list.show_custody(asked.deps, asked.caller, asked.path["reference"], asked.why)
