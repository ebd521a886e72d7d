"""Break exactly one call of the machinery: before it, or after it took effect; by an error, or by the death of the process.

meter = Meter(n=7, after=True, kill=False)
with_faults(world, meter)            # every port the workers use now goes through the meter
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ConnectionClosedError, EndpointConnectionError
from msgspec.structs import replace

from chalicelib.chat.wall import Unanswered
from chalicelib.domain.incident import Incident
from chalicelib.insight import fact
from chalicelib.outbound import updates
from chalicelib.outbound.providers import NotSent, Unknown
from chalicelib.outbound.queues import Queues
from chalicelib.store import keys
from chalicelib.store.incidents import recorded, stored
from chalicelib.store.rows import Unavailable
from tests.workers import World


class Killed(BaseException):
    """The process is gone: nothing of ours catches this."""


class Meter:
    """Counts calls, and breaks the n-th (from 1). `name` is that call, `total` how many there were; n=0 breaks none."""

    def __init__(self, n: int = 0, after: bool = False, kill: bool = False) -> None:
        self.n, self.after, self.kill = n, after, kill
        self.total, self.name = 0, ""

    def call(self, name: str, before: Exception, after: Exception, do: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self.total += 1
        if self.total != self.n:
            return do(*args, **kwargs)
        self.name = name
        if not self.after:
            raise Killed if self.kill else before
        do(*args, **kwargs)
        raise Killed if self.kill else after


class _Through:
    """Every method of `target` goes through the meter."""

    def __init__(self, target: Any, meter: Meter, name: str, before: Exception, after: Exception) -> None:
        self._target, self._meter, self._name, self._errors = target, meter, name, (before, after)

    def __getattr__(self, name: str) -> Any:
        do = getattr(self._target, name)
        return lambda *args, **kwargs: self._meter.call(f"{self._name}.{name}", *self._errors, do, *args, **kwargs)


def with_faults(world: World, meter: Meter) -> None:
    """Put the meter between the workers and all their ports. What people do (`world.do`) stays undisturbed."""
    table = _Through(world.table, meter, "table", Unavailable("before"), Unavailable("after"))
    keyring = _Through(world.deps.keyring, meter, "keyring", Unavailable("before"), Unavailable("after"))
    sqs = _Through(world.sqs, meter, "sqs", before_error(), after_error())
    world.ports = replace(
        world.ports,
        deps=replace(world.deps, table=table, keyring=keyring),
        queues=Queues(sqs, world.urls),
        provider=lambda name, policy: _Through(
            world.provider(name, policy), meter, name, NotSent("throttled", passing=True), Unknown("lost")
        ),
        post=lambda *args: posted(meter, world.cad.post, *args),
        wall=lambda force: _Through(world.wall, meter, "wall", Unanswered("before"), Unanswered("after")),
    )


def before_error() -> Exception:
    """What the SDK raises when nothing has been sent."""
    return EndpointConnectionError(endpoint_url="test")


def after_error() -> Exception:
    """What the SDK raises when the answer is lost."""
    return ConnectionClosedError(endpoint_url="test")


def posted(meter: Meter, post: Callable[..., int | None], *args: Any) -> int | None:
    try:
        return meter.call("post", OSError(), OSError(), post, *args)
    except OSError:
        return None


def without_faults(world: World) -> None:
    """From now on everything works again."""
    with_faults(world, Meter())


def lived_through(step: Callable[[], Any]) -> None:
    """Run one step of the machinery as a process of its own: it may die."""
    with contextlib.suppress(Killed):
        step()


def break_each_call(
    first: World, patch: Any, run: Callable[[World], None], check: Callable[[World], None], *, after: bool, kill: bool
) -> set[str]:
    """Break the first call of a run, then the second of another run that begins alike, to the last. The names of those broken.

    After each run everything works again, and `check` looks at what has become of it.
    """
    n, broken = 0, set()
    while True:
        n += 1
        world, meter = first.again(patch), Meter(n, after, kill)
        with_faults(world, meter)
        run(world)
        if not meter.name:
            return broken
        broken.add(meter.name)
        without_faults(world)
        try:
            check(world)
        except (AssertionError, KeyError, ValueError) as error:
            raise AssertionError(f"call {n}, {meter.name}") from error


# --- what must hold afterwards --------------------------------------------------------------------------------------------------


def incident(world: World, reference: str) -> Incident:
    state = keys.state(world.force, reference)
    return stored(world.table.get([state])[state]).incident


def check_everything(world: World, references: list[str]) -> None:
    """Nothing lost, nothing doubled unseen, everything in order, nothing left lying."""
    left = [row.data for row in world.outbox()]
    assert left == [], left
    assert world.sqs.left() == []
    check_feed(world, references)
    check_pushes(world)
    for reference in references:
        check_fact(world, reference)
    check_texts(world, references)


def check_feed(world: World, references: list[str]) -> None:
    feed = world.feed()
    assert [update.id for update in feed] == [f"upd-{n:012d}" for n in range(1, len(feed) + 1)]
    for reference in references:
        rows = world.table.query(keys.incident(world.force, reference), prefix="EVENT#", limit=1000).rows
        expected = [(each.kind, each.version) for each in updates.updates(world.force, map(recorded, rows), 0)]
        assert [(each.kind, each.version) for each in feed if each.reference == reference] == expected


def check_pushes(world: World) -> None:
    """All of the feed, in its order; one may come twice, but then under the same id and at once."""
    got = [id for id, _ in world.cad.got]
    once = [id for n, id in enumerate(got) if n == 0 or got[n - 1] != id]
    assert once == [update.id for update in world.feed()]


def check_fact(world: World, reference: str) -> None:
    now = incident(world, reference)
    key = fact.key(world.force, fact.fact_of(now))
    assert world.table.get([key])[key].version == now.version


def check_texts(world: World, references: list[str]) -> None:
    """For every link one text; two only where the row, the incident and the feed say that there may be two."""
    for reference in references:
        link = incident(world, reference).link
        if link is None:
            continue
        texts = [body for *_, body in world.texts if reference in body]
        row = world.delivery(reference)
        assert row["state"] in ("sent", "unknown"), row
        assert link.delivery == row["state"]
        assert 1 <= len(texts) <= 2
        if len(texts) == 2:
            assert row.get("maybe", 0) + (row["state"] == "sent") == 2
            assert link.possibly_twice
            assert any(each.details.get("possibly_twice") for each in world.feed() if each.reference == reference)
