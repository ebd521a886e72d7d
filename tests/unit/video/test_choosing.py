"""The provider by its name, with its secrets by theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from msgspec.structs import replace

from chalicelib import settings, wiring
from chalicelib.domain.policy.video import External, Video
from chalicelib.store.rooms import Venue
from chalicelib.store.rows import Unavailable
from chalicelib.video import choosing
from chalicelib.video.port import NotSetUp
from tests.builders import policy

SECRET = "evr/dorset/video-turn"
TURN = Video(turn=("turn:turn.example.org",), turn_secret=SECRET)


class Manager:
    """Secrets Manager with one secret, or with one answer to everything."""

    def __init__(self, says: str | Exception) -> None:
        self.says, self.asked = says, list[str]()

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803 - AWS's name
        self.asked.append(SecretId)
        if isinstance(self.says, Exception):
            raise self.says
        return {"SecretString": self.says}


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[Manager]:
    made = Manager("Test-secret\n")
    monkeypatch.setattr(wiring, "client", lambda service: made)
    choosing._secrets.cache_clear()
    yield made
    choosing._secrets.cache_clear()


def of(video: Video, name: str = "") -> Any:
    return choosing.named(name or video.provider, replace(policy(), video=video))


def test_p2p_asks_for_its_secret_by_name_and_once(manager: Manager):
    for _ in range(2):
        (server,) = of(TURN).join(Venue("p2p", "x"), "victim", "a" * 22).ice
    assert (server.username.endswith("a" * 22), manager.asked) == (True, [SECRET])


def test_external_and_chime_are_the_policys(manager: Manager, monkeypatch: pytest.MonkeyPatch):
    assert of(Video(provider="external", external=External(url="https://meet.example.org/{room}"))).name == "external"
    monkeypatch.setattr(settings, "settings", lambda: type("Wired", (), {"evidence_bucket": "evr-test"}))
    assert of(Video(provider="chime")).name == "chime"


def test_a_room_ends_where_it_was_opened_although_the_policy_has_changed(manager: Manager):
    assert of(Video(provider="p2p"), "external").name == "external"


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ("  \n", NotSetUp),
        (ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "GetSecretValue"), NotSetUp),
        (ClientError({"Error": {"Code": "AccessDeniedException"}}, "GetSecretValue"), NotSetUp),
        (ClientError({"Error": {"Code": "ThrottlingException"}}, "GetSecretValue"), Unavailable),
        (EndpointConnectionError(endpoint_url="http://test"), Unavailable),
    ],
)
def test_a_secret_that_is_missing_is_named_and_one_that_is_slow_may_come(manager: Manager, says: Any, expected: type[Exception]):
    manager.says = says
    with pytest.raises(expected):
        of(TURN).join(Venue("p2p", "x"), "victim", "a" * 22)
