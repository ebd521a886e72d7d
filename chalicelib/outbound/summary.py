"""The daily summary: once a day and force, when its time has come and the service is open, the days since it was open last.

A day on which nothing was reported is not announced: nobody would learn anything, and the next summary is read more gladly.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from ..chat.daily import daily_card
from ..chat.showing import Wanted
from ..domain.calendar import at, is_open, local, next_opening
from ..domain.policy import Policy
from ..domain.policy.chat import Workspace
from ..insight import metrics
from ..insight.metrics import Metrics
from ..store.rows import Key
from .nudges import Nudge
from .picture import picture
from .ports import Ports
from .queues import Message
from .subject import Subject

ONE_DAY = timedelta(days=1)


def board_key(force: str, day: str, platform: str) -> Key:
    return Key(f"DAILY#{force}", f"{day}#{platform}")


def announce(ports: Ports, force: str) -> bool:
    """Have the worker write today's, unless that has been begun: from then on its board keeps count. Raises Unavailable."""
    policy, now = ports.deps.policies[force], ports.deps.now()
    if not is_due(now, policy):
        return False
    day = local(now).date().isoformat()
    wanted = [board_key(force, day, platform) for platform in policy.chat]
    if len(ports.deps.table.get(wanted)) == len(wanted):
        return False
    ports.queues.send([Message("chat", f"{force}/day/{day}/{now:%H%M}", Nudge(force, day=day))])
    return True


def is_due(now: datetime, policy: Policy) -> bool:
    """From its time until the service closes."""
    return is_open(now, policy) and now >= at(local(now).date(), policy.reminding.daily_summary_at)


def of_day(ports: Ports, nudge: Nudge, platform: str, workspace: Workspace) -> Subject:
    """The summary that is posted on a day; one that the wall did not take by the evening waits for the morning.

    Raises Unavailable.
    """
    policy, day, now = ports.deps.policies[nudge.force], date.fromisoformat(nudge.day or ""), ports.deps.now()
    board = board_key(nudge.force, day.isoformat(), platform)
    subject = Subject(
        nudge=nudge,
        platform=platform,
        key=board,
        row=ports.deps.table.get([board]).get(board),
        wanted=(),
        live=False,
        remember=True,
    )
    if not is_open(now, policy):
        return replace(subject, look_again=next_opening(now, policy))
    found = metrics.report(ports.deps.table, policy, opened_before(day, policy), day - ONE_DAY)
    return replace(subject, wanted=(_wanted(found, workspace),)) if found.volume.reported else subject


def opened_before(day: date, policy: Policy) -> date:
    """The last day before that one on which the service was open: after a weekend off, the summary covers it whole."""
    return next(each for each in (day - n * ONE_DAY for n in range(1, 9)) if is_open(at(each, policy.hours.opens), policy))


def _wanted(found: Metrics, workspace: Workspace) -> Wanted:
    card = daily_card(found)
    return Wanted(key="daily", channel=workspace.team, card=card, still=card, anew=False, picture=picture(found))
