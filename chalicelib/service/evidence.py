"""Files on their way: announced, sent in parts straight to the bucket, finished. The same for both sides of the call.

No file goes through here, only the permission to send one: an address for each part, which lives minutes and takes exactly the
bytes whose checksum it was asked for. What has been sent the bucket knows, so a page may be loaded again in between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from msgspec import Meta, Struct

from ..domain import evidence
from ..domain.commands import AddFile, Command, FinishFile, GiveUpFile
from ..domain.commands_evidence import FileNumber, FileSize, MediaType, Sha256
from ..domain.evidence_file import File
from ..domain.file_names import why_not
from ..domain.incident import Incident
from ..domain.refusals import Refusal
from ..domain.rules import By
from ..store import objects as bucket
from ..store import uploads
from ..store.objects import Missing, Part
from ..store.uploads import Upload
from .deps import Busy, Deps, Done
from .file_content import kind_of

#: A part; the last one has what is left. S3 takes 5 MB at least and 10,000 at most.
PART = 8 * 1024 * 1024
#: How long an address for a part may be used: long enough for a part on a slow network, and over soon after the room is.
SEND_SECONDS = 300
MOST_AT_ONCE = 10
INCOMPLETE = Refusal("file_incomplete", "Not all of the file is there, or more than was announced. Send what is missing.")

#: 32 bytes in base64, as the bucket has checksums.
PartSum = Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]{43}=\Z")]
PartNumber = Annotated[int, Meta(ge=1, le=10_000)]
#: The sender's own digest of name, size and beginning.
Mark = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class NewFile(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """`kind`: what the browser calls it. `head`: its first bytes, 512 at most. `mark`: is in the list until it is finished."""

    name: Annotated[str, Meta(max_length=4000)]
    size: FileSize
    head: Annotated[bytes, Meta(max_length=512)]
    kind: MediaType = ""
    mark: Mark | None = None


class FileToSend(Struct, frozen=True):
    """Send it in `parts` parts of `part_size` bytes; the last one has what is left."""

    number: int
    part_size: int
    parts: int


class WantedPart(Struct, frozen=True, forbid_unknown_fields=True):
    """A part that is to be sent, counted from 1, with the SHA-256 of its bytes in base64."""

    n: PartNumber
    sha256: PartSum


class PartToSend(Struct, frozen=True):
    """PUT the part's bytes there with these headers, within minutes."""

    n: int
    url: str
    headers: dict[str, str]


class PartThere(Struct, frozen=True):
    """A part that has arrived, with the SHA-256 of its bytes in base64."""

    n: int
    sha256: str


class PartsToSend(Struct, frozen=True):
    """`send`: those asked for that are not there with this content. `there`: every part that has arrived."""

    send: tuple[PartToSend, ...]
    there: tuple[PartThere, ...]


class Sender(Struct, frozen=True, kw_only=True):
    """Whoever sends. `find`: the incident, and who asks; `give`: a command of theirs."""

    deps: Deps
    find: Callable[[], tuple[Incident, By] | Refusal]
    give: Callable[[Command], Done | Refusal]


def key_of(force: str, reference: str, number: int) -> str:
    """Where the bucket keeps a file."""
    return bucket.place(force, reference, "files", f"{number:04d}")


def count(size: int) -> int:
    return max(1, -(-size // PART))


def add(sender: Sender, new: NewFile) -> FileToSend | Refusal:
    """Announce a file. Raises Busy and Unavailable."""
    found = sender.find()
    if isinstance(found, Refusal):
        return found
    refusal = why_not(new.name)
    if refusal:
        return refusal
    done = sender.give(AddFile(new.name, new.size, kind_of(new.head), new.kind))
    if isinstance(done, Refusal) or done.file is None:
        return done if isinstance(done, Refusal) else evidence.NO_SUCH_FILE
    if new.mark:
        deps, incident = sender.deps, found[0]
        was = uploads.find(deps.table, incident.force, incident.reference, done.file)
        if not was.version:
            uploads.keep(deps.table, incident.force, incident.reference, done.file, was, Upload(mark=new.mark), deps.now())
    return FileToSend(done.file, PART, count(new.size))


def parts(sender: Sender, number: int, wanted: tuple[WantedPart, ...]) -> PartsToSend | Refusal:
    """Where to send parts, and which are there. Raises Busy and Unavailable."""
    found = _sending(sender, number)
    if isinstance(found, Refusal):
        return found
    incident, file = found
    if any(each.n > count(file.size) for each in wanted):
        return Refusal("no_such_part", f"This file has {count(file.size)} parts.")
    key = key_of(incident.force, incident.reference, number)
    upload, there = _upload(sender.deps, incident, file, key)
    send = [each for each in wanted if each.n not in there or there[each.n].sha256 != each.sha256]
    return PartsToSend(
        tuple(_signed(sender.deps, key, upload, each) for each in send), tuple(PartThere(n, there[n].sha256) for n in sorted(there))
    )


def _sending(sender: Sender, number: int) -> tuple[Incident, File] | Refusal:
    found = sender.find()
    return found if isinstance(found, Refusal) else evidence.sending(*found, number)


def _signed(deps: Deps, key: str, upload: str, part: WantedPart) -> PartToSend:
    signed = deps.objects.part_url(key, upload, part.n, part.sha256, SEND_SECONDS)
    return PartToSend(part.n, signed.url, dict(signed.headers))


def _upload(deps: Deps, incident: Incident, file: File, key: str) -> tuple[str, Mapping[int, Part]]:
    """The bucket's upload, begun if there is none (any more), and what it has. Two that begin at once take the same one."""
    for _ in range(3):
        was = uploads.find(deps.table, incident.force, incident.reference, file.number)
        if was.upload.id:
            try:
                return was.upload.id, {each.part: each for each in deps.objects.parts(key, was.upload.id)}
            except Missing:
                pass  # the bucket dropped it: begin again
        begun = deps.objects.start_parts(key, file.kind)
        now, upload = deps.now(), Upload(begun, was.upload.mark)
        if uploads.keep(deps.table, incident.force, incident.reference, file.number, was, upload, now):
            return begun, {}
        deps.objects.abort_parts(key, begun)
    raise Busy("an upload that is begun by many at once")


def finish(sender: Sender, number: int, sha256: Sha256) -> Done | Refusal:
    """The sender is done: every part has to be there, of the size that was announced. Raises Busy and Unavailable."""
    found = _sending(sender, number)
    if isinstance(found, Refusal):
        return found
    incident, file = found
    key = key_of(incident.force, incident.reference, number)
    _, there = _upload(sender.deps, incident, file, key)
    if not whole(file.size, there):
        return INCOMPLETE
    return sender.give(FinishFile(number, sha256))


def whole(size: int, there: Mapping[int, Part]) -> bool:
    """Whether these are all parts of a file of this size, each as large as it has to be."""
    last = count(size)
    sizes = dict.fromkeys(range(1, last), PART) | {last: size - PART * (last - 1)}
    return {n: part.size for n, part in there.items()} == sizes


def stop(sender: Sender, number: FileNumber) -> Done | Refusal:
    """The sender does not go on. Raises Busy and Unavailable."""
    return sender.give(GiveUpFile(number))
