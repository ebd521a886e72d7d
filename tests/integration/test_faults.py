"""AWS throttles, fails, hangs up, answers too late or not at all: nothing is lost or doubled, and the caller hears Unavailable.

microburst stands between the service and the emulator and gives each fault in the shape the SDK believes. "Dropped" is the cruel
one: the write took effect and the answer never comes.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import boto3
import pytest
from botocore.config import Config
from msgspec import convert
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain.officer import OfficerRecord
from chalicelib.domain.refusals import Refusal
from chalicelib.service import Deps, claim_next, perform, put_officer, report, shift
from chalicelib.store import dynamo
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.kms import KmsKeyring
from chalicelib.store.personal import context
from chalicelib.store.rows import Row, Unavailable
from tests import emulator as running
from tests.builders import OFFICER, OTHER_OFFICER
from tests.checks import whole_table_is_consistent
from tests.emulated import EmulatedForce, at_once, empty, load
from tests.force import Force
from tests.proxy import Proxy

pytestmark = pytest.mark.usefixtures("aws")
CONFLICT = {
    "code": "TransactionCanceledException",
    "status": 400,
    "fields": {"CancellationReasons": [{"Code": "TransactionConflict"}]},
}
FAULTS: dict[str, dict[str, Any]] = {
    "reset": {"reset": True},
    "dropped": {"response": {"abort_frac": 0.0}},
    "cut short": {"response": {"abort_frac": 0.5}},
    "server error": {"error": {"code": "InternalServerError", "status": 500}},
    "unavailable": {"error": {"code": "ServiceUnavailable", "status": 503}},
    "throttled": {"error": {"code": "ProvisionedThroughputExceededException", "status": 400}},
    "limit": {"error": {"code": "RequestLimitExceeded", "status": 400}},
    "too late": {"timeout_ms": 1500},
    "token expired": {"error": {"code": "ExpiredTokenException", "status": 400}},
}


@pytest.fixture(scope="module")
def proxy(emulator: Any) -> Iterator[Proxy]:
    with Proxy() as proxy:
        yield proxy


@pytest.fixture(scope="module")
def world(proxy: Proxy) -> Iterator[tuple[EmulatedForce, Deps, list[Row]]]:
    """A force, its deps with a table behind the proxy that gives up sooner than a real one, and the rows that its roster makes."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in running.env().items():
            patch.setenv(name, value)
        force = EmulatedForce(staff={})
        patch.setattr(dynamo, "READ_SECONDS", 1.0)
        patch.setattr(dynamo, "RETRIES", 1)
        table = DynamoTable(force.table_name, running.REGION, proxy.url)
        table.query("nothing")
        yield force, replace(force.deps, table=table), Force(standing=True).rows()


@pytest.fixture
def force(world: tuple[EmulatedForce, Deps, list[Row]], proxy: Proxy) -> Iterator[EmulatedForce]:
    proxy.rules([])
    empty(world[0].table_name)
    load(world[0].table_name, world[2])
    yield world[0]
    proxy.rules([])


@pytest.fixture
def through(world: tuple[EmulatedForce, Deps, list[Row]]) -> Deps:
    return world[1]


Do = Callable[[Deps, str], Any]


def reporting(force: EmulatedForce) -> Do:
    body = force.body("A-1")
    return lambda deps, id: report(deps, force.caller("call_handler", id), body)


def updating(force: EmulatedForce) -> Do:
    reference = force.bring("queued")
    return lambda deps, id: perform(deps, force.caller("spoc", id), reference, c.Update("Test: news."))


def claiming(force: EmulatedForce) -> Do:
    force.bring("queued")
    force.bring("queued")
    return lambda deps, id: claim_next(deps, force.caller(OFFICER, id))


def handing_over(force: EmulatedForce) -> Do:
    reference = force.bring("claimed")
    return lambda deps, id: perform(deps, force.caller(OFFICER, id), reference, c.Reassign(OTHER_OFFICER))


