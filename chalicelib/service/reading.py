"""Reading: one incident with its timeline, the worklists, the roster. Personal data is shown only after the showing is logged."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from ..domain import called
from ..domain.commands import Consult
from ..domain.officer import Officer
from ..domain.refusals import Refusal
from ..store import keys, officers
from ..store.incidents import recorded, rows_of, stored
from ..store.personal import context, unseal
from ..store.rows import Key, Row
from .deps import Caller, Deps
from .performing import NOT_STAFF, UNKNOWN, perform
from .reporting import Person
from .views import Entry, IncidentView, entry, view

#: Rows of one page of a partition: more than nearly every incident has, so that one query is enough.
PARTITION_PAGE = 1000


class Page(Struct, frozen=True, omit_defaults=True):
    """Part of a worklist, in its order. `after` is where to go on."""

    items: tuple[Entry, ...]
    after: str | None = None


def incident(deps: Deps, caller: Caller, reference: str) -> IncidentView | Refusal:
    """State and timeline without the person: one query. Raises Unavailable."""
    return not_staff(deps, caller) or _seen(deps, caller.force, reference, with_person=False)


def incident_with_person(deps: Deps, caller: Caller, reference: str, why: str | None) -> IncidentView | Refusal:
    """The same with everything that is known about the person. The consultation is recorded first, or nothing is shown.

    Raises Busy and Unavailable.
    """
    logged = perform(deps, caller, reference, Consult(why))
    return logged if isinstance(logged, Refusal) else _seen(deps, caller.force, reference, with_person=True)


def _seen(deps: Deps, force: str, reference: str, *, with_person: bool) -> IncidentView | Refusal:
    partition = _partition(deps, keys.incident(force, reference))
    row = next((each for each in partition if each.sk == "STATE"), None)
    if row is None:
        return UNKNOWN
    history = tuple(map(recorded, rows_of(partition, "EVENT#")))
    opened = _opened(deps, force, reference, row, partition) if with_person and row.sealed else {}
    person = opened.pop("PERSON", None)
    texts = {sk.removeprefix("TEXT#"): plain.decode() for sk, plain in opened.items()}
    return view(stored(row), history, msgspec.json.decode(person, type=Person) if person else None, texts)


def _partition(deps: Deps, pk: str) -> list[Row]:
    found: list[Row] = []
    after: str | None = None
    while True:
        page = deps.table.query(pk, after=after, limit=PARTITION_PAGE)
        found += page.rows
        if page.after is None:
            return found
        after = page.after


def _opened(deps: Deps, force: str, reference: str, state: Row, partition: list[Row]) -> dict[str, bytes]:
    """Every sealed row of the incident in clear, by its sort key."""
    key = deps.keyring.unwrap(state.sealed or b"", context(force, reference))
    sealed = [*rows_of(partition, "PERSON"), *rows_of(partition, "TEXT#")]
    return {row.sk: unseal(key, "/".join(row.key), row.sealed) for row in sealed if row.sealed}


def worklist(deps: Deps, caller: Caller, name: str, after: str | None, limit: int) -> Page | Refusal:
    """A page of a worklist: one query. `after` is the last page's. Raises Unavailable."""
    refusal = not_staff(deps, caller)
    if refusal:
        return refusal
    page = deps.table.query(keys.worklist(caller.force, name), after=after, limit=limit)
    return Page(tuple(entry(stored(row)) for row in page.rows), page.after)


def roster(deps: Deps, caller: Caller) -> list[Officer] | Refusal:
    """Everybody of the force, with shift and job. Raises Unavailable."""
    return not_staff(deps, caller) or officers.roster(deps.table, caller.force)


def not_staff(deps: Deps, caller: Caller, roles: frozenset[str] | None = None) -> Refusal | None:
    """Whoever comes as staff has to be on the roster, active, and with one of the roles if any are named."""
    if not caller.staff:
        return None
    key: Key = keys.officer(caller.force, caller.id)
    row = deps.table.get([key]).get(key)
    held = officers.officer(row).roles if row else frozenset[str]()
    if not held:
        return NOT_STAFF
    if roles is not None and not held & roles:
        return Refusal("not_permitted", f"This is for: {called.roles(roles)}.")
    return None
