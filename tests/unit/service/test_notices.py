"""Notices to the team: sealed words, each reading logged, one transaction each, and nothing done twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from msgspec import json
from msgspec.structs import replace

from chalicelib.domain.refusals import Refusal
from chalicelib.domain.team_notice import TeamNotice
from chalicelib.service import Busy
from chalicelib.service.notices import ReadNotice, acknowledge_notice, notices, post_notice, read_notice
from chalicelib.store import keys
from chalicelib.store.incidents import Outgoing
from chalicelib.store.rows import Row, Unavailable
from tests.builders import DAY, HOUR, IDS, MINUTE, OFFICER, OTHER_OFFICER, SERGEANT
from tests.checks import in_the_clear, whole_table_is_consistent
from tests.faulty import Faults, Meanwhile, Torn, UnderWay
from tests.force import Force, code

SPOC = IDS["spoc"]
WORDS = "zq7marker: Test Person-Alder may ring again, 07700 900123"


def post(force: Force, who: str = SPOC, text: str = WORDS, id: str | None = None, **options):
    return post_notice(force.deps, force.caller(who, id), text, **options)


def acknowledge(force: Force, notice: str, who: str = OFFICER, id: str | None = None):
    return acknowledge_notice(force.deps, force.caller(who, id), notice)


def read(force: Force, notice: str, who: str = OFFICER, id: str | None = None):
    return read_notice(force.deps, force.caller(who, id), notice)


def events(force: Force, notice: str) -> list[tuple[str, str]]:
    rows = force.table.all(f"NOTICE#dorset#{notice}")
    return [(each["action"], each["by"]) for row in rows if row.sk.startswith("EVENT") for each in [json.decode(row.data)]]


# --- posted, read, acknowledged -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [SPOC, SERGEANT])
def test_a_notice_is_posted_and_stands_for_a_day(force, who):
    notice = post(force, who)
    assert (notice.by, notice.posted_at, notice.ends) == (who, force.clock.now, force.clock.now + DAY)
    assert notices(force.deps, "dorset") == (notice,)
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_its_words_stand_nowhere_but_sealed(force):
    notice = post(force, id="k1")
    acknowledge(force, notice.id, id="k2")
    read(force, notice.id, id="k3")
    assert in_the_clear(force.rows(), "zq7marker") == []
    assert in_the_clear(force.rows(), "Person-Alder") == []
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_every_active_member_of_staff_may_read_it_and_each_reading_is_on_record(force):
    notice = post(force)
    for who in (OFFICER, OTHER_OFFICER, SERGEANT, SPOC, OFFICER):
        force.clock.forward(MINUTE)
        assert read(force, notice.id, who) == ReadNotice(notice, WORDS)
    assert events(force, notice.id) == [
        ("posted", SPOC),
        *(("read", who) for who in (OFFICER, OTHER_OFFICER, SERGEANT, SPOC, OFFICER)),
    ]
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_when_the_reading_cannot_be_recorded_nothing_is_shown(force):
    notice = post(force)
    faults = Faults(2)
    caller = force.caller(OFFICER)
    with pytest.raises(Unavailable):
        read_notice(replace(force.deps, table=faults.around(force.table)), caller, notice.id)
    assert events(force, notice.id) == [("posted", SPOC)]


def test_the_team_acknowledges_and_who_has_is_known(force):
    notice = post(force)
    force.clock.forward(MINUTE)
    first = acknowledge(force, notice.id)
    force.clock.forward(MINUTE)
    both = acknowledge(force, notice.id, SERGEANT)
    assert list(both.acknowledged) == [OFFICER, SERGEANT]
    assert both.acknowledged[OFFICER] == first.acknowledged[OFFICER]
    assert notices(force.deps, "dorset") == (both,)
    assert code(acknowledge(force, notice.id)) == "already_acknowledged"
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_the_newest_stands_first_and_each_until_its_end(force):
    short = post(force, lasts=timedelta(hours=2))
    force.clock.forward(HOUR)
    long = post(force, lasts=timedelta(days=2))
    assert notices(force.deps, "dorset") == (long, short)
    force.clock.forward(HOUR)
    assert notices(force.deps, "dorset") == (long,)
    assert code(read(force, short.id)) == code(acknowledge(force, short.id)) == "notice_over"
    assert notices(force.deps, "wessexshire") == ()


# --- who may ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [OFFICER, "PC9999", "administrator", "call_handler"])
def test_nobody_else_posts(force, who):
    assert code(post(force, who)) in ("not_permitted", "not_on_roster")
    assert notices(force.deps, "dorset") == ()


@pytest.mark.parametrize("does", [read, acknowledge])
def test_whoever_is_not_on_the_roster_gets_nothing(force, does):
    notice = post(force)
    force.enrol(OTHER_OFFICER, "officer", active=False)
    for who in ("PC9999", OTHER_OFFICER, "system", "call_handler"):
        assert code(does(force, notice.id, who)) == "not_on_roster"
    assert events(force, notice.id) == [("posted", SPOC)]


@pytest.mark.parametrize("id", ["", "nothing", "x" * 5000, "a#b"])
@pytest.mark.parametrize("does", [read, acknowledge])
def test_there_is_no_such_notice(force, does, id):
    assert code(does(force, id)) == "unknown_notice"


def test_another_force_has_no_part_in_it(force):
    notice = post(force)
    other = Force(force.table, name="wessexshire", keyring=force.keyring)
    assert code(read(other, notice.id)) == "unknown_notice"


# --- its rows -----------------------------------------------------------------------------------------------------------------


def test_words_and_key_go_with_time_and_what_was_done_stays(force):
    notice = post(force)
    rows = force.table.all("NOTICE")
    forgotten = {row.sk.split("#")[0]: row.expires for row in rows}
    assert forgotten.pop("EVENT") is None
    assert set(forgotten.values()) == {int((notice.ends + DAY).timestamp())}
    for row in rows:
        if row.expires:
            del force.table.rows[row.key]
    assert code(read(force, notice.id)) == "unknown_notice"
    assert whole_table_is_consistent(force.rows(), relayed=True)


def test_words_swept_away_between_the_record_and_the_reading_are_not_shown(force):
    notice = post(force)
    gone = Meanwhile(force.table, lambda: force.table.rows.pop(keys.notice_text("dorset", notice.id)))
    force.deps = replace(force.deps, table=gone)
    assert code(read(force, notice.id)) == "unknown_notice"


def test_each_notice_has_a_key_of_its_own_and_its_words_cannot_be_moved(force):
    first, second = post(force), post(force, text="Test: another.")
    text = keys.notice_text("dorset", first.id)
    force.table.rows[text] = replace(force.table.rows[keys.notice_text("dorset", second.id)], pk=text.pk)
    with pytest.raises(InvalidTag):
        read(force, first.id)


def test_the_worker_of_the_cards_hears_of_it(force):
    """The outbox says what happened to which notice, and by whom; never its words."""
    notice = post(force, id="k1")
    acknowledge(force, notice.id, id="k2")
    told = [json.decode(row.data, type=Outgoing).notice for row in force.table.all("OUTBOX#dorset") if "notice" in row.data]
    assert {(each.notice, each.action, each.by, each.command) for each in told} == {
        (notice.id, "posted", SPOC, "k1"),
        (notice.id, "acknowledged", OFFICER, "k2"),
    }


# --- once, whatever happens ---------------------------------------------------------------------------------------------------


def test_each_is_one_read_and_one_transaction(force):
    notice = post(force)
    for does, calls in ((acknowledge, ["get", "commit"]), (read, ["get", "commit", "get"])):
        force.table.calls.clear()
        does(force, notice.id, id=f"k-{does.__name__}")
        assert force.table.calls == calls
    force.table.calls.clear()
    notices(force.deps, "dorset")
    post(force)
    assert force.table.calls == ["query", "get", "commit"]


def test_a_repeat_gets_the_first_answer_and_changes_nothing(force):
    notice = post(force, id="k1")
    acknowledged = acknowledge(force, notice.id, id="k2")
    shown = read(force, notice.id, id="k3")
    before = dict(force.table.rows)
    force.clock.forward(HOUR)
    assert post(force, id="k1") == notice
    assert acknowledge(force, notice.id, id="k2") == acknowledged
    assert read(force, notice.id, id="k3") == shown
    assert force.table.rows == before


def test_an_id_used_for_something_else_is_refused(force):
    notice = post(force, id="k1")
    assert code(post(force, text="Test: another.", id="k1")) == "command_id_reused"
    assert code(post(force, lasts=HOUR, id="k1")) == "command_id_reused"
    assert code(read(force, notice.id, SPOC, id="k1")) == "command_id_reused"


def test_two_who_acknowledge_at_once_both_count(force):
    notice, plain = post(force), force.deps
    other = Meanwhile(force.table, lambda: acknowledge_notice(plain, force.caller(OTHER_OFFICER), notice.id))
    force.deps = replace(plain, table=other)
    assert set(acknowledge(force, notice.id).acknowledged) == {OFFICER, OTHER_OFFICER}
    assert whole_table_is_consistent(force.rows())


def test_the_same_acknowledgement_at_once_counts_once(force):
    notice, plain, first = post(force), force.deps, []

    def same():
        first.append(acknowledge_notice(plain, force.caller(OFFICER, "k1"), notice.id))

    for table in (Meanwhile(force.table, same), Torn(force.table, "CMD#", same)):
        force.deps = replace(plain, table=table)
        assert acknowledge(force, notice.id, id="k1") == first[0]
    assert isinstance(first[0], TeamNotice)
    assert whole_table_is_consistent(force.rows())


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("does", ["post", "acknowledge", "read"])
def test_whatever_call_fails_a_repeat_puts_it_right(does, after):
    for call in range(1, 9):
        force = Force()
        notice = post(force, id="k0")
        todo = {
            "post": lambda deps, force=force: post_notice(deps, force.caller(SPOC, "k1"), WORDS),
            "acknowledge": lambda deps, force=force, id=notice.id: acknowledge_notice(deps, force.caller(OFFICER, "k1"), id),
            "read": lambda deps, force=force, id=notice.id: read_notice(deps, force.caller(OFFICER, "k1"), id),
        }[does]
        faults = Faults(call, after=after)
        try:
            todo(replace(force.deps, table=faults.around(force.table), keyring=faults.around(force.keyring)))
        except Unavailable:
            assert whole_table_is_consistent(force.rows(), keyring=force.keyring)
        assert not isinstance(todo(force.deps), Refusal)
        assert len(events(force, notice.id)) + len(notices(force.deps, "dorset")) == 3
        assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_what_finds_no_way_through_is_busy(force):
    notice = post(force)
    force.deps = replace(force.deps, table=UnderWay(force.table, 1000, partition="NOTICE#"))
    with pytest.raises(Busy):
        acknowledge(force, notice.id)


def test_the_checker_misses_what_is_missing(force):
    notice = post(force)
    acknowledge(force, notice.id)
    rows = list(force.rows())
    for row in force.table.all("NOTICE"):
        with pytest.raises(AssertionError):
            whole_table_is_consistent([each for each in rows if each.key != row.key])
    with pytest.raises(AssertionError, match="orphan"):
        whole_table_is_consistent([*rows, Row(pk="NOTICES#dorset", sk="1", data="{}")])
