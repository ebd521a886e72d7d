"""Why a message did not arrive, in words: every reason has some, and none of them names a person or blames one."""

from __future__ import annotations

import pytest

from chalicelib.chat.words import DELIVERY, UNDELIVERED, of_delivery
from chalicelib.domain.delivery import Undelivered, progress


def test_every_reason_has_its_words():
    assert list(UNDELIVERED) == list(Undelivered)


def test_every_step_of_a_message_has_its_words():
    assert sorted(DELIVERY, key=progress) == ["sending", "unknown", "sent", "failed", "delivered"]


@pytest.mark.parametrize("reason", list(Undelivered))
def test_they_stand_in_the_middle_of_a_sentence(reason: Undelivered):
    said = UNDELIVERED[reason]
    assert said[0].islower()
    assert not said.endswith((".", " "))
    assert of_delivery("failed", reason.value, False) == f"could NOT be delivered: {said}"


@pytest.mark.parametrize("reason", [None, "", "a_reason_of_a_later_release"])
def test_a_reason_that_is_not_known_is_left_out(reason: str | None):
    assert of_delivery("failed", reason, True) == "could NOT be delivered, possibly twice"
