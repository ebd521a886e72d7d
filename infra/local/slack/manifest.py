"""The app as its manifest describes it: that is what is installed here."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from msgspec import Struct

from infra.local.place import ROOT

PATH = ROOT / "infra" / "slack-manifest.yaml"


class Manifest(Struct, frozen=True):
    """`shortcuts`: those on messages, callback id and words. `reads_only`: people cannot write to the app directly."""

    name: str
    scopes: tuple[str, ...]
    command: str
    shortcuts: dict[str, str]
    events: tuple[str, ...]
    reads_only: bool


@cache
def manifest() -> Manifest:
    told: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    features, settings = told["features"], told["settings"]
    return Manifest(
        name=told["display_information"]["name"],
        scopes=tuple(told["oauth_config"]["scopes"]["bot"]),
        command=features["slash_commands"][0]["command"],
        shortcuts={each["callback_id"]: each["name"] for each in features["shortcuts"] if each["type"] == "message"},
        events=tuple(settings["event_subscriptions"]["bot_events"]),
        reads_only=bool(features["app_home"].get("messages_tab_read_only_enabled")),
    )