def on_a_break(force: EmulatedForce) -> Do:
    return lambda deps, id: shift(deps, force.caller(OFFICER, id), OFFICER, "break")


def on_the_roster(force: EmulatedForce) -> Do:
    entry = convert({"name": "Test Officer-Hazel", "roles": ("officer", "sergeant")}, OfficerRecord)
    return lambda deps, id: put_officer(deps, force.caller("administrator", id), OFFICER, entry)


COMMANDS = [reporting, updating, claiming, handing_over, on_a_break, on_the_roster]


def operations(prepare: Callable[..., Do]) -> list[str]:
    reads = {"reporting": [], "claiming": ["Query"]}.get(prepare.__name__, ["BatchGetItem"])
    return [*reads, "TransactWriteItems"]


CASES = [(prepare, operation) for prepare in COMMANDS for operation in operations(prepare)]
each_case = pytest.mark.parametrize(("prepare", "operation"), CASES, ids=lambda value: getattr(value, "__name__", value))


@each_case
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_call_that_fails_for_good_is_unavailable_and_a_repeat_gives_one_effect(force, through, proxy, prepare, operation, fault):
    do = prepare(force)
    proxy.once(operation, times=10, **fault)
    try:
        first = do(through, "k1")
    except Unavailable:
        first = None
    assert proxy.fired()
    proxy.rules([])
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)
    again = do(through, "k1")
    assert not isinstance(again, Refusal)
    assert first in (None, again)
    before = sorted(force.rows(), key=lambda row: row.key)
    assert do(through, "k1") == again
    assert sorted(force.rows(), key=lambda row: row.key) == before
    assert whole_table_is_consistent(before, keyring=force.keyring)


@each_case
@pytest.mark.parametrize("fault", ["reset", "dropped", "throttled", "server error"])
def test_a_call_that_fails_once_is_made_again_unseen(force, through, proxy, prepare, operation, fault):
    do = prepare(force)
    proxy.once(operation, **FAULTS[fault])
    assert not isinstance(do(through, "k1"), Refusal)
    assert proxy.fired()
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


@pytest.mark.parametrize("prepare", COMMANDS)
def test_transactions_under_way_on_the_same_rows_are_waited_for(force, through, proxy, prepare):
    do = prepare(force)
    proxy.once("TransactWriteItems", times=3, error=CONFLICT)
    assert not isinstance(do(through, "k1"), Refusal)
    assert len(proxy.fired()) == 3
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_a_slow_table_is_waited_for(force, through, proxy):
    do = updating(force)
    proxy.rules([{"service": "dynamodb", "latency": 400}])
    assert not isinstance(do(through, "k1"), Refusal)
    assert len(proxy.fired()) == 2


def test_a_dropped_answer_without_an_id_is_done_once_all_the_same(force, through, proxy):
    """The SDK repeats under the same request token."""
    reference = force.bring("queued")
    proxy.once("TransactWriteItems", **FAULTS["dropped"])
    perform(through, force.caller("spoc"), reference, c.Update("Test: news."))
    assert force.incident(reference).updates == 1
    assert whole_table_is_consistent(force.rows())


@pytest.mark.parametrize("fault", ["reset", "dropped", "server error", "throttled", "too late"])
def test_a_key_service_that_fails_is_unavailable_and_nothing_is_written(force, through, proxy, fault):
    keyring = KmsKeyring(_client("kms", proxy.url), running.fresh_key())
    deps = replace(through, keyring=keyring)
    reference = force.bring("queued")
    before = sorted(force.rows(), key=lambda row: row.key)
    proxy.rules([{"service": "kms", **FAULTS[fault]}])
    with pytest.raises(Unavailable):
        report(deps, force.caller("call_handler", "k1"), force.body("A-1"))
    with pytest.raises(Unavailable):
        perform(deps, force.caller("spoc", "k2"), reference, c.Update("Test: news."))
    assert sorted(force.rows(), key=lambda row: row.key) == before
    proxy.rules([])
    assert not isinstance(report(deps, force.caller("call_handler", "k1"), force.body("A-1")), Refusal)


