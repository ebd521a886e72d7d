"""What must be true of the whole table whenever nobody is writing: nothing missing, nothing left over, nothing contradicting.

    assert whole_table_is_consistent(rows)                          # of a FakeTable: table.rows.values()
    assert whole_table_is_consistent(scan(dynamodb, table_name), relayed=True)     # where the relay deletes outbox rows

Every expected row is derived from the events alone, so an orphan is as much a fault as a missing row. The messages name each fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

import msgspec

from chalicelib.domain import deadlines, worklists
from chalicelib.domain.events import UNTOLD, LinkSent, Recorded
from chalicelib.domain.evolve import rebuild
from chalicelib.domain.incident import Incident
from chalicelib.domain.policy import Policy
from chalicelib.policies import load_policies
from chalicelib.service.deps import Done
from chalicelib.store import keys, notices
from chalicelib.store.incidents import Outgoing, Stored, stored
from chalicelib.store.personal import Keyring, context, unseal
from chalicelib.store.rows import Key, Row
from tests.checks_staff import StaffAndNotices, read_once

#: Rows that workers write, what is counted at the victim's page, who sits in a room, and where codes lead: no state implies them.
WORKERS = ("FEED#", "PUSH#", "ASIDE#", "FACT#", "CODE#", "GUESS#", "SURVEY#", "SURVEYED#", "HELD#", "TROUBLE#", "DAILY#", "ROOM#")
_REFERENCE = re.compile(r"^\d{8}\.[a-z_]+(\.\d+)?$")
_recorded = read_once(msgspec.json.Decoder(Recorded).decode)
_outgoing = read_once(msgspec.json.Decoder(Outgoing).decode)


def whole_table_is_consistent(rows: Iterable[Row], **options: Any) -> bool:
    """True, or an AssertionError that lists every fault. Options as those of `faults`."""
    found = list(faults(rows, **options))
    assert not found, f"{len(found)} faults in the table:\n" + "\n".join(found[:40])
    return True


def faults(
    rows: Iterable[Row],
    *,
    relayed: bool = False,
    keyring: Keyring | None = None,
    policies: Mapping[str, Policy] | None = None,
    others: Sequence[str] = WORKERS,
) -> Iterator[str]:
    """Every fault as a sentence.

    `relayed`: outbox rows may be gone already, and links and receipts may have expired. With a keyring, every text is opened.
    `others`: beginnings of partition keys that are not looked at.
    """
    table = {row.key: row for row in rows}
    seen = Table(table, relayed, policies or load_policies())
    yield from seen.incidents()
    yield from seen.officers()
    yield from seen.notices()
    yield from seen.receipts()
    yield from seen.left_over(others)
    if keyring:
        yield from _unreadable(table, keyring)


class Table(StaffAndNotices):
    """The rows by what they are. `used` collects the keys that are accounted for; what remains is an orphan."""

    def __init__(self, rows: dict[Key, Row], relayed: bool, policies: Mapping[str, Policy]) -> None:
        super().__init__(rows, relayed)
        self.policies = policies

    # --- incidents ------------------------------------------------------------------------------------------------------------

    def incidents(self) -> Iterator[str]:
        for pk, partition in self.partitions.items():
            if pk.startswith("INC#"):
                _, force, reference = pk.split("#", 2)
                yield from self._incident(force, reference, partition)

    def _incident(self, force: str, reference: str, partition: list[Row]) -> Iterator[str]:
        state_row = self.rows.get(keys.state(force, reference))
        events = [_recorded(row.data or "") for row in partition if row.sk.startswith("EVENT#")]
        if state_row is None or not events:
            yield f"{reference}: a state without events, or events without a state"
            return
        state = stored(state_row)
        yield from self._events(force, reference, partition, events)
        if _rebuilt(force, events) != state.incident:
            yield f"{reference}: the state rebuilt from its events is not the stored one"
        if state_row.version != state.incident.version:
            yield f"{reference}: row says version {state_row.version}, state says {state.incident.version}"
        if not state_row.sealed or not state_row.fingerprint:
            yield f"{reference}: the state has lost its key or its fingerprint"
        self.used.add(state_row.key)
        yield from self._texts(force, reference, partition, events)
        yield from self._said(reference, partition)
        yield from self._standing(state, state_row)
        yield from self._links(force, reference, events)
        yield from self._outbox(force, reference, events)
        if state.incident.holder:
            self.holders[force, state.incident.holder].append(reference)

    def _events(self, force: str, reference: str, partition: list[Row], events: list[Recorded]) -> Iterator[str]:
        versions = [(version, [each.n for each in group]) for version, group in groupby(events, lambda each: each.version)]
        if [version for version, _ in versions] != list(range(1, len(versions) + 1)):
            yield f"{reference}: versions are not 1, 2, 3 ... but {[version for version, _ in versions]}"
        if any(ns != list(range(len(ns))) for _, ns in versions):
            yield f"{reference}: an event of a version is missing"
        for each in events:
            self.used.add(keys.event(force, reference, each.version, each.n))
        for version, group in groupby(events, lambda each: each.version):
            same = list(group)
            names = tuple(type(each.event).__name__ for each in same if type(each.event) not in UNTOLD)
            if len({(each.command, each.by, each.at, each.role, each.policy) for each in same}) != 1:
                yield f"{reference}: version {version} was written by two commands"
            self.effects[force, same[0].command].append((reference, version, names))
        self.used |= {row.key for row in partition if row.sk.startswith(("SEND#", "CHAT#")) or row.sk == "FEED"}

    def _texts(self, force: str, reference: str, partition: list[Row], events: list[Recorded]) -> Iterator[str]:
        person = self.rows.get(keys.person(force, reference))
        if person is None:
            yield f"{reference}: nobody knows whom it is about"
        wanted = {ref for each in events for ref in _references(msgspec.to_builtins(each.event))}
        there = {row.sk.removeprefix("TEXT#") for row in partition if row.sk.startswith("TEXT#")}
        yield from (f"{reference}: text {ref} is lost" for ref in sorted(wanted - there))
        yield from (f"{reference}: text {ref} is kept and no event says what it is" for ref in sorted(there - wanted))
        for row in partition:
            if row.sk == "PERSON" or row.sk.startswith("TEXT#"):
                self.used.add(row.key)
                if not row.sealed or row.data is not None:
                    yield f"{reference}: {row.sk} is not sealed"

    def _said(self, reference: str, partition: list[Row]) -> Iterator[str]:
        """The lines of the text chat: sealed, and counted from 1 without a gap."""
        lines = [row for row in partition if row.sk.startswith("SAID#")]
        self.used |= {row.key for row in lines}
        if [keys.number_said(row.sk) for row in lines] != list(range(1, len(lines) + 1)):
            yield f"{reference}: a line of the text chat is lost"
        yield from (f"{reference}: {row.sk} is not sealed" for row in lines if not row.sealed)

    def _standing(self, state: Stored, state_row: Row) -> Iterator[str]:
        """The list entry and the deadlines are exactly those of the state."""
        incident = state.incident
        for there, due in ((state.place, worklists.place(incident)), (state.also, worklists.second_place(incident))):
            if there != due:
                yield f"{incident.reference}: stands at {there}, should be at {due}"
            if there:
                yield from self._entry(incident, there, state_row)
        if state.due != deadlines.due(incident, self.policies[incident.force]):
            yield f"{incident.reference}: deadlines {state.due} are not those of its state"
        for kind, when in state.due.items():
            key = keys.due(incident.force, incident.reference, kind, when)
            if key not in self.rows:
                yield f"{incident.reference}: deadline {kind} at {when} is missing"
            self.used.add(key)

    def _entry(self, incident: Incident, place: tuple[str, str], state_row: Row) -> Iterator[str]:
        entry = self.rows.get(Key(keys.worklist(incident.force, place[0]), place[1]))
        if entry is None:
            yield f"{incident.reference}: is missing on the list {place}"
        elif (entry.data, entry.version) != (state_row.data, state_row.version):
            yield f"{incident.reference}: the list entry is not a copy of the state"
        else:
            self.used.add(entry.key)

    def _links(self, force: str, reference: str, events: list[Recorded]) -> Iterator[str]:
        for each in events:
            if isinstance(each.event, LinkSent):
                row = self.rows.get(keys.link(each.event.token_hash))
                if row is None and not self.relayed:
                    yield f"{reference}: link {each.event.number} is unknown"
                if row and msgspec.json.decode(row.data or "") != {"force": force, "reference": reference}:
                    yield f"{reference}: link {each.event.number} leads elsewhere"
                self.used.add(keys.link(each.event.token_hash))

    def _outbox(self, force: str, reference: str, events: list[Recorded]) -> Iterator[str]:
        for version, group in groupby(events, lambda each: each.version):
            same = tuple(group)
            key = keys.outbox(force, reference, same[0].at, f"{reference}#{version:08d}")
            row = self.rows.get(key)
            if row is None and not self.relayed:
                yield f"{reference}: version {version} is told to nobody"
            if row and _outgoing(row.data or "") != Outgoing(force, same, reference=reference):
                yield f"{reference}: the outbox tells something else about version {version}"
            self.used.add(key)

    # --- receipts, orphans --------------------------------------------------------------------------------------------------------

    def receipts(self) -> Iterator[str]:
        """Every command had one effect, and its receipt says which."""
        for (_, command), effects in self.effects.items():
            if len(effects) > 1:
                yield f"command {command} took effect {len(effects)} times: {effects}"
        for pk, partition in self.partitions.items():
            if pk.startswith("CMD#"):
                _, force, command = pk.split("#", 2)
                self.used |= {row.key for row in partition}
                yield from self._receipt(force, command, partition[0])

    def _receipt(self, force: str, command: str, row: Row) -> Iterator[str]:
        effects = self.effects.get((force, command), [])
        if len(effects) != 1:
            yield f"command {command} has a receipt and {len(effects)} effects"
            return
        subject, version, names = effects[0]
        answer = msgspec.json.decode(row.data or "")
        if "events" in answer:
            done = msgspec.convert(answer, Done)
            if (done.reference, done.version, done.events) != (subject, version, names):
                yield f"command {command}: the receipt says {done}, the events {effects[0]}"
        elif subject not in (answer.get("reference"), answer.get("id")):
            yield f"command {command}: the receipt is about {answer}, the event about {subject}"

    def left_over(self, others: Sequence[str]) -> Iterator[str]:
        gone_with_time = ("CMD#", "LINK#") if self.relayed else ()
        for key in sorted(self.rows.keys() - self.used):
            if not key.pk.startswith((*others, *gone_with_time)):
                yield f"orphan: {key.pk} / {key.sk}"


def _rebuilt(force: str, events: list[Recorded]) -> Incident | None:
    try:
        return rebuild(force, events)
    except (TypeError, ValueError):
        return None


def _references(value: Any) -> Iterator[str]:
    """The references to texts anywhere within an event."""
    if isinstance(value, str):
        if _REFERENCE.match(value):
            yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _references(each)


def _unreadable(table: dict[Key, Row], keyring: Keyring) -> Iterator[str]:
    @cache
    def data_key(force: str, reference: str) -> bytes:
        state = table.get(keys.state(force, reference))
        return keyring.unwrap(state.sealed or b"" if state else b"", context(force, reference))

    def opened(key: Key, row: Row) -> object:
        kind, force, subject = key.pk.split("#", 2)
        if kind == "INC":
            return unseal(data_key(force, subject), "/".join(key), row.sealed or b"")
        wrapped = table[keys.notice(force, subject)].sealed or b""
        return notices.words(keyring.unwrap(wrapped, notices.context(force, subject)), row)

    for key, row in table.items():
        if key.pk.startswith(("INC#", "NOTICE#")) and row.sealed and key.sk != "STATE":
            try:
                opened(key, row)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the words are lost
                yield f"{key.pk} / {key.sk} cannot be opened: {error!r}"


def in_the_clear(rows: Iterable[Row], marker: str) -> list[Key]:
    """The rows that show a marker which belongs only in sealed texts."""
    return [row.key for row in rows if marker.lower() in repr(msgspec.structs.asdict(row)).lower()]


def queue_order(rows: Iterable[Row], force: str) -> list[str]:
    """References as the queue's entries stand; raises AssertionError when that is not the designed order."""
    pk = keys.worklist(force, worklists.QUEUE)
    entries = [stored(row).incident for row in sorted(rows, key=lambda row: row.sk) if row.pk == pk]
    assert entries == sorted(entries, key=_designed_order), "the queue is out of order"
    return [each.reference for each in entries]


def _designed_order(incident: Incident) -> tuple[bool, datetime, str]:
    """Priority lane first, then the time reported, then the reference."""
    return not incident.priority, incident.facts.reported_at, incident.reference
