"""What somebody does in the chat pane, and what Slack makes of it: a signed request, and what is said when it was not taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.local.slack import pane_says, payloads, replies
from infra.local.slack.arguments import Arguments
from infra.local.slack.installed import Installed
from infra.local.slack.kit import actions_in
from infra.local.slack.manifest import manifest
from infra.local.slack.members import im_id
from infra.local.slack.pane_looks import inside
from infra.local.slack.payloads import Spot
from infra.local.slack.refusing import SlackError
from infra.local.slack.sending import Heard, Sender
from infra.local.slack.values import STATEFUL, complaints, option, state, value_of
from infra.local.slack.views import View

Element = dict[str, Any]
Done = dict[str, Any]
_LATE = "EVR did not respond in time. Look whether it was done, then try again."
_CHANGED = "This has changed meanwhile: look again."
_DOWN = "Slack is down. What you do here reaches nobody until it is up again."
#: What needs no network.
_ON_THE_PAGE = {"close", "read", "dismiss"}


class Acts:
    """Those of one force's workspace. Every act takes the account and what the page sent, and may raise SlackError."""

    def __init__(self, app: Installed, sender: Sender) -> None:
        self._app, self._sender = app, sender
        self._known: dict[str, Callable[[str, Arguments], Done]] = {
            "press": self._press,
            "submit": self._submit,
            "close": self._close,
            "say": lambda user, given: pane_says.say(app, sender, user, given),
            "shortcut": self._shortcut,
            "opened": self._opened,
            "read": self._read,
            "dismiss": self._dismiss,
        }

    def act(self, name: str, user: str, given: Arguments) -> Done:
        """Do it. Raises SlackError."""
        if name not in self._known:
            raise SlackError("unknown_act")
        if self._app.health == "down" and name not in _ON_THE_PAGE:
            raise SlackError("slack_down", [_DOWN])
        return self._known[name](user, given)

    def _press(self, user: str, given: Arguments) -> Done:
        """A button, a menu entry, a choice."""
        where = self._where(user, given)
        blocks = where.message.get("blocks", []) if isinstance(where, Spot) else where["blocks"]
        action = _action(blocks, given)
        held = state(blocks, given.structure("values", "invalid_arguments") or {})
        heard = self._sender.interaction(payloads.block_actions(self._app, user, where, action, held, given.text("client")))
        return _taken(heard)

    def _submit(self, user: str, given: Arguments) -> Done:
        view = self._app.views.get(given.text("view"))
        held = state(view["blocks"], given.structure("values", "invalid_arguments") or {})
        errors = complaints(view["blocks"], held)
        if not errors:
            client = given.text("client")
            heard = self._sender.interaction(payloads.view_submission(self._app, user, view, held, client))
            errors = replies.after_submission(self._app, user, client, view, heard)
        return {"errors": errors} if errors else {"ok": True}

    def _close(self, user: str, given: Arguments) -> Done:
        """The form is put away; the app hears of it where it wants to."""
        view = self._app.views.get(given.text("view"))
        whole = given.flag("all") or bool(view["clear_on_close"])
        for each in self._app.views.close(user, given.text("client"), view["id"], all=whole):
            if each["notify_on_close"] and self._app.health != "down":
                self._sender.interaction(payloads.view_closed(self._app, user, each, is_cleared=whole))
        self._app.workspace.touch("views")
        return {"ok": True}

    def _shortcut(self, user: str, given: Arguments) -> Done:
        channel = inside(self._app, user, given.text("channel"))
        spot = Spot(channel, self._app.workspace.messages.get(channel.id, given.text("ts")))
        if given.text("shortcut") not in manifest().shortcuts:
            raise SlackError("unknown_shortcut")
        made = payloads.message_action(self._app, user, spot, given.text("shortcut"), given.text("client"))
        return _taken(self._sender.interaction(made))

    def _opened(self, user: str, given: Arguments) -> Done:
        """The app's own place: its home tab, or its direct messages."""
        tab = "home" if given.text("tab") == "home" else "messages"
        self._sender.event(payloads.app_home_opened(self._app, user, im_id(user), tab))
        return {"ok": True}

    def _read(self, user: str, given: Arguments) -> Done:
        self._app.workspace.put_read(user, inside(self._app, user, given.text("channel")).id, given.text("ts"))
        return {"ok": True}

    def _dismiss(self, user: str, given: Arguments) -> Done:
        """A private reply is taken off one's own page; nobody else hears of it."""
        channel = inside(self._app, user, given.text("channel"))
        self._app.workspace.whispers.drop(channel.id, user, given.text("ts"))
        self._app.workspace.touch(channel.id)
        return {"ok": True}

    def _where(self, user: str, given: Arguments) -> Spot | View:
        id, home = given.text("view", required=False), self._app.workspace.homes.get(user)
        if id:
            return home if home and home["id"] == id else self._app.views.get(id)
        channel, ts = inside(self._app, user, given.text("channel")), given.text("ts")
        if given.flag("private"):
            return Spot(channel, self._app.workspace.whispers.get(channel.id, user, ts), private=True)
        return Spot(channel, self._app.workspace.messages.get(channel.id, ts))


def _action(blocks: list[Element], given: Arguments) -> Element:
    """What Slack says of one press, by the kind of the element."""
    block, element = _element(blocks, given.text("block_id"), given.text("action_id"))
    kind, value = element["type"], given.value("value")
    about = {"type": kind, "action_id": element["action_id"], "block_id": block}
    about |= {name: element[name] for name in ("confirm", "placeholder") if name in element}
    if kind == "button":
        return about | {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    if kind in STATEFUL:
        return about | value_of(element, value)
    chosen = option(element, value)
    if kind != "overflow" or chosen is None:
        raise SlackError("gone", [_CHANGED])
    return about | {"selected_option": chosen}


def _element(blocks: list[Element], block_id: str, action_id: str) -> tuple[str, Element]:
    for block in blocks:
        for element in actions_in(block):
            if (block["block_id"], element["action_id"]) == (block_id, action_id):
                return block_id, element
    raise SlackError("gone", [_CHANGED])


def _taken(heard: Heard) -> Done:
    if heard.well:
        return {"ok": True}
    raise SlackError(heard.trouble or f"http_{heard.status}", [_LATE])
