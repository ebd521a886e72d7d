"""The worker of texts and emails: a link that was sent is put into a message and given to a provider."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from ..domain.events import LinkSent
from ..domain.incident import Incident
from ..service.reporting import Person
from ..store import keys
from ..store.incidents import recorded, stored
from ..store.personal import context, link_token, token_hash, unseal
from ..store.rows import Key, Row
from . import sending, wording
from .nudges import Failures, Nudge, each
from .ports import Ports, Within, ports
from .sending import Task

#: A batch stops here, so that the worker's 30 s never end in the middle of a provider's call.
SECONDS = 12
_person = msgspec.json.Decoder(Person).decode

Rows = dict[Key, Row]


class _CannotBeSent(Exception):
    """For good; the text is a code for the incident's timeline."""


def on_messages(event: dict[str, Any]) -> Failures:
    return each(event, lambda nudge: work(ports(), nudge), ports().queues.postpone, Within(SECONDS))


def work(ports: Ports, nudge: Nudge) -> None:
    """Send every message that this commit asked for."""
    for cause, event in _links_sent(ports, nudge):
        _one(ports, nudge, cause, event)


def _links_sent(ports: Ports, nudge: Nudge) -> Iterator[tuple[str, LinkSent]]:
    if nudge.reference is None or nudge.version is None:
        return
    pk = keys.incident(nudge.force, nudge.reference)
    for told in map(recorded, ports.deps.table.query(pk, prefix=f"EVENT#{nudge.version:08d}#").rows):
        if isinstance(told.event, LinkSent):
            yield f"{told.version:08d}.{told.n:02d}", told.event


def _one(ports: Ports, nudge: Nudge, cause: str, event: LinkSent) -> None:
    force, reference = nudge.force, nudge.reference or ""
    delivery, state = keys.delivery(force, reference, cause, event.channel), keys.state(force, reference)
    extra = [keys.text(force, reference, event.to)] if event.to else []
    rows = ports.deps.table.get([delivery, state, keys.person(force, reference), *extra])
    task = Task(force, reference, event.number, delivery, rows.get(delivery))
    if sending.finished(ports, task):
        return
    incident = stored(rows[state]).incident
    if not _still_good(incident, event, ports.deps.now()):
        sending.drop(ports, task, "skipped", "link_closed")
        return
    try:
        letter = _letter(ports, incident, event, rows)
    except _CannotBeSent as error:
        sending.drop(ports, task, "failed", str(error))
        return
    taken = sending.lease(ports, task)
    if taken:
        texts = ports.deps.policies[force].texts
        sending.send(ports, task, *taken, letter, texts.sms if event.channel == "sms" else texts.email)


def _still_good(incident: Incident, event: LinkSent, now: datetime) -> bool:
    """Not replaced, not closed, not run out: a text with a dead link would only send the victim astray."""
    link = incident.link
    return link is not None and link.number == event.number and link.open and link.expires > now


def _letter(ports: Ports, incident: Incident, event: LinkSent, rows: Rows) -> wording.Letter:
    key = _key(ports, incident, rows)
    token = link_token(key, event.number)
    if token_hash(token) != event.token_hash:
        raise _CannotBeSent("link_unknown")
    policy = ports.deps.policies[incident.force]
    url = wording.link(ports.link_base, policy.link.domain, token)
    to = _address(key, incident, event, rows)
    try:
        return wording.letter(policy, event.channel, to, incident.reference, url, incident.facts.language)
    except wording.BadAddress as error:
        raise _CannotBeSent("bad_address") from error


def _key(ports: Ports, incident: Incident, rows: Rows) -> bytes:
    wrapped = rows[keys.state(incident.force, incident.reference)].sealed
    if wrapped is None:
        raise _CannotBeSent("disposed")
    return ports.deps.keyring.unwrap(wrapped, context(incident.force, incident.reference))


def _address(key: bytes, incident: Incident, event: LinkSent, rows: Rows) -> str:
    """The address given for this link, else the one on record."""
    where = keys.text(incident.force, incident.reference, event.to) if event.to else keys.person(incident.force, incident.reference)
    row = rows.get(where)
    if row is None or row.sealed is None:
        raise _CannotBeSent("disposed")
    plain = unseal(key, "/".join(where), row.sealed)
    if event.to:
        return plain.decode()
    victim = _person(plain).victim
    found = victim.phone if event.channel == "sms" else victim.email
    if not found:
        raise _CannotBeSent("no_address")
    return found
