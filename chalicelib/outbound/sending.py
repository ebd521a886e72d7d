"""Send one message: lease its row, call the provider, settle the row, tell the incident.

A crash at any point is seen when the message comes again: before the call nothing has been sent, after it the row still says
"sending", and the next try is known to be a possible second.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from ..domain.commands import RecordDelivery
from ..domain.refusals import Refusal
from ..domain.words import Role
from ..service import Caller, perform
from ..store.rows import Key, Row, Unavailable
from . import deliveries, noting
from .deliveries import Delivery
from .nudges import Later
from .ports import Ports
from .providers import NotSent, Unknown
from .rewriting import save
from .wording import Letter

#: The officer is told that a text is delayed after so many failed tries; the trying goes on.
TELL_AFTER = 3
SETTLE_ATTEMPTS = 3
_decode = msgspec.json.Decoder(Delivery).decode


class Task(Struct, frozen=True):
    """One message to be sent. `row` is its delivery as it stands; `cause` names the event and the channel."""

    force: str
    reference: str
    number: int
    key: Key
    row: Row | None

    @property
    def delivery(self) -> Delivery | None:
        return _decode(self.row.data or "") if self.row else None

    @property
    def cause(self) -> str:
        return f"{self.reference}/{self.key.sk}"


def finished(ports: Ports, task: Task) -> bool:
    """Whether nothing remains to be sent; the incident is told once more, for that may be what was interrupted.

    Raises Later when another worker has it.
    """
    was = task.delivery
    held = deliveries.held_for(was, ports.deps.now())
    if held is not None:
        raise Later("leased by another worker", math.ceil(held.total_seconds()) + 1)
    if was is None or not was.final:
        return False
    tell(ports, task, was)
    return True


def drop(ports: Ports, task: Task, state: Literal["skipped", "failed"], code: str) -> None:
    """Do not send it, for good."""
    settle(ports, task, task.row, deliveries.dropped(task.delivery, task.number, state, code))


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
    if _saved(ports, task, row, after) is None:
        raise Later("another worker settled it")
    noting.log("message settled", cause=task.cause, force=task.force, state=after.state, attempts=after.attempts, code=after.code)
    noting.measure(task.force, {f"Messages{after.state.capitalize()}": 1})
    if after.final or after.attempts == TELL_AFTER:
        tell(ports, task, after)
    if not after.final:
        raise Later("not sent yet")


def _saved(ports: Ports, task: Task, row: Row | None, after: Delivery) -> Row | None:
    """Try more than once: what is lost here is sent again as a possible second message."""
    for turn in range(SETTLE_ATTEMPTS - 1):
        try:
            return save(ports.deps.table, task.key, row, after)
        except Unavailable:
            ports.deps.rest(0.1 * 4**turn)
    return save(ports.deps.table, task.key, row, after)


def _call(ports: Ports, task: Task, taken: Delivery, letter: Letter, providers: Sequence[str]) -> Delivery:
    """The next provider is asked only when the one before has certainly not sent it, and the trouble was its own."""
    outcome = deliveries.not_sent(taken, "no_provider", passing=True)
    for name in providers:
        try:
            provider = ports.provider(name)
            id = provider.send(letter.to, letter.sender, letter.subject, letter.body, f"{task.force}/{task.cause}")
        except NotSent as error:
            noting.failed("provider did not send", error, provider=name, code=error.code, cause=task.cause)
            outcome = deliveries.not_sent(taken, error.code, error.passing)
            if outcome.final:
                return outcome
        except Unknown as error:
            noting.failed("provider did not answer", error, provider=name, code=error.code, cause=task.cause)
            return deliveries.lost(taken, error.code)
        else:
            return deliveries.sent(taken, name, id)
    return outcome


_STATUS: dict[str, Literal["sent", "failed", "unknown"]] = {
    "sent": "sent",
    "failed": "failed",
    "unknown": "unknown",
    "waiting": "unknown",
}


def tell(ports: Ports, task: Task, delivery: Delivery) -> None:
    """Record it in the incident, once however often this is called: the command's id names what is told."""
    status = _STATUS.get(delivery.state)
    if status is None:
        return
    code = re.sub(r"[^A-Za-z0-9_./-]", "_", delivery.code)[:60] if delivery.code else None
    command = RecordDelivery(task.number, status, delivery.possibly_twice, code)
    command_id = f"delivery/{task.cause}/{status}/{delivery.attempts}"
    caller = Caller(force=task.force, id="system", roles=frozenset({Role.SYSTEM.value}), command_id=command_id)
    done = perform(ports.deps, caller, task.reference, command)
    if isinstance(done, Refusal) and done.code != "already_known":
        noting.log("delivery not recorded", cause=task.cause, code=done.code)
