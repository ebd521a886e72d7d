"""One attempt at a command: decide on what was loaded, commit, and say what stood in the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from ..domain.ask import Ask
from ..domain.commands import Command, ReadOutCode, SendLink, name_of
from ..domain.decide import decide
from ..domain.events import UNTOLD, Claimed, EligibilityChecked, Event, FileAdded, Recorded
from ..domain.evolve import evolve
from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.refusals import Refusal
from ..domain.rules import RULES, By
from ..store import incidents, receipts
from ..store.incidents import Commit, Stored
from ..store.personal import code_hash, context, link_token, set_apart, spoken_code, token_hash
from ..store.rows import Row
from .deps import Caller, Deps, Done


class Attempt(Struct, frozen=True, kw_only=True):
    """A command on its way: who gives it, under which id, with which fingerprint."""

    deps: Deps
    caller: Caller
    command: Command
    command_id: str
    print_: str
    now: datetime
    policy: Policy


class Ready(Struct, frozen=True):
    """Decided, not yet written."""

    commit: Commit
    done: Done


def ready(attempt: Attempt, before: Stored, by: By, wrapped: bytes | None) -> Ready | Refusal:
    """Decide, and prepare the one transaction. Texts are sealed and a link's token derived only when the command has them."""
    incident = before.incident
    command, texts = set_apart(attempt.command, incident.version + 1)
    key = _key(attempt, incident, wrapped) if texts or isinstance(command, SendLink | ReadOutCode) else None
    decision = decide(Ask(incident, command, by, attempt.now, attempt.policy, _hashed(command, incident, key)))
    if isinstance(decision, Refusal):
        return decision
    role = by.acts_as(RULES[type(command)].roles)
    recorded = record(decision, attempt, role, incident.version + 1)
    after = incident
    for each in recorded:
        after = evolve(after, each)
    done = result(after, recorded)
    return Ready(
        Commit(
            before=before,
            after=after,
            recorded=recorded,
            policy=attempt.policy,
            now=attempt.now,
            texts=texts,
            key=key,
            receipt=_receipt(attempt, done),
        ),
        done,
    )


def _hashed(command: Command, incident: Incident, key: bytes | None) -> str:
    """The hash of the secret that this command brings into the world; the secret itself follows from the key."""
    if key and isinstance(command, SendLink):
        return token_hash(link_token(key, incident.links + 1))
    if key and isinstance(command, ReadOutCode):
        return code_hash(incident.force, spoken_code(key, incident.codes + 1))
    return ""


def _key(attempt: Attempt, incident: Incident, wrapped: bytes | None) -> bytes:
    return attempt.deps.keyring.unwrap(wrapped or b"", context(incident.force, incident.reference))


def record(events: Sequence[Event], attempt: Attempt, role: str, version: int) -> tuple[Recorded, ...]:
    return tuple(
        Recorded(
            event=event,  # type: ignore[arg-type]  # every Event class is in AnyEvent; a test holds that
            at=attempt.now,
            by=attempt.caller.id,
            role=role,
            command=attempt.command_id,
            policy=attempt.policy.version,
            version=version,
            n=n,
        )
        for n, event in enumerate(events)
    )


def result(after: Incident, recorded: Sequence[Recorded]) -> Done:
    reasons = next((each.event.reasons for each in recorded if isinstance(each.event, EligibilityChecked)), ())
    names = tuple(type(each.event).__name__ for each in recorded if type(each.event) not in UNTOLD)
    return Done(
        after.reference,
        after.status.value,
        after.version,
        names,
        officer=after.holder,
        room=after.room,
        reasons=reasons,
        reported_at=after.facts.reported_at if Claimed.__name__ in names else None,
        file=after.files_added if FileAdded.__name__ in names else None,
    )


def _receipt(attempt: Attempt, done: Done) -> Row:
    return receipts.receipt(attempt.caller.force, attempt.command_id, attempt.print_, incidents.text_of(done), attempt.now)


def fingerprint(caller: Caller, command: Command, reference: str) -> str:
    return receipts.fingerprint(caller.id, name_of(command), reference, msgspec.json.encode(command, order="deterministic"))


def repeated(row: Row, print_: str) -> Done | Refusal:
    """What a command that was given before gets."""
    first = receipts.first_result(row, print_)
    return first if isinstance(first, Refusal) else msgspec.json.decode(first, type=Done)
