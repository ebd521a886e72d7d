"""The media worker's jobs about files: put one together and look at it, drop what was given up, end what a closed room left behind.

What the sender said is compared with what lies in the bucket, to the last byte. Each job may be begun again after any of its steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO, NamedTuple

from ..domain import events as e
from ..domain.commands import Command, RecordFileArrival, RecordFileLost
from ..domain.evidence import file_of
from ..domain.evidence_file import File
from ..domain.incident import Incident
from ..domain.keeping import years_after
from ..domain.refusals import Refusal
from ..domain.words import Role
from ..service.deps import Caller
from ..service.evidence import key_of, whole
from ..service.file_content import ENDS, HEAD, kind_of
from ..service.performing import perform
from ..store import keys, uploads
from ..store.incidents import stored
from ..store.objects import Missing, Objects, Refused
from . import noting
from .nudges import Nudge
from .ports import Ports

#: Read at a time.
PIECE = 1024 * 1024


class Looked(NamedTuple):
    """What was found in the bucket."""

    sha256: str
    size: int
    kind: str


def arrive(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """Put the parts together, look at every byte, and record what was found. Raises Busy and Unavailable."""
    event = told.event
    if not isinstance(event, e.FileFinished):
        raise TypeError("a file that was sent")
    incident = _incident(ports, nudge)
    file = file_of(incident, event.number) if incident else None
    if incident is None or file is None or file.state != "arriving":
        return
    version = _together(ports, incident, file)
    if version is None:
        _give(ports, incident, RecordFileLost(file.number))
        return
    key = key_of(incident.force, incident.reference, file.number)
    with ports.deps.objects.get(key, version) as stream:
        found = look(stream)
    _keep(ports, incident, key, version)
    _give(ports, incident, RecordFileArrival(file.number, found.sha256, found.size, found.kind, version))


def look(stream: BinaryIO) -> Looked:
    """Read a file once, from its beginning to its end, in little memory."""
    digest, size, head, tail = sha256(), 0, b"", b""
    for piece in _pieces(stream):
        digest.update(piece)
        size += len(piece)
        head = head or piece[:HEAD]
        tail = (tail + piece)[-ENDS:]
    return Looked(digest.hexdigest(), size, kind_of(head, tail))


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece


def _together(ports: Ports, incident: Incident, file: File) -> str | None:
    """The version of the whole object; None when the bucket cannot make one of what it has."""
    objects, key = ports.deps.objects, key_of(incident.force, incident.reference, file.number)
    upload = uploads.find(ports.deps.table, incident.force, incident.reference, file.number).upload.id
    if upload:
        try:
            there = objects.parts(key, upload)
            if not whole(file.size, {each.part: each for each in there}):
                noting.log("file not whole", force=incident.force, reference=incident.reference, file=file.number)
            return objects.finish_parts(key, upload, there)
        except Missing:
            pass  # an earlier attempt has put it together
        except Refused as refused:
            noting.failed("file not put together", refused, force=incident.force, reference=incident.reference, why=refused.code)
            return None
    return _there(objects, key)


def _there(objects: Objects, key: str) -> str | None:
    try:
        return objects.head(key).version
    except Missing:
        return None


def _keep(ports: Ports, incident: Incident, key: str, version: str) -> None:
    """Under lock as long as evidence of the force's usual group; whoever sent it meant it as evidence [D]."""
    retention = ports.deps.policies[incident.force].retention
    group = incident.recordings_group if incident.recordings_group in retention.groups else retention.default_group
    until = years_after(ports.deps.now(), retention.groups[group].review_after_years)
    ports.deps.objects.retain(key, version, until)
    if incident.recordings_held:
        ports.deps.objects.hold(key, version, on=True)


def drop(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """The bucket forgets the parts of a file that was given up before it was finished. Raises Unavailable."""
    event = told.event
    if not isinstance(event, e.FileGivenUp) or nudge.reference is None:
        raise TypeError("a file that was given up")
    upload = uploads.find(ports.deps.table, nudge.force, nudge.reference, event.number).upload.id
    if upload:
        ports.deps.objects.abort_parts(key_of(nudge.force, nudge.reference, event.number), upload)


def leave(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """What the victim had not finished when the room was closed stays unfinished. Raises Busy and Unavailable."""
    incident = _incident(ports, nudge)
    if incident is None or incident.room_open:
        return
    for file in incident.files:
        if file.state == "sending" and file.by == Role.VICTIM:
            _give(ports, incident, RecordFileLost(file.number))


def hold(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """A legal hold on the recordings is one on the files, too; so is lifting it. Raises Unavailable."""
    incident = _incident(ports, nudge)
    if incident is None:
        return
    for file in incident.files:
        if file.version:
            key = key_of(incident.force, incident.reference, file.number)
            ports.deps.objects.hold(key, file.version, on=incident.recordings_held)


def _incident(ports: Ports, nudge: Nudge) -> Incident | None:
    if nudge.reference is None:
        return None
    key = keys.state(nudge.force, nudge.reference)
    row = ports.deps.table.get([key]).get(key)
    return stored(row).incident if row else None


def _give(ports: Ports, incident: Incident, command: Command) -> None:
    system = Role.SYSTEM.value
    caller = Caller(force=incident.force, id=system, roles=frozenset({system}))
    done = perform(ports.deps, caller, incident.reference, command)
    if isinstance(done, Refusal):
        noting.log("file: nothing to record", force=incident.force, reference=incident.reference, why=done.code)
