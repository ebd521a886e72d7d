"""The real table when nobody answers, or something else does."""

from __future__ import annotations

import pytest

from chalicelib.store import dynamo
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.rows import Change, Key, Put, Unavailable
from infra.local.emulator import free_port
from tests.contract.table.answering import Answering, cancelled, error
from tests.contract.table.conftest import REGION, pretend_credentials
from tests.contract.table.rows import HERE, a_row, conflict_of

CALLS = {
    "get": lambda table: table.get([Key(HERE, "1")]),
    "query": lambda table: table.query(HERE),
    "commit": lambda table: table.commit([Put(a_row()), Change(Key(HERE, "2"), {"version": 1})]),
}
each_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_credentials(monkeypatch)
    monkeypatch.setattr(dynamo, "RETRIES", 0)
    monkeypatch.setattr(dynamo, "READ_SECONDS", 0.2)


@each_call
def test_unavailable_when_nobody_answers_at_the_address(impatient, call):
    with pytest.raises(Unavailable):
        call(DynamoTable("evr", REGION, f"http://127.0.0.1:{free_port()}"))


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
    with Answering(answer) as address, pytest.raises(Unavailable):
        call(DynamoTable("evr", REGION, address.url))


@pytest.mark.parametrize("call", [CALLS["get"], CALLS["query"]], ids=["get", "query"])
def test_an_answer_that_was_cut_short_is_not_taken_for_an_empty_one(impatient, call):
    with Answering(b'{"Responses": {"evr": [') as address, pytest.raises(Unavailable):
        call(DynamoTable("evr", REGION, address.url))


@pytest.mark.parametrize("code", ["ThrottlingError", "ProvisionedThroughputExceeded", "ValidationError"])
def test_a_transaction_that_nobody_else_stopped_is_unavailable(impatient, code):
    with Answering(cancelled("None", code)) as address, pytest.raises(Unavailable):
        CALLS["commit"](DynamoTable("evr", REGION, address.url))


def test_a_transaction_stopped_by_one_under_way_names_the_write_and_no_row(impatient):
    change = Change(Key(HERE, "2"), {"version": 1})
    with Answering(cancelled("None", "TransactionConflict")) as address:
        conflict = conflict_of(DynamoTable("evr", REGION, address.url), change, Put(a_row()))
    assert [(lost.write, lost.code, lost.row) for lost in conflict.lost] == [(change, "TransactionConflict", None)]
