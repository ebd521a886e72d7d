"""Which cards hang where for an incident as it stands: pure, by key. The worker brings every card to what is said here.

A key names one message of ours for as long as it hangs. A card whose matter is over says so, and keeps no button that would do
something to the job.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from ..domain import events as e
from ..domain.calendar import is_open, next_opening
from ..domain.incident import Incident
from ..domain.officer import Officer
from ..domain.policy import Policy
from ..domain.policy.chat import Workspace
from ..domain.times import stamp
from ..domain.words import WAITING, Status
from . import matters, over
from .cards import job_card
from .model import Card
from .reminding import reminders, rings_again
from .tidings import gift, given_card, offer_card
from .timeline import thread_line
from .victim_cards import asked_card, waiting_card
from .wall import Picture

JOB = "job"
#: Ages on a card are right to the hour: so often a live card is looked at again; where nothing happens for days, each day.
REFRESH, QUIET, SELDOM = timedelta(hours=1), timedelta(days=3), timedelta(days=1)
#: An emergency is announced at any hour, but not one of the day before yesterday (chat that is set up late, a replay).
ALARM = timedelta(hours=24)


class Wanted(Struct, frozen=True, kw_only=True):
    """A card as it should be.

    `still` is the same card without the passing of time: only when that changes is it shown again. `post`: hung up where it does
    not hang; else only edited where it does. `anew`: also when somebody took it away. `forget`: once shown, it is of no more
    interest. `under`: the key of the card in whose thread it hangs. `channel` is empty where it does not matter any more.
    """

    key: str
    card: Card
    still: Card
    channel: str = ""
    post: bool = True
    anew: bool = True
    forget: bool = False
    under: str | None = None
    picture: Picture | None = None


class Told(Struct, frozen=True):
    """What one commit adds to the thread."""

    version: int
    lines: tuple[str, ...]


class Scene(Struct, frozen=True, kw_only=True):
    """All that decides about the cards of one incident.

    `history` goes up to the incident's version. `officers`: the roster, by identifier; `accounts`: who of them has an account on
    this platform, and which; `names`: how they are shown. `hanging`: the keys of the cards that hang already.
    """

    incident: Incident
    history: tuple[e.Recorded, ...]
    policy: Policy
    workspace: Workspace
    now: datetime
    officers: Mapping[str, Officer] = {}
    accounts: Mapping[str, str] = {}
    names: Mapping[str, str] = {}
    hanging: frozenset[str] = frozenset()

    @property
    def still(self) -> datetime:
        """The moment for which cards are compared: the last change, or the last hour on the incident's own clock."""
        last, begun = self.history[-1].at, self.incident.received_at
        mark = begun + (self.now - begun) // self.refresh * self.refresh
        return max(last, mark) if self.incident.live else last

    def reached(self, officer: str | None) -> str | None:
        """The account under which somebody can be told now; None for nobody, without an account here, or off shift."""
        found = self.officers.get(officer or "")
        return self.accounts.get(found.id) if found and found.duty != "off" else None

    @property
    def refresh(self) -> timedelta:
        return REFRESH if self.now - self.history[-1].at < QUIET else SELDOM


def wanted(scene: Scene) -> tuple[Wanted, ...]:
    """Every card that should hang, and the last form of those that hang though their matter is over.

    What hangs in a card's thread comes after that card.
    """
    standing = {each.key: each for make in _MAKERS for each in make(scene)}
    done = (_done(scene, key) for key in sorted(scene.hanging - standing.keys()))
    return (*standing.values(), *done)


def thread(scene: Scene, after: int) -> tuple[Told, ...]:
    """What the job's thread is still to be told, a commit each; a commit of which a channel need not hear is left out."""
    lines: dict[int, list[str]] = {}
    for each in scene.history:
        line = thread_line(each, scene.policy, scene.names, scene.now) if each.version > after else None
        if line:
            lines.setdefault(each.version, []).append(line)
    return tuple(Told(version, tuple(said)) for version, said in lines.items())


def look_again(scene: Scene) -> datetime | None:
    """When the cards are to be looked at without anything having happened; None when never."""
    moments = [moment for moment in (_refresh(scene), rings_again(scene)) if moment]
    return min(moments, default=None)


