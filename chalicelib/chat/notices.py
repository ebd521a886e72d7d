"""Private replies: what has been done, and why something could not be, with what to do next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from ..domain.incident import Incident
from ..domain.officer import Officer
from ..domain.policy import Policy
from ..domain.refusals import Refusal
from ..domain.words import Status
from . import words
from .actions import ACTIONS, Action
from .answers import Mistakes
from .cards import status_words
from .model import Notice
from .offering import button
from .spans import spoken, when

if TYPE_CHECKING:  # only its shape matters here
    from ..service.deps import Done


class Next(Struct, frozen=True):
    """What to do about a refusal. `own`: buttons that are about the asker, `job`: about the incident."""

    advice: str = ""
    own: tuple[str, ...] = ()
    job: tuple[str, ...] = ()


_CHOOSE_AGAIN = Next("Open the form again and choose another.")
NEXT = {
    "address_invalid": Next(job=("job.link",)),
    "already_acknowledged": Next(),
    "already_claimed": Next("Take the next one.", own=("queue.claim_next",)),
    "already_known": Next("Nothing needs to be done."),
    "already_sampled": Next(),
    "already_paused": Next("Take it up again when it can go on.", job=("job.resume_review",)),
    "answers_missing": Next(job=("job.offer",)),
    "appointment_ahead": Next(job=("job.details_why",)),
    "appointment_time": _CHOOSE_AGAIN,
    "checklist_incomplete": Next("Tick the checklist, then submit.", job=("job.checklist",)),
    "command_id_reused": Next("Press again."),
    "contact_suspended": Next(job=("job.link",)),
    "file_empty": Next(),
    "file_finished": Next(),
    "file_is_program": Next(),
    "file_kind": Next(),
    "file_name_empty": Next(),
    "file_name_long": Next(),
    "file_name_path": Next(),
    "file_name_unseen": Next(),
    "file_not_there": Next(job=("job.card",)),
    "file_too_large": Next(),
    "impossible_time": _CHOOSE_AGAIN,
    "job_in_hand": Next("The victim would wait and nobody would see it.", job=("job.reassign", "job.release")),
    "link_closed": Next("A closed link can never be used again.", job=("job.card",)),
    "link_expired": Next(job=("job.link",)),
    "link_run_out": Next(job=("job.link",)),
    "no_address": Next(job=("job.link",)),
    "no_number": Next(job=("job.link",)),
    "unknown_code": Next(job=("job.card",)),
    "no_such_file": Next(job=("job.card",)),
    "no_such_link": Next(job=("job.card",)),
    "no_such_update": Next("Somebody may have read it already.", job=("job.card",)),
    "not_an_officer": Next("An administrator keeps the roster."),
    "not_drawn": Next(),
    "not_holder": Next("Ask them, or a sergeant to hand the job over.", own=("team.show",)),
    "not_on_roster": Next(),
    "not_paused": Next(job=("job.card",)),
    "not_permitted": Next("Here is what you may do.", own=("help",), job=("job.more",)),
    "not_safe_to_text": Next(job=("job.link",)),
    "number_invalid": Next(job=("job.link",)),
    "number_landline": Next(job=("job.link",)),
    "number_no_texts": Next(job=("job.link",)),
    "number_premium": Next(job=("job.link",)),
    "notice_over": Next(),
    "notice_unfit": Next(),
    "nothing_due": Next("It has been seen to.", job=("job.card",)),
    "nothing_written": Next(job=("job.card",)),
    "off_shift": Next("Start your shift first.", own=("shift.start",)),
    "officer_busy": Next("One job at a time: finish it, or hand it over.", own=("list.mine",)),
    "on_break": Next("Come back from your break first.", own=("shift.back",)),
    "outside_hours": _CHOOSE_AGAIN,
    "own_dip_sample": Next("The other sergeants see it on their list."),
    "own_review": Next("The sergeants see it on their list."),
    "paused_by_police": Next(),
    "plan_missing": Next(job=("job.review",)),
    "queue_empty": Next("You will be told when a job is allocated to you.", own=("team.show",)),
    "reason_missing": Next(job=("job.offer",)),
    "receiver_not_wanted": Next(job=("job.review",)),
    "reference_in_use": Next(),
    "safe_times": Next(job=("job.details_why", "job.link")),
    "same_officer": _CHOOSE_AGAIN,
    "time_in_future": _CHOOSE_AGAIN,
    "too_many_files": Next(),
    "unknown_command": Next(own=("help",)),
    "unknown_incident": Next("Check the reference.", own=("list.queue",)),
    "unknown_item": Next("The force has changed its checklist: open it again.", job=("job.checklist",)),
    "unknown_link": Next(),
    "unknown_notice": Next(),
    "unknown_officer": Next("Choose somebody from the roster.", own=("team.show",)),
    "unknown_outcome": _CHOOSE_AGAIN,
    "unknown_reason": Next("The force has changed its reasons: open the form again."),
    "unknown_receiver": _CHOOSE_AGAIN,
    "victim_waiting": Next(job=("job.join", "job.reassign")),
    "why_missing": Next(job=("job.details_why",)),
    "wrong_duty": Next(own=("team.show",)),
    "wrong_status": Next("It has moved on meanwhile; this is how it stands now.", job=("job.card",)),
}
#: Statements are written, shown and made ready in the officer's page, which says what to do next.
NEXT |= dict.fromkeys(
    (
        "already_signed",
        "not_signed",
        "nothing_changed",
        "statement_changed",
        "statement_locked",
        "not_ready",
        "nothing_plays",
        "shorter_retention",
        "span_out_of_range",
        "unknown_group",
        "unknown_recording",
        "statement_not_locked",
        "statement_not_shown",
        "too_many",
        "unknown_kind",
        "unknown_statement",
    ),
    Next(),
)


def refusal(refused: Refusal, reference: str = "") -> Notice:
    """The refusal's own sentence, what to do next, and the buttons for it."""
    then = NEXT.get(refused.code, Next())
    about_job = tuple(ACTIONS[id].button(reference) for id in then.job) if reference else ()
    buttons = (*(ACTIONS[id].button() for id in then.own), *about_job)
    return Notice(text=sentence(refused), buttons=buttons, tone="warning")


