"""From the text of a policy file to a Policy."""

import tomllib
from typing import Any

from .reading import WRONG, read
from .whole import Policy


class PolicyError(ValueError):
    """A policy file cannot be used; `mistakes` has one sentence for each thing to put right, led by its path."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


def parse(toml_text: str) -> Policy:
    """Read a policy file, or raise PolicyError with every mistake in it."""
    mistakes: list[str] = []
    policy: Any = read(Policy, _decode(toml_text), "", lambda path, words: mistakes.append(f"{path}: {words}"))
    if policy is WRONG:
        raise PolicyError(mistakes)
    return policy  # type: ignore[no-any-return]


def _decode(toml_text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as mistake:
        raise PolicyError([f"not TOML: {mistake}"]) from mistake
