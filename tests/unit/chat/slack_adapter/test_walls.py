"""Which wall a force has: its own, with its own token; none without Slack, or with a secret that cannot be used."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.chat.model import Card
from chalicelib.chat.slack.secrets import Secrets
from chalicelib.chat.slack.turn import Ports
from chalicelib.chat.slack.walls import wall
from chalicelib.store.rows import Unavailable
from tests.force import Force
from tests.slack_fake import TOKEN, FakeSlack

SECRET = {"signing_secret": "key", "bot_token": TOKEN, "app_id": "A0EVR0001"}


def ports(slack: FakeSlack, secret: Any = SECRET) -> Ports:
    def fetch(name: str) -> str:
        assert name == "evr/dorset/slack"
        if isinstance(secret, Exception):
            raise secret
        return json.dumps(secret)

    return Ports(deps=Force().deps, secrets=Secrets(fetch), http=slack)


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code}}, "GetSecretValue")


def test_a_force_posts_with_its_own_token():
    slack = FakeSlack()
    made = wall("dorset", ports(slack))
    assert made
    made.post("C0TEAM001", Card("team", "Who is on", "Three are on."), key="team")
    assert len(slack.channels["C0TEAM001"].messages) == 1


def test_a_force_without_slack_has_no_wall():
    from msgspec.structs import replace

    wired = ports(FakeSlack())
    without = replace(wired.deps.policies["dorset"], chat={})
    assert wall("dorset", replace(wired, deps=replace(wired.deps, policies={"dorset": without}))) is None


@pytest.mark.parametrize("secret", [refused("ResourceNotFoundException"), {"signing_secret": "do-not-quote"}])
def test_a_secret_that_cannot_be_used_is_noted_and_there_is_no_wall(secret: Any, capsys):
    assert wall("dorset", ports(FakeSlack(), secret)) is None
    said = capsys.readouterr().out
    assert "chat not configured" in said and "evr/dorset/slack" in said
    assert "do-not-quote" not in said


def test_secrets_that_nobody_gives_are_a_reason_to_come_back():
    with pytest.raises(Unavailable):
        wall("dorset", ports(FakeSlack(), refused("ThrottlingException")))
