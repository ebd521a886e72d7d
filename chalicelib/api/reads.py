"""What may be read: an incident with its timeline, the worklists, the roster, the updates for command and control, the metrics."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from chalice.app import Blueprint
from msgspec import UNSET, Meta, Struct, UnsetType, field

from ..domain.officer import Officer
from ..domain.refusals import Refusal
from ..domain.words import Role
from ..domain.worklists import LISTS
from ..service import reading
from ..service.views import Entry, IncidentView
from . import cursor
from .operation import Asked
from .problems import Refused
from .routes import Api
from .scopes import caller

blueprint = Blueprint(__name__)
api = Api(blueprint, "reading")

_SEEING = (403, 404)
Limit = Annotated[int, Meta(ge=1, le=100)]
LONGEST_DAYS = 92
_COUNTS = frozenset({Role.ANALYST.value, Role.SERGEANT.value, Role.ADMINISTRATOR.value})


class Seeing(Struct, frozen=True, forbid_unknown_fields=True):
    """`personal=false` leaves the person out, also with a token that may see it; `true` insists."""

    personal: Literal["true", "false"] | UnsetType = UNSET


@api.operation(
    "GET",
    "/v1/incidents/{reference}",
    scopes=("read", "staff"),
    query=Seeing,
    answer=IncidentView,
    refusals=(403, 404, 422),
    reasoned=True,
)
def incident(asked: Asked) -> IncidentView | Refusal:
    """State and timeline; with the scope `personal` also the person and the texts, and then the showing is logged first."""
    may = "personal" in asked.who.scopes
    if asked.query.personal == "true" and not may:
        raise Refused("missing_scope", "The token needs the scope 'personal' to see the person.")
    if not may or asked.query.personal == "false":
        return reading.incident(asked.deps, asked.caller, asked.path["reference"])
    if asked.who.staff:
        return reading.incident_with_person(asked.deps, caller(asked.who, "staff", None), asked.path["reference"], asked.why)
    system = caller(asked.who, "personal", None)
    why = asked.why or f"{system.id}: a system with the scope 'personal'"
    return reading.incident_with_person(asked.deps, system, asked.path["reference"], why)


class Paging(Struct, frozen=True, forbid_unknown_fields=True):
    """`cursor` is the one of the page before."""

    limit: Limit = 50
    cursor: cursor.Cursor | UnsetType = UNSET


class Worklist(Struct, frozen=True, omit_defaults=True):
    """Part of a worklist in its order; without `cursor` it is the last part."""

    items: tuple[Entry, ...]
    cursor: str | None = None


def _worklist(asked: Asked, name: str) -> Worklist | Refusal:
    after = cursor.unpack(name, asked.query.cursor or None)
    page = reading.worklist(asked.deps, asked.caller, name, after, asked.query.limit)
    return page if isinstance(page, Refusal) else Worklist(page.items, cursor.pack(name, page.after))


def _list(path: str, name: str, does: str) -> None:
    def handler(asked: Asked) -> Worklist | Refusal:
        return _worklist(asked, name)

    listed: Callable[[Callable[[Asked], Any]], Any] = api.operation(
        "GET", path, name=name, does=does, scopes=("read", "staff"), query=Paging, answer=Worklist, refusals=(403, 422)
    )
    listed(handler)


_list("/v1/queue", "queue", "The queue, in the order in which jobs are claimed: priority first, then by the time reported.")
_list("/v1/triage", "triage", "What waits for a sergeant's suitability review, oldest report first.")
_list("/v1/reviews", "reviews", "What waits for its evidential review, the one due first in front.")


@api.operation(
    "GET", "/v1/lists/{list}", scopes=("read", "staff"), query=Paging, answer=Worklist, refusals=(403, 404, 422), name="any_list"
)
def any_list(asked: Asked) -> Worklist | Refusal:
    """Any worklist by its name."""
    name = asked.path["list"]
    if name not in LISTS:
        return Refusal("unknown_list", f"There is no such list; there are: {', '.join(LISTS)}.")
    return _worklist(asked, name)


class Roster(Struct, frozen=True):
    """Everybody of the force, with shift and job."""

    items: tuple[Officer, ...]


@api.operation("GET", "/v1/officers", scopes=("read", "staff"), answer=Roster, refusals=(403,))
def roster(asked: Asked) -> Roster | Refusal:
    """Who is on the roster, on shift, free or with which job."""
    found = reading.roster(asked.deps, asked.caller)
    return found if isinstance(found, Refusal) else Roster(tuple(found))


class Since(Struct, frozen=True, forbid_unknown_fields=True):
    """`after` is the cursor of the page before; without it the feed begins at its beginning."""

    after: cursor.Cursor | UnsetType = UNSET
    limit: Limit = 100


def _feed_page() -> type[Struct]:
    from ..outbound.feed import FeedPage

    return FeedPage


@api.operation("GET", "/v1/updates", scopes=("feed",), query=Since, answer=_feed_page, refusals=(422,))
def updates(asked: Asked) -> Any:
    """What command and control must show, in order; the same is pushed as signed webhooks."""
    from ..outbound import feed

    try:
        return feed.read(asked.deps.table, asked.who.force, asked.query.after or None, asked.query.limit)
    except feed.BadCursor:
        raise Refused("invalid_cursor", "This cursor is not one that a page of updates gave.", "after") from None


class Period(Struct, frozen=True, forbid_unknown_fields=True):
    """Days in Europe/London by which incidents were reported, both included."""

    from_: date = field(name="from")
    to: date


def _metrics() -> type[Struct]:
    from ..insight.metrics import Metrics

    return Metrics


@api.operation("GET", "/v1/metrics", scopes=("metrics", "staff"), query=Period, answer=_metrics, refusals=(403, 422))
def metrics(asked: Asked) -> Any:
    """The College's metrics of the incidents reported in a period of at most 92 days, each with numerator and denominator."""
    from ..insight import metrics as insight

    first, last = asked.query.from_, asked.query.to
    if not 0 <= (last - first).days < LONGEST_DAYS:
        raise Refused("invalid_parameter", f"A period is 1 to {LONGEST_DAYS} days long, and 'to' is not before 'from'.", "to")
    refusal = reading.not_staff(asked.deps, asked.caller, _COUNTS)
    return refusal or insight.report(asked.deps.table, asked.deps.policies[asked.who.force], first, last)
