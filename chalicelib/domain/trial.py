"""The trial arm, by the last digit of the incident number (Dorset's trial), logged before eligibility is asked."""

from __future__ import annotations

from typing import Literal

from .policy.intake import Trial


def arm(reference: str, trial: Trial) -> Literal["video", "control"] | None:
    """Which arm a reference falls into; None while no trial runs. A reference without any digit is in the video arm."""
    if not trial.running:
        return None
    digits = [int(each) for each in reference if each.isdecimal() and each.isascii()]
    return "control" if digits and digits[-1] in trial.control_digits else "video"
