"""Read what decides about the cards of one incident: four reads, whatever its age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from ..chat import team
from ..chat.showing import Scene, Told, look_again, thread, wanted
from ..domain.events import Recorded
from ..domain.officer import Officer
from ..domain.policy.chat import Workspace
from ..store import keys
from ..store.incidents import recorded, stored
from ..store.officers import roster
from ..store.rows import Key, Table
from .board import board_of
from .nudges import Later, Nudge
from .ports import Ports
from .subject import Subject

PAGE = 1000
#: How a platform is told to show a member of staff, by their account there.
MENTIONS = {"slack": "<@{}>"}
#: A transaction is written everywhere by then, also for a reader who met it half way.
WHOLE = timedelta(seconds=5)


def board_key(nudge: Nudge, platform: str) -> Key:
    return Key(keys.incident(nudge.force, nudge.reference or ""), f"CHAT#{platform}")


def of_incident(ports: Ports, nudge: Nudge, platform: str, workspace: Workspace) -> tuple[Subject, Scene] | None:
    """What should hang about an incident; None where nothing ever will. Raises Unavailable, and Later for a torn read."""
    state, board = keys.state(nudge.force, nudge.reference or ""), board_key(nudge, platform)
    rows = ports.deps.table.get([state, board])
    incident = stored(rows[state]).incident if state in rows else None
    if incident is None or (board not in rows and not incident.in_scope):
        return None
    history = tuple(each for each in _history(ports.deps.table, nudge) if each.version <= incident.version)
    if not history or history[-1].version < incident.version:
        raise Later("events are still being written", 1)
    people = {each.id: each for each in roster(ports.deps.table, nudge.force)}
    known = board_of(rows.get(board))
    scene = Scene(
        incident=incident,
        history=history,
        policy=ports.deps.policies[nudge.force],
        workspace=workspace,
        now=ports.deps.now(),
        officers=people,
        accounts=accounts(people.values(), platform),
        names=names(people.values(), platform),
        hanging=frozenset(known.cards),
    )
    subject = Subject(
        nudge=Nudge(nudge.force, nudge.reference),
        platform=platform,
        key=board,
        row=rows.get(board),
        wanted=wanted(scene),
        thread=_certain(thread(scene, known.told), scene, nudge),
        version=incident.version,
        look_again=look_again(scene),
        live=incident.live or incident.room_open,
    )
    return subject, scene


def _history(table: Table, nudge: Nudge) -> Iterable[Recorded]:
    pk, after = keys.incident(nudge.force, nudge.reference or ""), None
    while True:
        page = table.query(pk, prefix="EVENT#", after=after, limit=PAGE)
        yield from map(recorded, page.rows)
        after = page.after
        if after is None:
            return


def _certain(told: tuple[Told, ...], scene: Scene, nudge: Nudge) -> tuple[Told, ...]:
    """Without the last commit, when we may have met it half written: its own nudge is still to come, and tells it."""
    last = scene.history[-1]
    whole = (nudge.version or 0) >= last.version or scene.now - last.at > WHOLE
    return told if whole else tuple(each for each in told if each.version < last.version)


def accounts(people: Iterable[Officer], platform: str) -> dict[str, str]:
    """Who has an account on the platform, and may still be told things."""
    return {each.id: each.record.chat[platform] for each in people if each.roles and platform in each.record.chat}


def names(people: Iterable[Officer], platform: str) -> Mapping[str, str]:
    """How members of staff are shown: as the platform mentions them, else by identifier and name."""
    known = list(people)
    shown = MENTIONS.get(platform)
    mentions = {id: shown.format(account) for id, account in accounts(known, platform).items()} if shown else {}
    return team.names(known, mentions)
