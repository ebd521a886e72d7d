"""What command and control, records management and receiving teams ask for."""

from __future__ import annotations

from chalice.app import Blueprint
from msgspec import Struct

from .. import service
from ..domain.commands import Command, Handover, Offer, Outcome, Recall, Update
from ..domain.refusals import Refusal
from ..domain.report import Report
from ..service.deps import Done
from ..service.reporting import Reported
from .operation import Asked
from .routes import Api

blueprint = Blueprint(__name__)
api = Api(blueprint, "command and control")

_CHANGES = (403, 404, 409, 422)


class Offered(Struct, frozen=True, omit_defaults=True):
    """What came of an offer. `eligible` is there once the answers are; `reasons` are the questions answered "no"."""

    reference: str
    status: str
    version: int
    events: tuple[str, ...]
    eligible: bool | None = None
    reasons: tuple[str, ...] = ()


@api.operation(
    "POST", "/v1/incidents", scopes=("report",), body=Report, answer=Reported, status=201, repeatable=True, refusals=_CHANGES
)
def report(asked: Asked) -> Reported | Refusal:
    """Report an incident; the answer has the prompt and the script when EVR is to be offered. Idempotent by reference."""
    return service.report(asked.deps, asked.caller, asked.body)


@api.operation(
    "POST", "/v1/incidents/{reference}/offer", scopes=("report",), body=Offer, answer=Offered, repeatable=True, refusals=_CHANGES
)
def offer(asked: Asked) -> Offered | Refusal:
    """Record the offer: made or not and why, and the victim's answers; says whether EVR is possible."""
    done = _give(asked)
    if isinstance(done, Refusal):
        return done
    eligible = not done.reasons if "EligibilityChecked" in done.events else None
    return Offered(done.reference, done.status, done.version, done.events, eligible, done.reasons)


def _give(asked: Asked) -> Done | Refusal:
    command: Command = asked.body
    return service.perform(asked.deps, asked.caller, asked.path["reference"], command)


@api.operation(
    "POST", "/v1/incidents/{reference}/updates", scopes=("update",), body=Update, answer=Done, repeatable=True, refusals=_CHANGES
)
def update(asked: Asked) -> Done | Refusal:
    """New information from the control room."""
    return _give(asked)


@api.operation(
    "POST", "/v1/incidents/{reference}/recall", scopes=("update",), body=Recall, answer=Done, repeatable=True, refusals=_CHANGES
)
def recall(asked: Asked) -> Done | Refusal:
    """The control room takes the incident back: regraded, attended, a duplicate."""
    return _give(asked)


@api.operation(
    "POST", "/v1/incidents/{reference}/outcome", scopes=("outcome",), body=Outcome, answer=Done, repeatable=True, refusals=_CHANGES
)
def outcome(asked: Asked) -> Done | Refusal:
    """Record a crime outcome, an arrest or a voluntary interview; also long after the incident has left EVR."""
    return _give(asked)


@api.operation(
    "POST",
    "/v1/incidents/{reference}/handover",
    scopes=("handover",),
    body=Handover,
    answer=Done,
    repeatable=True,
    refusals=_CHANGES,
)
def handover(asked: Asked) -> Done | Refusal:
    """The receiving team acknowledges that the investigation is now theirs."""
    return _give(asked)
