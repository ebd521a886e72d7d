"""Recordings: joined once, seen with a reason, held, kept longer and never shorter, exported with parts taken out."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.recording import Span, Stored, TakeStored
from chalicelib.domain.recordings import MOST_REDACTIONS
from tests.builders import NOW, OTHER_OFFICER, a_life, by

ME, SERGEANT, SYSTEM, RECORDS, TEAM = by("officer"), by("sergeant"), by("system"), by("records"), by("receiving_team")
TAKE, SHA = "00c0ffee00c0ffee", "a" * 64
ENDED = NOW + timedelta(hours=1)
ORIGINAL, PLAYABLE, MANIFEST = Stored(SHA, 10, "v-original"), Stored("b" * 64, 11, "v-playable"), Stored("c" * 64, 12, "v-manifest")


def joined(number=1, **changes):
    given = {
        "number": number,
        "began": NOW,
        "ended": ENDED,
        "manifest": MANIFEST,
        "takes": (TakeStored(TAKE, ORIGINAL),),
        "playable": PLAYABLE,
        "lasts": 60_000,
        "objects": 30,
        "gaps": {"paused_by_victim": 1},
    }
    return c.RecordRecording(**given | changes)


def a_recording(status="call_closed", **changes):
    return a_life(status).do(joined(**changes), SYSTEM)


def the(life, number=1):
    return life.incident.recordings[number - 1]


def redact(*spans, number=1):
    return c.RedactRecording(number, tuple(Span(*span) for span in spans))


def test_a_joined_recording_is_kept_as_long_as_the_force_keeps_what_nobody_relies_on():
    life = a_recording()

    assert the(life).playable == PLAYABLE
    assert the(life).until == ENDED + life.policy.retention.non_evidential_recordings
    assert the(life).group is None


def test_a_recording_is_joined_once():
    life = a_recording()

    assert life.refused(joined(), SYSTEM) == "nothing_changed"
    assert life.refused(joined(3), SYSTEM) == "nothing_changed"
    life.do(joined(2), SYSTEM)
    assert [each.number for each in life.incident.recordings] == [1, 2]


def test_that_nothing_was_recorded_is_noted_once_and_never_of_a_recording():
    life = a_life("call_closed").do(c.RecordNoRecording(), SYSTEM)

    assert life.incident.unrecorded_at is not None
    assert life.refused(c.RecordNoRecording(), SYSTEM) == "nothing_changed"
    assert a_recording().refused(c.RecordNoRecording(), SYSTEM) == "nothing_changed"


# --- who sees it --------------------------------------------------------------------------------------------------------------


def test_the_officer_who_holds_the_job_sees_it_without_a_reason_and_it_is_on_record():
    life = a_recording().do(c.ViewRecording(1), ME)

    assert life.last[0] == e.RecordingShown(1, "playable", "v-playable")


@pytest.mark.parametrize("who", [SERGEANT, RECORDS])
def test_others_say_why(who):
    life = a_recording()

    assert life.refused(c.ViewRecording(1), who) == "why_missing"
    assert life.do(c.ViewRecording(1, why="ref"), who).last[0].why == "ref"


def test_another_officer_does_not_see_it():
    assert a_recording().refused(c.ViewRecording(1, why="ref"), replace(ME, id=OTHER_OFFICER)) == "not_holder"


def test_a_receiving_team_sees_what_was_passed_on_to_it_and_nothing_else():
    assert a_recording().refused(c.ViewRecording(1, why="ref"), TEAM) == "not_permitted"
    assert a_recording("finalised").refused(c.ViewRecording(1, why="ref"), TEAM) == "not_permitted"

    life = a_recording("passed_on").do(c.ViewRecording(1, why="ref"), TEAM)

    assert isinstance(life.last[0], e.RecordingShown)


@pytest.mark.parametrize(
    ("asked", "version"),
    [
        ({"what": "playable"}, "v-playable"),
        ({"what": "original", "take": TAKE}, "v-original"),
        ({"what": "manifest"}, "v-manifest"),
    ],
)
def test_each_object_of_a_recording_can_be_seen(asked, version):
    assert a_recording().do(c.ViewRecording(1, **asked), ME).last[0].version == version


@pytest.mark.parametrize(
    "asked",
    [
        {"number": 2},
        {"number": 1, "what": "original"},
        {"number": 1, "what": "original", "take": "f" * 16},
        {"number": 1, "what": "redaction"},
        {"number": 1, "what": "redaction", "redaction": 1},
    ],
)
def test_what_is_not_there_cannot_be_seen(asked):
    assert a_recording().refused(c.ViewRecording(**asked), ME) == "unknown_recording"


def test_a_recording_that_does_not_play_says_so():
    assert a_recording(playable=None).refused(c.ViewRecording(1), ME) == "nothing_plays"


# --- hold and keeping ---------------------------------------------------------------------------------------------------------


def test_a_hold_is_put_once_and_lifted_once_by_a_sergeant():
    life = a_recording().do(c.HoldRecordings("ref"), ME)
    assert life.incident.recordings_held
    assert life.refused(c.HoldRecordings(), SERGEANT) == "nothing_changed"
    assert life.refused(c.ReleaseRecordings(), ME) == "not_permitted"

    life.do(c.ReleaseRecordings("ref"), SERGEANT)

    assert not life.incident.recordings_held
    assert life.refused(c.ReleaseRecordings(), SERGEANT) == "nothing_changed"


def test_a_group_is_one_of_the_forces():
    assert a_recording().refused(c.KeepRecordings("for_ever"), SERGEANT) == "unknown_group"


def test_a_group_is_never_one_that_would_be_looked_at_sooner():
    life = a_recording().do(c.KeepRecordings("serious"), SERGEANT)
    assert life.refused(c.KeepRecordings("serious"), SERGEANT) == "nothing_changed"
    life.do(c.RecordRetention(1, ENDED.replace(year=ENDED.year + 10), "serious"), SYSTEM)

    assert life.refused(c.KeepRecordings("other"), SERGEANT) == "shorter_retention"


def test_what_was_locked_is_noted_only_when_it_is_longer_or_in_another_group():
    life = a_recording()
    until = the(life).until

    assert life.refused(c.RecordRetention(2, until), SYSTEM) == "unknown_recording"
    assert life.refused(c.RecordRetention(1, until), SYSTEM) == "nothing_changed"
    assert life.refused(c.RecordRetention(1, until - timedelta(1), "other"), SYSTEM) == "nothing_changed"
    life.do(c.RecordRetention(1, until, "other"), SYSTEM)
    life.do(c.RecordRetention(1, until + timedelta(1), "other"), SYSTEM)

    assert (the(life).until, the(life).group) == (until + timedelta(1), "other")


# --- exports ------------------------------------------------------------------------------------------------------------------


def test_an_export_is_asked_for_made_once_and_seen():
    life = a_recording().do(redact((1000, 2000, "silence"), (5000, 60_000, "both")), ME)
    assert life.refused(c.ViewRecording(1, "redaction", redaction=1), ME) == "not_ready"
    made = c.RecordRedaction(1, 1, Stored(SHA, 9, "v-export"))

    life.do(made, SYSTEM)

    assert life.refused(made, SYSTEM) == "nothing_changed"
    assert life.do(c.ViewRecording(1, "redaction", redaction=1), ME).last[0].version == "v-export"
    assert the(life).playable == PLAYABLE


def test_exports_are_numbered_and_each_stays_as_it_was():
    life = a_recording().do(redact((0, 10)), ME).do(redact((20, 30)), SERGEANT)
    life.do(c.RecordRedaction(1, 2, Stored(SHA, 9, "second")), SYSTEM)

    assert [each.stored and each.stored.version for each in the(life).redactions] == [None, "second"]


@pytest.mark.parametrize("span", [(0, 60_001, "both"), (10, 10, "both"), (20, 10, "black"), (60_000, 60_000, "silence")])
def test_a_span_out_of_range_is_refused(span):
    assert a_recording().refused(redact((0, 60_000), span), ME) == "span_out_of_range"


def test_there_is_nothing_to_export_of_what_is_not_there_or_does_not_play():
    assert a_recording().refused(redact((0, 10), number=2), ME) == "unknown_recording"
    assert a_recording(playable=None).refused(redact((0, 10)), ME) == "nothing_plays"


def test_exports_end_somewhere():
    life = a_recording()
    for _ in range(MOST_REDACTIONS):
        life.do(redact((0, 10)), ME)

    assert life.refused(redact((0, 10)), ME) == "too_many"


@pytest.mark.parametrize(("number", "redaction"), [(2, 1), (1, 1)])
def test_an_export_that_nobody_asked_for_is_not_noted(number, redaction):
    assert a_recording().refused(c.RecordRedaction(number, redaction, ORIGINAL), SYSTEM) == "unknown_recording"
