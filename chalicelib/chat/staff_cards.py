"""Cards about the staff and not about a job: a break that goes on for long, a notice to the team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from ..domain.officer import Officer
from ..domain.team_notice import TeamNotice
from ..domain.times import stamp
from .actions import ACTIONS, value
from .model import Card, Fact
from .spans import clock, span, when


def break_card(since: datetime, length: timedelta) -> Card:
    """A gentle word to whoever has been on a break for so long: they may have forgotten to come back."""
    return Card(
        id=f"break:{stamp(since)}",
        title="Still on your break?",
        summary=f"You have been on a break since {clock(since)}",
        lines=(
            f"Your break began at {clock(since)}, {span(length)} ago. Take the time you need: no job is given to you meanwhile.",
        ),
        leading=(ACTIONS["shift.back"].button(), ACTIONS["reminder.dismiss"].button(value("break", stamp(since)))),
    )


def break_over(since: datetime) -> Card:
    """What stands there once it is over."""
    says = "Your break is over."
    return Card(id=f"break:{stamp(since)}", title="Still on your break?", summary=says, lines=(says,))


def notice_card(notice: TeamNotice, people: Iterable[Officer], names: Mapping[str, str]) -> Card:
    """A notice to the team. Its words are shown to whoever asks, alone, and that is logged: it may name a person after all."""
    on = {each.id for each in people if each.roles and each.duty != "off"}
    noted = on & notice.acknowledged.keys()
    by = names.get(notice.by, notice.by)
    return Card(
        id=f"notice:{notice.id}",
        title="Notice to the team",
        summary=f"Notice to the team from {by}",
        facts=(
            Fact("From", by),
            Fact("Posted", when(notice.posted_at)),
            Fact("Until", when(notice.ends)),
            Fact("Taken note of", f"by {len(noted)} of {len(on)} on shift, {len(notice.acknowledged)} in all"),
        ),
        leading=tuple(ACTIONS[id].button(notice.id) for id in ("notice.read", "notice.acknowledge")),
    )


def notice_over(id: str) -> Card:
    """What stands in its place when it does not count any more."""
    return Card(
        id=f"notice:{id}", title="Notice to the team", summary="A notice to the team is over", lines=("This notice is over.",)
    )
