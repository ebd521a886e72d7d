"""What was read from Slack's payloads: who did what, where, and the way back to them."""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct

from ..answers import Answers
from ..help import asked
from ..pressing import Press
from .carried import Carried

#: Longer than any command id of ours that somebody can read.
_LONGEST = 200


class From(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who did something in which workspace, and the way back to them. `trigger` opens a form within three seconds."""

    team: str
    user: str
    trigger: str | None = None
    carried: Carried = Carried()


class Pressed(From, frozen=True, kw_only=True, omit_defaults=True):
    """A button, or an entry of the menu.

    In a message `message` is its ts; `ephemeral` when only they see it. In a view `view` is its id, `hash` its state and `home`
    whether it is their home tab.
    """

    action: str
    value: str = ""
    at: str = ""
    message: str | None = None
    ephemeral: bool = False
    view: str | None = None
    hash: str | None = None
    home: bool = False

    @property
    def press(self) -> Press:
        where = self.message or self.view or ""
        return Press(self.action, _id(where, self.user, self.action, self.at), self.value)


class Sent(From, frozen=True, kw_only=True, omit_defaults=True):
    """A form that was filled in. `inputs`: the block ids of its inputs, in order.

    One view may become another form later on, so its id alone is no name for the command; `hash` changes with what is shown.
    """

    action: str
    view: str
    hash: str
    answers: Answers
    inputs: tuple[str, ...] = ()

    @property
    def press(self) -> Press:
        return Press(self.action, _id("view", self.view, self.hash), self.carried.value, self.answers)


class Closed(From, frozen=True, kw_only=True, omit_defaults=True):
    """A form that was closed without being sent."""

    action: str
    view: str


class Shortcut(From, frozen=True, kw_only=True, omit_defaults=True):
    """A shortcut on a message: `text` is what it says, `key` the one it carries if it is a card of ours."""

    action: str
    text: str = ""
    key: str | None = None

    @property
    def press(self) -> Press:
        return Press(self.action, _id(self.trigger or "", self.user), self.text)


class Typed(From, frozen=True, kw_only=True, omit_defaults=True):
    """A slash command."""

    text: str = ""

    @property
    def press(self) -> Press:
        meant = asked(self.text)
        return Press(meant.action, _id(self.trigger or ""), meant.value)


class HomeOpened(Struct, frozen=True):
    team: str
    event: str
    user: str


class LinksShared(Struct, frozen=True):
    """Links of ours in somebody's message, before or after it is sent."""

    team: str
    event: str
    user: str
    channel: str
    message: str
    urls: tuple[str, ...]


class Other(Struct, frozen=True):
    """An event that is none of our business, such as the messages tab being opened."""

    team: str
    event: str
    type: str


def _id(*parts: str) -> str:
    """Slack's own names for one press, as the command's id: its retry is the same command."""
    whole = "/".join(("slack", *parts))
    return whole if len(whole) <= _LONGEST else f"slack/{sha256(whole.encode()).hexdigest()}"
