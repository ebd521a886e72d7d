"""What the manifest makes of clocks that differ, numbers that were never announced, and takes that end."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from chalicelib.outbound.manifest import ahead, gaps, text
from chalicelib.outbound.recording_call import Call, Pause
from chalicelib.outbound.recording_objects import DIFFERS, JOINED, MISSING, Looked, Original
from chalicelib.store.recordings import Announced, ObjectRow

BEGAN = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
TAKE = "00c0ffee00c0ffee"


def at(seconds):
    return BEGAN + timedelta(seconds=seconds)


def an_object(n, began, ended, state=JOINED, ahead=0.0, upload=0.1, take=TAKE):
    """Recorded from `began` to `ended` of the call, by a clock that is `ahead` seconds before ours."""
    millis = [int((at(each + ahead)).timestamp() * 1000) for each in (began, ended)]
    return Looked(Announced(take, n, ObjectRow("", 1, *millis, at(ended + upload))), state, "")


def original(*objects, take=TAKE):
    return Original(take, objects, Path("none"), "", 1)


def told(call, *originals):
    return [(gap.reason, round((gap.began - BEGAN).total_seconds()), gap.n) for gap in gaps(call, originals)]


def test_a_browsers_clock_that_is_wrong_makes_no_gaps():
    objects = [an_object(n, n * 2, n * 2 + 2, ahead=3600) for n in range(5)]

    assert told(Call(at(0), at(10)), original(*objects)) == []
    assert abs(ahead([original(*objects)]) - timedelta(seconds=3600)) < timedelta(seconds=1)


def test_the_object_announced_soonest_tells_the_clock_best():
    slow = [an_object(n, n * 2, n * 2 + 2, upload=5) for n in range(4)]

    assert ahead([original(*slow, an_object(4, 8, 10, upload=0))]) == timedelta(0)


def test_numbers_that_nobody_announced_are_named_one_by_one():
    objects = [an_object(1, 2, 4), an_object(4, 8, 10)]

    assert told(Call(at(2), at(10)), original(*objects)) == [
        ("number_missing", 2, 0),
        ("number_missing", 4, 2),
        ("number_missing", 4, 3),
    ]


def test_what_is_named_is_not_named_again_as_unrecorded():
    objects = [an_object(0, 0, 10), an_object(1, 10, 20, MISSING), an_object(2, 20, 30, DIFFERS), an_object(3, 30, 40)]

    assert told(Call(at(0), at(40)), original(*objects)) == [("object_missing", 10, 1), ("hash_differs", 20, 2)]


def test_a_browser_that_was_lost_leaves_a_gap_until_the_next_take_and_until_the_end():
    first = original(an_object(0, 0, 10))
    second = original(an_object(0, 30, 40, take="f" * 16), take="f" * 16)

    assert told(Call(at(0), at(60)), first, second) == [("not_recorded", 10, None), ("not_recorded", 40, None)]


def test_a_pause_explains_its_own_time_only():
    call = Call(at(0), at(60), (Pause("police", at(10), at(30)),))

    assert told(call, original(an_object(0, 0, 10)), original(an_object(0, 31, 50, take="e" * 16), take="e" * 16)) == [
        ("paused_by_police", 10, None),
        ("not_recorded", 50, None),
    ]


def test_the_same_manifest_is_the_same_bytes():
    from chalicelib.outbound.manifest import SCHEMA, Manifest, totals

    def made():
        originals = [original(an_object(0, 0, 10))]
        return Manifest(
            schema=SCHEMA,
            force="dorset",
            reference="R-1",
            number=1,
            call_began=at(0),
            call_ended=at(20),
            clock_ahead_ms=0,
            totals=totals(originals),
            gaps=gaps(Call(at(0), at(20)), originals),
            takes=(),
        )

    assert text(made()) == text(made())
    assert text(made()).endswith(b"}\n")
