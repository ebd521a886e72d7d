"""What may be known of recordings, and seen: each showing is on record before its address is given out."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from ..domain import keeping
from ..domain.commands import ViewRecording
from ..domain.incident import Incident
from ..domain.recording import Recording, Redaction, Span
from ..domain.recordings import choose
from ..domain.refusals import Refusal
from ..store import keys, recordings
from ..store.incidents import stored
from .deps import Caller, Deps
from .performing import UNKNOWN, perform
from .reading import not_staff

#: Long enough to look at a recording, and to go back in it; whoever wants to see it again is on record again [D].
SEEN_FOR = timedelta(minutes=15)
KINDS = {"manifest": "application/json", "redaction": "video/mp4"}


class ExportView(Struct, frozen=True, omit_defaults=True):
    """An export: what was taken out, and its hash once it was made."""

    number: int
    spans: tuple[Span, ...]
    ready: bool
    sha256: str | None = None


class RecordingView(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A recording. `lasts` in milliseconds, of the copy that plays; `takes`: the originals, hash by take; `gaps`: how many of each.

    `group`: None while it is not evidence; `until`: kept at least so long, then looked at again.
    """

    number: int
    began: datetime
    ended: datetime
    lasts: int
    plays: bool
    objects: int
    takes: dict[str, str]
    manifest: str
    gaps: dict[str, int]
    group: str | None
    until: datetime
    exports: tuple[ExportView, ...]


class Recordings(Struct, frozen=True, kw_only=True):
    """All recordings of an incident. `held`: under legal hold; `evidential`: somebody relies on them.

    `nothing_recorded`: a call was held, and nothing of it arrived.
    """

    recordings: tuple[RecordingView, ...]
    held: bool
    evidential: bool
    nothing_recorded: bool


class Showing(Struct, frozen=True):
    """Where it can be seen until then, and what its bytes sum up to (SHA-256, hexadecimal)."""

    url: str
    until: datetime
    kind: str
    sha256: str
    size: int


def listed(deps: Deps, caller: Caller, reference: str) -> Recordings | Refusal:
    """Hashes, times and codes only: two reads. Raises Unavailable."""
    refusal = not_staff(deps, caller)
    if refusal:
        return refusal
    incident = _incident(deps, caller.force, reference)
    if incident is None:
        return UNKNOWN
    return Recordings(
        recordings=tuple(map(_view, incident.recordings)),
        held=incident.recordings_held,
        evidential=keeping.evidential(incident),
        nothing_recorded=incident.unrecorded_at is not None and not incident.recordings,
    )


def _incident(deps: Deps, force: str, reference: str) -> Incident | None:
    key = keys.state(force, reference)
    row = deps.table.get([key]).get(key)
    return stored(row).incident if row else None


def _view(recording: Recording) -> RecordingView:
    return RecordingView(
        number=recording.number,
        began=recording.began,
        ended=recording.ended,
        lasts=recording.lasts,
        plays=recording.playable is not None,
        objects=recording.objects,
        takes={each.take: each.stored.sha256 for each in recording.takes},
        manifest=recording.manifest.sha256,
        gaps=recording.gaps,
        group=recording.group,
        until=recording.until,
        exports=tuple(map(_export, recording.redactions)),
    )


def _export(made: Redaction) -> ExportView:
    return ExportView(made.number, made.spans, made.stored is not None, made.stored.sha256 if made.stored else None)


def view(deps: Deps, caller: Caller, reference: str, command: ViewRecording) -> Showing | Refusal:
    """Show one object of a recording. The consultation is recorded first, or nothing is shown. Raises Busy and Unavailable."""
    logged = perform(deps, caller, reference, command)
    if isinstance(logged, Refusal):
        return logged
    incident = _incident(deps, caller.force, reference)
    chosen = choose(incident, command) if incident else UNKNOWN
    if isinstance(chosen, Refusal):
        return chosen
    key = object_key(caller.force, reference, command)
    url = deps.objects.get_url(key, chosen.version, int(SEEN_FOR.total_seconds()))
    return Showing(url, deps.now() + SEEN_FOR, KINDS.get(command.what, "video/webm"), chosen.sha256, chosen.size)


def object_key(force: str, reference: str, command: ViewRecording) -> str:
    folder = recordings.folder(force, reference, command.number)
    names = {
        "manifest": "manifest.json",
        "playable": "playable.webm",
        "original": f"original-{command.take}.webm",
        "redaction": f"export-{command.redaction}.mp4",
    }
    return folder + names[command.what]