def test_a_key_is_good_only_for_the_incident_it_was_made_for(aws):
    keyring = KmsKeyring(_client("kms", running.endpoint_url()), running.fresh_key())
    key = keyring.new(context("dorset", "A-1"))
    assert keyring.unwrap(key.wrapped, context("dorset", "A-1")) == key.plain
    assert len(key.plain) == 32
    for other in (context("dorset", "A-2"), context("wessexshire", "A-1")):
        with pytest.raises(Unavailable):
            keyring.unwrap(key.wrapped, other)


def _client(service: str, url: str) -> Any:
    config = Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 2, "mode": "standard"})
    keys = {"aws_access_key_id": running.account(), "aws_secret_access_key": "local"}
    return boto3.client(service, endpoint_url=url, region_name=running.REGION, config=config, **keys)


# --- a bad day ----------------------------------------------------------------------------------------------------------------

STORM = [
    {"service": "dynamodb", "probability": 0.05, "reset": True},
    {"service": "dynamodb", "probability": 0.05, "response": {"abort_frac": 0.0}},
    {"service": "dynamodb", "probability": 0.03, "response": {"abort_frac": 0.5}},
    {"service": "dynamodb", "probability": 0.05, "error": FAULTS["throttled"]["error"]},
    {"service": "dynamodb", "probability": 0.05, "error": FAULTS["server error"]["error"]},
    {"service": "dynamodb", "operation": "TransactWriteItems", "probability": 0.1, "error": CONFLICT},
    {"service": "dynamodb", "probability": 0.05, "latency": {"min": 20, "max": 200}},
]


class BadDay:
    """Eight people at work while one call in four fails; each repeats what was not answered, under the same id."""

    def __init__(self, force: EmulatedForce, deps: Deps) -> None:
        self.force, self.deps, self.unavailable = force, replace(deps, rest=lambda seconds: None), 0

    def insist(self, do: Callable[..., Any], who: str, id: str, *rest: Any) -> Any:
        for _ in range(200):
            try:
                return do(self.deps, self.force.caller(who, id), *rest)
            except Unavailable:
                self.unavailable += 1
        raise AssertionError("never answered")

    def control_room(self, watched: str) -> None:
        for n in range(25):
            self.insist(perform, "spoc", f"news-{n}", watched, c.Update(f"Test: number {n}."))
            self.insist(report, "call_handler", f"report-{n}", self.force.body(f"R-{n:02d}6"))

    def officer(self, name: str) -> int:
        """How many jobs came to an end."""
        chance, ended = random.Random(name), 0
        for n in range(12):
            done = self.insist(claim_next, name, f"{name}-{n}")
            assert not isinstance(done, Refusal), done
            ends = chance.random() < 0.5
            command = c.ReturnToDispatch("not_reachable", "Test: no answer.") if ends else c.Release("shift_ending")
            ended += ends
            self.insist(perform, name, f"{name}-{n}-ends", done.reference, command)
        return ended


@pytest.mark.slow
def test_through_a_day_of_faults_every_command_is_done_once(force, through, proxy, capsys):
    officers = [f"PX{n}" for n in range(6)]
    for each in officers:
        force.hire(each, "officer")
    watched = force.bring("claimed", "WATCHED-6")
    jobs = [force.bring("queued") for _ in range(90)]
    day = BadDay(force, through)

    proxy.rules(STORM)
    _, *ended = at_once(partial(day.control_room, watched), *(partial(day.officer, name) for name in officers))
    fired = len(proxy.fired())
    proxy.rules([])

    rows = force.rows()
    assert whole_table_is_consistent(rows, keyring=force.keyring)
    assert force.incident(watched).updates == 25
    statuses = Counter(force.incident(job).status for job in jobs)
    assert statuses == {"returned": sum(ended), "queued": len(jobs) - sum(ended)}
    assert len([row for row in rows if row.sk == "STATE"]) == 1 + len(jobs) + 25
    with capsys.disabled():
        print(f"\n  {fired} faults, {day.unavailable} times unavailable", end="")
