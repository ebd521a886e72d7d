"""The link: sent, sent again, to another device; and what became of the text (the flow, step 8)."""

from __future__ import annotations

from datetime import datetime, timedelta

from . import events as e
from .ask import Ask, Decision
from .commands import Escalate, RecordDelivery, SendLink
from .delivery import progress
from .incident import Incident, Link
from .refusals import Refusal
from .words import Role

#: What was agreed with a victim who named safe times holds for so long [D]; a text that is held up for longer is not sent.
STILL_SAFE = timedelta(minutes=30)


def send(ask: Ask) -> Decision:
    command: SendLink = ask.command
    refusal = _unsafe(ask.incident, command) or _perhaps_not_now(ask.incident, command, ask.now)
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


def _perhaps_not_now(incident: Incident, command: SendLink, now: datetime) -> Refusal | None:
    """The times that are safe are the victim's own words: the officer reads them, the program does not guess."""
    if command.to or command.times_checked or not incident.facts.safe_times or _at_hand(incident, now):
        return None
    return Refusal(
        "safe_times",
        "The victim named times at which contact is safe. Look at them in the details, then send the link and say that you did.",
    )


def _at_hand(incident: Incident, now: datetime) -> bool:
    """The victim is in the call, or has just been spoken to: by the officer, or with the offer, which asks for a safe place."""
    spoken = [at for at in (incident.spoke_at, incident.offered_at) if at is not None]
    return incident.room == "in_call" or any(now - at <= STILL_SAFE for at in spoken)


def run_out(ask: Ask) -> Refusal | None:
    """A victim whose link has run out is refused, whatever they ask for, but for a cry for help."""
    if Role.VICTIM.value not in ask.by.roles or isinstance(ask.command, Escalate) or not ask.incident.link_run_out(ask.now):
        return None
    return Refusal("link_expired", "This link has expired; the officer can send a new one.")


def delivery(ask: Ask) -> Decision:
    command: RecordDelivery = ask.command
    link = ask.incident.link
    if link is None or not 1 <= command.number <= ask.incident.links:
        return Refusal("no_such_link", "No such link was sent for this incident.")
    if link.number != command.number or progress(command.status, command.reason) > progress(link.delivery, link.reason):
        return (e.LinkDelivery(command.number, command.status, command.possibly_twice, command.code, command.reason),)
    return _known(link, command)


def _known(link: Link, command: RecordDelivery) -> Decision:
    """It is no further than was known; that there may be two of it is news all the same."""
    if command.possibly_twice and not link.possibly_twice:
        return (e.LinkDelivery(link.number, link.delivery, possibly_twice=True, reason=link.reason),)
    return Refusal("already_known", "That much is already known about this message.")
