"""The relay: an outbox row becomes messages, and goes when every message has been taken.

The stream is the fast path, the outbox is the truth: the row is written with the events in one transaction, so nothing that
happened can be missing from it. What the stream drops, the clock's sweep finds. A row relayed twice makes messages that come twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from ..domain.times import stamp
from ..store import keys
from ..store.incidents import Outgoing
from ..store.rows import Conflict, Delete, Key, Table, Unavailable
from . import noting, routes
from .nudges import Failures
from .ports import Ports, ports
from .queues import Message

#: A row as old as this was missed by the stream.
MISSED_AFTER = timedelta(seconds=15)
PAGE = 50
#: Deletes in one transaction: few, for one row in use by somebody else stops them all.
TOGETHER = 25

_decode = msgspec.json.Decoder(Outgoing).decode


class Entry(NamedTuple):
    """An outbox row on its way. `position` is the stream's sequence number, if it came that way."""

    key: Key
    data: str
    position: str = ""


def on_stream(event: dict[str, Any]) -> Failures:
    """Relay what the stream brings; on failure the stream goes on from the first record that did not get through."""
    entries = list(_from_stream(event))
    left = relay(ports(), entries)
    first = next((entry.position for entry in entries if entry.key in left and entry.position), None)
    return {"batchItemFailures": [{"itemIdentifier": first}] if first else []}


def _from_stream(event: dict[str, Any]) -> Iterator[Entry]:
    for record in event["Records"]:
        image = record["dynamodb"].get("NewImage", {})
        pk = image.get("pk", {}).get("S", "")
        if record["eventName"] == "INSERT" and pk.startswith("OUTBOX#"):
            data = image.get("data", {}).get("S", "")
            yield Entry(Key(pk, image["sk"]["S"]), data, record["dynamodb"].get("SequenceNumber", ""))


def sweep(ports: Ports, force: str) -> int:
    """Relay what the stream missed, oldest first; return how many rows. Ends when the clock's time is up."""
    relayed = 0
    for shard in range(keys.SHARDS):
        after: str | None = None
        while not ports.time_is_up():
            upto = stamp(ports.deps.now() - MISSED_AFTER)
            page = ports.deps.table.query(keys.outbox_list(force, shard), after=after, upto=upto, limit=PAGE)
            entries = [Entry(row.key, row.data or "") for row in page.rows]
            relayed += len(entries) - len(relay(ports, entries))
            after = page.after
            if after is None:
                break
    return relayed


def relay(ports: Ports, entries: Sequence[Entry]) -> set[Key]:
    """Send and delete; return the keys of the rows that are still to be sent."""
    found = {entry.key: _messages(ports, outgoing) for entry in entries if (outgoing := _read(entry))}
    sent, failed = _send(ports, found)
    _delete(ports.deps.table, sent)
    return failed


def _messages(ports: Ports, outgoing: Outgoing) -> list[Message]:
    policy = ports.deps.policies.get(outgoing.force)
    return list(routes.messages(outgoing, chats=policy is not None and bool(policy.chat)))


def _read(entry: Entry) -> Outgoing | None:
    """None for a row that cannot be read: it stays where it is, and is loud, but must not hold up the others."""
    try:
        return _decode(entry.data)
    except msgspec.MsgspecError as error:
        noting.failed("outbox row cannot be read", error, row=entry.key.sk)
        noting.measure(entry.key.pk.split("#")[1], {"OutboxUnreadable": 1})
        return None


def _send(ports: Ports, found: dict[Key, list[Message]]) -> tuple[list[Key], set[Key]]:
    failed_ids = ports.queues.send([message for messages in found.values() for message in messages])
    failed = {key for key, messages in found.items() if any(message.id in failed_ids for message in messages)}
    return [key for key in found if key not in failed], failed


def _delete(table: Table, done: Iterable[Key]) -> None:
    """A row that stays by mistake is relayed again, which does no harm."""
    rest = iter(done)
    while some := list(islice(rest, TOGETHER)):
        try:
            table.commit([Delete(key) for key in some])
        except (Conflict, Unavailable) as error:
            noting.failed("outbox rows not deleted", error, rows=len(some))
