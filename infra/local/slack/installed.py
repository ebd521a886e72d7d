"""Our app as it is installed in one force's workspace: its secrets, what it may still answer to, and how well Slack is."""

from __future__ import annotations

import json
import os
import secrets
import time
from pathlib import Path
from typing import Literal

from msgspec import Struct

from infra.local.place import Place
from infra.local.slack import members as who
from infra.local.slack.files import Files
from infra.local.slack.journal import Journal
from infra.local.slack.refusing import SlackError
from infra.local.slack.response_urls import ResponseUrls
from infra.local.slack.triggers import Triggers
from infra.local.slack.views import Made, OpenViews
from infra.local.slack.workspace import Workspace

Health = Literal["up", "down", "limited"]


class Secret(Struct, frozen=True):
    """What the Secrets Manager holds for a force."""

    signing_secret: str
    bot_token: str
    app_id: str


class Installed:
    """Everything of one force. `health` is what the switch of the chat pane says."""

    def __init__(self, place: Place, force: str) -> None:
        self.force, self.team, self.domain = force, who.where(force).workspace, f"{force}-training"
        self.secret = _secret(place.keys / f"slack-{force}", force)
        self.workspace = Workspace(force, Journal(place.slack / f"{force}.jsonl"))
        self.files = Files(place.slack / f"{force}-files", time.time)
        self.triggers = Triggers()
        self.response_urls = ResponseUrls(f"{place.base_url}/local/slack/respond/{force}")
        self.upload_url = f"{place.base_url}/local/slack/upload/{force}"
        self.views = OpenViews()
        self.made = Made(self.team, self.secret.app_id, who.bot_id(force))
        self.health: Health = "up"

    @property
    def bot(self) -> dict[str, str]:
        """The bot as it stands beside each of its messages."""
        return {"bot_id": who.bot_id(self.force), "app_id": self.secret.app_id, "team": self.team}

    def someone(self, user: str) -> str:
        """A person of the workspace who can be written to. Raises SlackError."""
        if user == self.workspace.bot:
            raise SlackError("cannot_dm_bot")
        return self.workspace.member(user).id


def _secret(path: Path, force: str) -> Secret:
    """Made once for this machine."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = {
            "signing_secret": secrets.token_hex(16),
            "bot_token": f"xoxb-{secrets.randbelow(10**12)}-{secrets.token_urlsafe(18)}",
            "app_id": f"A0{force[:7].upper()}",
        }
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file)
    return Secret(**json.loads(path.read_text()))
