"""What was sent: to the victim their own, to staff all of it without names, and one of them to download once that is logged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ..domain import events as e
from ..domain.commands import Command, Consult, ShowCustody, ShowFile
from ..domain.evidence import NO_SUCH_FILE, file_of
from ..domain.file_kinds import ENDINGS
from ..domain.incident import Incident
from ..domain.refusals import Refusal
from ..domain.words import Role
from ..store import keys, uploads
from ..store import objects as bucket
from ..store.incidents import recorded, stored
from ..store.personal import context, unseal
from ..store.rows import Row
from .deps import Caller, Deps
from .evidence import Sender, key_of
from .performing import UNKNOWN, perform
from .reading import not_staff

#: A link to a file is used at once, or asked for again.
FETCH_SECONDS = 120
State = Literal["sending", "arriving", "arrived", "different", "refused", "given_up"]


class OwnFile(Struct, frozen=True, omit_defaults=True):
    """A file as its sender sees it. `mark`: theirs, until it is finished."""

    number: int
    at: datetime
    size: int
    kind: str
    state: State
    mark: str | None = None


class OwnFiles(Struct, frozen=True):
    """Every file that this side has sent or is sending, oldest first."""

    files: tuple[OwnFile, ...]


class FileLine(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A file without its name. `who` sent it; `said`: the hash that the sender's device computed, `sha256`: that of what arrived.

    `shown`: how often it was downloaded.
    """

    number: int
    by: Literal["victim", "police"]
    who: str
    at: datetime
    size: int
    kind: str
    state: State
    said: str | None = None
    sha256: str | None = None
    arrived_at: datetime | None = None
    shown: int = 0


class FileLines(Struct, frozen=True, omit_defaults=True):
    """Every file of an incident, given up ones among them, oldest first. `custody`: number of the newest document, if any."""

    files: tuple[FileLine, ...]
    custody: int | None = None


class FileNames(Struct, frozen=True):
    """Names by number; one whose words were disposed of is missing."""

    names: dict[int, str]


class Fetched(Struct, frozen=True, omit_defaults=True):
    """Where to download it, for `seconds`. `name`: as the sender called it; the download has a neutral one."""

    url: str
    seconds: int
    sha256: str
    size: int
    name: str | None = None


def own_files(sender: Sender) -> OwnFiles | Refusal:
    """What this side has sent. Raises Unavailable."""
    found = sender.find()
    if isinstance(found, Refusal):
        return found
    incident, by = found
    victim = Role.VICTIM in by.roles
    files = [each for each in incident.files if (each.by == Role.VICTIM) == victim]
    sending = any(each.state == "sending" for each in files)
    marks = uploads.marks(sender.deps.table, incident.force, incident.reference) if sending else {}
    return OwnFiles(tuple(OwnFile(f.number, f.at, f.size, f.kind, f.state, _mark(f.state, marks.get(f.number))) for f in files))


def _mark(state: str, mark: str | None) -> str | None:
    return mark if state == "sending" else None


def listed(deps: Deps, caller: Caller, reference: str) -> FileLines | Refusal:
    """Every file, from the events alone. Raises Unavailable."""
    refusal = not_staff(deps, caller)
    if refusal:
        return refusal
    history = list(events(deps, caller.force, reference))
    made = [each.event.number for each in history if isinstance(each.event, e.CustodyMade)]
    return FileLines(lines(history), made[-1] if made else None) if history else UNKNOWN


def lines(history: list[e.Recorded]) -> tuple[FileLine, ...]:
    found: dict[int, FileLine] = {}
    for each in history:
        event = each.event
        if isinstance(event, e.FileAdded):
            by: Literal["victim", "police"] = "victim" if each.role == Role.VICTIM else "police"
            found[event.number] = FileLine(
                number=event.number, by=by, who=each.by, at=each.at, size=event.size, kind=event.kind, state="sending"
            )
        elif isinstance(event, e.FileFinished | e.FileArrived | e.FileRefused | e.FileGivenUp | e.FileShown):
            found[event.number] = _after(found[event.number], event, each.at)
    return tuple(found.values())


