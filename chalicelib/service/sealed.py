"""A person's details, or one text by what it is: a plan, a question, a record. Only that is opened, once the showing is logged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from ..domain import events as e
from ..domain.commands import Consult
from ..domain.incident import Incident
from ..domain.refusals import Refusal
from ..store import keys
from ..store.incidents import recorded, stored
from ..store.personal import context, unseal
from .deps import Caller, Deps
from .performing import UNKNOWN, perform
from .reading import not_staff
from .reporting import Person

#: What can be asked for: the event whose newest one is meant, and its field.
KINDS: dict[str, tuple[type[e.Event], str]] = {
    "plan": (e.Reviewed, "plan"),
    "review_note": (e.Reviewed, "note"),
    "review_pause_note": (e.ReviewPaused, "note"),
    "question": (e.CallPaused, "question"),
    "summary": (e.Submitted, "summary"),
    "lines_of_enquiry": (e.Submitted, "lines_of_enquiry"),
    "update": (e.UpdateReceived, "text"),
    "triage_note": (e.FoundSuitable, "note"),
    "reassign_note": (e.Reassigned, "note"),
    "release_note": (e.Released, "note"),
    "contact_note": (e.ContactAttempted, "note"),
    "risk_note": (e.RiskReassessed, "note"),
    "offer_note": (e.EligibilityChecked, "note"),
    "companion": (e.EligibilityChecked, "companion"),
    "needs_note": (e.NeedsTold, "note"),
    "needs_companion": (e.NeedsTold, "companion"),
    "asked_note": (e.VictimAsked, "note"),
}
NOTHING = Refusal("nothing_written", "Nothing of this kind was written about this incident.")


class SealedWords(Struct, frozen=True):
    """What was written, when and by whom; `texts` is empty once it was disposed of."""

    incident: Incident
    texts: tuple[str, ...]
    at: datetime
    by: str


class SealedPerson(Struct, frozen=True):
    """The incident, and its victim; None once the details were disposed of."""

    incident: Incident
    person: Person | None


def sealed_words(
    deps: Deps, caller: Caller, reference: str, what: str, why: str | None, number: int | None = None
) -> SealedWords | Refusal:
    """Show the newest text of a kind (`KINDS`), or of the update with this number.

    The consultation is recorded first, under the rules for the victim's details; what has nothing to show is not recorded.
    Raises KeyError for an unknown kind, Busy and Unavailable.
    """
    kind, field = KINDS[what]
    refusal = not_staff(deps, caller)
    if refusal:
        return refusal
    history = list(_events(deps, caller.force, reference))
    if not history:
        return UNKNOWN
    found = _newest(history, kind, field, number)
    if found is None:
        return NOTHING
    logged = perform(deps, caller, reference, Consult(why))
    return logged if isinstance(logged, Refusal) else _opened(deps, caller.force, reference, found, field)


def sealed_person(deps: Deps, caller: Caller, reference: str, why: str | None) -> SealedPerson | Refusal:
    """Show the victim's details, once the consultation is recorded: what the command costs, and one get.

    Raises Busy and Unavailable.
    """
    logged = perform(deps, caller, reference, Consult(why))
    if isinstance(logged, Refusal):
        return logged
    state, person = keys.state(caller.force, reference), keys.person(caller.force, reference)
    rows = deps.table.get([state, person])
    if state not in rows:
        return UNKNOWN
    wrapped, row = rows[state].sealed, rows.get(person)
    if not wrapped or row is None or not row.sealed:
        return SealedPerson(stored(rows[state]).incident, None)
    key = deps.keyring.unwrap(wrapped, context(caller.force, reference))
    return SealedPerson(stored(rows[state]).incident, msgspec.json.decode(unseal(key, "/".join(person), row.sealed), type=Person))


def _events(deps: Deps, force: str, reference: str) -> Iterator[e.Recorded]:
    after: str | None = None
    while True:
        page = deps.table.query(keys.incident(force, reference), prefix="EVENT#", after=after)
        yield from map(recorded, page.rows)
        after = page.after
        if after is None:
            return


def _newest(history: Sequence[e.Recorded], kind: type[e.Event], field: str, number: int | None) -> e.Recorded | None:
    meant = (each for each in reversed(history) if isinstance(each.event, kind) and getattr(each.event, field))
    return next((each for each in meant if number is None or getattr(each.event, "number", None) == number), None)


def _opened(deps: Deps, force: str, reference: str, found: e.Recorded, field: str) -> SealedWords:
    value = getattr(found.event, field)
    state = keys.state(force, reference)
    wanted = [keys.text(force, reference, ref) for ref in ((value,) if isinstance(value, str) else value)]
    rows = deps.table.get([state, *wanted])
    wrapped = rows[state].sealed
    sealed = [rows[key] for key in wanted if key in rows and rows[key].sealed] if wrapped else []
    key = deps.keyring.unwrap(wrapped or b"", context(force, reference)) if sealed else b""
    texts = tuple(unseal(key, "/".join(row.key), row.sealed or b"").decode() for row in sealed)
    return SealedWords(stored(rows[state]).incident, texts, found.at, found.by)
