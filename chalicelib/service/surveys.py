"""What victims thought of it: a few answers after the call, kept where nothing leads back to the incident.

The link is closed by then, and stays so: what the page sends is the token's hash, which opens nothing, and it learns nothing from
the answer, which is the same for a known hash, an unknown one and a second time. Two rows are written at once: a mark under the
hash that somebody has answered, which says not what, and the answers under their day and a number drawn by lot.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Annotated, Literal, get_args

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
Again = Literal["video", "visit", "no_matter"]
AGAIN: tuple[str, ...] = get_args(Again)


class Survey(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Each question may be skipped. 1 is the worst, 5 the best."""

    satisfied: Score | None = None
    easy: Score | None = None
    again: Again | None = None


class Answered(Struct, frozen=True, omit_defaults=True):
    """As kept, under the day: with the arm of a trial, without the incident."""

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
    _keep(deps, where.force, pass_, Answered(survey, incident.arm), until=ended + OPEN_FOR)


def _keep(deps: Deps, force: str, pass_: str, answered: Answered, until: datetime) -> None:
    """Once: the mark stands in the way of a second time, for as long as answers are taken."""
    mark = keys.survey_mark(pass_)
    key = keys.survey(force, local(deps.now()).date(), secrets.token_hex(8))
    expires = int((until + timedelta(days=1)).timestamp())
    try:
        deps.table.commit(
            [
                Put(Row(pk=mark.pk, sk=mark.sk, expires=expires), ABSENT),
                Put(Row(pk=key.pk, sk=key.sk, data=text_of(answered))),
            ]
        )
    except Conflict:
        return
