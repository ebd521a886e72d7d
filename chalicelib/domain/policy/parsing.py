"""From the text of a policy file to a Policy."""

import tomllib
from typing import Any

from . import check_contact, check_evidence, check_intake, check_length, check_record, check_teams, check_video, check_work
from .checking import run
from .error import PolicyError
from .reading import read_fields
from .whole import Policy

CHECKS = (
    *check_intake.CHECKS,
    *check_work.CHECKS,
    *check_teams.CHECKS,
    *check_contact.CHECKS,
    *check_length.CHECKS,
    *check_record.CHECKS,
    *check_video.CHECKS,
    *check_evidence.CHECKS,
)


def parse(toml_text: str) -> Policy:
    """Read a policy file, or raise PolicyError with every mistake in it."""
    mistakes: list[str] = []

    def report(path: str, words: str) -> None:
        mistakes.append(f"{path}: {words}")

    sections = read_fields(Policy, _decode(toml_text), "", report)
    for path, words in run(CHECKS, sections):
        report(path, words)
    if mistakes:
        raise PolicyError(mistakes)
    return Policy(**sections)


def _decode(toml_text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as mistake:
        raise PolicyError([f"not TOML: {mistake}"]) from mistake
