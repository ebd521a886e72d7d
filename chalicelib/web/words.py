"""The words of the pages: one file a language, which a translator writes; no code names a language."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
#: The language whose words are there for certain.
BASE = "en"
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Z]{2})?\Z")

Words = dict[str, str]


@cache
def languages() -> tuple[str, ...]:
    """Every language that there are words in."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml") if _LANGUAGE.match(file.stem)))


@cache
def words(language: str) -> Words:
    """`section.name` to its words. Raises KeyError for a language that is not there."""
    if language not in languages():
        raise KeyError(language)
    tables = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{name}": text for section, table in tables.items() for name, text in table.items() if isinstance(text, str)}


def checked(language: str) -> bool:
    """Whether somebody whose first language it is has read the words."""
    tables = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return bool(tables["language"]["checked"])
