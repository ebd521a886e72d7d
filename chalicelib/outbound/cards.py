"""The chat worker: whatever has happened, the cards are brought to how things stand now. Nothing is replayed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from ..chat.wall import Wall
from ..domain.policy.chat import Workspace
from . import breaks, homes, noticeboard, noting, summary
from .board import board_of
from .hanging import Outcome, bring_up
from .nudges import Failures, Nudge, each
from .ports import Ports, Within, ports
from .scenes import of_incident
from .subject import Subject

#: A batch stops here, so that the worker's 30 s never end in the middle of a call.
SECONDS = 12
#: A deleted card is posted in a second turn, its thread told in a third; a long story takes some more.
TURNS = 6


def on_messages(event: dict[str, Any]) -> Failures:
    within = Within(SECONDS)
    wired = replace(ports(), time_is_up=within)
    return each(event, lambda nudge: work(wired, nudge), wired.queues.postpone, within)


def work(ports: Ports, nudge: Nudge) -> None:
    """Bring up what a nudge is about, on each platform of the force. Raises Later and Unavailable; repeating is safe."""
    policy = ports.deps.policies.get(nudge.force)
    walls = {"slack": ports.wall}
    for platform, workspace in policy.chat.items() if policy else ():
        wall = walls[platform](nudge.force) if platform in walls else None
        if wall is None:
            noting.log("no wall", level="error", force=nudge.force, platform=platform)
            noting.measure(nudge.force, {"ChatNotConfigured": 1})
        else:
            _on(ports, wall, nudge, platform, workspace)


def _on(ports: Ports, wall: Wall, nudge: Nudge, platform: str, workspace: Workspace) -> None:
    if nudge.reference:
        _incident(ports, wall, nudge, platform, workspace)
    elif nudge.officer:
        _officer(ports, wall, nudge, platform)
    elif nudge.notice:
        _others(ports, wall, lambda: noticeboard.of_notice(ports, nudge, platform, workspace))
    elif nudge.day:
        _others(ports, wall, lambda: summary.of_day(ports, nudge, platform, workspace))


def _incident(ports: Ports, wall: Wall, nudge: Nudge, platform: str, workspace: Workspace) -> None:
    read = of_incident(ports, nudge, platform, workspace)
    since = board_of(read[0].row).seen if read else 0
    outcome = Outcome()
    for _ in range(TURNS):
        if read is None:
            return
        outcome = bring_up(ports, wall, read[0])
        if not outcome.more:
            break
        read = of_incident(ports, nudge, platform, workspace)
    if read and read[1].incident.version > since:
        scene = read[1]
        homes.show(ports, wall, nudge.force, platform, [scene.officers[id] for id in homes.concerned(scene, since)])
    if outcome.later:
        raise outcome.later


def _officer(ports: Ports, wall: Wall, nudge: Nudge, platform: str) -> None:
    """Somebody's shift has changed: the reminder of their break, and their home tab."""
    read = breaks.of_officer(ports, nudge, platform)
    if read is None:
        return
    subject, officer = read
    outcome = bring_up(ports, wall, subject)
    if officer.roles and platform in officer.record.chat:
        homes.show(ports, wall, nudge.force, platform, [officer])
    if outcome.later:
        raise outcome.later


def _others(ports: Ports, wall: Wall, subject: Callable[[], Subject]) -> None:
    outcome = Outcome(more=True)
    for _ in range(TURNS):
        if not outcome.more:
            break
        outcome = bring_up(ports, wall, subject())
    if outcome.later:
        raise outcome.later
