"""Dip samples: a share of the calls, drawn by lot, is looked at a second time by a sergeant who did not take them.

Every call that was held takes part when it is over, however it ended. The lot follows from the incident and the hash of the link's
token, so it is the same whoever works it out again from the record. Nobody can choose or foresee it: the token comes from the
incident's data key (docs/adr/0003), no member of staff is shown it or its hash, and sending another link draws as blindly again.
Nor can anybody act on it: that a call was drawn is told to nobody (`events.UNTOLD`), and stands on no list until it is decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from . import events as e
from .ask import Ask, Decision
from .commands import RecordDipSample
from .incident import DipSample, Incident
from .refusals import Refusal
from .words import DECIDED

#: The five questions, in the order in which they are asked [D].
QUESTIONS = (
    "contact_within_target",
    "victim_suitably_treated",
    "record_complete",
    "safeguarding_considered",
    "right_decision",
)
_ENDS = (e.CallClosed, e.Returned)


def drawn(ask: Ask, events: Iterable[e.Event]) -> tuple[e.Event, ...]:
    """What is added to a command's events when they end a call that was held, and its lot is drawn."""
    call = ask.incident.call
    under_way = call.started_at is not None and call.ended_at is None
    if not under_way or not any(isinstance(each, _ENDS) for each in events):
        return ()
    return (e.DipSampleDrawn(),) if lot(ask.incident) < ask.policy.review.dip_sample_share else ()


def lot(incident: Incident) -> float:
    """A number in [0, 1) that looks random and is always the same for this incident and this link."""
    token_hash = incident.link.token_hash if incident.link else ""
    digest = sha256(f"dip sample/{incident.force}/{incident.reference}/{token_hash}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def shown(incident: Incident) -> DipSample | None:
    """What may be told of it: nothing before the incident is decided."""
    return incident.dip_sample if incident.status in DECIDED else None


def record(ask: Ask) -> Decision:
    command: RecordDipSample = ask.command
    sample = ask.incident.dip_sample
    if sample is None:
        return Refusal("not_drawn", "This call was not drawn for a dip sample.")
    if sample.recorded_at:
        return Refusal("already_sampled", f"{sample.by} has recorded the dip sample of this call.")
    if ask.by.id in {*ask.incident.callers, ask.incident.officer}:
        return Refusal("own_dip_sample", "You took this call; another sergeant has to look at it.")
    judgements = {question: getattr(command, question) for question in QUESTIONS}
    return (e.DipSampleRecorded(judgements, command.satisfactory, command.note),)
