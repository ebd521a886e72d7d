"""A recorded call against the emulator's bucket, with real WebM: joined, played, kept, exported; and when things go wrong."""

from __future__ import annotations

import hashlib
import urllib.error
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.outbound.nudges import Later
from chalicelib.outbound.recording_work import Work
from chalicelib.store import recordings
from chalicelib.store.rows import Unavailable
from chalicelib.store.s3 import S3Objects
from tests import webm
from tests.recorded import SECOND, TAKE, RecordedCall

from .real import joined, put, s3, saved, until_later


class Killed(BaseException):
    """The worker's process is gone; nothing of ours may catch it."""


def test_a_call_in_two_takes_with_a_pause_is_joined_and_plays(call: RecordedCall, tmp_path: Path):
    first, second = webm.cut(webm.a_take(6), 3), webm.cut(webm.a_take(4, "red"), 2)
    call.send(first)
    call.give("victim", c.Pause())
    call.wait(30)
    call.give("victim", c.Resume())
    call.send(second, SECOND)

    recording = joined(call)

    assert call.read(f"original-{TAKE}.webm") == b"".join(first)
    assert call.read(f"original-{SECOND}.webm") == b"".join(second)
    playable = saved(call, "playable.webm", tmp_path)
    assert webm.plays(playable)
    streams, lasts = webm.probe(playable)
    assert streams == ["audio", "video"]
    assert 9.5 < lasts < 10.5
    assert abs(recording.lasts - lasts * 1000) < 50
    assert hashlib.sha256(playable.read_bytes()).hexdigest() == recording.playable.sha256
    manifest = call.manifest()
    assert [each.reason for each in manifest.gaps] == ["paused_by_victim"]
    assert (manifest.totals.announced, manifest.totals.joined, manifest.playable.how) == (5, 5, "copied")
    assert hashlib.sha256(call.read("manifest.json")).hexdigest() == recording.manifest.sha256


def test_every_object_is_in_the_manifest_with_its_hash_and_version(call: RecordedCall):
    pieces = webm.cut(webm.a_take(6), 3)
    call.send(pieces)
    joined(call)

    (take,) = call.manifest().takes

    assert take.by == "PC2214"
    assert [each.sha256 for each in take.objects] == [hashlib.sha256(each).hexdigest() for each in pieces]
    for each in take.objects:
        where = recordings.where("dorset", call.reference, TAKE, each.n)
        assert call.objects.head(where).version == each.version


def test_an_object_that_never_arrives_is_waited_for_then_named_and_the_rest_plays(call: RecordedCall, tmp_path: Path):
    call.send(webm.cut(webm.a_take(6), 6), lose=[3])
    call.close()
    until_later(call)
    with pytest.raises(Later) as early:
        call.work()
    assert 55 < early.value.seconds < 75
    assert call.incident.recordings == ()
    call.wait(early.value.seconds)

    call.settle()

    recording = call.incident.recordings[0]
    assert recording.gaps == {"object_missing": 1}
    (gap,) = call.manifest().gaps
    assert (gap.take, gap.n) == (TAKE, 3)
    assert webm.probe(saved(call, "playable.webm", tmp_path))[0] == ["audio", "video"]


def test_an_object_that_arrives_late_is_in(call: RecordedCall):
    pieces = webm.cut(webm.a_take(6), 3)
    call.send(pieces[:2])
    call.wait(2)
    late = call.announce(call.object(2, pieces[2]))
    call.close()
    until_later(call)
    with pytest.raises(Later):
        call.work()

    put(late.url, late.headers, pieces[2])
    call.settle()

    assert call.incident.recordings[0].gaps == {}
    assert call.read(f"original-{TAKE}.webm") == b"".join(pieces)


def test_other_content_than_announced_is_not_joined_but_kept_and_named(call: RecordedCall, bucket: str):
    pieces = webm.cut(webm.a_take(6), 3)
    call.send(pieces, lose=[1])
    where = recordings.where("dorset", call.reference, TAKE, 1)
    # Past the signature, as nobody can; S3 refuses it on arrival otherwise.
    forged = s3().put_object(Bucket=bucket, Key=where, Body=b"something else")["VersionId"]

    recording = joined(call)

    assert recording.gaps == {"hash_differs": 1}
    found = call.manifest().takes[0].objects[1]
    assert (found.state, found.version) == ("hash_differs", forged)
    assert found.found == hashlib.sha256(b"something else").hexdigest()
    assert call.read(f"original-{TAKE}.webm") == pieces[0] + pieces[2]
    kept = s3().get_object_retention(Bucket=bucket, Key=where, VersionId=forged)["Retention"]["RetainUntilDate"]
    assert kept >= recording.until.replace(microsecond=0)


