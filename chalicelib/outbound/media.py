"""The worker for what takes long: recordings are joined, files looked at, papers made. One message, one incident, up to 15 minutes.

A message says which commit to look at; what to do is read from the table (ADR 8). Every job may be begun again after any of its
steps: it looks at what is there already, and ends the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..domain import events as e
from ..store import keys
from ..store.incidents import recorded
from . import custody, evidence, recording, recording_export, recording_keeping, rooms, statements
from .nudges import Failures, Later, Nudge, each
from .ports import Ports, ports

#: What one event asks of this worker. Raises `Later` when it is not yet time; anything else that it raises is tried again too.
Job = Callable[[Ports, Nudge, e.Recorded], None]

#: The one table of them; one event may ask for several. The relay sends here what made any of these happen (`routes.py`).
JOBS: dict[type[e.Event], tuple[Job, ...]] = {
    **dict.fromkeys(rooms.ENDS, (rooms.end, evidence.leave, recording.join_recording)),
    **dict.fromkeys((e.RecordingJoined, e.RedactionMade), (recording_keeping.keep_and_hold,)),
    **dict.fromkeys((e.Submitted, e.OutcomeRecorded, e.RecordingsGrouped), (recording_keeping.keep,)),
    **dict.fromkeys((e.RecordingsHeld, e.RecordingsReleased), (recording_keeping.hold, evidence.hold)),
    e.RedactionAsked: (recording_export.export, recording_keeping.keep),
    e.Escalated: (evidence.leave, recording_keeping.keep),
    e.FileFinished: (evidence.arrive,),
    e.CustodyAsked: (custody.write_down,),
    e.FileGivenUp: (evidence.drop,),
    e.StatementSigned: (statements.print_signed,),
}


def on_messages(event: dict[str, Any]) -> Failures:
    wired = ports()
    return each(event, lambda nudge: work(wired, nudge), wired.queues.postpone)


def work(ports: Ports, nudge: Nudge) -> None:
    """Do every job of this commit, in the order of its events. What one could not do keeps no other from being done."""
    wanted = [(told, job) for told in _happened(ports, nudge) for job in JOBS.get(type(told.event), ())]
    failures = [failure for told, job in wanted if (failure := _tried(job, ports, nudge, told))]
    if failures:
        # What has gone wrong is louder than what only has to wait.
        raise next((each for each in failures if not isinstance(each, Later)), failures[0])


def _tried(job: Job, ports: Ports, nudge: Nudge, told: e.Recorded) -> Exception | None:
    try:
        job(ports, nudge, told)
    except Exception as failure:  # noqa: BLE001 - raised again when the others have been done
        return failure
    return None


def _happened(ports: Ports, nudge: Nudge) -> Iterator[e.Recorded]:
    if nudge.reference is None or nudge.version is None:
        return
    pk = keys.incident(nudge.force, nudge.reference)
    yield from map(recorded, ports.deps.table.query(pk, prefix=f"EVENT#{nudge.version:08d}#").rows)
