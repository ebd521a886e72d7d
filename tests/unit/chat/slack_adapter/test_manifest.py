"""The manifest asks for what is used, and for nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from chalicelib.chat.actions import ACTIONS
from chalicelib.chat.forms import FROM_MESSAGE
from chalicelib.chat.help import WORDS
from chalicelib.chat.slack.scopes import COMMANDS, EVENTS, METHODS, SCOPES

ROOT = Path(__file__).parents[4]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "infra" / "slack-manifest.yaml").read_text(encoding="utf-8"))
SOURCES = sorted((ROOT / "chalicelib" / "chat" / "slack").glob("*.py"))
#: A method of the Web API, as a literal.
_METHOD = re.compile(r'"((?:auth|bots|chat|conversations|files|team|users|views)\.[a-zA-Z]+)"')


def called() -> set[str]:
    texts = (file.read_text(encoding="utf-8") for file in SOURCES if file.name != "scopes.py")
    return {method for text in texts for method in _METHOD.findall(text)}


def test_every_method_that_is_called_is_known_with_its_scopes_and_none_is_left_over():
    assert called() == set(METHODS)


def test_the_scopes_are_those_of_the_methods_events_and_commands():
    assert MANIFEST["oauth_config"]["scopes"] == {"bot": sorted(SCOPES)}
    for scope in SCOPES:
        needed = [name for name, scopes in (METHODS | EVENTS | {"/evr": COMMANDS}).items() if scope in scopes]
        assert needed, scope


def test_the_events_are_those_that_are_read():
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)
    reading = (ROOT / "chalicelib" / "chat" / "slack" / "reading.py").read_text(encoding="utf-8")
    assert all(f'"{event}"' in reading for event in EVENTS)


def test_the_shortcut_is_the_action():
    (shortcut,) = MANIFEST["features"]["shortcuts"]
    assert (shortcut["type"], shortcut["callback_id"]) == ("message", FROM_MESSAGE)
    assert shortcut["callback_id"] in ACTIONS
    assert len(shortcut["name"]) <= 24


def test_the_command_hints_at_words_that_it_knows():
    (command,) = MANIFEST["features"]["slash_commands"]
    assert command["command"] == "/evr"
    hinted = {word for part in command["usage_hint"].strip("[]").split(" | ") for word in part.split() if word.islower()}
    assert hinted <= set(WORDS)


def test_everything_comes_to_the_one_address():
    features, settings = MANIFEST["features"], MANIFEST["settings"]
    addresses = {
        features["slash_commands"][0]["url"],
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        settings["interactivity"]["message_menu_options_url"],
    }
    assert addresses == {"https://EVR_HOST/chat/slack"}
    assert features["unfurl_domains"] == ["LINK_DOMAIN"]


def test_reminders_can_come_and_the_home_tab_is_there():
    home = MANIFEST["features"]["app_home"]
    assert home == {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True}
    assert MANIFEST["settings"]["token_rotation_enabled"] is False
    assert MANIFEST["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize(
    "name", ["EVR_HOST", "LINK_DOMAIN", "signing_secret", "make doctor", "/invite @EVR", "ChatReplyLost", "chat.slack"]
)
def test_the_guide_says_what_to_put_where(name: str):
    assert name in (ROOT / "docs" / "chat-slack.md").read_text(encoding="utf-8")