def test_wrong_content_is_refused_on_arrival(call: RecordedCall):
    there = call.announce(call.object(0, b"right"))

    for wrong in (b"wrong", b"right and more"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            put(there.url, there.headers, wrong)
        assert 400 <= refused.value.code < 404


def test_a_take_whose_beginning_is_lost_is_kept_and_another_plays(call: RecordedCall, tmp_path: Path):
    call.send(webm.cut(webm.a_take(6), 3), lose=[0])
    call.send(webm.cut(webm.a_take(4, "red"), 2), SECOND)
    call.close()
    call.wait(80)
    call.settle()

    recording = call.incident.recordings[0]
    assert [each.take for each in recording.takes] == [TAKE, SECOND]
    assert 3.5 < webm.probe(saved(call, "playable.webm", tmp_path))[1] < 4.5


def test_what_cannot_be_played_is_kept_and_says_so(call: RecordedCall):
    call.send([b"not a film", b"at all"])

    recording = joined(call)

    assert recording.playable is None
    assert call.read(f"original-{TAKE}.webm") == b"not a filmat all"
    assert call.manifest().playable is None


def test_that_nothing_was_recorded_is_put_on_record(call: RecordedCall):
    call.close()
    with pytest.raises(Later):
        call.work()
    until_later(call)

    call.settle()

    assert call.incident.recordings == ()
    assert call.incident.unrecorded_at is not None


def test_when_everything_announced_is_lost_the_manifest_alone_says_so(call: RecordedCall):
    call.send(webm.cut(webm.a_take(4), 2), lose=[0, 1])
    call.close()
    call.wait(80)
    call.settle()

    (recording,) = call.incident.recordings
    assert (recording.takes, recording.playable, recording.objects) == ((), None, 0)
    assert recording.gaps == {"object_missing": 2}


def test_an_emergency_is_recorded_until_its_room_is_closed_and_kept_as_evidence(call: RecordedCall):
    call.send(webm.cut(webm.a_take(6), 3)[:1])
    call.give("victim", c.Escalate("not_safe"))
    call.send(webm.cut(webm.a_take(6), 3)[1:], first=1)

    joined(call)

    recording = call.incident.recordings[0]
    assert recording.objects == 3
    assert recording.group == "other"


def test_killed_after_any_step_it_comes_to_the_same_end(call: RecordedCall, monkeypatch: pytest.MonkeyPatch):
    call.send(webm.cut(webm.a_take(6), 3))
    call.send(webm.cut(webm.a_take(4, "red"), 2), SECOND)
    call.close()
    until_later(call)
    kept: dict[str, str] = {}
    before = Work.put

    for last in range(1, 5):
        steps = iter(range(1, 5))

        def dying(self: Work, *about: Any, steps: Iterator[int] = steps, last: int = last) -> Any:
            stored = before(self, *about)
            assert kept.setdefault(about[1], stored.version) == stored.version, "another version than before"
            if next(steps) == last:
                raise Killed
            return stored

        monkeypatch.setattr(Work, "put", dying)
        with pytest.raises(Killed):
            call.work()
        assert call.incident.recordings == ()
    monkeypatch.setattr(Work, "put", before)
    monkeypatch.setattr(Work, "report", _killed_after(Work.report))
    with pytest.raises(Killed):
        call.work()
    monkeypatch.undo()

    call.settle()

    (recording,) = call.incident.recordings
    assert recording.playable.version == kept["playable.webm"]
    names = [f"original-{TAKE}.webm", f"original-{SECOND}.webm", "playable.webm", "manifest.json"]
    listed = s3().list_object_versions(Bucket=call.objects._bucket, Prefix=call.key(""))["Versions"]
    assert sorted(each["Key"] for each in listed) == sorted(call.key(name) for name in names)


def _killed_after(report: Any) -> Any:
    def dying(self: Work, command: c.Command) -> None:
        report(self, command)
        raise Killed

    return dying


def test_a_bucket_that_does_not_answer_is_tried_again(call: RecordedCall, monkeypatch: pytest.MonkeyPatch):
    call.send(webm.cut(webm.a_take(4), 2))
    call.close()
    until_later(call)

    def silent(*about: Any) -> Any:
        raise Unavailable("SlowDown")

    with monkeypatch.context() as broken:
        broken.setattr(S3Objects, "head", silent)
        with pytest.raises(Unavailable):
            call.work()
    assert call.incident.recordings == ()

    call.settle()

    assert call.incident.recordings[0].objects == 2
