"""What must be true of officers, their accounts and the notices: the half of `tests/checks.py` that is about people at work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from chalicelib.domain.team_notice import NoticeEvent
from chalicelib.domain.team_notice import rebuild as rebuild_notice
from chalicelib.service.staff import ROSTER
from chalicelib.store import accounts, keys, notices, officers
from chalicelib.store.incidents import Outgoing
from chalicelib.store.officers import OfficerEvent
from chalicelib.store.rows import Key, Row

#: What was read once need not be read again when the table is looked at after every step; what is read does not change.
read_once = lru_cache(10_000)
_outgoing = read_once(msgspec.json.Decoder(Outgoing).decode)
_officer_event = read_once(msgspec.json.Decoder(OfficerEvent).decode)
_notice_event = read_once(msgspec.json.Decoder(NoticeEvent).decode)


class StaffAndNotices:
    """The rows by what they are. `used` collects the keys that are accounted for; what remains is an orphan."""

    def __init__(self, rows: dict[Key, Row], relayed: bool) -> None:
        self.rows, self.relayed = rows, relayed
        self.used: set[Key] = set()
        self.holders: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.effects: dict[tuple[str, str], list[tuple[str, int, tuple[str, ...]]]] = defaultdict(list)
        self.accounts: dict[Key, list[str]] = defaultdict(list)
        self.partitions: dict[str, list[Row]] = defaultdict(list)
        for key in sorted(rows):
            self.partitions[key.pk].append(rows[key])

    # --- officers -----------------------------------------------------------------------------------------------------------------

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


def _strays(pk: str, known: set[tuple[str, str]]) -> bool:
    kind, *who = pk.split("#", 2)
    return kind == "OFFICER" and len(who) == 2 and (who[0], who[1]) not in known
