"""Whose request it is: every way of being signed wrongly, and the force that follows from the secret that fits."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable

import pytest

from chalicelib.chat.slack.secrets import NotConfigured, Secret, SecretsDown
from chalicelib.chat.slack.signing import NotSigned, Signed, signed
from chalicelib.domain.policy.chat import Workspace

BODY = b'{"team_id": "T0DORSET1", "type": "event_callback"}'


def workspace(force: str, id: str) -> Workspace:
    return Workspace(id, f"evr/{force}/slack", "C1", "C1", "C1", "C1")


WORKSPACES = {"dorset": workspace("dorset", "T0DORSET1"), "wessexshire": workspace("wessexshire", "T0WESSEX1")}
KEPT = {"evr/dorset/slack": "dorset-key", "evr/wessexshire/slack": ["wessexshire-new", "wessexshire-old"]}


def headers(body: bytes, key: str, age: float = 0) -> dict[str, str]:
    at = str(int(time.time() - age))
    digest = hmac.digest(key.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hex()
    return {"x-slack-request-timestamp": at, "x-slack-signature": f"v0={digest}"}


class Look:
    """Secrets as they are kept, and as they are now; counts what was asked for."""

    def __init__(self, now: dict | None = None, kept: dict | None = None) -> None:
        self.kept, self.now = kept or KEPT, now or kept or KEPT
        self.asked: list[str] = []
        self.trouble: list[tuple[str, str]] = []

    def of(self, body: bytes, sent: dict[str, str]) -> Signed:
        return signed(body, sent, WORKSPACES, self._from(self.kept), self._from(self.now), lambda *told: self.trouble.append(told))

    def _from(self, secrets: dict):
        def find(name: str) -> Secret:
            self.asked.append(name)
            found = secrets.get(name)
            if found is None:
                raise NotConfigured(f"secret {name} does not exist")
            if isinstance(found, Exception):
                raise found
            return Secret(found, "xoxb-1", "A1")

        return find


@pytest.mark.parametrize(
    ("key", "force"), [("dorset-key", "dorset"), ("wessexshire-new", "wessexshire"), ("wessexshire-old", "wessexshire")]
)
def test_the_force_follows_from_the_secret_that_fits(key: str, force: str):
    found = Look().of(BODY, headers(BODY, key))
    assert (found.force, found.workspace) == (force, WORKSPACES[force])


def test_the_body_only_says_which_secret_is_tried_first():
    body = b"team_id=T0WESSEX1"
    look = Look()
    assert look.of(body, headers(body, "wessexshire-new")).force == "wessexshire"
    assert look.asked == ["evr/wessexshire/slack"]
    # A body that names one force, signed by another, is the other's: whether that may be is looked at afterwards.
    assert Look().of(body, headers(body, "dorset-key")).force == "dorset"


def right(**changes: str) -> dict[str, str]:
    return {**headers(BODY, "dorset-key"), **{name.replace("_", "-"): value for name, value in changes.items()}}


#: Made when they are used: what is ahead of its time now is not, a minute later.
WRONG = {
    "nothing": dict,
    "no signature": lambda: right(x_slack_signature=""),
    "no timestamp": lambda: {"x-slack-signature": right()["x-slack-signature"]},
    "another key": lambda: headers(BODY, "guessed"),
    "another body": lambda: headers(BODY + b" ", "dorset-key"),
    "another time": lambda: right(x_slack_request_timestamp=str(int(time.time()) + 1)),
    "six minutes old": lambda: headers(BODY, "dorset-key", age=360),
    "six minutes ahead": lambda: headers(BODY, "dorset-key", age=-360),
    "a time that is no number": lambda: right(x_slack_request_timestamp="yesterday"),
    "a time beyond all numbers": lambda: right(x_slack_request_timestamp="9" * 5000),
    "not ASCII": lambda: right(x_slack_signature="v0=ÿ"),
    "another version": lambda: right(x_slack_signature=right()["x-slack-signature"].replace("v0", "v1")),
    "half a signature": lambda: right(x_slack_signature=right()["x-slack-signature"][:30]),
}


@pytest.mark.parametrize("make", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_signature_is_nobodys(make: Callable[[], dict[str, str]]):
    with pytest.raises(NotSigned):
        Look().of(BODY, make())


def test_four_minutes_are_not_too_old():
    assert Look().of(BODY, headers(BODY, "dorset-key", age=240)).force == "dorset"


def test_bytes_that_are_no_text_are_not_slacks():
    with pytest.raises(NotSigned):
        Look().of(b"\xff\xfe", headers(b"\xff\xfe", "dorset-key"))


def test_a_secret_that_was_just_changed_is_found():
    look = Look(kept=KEPT, now=KEPT | {"evr/dorset/slack": "brand-new"})
    assert look.of(BODY, headers(BODY, "brand-new")).force == "dorset"


def test_one_force_without_a_secret_does_not_stop_the_other():
    look = Look(kept={"evr/wessexshire/slack": "wessexshire-new"})
    assert look.of(BODY, headers(BODY, "wessexshire-new")).force == "wessexshire"
    assert look.trouble == []
    with pytest.raises(NotSigned):
        look.of(BODY, headers(BODY, "dorset-key"))
    assert look.trouble == [("dorset", "secret evr/dorset/slack does not exist")]


def test_a_signature_that_could_not_be_checked_is_not_called_wrong():
    look = Look(kept=KEPT | {"evr/dorset/slack": SecretsDown("nobody answers")})
    with pytest.raises(SecretsDown):
        look.of(BODY, headers(BODY, "dorset-key"))
    assert look.of(BODY, headers(BODY, "wessexshire-new")).force == "wessexshire"
