"""Send one message: lease its row, call the providers, settle the row, tell the incident.

A crash at any point is seen when the message comes again: before the call nothing has been sent, after it the row still says
"sending", and the next try is known to be a possible second.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ..domain.commands import RecordDelivery
from ..domain.delivery import Undelivered
from ..domain.refusals import Refusal
from ..domain.words import Role
from ..service import Caller, perform
from ..store.rows import Key, Row, Unavailable
from . import deliveries, noting
from .deliveries import Delivery
from .letter import Letter
from .marks import Mark
from .nudges import Later
from .ports import Ports, Within
from .providers import NewCode, NotSent, NotSetUp, Provider, Remembers, SendError, Unknown
from .providers.once import CONNECT_SECONDS, READ_SECONDS
from .rewriting import save

#: The officer is told that a text is delayed after so many failed tries; the trying goes on.
TELL_AFTER = 3
SETTLE_ATTEMPTS = 3
#: A message's calls take no longer than this and the last one's time: a worker begins no message after 12 s and lives for 45 s.
CALLS_SECONDS = 20
_decode = msgspec.json.Decoder(Delivery).decode


def delivery_in(row: Row) -> Delivery:
    """What a delivery's row holds."""
    return _decode(row.data or "")


class Task(Struct, frozen=True):
    """One message to be sent. `row` is its delivery as it stands; `cause` names the event and the channel."""

    force: str
    reference: str
    number: int
    key: Key
    row: Row | None

    @property
    def delivery(self) -> Delivery | None:
        return delivery_in(self.row) if self.row else None

    @property
    def cause(self) -> str:
        return f"{self.reference}/{self.key.sk}"

    @property
    def mark(self) -> Mark:
        return Mark(self.force, self.reference, self.key.sk)


def finished(ports: Ports, task: Task) -> bool:
    """Whether nothing remains to be sent; the incident is told once more, for that may be what was interrupted.

    Raises Later when another worker has it.
    """
    was = task.delivery
    if was is not None and was.final:
        tell(ports, task, was)
        return True
    held = deliveries.held_for(was, ports.deps.now())
    if held is not None:
        raise Later("leased by another worker", math.ceil(held.total_seconds()) + 1)
    return False


def skip(ports: Ports, task: Task, code: str) -> None:
    """Do not send it: nobody waits for it any more."""
    settle(ports, task, task.row, deliveries.dropped(task.delivery, task.number, "skipped", code))


def fail(ports: Ports, task: Task, reason: Undelivered) -> None:
    """Do not send it, and tell the officer why."""
    settle(ports, task, task.row, deliveries.dropped(task.delivery, task.number, "failed", reason.value, reason))


def lease(ports: Ports, task: Task) -> tuple[Row, Delivery] | None:
    """Take it up before anything is sent; None when it has been tried often enough. Raises Later when another worker was first."""
    taken = deliveries.leased(task.delivery, task.number, ports.deps.now())
    row = save(ports.deps.table, task.key, task.row, taken)
    if row is None:
        raise Later("leased by another worker this moment")
    if taken.final:
        tell(ports, task, taken)
        return None
    return row, taken


def send(ports: Ports, task: Task, row: Row, taken: Delivery, letter: Letter, providers: Sequence[str]) -> None:
    """Call the providers in the policy's order, and settle. Raises Later when it has to be tried again."""
    after = _call(ports, task, taken, letter, providers)
    settle(ports, task, row, after)


def settle(ports: Ports, task: Task, row: Row | None, after: Delivery) -> None:
    """Write down what became of it, and tell the incident. Raises Later when it has to be tried again."""
    settled = _saved(ports, task, row, after)
    if settled is None:
        raise Later("another worker settled it")
    after = settled
    noting.log("message settled", cause=task.cause, force=task.force, state=after.state, attempts=after.attempts, code=after.code)
    noting.measure(task.force, {f"Messages{after.state.capitalize()}": 1})
    if after.final or after.attempts == TELL_AFTER:
        tell(ports, task, after)
    if not after.final:
        raise Later("not sent yet")


