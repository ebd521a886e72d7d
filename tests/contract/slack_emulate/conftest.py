"""npm's `emulate`: a Slack Web API that others wrote, strict about scopes and triggers. Installed once, into build/.

It has no response URLs, no chat.unfurl, no clicks, and takes no notice of `oldest`; those are tested against `FakeSlack`. Nor does
it look into blocks (`tests/slack_checks.py` does).
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.chat.slack.calls import Api
from chalicelib.chat.slack.post import Budget, Http
from chalicelib.chat.slack.scopes import SCOPES
from chalicelib.chat.slack.web import SlackWall
from chalicelib.chat.wall import Unanswered
from tests import npm

VERSION = "0.11.2"  # its `latest` is another package
INSTALLED = npm.ROOT / "build" / f"emulate-{VERSION}"
TOKEN, NARROW, ADMIN, APP = "xoxb-emulate", "xoxb-narrow", "xoxp-admin", "A0EVR0001"
#: What it takes to prepare channels.
_MANAGES = ("channels:manage", "channels:write", "groups:write", "channels:join", "im:read", "mpim:read")
LOOPBACK = Path(__file__).with_name("loopback.cjs")


def seed() -> dict[str, Any]:
    app = {"client_id": "1.2", "client_secret": "x", "app_id": APP, "name": "EVR", "redirect_uris": ["http://localhost/"]}
    tokens = [
        {"token": TOKEN, "user": "evr", "app_id": APP, "scopes": sorted(SCOPES)},
        {"token": ADMIN, "user": "admin", "scopes": [*sorted(SCOPES), *_MANAGES]},
        {"token": NARROW, "user": "evr", "app_id": APP, "scopes": ["commands"]},
    ]
    return {
        "slack": {
            "strict_scopes": True,
            "users": [{"name": "rowan"}],
            "channels": [{"name": "queue"}, {"name": "elsewhere", "is_private": True}],
            "oauth_apps": [app | {"bot_name": "evr", "scopes": sorted(SCOPES)}],
            "tokens": tokens,
        }
    }


class Emulated:
    """The running one. `api(token)` calls it as we call Slack; identifiers are its own, so they are looked up."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}/api/"
        self._http = Http()

    def api(self, token: str = TOKEN) -> Api:
        return Api(token, self._http, Budget(float("inf"), each=5.0), self.base)

    def wall(self, token: str = TOKEN) -> SlackWall:
        return SlackWall(self.api(token), APP, "dorset")

    def user(self, name: str) -> str:
        return self._named("users.list", "members", name)

    def channel(self, name: str) -> str:
        return self._named("conversations.list", "channels", name)

    def _named(self, method: str, of: str, name: str) -> str:
        listed = self.api(ADMIN).call(method, limit="200", types="public_channel,private_channel")[of]
        return next(str(each["id"]) for each in listed if each["name"] == name)

    def trigger(self, name: str) -> str:
        return str(self.api().call("views.generateTriggerId", user_id=self.user(name))["trigger_id"])


@pytest.fixture(scope="session")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    program = _program()
    folder = tmp_path_factory.mktemp("emulate")
    (folder / "seed.json").write_text(json.dumps(seed()))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {"--service": "slack", "--port": str(port), "--seed": "seed.json", "--base-url": f"http://127.0.0.1:{port}"}
    command = [*program, "start", *(word for option in options.items() for word in option)]
    with (folder / "log").open("w") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process:
        try:
            made = Emulated(port)
            _wait(made, process, folder / "log")
            made.api(ADMIN).call("conversations.invite", channel=made.channel("queue"), users=made.user("evr"))
            yield made
        finally:
            process.terminate()


def _program() -> list[str]:
    main = INSTALLED / "node_modules" / "emulate" / "dist" / "index.js"
    try:
        if not main.exists():
            INSTALLED.mkdir(parents=True, exist_ok=True)
            npm.run(
                ["install", "--prefix", str(INSTALLED), "--ignore-scripts", "--no-audit", "--no-fund", f"emulate@{VERSION}"],
                INSTALLED,
            )
    except (npm.NoNpm, subprocess.CalledProcessError, OSError) as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"emulate cannot be installed here: {error}")
    return [npm.node(), "--require", str(LOOPBACK), str(main)]


def _wait(emulated: Emulated, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            emulated.api().call("auth.test")
            return
        except Unanswered:
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.2)
