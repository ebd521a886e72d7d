"""What victims thought of it: a few answers after the call, kept without the incident's reference.

The link is closed by then, and stays so: what the page sends is the token's hash, which opens nothing, and it learns nothing from
the answer, which is the same for a known hash, an unknown one and a second time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from ..domain.calendar import local
from ..store import keys
from ..store.incidents import stored, text_of
from ..store.rows import ABSENT, Conflict, Put, Row
from .deps import Deps
from .links import LinkRow

#: Later than this nobody remembers well enough [D].
OPEN_FOR = timedelta(days=14)
Score = Annotated[int, Meta(ge=1, le=5)]


class Survey(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Each question may be skipped. 1 is the worst, 5 the best."""

    satisfied: Score | None = None
    easy: Score | None = None
    again: Literal["video", "visit", "no_matter"] | None = None


class Answered(Struct, frozen=True, omit_defaults=True):
    """As kept: with the day and the arm of a trial, without the incident."""

    day: str
    survey: Survey
    arm: str | None = None


def answer(deps: Deps, pass_: str, survey: Survey) -> None:
    """Keep the answers of somebody whose call was held, once. Raises Unavailable."""
    link = keys.link(pass_)
    row = deps.table.get([link]).get(link)
    if row is None or row.data is None or survey == Survey():
        return
    where = msgspec.json.decode(row.data, type=LinkRow)
    state = keys.state(where.force, where.reference)
    found = deps.table.get([state]).get(state)
    incident = stored(found).incident if found else None
    ended = incident.call.ended_at if incident else None
    if incident is None or ended is None or deps.now() > ended + OPEN_FOR:
        return
    key = keys.survey(where.force, pass_)
    kept = Answered(f"{local(deps.now()):%Y-%m-%d}", survey, incident.arm)
    try:
        deps.table.commit([Put(Row(pk=key.pk, sk=key.sk, data=text_of(kept)), ABSENT)])
    except Conflict:
        return
