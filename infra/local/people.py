"""The invented people that one may act as on the start page, and the roster of the sample forces.

Nobody here exists. Teams follow the policy: a new team in `infra/policies/<force>.toml` has its people at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec
from msgspec import Struct

from chalicelib.policies import load_policies

DORSET, WESSEXSHIRE = "dorset", "wessexshire"

_FORENAMES = {
    "A": ("Ada", "Abel", "Anouk", "Alma", "Arlo", "Asha", "Axel", "Avis", "Alec", "Anwen"),
    "B": ("Bea", "Boris", "Bodil", "Basil", "Briony", "Bruno", "Bilal", "Betty", "Blaise", "Brenda"),
    "C": ("Clio", "Cyril", "Carys", "Cosmo", "Chandra", "Cedric", "Coral", "Casper", "Celia", "Clem"),
    "D": ("Dora", "Digby", "Delia", "Dev", "Daphne", "Dougal", "Dilys", "Dario", "Della", "Duncan"),
    "E": ("Edna", "Emil", "Esme", "Ezra", "Elsie", "Errol", "Eira", "Eamon", "Effie", "Ewan"),
}
_SURNAMES = (
    "Exampleby", "Samplewick", "Mockford", "Fictionby", "Placeholder", "Testerton", "Pretendy", "Notreal", "Madeupson", "Dummerly",
)  # fmt: skip


class Person(Struct, frozen=True):
    """Somebody, or some system, that acts. `roles` make an entry of the roster; `scopes` are what their token gets."""

    force: str
    id: str
    name: str
    group: str
    does: str
    scopes: tuple[str, ...]
    roles: tuple[str, ...] = ()
    team: str | None = None


_STAFF = ("staff", "read", "personal")


@cache
def everybody() -> tuple[Person, ...]:
    """Return the people of both forces, in the order in which the page lists them."""
    return (*_control_room(DORSET), *_teams(), *_others(DORSET), *_control_room(WESSEXSHIRE), *_immediate_team())


def as_list() -> list[dict[str, object]]:
    """Return them as /local/people answers them."""
    return [msgspec.to_builtins(person) for person in everybody()]


def roster(force: str) -> list[Person]:
    """Return those of a force who are on its roster, and so have a shift and roles."""
    return [person for person in everybody() if person.force == force and person.roles]


def constables(force: str, team: str) -> list[Person]:
    return [person for person in roster(force) if person.team == team and "officer" in person.roles]


def sergeants(force: str) -> list[Person]:
    return [person for person in roster(force) if "sergeant" in person.roles]


def _control_room(force: str) -> Iterator[Person]:
    handler, room = ("report", "update", "read", "staff"), "Control room"
    yield Person(force, "CH301", "Holly Headset", room, "call handler", handler, ("call_handler",))
    yield Person(force, "CH302", "Hector Hearwell", room, "call handler", handler, ("call_handler",))
    spoc = ("update", "read", "personal", "staff")
    yield Person(force, "SPOC01", "Sunny Singlepoint", room, "FCR SPOC", spoc, ("spoc",))


def _teams() -> Iterator[Person]:
    """Dorset's teams: a sergeant and constables each, numbered in tens (team B: PS1102, PC2211 to PC2217)."""
    teams = load_policies()[DORSET].teams
    for n, team in enumerate(teams.names):
        names = [f"{forename} {_SURNAMES[(n + k) % 10]}" for k, forename in enumerate(_FORENAMES[team])]
        yield Person(DORSET, f"PS{1101 + n}", names[0], f"Team {team}", "sergeant", _STAFF, ("sergeant",), team)
        for k in range(teams.constables_per_team):
            id = f"PC{2201 + 10 * n + k}"
            yield Person(DORSET, id, names[k + 1], f"Team {team}", "officer", _STAFF, ("officer",), team)


def _others(force: str) -> Iterator[Person]:
    """Those who look on, and the systems of others."""
    office, systems = "Insight and administration", "Systems and receiving teams"
    yield Person(force, "AN701", "Fay Figures", office, "analyst", ("metrics", "read", "staff"), ("analyst",))
    yield Person(force, "AD801", "Russ Rosterman", office, "administrator", ("roster", "read", "staff"), ("administrator",))
    yield Person(force, "records-system", "Records management", systems, "records crime outcomes", ("outcome", "read"))
    yield Person(force, "patrol-desk", "Patrol desk", systems, "receives handovers", ("handover", "read"))
    yield Person(force, "neighbourhood-desk", "Neighbourhood desk", systems, "receives handovers", ("handover", "read"))
    yield Person(force, "cad-system", "Command and control", systems, "reports and listens", ("report", "update", "feed", "read"))


def _immediate_team() -> Iterator[Person]:
    """Wessexshire's whole team is larger; these few are enough to see its other practice."""
    roster = ("roster", "read", "staff")
    yield Person(WESSEXSHIRE, "AD901", "Whitney Clerkly", "Insight and administration", "administrator", roster, ("administrator",))
    yield Person(WESSEXSHIRE, "PS9101", "Wanda Nothere", "Team Red", "sergeant", _STAFF, ("sergeant",), "Red")
    for k, name in enumerate(("Wim Wouldbe", "Wilma Whatnot", "Wes Whoever")):
        yield Person(WESSEXSHIRE, f"PC9{201 + k}", name, "Team Red", "officer", _STAFF, ("officer",), "Red")