def _refresh(scene: Scene) -> datetime | None:
    """The next hour since the report at which the service is open: spread, because reports are."""
    incident, policy = scene.incident, scene.policy
    if not (incident.live and incident.in_scope):
        return None
    begun, every = incident.received_at, scene.refresh
    mark = begun + ((scene.now - begun) // every + 1) * every
    if is_open(mark, policy):
        return mark
    opens = next_opening(mark, policy)
    return begun - (begun - opens) // REFRESH * REFRESH


# --- what stands --------------------------------------------------------------------------------------------------------------


def _emergency(scene: Scene) -> Iterator[Wanted]:
    """To the control room and the sergeants, at once and at any hour."""
    incident, since = scene.incident, scene.incident.status_since
    if incident.status != Status.ESCALATED:
        return
    places = {scene.workspace.control_room: "control_room"}
    places.setdefault(scene.workspace.sergeants, "sergeants")
    fresh = since is None or scene.now - since < ALARM
    card = matters.emergency_card(incident, scene.policy, scene.now)
    for channel, name in places.items():
        yield Wanted(key=f"emergency:{name}", channel=channel, card=card, still=card, post=fresh)


def _job(scene: Scene) -> Iterator[Wanted]:
    """From the moment EVR has it (the victim was found eligible) until its end; then it keeps its last form."""
    incident, policy, names = scene.incident, scene.policy, scene.names
    live = (incident.live or incident.room_open) and incident.eligible is True
    if not live and JOB not in scene.hanging:
        return
    card = job_card(incident, policy, scene.now, names)
    still = job_card(incident, policy, scene.still, names)
    yield Wanted(key=JOB, channel=scene.workspace.queue if live else "", card=card, still=still, post=live, anew=live)


def _gift(scene: Scene) -> Iterator[Wanted]:
    """Whoever is given a job, or gets one back, is told so, and what to do first."""
    given = gift(scene.incident, scene.history)
    account = scene.accounts.get(given.officer) if given else None
    if given and account:
        card, still = (given_card(given, scene.incident, scene.policy, at) for at in (scene.now, scene.still))
        yield Wanted(key=f"given:{given.version}:{given.officer}", channel=account, card=card, still=still, anew=False)


def _victim(scene: Scene) -> Iterator[Wanted]:
    """What the victim does that the officer who has the job answers: they wait in the room, they ask for another time.

    Where that officer is not to be reached, the queue's channel sees it: no victim waits unseen.
    """
    incident, policy = scene.incident, scene.policy
    account = scene.reached(incident.holder)
    channel, told = account or scene.workspace.queue, account is not None
    if incident.victim_alone and incident.link:
        card = waiting_card(incident, policy, told)
        key = f"waits:{incident.link.number}:{incident.holder if told else '-'}"
        yield Wanted(key=key, channel=channel, card=card, still=card, anew=not told)
    if incident.asked and (told or incident.status in WAITING) and (incident.live or incident.room_open):
        card = asked_card(incident, policy, incident.asked, told)
        yield Wanted(key=f"asked:{stamp(incident.asked.at)}", channel=channel, card=card, still=card, anew=not told)


def _updates(scene: Scene) -> Iterator[Wanted]:
    """To the officer who has the job, else on the job: in its thread, or above it where the risk has changed."""
    incident = scene.incident
    officer = incident.officer if incident.holder or incident.status == Status.DESK_WORK else None
    account = scene.accounts.get(officer or "")
    if not incident.live or incident.eligible is not True:
        return
    for told in scene.history:
        if isinstance(told.event, e.UpdateReceived) and told.event.number in incident.updates_to_read:
            card = matters.update_card(incident, told.event, scene.policy, told.at)
            key = f"update:{told.event.number}:{officer if account else '-'}"
            under = None if account or told.event.kind == "risk" else JOB
            yield Wanted(key=key, channel=account or scene.workspace.queue, card=card, still=card, under=under)


def _question(scene: Scene) -> Iterator[Wanted]:
    """An officer has paused the call to ask, and the victim waits."""
    incident = scene.incident
    if incident.room != "paused" or incident.call.pause_reason != "sergeant_advice":
        return
    asked = [each.version for each in scene.history if isinstance(each.event, e.CallPaused)]
    card = matters.question_card(incident, scene.policy, scene.now)
    yield Wanted(key=f"question:{asked[-1]}", channel=scene.workspace.sergeants, card=card, still=card)


def _offer(scene: Scene) -> Iterator[Wanted]:
    """To be recorded by the control room: whoever is not asked is found."""
    if scene.incident.status in (Status.REPORTED, Status.OFFERED) and scene.incident.in_scope:
        yield _aging(scene, "offer", scene.workspace.control_room, offer_card)


def _triage(scene: Scene) -> Iterator[Wanted]:
    if scene.incident.status == Status.IN_TRIAGE:
        yield _aging(scene, "triage", scene.workspace.sergeants, matters.triage_card)


def _review(scene: Scene) -> Iterator[Wanted]:
    """Each submission is a review of its own, so that the sergeants hear of the second as well."""
    case = scene.incident.case
    if scene.incident.status == Status.IN_REVIEW and case:
        yield _aging(scene, f"review:{case.submissions}", scene.workspace.sergeants, matters.review_card)


def _reminders(scene: Scene) -> Iterator[Wanted]:
    for each in reminders(scene):
        yield Wanted(
            key=each.key, channel=each.channel, card=each.card, still=each.card, under=JOB if each.on_job else None, anew=False
        )


_MAKERS: tuple[Callable[[Scene], Iterator[Wanted]], ...] = (
    *(_emergency, _job, _gift, _victim, _updates, _question, _offer, _triage, _review, _reminders),
)


def _aging(scene: Scene, key: str, channel: str, card: Callable[[Incident, Policy, datetime], Card]) -> Wanted:
    incident, policy = scene.incident, scene.policy
    return Wanted(key=key, channel=channel, card=card(incident, policy, scene.now), still=card(incident, policy, scene.still))


def _done(scene: Scene, key: str) -> Wanted:
    """The last form of a card whose matter is over."""
    card = over.card(key, scene.incident, scene.history, scene.policy)
    return Wanted(key=key, card=card, still=card, post=False, anew=False, forget=key.startswith("reminder:"))
