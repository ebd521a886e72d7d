"""How far a message has come: one order, whichever way its receipts come."""

from itertools import permutations

import pytest

from chalicelib.domain.delivery import Undelivered, progress

NEWS = [
    ("sending", None),
    ("unknown", None),
    ("sent", None),
    ("failed", "unreachable"),
    ("delivered", None),
    ("failed", "address_unknown"),
]


def test_each_step_is_further_than_the_one_before():
    steps = [progress(*each) for each in NEWS]
    assert steps == sorted(set(steps))


@pytest.mark.parametrize("order", list(permutations(NEWS[2:])))
def test_the_end_is_the_same_in_every_order(order):
    at = 0
    for news in order:
        at = max(at, progress(*news))
    assert at == progress("failed", "address_unknown")


@pytest.mark.parametrize("reason", [each for each in Undelivered if each != Undelivered.ADDRESS_UNKNOWN])
def test_only_what_came_back_undoes_a_delivery(reason):
    assert progress("failed", reason) < progress("delivered")


def test_a_reason_alone_moves_nothing():
    assert progress("sent", "address_unknown") == progress("sent")
