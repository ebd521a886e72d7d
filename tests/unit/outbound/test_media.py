"""The media worker's dispatcher: every job of a commit is done, whatever becomes of the others."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.policy.video import Chime
from chalicelib.outbound import media
from chalicelib.outbound.nudges import Later, Nudge
from chalicelib.outbound.recording import join_recording
from chalicelib.outbound.recording_work import Work
from tests.builders import NOW, policy
from tests.fakes_objects import FakeObjects
from tests.force import Force
from tests.recorded import RecordedCall


@pytest.fixture
def call() -> RecordedCall:
    force = Force(standing=True)
    return RecordedCall(force, FakeObjects(force.clock), lambda *sent: None, status="call_closed")


def nudge(call: RecordedCall, version: int | None = None) -> Nudge:
    return Nudge("dorset", call.reference, version or call.incident.version)


def jobs(monkeypatch: pytest.MonkeyPatch, *outcomes: Exception | None) -> list[int]:
    done: list[int] = []

    def job(n: int, outcome: Exception | None) -> media.Job:
        def does(ports: Any, nudge: Nudge, told: e.Recorded) -> None:
            done.append(n)
            if outcome:
                raise outcome

        return does

    monkeypatch.setattr(media, "JOBS", {e.CallClosed: tuple(job(n, outcome) for n, outcome in enumerate(outcomes))})
    return done


def test_every_job_of_a_commit_is_done(call, monkeypatch):
    done = jobs(monkeypatch, None, None)

    media.work(call.ports, nudge(call))

    assert done == [0, 1]


@pytest.mark.parametrize("outcomes", [(KeyError("x"), None), (Later("wait", 5), KeyError("x")), (KeyError("x"), Later("wait", 5))])
def test_what_one_could_not_do_keeps_no_other_from_being_done_and_is_told(call, monkeypatch, outcomes):
    done = jobs(monkeypatch, *outcomes)

    with pytest.raises(KeyError):
        media.work(call.ports, nudge(call))

    assert done == [0, 1]


def test_what_only_has_to_wait_says_how_long(call, monkeypatch):
    jobs(monkeypatch, None, Later("wait", 5))

    with pytest.raises(Later) as later:
        media.work(call.ports, nudge(call))

    assert later.value.seconds == 5


@pytest.mark.parametrize("about", [Nudge("dorset"), Nudge("dorset", "no-such", 1), Nudge("dorset", "20261118-00016")])
def test_a_message_about_nothing_does_nothing(call, about):
    version = call.incident.version

    media.work(call.ports, about)

    assert call.incident.version == version


def test_one_bad_message_is_named_and_the_others_are_done(call, monkeypatch):
    done = jobs(monkeypatch, None)
    monkeypatch.setattr(media, "ports", lambda: call.ports)
    bodies = ["nonsense", msgspec.json.encode(nudge(call)).decode()]
    records = [{"messageId": str(n), "body": body} for n, body in enumerate(bodies)]

    failures = media.on_messages({"Records": records})

    assert failures == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert done == [0]


def test_a_report_that_is_refused_is_loud_unless_it_is_on_record_already(call):
    work = Work(call.ports, nudge(call))
    work.report(c.RecordNoRecording())

    work.report(c.RecordNoRecording())
    with pytest.raises(RuntimeError, match="unknown_recording"):
        work.report(c.RecordRetention(7, NOW))


def test_without_ffmpeg_the_administrator_is_told(call):
    with pytest.raises(RuntimeError, match="EVR_FFMPEG"):
        _ = Work(call.ports, nudge(call)).ffmpeg


@pytest.mark.parametrize("video", [{"provider": "external"}, {"provider": "chime", "chime": Chime(record=True)}])
def test_where_the_platform_records_nobody_misses_our_recording(video):
    force = Force(standing=True, the_policy=policy(video=video))
    call = RecordedCall(force, FakeObjects(force.clock), lambda *sent: None, status="call_closed")
    call.wait(6)

    told = next(each for each in call.history() if isinstance(each.event, e.CallClosed))
    join_recording(call.ports, nudge(call, told.version), told)

    assert call.incident.unrecorded_at is None
