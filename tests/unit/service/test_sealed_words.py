"""One text by what it is: the newest, alone, after the showing was logged, to those who may see the victim's details."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain.commands import Answers
from chalicelib.service.sealed import KINDS, SealedWords, sealed_words
from chalicelib.store import keys
from chalicelib.store.rows import Unavailable
from tests.builders import OFFICER, OTHER_OFFICER, SERGEANT
from tests.checks import whole_table_is_consistent
from tests.faulty import Faults
from tests.force import Force, code

PLAN = "Test: ask for the CCTV."


def words(force: Force, reference: str, what: str = "plan", who: str = OFFICER, why: str | None = None, **options):
    return sealed_words(force.deps, force.caller(who, options.pop("id", None)), reference, what, why, **options)


def texts(answer: object) -> tuple[str, ...]:
    assert isinstance(answer, SealedWords), answer
    return answer.texts


def showings(force: Force, reference: str) -> int:
    return sum("DetailsShown" in row.data for row in force.table.all(f"INC#dorset#{reference}") if row.sk.startswith("EVENT"))


def test_a_desk_officer_reads_the_plan_the_case_came_back_with(force):
    reference = force.bring("desk_work")
    found = words(force, reference)
    assert (found.texts, found.by, found.incident.status) == ((PLAN,), SERGEANT, "desk_work")
    assert found.incident == force.incident(reference)
    assert showings(force, reference) == 1
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_the_newest_is_meant(force):
    reference = force.bring("desk_work")
    force.must(OFFICER, reference, c.Submit("Test: second record."))
    force.must(SERGEANT, reference, c.Review("desk_enquiries", plan="Test: ask again."))
    assert texts(words(force, reference)) == ("Test: ask again.",)
    assert texts(words(force, reference, "summary")) == ("Test: second record.",)


def test_an_update_is_found_by_its_number_and_the_last_one_without(force):
    reference = force.bring("claimed")
    for n in (1, 2, 3):
        force.must("spoc", reference, c.Update(f"Test: news {n}."))
    assert texts(words(force, reference, "update", number=2)) == ("Test: news 2.",)
    assert texts(words(force, reference, "update")) == ("Test: news 3.",)
    assert code(words(force, reference, "update", number=4)) == "nothing_written"


def test_it_is_found_in_a_long_history(force):
    reference = force.bring("claimed")
    for n in range(110):
        force.must("spoc", reference, c.Update(f"Test: news {n}."))
    assert texts(words(force, reference, "update")) == ("Test: news 109.",)
    assert texts(words(force, reference, "update", number=1)) == ("Test: news 0.",)


#: Every kind, from where it is written and by whom.
WRITTEN = {
    "plan": ("in_review", SERGEANT, c.Review("desk_enquiries", plan="Test: T")),
    "review_note": ("in_review", SERGEANT, c.Review("finalise", note="Test: T")),
    "review_pause_note": ("in_review", SERGEANT, c.PauseReview("evidence_to_come", note="Test: T")),
    "question": ("in_call", OFFICER, c.Pause("sergeant_advice", question="Test: T")),
    "summary": ("call_closed", OFFICER, c.Submit("Test: T")),
    "lines_of_enquiry": ("call_closed", OFFICER, c.Submit("Test: summary", ("Test: T", "Test: U"))),
    "update": ("claimed", "spoc", c.Update("Test: T")),
    "triage_note": ("in_triage", SERGEANT, c.Triage(True, note="Test: T")),
    "reassign_note": ("claimed", SERGEANT, c.Reassign(OTHER_OFFICER, "Test: T")),
    "release_note": ("claimed", OFFICER, c.Release("shift_ending", "Test: T")),
    "contact_note": ("claimed", OFFICER, c.RecordContact("spoke", "Test: T")),
    "risk_note": ("claimed", OFFICER, c.ReassessRisk("unchanged", "Test: T")),
    "offer_note": ("reported", "call_handler", c.Offer(True, accepted=True, answers=Answers(*[True] * 7), note="Test: T")),
    "needs_note": ("link_sent", "victim", c.TellNeeds(("other",), note="Test: T")),
    "needs_companion": ("link_sent", "victim", c.TellNeeds(accompanied=True, companion="Test: T")),
    "asked_note": ("link_sent", "victim", c.AskOfficer("stop", note="Test: T")),
    "companion": ("reported", "call_handler", c.Offer(True, accepted=True, answers=Answers(*[True] * 7), companion="Test: T")),
}


@pytest.mark.parametrize("what", KINDS)
def test_every_kind_is_found_where_it_was_written(force, what):
    status, who, command = WRITTEN[what]
    reference = force.bring(status)
    force.must(who, reference, command)
    expected = ("Test: T", "Test: U") if what == "lines_of_enquiry" else ("Test: T",)
    assert texts(words(force, reference, what, SERGEANT, "Test: why.")) == expected


# --- who may, and what is on record -------------------------------------------------------------------------------------------


def test_the_rules_are_those_of_the_details(force):
    reference = force.bring("desk_work")
    assert code(words(force, reference, who=OTHER_OFFICER)) == "not_holder"
    assert code(words(force, reference, who=SERGEANT)) == "why_missing"
    assert code(words(force, reference, who="PC9999")) == "not_on_roster"
    assert texts(words(force, reference, who=SERGEANT, why="Test: to answer a question.")) == (PLAN,)
    assert showings(force, reference) == 1


def test_where_there_is_nothing_to_show_nothing_is_logged(force):
    reference = force.bring("in_review")
    assert code(words(force, reference)) == "nothing_written"
    assert code(words(force, "no-such-reference")) == "unknown_incident"
    assert showings(force, reference) == 0


def test_who_is_not_on_the_roster_does_not_even_hear_whether_something_was_written(force):
    reference = force.bring("in_review")
    assert code(words(force, reference, who="PC9999")) == "not_on_roster"


def test_when_the_showing_cannot_be_logged_nothing_is_shown(force):
    reference = force.bring("desk_work")
    caller = force.caller(OFFICER)
    for call in (1, 2, 3, 4):
        with pytest.raises(Unavailable):
            sealed_words(replace(force.deps, table=Faults(call).around(force.table)), caller, reference, "plan", None)
    assert showings(force, reference) == 0


def test_a_repeat_shows_it_again_and_is_logged_once(force):
    reference = force.bring("desk_work")
    assert words(force, reference, id="k1").texts == words(force, reference, id="k1").texts == (PLAN,)
    assert showings(force, reference) == 1


def test_only_what_was_asked_for_is_opened(force):
    """Spoil every other text: who opened them would fail."""
    reference = force.bring("desk_work")
    for row in force.table.all(f"INC#dorset#{reference}"):
        if row.sk.startswith(("TEXT#", "PERSON")) and not row.sk.endswith(".plan"):
            force.table.rows[row.key] = replace(row, sealed=b"spoilt" * 9)
    assert texts(words(force, reference)) == (PLAN,)


def test_what_was_disposed_of_is_not_there_any_more(force):
    """The key destroyed, or the text itself; that it was asked for is on record all the same."""
    first, second = force.bring("desk_work"), force.bring("desk_work")
    state = keys.state("dorset", first)
    force.table.rows[state] = replace(force.table.rows[state], sealed=None)
    plan = next(row for row in force.table.all(f"INC#dorset#{second}") if row.sk.endswith(".plan"))
    del force.table.rows[plan.key]
    assert [texts(words(force, each)) for each in (first, second)] == [(), ()]
    assert [showings(force, each) for each in (first, second)] == [1, 1]
