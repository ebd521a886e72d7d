"""What each kind of request is answered with. Bolt finds the listener; here it is read, asked of `answering`, and sent back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import replace

from ...outbound import noting
from ...store.rows import Unavailable
from .. import notices
from ..actions import action
from ..answering import answer, home_of, is_doctor
from ..answers import Mistakes
from ..forms import opening
from ..model import Form, Hide, Home, Notice, Private, Section
from ..pressing import Asker, Press, Reply
from . import links, messages, reading, received, views
from .checkup import checked
from .elements import Block
from .sending import Sender, Way
from .shapes import Unreadable
from .turn import Turn

_ANY = re.compile(".*", re.DOTALL)
_TOO_LATE = Notice("Slack was too slow to open the form. Press again.", tone="warning")

#: The JSON of an answer; None is an empty body, which only acknowledges.
Body = Block | None


def listen(app: Any) -> None:
    """Register with Bolt: one listener a kind, whatever it is about. An unknown action or form is answered with help."""
    app.action(_ANY)(_listener(lambda turn, body: interaction(turn, reading.interaction(body))))
    app.view(_ANY)(_listener(lambda turn, body: interaction(turn, reading.interaction(body))))
    app.view_closed(_ANY)(_listener(lambda turn, body: interaction(turn, reading.interaction(body))))
    app.shortcut(_ANY)(_listener(lambda turn, body: interaction(turn, reading.interaction(body))))
    app.command(_ANY)(_listener(lambda turn, body: typed(turn, reading.slash(body))))
    app.options(_ANY)(_listener(lambda turn, body: {"options": []}))
    app.event(_ANY)(_listener(event))


def _listener(handle: Callable[[Turn, Block], Body]) -> Callable[..., Any]:
    def run(context: Any, body: Block) -> Any:
        from slack_bolt import BoltResponse

        turn: Turn = context["turn"]
        try:
            made = handle(turn, body)
        except Unreadable:
            return BoltResponse(status=400)
        except Exception as error:  # noqa: BLE001 - the last resort: Bolt would swallow it, and its message may quote somebody
            noting.failed("chat failed", error, force=turn.force)
            turn.failed = True
            return BoltResponse(status=500)
        text = msgspec.json.encode(made).decode() if made is not None else ""
        return BoltResponse(status=200, body=text)

    return run


# --- pressed and filled in ----------------------------------------------------------------------------------------------------


def interaction(turn: Turn, given: received.Pressed | received.Sent | received.Closed | received.Shortcut) -> Body:
    match given:
        case received.Sent():
            return sent(turn, given)
        case received.Pressed():
            modal = None if given.home else given.view
            way = Way(user=given.user, carried=given.carried, trigger=given.trigger, view=modal, home=given.home)
            _pressed(turn, way, given.press)
        case received.Shortcut():
            _pressed(turn, Way(user=given.user, carried=given.carried, trigger=given.trigger), given.press)
    return None


def _pressed(turn: Turn, way: Way, press: Press) -> None:
    """A form is opened before anything is read: the trigger lives for three seconds."""
    sender = turn.sender(way)
    if action(press.action).does == "form":
        view = sender.open(opening(press.action, press.value))
        if view is None:
            sender.say(_TOO_LATE)
        else:
            _fill(sender, view, _asked(turn, way.user, press), press.action)
        return
    reply = _asked(turn, way.user, press)
    _deliver(sender, reply)
    if way.home and not isinstance(reply, Home):
        _show_home(turn, sender, way.user)


def _asked(turn: Turn, user: str, press: Press) -> Reply:
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


def _stranger(user: str) -> Notice:
    return Notice(
        f"EVR does not know your Slack account, or you are not active on the roster. Ask an administrator to enter it: {user}",
        tone="warning",
    )


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
        case Home() as home:
            sender.publish(home)
        case Hide() as hide:
            sender.hide(hide)
        case Form() as form:
            sender.open(form)
        case said:
            sender.tell(said)


def _in_words(reply: Reply) -> Notice | Private | Form | Home | Hide:
    """Mistakes as a sentence, where there is no form at whose inputs they could stand."""
    return notices.mistakes(reply) if isinstance(reply, Mistakes) else reply


def sent(turn: Turn, given: received.Sent) -> Body:
    """A form that was filled in: what is wrong stands at its inputs or in its place, what was done where it was asked for."""
    way = Way(user=given.user, carried=given.carried)
    from_home = given.carried.response_url is None and given.carried.channel is None
    reply = _asked(turn, given.user, given.press)
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
                _show_home(turn, sender, given.user)
            return {"response_action": "update", "view": views.answer(reply, given.carried, given.action)}
    return None


def _is_refusal(reply: Notice | Private) -> bool:
    """Why it was not done is said in the form's own place: it cannot get lost there."""
    return isinstance(reply, Private) or (reply.tone == "warning" and not reply.hide)


# --- the slash command --------------------------------------------------------------------------------------------------------


def typed(turn: Turn, given: received.Typed) -> Body:
    """A form is opened; anything else is the HTTP answer itself, so it cannot get lost."""
    sender, press = turn.sender(Way(user=given.user, carried=given.carried, trigger=given.trigger)), given.press
    if action(press.action).does == "form":
        view = sender.open(opening(press.action, press.value))
        if view is None:
            return _ephemeral(_TOO_LATE)
        _fill(sender, view, _asked(turn, given.user, press), press.action)
        return None
    match _in_words(_asked(turn, given.user, press)):
        case Notice() | Private() as said:
            sender.say(said, skip_last=True)
            return _ephemeral(said)
        case other:
            _deliver(sender, other)
            return None


def _ephemeral(said: Notice | Private) -> Block:
    return {"response_type": "ephemeral", **messages.private(said)[-1].fields()}


# --- events -------------------------------------------------------------------------------------------------------------------


def event(turn: Turn, body: Block) -> Body:
    """Slack sends an event again when it hears nothing; doing any of these twice changes nothing."""
    match reading.event(body):
        case received.HomeOpened() as opened:
            _show_home(turn, turn.sender(Way(user=opened.user)), opened.user)
        case received.LinksShared() as shared if body.get("is_ext_shared_channel") is not True:
            links.unfurl(turn, shared)
    return None


def _show_home(turn: Turn, sender: Sender, user: str) -> None:
    sender.publish(_home(turn, user))


def _home(turn: Turn, user: str) -> Home:
    """With whatever was just done: the officer is looked up again."""
    try:
        asker: Asker | None = turn.asker(user)
    except Unavailable:
        return Home("EVR", (Section("EVR", lines=(notices.trouble().text,)),))
    if asker is None:
        return Home("EVR", (Section("EVR", lines=(_stranger(user).text,)),))
    return home_of(turn.deps, asker)
