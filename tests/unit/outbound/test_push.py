"""Webhooks: signed, in order, held while command and control is down, and never held up for ever by one update."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.outbound import feed, push, webhook
from chalicelib.outbound.cad import append
from chalicelib.outbound.nudges import Later, Nudge
from chalicelib.outbound.ports import Within
from chalicelib.store.rows import Delete
from tests import builders as b
from tests.faults import check_pushes
from tests.workers import World


def ids(world: World) -> list[str]:
    return [id for id, _ in world.cad.got]


@pytest.fixture
def fed(world: World) -> World:
    """Five updates in the feed that command and control has not been told of."""
    world.cad.down = True
    world.report()
    world.to("queued")
    world.settle()
    world.cad.down = False
    world.clock.forward(timedelta(hours=1))
    return world


def test_while_it_is_down_everything_is_held_and_then_comes_in_order(world: World) -> None:
    world.cad.down = True
    world.report()
    world.to("link_sent")
    world.recover(30)
    assert ids(world) == []

    world.cad.down = False
    world.recover(6)

    assert len(ids(world)) > 8
    check_pushes(world)


def test_the_pauses_grow_and_stay_below_five_minutes(fed: World) -> None:
    fed.cad.down = True
    fed.cad.calls = 0
    moments = []
    for _ in range(20):
        at = push.position_key("dorset")
        push.push(fed.ports, "dorset")
        moments.append(push._position(fed.table.rows[at].data).next_attempt)
        fed.clock.now = moments[-1]

    pauses = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert fed.cad.calls == 20
    assert all(pause <= timedelta(minutes=5) for pause in pauses)
    assert pauses[0] < timedelta(seconds=10)
    assert pauses[-1] > timedelta(minutes=2)


def test_before_the_pause_is_over_nothing_is_posted(fed: World) -> None:
    fed.cad.answers = [503]
    push.push(fed.ports, "dorset")
    fed.cad.calls = 0

    assert push.push(fed.ports, "dorset") == 0

    assert fed.cad.calls == 0


@pytest.mark.parametrize("status", [None, 500, 503, 408, 409, 425, 429, 401, 403])
def test_trouble_that_passes_is_never_set_aside(fed: World, status: int | None) -> None:
    fed.cad.answers = [status] * 30
    for _ in range(30):
        push.push(fed.ports, "dorset")
        fed.clock.forward(timedelta(minutes=6))
    assert fed.table.all("ASIDE#") == []

    push.push(fed.ports, "dorset")

    check_pushes(fed)


@pytest.mark.parametrize("status", [400, 404, 410, 422, 302])
def test_what_is_refused_for_good_ten_times_is_set_aside_and_the_rest_goes_on(fed: World, status: int) -> None:
    fed.cad.answers = [status] * 10

    for _ in range(10):
        assert ids(fed) == []
        push.push(fed.ports, "dorset")
        fed.clock.forward(timedelta(minutes=6))

    first, *rest = [update.id for update in fed.feed()]
    assert ids(fed) == rest
    (row,) = fed.table.all("ASIDE#dorset")
    assert f'"id":"{first}"' in row.data
    assert f'"status":{status}' in row.data
    (letter,) = fed.dead("cad")
    assert letter["MessageBody"] == f'{{"force":"dorset","again":"{row.sk}"}}'


def test_a_refusal_between_is_not_enough(fed: World) -> None:
    fed.cad.answers = [422] * 9

    for _ in range(10):
        push.push(fed.ports, "dorset")
        fed.clock.forward(timedelta(minutes=6))

    assert fed.table.all("ASIDE#") == []
    check_pushes(fed)


def test_what_was_set_aside_is_sent_again(fed: World) -> None:
    fed.cad.answers = [422] * 10
    for _ in range(10):
        push.push(fed.ports, "dorset")
        fed.clock.forward(timedelta(minutes=6))
    number = fed.table.all("ASIDE#dorset")[0].sk

    append(fed.ports, Nudge("dorset", again=number))

    assert ids(fed)[-1] == fed.feed()[0].id
    assert fed.table.all("ASIDE#") == []
    append(fed.ports, Nudge("dorset", again=number))
    assert ids(fed).count(fed.feed()[0].id) == 1


def test_what_is_refused_again_stays_set_aside(fed: World) -> None:
    fed.cad.refuses = {b.REFERENCE}
    for _ in range(10):
        push.push(fed.ports, "dorset")
        fed.clock.forward(timedelta(minutes=6))
    number = fed.table.all("ASIDE#dorset")[0].sk

    with pytest.raises(Later):
        append(fed.ports, Nudge("dorset", again=number))

    assert fed.table.all("ASIDE#dorset")[0].sk == number


def test_only_one_pusher_a_force(fed: World) -> None:
    """The second comes while the first is posting."""
    inner: list[int] = []
    post = fed.ports.post

    def slow(url: str, body: bytes, headers: dict[str, str]) -> int | None:
        inner.append(push.push(replace(fed.ports, post=post), "dorset"))
        return post(url, body, headers)

    taken = push.push(replace(fed.ports, post=slow), "dorset")

    assert taken == 5
    assert inner == [0] * 5
    check_pushes(fed)


def test_a_pusher_whose_lease_was_taken_over_stops(fed: World) -> None:
    """It stood still for too long; another one went on. One update may come twice, under the same id."""
    post, first = fed.ports.post, [True]

    def stands_still(url: str, body: bytes, headers: dict[str, str]) -> int | None:
        if first:
            first.clear()
            fed.clock.forward(push.LEASE)
            push.push(replace(fed.ports, post=post), "dorset")
        return post(url, body, headers)

    push.push(replace(fed.ports, post=stands_still), "dorset")

    told = [update.id for update in fed.feed()]
    assert ids(fed) == [*told, told[0]]


def test_when_the_time_is_up_the_next_one_goes_on(fed: World) -> None:
    calls = iter([False, False, False, True, True, True])

    push.push(replace(fed.ports, time_is_up=lambda: next(calls)), "dorset")
    assert 0 < len(ids(fed)) < 5
    push.push(fed.ports, "dorset")

    check_pushes(fed)


def test_a_force_that_pulls_is_not_pushed_to(world: World) -> None:
    policy = replace(b.policy(), cad=replace(b.policy().cad, push=False))
    world.ports = replace(world.ports, deps=replace(world.deps, policies={"dorset": policy}))
    world.report()

    world.recover(2)

    assert world.kinds() == ["reported"]
    assert world.cad.calls == 0


def test_a_missing_secret_is_loud_and_holds_everything(fed: World, capsys: pytest.CaptureFixture[str]) -> None:
    def missing(name: str) -> webhook.Address:
        raise webhook.NotConfigured(f"secret {name} cannot be read")

    assert push.push(replace(fed.ports, address=missing), "dorset") == 0
    assert "WebhookNotConfigured" in capsys.readouterr().out

    push.push(fed.ports, "dorset")
    check_pushes(fed)


def test_an_update_that_is_gone_from_the_feed_is_not_sent_again(fed: World) -> None:
    push.push(fed.ports, "dorset")
    fed.table.commit([Delete(feed.Key(feed.feed_list("dorset"), "000000000001"))])

    append(fed.ports, Nudge("dorset", again="000000000001"))

    assert len(ids(fed)) == 5


def test_a_budget_ends() -> None:
    now = [0.0]
    budget = Within(5, clock=lambda: now[0])
    assert not budget()
    now[0] = 5.1
    assert budget()
    assert budget.left() == 0
