"""The day's summary for the team's channel: the College's metrics in words, each share with what it was made of.

No figure is by officer, and none is a target for one (College of Policing, EVR practice page).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from .actions import ACTIONS
from .model import Card, Fact
from .spans import day, span

if TYPE_CHECKING:  # only their shape matters here
    from ..insight.counting import Share
    from ..insight.metrics import Metrics


def daily_card(metrics: Metrics) -> Card:
    """The same words are the text beside the picture of these figures."""
    volume = metrics.volume
    return Card(
        id=f"daily:{metrics.from_}:{metrics.to}",
        title=f"EVR, {days(metrics)}",
        summary=f"EVR, {days(metrics)}: {volume.passed_to_evr.numerator} of {volume.suitable} suitable reports passed to EVR",
        facts=tuple(Fact(label, value) for label, value in _facts(metrics)),
        lines=(f"Definitions {metrics.definitions}, outcomes {metrics.positive_outcomes.codes_version}, policy {metrics.policy}.",),
        leading=(ACTIONS["team.show"].button(),),
    )


def days(metrics: Metrics) -> str:
    """The day that was counted, or the first and the last."""
    first, last = day(metrics.from_), day(metrics.to)
    return first if first == last else f"{first} to {last}"


def _facts(metrics: Metrics) -> Iterator[tuple[str, str]]:
    volume, response = metrics.volume, metrics.response_time
    yield "Reported", f"{volume.reported}, {volume.suitable} of suitable grade and type"
    yield "Passed to EVR", share(volume.passed_to_evr)
    yield "Offered EVR", share(volume.offered)
    if volume.never_asked:
        yield "Never asked", str(volume.never_asked)
    yield "Officers working in EVR", share(metrics.officers)
    yield (
        "Response time, median",
        span(timedelta(minutes=response.median_minutes)) if response.median_minutes is not None else "none yet",
    )
    yield "Within target", share(response.within_target)
    yield (
        "Positive outcomes",
        _outcomes(metrics.positive_outcomes.of_incidents_that_began_with_evr, metrics.positive_outcomes.outcome_known),
    )
    yield (
        "Victim withdrawal",
        _outcomes(metrics.victim_withdrawal.of_incidents_that_began_with_evr, metrics.victim_withdrawal.outcome_known),
    )


def share(of: Share) -> str:
    """`3 of 4 (75%)`; where there was nothing to divide by, no rate."""
    counted = f"{of.numerator} of {of.denominator}"
    return counted if of.rate is None else f"{counted} ({of.rate:.0%})"


def _outcomes(of: Share, known: int) -> str:
    return f"{share(of)}, outcome known for {known}"
