"""What a victim is told while they wait: where they stand, what comes next and when, as far as anybody knows it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from ..domain.at_the_page import other_times
from ..domain.calendar import add_working_days, is_open, next_opening
from ..domain.incident import Asked, Incident
from ..domain.policy import Policy

#: After so long a victim who waits is told that it takes long, and what else they can do [D].
LONG = timedelta(minutes=15)
#: Seconds until the page asks again: soon while somebody may come at any moment, seldom later [D].
_SOON, _LATER, _SELDOM = 4, 10, 20


class Promised(Struct, frozen=True):
    """What follows when the call ends now: a sergeant has looked by `review`, the victim has been told by `told`."""

    review: datetime
    told: datetime


class Standing(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The room as the victim may know it. Nobody is named, and an emergency looks like nothing.

    `expect`: `officer` is there; `soon`: whoever sent the link joins here; `appointment` (`at`); `opens` (`at`): nobody works now.
    `long`: the wait has become long. `again_in`: seconds until it is worth asking again. `sent`: the wish that was passed on.
    """

    status: Literal["waiting", "in_call", "paused"]
    force: str
    reference: str
    joined: bool
    expect: Literal["officer", "soon", "appointment", "opens"]
    again_in: int
    expires: datetime
    promised: Promised
    at: datetime | None = None
    paused_by: Literal["victim", "police"] | None = None
    long: bool = False
    sent: Literal["another_time", "stop"] | None = None
    needs: tuple[str, ...] = ()
    accompanied: bool = False


class OtherTimes(Struct, frozen=True):
    """Beginnings of parts of a day that a victim may ask for."""

    times: tuple[datetime, ...]


def standing(incident: Incident, policy: Policy, now: datetime) -> Standing:
    """The standing of an incident whose room is open."""
    expect, at = _expected(incident, policy, now)
    waited = now - (incident.call.victim_joined_at or now)
    return Standing(
        status=incident.room or "waiting",  # type: ignore[arg-type]  # the words of Incident.room
        force=incident.force,
        reference=incident.reference,
        joined=incident.call.victim_joined_at is not None,
        expect=expect,
        at=at,
        again_in=_again(incident, waited),
        expires=incident.link.expires if incident.link else now,
        promised=promised(incident, policy, now),
        paused_by=("victim" if incident.call.paused_by == "victim" else "police") if incident.call.paused_by else None,
        long=incident.room == "waiting" and waited >= LONG,
        sent=_sent(incident.asked),
        needs=incident.needs,
        accompanied=incident.accompanied,
    )


def _expected(
    incident: Incident, policy: Policy, now: datetime
) -> tuple[Literal["officer", "soon", "appointment", "opens"], datetime | None]:
    if incident.call.officer_joined_at:
        return "officer", None
    if incident.appointment and incident.appointment > now:
        return "appointment", incident.appointment
    return ("soon", None) if is_open(now, policy) else ("opens", next_opening(now, policy))


def _again(incident: Incident, waited: timedelta) -> int:
    if incident.room == "in_call" or waited < timedelta(minutes=2):
        return _SOON
    return _LATER if waited < LONG else _SELDOM


def _sent(asked: Asked | None) -> Literal["another_time", "stop"] | None:
    if asked is None:
        return None
    return "stop" if asked.what == "stop" else "another_time"


def promised(incident: Incident, policy: Policy, now: datetime) -> Promised:
    """The dates of the Victims' Code, from the moment at which the call ends."""
    review = now + policy.review.due_after
    days = policy.victim.enhanced_within_working_days if incident.enhanced else policy.victim.told_within_working_days
    return Promised(review, add_working_days(review, days, policy))


def times(policy: Policy, now: datetime) -> OtherTimes:
    return OtherTimes(other_times(now, policy))
