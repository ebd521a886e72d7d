"""Which reminders stand, and who is told: those who can act, each alone; where nobody of them is there, their channel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from ..domain import events as e
from ..domain.calendar import next_opening
from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.times import stamp
from ..domain.words import WAITING, Role, Status
from .due import standing
from .model import Card
from .reminders import REMINDERS, goes_to, may_ring, reminder, reminder_card

if TYPE_CHECKING:  # only its shape matters here
    from .showing import Scene

#: The first of each pair says no more once the second has come.
_OVERTAKEN = {
    "response_nearing": "response_missed",
    "review_nearing": "review_overdue",
    "link_expiring": "link_expired",
    "victim_update_nearing": "victim_update_overdue",
}
#: After these nobody need be told any more that an appointment's time has come.
_TAKEN = (e.Claimed, e.AppointmentMade, e.Returned, e.Escalated)


class Due(Struct, frozen=True):
    """A reminder for one person, or for a channel. `on_job`: in the thread of the job."""

    key: str
    channel: str
    card: Card
    on_job: bool = False


#: What stands for a person in a key: the thread of the job. Channels begin with `#`.
ON_JOB, CHANNEL = "-", "#"


class _To(Struct, frozen=True):
    """`name` stands in the key: an officer, or what stands for one."""

    name: str
    channel: str

    @property
    def shared(self) -> bool:
        return self.name.startswith(CHANNEL)


def reminders(scene: Scene) -> Iterator[Due]:
    """Those that stand. What falls due outside hours is left out until the service opens, unless it has been told already."""
    for kind, at in _standing(scene.incident, scene.history, scene.policy):
        prefix = f"reminder:{kind}:{stamp(at)}:"
        told = [key for key in scene.hanging if key.startswith(prefix)]
        if not told and not REMINDERS[kind].urgent and not may_ring(scene.now, scene.policy):
            continue
        for to in _again(prefix, told) if told else _people(scene, kind):
            card = reminder_card(kind, at, scene.incident, scene.policy, shared=to.shared)
            yield Due(prefix + to.name, to.channel, card, on_job=to.name == ON_JOB)


def rings_again(scene: Scene) -> datetime | None:
    """When the service opens, if anything that has fallen due waits for that."""
    waits = any(not REMINDERS[kind].urgent for kind, _ in _standing(scene.incident, scene.history, scene.policy))
    return next_opening(scene.now, scene.policy) if waits and not may_ring(scene.now, scene.policy) else None


def _standing(incident: Incident, history: tuple[e.Recorded, ...], policy: Policy) -> Iterator[tuple[str, datetime]]:
    """The deadlines that have passed and still stand, in the order in which they fell due."""
    stands = standing(incident, policy)
    for each in history:
        if isinstance(each.event, e.FellDue) and each.event.kind in REMINDERS and _stands(each, stands, incident, history):
            yield each.event.kind, each.event.due


def _stands(fell: e.Recorded, stands: dict[str, datetime], incident: Incident, history: tuple[e.Recorded, ...]) -> bool:
    assert isinstance(fell.event, e.FellDue)  # noqa: S101 - for the type checker
    kind = fell.event.kind
    if kind == "risk":
        return incident.noted.get("risk") == fell.at and incident.status in WAITING and _looked(incident) < fell.at
    if kind == "appointment":
        later = (each.event for each in history if each.version > fell.version)
        return incident.status == Status.QUEUED and not any(isinstance(event, _TAKEN) for event in later)
    worse = _OVERTAKEN.get(kind, "")
    overtaken = worse in stands and incident.noted.get(worse) == stands[worse]
    return stands.get(kind) == fell.event.due and not overtaken


def _looked(incident: Incident) -> datetime:
    """When somebody last saw how the victim is: a pause begins with the officer seeing them."""
    looked = incident.risk_looked_at or incident.received_at
    return max(looked, incident.status_since or looked) if incident.status == Status.PAUSED else looked


def _again(prefix: str, told: list[str]) -> Iterator[_To]:
    """Whoever was told first: who comes on shift later finds it on their lists."""
    for key in sorted(told):
        yield _To(key.removeprefix(prefix), "")


def _people(scene: Scene, kind: str) -> Iterator[_To]:
    about = reminder(kind, scene.incident)
    roles, officer = goes_to(kind, scene.incident)
    holder = _holder_or_queue(scene, officer) if about.urgent else _holder(scene, officer)
    all_of_them = (_To(f"{CHANNEL}{each}", scene.workspace.sergeants) for each in about.to if each == "sergeants")
    seen: set[str] = set()
    for to in (*holder, *all_of_them, *(each for role in sorted(roles) for each in _on_shift(scene, role))):
        if to.name not in seen:
            seen.add(to.name)
            yield to


def _holder(scene: Scene, officer: str | None) -> Iterator[_To]:
    """Where the officer has no account, in the thread of the job. Whoever is off shift is left in peace."""
    if officer is None or (officer in scene.officers and scene.officers[officer].duty == "off"):
        return
    account = scene.accounts.get(officer)
    yield _To(officer, account) if account else _To(ON_JOB, scene.workspace.queue)


def _holder_or_queue(scene: Scene, officer: str | None) -> Iterator[_To]:
    """Where the officer is not to be reached, everybody in the queue's channel, and not in a thread that few look at."""
    account = scene.reached(officer)
    yield _To(officer, account) if officer and account else _To(f"{CHANNEL}queue", scene.workspace.queue)


def _on_shift(scene: Scene, role: str) -> Iterator[_To]:
    """Everybody of a role who is on shift; when there is nobody, the channel where they will look first."""
    there = [each for each in scene.officers.values() if role in each.roles and each.duty != "off" and each.id in scene.accounts]
    for each in there:
        yield _To(each.id, scene.accounts[each.id])
    if not there:
        space = scene.workspace
        channels = {Role.SERGEANT.value: space.sergeants, Role.SPOC.value: space.control_room}
        yield _To(f"{CHANNEL}{role}", channels.get(role, space.queue))
