"""What victims thought of it, counted: the questions of Dorset's trial (67% satisfied, against 27% of those who were visited).

Answers are kept without the incident (service/surveys.py). So that nobody can guess whose they are from how few there are, a
question that fewer than `FEWEST` answered in the period is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
from msgspec import Struct

from ..service.surveys import AGAIN, Answered, Survey
from ..store import keys
from ..store.rows import Table
from .counting import Share, days, rows_of, share

#: Fewer answers than this are not shown [D].
FEWEST = 5
_answered = msgspec.json.Decoder(Answered).decode


class Opinions(Struct, frozen=True, kw_only=True):
    """Of the days on which victims answered. Each question is of those who answered it, and null where they are too few to show.

    `answers`: how many answered anything; `fewest`: how many have to answer a question before it is shown.
    """

    answers: int
    fewest: int
    satisfied: Share | None
    easy: Share | None
    would_choose_again: dict[str, Share] | None


def opinions(table: Table, force: str, first: date, last: date) -> Opinions:
    """Count the answers of the days, both included (Europe/London). Raises Unavailable."""
    surveys = list(_between(table, force, first, last))
    return Opinions(
        answers=len(surveys),
        fewest=FEWEST,
        satisfied=_good([each.satisfied for each in surveys], "satisfied or very satisfied, of those who answered"),
        easy=_good([each.easy for each in surveys], "found it easy or very easy, of those who answered"),
        would_choose_again=_chosen([each.again for each in surveys if each.again is not None]),
    )


def _between(table: Table, force: str, first: date, last: date) -> Iterator[Survey]:
    for day in days(first, last):
        for row in rows_of(table, keys.surveys(force, day)):
            yield _answered(row.data or "").survey


def _good(scores: Sequence[int | None], means: str) -> Share | None:
    """The upper two of five."""
    given = [each for each in scores if each is not None]
    return share(sum(each >= 4 for each in given), len(given), means) if len(given) >= FEWEST else None


def _chosen(given: Sequence[str]) -> dict[str, Share] | None:
    if len(given) < FEWEST:
        return None
    return {each: share(given.count(each), len(given), "would choose this another time, of those who answered") for each in AGAIN}
