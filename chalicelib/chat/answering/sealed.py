"""The buttons that show one sealed text: what it is called, and what can be done about it."""

from __future__ import annotations

from ...domain.incident import Incident
from ...domain.words import Role, Status
from ..actions import ACTIONS, SHOWN, value
from ..model import Button
from .asked import Asked

#: By action: the kind (`service.sealed.KINDS`) and its title. The newest of its kind, or the update with a number.
ONE_TEXT = {
    "update.show": ("update", "Update {}"),
    "question.show": ("question", "Question"),
    "plan.show": ("plan", "Investigation plan"),
}


def next_to(asked: Asked, incident: Incident, number: int | None) -> tuple[Button, ...]:
    """Whoever reads a text does next what it asks for."""
    if asked.action.id == "update.show":
        return _read(asked, incident, number)
    if asked.action.id == "question.show":
        # whoever reads it as a sergeant answers it there
        answers = Role.SERGEANT in asked.roles
        return (ACTIONS["job.advise" if answers else "job.card"].button(incident.reference),)
    going_on = incident.status == Status.DESK_WORK and asked.holds(incident)
    return (ACTIONS["job.submit"].button(incident.reference),) if going_on else ()


def _read(asked: Asked, incident: Incident, number: int | None) -> tuple[Button, ...]:
    reads = asked.roles & {Role.OFFICER, Role.SERGEANT}
    if number not in incident.updates_to_read or not reads:
        return ()
    return (ACTIONS["job.read_update"].button(value(incident.reference, str(number), SHOWN)),)
