"""A transaction is done as a whole or not at all, and whoever lost is told which write and to what."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.store.rows import ABSENT, Change, Delete, Key, Put
from chalicelib.store.rows import Test as Must
from tests.contract.table.rows import HERE, a_row, conflict_of, put, sks, the


def test_a_put_replaces_the_whole_row(table):
    put(table, a_row(version=1, job="A-1"))
    put(table, a_row(data="new"))
    assert the(table, a_row()) == a_row(data="new")


def test_a_put_that_must_be_first_is_refused_when_a_row_stands(table):
    put(table, a_row(version=1))
    second = Put(a_row(version=2), ABSENT)
    conflict = conflict_of(table, second)
    assert [(lost.write, lost.code, lost.row) for lost in conflict.lost] == [(second, "ConditionalCheckFailed", a_row(version=1))]
    assert the(table, a_row()).version == 1


def test_a_put_that_must_be_first_is_written_when_none_stands(table):
    table.commit([Put(a_row(), ABSENT)])
    assert the(table, a_row()) == a_row()


def test_a_change_sets_and_removes_and_leaves_the_rest(table):
    put(table, a_row(version=1, job="A-1", sealed=b"key", fingerprint="f"))
    table.commit([Change(a_row().key, {"version": 2, "data": "new"}, remove=("job",), tests=(Must("version", "equal", 1),))])
    assert the(table, a_row()) == a_row(version=2, data="new", sealed=b"key", fingerprint="f")


def test_removing_what_is_not_there_is_no_fault(table):
    put(table, a_row())
    table.commit([Change(a_row().key, {"duty": "on"}, remove=("job", "roles"))])
    assert the(table, a_row()) == a_row(duty="on")


def test_a_set_of_roles_can_be_changed_and_removed(table):
    put(table, a_row(roles=frozenset({"officer"})))
    table.commit([Change(a_row().key, {"roles": {"officer", "sergeant"}})])
    assert the(table, a_row()).roles == {"officer", "sergeant"}
    table.commit([Change(a_row().key, {"duty": "off"}, remove=("roles",))])
    assert the(table, a_row()).roles is None


def test_a_change_of_a_missing_row_creates_nothing(table):
    change = Change(a_row().key, {"version": 2})
    conflict = conflict_of(table, change)
    assert [(lost.write, lost.row) for lost in conflict.lost] == [(change, None)]
    assert the(table, a_row()) is None


@pytest.mark.parametrize(
    ("test", "passes"),
    [
        (Must("version", "equal", 3), True),
        (Must("version", "equal", 4), False),
        (Must("job", "equal", "A-1"), False),
        (Must("duty", "equal", "on"), True),
        (Must("job", "be_absent"), True),
        (Must("duty", "be_absent"), False),
        (Must("roles", "contain", "officer"), True),
        (Must("roles", "contain", "analyst"), False),
        (Must("roles", "contain", "off"), False),
    ],
)
def test_a_change_takes_place_only_if_its_tests_pass(table, test, passes):
    before = a_row(version=3, duty="on", roles=frozenset({"officer", "sergeant"}))
    put(table, before)
    change = Change(before.key, {"fingerprint": "changed"}, tests=(test,))
    if passes:
        table.commit([change])
    else:
        assert [(lost.write, lost.row) for lost in conflict_of(table, change).lost] == [(change, before)]
    assert (the(table, before).fingerprint == "changed") is passes


def test_a_row_without_roles_contains_none(table):
    put(table, a_row())
    conflict_of(table, Change(a_row().key, {"job": "A-1"}, tests=(Must("roles", "contain", "officer"),)))


def test_every_test_has_to_pass(table):
    put(table, a_row(version=1, duty="on"))
    tests = (Must("duty", "equal", "on"), Must("job", "be_absent"), Must("version", "equal", 2))
    conflict_of(table, Change(a_row().key, {"job": "A-1"}, tests=tests))
    table.commit([Change(a_row().key, {"job": "A-1"}, tests=tests[:2])])
    assert the(table, a_row()).job == "A-1"


def test_a_delete_is_done_and_may_be_repeated(table):
    put(table, a_row())
    for _ in range(2):
        table.commit([Delete(a_row().key)])
        assert the(table, a_row()) is None


def test_all_or_nothing(table):
    put(table, a_row("stands", version=1), a_row("to delete"))
    conflict_of(
        table,
        Put(a_row("new")),
        Change(Key(HERE, "stands"), {"version": 2}),
        Delete(Key(HERE, "to delete")),
        Put(a_row("stands too"), (Must("version", "equal", 9),)),
    )
    assert sks(table.query(HERE)) == ["stands", "to delete"]
    assert the(table, a_row("stands")).version == 1


def test_a_hundred_writes_are_one_transaction(table):
    put(table, *(a_row(f"{n:02d}") for n in range(100)))
    assert len(table.query(HERE, limit=200).rows) == 100


def test_a_conflict_names_exactly_the_writes_that_lost_whatever_their_order(table):
    """pynamodb sends deletes, then puts, then updates; the reasons come back in that order and not in ours."""
    put(table, a_row("state", version=2), a_row("receipt", data="first result"), a_row("officer", job="B-2"), a_row("old"))
    writes = [
        Change(Key(HERE, "state"), {"version": 3}, tests=(Must("version", "equal", 1),)),
        Put(a_row("event")),
        Delete(Key(HERE, "old")),
        Put(a_row("entry")),
        Change(Key(HERE, "officer"), {"job": "A-1"}, tests=(Must("job", "be_absent"),)),
        Put(a_row("outbox")),
        Put(a_row("receipt"), ABSENT),
    ]
    conflict = conflict_of(table, *writes)
    assert {lost.write.key.sk: lost.row for lost in conflict.lost} == {
        "state": a_row("state", version=2),
        "officer": a_row("officer", job="B-2"),
        "receipt": a_row("receipt", data="first result"),
    }
    assert {lost.code for lost in conflict.lost} == {"ConditionalCheckFailed"}
    assert conflict.on(Key(HERE, "officer")).row.job == "B-2"
    assert conflict.on(Key(HERE, "event")) is None


@pytest.mark.parametrize("loser", range(5))
def test_each_position_in_a_transaction_is_named_right(table, loser):
    put(table, *(a_row(str(n), version=1) for n in range(5)))
    stale = (Must("version", "equal", 0),)
    current = (Must("version", "equal", 1),)
    writes: list[Any] = [
        Put(a_row("0", version=2), stale if loser == 0 else current),
        Change(Key(HERE, "1"), {"version": 2}, tests=stale if loser == 1 else current),
        Put(a_row("2", version=2), stale if loser == 2 else current),
        Change(Key(HERE, "3"), {"version": 2}, tests=stale if loser == 3 else current),
        Put(a_row("4", version=2), stale if loser == 4 else current),
        Delete(Key(HERE, "9")),
        Put(a_row("8")),
    ]
    conflict = conflict_of(table, *writes)
    assert [lost.write for lost in conflict.lost] == [writes[loser]]
    assert conflict.lost[0].row == a_row(str(loser), version=1)
