"""What is shown for a press, for a form that was sent, and for a slash command; and in which order: forms open before all else."""

from __future__ import annotations

from msgspec.structs import replace

from .. import notices
from ..actions import action
from ..answers import Mistakes
from ..forms import opening
from ..model import Form, Hide, Home, Notice, Private
from ..pressing import Press, Reply
from . import messages, received, views
from .asking import asked, home
from .elements import Block
from .sending import Sender, Way
from .turn import Turn

#: The JSON of an answer; None is an empty body, which only acknowledges.
Body = Block | None
_TOO_LATE = Notice("Slack was too slow to open the form. Press again.", tone="warning")


def pressed(turn: Turn, way: Way, press: Press) -> None:
    """A form is opened before anything is read: the trigger lives for three seconds."""
    sender = turn.sender(way)
    if action(press.action).does == "form":
        view = sender.open(opening(press.action, press.value))
        if view is None:
            sender.say(_TOO_LATE)
        else:
            _fill(sender, view, asked(turn, way.user, press), press.action)
        return
    reply = asked(turn, way.user, press)
    _deliver(sender, reply)
    if way.home and not isinstance(reply, Home):
        show_home(turn, sender, way.user)


def sent(turn: Turn, given: received.Sent) -> Body:
    """A form that was filled in: what is wrong stands at its inputs or in its place, what was done where it was asked for."""
    way = Way(user=given.user, carried=given.carried)
    from_home = given.carried.response_url is None and given.carried.channel is None
    reply = asked(turn, given.user, given.press)
    sender = turn.sender(way)
    match reply:
        case Mistakes():
            return views.wrong(reply, given.inputs, given.carried, given.action)
        case Form():
            return {"response_action": "update", "view": views.modal(reply, replace(given.carried, value=reply.value))}
        case Home():
            sender.publish(reply)
        case Hide():
            sender.hide(reply)
        case _ if from_home or _is_refusal(reply) or not sender.say(reply):
            if from_home:
                show_home(turn, sender, given.user)
            return {"response_action": "update", "view": views.answer(reply, given.carried, given.action)}
    return None


def _is_refusal(reply: Notice | Private) -> bool:
    """Why it was not done is said in the form's own place: it cannot get lost there."""
    return isinstance(reply, Private) or (reply.tone == "warning" and not reply.hide)


def typed(turn: Turn, given: received.Typed) -> Body:
    """A form is opened; anything else is the HTTP answer itself, so it cannot get lost."""
    sender, press = turn.sender(Way(user=given.user, carried=given.carried, trigger=given.trigger)), given.press
    if action(press.action).does == "form":
        view = sender.open(opening(press.action, press.value))
        if view is None:
            return _ephemeral(_TOO_LATE)
        _fill(sender, view, asked(turn, given.user, press), press.action)
        return None
    match _in_words(asked(turn, given.user, press)):
        case Notice() | Private() as said:
            sender.say(said, skip_last=True)
            return _ephemeral(said)
        case other:
            _deliver(sender, other)
            return None


def _ephemeral(said: Notice | Private) -> Block:
    return {"response_type": "ephemeral", **messages.private(said)[-1].fields()}


def show_home(turn: Turn, sender: Sender, user: str) -> None:
    sender.publish(home(turn, user))


def _fill(sender: Sender, view: str, reply: Reply, about: str) -> None:
    shown = _in_words(reply)
    if isinstance(shown, Home):
        sender.publish(shown)
    elif isinstance(shown, Hide):
        sender.hide(shown)
    elif not sender.fill(view, shown, about) and not isinstance(shown, Form):
        sender.say(shown)


def _deliver(sender: Sender, reply: Reply) -> None:
    match _in_words(reply):
        case Home() as tab:
            sender.publish(tab)
        case Hide() as hide:
            sender.hide(hide)
        case Form() as form:
            sender.open(form)
        case said:
            sender.tell(said)


def _in_words(reply: Reply) -> Notice | Private | Form | Home | Hide:
    """Mistakes as a sentence, where there is no form at whose inputs they could stand."""
    return notices.mistakes(reply) if isinstance(reply, Mistakes) else reply
