"""Recordings in the emulator's bucket: locked, held, and exported with parts taken out."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain import commands as c
from chalicelib.domain.recording import Span
from tests import webm
from tests.builders import SERGEANT
from tests.recorded import TAKE, RecordedCall

from .real import joined, s3, saved

# --- locks --------------------------------------------------------------------------------------------------------------------


def test_nothing_of_a_recording_can_be_deleted_and_no_lock_shortened(call: RecordedCall, bucket: str):
    call.send(webm.cut(webm.a_take(4), 2))
    recording = joined(call)
    client = s3()
    everything = client.list_object_versions(Bucket=bucket, Prefix=f"dorset/{call.reference}/")["Versions"]
    assert len(everything) == 5

    for each in everything:
        about = {"Bucket": bucket, "Key": each["Key"], "VersionId": each["VersionId"]}
        with pytest.raises(ClientError, match="AccessDenied"):
            client.delete_object(**about)
        with pytest.raises(ClientError, match="AccessDenied"):
            client.put_object_retention(
                **about, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": recording.ended + timedelta(days=1)}
            )


def test_evidence_is_locked_for_the_years_of_its_group_and_a_hold_comes_on_top(call: RecordedCall, bucket: str):
    call.send(webm.cut(webm.a_take(4), 2))
    recording = joined(call)
    about = {"Bucket": bucket, "Key": call.key("playable.webm"), "VersionId": recording.playable.version}
    client = s3()
    call.give(SERGEANT, c.HoldRecordings())
    call.give(SERGEANT, c.KeepRecordings("serious"))
    call.settle()

    kept = call.incident.recordings[0]
    assert kept.until == recording.ended.replace(year=recording.ended.year + 10)
    assert abs(client.get_object_retention(**about)["Retention"]["RetainUntilDate"] - kept.until) < timedelta(seconds=1)
    assert client.get_object_legal_hold(**about)["LegalHold"]["Status"] == "ON"

    call.give(SERGEANT, c.ReleaseRecordings())
    call.settle()

    assert client.get_object_legal_hold(**about)["LegalHold"]["Status"] == "OFF"


# --- exports ------------------------------------------------------------------------------------------------------------------


def test_an_export_has_neither_sound_nor_picture_in_its_spans_and_the_original_is_as_it_was(call: RecordedCall, tmp_path: Path):
    call.send(webm.cut(webm.a_take(10), 5))
    joined(call)
    call.give(SERGEANT, c.HoldRecordings())
    names = ("playable.webm", f"original-{TAKE}.webm", "manifest.json")
    before = {name: call.objects.head(call.key(name)) for name in names}
    spans = (Span(1000, 2000, "silence"), Span(3000, 4000, "black"), Span(6000, 8000, "both"))
    call.give("officer", c.RedactRecording(1, spans))

    call.settle()

    made = call.incident.recordings[0].redactions[0].stored
    export = saved(call, "export-1.mp4", tmp_path)
    assert hashlib.sha256(export.read_bytes()).hexdigest() == made.sha256
    streams, lasts = webm.probe(export)
    assert streams == ["audio", "video"]
    assert 9.5 < lasts < 10.5
    (one, two) = webm.black(export)
    assert one[0] <= 3.0 and 4.0 <= one[1] <= 4.5 and two[0] <= 6.0 and 8.0 <= two[1] <= 8.5
    assert webm.loudest(export, 1.0, 2.0) < -80 and webm.loudest(export, 6.0, 8.0) < -80
    assert webm.loudest(export, 2.5, 5.5) > -40 and webm.loudest(export, 8.5, 9.5) > -40
    assert {name: call.objects.head(call.key(name)) for name in names} == before
    about = {"Bucket": call.objects._bucket, "Key": call.key("export-1.mp4"), "VersionId": made.version}
    assert s3().get_object_legal_hold(**about)["LegalHold"]["Status"] == "ON", "what is new is held like the rest"
