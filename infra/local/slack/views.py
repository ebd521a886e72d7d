"""The forms that people have open: a stack of three at most for each, the last on top. And the home tabs, which are views too."""

from __future__ import annotations

import secrets
import threading
import time
from typing import Any

from infra.local.slack.kit import faults_of_view, too_large
from infra.local.slack.refusing import SlackError
from infra.local.slack.tidy import text_object, tidied

View = dict[str, Any]
DEEPEST = 3
#: A home tab has no title of its own; Slack gives it this one.
_TITLE = {"type": "plain_text", "text": "View Title", "emoji": True}
_EMPTY = {"title": _TITLE, "close": None, "submit": None, "private_metadata": "", "callback_id": "", "external_id": ""}


class Made:
    """Makes a whole view of what the app sent, as Slack hands it out afterwards. Raises SlackError."""

    def __init__(self, team: str, app: str, bot: str) -> None:
        self._ids = {"team_id": team, "app_id": app, "app_installed_team_id": team, "bot_id": bot}

    def view(self, sent: Any, kind: str, id: str = "") -> View:
        faults = faults_of_view(sent, kind)
        if faults:
            raise SlackError("invalid_arguments", faults)
        if too_large(sent):
            raise SlackError("view_too_large")
        id = id or f"V{secrets.token_hex(5).upper()}"
        texts = {name: text_object(sent[name]) for name in ("title", "close", "submit") if sent.get(name)}
        made = {"id": id, **self._ids, **_EMPTY, "clear_on_close": False, "notify_on_close": False, **sent, **texts}
        made |= {"blocks": tidied(sent["blocks"]), "state": {"values": {}}, "root_view_id": id, "previous_view_id": None}
        return made | {"hash": f"{int(time.time())}.{secrets.token_hex(4)}"}


class OpenViews:
    """By person. `client` is the page in which the form is open: nobody else sees it."""

    def __init__(self) -> None:
        self._stacks: dict[tuple[str, str], list[View]] = {}
        self._lock = threading.RLock()

    def open(self, user: str, client: str, view: View) -> View:
        """A form of its own, in the place of whatever was open. Raises SlackError."""
        with self._lock:
            self._unique(view)
            self._stacks[user, client] = [view]
            return view

    def push(self, user: str, client: str, view: View) -> View:
        """A form on top of the one that is open. Raises SlackError."""
        with self._lock:
            self._unique(view)
            stack = self._stacks.get((user, client), [])
            if not stack:
                raise SlackError("not_found")
            if len(stack) == DEEPEST:
                raise SlackError("push_limit_reached")
            view |= {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
            stack.append(view)
            return view

    def update(self, id: str, view: View) -> View:
        """Other content in an open form. Raises SlackError when it was closed."""
        with self._lock:
            stack, n = self._where(id)
            self._unique(view, but=id)
            stack[n] = {**view, **{name: stack[n][name] for name in ("id", "root_view_id", "previous_view_id")}}
            return stack[n]

    def get(self, id: str) -> View:
        """Raises SlackError when it was closed."""
        with self._lock:
            stack, n = self._where(id)
            return stack[n]

    def by_external(self, id: str) -> View:
        """Raises SlackError."""
        found = next((view for stack in self._stacks.values() for view in stack if id and view["external_id"] == id), None)
        if found is None:
            raise SlackError("not_found")
        return found

    def shown(self, user: str, client: str) -> list[View]:
        """What is open in a page, the uppermost last."""
        return list(self._stacks.get((user, client), []))

    def close(self, user: str, client: str, id: str, *, all: bool = False) -> list[View]:
        """Take the form away, and what lies on it; `all`: the whole stack. Returns what was taken, the uppermost first."""
        with self._lock:
            stack = self._stacks.get((user, client), [])
            at = next((n for n, view in enumerate(stack) if view["id"] == id), len(stack))
            taken = stack[0 if all else at :]
            del stack[0 if all else at :]
            return taken[::-1]

    def _where(self, id: str) -> tuple[list[View], int]:
        for stack in self._stacks.values():
            for n, view in enumerate(stack):
                if view["id"] == id:
                    return stack, n
        raise SlackError("not_found")

    def _unique(self, view: View, but: str = "") -> None:
        known = (each for stack in self._stacks.values() for each in stack if each["id"] != but)
        if view["external_id"] and any(each["external_id"] == view["external_id"] for each in known):
            raise SlackError("duplicate_external_id")
