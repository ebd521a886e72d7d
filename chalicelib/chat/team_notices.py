"""Notices to the team: the form that posts one, its answers, those that stand, and one that is read.

A notice should name nobody, but people write what they write: its words are shown only to whoever asks for them, which is logged.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from ..domain.team_notice import LONGEST, TeamNotice
from . import fields as f
from .actions import ACTIONS
from .answers import MISSING, Answers, Mistakes
from .forms import title
from .model import Button, Fact, Form, Notice
from .spans import when

POST = "team.notice"
#: How long a notice may stand, in hours.
_LASTS = {"4": "4 hours", "8": "8 hours", "24": "A day", "72": "3 days", "168": "A week"}
_USUAL = "24"
#: So many stand in one private reply; the newest come first.
SHOWN = 10


class ToPost(Struct, frozen=True):
    """What was filled in."""

    text: str
    lasts: timedelta


def form() -> Form:
    """It is about no incident."""
    text = f.text(
        "text", "What should the team know?", required=True, hint="No names, numbers or addresses: the whole team reads it."
    )
    lasts = f.choice("lasts", "It stands for", _LASTS, initial=_USUAL)
    intro = ("A card in the team's channel says that there is a notice, and who has taken note of it.",)
    return Form(id=POST, title=title(POST), submit="Post", value="", fields=(text, lasts), intro=intro)


def filled(answers: Answers) -> ToPost | Mistakes:
    text, lasts = _one(answers, "text").strip(), _one(answers, "lasts")
    mistakes: dict[str, str] = {}
    if not text:
        mistakes["text"] = MISSING
    elif len(text) > LONGEST:
        mistakes["text"] = f"Too long: {LONGEST} at most."
    if lasts not in _LASTS:
        mistakes["lasts"] = "This is not one of the choices; choose again." if lasts else MISSING
    return Mistakes(mistakes) if mistakes else ToPost(text, timedelta(hours=int(lasts)))


def _one(answers: Answers, field: str) -> str:
    answer = answers.get(field, "")
    return answer if isinstance(answer, str) else next(iter(answer), "")


def posted(notice: TeamNotice) -> Notice:
    return Notice(text=f"The notice is posted and stands until {when(notice.ends)}.", buttons=(read_button(notice),), tone="good")


def noted(*, already: bool = False) -> Notice:
    return Notice(text=f"You have taken note of it{' already' if already else ''}.", tone="good")


def read(notice: TeamNotice, text: str, asker: str) -> Notice:
    """Its words for one pair of eyes."""
    said = f"From {notice.by}, {when(notice.posted_at)}. Only you see this, and the showing is logged."
    note = () if asker in notice.acknowledged else (ACTIONS["notice.acknowledge"].button(notice.id),)
    hide = ACTIONS["details.hide"].button()
    return Notice(text=said, facts=(Fact("Notice to the team", text),), buttons=(*note, hide), hide=True)


def standing(notices: Sequence[TeamNotice], asker: str) -> Notice:
    """Those that stand, and which of them the asker has not taken note of. Without their words."""
    shown = notices[:SHOWN]
    text = "Notices to the team." if shown else "No notice to the team stands."
    facts = tuple(Fact(when(each.posted_at), line(each, asker)) for each in shown)
    return Notice(text=text, facts=facts, buttons=tuple(map(read_button, shown)))


def line(notice: TeamNotice, asker: str) -> str:
    """`from SP0007, until ...; you have taken note of it`."""
    note = "you have taken note of it" if asker in notice.acknowledged else "new to you"
    return f"from {notice.by}, until {when(notice.ends)}; {note}"


def new_to(asker: str, notices: Sequence[TeamNotice]) -> tuple[TeamNotice, ...]:
    """Those that somebody has not taken note of."""
    return tuple(each for each in notices if asker not in each.acknowledged)


def read_button(notice: TeamNotice) -> Button:
    return ACTIONS["notice.read"].button(notice.id, f"Read the notice of {when(notice.posted_at)}")
