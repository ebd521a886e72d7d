"""The media worker's job when a statement was signed: make it a PDF, seal it, keep it, and record that it is there."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from ..domain import events as e
from ..domain.commands import RecordStatementPrinted
from ..domain.incident import Incident
from ..domain.refusals import Refusal
from ..domain.statements import find
from ..domain.words import Role
from ..secrets import NotConfigured, SecretsDown
from ..service.deps import Caller
from ..service.performing import perform
from ..service.statements import Document, words
from ..store import keys
from ..store import objects as bucket
from ..store.incidents import recorded, stored
from ..store.objects import Missing, Objects
from . import noting
from .nudges import Later, Nudge
from .ports import Ports

PDF = "application/pdf"
#: A seal that cannot be used is an administrator's to mend; meanwhile the statement waits, signed and safe in the table.
AGAIN_SECONDS = 600


def place(force: str, reference: str, number: int, edition: int) -> str:
    """Where the bucket keeps a signed statement."""
    return bucket.place(force, reference, "statements", f"{number:03d}-{edition:03d}.pdf")


def print_signed(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """Make the paper of one signature. Whatever was done before a crash is found again. Raises Later and Unavailable."""
    event = told.event
    if not isinstance(event, e.StatementSigned) or nudge.reference is None:
        raise TypeError("a signature")
    key = keys.state(nudge.force, nudge.reference)
    row = ports.deps.table.get([key]).get(key)
    statement = find(stored(row).incident, event.number) if row else None
    if row is None or statement is None:
        return
    made = _kept(ports.deps.objects, place(nudge.force, nudge.reference, event.number, event.edition))
    made = made or _made(ports, stored(row).incident, told, event)
    if made is None:
        noting.log("statement not printed: its words were disposed of", reference=nudge.reference)
        return
    _record(ports, nudge.force, nudge.reference, RecordStatementPrinted(event.number, event.edition, *made))


def _kept(objects: Objects, key: str) -> tuple[str, str] | None:
    """Hash and version of what an earlier attempt has put there."""
    try:
        head = objects.head(key)
    except Missing:
        return None
    with objects.get(key, head.version) as body:
        return sha256(body.read()).hexdigest(), head.version


def _made(ports: Ports, incident: Incident, told: e.Recorded, event: e.StatementSigned) -> tuple[str, str] | None:
    from ..papers import seal as sealing  # its libraries are in the media worker's layer alone

    texts = _texts(ports, incident, event)
    if texts is None:
        return None
    try:
        pdf = sealing.sealed(_pages(told, event, texts, incident), ports.seal(incident.force), "Signed by the witness by video")
    except (NotConfigured, SecretsDown, sealing.BadSeal, sealing.NoTimeStamp) as mistake:
        noting.failed("statement not sealed", mistake, force=incident.force, why=str(mistake))
        raise Later("the seal cannot be used", AGAIN_SECONDS) from None
    version = ports.deps.objects.put(place(incident.force, incident.reference, event.number, event.edition), pdf, PDF)
    return sha256(pdf).hexdigest(), version


def _texts(ports: Ports, incident: Incident, event: e.StatementSigned) -> tuple[str, str, str | None] | None:
    """The words that were signed, the name and the strokes."""
    written = _written(ports, incident, event)
    refs = [written.document if written else None, event.name, event.drawing]
    found = [words(ports.deps, incident.force, incident.reference, ref) if ref else None for ref in refs]
    document, name, drawing = found
    return (document, name, drawing) if document and name else None


def _written(ports: Ports, incident: Incident, event: e.StatementSigned) -> e.StatementWritten | None:
    """The edition as it was signed; there may be a newer one by now."""
    after: str | None = None
    while True:
        page = ports.deps.table.query(keys.incident(incident.force, incident.reference), prefix="EVENT#", after=after)
        for each in map(recorded, page.rows):
            is_it = isinstance(each.event, e.StatementWritten)
            if is_it and (each.event.number, each.event.edition) == (event.number, event.edition):  # type: ignore[union-attr]  # is_it
                return each.event  # type: ignore[return-value]  # is_it
        after = page.after
        if after is None:
            return None


def _pages(told: e.Recorded, event: e.StatementSigned, texts: tuple[str, str, str | None], incident: Incident) -> bytes:
    from ..papers import statement as paper

    text, name, drawing = texts
    document = msgspec.json.decode(text, type=Document)
    signature = paper.Signature(name, event.capacity, told.at, drawing)
    return paper.pages(document, event.number, event.edition, event.sha256, signature, ", ".join(incident.callers))


def _record(ports: Ports, force: str, reference: str, command: RecordStatementPrinted) -> None:
    id = f"printed/{reference}/{command.number}/{command.edition}"
    system = Role.SYSTEM.value
    caller = Caller(force=force, id=system, roles=frozenset({system}), command_id=id)
    done = perform(ports.deps, caller, reference, command)
    if isinstance(done, Refusal):
        noting.log("printed statement not recorded", reference=reference, why=done.code)
