"""One listener a kind of request. Bolt finds it; here the request is read, and what comes of it goes back to Bolt."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from ...outbound import noting
from . import links, reading, received
from .elements import Block
from .replying import Body, pressed, sent, show_home, typed
from .sending import Way
from .shapes import Unreadable
from .turn import Turn

_ANY = re.compile(".*", re.DOTALL)


def listen(app: Any) -> None:
    """Register with Bolt: one listener a kind, whatever it is about. An unknown action or form is answered with help."""
    app.action(_ANY)(_listener(interaction))
    app.view(_ANY)(_listener(interaction))
    app.view_closed(_ANY)(_listener(interaction))
    app.shortcut(_ANY)(_listener(interaction))
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


def interaction(turn: Turn, body: Block) -> Body:
    """A button, a form, a shortcut. A form that was closed is nothing to us."""
    match reading.interaction(body):
        case received.Sent() as given:
            return sent(turn, given)
        case received.Pressed() as given:
            modal = None if given.home else given.view
            way = Way(user=given.user, carried=given.carried, trigger=given.trigger, view=modal, home=given.home)
            pressed(turn, way, given.press)
        case received.Shortcut() as given:
            pressed(turn, Way(user=given.user, carried=given.carried, trigger=given.trigger), given.press)
    return None


def event(turn: Turn, body: Block) -> Body:
    """Slack sends an event again when it hears nothing; doing any of these twice changes nothing."""
    match reading.event(body):
        case received.HomeOpened() as opened:
            show_home(turn, turn.sender(Way(user=opened.user)), opened.user)
        case received.LinksShared() as shared if body.get("is_ext_shared_channel") is not True:
            links.unfurl(turn, shared)
    return None
