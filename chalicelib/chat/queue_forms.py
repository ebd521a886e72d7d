"""Forms of the queue: suitability, level of response, who takes the job, reaching the victim."""

from __future__ import annotations

from ..domain.contact import telephone_first
from ..domain.suitability import suggested_level
from . import fields as f
from . import words
from .fields import About
from .model import Field
from .spans import clock, spoken

Made = tuple[str, tuple[Field, ...], tuple[str, ...]]


def triage(about: About) -> Made:
    incident, policy = about.incident, about.policy
    level = "allocate" if incident.priority else suggested_level(incident.facts, policy)
    flags = words.of_flags(incident.facts.flags, policy)
    return (
        "Decide",
        (
            f.yes_no("suitable", "Suitable for a video call?", initial="yes"),
            f.choice("level", "Level of response", words.LEVELS, initial=level, hint=_why_level(about, level)),
            f.officer(about, "Officer", required=False, hint="Only to allocate it to somebody in particular."),
            f.choice("reason", "Reason", policy.reasons.returned, required=False, hint="Only when it is not suitable."),
            f.note(),
        ),
        (f"Flags: {flags}",) if flags else (),
    )


def _why_level(about: About, level: str) -> str:
    if level == "queue":
        return "Suggested: the queue."
    if about.policy.response.always_allocate:
        return "Suggested: allocate, as this force always does."
    return "Suggested: allocate, because of the flags or a risk that rose."


def allocate(about: About) -> Made:
    hint = "Leave empty for the next available officer; the job is then first in the priority lane."
    return "Allocate", (f.officer(about, "Officer", required=False, hint=hint),), ()


def reassign(about: About) -> Made:
    intro = ("The link and the room stay as they are; the victim notices nothing.",)
    return "Hand over", (f.officer(about, "Colleague", required=True), f.note("What your colleague should know")), intro


def release(about: About) -> Made:
    intro = ("The time reported stands, so the job keeps its place in the queue.",)
    return "Release", (f.choice("reason", "Reason", about.policy.reasons.release), f.note()), intro


def contact(about: About) -> Made:
    intro = ["Ask whether the victim is somewhere safe and private, and which device gets the link."]
    if about.incident.contact_suspended:
        intro.append("Contact to the number on record is suspended: it was not safe.")
    return "Record", (f.choice("result", "What came of it?", words.CONTACTS), f.note()), tuple(intro)


def appointment(about: About) -> Made:
    hours = about.policy.hours
    hint = f"EVR is open from {hours.opens} to {hours.closes}."
    intro = ("The job leaves the queue until then and comes back at the front.",)
    return "Make the appointment", (Field("at", "When", "datetime", hint=hint), f.note()), intro


def risk(about: About) -> Made:
    looked = about.incident.risk_looked_at
    intro = (f"Last looked at {spoken(about.now - looked)} ago, at {clock(looked)}.",) if looked else ()
    return "Record", (f.choice("result", "The risk is", words.RISKS), f.note()), intro


def link(about: About) -> Made:
    """The number or address on record is not shown here: it is a person's. Another one may be given."""
    channel = "email" if not about.incident.facts.phone or about.incident.facts.ok_to_text is False else "sms"
    return (
        "Send the link",
        (
            f.choice("channel", "Send it by", {"sms": "Text message", "email": "Email"}, initial=channel),
            f.choice("device", "To which device", {"phone": "Phone", "tablet": "Tablet", "laptop": "Laptop"}, initial="phone"),
            Field(
                "to", "Another number or address", "line", required=False, longest=254, hint="Only if it is not the one on record."
            ),
            *_safe_times(about),
        ),
        tuple(_before_the_link(about)),
    )


def _safe_times(about: About) -> tuple[Field, ...]:
    """They are the victim's words: shown with the details, never in a form."""
    if not about.incident.facts.safe_times:
        return ()
    hint = "They stand in the victim's details. Not needed when you have just spoken to the victim."
    return (f.yes_no("times_checked", "Is it a safe time now, going by the times the victim named?", required=False, hint=hint),)


def _before_the_link(about: About) -> list[str]:
    incident, facts, said = about.incident, about.incident.facts, []
    waited = about.now - facts.reported_at
    if telephone_first(incident, about.policy, waited):
        said.append(f"Reported {spoken(waited)} ago: telephone before you send the link.")
    if incident.contact_suspended:
        said.append("Contact to the number on record is suspended: it was not safe. Give another number or address.")
    if facts.ok_to_text is False:
        said.append("The victim said that texts are not safe.")
    if not facts.phone:
        said.append("There is no telephone number on record.")
    if not facts.email:
        said.append("There is no email address on record.")
    if incident.link:
        said.append("A new link replaces the one that was sent; the room stays.")
    return said


QUEUE = {
    "job.triage": triage,
    "job.allocate": allocate,
    "job.reassign": reassign,
    "job.release": release,
    "job.contact": contact,
    "job.appointment": appointment,
    "job.risk": risk,
    "job.link": link,
}
