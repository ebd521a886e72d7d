"""The media worker's job when a chain of custody was asked for: make it from the events, seal it, keep it, record it."""

from __future__ import annotations

from hashlib import sha256

from ..domain import events as e
from ..domain.commands import RecordCustody
from ..domain.refusals import Refusal
from ..domain.words import Role
from ..secrets import NotConfigured, SecretsDown
from ..service.deps import Caller
from ..service.evidence_list import custody_key, events
from ..service.performing import perform
from ..store.objects import Missing
from . import noting
from .nudges import Later, Nudge
from .ports import Ports

PDF = "application/pdf"
#: A seal that cannot be used is an administrator's to mend.
AGAIN_SECONDS = 600


def write_down(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """Make the paper that was asked for; one that an earlier attempt has kept is recorded. Raises Later, Busy and Unavailable."""
    event = told.event
    if not isinstance(event, e.CustodyAsked) or nudge.reference is None:
        raise TypeError("a chain of custody")
    objects, key = ports.deps.objects, custody_key(nudge.force, nudge.reference, event.number)
    try:
        version = objects.head(key).version
    except Missing:
        version = objects.put(key, _sealed(ports, nudge.force, nudge.reference, told), PDF)
    with objects.get(key, version) as kept:
        body = kept.read()
    _record(ports, nudge.force, nudge.reference, RecordCustody(event.number, sha256(body).hexdigest(), len(body), version))


def _sealed(ports: Ports, force: str, reference: str, told: e.Recorded) -> bytes:
    from ..papers import custody, seal  # their libraries are in the media worker's layer alone

    history = [each for each in events(ports.deps, force, reference) if (each.version, each.n) <= (told.version, told.n)]
    pdf = custody.pages(force, reference, history, ports.deps.policies[force], told.at)
    try:
        return seal.sealed(pdf, ports.seal(force), "Chain of custody")
    except (NotConfigured, SecretsDown, seal.BadSeal, seal.NoTimeStamp) as mistake:
        noting.failed("chain of custody not sealed", mistake, force=force, why=str(mistake))
        raise Later("the seal cannot be used", AGAIN_SECONDS) from None


def _record(ports: Ports, force: str, reference: str, command: RecordCustody) -> None:
    system = Role.SYSTEM.value
    done = perform(ports.deps, Caller(force=force, id=system, roles=frozenset({system})), reference, command)
    if isinstance(done, Refusal):
        noting.log("chain of custody: nothing to record", force=force, reference=reference, why=done.code)
