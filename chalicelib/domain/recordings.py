"""Recordings: who may see, hold, keep and export them, and what the media worker has made of them (the flow, step 9).

The original and its manifest are never changed. An export is an object of its own, made from the copy that plays.
"""

from __future__ import annotations

from . import events as e
from .ask import Ask, Decision
from .commands import (
    HoldRecordings,
    KeepRecordings,
    RecordRecording,
    RecordRedaction,
    RecordRetention,
    RedactRecording,
    ReleaseRecordings,
    ViewRecording,
)
from .control_room import unexplained
from .incident import Incident
from .keeping import first_keeping, years_after
from .recording import Recording, Redaction, Stored
from .refusals import Refusal, not_permitted
from .words import Role

MOST_REDACTIONS = 50
UNKNOWN = Refusal("unknown_recording", "There is no such recording, take or export of this incident.")
NOT_READY = Refusal("not_ready", "It is still being made; look again in some minutes.")
NOTHING_PLAYS = Refusal("nothing_plays", "No copy that plays could be made of this recording; the manifest says why.")
NOTHING_CHANGED = Refusal("nothing_changed", "This is how it stands already.")


def find(incident: Incident, number: int) -> Recording | None:
    return next((each for each in incident.recordings if each.number == number), None)


def joined(ask: Ask) -> Decision:
    """The next number, once; the same again changes nothing."""
    command: RecordRecording = ask.command
    if command.number != len(ask.incident.recordings) + 1:
        return NOTHING_CHANGED
    return (
        e.RecordingJoined(
            number=command.number,
            began=command.began,
            ended=command.ended,
            manifest=command.manifest,
            until=first_keeping(command.ended, ask.policy),
            takes=command.takes,
            playable=command.playable,
            lasts=command.lasts,
            objects=command.objects,
            gaps=command.gaps,
        ),
    )


def nothing(ask: Ask) -> Decision:
    known = ask.incident.unrecorded_at is not None or ask.incident.recordings
    return NOTHING_CHANGED if known else (e.NothingRecorded(),)


def retained(ask: Ask) -> Decision:
    command: RecordRetention = ask.command
    recording = find(ask.incident, command.number)
    if recording is None:
        return UNKNOWN
    longer = command.until > recording.until or (command.until == recording.until and command.group != recording.group)
    return (e.RecordingRetained(command.number, command.until, command.group),) if longer else NOTHING_CHANGED


def hold(ask: Ask) -> Decision:
    command: HoldRecordings = ask.command
    return NOTHING_CHANGED if ask.incident.recordings_held else (e.RecordingsHeld(command.note),)


def release(ask: Ask) -> Decision:
    command: ReleaseRecordings = ask.command
    return (e.RecordingsReleased(command.note),) if ask.incident.recordings_held else NOTHING_CHANGED


def keep(ask: Ask) -> Decision:
    command: KeepRecordings = ask.command
    groups = ask.policy.retention.groups
    if command.group not in groups:
        return Refusal("unknown_group", f"This force has these groups: {', '.join(sorted(groups))}.")
    if command.group == ask.incident.recordings_group:
        return NOTHING_CHANGED
    years = groups[command.group].review_after_years
    if any(years_after(each.ended, years) < each.until for each in ask.incident.recordings):
        return Refusal("shorter_retention", "The recordings are kept longer than this already; nothing shortens that.")
    return (e.RecordingsGrouped(command.group),)


def view(ask: Ask) -> Decision:
    """Log who sees it. A receiving team sees what was passed on to them; everybody else as they see the victim's details."""
    command: ViewRecording = ask.command
    if Role.RECEIVING_TEAM.value in ask.by.roles and not _passed_on(ask.incident):
        return not_permitted("view_recording", frozenset({"the receiving team, once the case was passed on"}))
    chosen = choose(ask.incident, command)
    if isinstance(chosen, Refusal):
        return chosen
    shown = e.RecordingShown(command.number, command.what, chosen.version, command.take, command.redaction, command.why)
    return unexplained(ask, command.why) or (shown,)


def _passed_on(incident: Incident) -> bool:
    return incident.case is not None and incident.case.receiver is not None


def choose(incident: Incident, command: ViewRecording) -> Stored | Refusal:
    """The object that is meant."""
    recording = find(incident, command.number)
    if recording is None:
        return UNKNOWN
    match command.what:
        case "manifest":
            return recording.manifest
        case "original":
            return next((each.stored for each in recording.takes if each.take == command.take), UNKNOWN)
        case "redaction":
            return _made(recording, command.redaction)
    return recording.playable or NOTHING_PLAYS


def _made(recording: Recording, number: int | None) -> Stored | Refusal:
    found = redaction(recording, number)
    return UNKNOWN if found is None else found.stored or NOT_READY


def redaction(recording: Recording, number: int | None) -> Redaction | None:
    return next((each for each in recording.redactions if each.number == number), None)


def redact(ask: Ask) -> Decision:
    """Spans lie within the copy that plays: what nobody can hear or see there cannot be taken out."""
    command: RedactRecording = ask.command
    recording = find(ask.incident, command.number)
    if recording is None:
        return UNKNOWN
    if recording.playable is None:
        return NOTHING_PLAYS
    if len(recording.redactions) >= MOST_REDACTIONS:
        return Refusal("too_many", f"A recording takes at most {MOST_REDACTIONS} exports.")
    for at, span in enumerate(command.spans):
        if not span.from_ < span.to <= recording.lasts:
            says = f"Span {at + 1} has to begin before it ends, and to end within the recording's {recording.lasts} ms."
            return Refusal("span_out_of_range", says)
    return (e.RedactionAsked(command.number, len(recording.redactions) + 1, command.spans),)


def redacted(ask: Ask) -> Decision:
    command: RecordRedaction = ask.command
    recording = find(ask.incident, command.number)
    asked = redaction(recording, command.redaction) if recording else None
    if asked is None:
        return UNKNOWN
    return NOTHING_CHANGED if asked.stored else (e.RedactionMade(command.number, command.redaction, command.stored),)
