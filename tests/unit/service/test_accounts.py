"""Who is behind a chat account: one member of staff or nobody, from the moment the record says so until it no longer does."""

from __future__ import annotations

import pytest
from msgspec import convert
from msgspec.structs import replace

from chalicelib.domain.officer import Officer, OfficerRecord
from chalicelib.domain.refusals import Refusal
from chalicelib.service import Busy, put_officer, who_is
from chalicelib.store import keys
from tests.builders import OFFICER, OTHER_OFFICER
from tests.checks import whole_table_is_consistent
from tests.faulty import Meanwhile, UnderWay
from tests.force import Force


def who(force: Force, user_id: str, platform: str = "slack", of: str = "dorset") -> str | None:
    officer = who_is(force.deps, of, platform, user_id)
    return officer.id if officer else None


def test_an_account_leads_to_the_officer_as_they_are_now(force):
    force.enrol(OFFICER, "officer", chat={"slack": "U1", "teams": "29:1-abc"})
    found = who_is(force.deps, "dorset", "slack", "U1")
    assert found == force.officer()
    assert who(force, "29:1-abc", "teams") == OFFICER
    assert whole_table_is_consistent(force.rows())


@pytest.mark.parametrize(
    ("user_id", "platform", "of"), [("U2", "slack", "dorset"), ("U1", "teams", "dorset"), ("U1", "slack", "wessexshire")]
)
def test_nobody_is_behind_another_account_platform_or_force(force, user_id, platform, of):
    force.enrol(OFFICER, "officer", chat={"slack": "U1"})
    assert who(force, user_id, platform, of) is None


@pytest.mark.parametrize("user_id", ["", "x" * 121, "x" * 5000])
def test_what_could_be_no_account_is_not_looked_for(force, user_id):
    force.table.calls.clear()
    assert who(force, user_id) is None
    assert force.table.calls == []


def test_it_takes_two_reads_and_one_for_nobody(force):
    force.enrol(OFFICER, "officer", chat={"slack": "U1"})
    force.table.calls.clear()
    who(force, "U1")
    assert force.table.calls == ["get", "get"]
    who(force, "U2")
    assert force.table.calls == ["get"] * 3


def test_whoever_is_inactive_is_nobody_and_again_somebody_later(force):
    force.enrol(OTHER_OFFICER, "officer", chat={"slack": "U1"}, active=False)
    assert who(force, "U1") is None
    force.enrol(OTHER_OFFICER, "officer", chat={"slack": "U1"})
    assert who(force, "U1") == OTHER_OFFICER


def test_an_account_that_the_record_changed_or_dropped_leads_nowhere(force):
    force.enrol(OFFICER, "officer", chat={"slack": "U1", "teams": "T1"})
    force.enrol(OFFICER, "officer", chat={"slack": "U2"})
    assert [who(force, "U1"), who(force, "U2"), who(force, "T1", "teams")] == [None, OFFICER, None]
    force.enrol(OFFICER, "officer")
    assert who(force, "U2") is None
    assert force.table.all("CHAT#") == []
    assert whole_table_is_consistent(force.rows())


def test_an_account_is_one_member_of_staff_s_and_the_refusal_says_whose(force):
    force.enrol(OFFICER, "officer", chat={"slack": "U1"})
    before = dict(force.table.rows)
    refused = force.enrol(OTHER_OFFICER, "officer", chat={"slack": "U1", "teams": "T1"})
    assert refused == Refusal("chat_account_taken", f"The slack account is {OFFICER}'s already; take it off their entry first.")
    assert force.table.rows == before
    force.enrol(OFFICER, "officer", chat={"teams": "U1"})
    assert isinstance(force.enrol(OTHER_OFFICER, "officer", chat={"slack": "U1"}), Officer)
    assert (who(force, "U1"), who(force, "U1", "teams")) == (OTHER_OFFICER, OFFICER)
    assert whole_table_is_consistent(force.rows())


