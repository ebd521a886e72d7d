"""How long recordings are kept: short as long as nobody relies on them, then by group; and never shorter than before."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain.keeping import Keeping, evidential, keeping, years_after
from chalicelib.domain.recording import Span
from tests.builders import by

from .test_recordings import ENDED, SERGEANT, SYSTEM, a_recording, the

DAYS_31 = ENDED + timedelta(days=31)
SIX_YEARS = ENDED.replace(year=ENDED.year + 6)


def kept(life):
    return keeping(life.incident, the(life), life.policy)


def test_what_nobody_relies_on_is_kept_for_the_forces_short_time():
    life = a_recording()

    assert not evidential(life.incident)
    assert kept(life) == Keeping(DAYS_31)


@pytest.mark.parametrize("status", ["in_review", "desk_work", "passed_on", "finalised", "escalated"])
def test_what_was_submitted_or_is_an_emergency_is_evidence(status):
    assert kept(a_recording(status)) == Keeping(SIX_YEARS, "other")


def test_an_outcome_makes_it_evidence():
    life = a_recording().do(c.Outcome("arrest"), by("records"))

    assert kept(life) == Keeping(SIX_YEARS, "other")


def test_an_export_makes_it_evidence():
    life = a_recording().do(c.RedactRecording(1, (Span(0, 10),)), SERGEANT)

    assert kept(life).group == "other"


def test_a_group_says_how_long():
    life = a_recording().do(c.KeepRecordings("serious"), SERGEANT)

    assert kept(life) == Keeping(ENDED.replace(year=ENDED.year + 10), "serious")


def test_what_was_locked_longer_stays_so_when_the_policy_changes():
    life = a_recording("in_review").do(c.RecordRetention(1, SIX_YEARS, "other"), SYSTEM)
    groups = {"other": replace(life.policy.retention.groups["other"], review_after_years=1)}
    sooner = replace(life.policy, retention=replace(life.policy.retention, groups=groups))

    assert keeping(life.incident, the(life), sooner) == Keeping(SIX_YEARS, "other")


def test_a_group_that_the_policy_has_lost_is_the_default_one():
    life = a_recording().do(c.KeepRecordings("serious"), SERGEANT)
    groups = {"other": life.policy.retention.groups["other"]}
    changed = replace(life.policy, retention=replace(life.policy.retention, groups=groups))

    assert keeping(life.incident, the(life), changed).group == "other"


def test_evidence_stays_evidence():
    life = a_recording("in_review").do(c.RecordRetention(1, SIX_YEARS, "other"), SYSTEM)
    as_if_new = replace(life.incident, case=None)

    assert keeping(as_if_new, the(life), life.policy) == Keeping(SIX_YEARS, "other")


@pytest.mark.parametrize(
    ("moment", "years", "expected"),
    [
        (datetime(2026, 11, 18, 10, tzinfo=UTC), 6, datetime(2032, 11, 18, 10, tzinfo=UTC)),
        (datetime(2028, 2, 29, tzinfo=UTC), 6, datetime(2034, 3, 1, tzinfo=UTC)),
        (datetime(2028, 2, 29, tzinfo=UTC), 4, datetime(2032, 2, 29, tzinfo=UTC)),
    ],
)
def test_years_are_counted_by_the_calendar(moment, years, expected):
    assert years_after(moment, years) == expected
