"""How long recordings are kept, and when they count as evidence (management of police information; DOMAIN.md).

Not evidential, a recording is kept for the force's short time after the call. It becomes evidential for good once somebody relies
on it [D]: the record was submitted for evidential review, the incident became an emergency, an outcome was recorded, an export was
asked for, or somebody put it into a group. Then it is looked at again after the years of its group. Nothing here ever makes a time
shorter.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from .incident import Incident
from .policy import Policy
from .recording import Recording
from .words import Status


class Keeping(Struct, frozen=True):
    """Until when, and in which group; None while it is not evidential."""

    until: datetime
    group: str | None = None


def evidential(incident: Incident) -> bool:
    relied_on = incident.case is not None or bool(incident.outcomes) or incident.status == Status.ESCALATED
    exported = any(each.redactions for each in incident.recordings)
    return relied_on or exported or incident.recordings_group is not None


def keeping(incident: Incident, recording: Recording, policy: Policy) -> Keeping:
    """What the policy says now, and at least what was said before."""
    rules = policy.retention
    if not evidential(incident) and recording.group is None:
        return Keeping(max(recording.until, recording.ended + rules.non_evidential_recordings))
    group = incident.recordings_group or recording.group or rules.default_group
    known = group if group in rules.groups else rules.default_group
    return Keeping(max(recording.until, years_after(recording.ended, rules.groups[known].review_after_years)), known)


def first_keeping(ended: datetime, policy: Policy) -> datetime:
    """Until when a recording is kept as long as nobody relies on it."""
    return ended + policy.retention.non_evidential_recordings


def years_after(moment: datetime, years: int) -> datetime:
    """The same day so many years on; the 29th of February becomes the 1st of March, which is not sooner."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)
