"""The sample day and its people: repeatable, invented, and right at whatever hour somebody starts the system."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.api.scopes import SCOPES
from chalicelib.domain.calendar import is_open
from chalicelib.domain.commands import all_commands
from chalicelib.domain.officer import OfficerRecord
from chalicelib.domain.report import Report
from chalicelib.policies import load_policies
from infra.local import people
from infra.local.people import DORSET
from infra.local.sample import routes
from infra.local.sample.day import Day, plan
from infra.local.sample.routes import ANYWHEN, ENDS, HELD, Job
from infra.local.sample.shifts import next_appointment, teams_working

NOW = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)
POLICY = load_policies()[DORSET]


def a_day(now: datetime = NOW) -> Day:
    crew = [person.id for team in teams_working(now) for person in people.constables(DORSET, team)]
    return plan(now, crew, ["PS1101", "PS1105"], next_appointment(now))


def jobs(day: Day) -> list[Job]:
    return [*(job for lane in day.by_officer for job in lane), *day.others]


def bodies(day: Day) -> list[dict[str, Any]]:
    return [*(job.body for job in jobs(day)), *day.out_of_scope]


def test_the_day_is_the_same_each_time_but_for_the_clock():
    def told(now: datetime) -> list[tuple[Any, ...]]:
        return [
            (body["victim"], body["summary"], body["type"], now - datetime.fromisoformat(body["reported_at"]))
            for body in bodies(a_day(now))
        ]

    assert a_day() == a_day()
    assert told(NOW) == told(NOW + timedelta(days=10))


def test_every_report_is_one_that_the_api_takes():
    for body in bodies(a_day()):
        msgspec.convert(body, Report)
        assert body["type"] in POLICY.scope.type_names
        assert set(body["flags"]) <= set(POLICY.flags)


def test_each_report_is_in_scope_or_meant_not_to_be():
    day = a_day()
    assert all(POLICY.scope.includes(str(job.body["grade"]), job.body["type"]) for job in jobs(day))
    assert not any(POLICY.scope.includes(str(body["grade"]), body["type"]) for body in day.out_of_scope)
    assert 60 <= len(jobs(day)) <= 80
    assert len(day.out_of_scope) == 12


def test_references_and_numbers_are_unique_and_belong_to_nobody():
    found = bodies(a_day())
    assert len({body["reference"] for body in found}) == len(found)
    numbers = [body["victim"]["phone"] for body in found]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"07700 900\d{3}", number) for number in numbers)
    assert all(body["victim"].get("email", "x@example.org").endswith("@example.org") for body in found)
    assert all(body["location"]["postcode"].startswith("ZZ") for body in found)


def test_every_end_is_reached_as_often_as_planned():
    ends = Counter(job.end for job in jobs(a_day()))
    assert ends == {end: count for end, (count, _) in (ENDS | ANYWHEN).items()}


def test_an_officer_holds_at_most_one_job_and_holds_it_last():
    for lane in a_day().by_officer:
        assert [job.end in HELD for job in lane[:-1]] == [False] * (len(lane) - 1)
        assert len({job.officer for job in lane}) == 1


@pytest.mark.parametrize("hour", range(0, 240, 7))
def test_there_are_officers_enough_at_every_hour_of_the_pattern(hour: int):
    now = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=hour)
    crew = [person for team in teams_working(now) for person in people.constables(DORSET, team)]
    assert len(crew) >= len(HELD) + 5
    assert len(a_day(now).by_officer) == len(HELD) + 2


@pytest.mark.parametrize("hour", range(24))
def test_appointments_are_within_the_opening_hours(hour: int):
    now = datetime(2026, 11, 22, hour, 40, tzinfo=UTC)
    for turn in range(2):
        assert is_open(next_appointment(now) + timedelta(minutes=45 * turn), POLICY)
    assert next_appointment(now) > now + timedelta(hours=1)


def test_steps_use_the_commands_and_reasons_that_there_are():
    known = {*all_commands(), "offer", "updates", "recall", "outcome", "handover"}
    for step in routes.STEPS.values():
        if step.who != "victim":
            assert step.path.removeprefix("commands/") in known


def test_dorset_has_the_roster_of_its_policy():
    constables = [person for person in people.roster(DORSET) if "officer" in person.roles]
    assert len(constables) == 35
    assert len(people.sergeants(DORSET)) == 5
    assert {person.team for person in constables} == set(POLICY.teams.names)


def test_everybody_has_an_id_of_their_own_and_scopes_that_exist():
    assert len({(person.force, person.id) for person in people.everybody()}) == len(people.everybody())
    for person in people.everybody():
        assert set(person.scopes) <= set(SCOPES)
        if person.roles:
            msgspec.convert({"name": person.name, "roles": list(person.roles)}, OfficerRecord)
