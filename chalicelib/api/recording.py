"""Recordings: announced by the officer's page while it records; listed, seen and exported afterwards."""

from __future__ import annotations

from typing import Annotated

from chalice.app import Blueprint
from msgspec import Meta, Struct

from .. import service
from ..domain.commands import RedactRecording, ViewRecording
from ..domain.commands_recording import MOST_SPANS, What
from ..domain.recording import Number, Span, Take
from ..domain.refusals import Refusal
from ..service import recording, recordings
from ..service.deps import Done
from ..service.recording import NewObject, SendTo
from ..service.recordings import Recordings, Showing
from .operation import Asked
from .routes import Api

blueprint = Blueprint(__name__)
api = Api(blueprint, "recordings")

_ONE = "/v1/incidents/{reference}/recordings/{number}"


class WhatToSee(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The copy that plays unless said otherwise. `take`: of an original; `redaction`: the number of an export."""

    what: What = "playable"
    take: Take | None = None
    redaction: Number | None = None


class Spans(Struct, frozen=True, forbid_unknown_fields=True):
    """What is taken out, in milliseconds of the copy that plays."""

    spans: Annotated[tuple[Span, ...], Meta(min_length=1, max_length=MOST_SPANS)]


@api.operation(
    "POST", "/v1/incidents/{reference}/recording", scopes=("staff",), body=NewObject, answer=SendTo, refusals=(403, 404, 409, 422)
)
def announce_object(asked: Asked) -> SendTo | Refusal:
    """Announce a part of the recording, and get an address that takes exactly these bytes for 60 seconds. For: officer."""
    return recording.announce(asked.deps, asked.caller, asked.path["reference"], asked.body)


@api.operation(
    "GET",
    "/v1/incidents/{reference}/recordings",
    scopes=("read", "staff", "handover", "outcome"),
    answer=Recordings,
    refusals=(403, 404),
    name="recordings",
)
def all_recordings(asked: Asked) -> Recordings | Refusal:
    """The recordings of an incident: times, hashes, gaps, exports, and how long they are kept."""
    return recordings.listed(asked.deps, asked.caller, asked.path["reference"])


@api.operation(
    "POST",
    f"{_ONE}/view",
    scopes=("staff", "handover", "outcome"),
    body=WhatToSee,
    answer=Showing,
    reasoned=True,
    refusals=(403, 404, 409, 422),
)
def view_recording(asked: Asked) -> Showing | Refusal:
    """See a recording for 15 minutes. The showing is logged, with the reason in Evr-Reason."""
    body: WhatToSee = asked.body
    command = ViewRecording(int(asked.path["number"]), body.what, body.take, body.redaction, asked.why)
    return recordings.view(asked.deps, asked.caller, asked.path["reference"], command)


@api.operation(
    "POST",
    f"{_ONE}/redactions",
    scopes=("staff",),
    body=Spans,
    answer=Done,
    repeatable=True,
    refusals=(403, 404, 409, 422),
)
def redact_recording(asked: Asked) -> Done | Refusal:
    """Have an export made with spans silenced, blacked out, or both; the original stays as it is. For: officer or sergeant."""
    command = RedactRecording(int(asked.path["number"]), asked.body.spans)
    return service.perform(asked.deps, asked.caller, asked.path["reference"], command)
