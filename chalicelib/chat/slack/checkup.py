"""`/evr doctor`: the doctor within the time that a slash command has."""

from __future__ import annotations

from ...outbound.ports import Within
from ...outbound.troubles import troubles
from ...store import officers
from ...store.rows import Unavailable
from .. import notices
from ..model import Notice
from .doctor import Examined, Patient, examine
from .post import Budget
from .signing import PLATFORM
from .turn import Turn

SECONDS = 2.0


def checked(turn: Turn) -> Notice:
    """The request URL and the signing secret need no looking at: this very command has come in by them."""
    time = Within(SECONDS)
    try:
        roster = officers.roster(turn.deps.table, turn.force)
        wrong = troubles(turn.deps.table, turn.force, PLATFORM)
    except Unavailable:
        return notices.trouble()
    patient = Patient(
        workspace=turn.signed.workspace,
        secret=turn.signed.secret,
        officers=roster,
        troubles=wrong,
        api=lambda: turn.new_api(Budget(time.left())),
        time_is_up=time,
    )
    return said(examine(patient))


def said(examined: Examined) -> Notice:
    unseen = (f"Not looked at for want of time: {', '.join(examined.unseen)}. Run make doctor.",) if examined.unseen else ()
    if not examined.findings:
        return Notice("\n".join(("The set-up of chat is in order.", *unseen)), tone="good")
    found = (f"{number}. {each.wrong} {each.mend}" for number, each in enumerate(examined.findings, 1))
    return Notice("\n".join(("This is wrong with the set-up of chat:", *found, *unseen)), tone="warning")
