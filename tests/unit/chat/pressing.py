"""Presses through the one way in, on a force that works over a table in memory.

chat = Chat()
reference = chat.force.bring("queued")
reply = chat.press("officer", "job.claim", reference)
reply = chat.send("officer", "job.contact", reference, result="spoke")      # opened, filled in, sent
"""

import itertools

from chalicelib.chat.answering import answer, home_of
from chalicelib.chat.model import Form
from chalicelib.chat.pressing import Asker, Press
from tests.builders import IDS, MINUTE, an_officer
from tests.force import Force


class Chat:
    """`force` does what is not done in chat. Each press has a command id of its own unless told."""

    def __init__(self, force=None):
        self.force = force or Force()
        self._ids = itertools.count(1)

    def asker(self, who) -> Asker:
        """By role or by identifier, as the roster has them now."""
        if isinstance(who, Asker):
            return who
        found = self.force.find_officer(IDS.get(who, who))
        return Asker(self.force.name, found or an_officer(IDS.get(who, who), roles=(who,)), "slack")

    def press(self, who, action, value="", answers=None, id=None):
        asker = self.asker(who)
        self.force.clock.forward(MINUTE)
        self.force.table.calls.clear()
        return answer(self.force.deps, asker, Press(action, id or f"press-{next(self._ids)}", value, answers))

    def open(self, who, action, value="") -> Form:
        form = self.press(who, action, value)
        assert isinstance(form, Form), form
        return form

    def send(self, who, action, value="", **given):
        """The form as it was opened, with `given` filled in; `answers__x` is the field `answers.x`."""
        form = self.open(who, action, value)
        return self.press(who, action, form.value, filled(form, **given))

    def home(self, who, pages=None):
        return home_of(self.force.deps, self.asker(who), pages)

    @property
    def calls(self):
        """What the last press cost, as the table's calls; that the platform looked the asker up is not counted."""
        return self.force.table.calls


def filled(form, **given):
    """Every field with what it shows at first, and what is given on top."""
    return {each.id: each.initial or "" for each in form.fields} | {name.replace("__", "."): said for name, said in given.items()}


def buttons_of(reply):
    """The actions of every button of a reply."""
    card = getattr(reply, "card", None)
    found = (*card.leading, *card.menu) if card else reply.buttons
    return [each.action for each in found]


def said(reply):
    """What a reply says first: a notice's text, a card's first line."""
    return reply.text if hasattr(reply, "text") else next(iter(reply.card.lines), "")
