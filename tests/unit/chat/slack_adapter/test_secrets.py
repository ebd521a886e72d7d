"""Secrets: kept for minutes, looked at again when a signature does not fit, and never quoted."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from chalicelib.chat.slack.secrets import KEPT_SECONDS, RELOAD_SECONDS, NotConfigured, Secrets, SecretsDown, read

NAME = "evr/dorset/slack"
GOOD = {"signing_secret": "first", "bot_token": "xoxb-1", "app_id": "A1"}


class Manager:
    """Secrets Manager with one secret; `fault` is raised instead."""

    def __init__(self, **secret: object) -> None:
        self.text, self.asked = json.dumps(GOOD | secret), 0
        self.fault: Exception | None = None
        self.time = 1000.0
        self.secrets = Secrets(self.fetch, lambda: self.time)

    def fetch(self, name: str) -> str:
        assert name == NAME
        self.asked += 1
        if self.fault:
            raise self.fault
        return self.text


def fault(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "secret words"}}, "GetSecretValue")


def test_a_secret_is_fetched_once_and_kept():
    manager = Manager()
    assert [manager.secrets.find(NAME).signing for _ in range(3)] == [("first",)] * 3
    assert manager.asked == 1


def test_a_changed_token_is_known_after_some_minutes():
    manager = Manager()
    manager.secrets.find(NAME)
    manager.text = json.dumps(GOOD | {"bot_token": "xoxb-2"})
    manager.time += KEPT_SECONDS - 1
    assert manager.secrets.find(NAME).bot_token == "xoxb-1"
    manager.time += 1
    assert manager.secrets.find(NAME).bot_token == "xoxb-2"


def test_a_signature_that_does_not_fit_has_it_looked_at_again_once_a_minute_at_most():
    manager = Manager()
    manager.secrets.find(NAME)
    for _ in range(50):
        manager.secrets.again(NAME)
    assert manager.asked == 1
    manager.time += RELOAD_SECONDS
    for _ in range(50):
        manager.secrets.again(NAME)
    assert manager.asked == 2


def test_two_signing_secrets_are_both_good():
    assert read(NAME, json.dumps(GOOD | {"signing_secret": ["new", "old", " "]})).signing == ("new", "old")


@pytest.mark.parametrize(
    "text",
    [
        "xoxb-do-not-quote",
        "[]",
        json.dumps({"signing_secret": "do-not-quote"}),
        json.dumps(GOOD | {"signing_secret": " "}),
        json.dumps(GOOD | {"signing_secret": []}),
        json.dumps(GOOD | {"bot_token": "xoxp-do-not-quote"}),
    ],
)
def test_a_malformed_secret_is_named_and_not_quoted(text: str):
    with pytest.raises(NotConfigured, match=NAME) as raised:
        read(NAME, text)
    assert "do-not-quote" not in str(raised.value)


@pytest.mark.parametrize(
    ("code", "says"), [("ResourceNotFoundException", "does not exist"), ("AccessDeniedException", "may not be read")]
)
def test_a_secret_that_is_not_there_is_asked_for_once_a_minute(code: str, says: str):
    # Given a force whose app was never set up
    manager = Manager()
    manager.fault = fault(code)
    # When strangers knock all the time
    for _ in range(20):
        with pytest.raises(NotConfigured, match=says):
            manager.secrets.find(NAME)
    # Then Secrets Manager is not asked each time, and a secret that comes is found
    assert manager.asked == 1
    manager.fault = None
    manager.time += RELOAD_SECONDS
    assert manager.secrets.find(NAME).app_id == "A1"


@pytest.mark.parametrize("down", [fault("InternalServiceError"), EndpointConnectionError(endpoint_url="https://x")])
def test_what_was_kept_works_on_while_nobody_answers(down: Exception):
    manager = Manager()
    manager.secrets.find(NAME)
    manager.fault = down
    manager.time += KEPT_SECONDS
    assert manager.secrets.find(NAME).app_id == "A1"
    assert manager.secrets.find(NAME).app_id == "A1"
    assert manager.asked == 2  # not at every press


def test_nothing_kept_and_nobody_answers():
    manager = Manager()
    manager.fault = fault("ThrottlingException")
    with pytest.raises(SecretsDown):
        manager.secrets.find(NAME)
    manager.fault = None
    assert manager.secrets.find(NAME).app_id == "A1"