def _saved(ports: Ports, task: Task, row: Row | None, after: Delivery) -> Delivery | None:
    """Try more than once: what is lost here is sent again as a possible second message.

    None when the row is another worker's. A receipt that came in meanwhile is kept.
    """
    for turn in range(SETTLE_ATTEMPTS):
        try:
            if save(ports.deps.table, task.key, row, after):
                return after
            row = ports.deps.table.get([task.key]).get(task.key)
        except Unavailable:
            if turn == SETTLE_ATTEMPTS - 1:
                raise
            ports.deps.rest(0.1 * 4**turn)
            continue
        now = delivery_in(row) if row else None
        if now == after:
            return after  # the write before had taken effect, though it was not answered
        if now is None or not deliveries.same_call(now, after):
            return None
        after = replace(after, heard=now.heard)
    return None


def _call(ports: Ports, task: Task, taken: Delivery, letter: Letter, providers: Sequence[str]) -> Delivery:
    """The next provider is asked only when the one before has certainly not sent it, and the trouble was its own."""
    budget = Within(CALLS_SECONDS)
    order = sorted(providers, key=lambda name: name == taken.provider)  # who lost an answer comes last
    found = _had(ports, task, taken, letter, order) if taken.maybe else None
    if found:
        return found
    outcome = deliveries.not_sent(taken, "no_provider", passing=True)
    for name in order:
        if budget.left() < CONNECT_SECONDS + READ_SECONDS:
            break
        try:
            id = ports.provider(name, ports.deps.policies[task.force]).send(letter, task.mark)
        except NotSent as error:
            _note(task, name, error)
            outcome = deliveries.not_sent(taken, error.code, error.passing, error.reason)
            if outcome.final:
                return outcome
        except Unknown as error:
            _note(task, name, error)
            return deliveries.lost(taken, error.code, name)
        else:
            return deliveries.sent(taken, name, id)
    return outcome


def _had(ports: Ports, task: Task, taken: Delivery, letter: Letter, providers: Sequence[str]) -> Delivery | None:
    """Ask before anything is sent a second time, where there is somebody who can be asked."""
    for name, provider in _who_remember(ports, task, providers):
        try:
            id = provider.had(letter, task.mark)
        except SendError as error:
            _note(task, name, error)
            continue
        if id:
            noting.log("message was sent after all", provider=name, cause=task.cause)
            return deliveries.found(taken, name, id)
    return None


def _who_remember(ports: Ports, task: Task, providers: Sequence[str]) -> Iterator[tuple[str, Remembers]]:
    for name in providers:
        try:
            provider: Provider = ports.provider(name, ports.deps.policies[task.force])
        except NotSent:
            continue  # it is named once more when it is asked to send
        if isinstance(provider, Remembers):
            yield name, provider


_LOUD: dict[type[SendError], tuple[str, str]] = {
    NotSetUp: ("provider is not set up", "ProviderNotSetUp"),
    NewCode: ("provider said what no table knows", "ProviderCodeUnknown"),
    NotSent: ("provider did not send", "ProviderDidNotSend"),
    Unknown: ("provider did not answer", "ProviderDidNotAnswer"),
}


def _note(task: Task, provider: str, error: SendError) -> None:
    message, metric = _LOUD.get(type(error), _LOUD[Unknown])
    noting.failed(message, error, provider=provider, code=error.code, cause=task.cause, force=task.force)
    noting.measure(task.force, {metric: 1})


def tell(ports: Ports, task: Task, delivery: Delivery) -> None:
    """Record it in the incident, once however often this is called: the command's id names what is told."""
    if delivery.told is None:
        return
    status, code, reason = delivery.told
    code = re.sub(r"[^A-Za-z0-9_./-]", "_", code)[:60] if code else None
    command = RecordDelivery(task.number, status, delivery.possibly_twice, code, reason)
    heard = f"/{delivery.report.id}/{code}" if delivery.report else ""
    command_id = f"delivery/{task.cause}/{status}/{delivery.attempts}{heard}"
    caller = Caller(force=task.force, id="system", roles=frozenset({Role.SYSTEM.value}), command_id=command_id)
    done = perform(ports.deps, caller, task.reference, command)
    if isinstance(done, Refusal) and done.code != "already_known":
        noting.log("delivery not recorded", cause=task.cause, code=done.code)
