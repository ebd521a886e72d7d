"""The link: sent, sent again, to another device; and what became of the text (the flow, step 8)."""

from __future__ import annotations

from . import events as e
from .ask import Ask, Decision
from .commands import RecordDelivery, SendLink
from .incident import Incident
from .refusals import Refusal

#: How far a message has come. Receipts arrive twice and out of order; a message never moves back.
_PROGRESS = {"sending": 0, "unknown": 1, "sent": 2, "failed": 3, "delivered": 4}


def send(ask: Ask) -> Decision:
    command: SendLink = ask.command
    refusal = _unsafe(ask.incident, command)
    if refusal:
        return refusal
    return (
        e.LinkSent(
            number=ask.incident.links + 1,
            token_hash=ask.token_hash,
            expires=ask.now + ask.policy.link.lifetime,
            channel=command.channel,
            device=command.device,
            to=command.to,
            telephoned=ask.incident.contacted_since_claim,
        ),
    )


def _unsafe(incident: Incident, command: SendLink) -> Refusal | None:
    """The offender may see the phone: what the victim said about safe contact binds, unless another address is given."""
    if command.to:
        return None
    facts = incident.facts
    if incident.contact_suspended:
        return Refusal("contact_suspended", "Contact was unsafe; agree another number or address with the victim and give it here.")
    if command.channel == "sms" and not facts.phone:
        return Refusal("no_number", "There is no telephone number on record; give one, or send an email.")
    if command.channel == "email" and not facts.email:
        return Refusal("no_address", "There is no email address on record; give one, or send a text.")
    if command.channel == "sms" and facts.ok_to_text is False:
        return Refusal("not_safe_to_text", "The victim said that texts are not safe; send an email or give a safe number.")
    return None


def delivery(ask: Ask) -> Decision:
    command: RecordDelivery = ask.command
    link = ask.incident.link
    if link is None or not 1 <= command.number <= ask.incident.links:
        return Refusal("no_such_link", "No such link was sent for this incident.")
    current = link.number == command.number
    if current and _PROGRESS[command.status] <= _PROGRESS[link.delivery] and not _newly_doubled(command, link.possibly_twice):
        return Refusal("already_known", "That much is already known about this message.")
    return (e.LinkDelivery(command.number, command.status, command.possibly_twice, command.code),)


def _newly_doubled(command: RecordDelivery, known: bool) -> bool:
    return command.possibly_twice and not known
