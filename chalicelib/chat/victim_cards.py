"""What the victim does at the link's page, as a card: for the officer of the job alone, or (`told` is False) for everybody."""

from __future__ import annotations

from ..domain.incident import Asked, Incident
from ..domain.policy import Policy
from . import words
from .actions import ACTIONS
from .model import Button, Card
from .offering import LEADING, possible
from .spans import clock
from .wishes import of_wish

REASSIGN = "job.reassign"


def waiting_card(incident: Incident, policy: Policy, told: bool) -> Card:
    """The victim is in the room, and nobody of the police is."""
    since = incident.call.victim_joined_at
    whom = "you" if told else "an officer"
    leading, menu = _buttons(incident, ("job.join",) if told else (REASSIGN,))
    return Card(
        id=f"waits:{incident.reference}",
        title=f"The victim waits: {incident.reference}, {words.of_type(incident.facts.type, policy)}",
        summary=f"{incident.reference}: the victim is in the room and waits for {whom}",
        lines=(
            f"The victim is in the room{f' since {clock(since)}' if since else ''} and waits for {whom}.",
            *_why(incident, told),
        ),
        tone="warning",
        leading=leading,
        menu=menu,
    )


def asked_card(incident: Incident, policy: Policy, asked: Asked, told: bool) -> Card:
    """What the victim asks for."""
    says = f"The victim {of_wish(asked.what, asked.wanted)}"
    leading, menu = _buttons(incident, ("job.contact", "job.appointment") if told else ("job.claim", "job.appointment", REASSIGN))
    return Card(
        id=f"asked:{incident.reference}",
        title=f"The victim asks: {incident.reference}, {words.of_type(incident.facts.type, policy)}",
        summary=f"{incident.reference}: {says}",
        lines=(f"{says}. Telephone them.", *_why(incident, told)),
        tone="warning",
        leading=leading,
        menu=menu,
    )


def _why(incident: Incident, told: bool) -> tuple[str, ...]:
    """Why everybody sees it, and what can be done."""
    if told:
        return ()
    if incident.holder is None:
        return ("Nobody has the job now.",)
    then = ": a sergeant hands it to a colleague." if REASSIGN in possible(incident) else "."
    return (f"{incident.holder} has the job and cannot be told here{then}",)


def _buttons(incident: Incident, wished: tuple[str, ...]) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Of what is wished, what the rules allow somebody now; two lead. In an emergency little is left but the job itself."""
    can = possible(incident)
    found = [ACTIONS[id].button(incident.reference) for id in (*(id for id in wished if id in can), "job.card")]
    return tuple(found[:LEADING]), tuple(found[LEADING:])
