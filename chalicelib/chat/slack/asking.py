"""What an account in Slack gets: `answering.answer` for whoever is behind it, a sentence for nobody's."""

from __future__ import annotations

from ...store.rows import Unavailable
from .. import notices
from ..answering import answer, home_of, is_doctor
from ..model import Home, Notice, Section
from ..pressing import Press, Reply
from .checkup import checked
from .turn import Turn


def asked(turn: Turn, user: str, press: Press) -> Reply:
    """What somebody gets for it; nobody's account gets a sentence that says so."""
    try:
        asker = turn.asker(user)
    except Unavailable:
        return notices.trouble()
    if asker is None:
        return _stranger(user)
    if press.action == "doctor" and is_doctor(asker.officer.roles):
        return checked(turn)
    return answer(turn.deps, asker, press)


def home(turn: Turn, user: str) -> Home:
    """With whatever was just done: the officer is looked up again."""
    try:
        asker = turn.asker(user)
    except Unavailable:
        return Home("EVR", (Section("EVR", lines=(notices.trouble().text,)),))
    if asker is None:
        return Home("EVR", (Section("EVR", lines=(_stranger(user).text,)),))
    return home_of(turn.deps, asker)


def _stranger(user: str) -> Notice:
    return Notice(
        f"EVR does not know your Slack account, or you are not active on the roster. Ask an administrator to enter it: {user}",
        tone="warning",
    )