def _after(line: FileLine, event: e.Event, at: datetime) -> FileLine:
    match event:
        case e.FileFinished(sha256=said):
            return replace(line, state="arriving", said=said)
        case e.FileArrived(sha256=sha256, size=size, kind=kind, same=same):
            state: State = "arrived" if same else "different"
            return replace(line, state=state, sha256=sha256, size=size, kind=kind, arrived_at=at)
        case e.FileRefused(sha256=sha256, size=size, kind=kind):
            return replace(line, state="refused", sha256=sha256, size=size, kind=kind, arrived_at=at)
        case e.FileGivenUp():
            return replace(line, state="given_up")
        case _:
            return replace(line, shown=line.shown + 1)


def events(deps: Deps, force: str, reference: str) -> Iterator[e.Recorded]:
    """All of an incident's, oldest first. Raises Unavailable."""
    after: str | None = None
    while True:
        page = deps.table.query(keys.incident(force, reference), prefix="EVENT#", after=after, limit=1000)
        yield from map(recorded, page.rows)
        after = page.after
        if after is None:
            return


def names(deps: Deps, caller: Caller, reference: str, why: str | None) -> FileNames | Refusal:
    """What the senders called their files, once the consultation is recorded. Raises Busy and Unavailable."""
    logged = perform(deps, caller, reference, Consult(why))
    if isinstance(logged, Refusal):
        return logged
    history = events(deps, caller.force, reference)
    refs = {each.event.number: each.event.name for each in history if isinstance(each.event, e.FileAdded)}
    return FileNames(opened(deps, caller.force, reference, refs))


def opened(deps: Deps, force: str, reference: str, refs: dict[int, str]) -> dict[int, str]:
    """Sealed texts in clear, by the same numbers; what was disposed of is missing."""
    state = keys.state(force, reference)
    wanted = {number: keys.text(force, reference, ref) for number, ref in refs.items()}
    rows = deps.table.get([state, *wanted.values()]) if wanted else {}
    sealed = {number: rows[key] for number, key in wanted.items() if key in rows and rows[key].sealed}
    wrapped = rows[state].sealed if sealed else None
    if not wrapped:
        return {}
    key = deps.keyring.unwrap(wrapped, context(force, reference))
    return {number: _clear(key, row) for number, row in sealed.items()}


def _clear(key: bytes, row: Row) -> str:
    return unseal(key, "/".join(row.key), row.sealed or b"").decode()


def show(deps: Deps, caller: Caller, reference: str, number: int, why: str | None) -> Fetched | Refusal:
    """Let the asker download one file, once that is recorded. Raises Busy and Unavailable."""
    incident = _logged(deps, caller, reference, ShowFile(number, why))
    if isinstance(incident, Refusal):
        return incident
    file = file_of(incident, number)
    history = list(events(deps, caller.force, reference))
    came = next((each.event for each in history if isinstance(each.event, e.FileArrived) and each.event.number == number), None)
    if file is None or came is None:
        return NO_SUCH_FILE
    refs = {
        each.event.number: each.event.name
        for each in history
        if isinstance(each.event, e.FileAdded) and each.event.number == number
    }
    neutral = f"{reference}-file-{number:03d}.{ENDINGS.get(file.kind, 'bin')}"
    url = deps.objects.get_url(key_of(caller.force, reference, number), came.version, FETCH_SECONDS, neutral)
    return Fetched(url, FETCH_SECONDS, came.sha256, came.size, opened(deps, caller.force, reference, refs).get(number))


def show_custody(deps: Deps, caller: Caller, reference: str, why: str | None) -> Fetched | Refusal:
    """Let the asker download the newest chain of custody, once that is recorded. Raises Busy and Unavailable."""
    incident = _logged(deps, caller, reference, ShowCustody(why))
    if isinstance(incident, Refusal):
        return incident
    made = [each.event for each in events(deps, caller.force, reference) if isinstance(each.event, e.CustodyMade)][-1]
    key = custody_key(caller.force, reference, made.number)
    url = deps.objects.get_url(key, made.version, FETCH_SECONDS, f"{reference}-custody-{made.number}.pdf")
    return Fetched(url, FETCH_SECONDS, made.sha256, made.size)


def custody_key(force: str, reference: str, number: int) -> str:
    return bucket.place(force, reference, "custody", f"{number:03d}.pdf")


def _logged(deps: Deps, caller: Caller, reference: str, command: Command) -> Incident | Refusal:
    done = perform(deps, caller, reference, command)
    if isinstance(done, Refusal):
        return done
    key = keys.state(caller.force, reference)
    return stored(deps.table.get([key])[key]).incident
