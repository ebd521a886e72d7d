"""The trial arm, by the last digit of the incident number (Dorset's trial), logged before eligibility is asked."""

from __future__ import annotations

from .policy.intake import Trial

CONTROL, VIDEO = "control", "video"


def arm(reference: str, trial: Trial) -> str | None:
    """Which arm a reference falls into; None while no trial runs. A reference without any digit is in the video arm."""
    if not trial.running:
        return None
    digits = [int(each) for each in reference if each.isdecimal() and each.isascii()]
    return CONTROL if digits and digits[-1] in trial.control_digits else VIDEO
