"""A row comes back as it was written, and nobody else's."""

from __future__ import annotations

from chalicelib.store.rows import Key, Row
from tests.contract.table.rows import HERE, a_row, put, the


def test_a_row_comes_back_as_it_was_written(table):
    row = Row(
        pk="INC#dorset#A-1",
        sk="STATE",
        version=7,
        data='{"text":"Zoë 🚲 \\"quoted\\""}',
        sealed=bytes(range(256)),
        fingerprint="ab12",
        duty="on",
        job="A-1",
        idle_since="2026-11-18T10:00:00.000000Z",
        duty_since="2026-11-18T10:00:00.000000Z",
        roles=frozenset({"officer", "sergeant"}),
        expires=1_800_000_000,
    )
    put(table, row)
    assert the(table, row) == row


def test_attributes_that_were_not_written_are_none(table):
    row = Row(pk=HERE, sk="bare")
    put(table, row)
    assert the(table, row) == row
    assert the(table, row).version is None


def test_numbers_come_back_as_whole_numbers(table):
    put(table, a_row(version=0, expires=2**53))
    found = the(table, a_row())
    assert (found.version, found.expires) == (0, 2**53)
    assert type(found.version) is int


def test_missing_rows_are_left_out(table):
    put(table, a_row("1"))
    assert list(table.get([Key(HERE, "1"), Key(HERE, "2"), Key("elsewhere", "1")])) == [Key(HERE, "1")]


def test_nothing_asked_nothing_found(table):
    assert table.get([]) == {}


def test_a_key_asked_twice_is_found_once(table):
    put(table, a_row("1"))
    assert table.get([Key(HERE, "1"), Key(HERE, "1")]) == {Key(HERE, "1"): a_row("1")}


def test_more_than_a_hundred_keys_can_be_asked_for(table):
    rows = [a_row(f"{n:03d}") for n in range(230)]
    for start in range(0, 230, 100):
        put(table, *rows[start : start + 100])
    assert table.get(row.key for row in rows) == {row.key: row for row in rows}


def test_what_was_read_is_a_copy(table):
    put(table, a_row("1"))
    the(table, a_row("1")).data = "changed by the reader"
    table.query(HERE).rows[0].data = "changed by the reader"
    assert the(table, a_row("1")) == a_row("1")
