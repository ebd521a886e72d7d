"""The code that an officer reads out to a victim whom no link reaches: six digits, a quarter of an hour, once.

Six digits are few. So only codes of one force that are alive can be hit, wrong ones are counted before anything is looked up
(guessing.py), the hash is a slow one, a new code ends the one before, and the first use ends it. What it gives is the incident's
link: it opens no more than that, and nothing once the police have closed it.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

from ..domain.at_the_page import CODE_UNKNOWN
from ..domain.commands import ReadOutCode, UseCode
from ..domain.refusals import Refusal
from ..domain.words import Role
from ..store import keys
from ..store.incidents import Stored, stored
from ..store.personal import code_hash, context, link_token, spoken_code
from .deps import Caller, Deps
from .guessing import CODES, TOO_MANY, Guesses
from .links import LinkRow
from .performing import UNKNOWN, perform


class CodeToRead(Struct, frozen=True):
    """What the officer reads out, and until when it works."""

    code: str
    until: datetime


class OpenedByCode(Struct, frozen=True):
    """The token of the incident's link."""

    token: str


def read_out(deps: Deps, caller: Caller, reference: str) -> CodeToRead | Refusal:
    """Make a code for the incident's open link. A repeat of the same command gets the code that works now.

    Raises Busy and Unavailable.
    """
    done = perform(deps, caller, reference, ReadOutCode())
    if isinstance(done, Refusal):
        return done
    found = _found(deps, caller.force, reference)
    if found is None:
        return UNKNOWN
    incident, code = found[0].incident, found[0].incident.code
    if code is None:
        return CODE_UNKNOWN
    key = deps.keyring.unwrap(found[1], context(caller.force, reference))
    return CodeToRead(spoken_code(key, incident.codes), code.until)


def use(deps: Deps, force: str, code: str, address: str) -> OpenedByCode | Refusal:
    """Open the link by its code. Whatever is wrong with it, the answer is the same. Raises Busy and Unavailable."""
    guesses = Guesses(deps, f"codes {force}", CODES, address)
    if guesses.exceeded():
        return TOO_MANY
    opened = _opened(deps, force, code_hash(force, code)) if force in deps.policies else None
    if opened is None:
        guesses.wrong()
        return CODE_UNKNOWN
    return opened


def _opened(deps: Deps, force: str, hashed: str) -> OpenedByCode | None:
    pointer = keys.code(force, hashed)
    row = deps.table.get([pointer]).get(pointer)
    if row is None or row.data is None:
        return None
    reference = msgspec.json.decode(row.data, type=LinkRow).reference
    found = _found(deps, force, reference)
    link = found[0].incident.link if found else None
    if found is None or link is None:
        return None
    caller = Caller(force=force, id=Role.VICTIM.value, roles=frozenset({Role.VICTIM.value}), link=link.token_hash)
    if isinstance(perform(deps, caller, reference, UseCode(hashed)), Refusal):
        return None
    key = deps.keyring.unwrap(found[1], context(force, reference))
    return OpenedByCode(link_token(key, link.number))


def _found(deps: Deps, force: str, reference: str) -> tuple[Stored, bytes] | None:
    key = keys.state(force, reference)
    row = deps.table.get([key]).get(key)
    return (stored(row), row.sealed or b"") if row else None
