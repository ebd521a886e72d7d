"""Private replies: what has been done, and why something could not be, with what to do next."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ..domain.contact import telephone_first
from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.refusals import Refusal
from . import words
from .actions import ACTIONS, Action
from .answers import Mistakes
from .cards import link_words, room_words, status_words
from .model import Notice
from .spans import spoken


class Next(Struct, frozen=True):
    """What to do about a refusal. `own`: buttons that are about the asker, `job`: about the incident."""

    advice: str = ""
    own: tuple[str, ...] = ()
    job: tuple[str, ...] = ()


_CHOOSE_AGAIN = Next("Open the form again and choose another.")
NEXT = {
    "already_claimed": Next("Take the next one.", own=("queue.claim_next",)),
    "already_known": Next("Nothing needs to be done."),
    "already_paused": Next("Take it up again when it can go on.", job=("job.resume_review",)),
    "answers_missing": Next(job=("job.offer",)),
    "appointment_ahead": Next(job=("job.details_why",)),
    "appointment_time": _CHOOSE_AGAIN,
    "checklist_incomplete": Next("Tick the checklist, then submit.", job=("job.checklist",)),
    "command_id_reused": Next("Press again."),
    "contact_suspended": Next(job=("job.link",)),
    "impossible_time": _CHOOSE_AGAIN,
    "job_in_hand": Next("The victim would wait and nobody would see it.", job=("job.reassign", "job.release")),
    "link_closed": Next("A closed link can never be used again.", job=("job.card",)),
    "link_expired": Next(job=("job.link",)),
    "no_address": Next(job=("job.link",)),
    "no_number": Next(job=("job.link",)),
    "no_such_link": Next(job=("job.card",)),
    "no_such_update": Next("Somebody may have read it already.", job=("job.card",)),
    "not_an_officer": Next("An administrator keeps the roster."),
    "not_holder": Next("Ask them, or a sergeant to hand the job over.", own=("team.show",)),
    "not_on_roster": Next(),
    "not_paused": Next(job=("job.card",)),
    "not_permitted": Next("Here is what you may do.", own=("help",), job=("job.more",)),
    "not_safe_to_text": Next(job=("job.link",)),
    "nothing_due": Next("It has been seen to.", job=("job.card",)),
    "off_shift": Next("Start your shift first.", own=("shift.start",)),
    "officer_busy": Next("One job at a time: finish it, or hand it over."),
    "on_break": Next("Come back from your break first.", own=("shift.back",)),
    "outside_hours": _CHOOSE_AGAIN,
    "own_review": Next("The sergeants see it on their list."),
    "paused_by_police": Next(),
    "plan_missing": Next(job=("job.review",)),
    "queue_empty": Next("You will be told when a job is allocated to you.", own=("team.show",)),
    "reason_missing": Next(job=("job.offer",)),
    "receiver_not_wanted": Next(job=("job.review",)),
    "reference_in_use": Next(),
    "same_officer": _CHOOSE_AGAIN,
    "time_in_future": _CHOOSE_AGAIN,
    "unknown_command": Next(own=("help",)),
    "unknown_incident": Next("Check the reference.", own=("list.queue",)),
    "unknown_item": Next("The force has changed its checklist: open it again.", job=("job.checklist",)),
    "unknown_link": Next(),
    "unknown_officer": Next("Choose somebody from the roster.", own=("team.show",)),
    "unknown_outcome": _CHOOSE_AGAIN,
    "unknown_reason": Next("The force has changed its reasons: open the form again."),
    "unknown_receiver": _CHOOSE_AGAIN,
    "victim_waiting": Next(job=("job.join", "job.reassign")),
    "why_missing": Next(job=("job.details_why",)),
    "wrong_duty": Next(own=("team.show",)),
    "wrong_status": Next("It has moved on meanwhile; this is how it stands now.", job=("job.card",)),
}


def refusal(refused: Refusal, reference: str = "") -> Notice:
    """The refusal's own sentence, what to do next, and the buttons for it."""
    then = NEXT.get(refused.code, Next())
    about_job = tuple(ACTIONS[id].button(reference) for id in then.job) if reference else ()
    buttons = (*(ACTIONS[id].button() for id in then.own), *about_job)
    return Notice(text=" ".join(filter(None, (refused.says, then.advice))), buttons=buttons, tone="warning")


def mistakes(found: Mistakes) -> Notice:
    """Where a platform cannot show them at their fields."""
    said = tuple(f"{words.plain(field.rpartition('.')[2])}: {sentence}" for field, sentence in found.fields.items())
    return Notice(text="\n".join(("That cannot be done yet.", *said)), tone="warning")


def trouble() -> Notice:
    """Our own fault. Nothing was changed, or it was changed once: pressing again is safe."""
    return Notice(text="Something went wrong on our side. Press again in a moment; nothing is done twice.", tone="warning")


def done(action: Action, incident: Incident, policy: Policy) -> Notice:
    """That it was done, and how the job stands now."""
    if action.id == "job.link":
        return Notice(text=f"The link is on its way: {link_words(incident)}. The card says when it has arrived.", tone="good")
    said = [f"Done: {words.lower(action.label)}.", f"{incident.reference} is now: {words.lower(status_words(incident, policy))}."]
    if incident.room_open:
        said.append(f"Room: {room_words(incident)}.")
    return Notice(text=" ".join(said), tone="good")


def claimed(incident: Incident, policy: Policy, now: datetime) -> Notice:
    """What the officer who has just got a job does first."""
    waited = now - incident.facts.reported_at
    telephone = telephone_first(incident, policy, waited)
    kind = words.of_type(incident.facts.type, policy)
    first = tuple(ACTIONS[id].button(incident.reference) for id in ("job.details", "job.contact", "job.link"))
    advice = f"Reported {spoken(waited)} ago: telephone before you send the link." if telephone else "Send the link."
    return Notice(text=f"{incident.reference}, {kind}, is yours. {advice}", buttons=first, tone="good")


def stale(incident: Incident, policy: Policy) -> Notice:
    """The button came from an old card."""
    return Notice(
        text=f"{incident.reference} has moved on: {words.lower(status_words(incident, policy))}.",
        buttons=(ACTIONS["job.card"].button(incident.reference), ACTIONS["job.more"].button(incident.reference)),
    )
