"""The worklists as chat reads them: in order, as far as asked, and each at its price."""

from __future__ import annotations

import pytest
from msgspec.structs import fields

from chalicelib.chat import home
from chalicelib.domain import commands as c
from chalicelib.domain.worklists import LISTS
from chalicelib.service.lists import HomeLists, Jobs, desk_cases, home_lists, job_of, jobs_on
from tests.builders import IDS, OFFICER, OTHER_OFFICER, SERGEANT
from tests.checks import whole_table_is_consistent
from tests.force import Force


def references(jobs) -> list[str]:
    return [each.reference for each in jobs]


def test_a_list_is_read_in_its_order_as_far_as_asked_in_one_query(force):
    waiting = [force.bring("queued") for _ in range(3)]
    force.table.calls.clear()
    jobs, more = jobs_on(force.deps, "dorset", "queue", 2)
    assert (references(jobs), more) == (waiting[:2], True)
    assert force.table.calls == ["query"]
    assert jobs_on(force.deps, "dorset", "queue", 3) == Jobs(tuple(map(force.incident, waiting)), False)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_may_be_empty(force, name):
    assert jobs_on(force.deps, "dorset", name, 5) == Jobs()


def test_another_force_sees_nothing_of_it(force):
    reference = force.bring("queued")
    assert jobs_on(force.deps, "wessexshire", "queue", 5) == Jobs()
    assert job_of(force.deps, "wessexshire", reference) is None


def test_a_job_is_found_by_its_reference_at_any_time(force):
    reference = force.bring("closed")
    as_it_stands = force.incident(reference)
    force.table.calls.clear()
    assert job_of(force.deps, "dorset", reference) == as_it_stands
    assert job_of(force.deps, "dorset", "no-such-reference") is None
    assert force.table.calls == ["get", "get"]


def test_desk_work_is_the_officer_s_it_came_back_to(force):
    first, second = force.bring("desk_work"), force.bring("desk_work")
    other = force.bring("desk_work", officer=OTHER_OFFICER)
    force.table.calls.clear()
    assert references(desk_cases(force.deps, "dorset", OFFICER)) == [first, second]
    assert force.table.calls == ["query"]
    force.must(SERGEANT, first, c.Reassign(OTHER_OFFICER))
    assert references(desk_cases(force.deps, "dorset", OTHER_OFFICER)) == [first, other]
    force.must(OFFICER, second, c.Submit("Test: asked."))
    assert desk_cases(force.deps, "dorset", OFFICER) == ()
    assert whole_table_is_consistent(force.rows())


def test_an_officer_whose_identifier_begins_like_another_s_has_their_own(force):
    force.hire("PC22140", "officer")
    force.bring("desk_work", officer="PC22140")
    assert desk_cases(force.deps, "dorset", OFFICER) == ()


# --- the home tab -------------------------------------------------------------------------------------------------------------


def at_home(force: Force, id: str) -> HomeLists:
    force.table.calls.clear()
    return home_lists(force.deps, "dorset", force.officer(id))


def test_an_officer_sees_their_job_their_desk_work_the_queue_and_who_is_on(force):
    desk, waits, mine = force.bring("desk_work"), force.bring("queued"), force.bring("in_call")
    force.bring("in_review", officer=OTHER_OFFICER)
    seen = at_home(force, OFFICER)
    assert (seen.mine, references(seen.desk), references(seen.queue.jobs)) == (force.incident(mine), [desk], [waits])
    assert (seen.triage, seen.reviews) == (Jobs(), Jobs())
    assert force.officer(OFFICER) in seen.officers


def test_a_sergeant_sees_what_waits_for_a_decision(force):
    triage, review = force.bring("in_triage"), force.bring("in_review")
    seen = at_home(force, SERGEANT)
    assert (references(seen.triage.jobs), references(seen.reviews.jobs)) == ([triage], [review])
    assert (seen.mine, seen.desk) == (None, ())


@pytest.mark.parametrize(("id", "calls"), [(OFFICER, 4), (SERGEANT, 6), (IDS["spoc"], 3)])
def test_it_costs_a_query_a_list(force, id, calls):
    at_home(force, id)
    assert force.table.calls[1:] == ["query"] * calls  # the first one read the officer for this test


def test_a_job_in_hand_is_one_get_more(force):
    force.bring("claimed")
    at_home(force, OFFICER)
    assert sorted(force.table.calls[1:]) == ["get"] + ["query"] * 4


def test_whoever_is_not_active_sees_nothing(force):
    force.enrol(OFFICER, "officer", active=False)
    assert at_home(force, OFFICER) == HomeLists()


def test_chat_s_home_tab_knows_every_list_by_the_same_name():
    known = {field.name for field in fields(HomeLists)}
    assert {field.name for field in fields(home.Lists)} <= known
