"""answer(press): by what the action does. Nothing here is a permission: the domain decides, and its refusal is the reply."""

from __future__ import annotations

from collections.abc import Callable

from ...service import Deps
from ...service.performing import NOT_STAFF
from ...store.rows import Unavailable
from .. import notices, people
from ..actions import Does
from ..model import Hide
from ..pressing import Asker, Press, Reply
from ..team_notices import POST
from . import forms, giving, homes, private, seeing, services, team_notices
from .asked import Asked, asked


def answer(deps: Deps, asker: Asker, press: Press) -> Reply:
    """Answer one press: what the asker sees for it.

    A form without answers is opened, with answers it is sent. An action that nobody knows is answered with help, one that came too
    late with the job as it stands. Raises nothing for the table's trouble: pressing again is safe then, nothing is done twice.
    """
    if not asker.officer.roles:
        return notices.refusal(NOT_STAFF)
    pressed = asked(deps, asker, press)
    try:
        return _ANSWERS[pressed.action.does](pressed)
    except Unavailable:
        return notices.trouble()


def _form(pressed: Asked) -> Reply:
    answers = pressed.press.answers
    if pressed.action.id == POST:
        return team_notices.opened(pressed) if answers is None else team_notices.sent(pressed, answers)
    return forms.opened(pressed) if answers is None else giving.sent(pressed, answers)


def _hide(pressed: Asked) -> Reply:
    """Reads nothing. Hidden details leave a way back; a reminder, or a notice that was read, leaves nothing."""
    details = pressed.action.id == "details.hide" and pressed.reference
    return Hide(people.hidden(pressed.reference) if details else None)


_ANSWERS: dict[Does, Callable[[Asked], Reply]] = {
    "form": _form,
    "command": giving.given,
    "details": seeing.shown,
    "service": services.answered,
    "notice": private.told,
    "go": homes.turned,
    "hide": _hide,
}
