"""The contract of the `Table` port, the same for the fake, for DynamoDB by moto and for DynamoDB by ministack.

What the unit tests believe of the fake is therefore true of the real thing.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.store import dynamo
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.rows import ABSENT, Change, Conflict, Delete, Key, Page, Put, Row, Table, Unavailable
from chalicelib.store.rows import Test as Must
from infra.local.emulator import free_port
from tests import emulator
from tests.fakes import FakeTable

REGION = emulator.REGION
HERE = "LIST#dorset#queue"


@pytest.fixture(params=["fake", "moto", "ministack"])
def table(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    if request.param == "fake":
        yield FakeTable()
    elif request.param == "moto":
        yield from _moto(monkeypatch)
    else:
        for name, value in emulator.env().items():
            monkeypatch.setenv(name, value)
        yield DynamoTable(emulator.fresh_table(stream=False), REGION, emulator.endpoint_url())


def _moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    _pretend_credentials(monkeypatch)
    with mock_aws():
        boto3.client("dynamodb", region_name=REGION).create_table(
            TableName="evr",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        )
        yield DynamoTable("evr", REGION)


def _pretend_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


def a_row(sk: str = "1", pk: str = HERE, **values: Any) -> Row:
    return Row(pk=pk, sk=sk, **{"data": f"data of {sk}"} | values)


def put(table: Table, *rows: Row) -> None:
    table.commit([Put(row) for row in rows])


def the(table: Table, row: Row) -> Row | None:
    return table.get([row.key]).get(row.key)


def sks(page: Page) -> list[str]:
    return [row.sk for row in page.rows]


def conflict_of(table: Table, *writes: Any) -> Conflict:
    with pytest.raises(Conflict) as caught:
        table.commit(writes)
    return caught.value


# --- get ----------------------------------------------------------------------------------------------------------------------


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


# --- query --------------------------------------------------------------------------------------------------------------------


def test_a_partition_is_read_in_the_order_of_its_sort_keys(table):
    put(table, *(a_row(sk) for sk in ("b", "a", "C", "10", "9")), a_row("a", pk="LIST#dorset#triage"))
    assert table.query(HERE) == Page(tuple(a_row(sk) for sk in ("10", "9", "C", "a", "b")), None)


def test_an_empty_partition_is_an_empty_page(table):
    assert table.query("LIST#nobody#queue") == Page((), None)


def test_a_prefix_narrows_a_query(table):
    put(table, *(a_row(sk) for sk in ("EVENT#1", "EVENT#2", "STATE", "EVENT")))
    assert sks(table.query(HERE, prefix="EVENT#")) == ["EVENT#1", "EVENT#2"]
    assert sks(table.query(HERE, prefix="NONE#")) == []


def test_upto_includes_its_bound(table):
    put(table, *(a_row(sk) for sk in ("1", "2", "3")))
    assert sks(table.query(HERE, upto="2")) == ["1", "2"]
    assert sks(table.query(HERE, upto="0")) == []


def test_after_leaves_its_bound_out_and_it_need_not_exist(table):
    put(table, *(a_row(sk) for sk in ("1", "2", "3")))
    assert sks(table.query(HERE, after="1")) == ["2", "3"]
    assert sks(table.query(HERE, after="2x")) == ["3"]
    assert sks(table.query(HERE, after="3")) == []


def test_between_after_and_upto(table):
    put(table, *(a_row(sk) for sk in ("1", "2", "3", "4")))
    assert sks(table.query(HERE, after="1", upto="3")) == ["2", "3"]


def test_nothing_lies_between_a_bound_and_an_earlier_one(table):
    put(table, *(a_row(sk) for sk in ("1", "2", "3")))
    assert table.query(HERE, after="3", upto="2") == Page((), None)
    assert table.query(HERE, after="2", upto="2") == Page((), None)


def test_after_within_a_prefix(table):
    put(table, *(a_row(sk) for sk in ("EVENT#1", "EVENT#2", "EVENT#3", "STATE")))
    assert sks(table.query(HERE, prefix="EVENT#", after="EVENT#1")) == ["EVENT#2", "EVENT#3"]


def test_after_something_outside_the_prefix(table):
    put(table, *(a_row(sk) for sk in ("EVENT#1", "EVENT#2", "STATE")))
    assert sks(table.query(HERE, prefix="EVENT#", after="DUE")) == ["EVENT#1", "EVENT#2"]
    assert sks(table.query(HERE, prefix="EVENT#", after="FACT")) == []


def test_the_limit_is_kept_and_the_page_says_where_to_go_on(table):
    put(table, *(a_row(sk) for sk in ("1", "2", "3")))
    page = table.query(HERE, limit=2)
    assert (sks(page), page.after) == (["1", "2"], "2")


@pytest.mark.parametrize("options", [{}, {"prefix": "k"}, {"upto": "k22"}], ids=["all", "prefix", "upto"])
@pytest.mark.parametrize("limit", [1, 5, 7, 23, 24, 100])
def test_paging_to_the_end_finds_each_row_once_in_order(table, limit, options):
    put(table, *(a_row(f"k{n:02d}") for n in range(23)))
    found, after, pages = [], None, 0
    while pages == 0 or after is not None:
        page = table.query(HERE, after=after, limit=limit, **options)
        assert len(page.rows) <= limit
        found, after, pages = found + sks(page), page.after, pages + 1
    assert found == [f"k{n:02d}" for n in range(23)]


def test_a_write_is_seen_by_the_next_read(table):
    for n in range(20):
        put(table, a_row("1", version=n))
        assert the(table, a_row()).version == n
        assert table.query(HERE).rows[0].version == n


def test_a_page_larger_than_a_megabyte_is_paged_within(table):
    put(table, *(a_row(f"{n}", data="x" * 300_000) for n in range(6)))
    assert sks(table.query(HERE, limit=6)) == list("012345")


# --- commit -------------------------------------------------------------------------------------------------------------------


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


# --- the real ones, when the table does not answer ----------------------------------------------------------------------------


CALLS = {
    "get": lambda table: table.get([Key(HERE, "1")]),
    "query": lambda table: table.query(HERE),
    "commit": lambda table: table.commit([Put(a_row()), Change(Key(HERE, "2"), {"version": 1})]),
}
each_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend_credentials(monkeypatch)
    monkeypatch.setattr(dynamo, "RETRIES", 0)
    monkeypatch.setattr(dynamo, "READ_SECONDS", 0.2)


@each_call
def test_unavailable_when_nobody_answers_at_the_address(impatient, call):
    with pytest.raises(Unavailable):
        call(DynamoTable("evr", REGION, f"http://127.0.0.1:{free_port()}"))


class _Answering:
    """An address that gives one answer to everything: an error (status, body), or the first bytes of an answer, or None."""

    def __init__(self, answer: tuple[int, dict[str, Any]] | bytes | None) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                if answer is None:
                    self.close_connection = True
                    return
                status, body = (200, answer) if isinstance(answer, bytes) else (answer[0], json.dumps(answer[1]).encode())
                self.send_response(status)
                self.send_header("Content-Length", str(len(body) + 100 * isinstance(answer, bytes)))
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = True

            def log_message(self, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> _Answering:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def error(status: int, code: str, **more: Any) -> tuple[int, dict[str, Any]]:
    return status, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "no"} | more


def cancelled(*codes: str) -> tuple[int, dict[str, Any]]:
    return error(400, "TransactionCanceledException", CancellationReasons=[{"Code": code} for code in codes])


ANSWERS = {
    "throttled": error(400, "ProvisionedThroughputExceededException"),
    "throttling": error(400, "ThrottlingException"),
    "limit": error(400, "RequestLimitExceeded"),
    "in progress": error(400, "TransactionInProgressException"),
    "server error": error(500, "InternalServerError"),
    "unavailable": error(503, "ServiceUnavailable"),
    "expired": error(400, "ExpiredTokenException"),
    "no table": error(400, "ResourceNotFoundException"),
    "hung up": None,
}


@each_call
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_unavailable_whatever_else_the_address_answers(impatient, answer, call):
    with _Answering(answer) as address, pytest.raises(Unavailable):
        call(DynamoTable("evr", REGION, address.url))


@pytest.mark.parametrize("call", [CALLS["get"], CALLS["query"]], ids=["get", "query"])
def test_an_answer_that_was_cut_short_is_not_taken_for_an_empty_one(impatient, call):
    with _Answering(b'{"Responses": {"evr": [') as address, pytest.raises(Unavailable):
        call(DynamoTable("evr", REGION, address.url))


@pytest.mark.parametrize("code", ["ThrottlingError", "ProvisionedThroughputExceeded", "ValidationError"])
def test_a_transaction_that_nobody_else_stopped_is_unavailable(impatient, code):
    with _Answering(cancelled("None", code)) as address, pytest.raises(Unavailable):
        CALLS["commit"](DynamoTable("evr", REGION, address.url))


def test_a_transaction_stopped_by_one_under_way_names_the_write_and_no_row(impatient):
    change = Change(Key(HERE, "2"), {"version": 1})
    with _Answering(cancelled("None", "TransactionConflict")) as address:
        conflict = conflict_of(DynamoTable("evr", REGION, address.url), change, Put(a_row()))
    assert [(lost.write, lost.code, lost.row) for lost in conflict.lost] == [(change, "TransactionConflict", None)]
