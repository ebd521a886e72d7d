"""Secrets: read once, kept for minutes, and looked at again when they are wrong."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from chalicelib.secrets import NotConfigured, Secrets, SecretsDown

DOWN = EndpointConnectionError(endpoint_url="x")


class Manager:
    """Gives a secret, or raises; counts."""

    def __init__(self, *answers: str | Exception) -> None:
        self.answers, self.asked, self.now = list(answers), 0, 0.0

    def fetch(self, name: str) -> str:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def read(name: str, text: str) -> int:
    if not text.isdigit():
        raise NotConfigured(f"secret {name} has to be a number")
    return int(text)


def secrets(manager: Manager) -> Secrets[int]:
    return Secrets(manager.fetch, read, lambda: manager.now)


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code}}, "GetSecretValue")


def test_it_is_read_once_in_five_minutes():
    manager = Manager("1", "2")
    kept = secrets(manager)
    assert [kept.find("a") for _ in range(9)] == [1] * 9
    manager.now = 299
    assert kept.find("a") == 1
    manager.now = 300
    assert (kept.find("a"), manager.asked) == (2, 2)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("x", "has to be a number"),
        (refused("ResourceNotFoundException"), "does not exist"),
        (refused("AccessDeniedException"), "may not be read"),
        (refused("DecryptionFailure"), "cannot be decrypted"),
    ],
)
def test_what_is_wrong_is_said_and_looked_at_again_after_a_minute(answer: str | Exception, says: str):
    manager = Manager(answer, "7")
    kept = secrets(manager)
    for _ in range(9):
        with pytest.raises(NotConfigured, match=says):
            kept.find("a")
    assert manager.asked == 1, "not with every request"
    manager.now = 60
    assert kept.find("a") == 7


@pytest.mark.parametrize("trouble", [DOWN, refused("ThrottlingException")])
def test_what_was_read_before_goes_on_working_while_nobody_answers(trouble: Exception):
    manager = Manager("1", trouble, "2")
    kept = secrets(manager)
    kept.find("a")
    manager.now = 300
    assert kept.find("a") == 1
    manager.now = 305
    assert kept.find("a") == 2


def test_where_nothing_was_read_before_it_is_tried_again_soon():
    manager = Manager(DOWN, "1")
    kept = secrets(manager)
    for _ in range(3):
        with pytest.raises(SecretsDown):
            kept.find("a")
    assert manager.asked == 1
    manager.now = 5
    assert kept.find("a") == 1


def test_each_name_is_its_own():
    kept = Secrets(lambda name: name, read)
    assert (kept.find("1"), kept.find("2")) == (1, 2)
