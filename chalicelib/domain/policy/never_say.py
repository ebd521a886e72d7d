"""The words that no text to a victim says: the offender may see the phone (NCSC guidance as reported in DOMAIN.md).

English ones are looked for in every language. Who adds a language without a list of its own keeps to the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENGLISH = re.compile(
    r"\b(abus|arrest|assault|asap|attack|burgl|crime|crimin|danger|domestic|emergenc|fraud|harass|harm|hurr|immediate|injur"
    r"|now\b|offen[cd]|perpetrat|quick|rape|safeguard|sexual|stalk|stole|suspect|theft|threat|urgent|victim|violen|vulnerab"
    r"|weapon|witness)\w*",
    re.IGNORECASE,
)
#: The first letters of a Welsh word change with the word before it: trosedd, drosedd, throsedd; perygl, berygl, mherygl, pherygl.
_MUTATED = {
    "c": ("g", "ngh", "ch"),
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "g": ("", "ng"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "ll": ("l",),
    "m": ("f",),
    "rh": ("r",),
    "a": ("ha",),
    "y": ("hy",),
}
#: Stems as they stand in a dictionary. To be looked over by a native reader, as the sample texts are.
_WELSH_STEMS = (
    "aflonydd",  # harassment
    "amheu",  # suspicion
    "anaf",  # injury
    "arest",  # arrest
    "argyfwng",  # emergency
    "bregus",  # vulnerable
    "brys",  # haste, urgency
    "bwrgl",  # burglary
    "byrgl",
    "bygwth",  # threat
    "bygyth",
    "cam-?dri",  # abuse
    "cyflym",  # quick
    "cyhudd",  # accuse, charge
    "dioddef",  # victim, suffer
    "diogelu",  # safeguard
    "domestig",
    "drwgdyb",  # suspect
    "dwyn",  # steal
    "lladr",  # theft, thieves
    "lleidr",  # thief
    "llofrudd",  # murder
    "niwed",  # harm
    "niweid",
    "perygl",  # danger
    "rhywiol",  # sexual
    "stelc",  # stalk
    "trais",  # violence, rape
    "treis",
    "trosedd",  # crime
    "twyll",  # fraud
    "tyst",  # witness, evidence
    "ymosod",  # assault
)
_WELSH_WORDS = r"ar unwaith|yn syth|nawr|r[wŵ]an|arf|arfau|h?arfog"  # at once, straight away, now, weapon


def _forms(stem: str) -> Iterator[str]:
    yield stem
    first = next((each for each in sorted(_MUTATED, key=len, reverse=True) if stem.startswith(each)), "")
    for other in _MUTATED.get(first, ()):
        yield other + stem.removeprefix(first)


_WELSH = re.compile(
    rf"\b(?:(?:{'|'.join(form for stem in _WELSH_STEMS for form in _forms(stem))})\w*|(?:{_WELSH_WORDS})\b)", re.IGNORECASE
)
_OWN = {"cy": _WELSH}


def said(text: str, language: str) -> Iterator[str]:
    """The words in a text that it must not say."""
    own = _OWN.get(language.partition("-")[0])
    for pattern in (_ENGLISH, own) if own else (_ENGLISH,):
        yield from (found[0] for found in pattern.finditer(text))