def test_a_new_member_of_staff_does_not_get_a_colleagues_account_either(force):
    force.enrol(OFFICER, "officer", chat={"slack": "U1"})
    assert force.enrol("PC3333", "officer", chat={"slack": "U1"}).code == "chat_account_taken"
    assert force.find_officer("PC3333") is None


def test_the_same_account_serves_in_two_forces(force):
    other = Force(force.table, name="wessexshire")
    for each in (force, other):
        each.enrol(OFFICER, "officer", chat={"slack": "U1"})
    assert (who(force, "U1"), who(force, "U1", of="wessexshire")) == (OFFICER, OFFICER)


# --- at the same moment -------------------------------------------------------------------------------------------------------


def racing(force: Force, *happens) -> None:
    plain = force.deps
    force.deps = replace(plain, table=Meanwhile(plain.table, *happens))


def entering(force: Force, id: str, **chat: str):
    """The same entry by another administrator, at any moment."""
    deps = force.deps
    entry = convert({"name": "Test", "roles": ("officer",), "chat": chat}, OfficerRecord)
    return lambda: put_officer(deps, force.caller("administrator"), id, entry)


def test_two_who_change_one_record_at_once_leave_no_account_behind(force):
    force.enrol(OFFICER, "officer", chat={"slack": "U1"})
    racing(force, entering(force, OFFICER, slack="U2"))
    force.enrol(OFFICER, "officer", chat={"slack": "U3"})
    assert [who(force, each) for each in ("U1", "U2", "U3")] == [None, None, OFFICER]
    assert whole_table_is_consistent(force.rows())


def test_the_same_new_account_given_twice_to_the_same_officer_is_no_quarrel(force):
    racing(force, entering(force, OFFICER, slack="U1"))
    assert isinstance(force.enrol(OFFICER, "officer", "sergeant", chat={"slack": "U1"}), Officer)
    assert who(force, "U1") == OFFICER
    assert whole_table_is_consistent(force.rows())


def test_of_two_officers_who_want_the_account_one_has_it(force):
    racing(force, entering(force, OFFICER, slack="U1"))
    assert force.enrol(OTHER_OFFICER, "officer", chat={"slack": "U1"}).code == "chat_account_taken"
    assert who(force, "U1") == OFFICER
    assert whole_table_is_consistent(force.rows())


def test_the_same_command_at_once_gets_the_first_answer_though_the_account_moved_on(force):
    deps, entry = force.deps, convert({"name": "Test", "roles": ("officer",), "chat": {"slack": "U1"}}, OfficerRecord)
    first: list[object] = []

    def everything_happens() -> None:
        first.append(put_officer(deps, force.caller("administrator", "k1"), OFFICER, entry))
        entering(force, OFFICER)()
        entering(force, OTHER_OFFICER, slack="U1")()

    racing(force, everything_happens)
    assert put_officer(force.deps, force.caller("administrator", "k1"), OFFICER, entry) == first[0]
    assert who(force, "U1") == OTHER_OFFICER


def test_an_account_under_way_is_waited_for(force):
    plain = force.deps
    force.deps = replace(plain, table=UnderWay(force.table, 2, partition="CHAT#"))
    assert isinstance(force.enrol(OFFICER, "officer", chat={"slack": "U1"}), Officer)
    force.deps = replace(plain, table=UnderWay(force.table, 1000, partition="CHAT#"))
    with pytest.raises(Busy):
        force.enrol(OFFICER, "officer", chat={"slack": "U2"})


def test_an_account_taken_off_between_the_two_reads_is_nobody_s(force):
    force.enrol(OFFICER, "officer", chat={"slack": "U1"})
    left_over = replace(force.table.rows[keys.account("dorset", "slack", "U1")])
    force.enrol(OFFICER, "officer")
    force.table.rows[left_over.key] = left_over
    assert who(force, "U1") is None
    del force.table.rows[keys.officer("dorset", OFFICER)]
    assert who(force, "U1") is None
