"""The Slack of this machine: all workspaces, and everything below /local/slack/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import msgspec

from infra.local.front import as_json, from_json, problem
from infra.local.place import Place
from infra.local.proxy import Answer
from infra.local.slack import members as who
from infra.local.slack import pane_looks as looks
from infra.local.slack import replies, web
from infra.local.slack.arguments import Arguments
from infra.local.slack.installed import Health, Installed
from infra.local.slack.pane_acts import Acts
from infra.local.slack.refusing import SlackError
from infra.local.slack.sending import Sender


class LocalSlack:
    """Answers by method and path parts; nothing means there is no such address."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.apps: dict[str, Installed] = {}
        self._acts: dict[str, Acts] = {}

    def open(self) -> None:
        """Begin with what was kept of the last run."""
        self.apps = {force: Installed(self._place, force) for force in who.forces()}
        base = self._place.base_url
        self._acts = {force: Acts(app, Sender(base, app.secret.signing_secret)) for force, app in self.apps.items()}

    def secrets(self) -> dict[str, str]:
        """What the Secrets Manager holds, by name."""
        return {who.where(force).secret: msgspec.json.encode(app.secret).decode() for force, app in self.apps.items()}

    def answer(self, verb: str, parts: list[str], body: bytes, headers: Mapping[str, str], query: str) -> Answer | None:
        match verb, parts:
            case _, ["api", method]:
                return web.answer(self.apps.values(), method, verb, body, headers, query)
            case "POST", ["respond", force, key] if force in self.apps:
                return self._responded(force, key, body)
            case "POST", ["upload", force, key] if force in self.apps:
                return self._uploaded(force, key, body)
            case "GET", ["files", force, id] if force in self.apps:
                return self._file(force, id)
            case "POST", ["switch", force] if force in self.apps:
                return self._switched(force, body)
            case _, ["pane", force, staff, *rest]:
                return self._pane(verb, force, staff, rest, body)
        return None

    def _pane(self, verb: str, force: str, staff: str, rest: list[str], body: bytes) -> Answer | None:
        app, user = self.apps.get(force), who.user_id(staff)
        if app is None or user not in app.workspace.members:
            return problem(404, "no_chat_account", "This person has no account in the force's chat.")
        try:
            if verb == "POST" and len(rest) == 1:
                return as_json(self._acts[force].act(rest[0], user, Arguments(from_json(body))))
            return _looked(app, user, rest) if verb == "GET" else None
        except SlackError as refused:
            says = " ".join(refused.messages) or _WORDS.get(refused.code, f"That cannot be done: {refused.code}.")
            return as_json({"ok": False, "error": refused.code, "says": says})

    def _responded(self, force: str, key: str, body: bytes) -> Answer:
        app = self.apps[force]
        if app.health != "up":
            return Answer(503, [], b"")
        try:
            replies.respond(app, key, body)
        except SlackError as refused:
            return as_json(web.refused_with(refused), 404)
        return Answer(200, [("Content-Type", "text/html")], b"ok")

    def _uploaded(self, force: str, key: str, body: bytes) -> Answer:
        try:
            self.apps[force].files.take(key, body)
        except SlackError as refused:
            return as_json(web.refused_with(refused), 400)
        return Answer(200, [("Content-Type", "text/plain")], f"OK - {len(body)}".encode())

    def _file(self, force: str, id: str) -> Answer | None:
        try:
            kind, content = self.apps[force].files.content(id)
        except SlackError:
            return None
        return Answer(200, [("Content-Type", kind), ("X-Content-Type-Options", "nosniff")], content)

    def _switched(self, force: str, body: bytes) -> Answer:
        """{"health": "up" | "down" | "limited"}, or {"channel": "C...", "archived": true | false}."""
        app, wanted = self.apps[force], from_json(body)
        try:
            if wanted.get("health") in get_args(Health):
                app.health = wanted["health"]
                app.workspace.touch("health")
                return as_json({"health": app.health})
            app.workspace.archive(str(wanted.get("channel")), wanted.get("archived") is True)
        except SlackError as refused:
            return problem(400, "invalid", f"That cannot be switched: {refused.code}.")
        return as_json({"archived": sorted(app.workspace.archived)})


_WORDS = {
    "is_archived": "This channel is archived: nothing can be written in it.",
    "not_found": "This form was closed meanwhile.",
    "message_not_found": "This message is no more.",
    "not_in_channel": "This person is not in the channel.",
}


def _looked(app: Installed, user: str, rest: list[str]) -> Answer | None:
    match rest:
        case ["now", client, cursor] if cursor.isdigit():
            return as_json(looks.now(app, user, client, int(cursor)))
        case ["channel", id, limit] if limit.isdigit():
            return as_json(looks.channel(app, user, id, int(limit)))
        case ["thread", id, ts]:
            return as_json(looks.thread(app, user, id, ts))
        case ["home"]:
            return as_json(looks.home(app, user))
    return None
