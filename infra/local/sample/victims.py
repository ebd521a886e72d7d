"""Invented victims: names nobody has, numbers and addresses that lead nowhere (Ofcom's drama range, example.org)."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

_FORENAMES = (
    "Alphonsa", "Bartleby", "Cassiope", "Dorimund", "Eglantine", "Fenwicka", "Gawainia", "Hesperus", "Isambella", "Jocunda",
    "Kestrel", "Lysandra", "Merriwen", "Nimrodel", "Octavius", "Peregrina", "Quillon", "Rosalba", "Septimus", "Tansy",
    "Ulrica", "Valerian", "Wilhelma", "Xanthe", "Yarrow", "Zebedee",
)  # fmt: skip
_SURNAMES = (
    "Acornsby", "Bumblethwaite", "Cloudsworth", "Dandelyon", "Everbright", "Flimflam", "Gooseberry", "Hollowoak", "Inkwell",
    "Jampot", "Kettledrum", "Larkspurling", "Marmaladey", "Nettlecombe-Nil", "Oddsocks", "Puddlewick", "Quibbleton",
    "Rumpelby", "Snowdropham", "Teacosy", "Umberella", "Velvetine", "Wobbleton", "Yesterby", "Zigzagger",
)  # fmt: skip
_STREETS = (
    "Sample Street", "Example Road", "Placeholder Lane", "Fictional Way", "Specimen Terrace", "Imaginary Close",
    "Notional Avenue", "Invented Gardens", "Mock Orchard", "Pretend Parade",
)  # fmt: skip
_TOWNS = ("Exampleton", "Sampleminster", "Fictionbourne", "Mockhampton", "Placeholder Regis", "Nowhere-on-Sea")
_LANGUAGES = ("en",) * 17 + ("pl", "uk", "pt")
_NEEDS = ("large text in messages", "hearing aid: speak slowly", "a friend sits in", "needs breaks")
_TIMES = ("after 18:00", "between 10:00 and 14:00", "weekdays before noon")


def victim(random: Random, n: int, *, minor: bool = False, wary: bool = False) -> dict[str, Any]:
    """The n-th victim; no two have the same number. `wary`: somebody at home may see the phone."""
    forename, surname = random.choice(_FORENAMES), _SURNAMES[n % len(_SURNAMES)]
    found: dict[str, Any] = {
        "name": f"{forename} {surname}",
        "date_of_birth": str(date(2012 if minor else random.randint(1938, 2004), random.randint(1, 12), random.randint(1, 28))),
        "phone": f"07700 900{n:03}",
        "language": random.choice(_LANGUAGES),
        "safe_contact": {"ok_to_text": True, "ok_to_leave_message": not wary},
    }
    if random.random() < 0.6:
        found["email"] = f"{forename}.{surname}.{n}@example.org".lower()
    if random.random() < 0.15:
        found["needs"] = [random.choice(_NEEDS)]
    if wary or random.random() < 0.1:
        found["safe_contact"]["times"] = random.choice(_TIMES)
    return found


def place(random: Random) -> dict[str, str]:
    text = f"{random.randint(1, 180)} {random.choice(_STREETS)}, {random.choice(_TOWNS)}"
    return {"text": text, "postcode": f"ZZ{random.randint(1, 99)} {random.randint(1, 9)}ZZ"}
