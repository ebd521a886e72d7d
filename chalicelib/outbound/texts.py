"""The worker of texts and emails: a link that was sent is put into a message and given to a provider."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from ..domain.delivery import Undelivered
from ..domain.events import LinkSent, Recorded
from ..domain.incident import Incident
from ..domain.link import STILL_SAFE
from ..domain.policy.codes import MOST_PARTS
from ..domain.segments import parts
from ..service.reporting import Person
from ..store import keys
from ..store.incidents import recorded, stored
from ..store.personal import context, link_token, token_hash, unseal
from ..store.rows import Key, Row
from . import noting, sending, wording
from .letter import Letter
from .nudges import Failures, Nudge, each
from .ports import Ports, Within, ports
from .sending import Task

#: A batch stops here, so that the worker's 30 s never end in the middle of a provider's call.
SECONDS = 12
_person = msgspec.json.Decoder(Person).decode

Rows = dict[Key, Row]


class _CannotBeSent(Exception):
    """For good; the officer is told why."""

    def __init__(self, reason: Undelivered) -> None:
        super().__init__(reason.value)
        self.reason = reason


def on_messages(event: dict[str, Any]) -> Failures:
    return each(event, lambda nudge: work(ports(), nudge), ports().queues.postpone, Within(SECONDS))


def work(ports: Ports, nudge: Nudge) -> None:
    """Send every message that this commit asked for."""
    for told, event in _links_sent(ports, nudge):
        _one(ports, nudge, told, event)


def _links_sent(ports: Ports, nudge: Nudge) -> Iterator[tuple[Recorded, LinkSent]]:
    if nudge.reference is None or nudge.version is None:
        return
    pk = keys.incident(nudge.force, nudge.reference)
    for told in map(recorded, ports.deps.table.query(pk, prefix=f"EVENT#{nudge.version:08d}#").rows):
        if isinstance(told.event, LinkSent):
            yield told, told.event


def _one(ports: Ports, nudge: Nudge, told: Recorded, event: LinkSent) -> None:
    force, reference = nudge.force, nudge.reference or ""
    cause, now = f"{told.version:08d}.{told.n:02d}", ports.deps.now()
    delivery, state = keys.delivery(force, reference, cause, event.channel), keys.state(force, reference)
    extra = [keys.text(force, reference, event.to)] if event.to else []
    rows = ports.deps.table.get([delivery, state, keys.person(force, reference), *extra])
    task = Task(force, reference, event.number, delivery, rows.get(delivery))
    if sending.finished(ports, task):
        return
    incident = stored(rows[state]).incident
    if not _still_good(incident, event, now):
        sending.skip(ports, task, "link_closed")
        return
    try:
        _check_still_safe(incident, event, now - told.at)
        letter = _letter(ports, incident, event, rows, _of_use(incident, event, told.at) - now)
    except _CannotBeSent as error:
        sending.fail(ports, task, error.reason)
        return
    taken = sending.lease(ports, task)
    if taken:
        texts = ports.deps.policies[force].texts
        sending.send(ports, task, *taken, letter, texts.sms if event.channel == "sms" else texts.email)


def _still_good(incident: Incident, event: LinkSent, now: datetime) -> bool:
    """Not replaced, not closed, not run out: a text with a dead link would only send the victim astray."""
    link = incident.link
    return link is not None and link.number == event.number and link.open and link.expires > now


def _check_still_safe(incident: Incident, event: LinkSent, waited: timedelta) -> None:
    """What was safe when the officer sent it may not be any more when a provider is back. Raises _CannotBeSent."""
    if event.to is None and incident.contact_suspended:
        raise _CannotBeSent(Undelivered.CONTACT_SUSPENDED)
    if incident.facts.safe_times and waited > STILL_SAFE and incident.room != "in_call":
        raise _CannotBeSent(Undelivered.HELD_UP)


def _of_use(incident: Incident, event: LinkSent, sent: datetime) -> datetime:
    """Until when. Who named safe times is not to get it at another time, when the phone is switched on again."""
    bounded = incident.facts.safe_times and incident.room != "in_call"
    return min(event.expires, sent + STILL_SAFE) if bounded else event.expires


def _letter(ports: Ports, incident: Incident, event: LinkSent, rows: Rows, lasts: timedelta) -> Letter:
    key = _key(ports, incident, rows)
    token = link_token(key, event.number)
    if token_hash(token) != event.token_hash:
        raise _CannotBeSent(Undelivered.LINK_UNKNOWN)
    policy = ports.deps.policies[incident.force]
    url = wording.link(ports.link_base, policy.link.domain, token)
    to = _address(key, incident, event, rows)
    try:
        letter = wording.letter(policy, event.channel, to, incident.reference, url, incident.facts.language, lasts)
    except wording.BadAddress as error:
        raise _CannotBeSent(Undelivered.BAD_ADDRESS) from error
    if letter.channel == "sms" and parts(letter.body) > MOST_PARTS:
        noting.log("text is too long", level="error", force=incident.force, parts=parts(letter.body))
        noting.measure(incident.force, {"TextTooLong": 1})
    return letter


def _key(ports: Ports, incident: Incident, rows: Rows) -> bytes:
    wrapped = rows[keys.state(incident.force, incident.reference)].sealed
    if wrapped is None:
        raise _CannotBeSent(Undelivered.DISPOSED)
    return ports.deps.keyring.unwrap(wrapped, context(incident.force, incident.reference))


def _address(key: bytes, incident: Incident, event: LinkSent, rows: Rows) -> str:
    """The address given for this link, else the one on record."""
    where = keys.text(incident.force, incident.reference, event.to) if event.to else keys.person(incident.force, incident.reference)
    row = rows.get(where)
    if row is None or row.sealed is None:
        raise _CannotBeSent(Undelivered.DISPOSED)
    plain = unseal(key, "/".join(where), row.sealed)
    if event.to:
        return plain.decode()
    victim = _person(plain).victim
    found = victim.phone if event.channel == "sms" else victim.email
    if not found:
        raise _CannotBeSent(Undelivered.NO_ADDRESS)
    return found