def sentence(refused: Refusal) -> str:
    """The refusal's own sentence, and what to do next."""
    return " ".join(filter(None, (refused.says, NEXT.get(refused.code, Next()).advice)))


def mistakes(found: Mistakes) -> Notice:
    """Where a platform cannot show them at their fields."""
    said = tuple(f"{words.plain(field.rpartition('.')[2])}: {sentence}" for field, sentence in found.fields.items())
    return Notice(text="\n".join(("That cannot be done yet.", *said)), tone="warning")


def trouble() -> Notice:
    """Our own fault. Nothing was changed, or it was changed once: pressing again is safe."""
    return Notice(text="Something went wrong on our side. Press again in a moment; nothing is done twice.", tone="warning")


def which_job() -> Notice:
    """Somebody without a job of their own named none."""
    return Notice(
        text="Which job? Give its reference, or press the button on its card.",
        buttons=(ACTIONS["list.queue"].button(),),
        tone="warning",
    )


def done(action: Action, done: Done) -> Notice:
    """That it was done, and how the job stands now. Everything comes from the command's own result: nothing is read again."""
    if action.id == "job.link":
        return Notice(text="The link is on its way. The card says when it has arrived.", tone="good")
    status = words.lower(words.STATUSES[Status(done.status)])
    said = [f"Done: {words.lower(action.label)}.", f"{done.reference} is now: {status}."]
    if done.room:
        said.append(f"Room: {words.ROOM[done.room]}.")
    return Notice(text=" ".join(said), tone="good")


def appointed(done: Done, at: datetime) -> Notice:
    """Until then the job is nobody's, and nobody is to look for it in the queue."""
    said = f"Appointment made for {when(at)}. {done.reference} leaves the queue until then and comes back at its front."
    return Notice(text=said, tone="good")


def claimed(done: Done, policy: Policy, now: datetime) -> Notice:
    """What the officer who has just got a job does first."""
    first = tuple(ACTIONS[id].button(done.reference) for id in ("job.details", "job.contact", "job.link"))
    advice = _telephone(now - done.reported_at, policy) if done.reported_at else ""
    return Notice(text=f"{done.reference} is yours. {advice}".strip(), buttons=first, tone="good")


def _telephone(waited: timedelta, policy: Policy) -> str:
    """Nobody has telephoned since the claim, which was just now (`domain.contact.telephone_first`)."""
    since = f"Reported {spoken(waited)} ago"
    if waited > policy.response.telephone_first_after:
        return f"{since}: telephone before you send the link."
    return f"{since}. Send the link."


def on_duty(officer: Officer, *, already: bool = False) -> Notice:
    """How the shift stands now, and what comes next."""
    moves = {"off": (), "on": ("queue.claim_next",) if officer.available else (), "break": ("shift.back",)}
    buttons = tuple(ACTIONS[id].button() for id in moves[officer.duty])
    return Notice(text=f"You are {words.DUTY[officer.duty]}{' already' if already else ''}.", buttons=buttons, tone="good")


def came_just_now(refused: Refusal) -> Notice:
    """An officer who pressed twice, or was allocated a job while pressing, has one: that is no mistake."""
    return Notice(text=f"{refused.says} It came to you a moment ago.", buttons=(ACTIONS["list.mine"].button(),), tone="good")


def can_do(incident: Incident, policy: Policy, actions: tuple[Action, ...]) -> Notice:
    """Everything that somebody may do to a job now."""
    stands = f"{incident.reference}: {words.lower(status_words(incident, policy))}."
    said = "This is what you may do:" if actions else "There is nothing for you to do with it now."
    return Notice(text=f"{stands} {said}", buttons=tuple(button(incident, each) for each in actions))


#: So many sentences fit a private reply of every platform.
SENTENCES = 40


def happened(reference: str, sentences: tuple[str, ...]) -> Notice:
    """What happened to a job, oldest first; of a very long story the end."""
    left_out = len(sentences) - SENTENCES
    first = (f"{left_out} earlier entries are left out.",) if left_out > 0 else ()
    again = (ACTIONS["job.card"].button(reference),)
    return Notice(text="\n".join((f"What happened to {reference}:", *first, *sentences[-SENTENCES:])), buttons=again)
