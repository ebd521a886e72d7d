"""A form is opened: filled in as the incident stands, or the reason why it is not to be had now."""

from __future__ import annotations

from ...domain import commands as c
from ...domain.ask import Ask
from ...domain.decide import decide
from ...domain.incident import Incident
from ...domain.refusals import Refusal, not_permitted
from ...domain.rules import RULES
from .. import forms, notices, offering
from ..fields import About
from ..pressing import Reply
from . import looking
from .asked import Asked
from .refusing import told_no

#: These choose somebody from the roster.
CHOOSES = frozenset({"job.triage", "job.allocate", "job.reassign"})
#: What would be refused whatever is filled in, so that nobody fills it in for nothing.
_PLAINEST: dict[str, c.Command] = {
    "job.review": c.Review("finalise"),
    "job.pause": c.Pause(),
    "job.allocate": c.Allocate(),
    "job.dip_sample": c.RecordDipSample("yes", "yes", "yes", "yes", "yes", satisfactory=True),
}


def opened(asked: Asked) -> Reply:
    """Reads the incident, once; the roster as well where somebody is chosen from it."""
    if asked.action.id == forms.FROM_MESSAGE:
        return _from_message(asked)
    if not asked.job:
        return notices.which_job()
    incident = looking.job(asked.deps, asked.asker.force, asked.job)
    if isinstance(incident, Refusal):
        return notices.refusal(incident)
    refused = refusal_now(asked, incident)
    if refused:
        return told_no(asked, refused, incident)
    officers = looking.roster(asked.deps, asked.asker.force) if asked.action.id in CHOOSES else ()
    about = About(incident, asked.policy, asked.now, officers, asked.holds(incident))
    return forms.form(asked.action.id, about, asked.press.value or incident.reference)


def refusal_now(asked: Asked, incident: Incident) -> Refusal | None:
    """Why the domain would refuse this now, whatever is filled in."""
    refused = offering.refusal(incident, asked.action, asked.by)
    plainest = _PLAINEST.get(asked.action.id)
    if refused or plainest is None:
        return refused
    decision = decide(Ask(incident, plainest, asked.by, asked.now, asked.policy))
    return decision if isinstance(decision, Refusal) else None


def _from_message(asked: Asked) -> Reply:
    """A message becomes an update; which job it is about is asked for. Reads nothing. The value is the message's text."""
    rule = RULES[c.Update]
    if not rule.roles & asked.roles:
        return notices.refusal(not_permitted(c.name_of(c.Update), rule.roles))
    return forms.from_message(asked.press.value)
