"""Eligibility: the seven questions of the flow, step 3. One "no" is enough, and each "no" is its own reason code."""

from __future__ import annotations

from msgspec import structs

from .commands import Answers


def reasons_against(answers: Answers) -> tuple[str, ...]:
    """The codes of the questions answered "no", in the order asked; empty means eligible."""
    return tuple(question for question, yes in structs.asdict(answers).items() if not yes)
