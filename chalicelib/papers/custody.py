"""The chain of custody of an incident: every file, recording and statement, and all who had to do with it, from the events.

No name of a file and no word of a person stands in it: files go by their number. A hash is that of the bytes in the bucket.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from reportlab.platypus import Flowable

from ..chat.files import kind_of_file, size_of_file
from ..chat.timeline import sentence
from ..domain import events as e
from ..domain.calendar import local
from ..domain.policy import Policy
from ..service.evidence_list import FileLine, lines
from . import sheet

#: What the chain consists of: whoever was in the room, and what was sent, recorded, signed, seen, held and handed out.
LINKS: tuple[type[e.Event], ...] = (
    e.LinkSent, e.VictimJoined, e.OfficerJoined, e.CallStarted, e.CallPaused, e.CallResumed, e.CallClosed, e.Reassigned,
    e.FileAdded, e.FileFinished, e.FileArrived, e.FileRefused, e.FileGivenUp, e.FileShown,
    e.CustodyAsked, e.CustodyMade, e.CustodyShown,
    e.RecordingJoined, e.NothingRecorded, e.RecordingRetained, e.RecordingsGrouped, e.RecordingsHeld, e.RecordingsReleased,
    e.RecordingShown, e.RedactionAsked, e.RedactionMade,
    e.StatementWritten, e.StatementShown, e.StatementLocked, e.StatementChangeWanted, e.StatementSigned, e.StatementPrinted,
    e.DetailsShown, e.HandoverAcknowledged,
)  # fmt: skip
#: What is said of each state of a file.
_STATES = {
    "sending": "not finished",
    "arriving": "sent, not looked at yet",
    "arrived": "received; the hash is the one that the sender's device computed",
    "different": "received; the hash is NOT the one that the sender's device computed",
    "refused": "refused for its content, and kept",
    "given_up": "not sent",
}
_LIMITS = (
    "What this paper proves: which bytes lie in the bucket (SHA-256), when they came there, and who has looked at them through "
    "EVR. What it does not prove: that a file shows what somebody says it shows, when or by whom it was made, that the device it "
    "was sent from had not changed it before, or what became of a copy once it was downloaded."
)


def pages(force: str, reference: str, history: Sequence[e.Recorded], policy: Policy, made: datetime) -> bytes:
    """The paper, as it stood with the last of these events."""
    last = history[-1]
    files = lines(list(history))
    content = [
        sheet.heading(f"Chain of custody: {reference}"),
        sheet.facts(
            [
                ("Force", policy.name),
                ("Incident", reference),
                ("Made", _when(made)),
                ("From the events up to", f"{last.version}.{last.n} of {_when(last.at)}"),
            ]
        ),
        sheet.subheading("Files"),
        _files(files) if files else sheet.paragraph("None."),
        sheet.subheading("What happened, in order"),
        sheet.table(("When", "Who", "What", "SHA-256"), [_row(each, policy) for each in _chain(history)], (33, 27, 60, 50)),
        sheet.space(4),
        sheet.paragraph(_LIMITS, 8.5),
    ]
    return sheet.pdf(content, f"Chain of custody {reference}", f"{policy.name}, chain of custody of {reference}")


def _when(moment: datetime) -> str:
    """In the country's own time, with what it is ahead of UTC by: in October one hour comes twice."""
    return f"{local(moment):%Y-%m-%d %H:%M:%S %z}"


def _files(files: Sequence[FileLine]) -> Flowable:
    rows = [
        (
            str(each.number),
            f"{kind_of_file(each.kind)} ({each.kind}), {size_of_file(each.size)} ({each.size} bytes)",
            f"{'the victim' if each.by == 'victim' else each.who}, {_when(each.at)}",
            _STATES[each.state] + (f"; downloaded {each.shown} times" if each.shown else ""),
            each.sha256 or "",
        )
        for each in files
    ]
    return sheet.table(("No.", "What", "Who sent it, when", "State", "SHA-256"), rows, (10, 38, 36, 36, 50))


def _chain(history: Sequence[e.Recorded]) -> Iterator[e.Recorded]:
    return (each for each in history if isinstance(each.event, LINKS))


def _row(recorded: e.Recorded, policy: Policy) -> tuple[str, str, str, str]:
    who = "the victim, by the link" if recorded.role == "victim" else f"{recorded.by} ({recorded.role.replace('_', ' ')})"
    return _when(recorded.at), who, sentence(recorded.event, policy), _hash(recorded.event)


def _hash(event: e.Event) -> str:
    """Of what the event is about; a recording's is its manifest's, which has the hashes of every part."""
    stored = getattr(event, "manifest", None) or getattr(event, "stored", None)
    return str(getattr(stored or event, "sha256", "") or "")
