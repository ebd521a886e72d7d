"""Checks of the response, the review and the victim's update."""

from .checking import Check, Mistakes, missing, repeated, unknown
from .codes import RECEIVERS
from .work import Response, Review, VictimCare


def _response(response: Response, flags: dict[str, str]) -> Mistakes:
    if not 0 < response.nearing < 1:
        yield "response.nearing", f"expected a fraction between 0 and 1, got {response.nearing}"
    yield from unknown("response.allocate_flags", response.allocate_flags, flags, "flag")
    yield from repeated("response.allocate_flags", response.allocate_flags)


def _review(review: Review) -> Mistakes:
    if review.nearing >= review.due_after:
        yield "review.nearing", "expected less than review.due_after"
    yield from missing("review.receivers", RECEIVERS, review.receivers)


def _victim(victim: VictimCare, flags: dict[str, str]) -> Mistakes:
    if victim.enhanced_within_working_days > victim.told_within_working_days:
        yield "victim.enhanced_within", "expected no more than victim.told_within"
    yield from unknown("victim.enhanced_flags", victim.enhanced_flags, flags, "flag")
    yield from repeated("victim.enhanced_flags", victim.enhanced_flags)


CHECKS: tuple[Check, ...] = (
    (("response", "flags"), _response),
    (("review",), _review),
    (("victim", "flags"), _victim),
)
