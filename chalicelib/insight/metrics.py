"""The metrics that the College of Policing names for EVR, over the incidents reported in a period.

Attributed by the start: an incident counts for the day it was reported and, once its link was sent, as one that began with EVR,
whatever happened later. Every rate comes with its numerator and denominator, and with the version of its definition. What victims
said is counted beside them, by the day on which they said it, for their answers know no incident.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from statistics import fmean, median, quantiles

import msgspec
from msgspec import Struct, field

from ..domain.policy import Policy
from ..domain.words import Role
from ..store import officers
from ..store.rows import Table
from .counting import Share, days, rows_of, share
from .fact import Fact, partition
from .opinions import Opinions, opinions

#: Raise it with every change of what is counted.
DEFINITIONS = "2026-11-22.2"
_fact = msgspec.json.Decoder(Fact).decode


class Volume(Struct, frozen=True):
    """Metric 1. `not_offered` counts the reasons, `never_asked` those for whom nobody recorded an offer."""

    reported: int
    suitable: int
    passed_to_evr: Share
    offered: Share
    never_asked: int
    not_offered: dict[str, int]
    arms: dict[str, int]


class ResponseTime(Struct, frozen=True):
    """Metric 3, in minutes from the time reported until the link was sent."""

    arrived: int
    median_minutes: float | None
    mean_minutes: float | None
    slowest_tenth_minutes: float | None
    within_target: Share


class Outcomes(Struct, frozen=True):
    """Metrics 4 and 5. `codes`: the policy's named, versioned set. `outcome_known`: how many incidents have an outcome yet."""

    codes_version: str
    codes: tuple[str, ...]
    of_incidents_that_began_with_evr: Share
    outcome_known: int


class Metrics(Struct, frozen=True, kw_only=True):
    """The body of `GET /v1/metrics`."""

    force: str
    from_: date = field(name="from")
    to: date
    definitions: str
    policy: str
    volume: Volume
    officers: Share
    response_time: ResponseTime
    positive_outcomes: Outcomes
    victim_withdrawal: Outcomes
    victims_said: Opinions


def report(table: Table, policy: Policy, from_: date, to: date) -> Metrics:
    """Count the days from the first to the last, both included (Europe/London). Raises Unavailable."""
    facts = list(facts_between(table, policy.force, from_, to))
    began = [each for each in facts if each.began_with_evr]
    return Metrics(
        force=policy.force,
        from_=from_,
        to=to,
        definitions=DEFINITIONS,
        policy=policy.version,
        volume=_volume(facts),
        officers=_officers(table, policy.force, facts),
        response_time=_response(began, policy),
        positive_outcomes=_outcomes(began, policy, policy.outcomes.positive, "ended with a positive outcome"),
        victim_withdrawal=_outcomes(began, policy, policy.outcomes.withdrawal, "ended because the victim withdrew"),
        victims_said=opinions(table, policy.force, from_, to),
    )


def facts_between(table: Table, force: str, first: date, last: date) -> Iterator[Fact]:
    """Every fact of the days, a query a day."""
    for day in days(first, last):
        yield from (_fact(row.data or "") for row in rows_of(table, partition(force, day)))


def _volume(facts: list[Fact]) -> Volume:
    suitable = [each for each in facts if each.in_scope]
    passed = sum(each.passed_to_evr for each in suitable)
    offered = sum(each.offered for each in suitable)
    asked = sum(each.offered or each.not_offered is not None or each.arm == "control" for each in suitable)
    return Volume(
        reported=len(facts),
        suitable=len(suitable),
        passed_to_evr=share(passed, len(suitable), "passed to EVR, of the incidents of suitable grade and type"),
        offered=share(offered, len(suitable), "offered EVR, of the incidents of suitable grade and type"),
        never_asked=len(suitable) - asked,
        not_offered=_counted(each.not_offered for each in suitable),
        arms=_counted(each.arm for each in suitable),
    )


def _counted(values: Iterable[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(each for each in values if each is not None).items()))


def _officers(table: Table, force: str, facts: list[Fact]) -> Share:
    """Metric 2. Counted, never ranked: no figure is by officer."""
    on_roster = {each.id for each in officers.roster(table, force) if Role.OFFICER in each.roles}
    working = {id for each in facts for id in each.officers}
    return share(len(working & on_roster), len(on_roster), "took at least one of these incidents, of today's EVR officers")


def _response(began: list[Fact], policy: Policy) -> ResponseTime:
    took = sorted((each.arrived_at - each.reported_at).total_seconds() / 60 for each in began if each.arrived_at)
    within = sum(_in_time(each, policy) for each in began)
    return ResponseTime(
        arrived=len(took),
        median_minutes=round(median(took), 1) if took else None,
        mean_minutes=round(fmean(took), 1) if took else None,
        slowest_tenth_minutes=round(quantiles(took, n=10, method="inclusive")[-1], 1) if len(took) > 1 else None,
        within_target=share(within, len(began), "attended to within the target of their grade, of those that began with EVR"),
    )


def _in_time(fact: Fact, policy: Policy) -> bool:
    target = policy.scope.target(fact.grade)
    return bool(target and fact.arrived_at and fact.arrived_at - fact.reported_at <= target)


def _outcomes(began: list[Fact], policy: Policy, codes: tuple[str, ...], means: str) -> Outcomes:
    """The last outcome recorded stands: records management corrects an outcome by recording another."""
    last = [_last_outcome(each, policy) for each in began]
    return Outcomes(
        codes_version=policy.outcomes.version,
        codes=codes,
        of_incidents_that_began_with_evr=share(
            sum(each in codes for each in last), len(began), f"{means}, of those that began with EVR"
        ),
        outcome_known=sum(each is not None for each in last),
    )


def _last_outcome(fact: Fact, policy: Policy) -> str | None:
    return next((code for code in reversed(fact.outcomes) if code in policy.outcomes.names), None)
