"""The job's card: what stands in the queue channel, in the officer's home and in a private reply. It names no person, ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.words import Status
from . import words
from .actions import ACTIONS
from .due import due_lines, tone
from .model import Button, Card, Fact
from .offering import for_channel
from .spans import span, when
from .wishes import of_needs, of_wish

#: How members of staff are shown, by identifier: a mention on the platform, or nothing special.
Names = Mapping[str, str]
Buttons = tuple[tuple[Button, ...], tuple[Button, ...]]


def card_id(incident: Incident) -> str:
    """The same for every version of the card, so that it is edited in place."""
    return f"job:{incident.reference}"


def job_card(incident: Incident, policy: Policy, now: datetime, names: Names | None = None, buttons: Buttons | None = None) -> Card:
    """The job as it stands now. `buttons` are a person's own (`offering.buttons`); without them those that everybody sees."""
    leading, menu = buttons or for_channel(incident)
    return Card(
        id=card_id(incident),
        title=f"{incident.reference}: {words.of_type(incident.facts.type, policy)}",
        summary=one_line(incident, policy, now, names),
        facts=tuple(Fact(label, value) for label, value in _facts(incident, policy, now, names or {}) if value),
        lines=tuple(_alerts(incident, policy)),
        tone=tone(incident, policy, now),
        leading=leading,
        menu=(
            *(*menu[:1], *_room(incident), *menu[1:]),
            ACTIONS["job.timeline"].button(incident.reference),
            ACTIONS["job.more"].button(incident.reference),
        ),
    )


def _room(incident: Incident) -> tuple[Button, ...]:
    """Once a link is out, the way to the officer's page: in the menu, for two lead (DESIGN.md), and high enough to be seen."""
    return (ACTIONS["job.room"].button(incident.reference),) if incident.room_open else ()


def row_card(incident: Incident, policy: Policy, now: datetime, *buttons: Button) -> Card:
    """A job as one line of a list, with what is pressed there."""
    return Card(
        id=f"row:{incident.reference}",
        title=f"{incident.reference}: {words.of_type(incident.facts.type, policy)}",
        summary=one_line(incident, policy, now),
        lines=tuple(filter(None, (age(incident, policy, now), words.of_flags(incident.facts.flags, policy)))),
        tone=tone(incident, policy, now),
        leading=buttons or (ACTIONS["job.card"].button(incident.reference),),
    )


def one_line(incident: Incident, policy: Policy, now: datetime, names: Names | None = None) -> str:
    """What a notification and a screen reader say: reference, type, status, who, how long."""
    return f"{standing_line(incident, policy, names)}; {age(incident, policy, now)}"


def standing_line(incident: Incident, policy: Policy, names: Names | None = None) -> str:
    """The same without the time, for what is not shown again every hour."""
    who = f" ({_who(incident.officer, names or {})})" if incident.officer else ""
    kind = words.of_type(incident.facts.type, policy)
    return f"{incident.reference}, {kind}: {words.lower(status_words(incident, policy))}{who}"


def age(incident: Incident, policy: Policy, now: datetime) -> str:
    """`5 h 10 min, target 48 h`; once the link is sent, how long that took; once EVR has let go of it, how long it had it."""
    target = policy.scope.target(incident.facts.grade)
    against = f", target {span(target)}" if target else ""
    if incident.arrived_at:
        return f"link sent after {span(incident.arrived_at - incident.facts.reported_at)}{against}"
    over = None if incident.live else incident.status_since
    waited = (over or now) - incident.facts.reported_at
    return f"{span(waited)}{against}{': passed' if target and incident.live and waited > target else ''}"


def status_words(incident: Incident, policy: Policy) -> str:
    """The status, with what else one needs to know of it."""
    said = words.STATUSES[incident.status]
    if incident.status == Status.QUEUED and incident.appointment:
        return f"Appointment on {when(incident.appointment)}"
    if incident.status == Status.QUEUED and incident.priority:
        return f"{said}, first in the priority lane"
    if incident.status in (Status.RETURNED, Status.ESCALATED) and incident.ended:
        return f"{said}: {words.of_reason(incident.ended, policy)}"
    if incident.status == Status.IN_REVIEW and incident.case and incident.case.paused:
        return f"{said}, paused: {words.of_reason(incident.case.paused, policy)}"
    return said


def room_words(incident: Incident) -> str:
    """What it is like in the room: who waits for whom."""
    call = incident.call
    if incident.room is None:
        return "closed for good" if incident.link else ""
    if incident.room == "paused":
        by = "the victim" if call.paused_by == "victim" else "the police"
        return f"paused by {by}: {words.lower(words.PAUSES.get(call.pause_reason or '', 'another reason'))}"
    if incident.room == "waiting" and call.victim_joined_at:
        return "the victim is in the room and waits"
    if incident.room == "waiting" and call.officer_joined_at:
        return "the officer is in the room and waits"
    return words.ROOM[incident.room]


def link_words(incident: Incident) -> str:
    """What became of the message with the link."""
    link = incident.link
    if link is None:
        return ""
    became = words.of_delivery(link.delivery, link.reason, link.possibly_twice)
    return f"{words.CHANNELS[link.channel]} to a {link.device}: {became}"


def _who(officer: str | None, names: Names) -> str:
    return names.get(officer, officer) if officer else ""


def _facts(incident: Incident, policy: Policy, now: datetime, names: Names) -> tuple[tuple[str, str], ...]:
    return (
        ("Reported", f"{when(incident.facts.reported_at)} ({age(incident, policy, now)})"),
        ("Status", status_words(incident, policy)),
        ("Officer", _who(incident.officer, names) or ("nobody yet" if incident.live else "")),
        ("Grade", incident.facts.grade),
        ("Flags", words.of_flags(incident.facts.flags, policy)),
        ("Room", room_words(incident) if incident.room_open or incident.status == Status.CALL_CLOSED else ""),
        ("Needs", of_needs(incident.needs, incident.accompanied)),
        ("Link", link_words(incident) if incident.room_open else ""),
        ("Decision", words.DECISIONS.get(incident.case.decision or "", "") if incident.case else ""),
        ("Updates to read", ", ".join(f"update {number}" for number in incident.updates_to_read)),
        ("Due", "; ".join(due_lines(incident, policy, now))),
    )


def _alerts(incident: Incident, policy: Policy) -> list[str]:
    alerts = []
    if incident.live and incident.contact_suspended:
        alerts.append("Contact to the number on record is suspended: it was not safe.")
    if incident.link and incident.link.open and incident.link.delivery == "failed":
        alerts.append("The message with the link did not arrive: telephone, or send it another way.")
    if incident.asked and incident.room_open:
        alerts.append(f"The victim {of_wish(incident.asked.what, incident.asked.wanted)}. Telephone them.")
    if incident.enhanced and incident.live:
        alerts.append("Enhanced rights under the Victims' Code.")
    return alerts
