"""What somebody in chat asks for, without a platform. `answering.answer` says what they get."""

from __future__ import annotations

from msgspec import Struct

from ..domain.officer import Officer
from .answers import Answers, Mistakes
from .model import Form, Hide, Home, Notice, Private


class Asker(Struct, frozen=True):
    """Who asks: somebody on the roster of a force, on a platform ("slack", "teams").

    `page` is the address of the victim's page, with `{domain}` where the force's own host goes.
    """

    force: str
    officer: Officer
    platform: str
    page: str = "https://{domain}/v"


class Press(Struct, frozen=True, omit_defaults=True):
    """What was pressed, chosen or sent. `answers` come with a form that was filled in; without them the form is opened.

    `command_id` is the platform's name for this one press, so that its own retry gets the first result.
    """

    action: str
    command_id: str
    value: str = ""
    answers: Answers | None = None


#: Mistakes: the form stays open with them. Form: it is opened. Notice, Private: only the one who asked sees it. Home: their tab.
Reply = Notice | Private | Form | Mistakes | Home | Hide
