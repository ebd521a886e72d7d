"""What must be true of the whole table whenever nobody is writing: nothing missing, nothing left over, nothing contradicting.

    assert whole_table_is_consistent(rows)                          # of a FakeTable: table.rows.values()
    assert whole_table_is_consistent(scan(dynamodb, table_name), relayed=True)     # where the relay deletes outbox rows

Every expected row is derived from the events alone, so an orphan is as much a fault as a missing row. The messages name each fault.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

import msgspec

from chalicelib.domain import deadlines, worklists
from chalicelib.domain.events import UNTOLD, LinkSent, Recorded
from chalicelib.domain.evolve import rebuild
from chalicelib.domain.incident import Incident
from chalicelib.domain.policy import Policy
from chalicelib.domain.team_notice import NoticeEvent
from chalicelib.domain.team_notice import rebuild as rebuild_notice
from chalicelib.policies import load_policies
from chalicelib.service.deps import Done
from chalicelib.service.staff import ROSTER
from chalicelib.store import accounts, keys, notices, officers
from chalicelib.store.incidents import Outgoing, Stored, stored
from chalicelib.store.officers import OfficerEvent
from chalicelib.store.personal import Keyring, context, unseal
from chalicelib.store.rows import Key, Row

#: Rows that workers write, what is counted at the victim's page, and where codes lead: no state of an incident implies them.
WORKERS = ("FEED#", "PUSH#", "ASIDE#", "FACT#", "CODE#", "GUESS#", "SURVEY#", "SURVEYED#", "HELD#", "TROUBLE#", "DAILY#")
_REFERENCE = re.compile(r"^\d{8}\.[a-z_]+(\.\d+)?$")
#: What was read once need not be read again when the table is looked at after every step; what is read does not change.
_read_once = lru_cache(10_000)
_recorded = _read_once(msgspec.json.Decoder(Recorded).decode)
_outgoing = _read_once(msgspec.json.Decoder(Outgoing).decode)
_officer_event = _read_once(msgspec.json.Decoder(OfficerEvent).decode)
_notice_event = _read_once(msgspec.json.Decoder(NoticeEvent).decode)


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


class Table:
    """The rows by what they are. `used` collects the keys that are accounted for; what remains is an orphan."""

    def __init__(self, rows: dict[Key, Row], relayed: bool, policies: Mapping[str, Policy]) -> None:
        self.rows, self.relayed, self.policies = rows, relayed, policies
        self.used: set[Key] = set()
        self.holders: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.effects: dict[tuple[str, str], list[tuple[str, int, tuple[str, ...]]]] = defaultdict(list)
        self.accounts: dict[Key, list[str]] = defaultdict(list)
        self.partitions: dict[str, list[Row]] = defaultdict(list)
        for key in sorted(rows):
            self.partitions[key.pk].append(rows[key])

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

    # --- officers, receipts, orphans ------------------------------------------------------------------------------------------

    def officers(self) -> Iterator[str]:
        for pk, partition in self.partitions.items():
            if pk.startswith("OFFICER#") and pk.count("#") == 1:
                force = pk.removeprefix("OFFICER#")
                for row in partition:
                    self.used.add(row.key)
                    yield from self._officer(force, row)
        yield from self._accounts()
        known = {(pk.removeprefix("OFFICER#"), row.sk) for pk, part in self.partitions.items() for row in part}
        yield from (f"{id} holds {jobs} but is nobody" for (force, id), jobs in self.holders.items() if (force, id) not in known)
        yield from (f"events of {pk}, who is nobody" for pk in self.partitions if _strays(pk, known))

    def _officer(self, force: str, row: Row) -> Iterator[str]:
        officer, held = officers.officer(row), self.holders.get((force, row.sk), [])
        if held != ([officer.job] if officer.job else []):
            yield f"{officer.id}: the officer's row says job {officer.job}, the incidents say {held}"
        if (row.roles or frozenset()) != officer.roles:
            yield f"{officer.id}: roles {row.roles} are not those of the record"
        if officer.job and (officer.idle_since or officer.duty == "off"):
            yield f"{officer.id}: has a job, yet idle since {officer.idle_since} or off shift"
        if officer.duty == "on" and not officer.job and not officer.idle_since:
            yield f"{officer.id}: is free and nobody knows since when"
        shifts = [event.at for event in self._told(force, officer.id) if event.action != ROSTER]
        if officer.duty_since != max(shifts, default=None):
            yield f"{officer.id}: on this duty since {officer.duty_since}, the events say {max(shifts, default=None)}"
        for platform, user_id in officer.record.chat.items():
            self.accounts[keys.account(force, platform, user_id)].append(officer.id)
        yield from self._officer_events(force, officer.id)

    def _accounts(self) -> Iterator[str]:
        """Every chat account of a record leads to that one member of staff."""
        for key, owners in self.accounts.items():
            row = self.rows.get(key)
            if row is None or [accounts.behind(row)] != owners:
                yield f"chat account {'/'.join(key)} is in the records of {owners}, its row says {row and row.data}"
            self.used.add(key)

    def _told(self, force: str, id: str) -> list[OfficerEvent]:
        return [_officer_event(row.data or "") for row in self._of_officer(force, id, "EVENT#")]

    def _of_officer(self, force: str, id: str, prefix: str) -> list[Row]:
        return [row for row in self.partitions.get(f"OFFICER#{force}#{id}", []) if row.sk.startswith(prefix)]

    def _officer_events(self, force: str, id: str) -> Iterator[str]:
        self.used |= {row.key for row in self._of_officer(force, id, "CHAT#")}
        for row in self._of_officer(force, id, "EVENT#"):
            event = _officer_event(row.data or "")
            self.effects[force, event.command].append((id, 0, (event.action,)))
            key = keys.outbox(force, id, event.at, f"{id}#{event.command}")
            told = self.rows.get(key)
            if told is None and not self.relayed:
                yield f"{id}: {event.action} at {event.at} is told to nobody"
            if told and _outgoing(told.data or "") != Outgoing(force, officer=event):
                yield f"{id}: the outbox tells something else about {event.action} at {event.at}"
            self.used |= {row.key, key}

    def notices(self) -> Iterator[str]:
        """Every notice is as its events tell it, on its line and with its words, until time has swept it away."""
        for pk, partition in self.partitions.items():
            if pk.startswith("NOTICE#"):
                _, force, id = pk.split("#", 2)
                yield from self._notice(force, id, partition)

    def _notice(self, force: str, id: str, partition: list[Row]) -> Iterator[str]:
        events = [_notice_event(row.data or "") for row in partition if row.sk.startswith("EVENT#")]
        told = rebuild_notice(events)
        if told is None:
            yield f"notice {id}: was never posted"
            return
        state, words, line = keys.notice(force, id), keys.notice_text(force, id), keys.notice_line(force, id, told.ends)
        kept = [self.rows[key] for key in (state, line) if key in self.rows]
        if (len(kept), words in self.rows) != (2, True) and not (self.relayed and not kept):
            yield f"notice {id}: without its state, its line or its words"
        if any(notices.notice(row) != told for row in kept):
            yield f"notice {id}: the notice rebuilt from its events is not the stored one"
        if any(row.data or not row.sealed for row in partition if row.sk == "TEXT"):
            yield f"notice {id}: its words are not sealed"
        self.used |= {state, words, line, *(row.key for row in partition if row.sk.startswith("CHAT#"))}
        for event in events:
            self.effects[force, event.command].append((id, 0, (event.action,)))
            yield from self._notice_told(force, event)

    def _notice_told(self, force: str, event: NoticeEvent) -> Iterator[str]:
        out = keys.outbox(force, event.notice, event.at, f"{event.notice}#{event.command}")
        row = self.rows.get(out)
        if row is None and not self.relayed:
            yield f"notice {event.notice}: {event.action} is told to nobody"
        if row and _outgoing(row.data or "") != Outgoing(force, notice=event):
            yield f"notice {event.notice}: the outbox tells something else about {event.action}"
        self.used |= {out, keys.notice_event(force, event.notice, event.at, event.command)}

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


def _strays(pk: str, known: set[tuple[str, str]]) -> bool:
    kind, *who = pk.split("#", 2)
    return kind == "OFFICER" and len(who) == 2 and (who[0], who[1]) not in known


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


def scan(dynamodb: Any, table: str) -> list[Row]:
    """Every row of a real table, by the plain client: a second opinion on what our own store writes."""
    found: list[Row] = []
    more: dict[str, Any] = {}
    while True:
        page = dynamodb.scan(TableName=table, ConsistentRead=True, **more)
        found += [_row(item) for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            return found
        more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _row(item: dict[str, Any]) -> Row:
    values: dict[str, Any] = {}
    for name, typed in item.items():
        ((kind, value),) = typed.items()
        values[name] = int(value) if kind == "N" else frozenset(value) if kind == "SS" else value
    return Row(**values)
