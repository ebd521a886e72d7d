"""The checker itself: whatever is taken out of a consistent table, added to it or changed in it is found."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.store.rows import Key, Row
from tests.builders import OFFICER, OTHER_OFFICER
from tests.checks import faults, whole_table_is_consistent
from tests.force import STATUSES, Force


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    """Incidents at every status, some still held, with receipts, texts and links."""
    force = Force()
    for status in STATUSES:
        reference = force.bring(status)
        if holder := force.incident(reference).holder:
            force.must(holder, reference, c.ReturnToDispatch("not_reachable", "Test: no answer."), id=f"k-{reference}")
    force.bring("in_call")
    force.bring("claimed", officer=OTHER_OFFICER)
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)
    return tuple(force.rows())


def found(rows, **options) -> list[str]:
    return list(faults(rows, **options))


def kinds(rows) -> dict[str, list[Row]]:
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(f"{row.pk.split('#')[0]} {row.sk.split('#')[0] if row.pk.startswith('INC') else ''}".strip(), []).append(
            row
        )
    return by_kind


def test_every_kind_of_row_is_there(rows):
    assert set(kinds(rows)) == {
        "INC STATE",
        "INC EVENT",
        "INC PERSON",
        "INC TEXT",
        "LIST",
        "DUE",
        "OFFICER",
        "LINK",
        "CMD",
        "OUTBOX",
    }


def test_every_row_that_is_missing_is_missed(rows):
    """But for receipts, which expire."""
    unseen = {row.key for row in rows if next(faults(each for each in rows if each is not row), None) is None}
    assert {key.pk.split("#")[0] for key in unseen} == {"CMD"}


@pytest.mark.parametrize("pk", ["LIST#dorset#queue", "DUE#dorset#0", "OUTBOX#dorset#1", "LINK#ab", "CMD#dorset#x", "NEW#thing"])
def test_every_row_too_many_is_an_orphan(rows, pk):
    data = '{"reference":"A-1","status":"queued","version":1,"events":[]}' if pk.startswith("CMD") else "{}"
    assert found([*rows, Row(pk=pk, sk="1", data=data)])


def test_rows_of_workers_are_let_be(rows):
    assert not found([*rows, Row(pk="FEED#dorset", sk="1", data="{}")])
    assert not found([*rows, Row(pk="NEW#thing", sk="1", data="{}")], others=("NEW#",))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("INC STATE", {"version": 99}),
        ("INC STATE", {"sealed": None}),
        ("INC STATE", {"fingerprint": None}),
        ("INC PERSON", {"data": "in clear"}),
        ("INC TEXT", {"sealed": None}),
        ("LIST", {"version": 99}),
        ("LIST", {"data": "{}"}),
        ("OFFICER", {"job": "20261118-99996"}),
        ("OFFICER", {"duty": "off", "job": "20261118-99996"}),
        ("OFFICER", {"roles": frozenset({"analyst"})}),
        ("LINK", {"data": '{"force":"dorset","reference":"20261118-99996"}'}),
        ("OUTBOX", {"data": '{"force":"dorset"}'}),
        ("CMD", {"data": '{"reference":"20261118-99996","status":"queued","version":1,"events":[]}'}),
    ],
    ids=lambda value: value if isinstance(value, str) else ",".join(value),
)
def test_every_row_that_says_something_else_is_found(rows, kind, change):
    victim = next(row for row in kinds(rows)[kind] if row.pk != f"OFFICER#dorset#{row.sk}" and "EVENT" not in row.sk)
    assert found([replace(row, **change) if row.key == victim.key else row for row in rows])


def test_a_state_that_its_events_do_not_tell_is_found(rows):
    state = kinds(rows)["INC STATE"][5]
    other = replace(state, data=state.data.replace('"links":1', '"links":2').replace('"status"', '"links":3,"status"', 1))
    assert any("rebuilt" in fault for fault in found([other if row.key == state.key else row for row in rows]))


def test_a_text_moved_to_another_place_cannot_be_opened(rows):
    force = Force()
    texts = kinds(rows)["INC TEXT"]
    swapped = {texts[0].key: replace(texts[0], sealed=texts[1].sealed)}
    assert any("cannot be opened" in fault for fault in found([swapped.get(row.key, row) for row in rows], keyring=force.keyring))


def test_a_text_that_no_event_refers_to_is_found(rows):
    """Nobody would ever find it to read it, and it would be about a person."""
    text = kinds(rows)["INC TEXT"][0]
    stray = replace(text, sk="TEXT#00000001.note")
    assert any("no event says what it is" in fault for fault in found([*rows, stray]))


def test_an_officer_with_two_jobs_is_found(rows):
    force = Force()
    first = force.bring("claimed")
    row = force.table.rows[Key("OFFICER#dorset", OFFICER)]
    row.job = None
    force.bring("claimed")
    assert any(first in fault and "holds" not in fault for fault in found(force.rows()))


def test_a_command_that_took_effect_twice_is_found(rows):
    force = Force()
    reference = force.bring("queued")
    force.must("spoc", reference, c.Update("Test: news."), id="k1")
    del force.table.rows[Key("CMD#dorset#k1", "CMD")]
    force.must("spoc", reference, c.Update("Test: news."), id="k1")
    assert any("took effect 2 times" in fault for fault in found(force.rows()))


def test_once_relayed_the_outbox_may_be_empty(rows):
    rest = [row for row in rows if not row.pk.startswith(("OUTBOX#", "CMD#", "LINK#"))]
    assert found(rest)
    assert whole_table_is_consistent(rest, relayed=True)
