"""The way from a job's card to the officer's page: an address that opens nothing by itself, for the page asks who comes."""

from __future__ import annotations

from ..domain.incident import Incident
from .actions import ACTIONS
from .model import Button, Fact, Notice


def to_open(incident: Incident, where: str, *, mine: bool) -> Notice:
    """Where the room is, and who gets in. Going there takes the reply away."""
    whose = "You sign in there with your own account." if mine else f"Only {incident.officer}, who holds the job, gets in."
    return Notice(
        text=f"The room of {incident.reference}. {whose}",
        facts=(Fact("Address", where),),
        buttons=(Button(ACTIONS["details.hide"].id, "Go to the room", url=where, tone="good"),),
        tone="good" if mine else "plain",
    )
