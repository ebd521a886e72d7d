"""The emulator asks a partition's items only once whether they are in the partition, and is as strict as before."""

from __future__ import annotations

import pytest

from infra.local.ministack_main import _once_a_partition

ITEM = {"pk": {"S": "A"}, "sk": {"S": "1"}, "data": {"S": "x"}}
KEYS = {"pk": {"S": "A"}, "sk": {"S": "1"}}
KEY_SLOT = "KeyConditionExpression"


class Evaluate:
    """Counts its calls; an expression with a '!' is a mistake."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, expression, item, values, names, slot="ConditionExpression") -> bool:
        self.calls += 1
        if "!" in expression:
            raise ValueError(f"Invalid {slot}")
        return item["pk"] == values[":0"]


@pytest.fixture
def evaluate() -> Evaluate:
    return Evaluate()


def ask(holds, expression="#0 = :0", item=ITEM, pk="A", slot=KEY_SLOT) -> bool:
    return holds(expression, item, {":0": {"S": pk}}, {"#0": "pk"}, slot=slot)


def test_the_second_item_is_not_looked_at(evaluate):
    holds = _once_a_partition(evaluate)
    assert [ask(holds) for _ in range(100)] == [True] * 100
    assert evaluate.calls == 1


@pytest.mark.parametrize("expression", ["#0 = :0 AND #1 <= :1", "#0 = :0 and #1 = :1", "#0 = :0\nAND\n#1 = :1"])
def test_every_item_is_held_against_a_range(evaluate, expression):
    holds = _once_a_partition(evaluate)
    assert all(ask(holds, expression) for _ in range(3))
    assert evaluate.calls == 3


@pytest.mark.parametrize("slot", ["FilterExpression", "ConditionExpression"])
def test_other_conditions_are_as_they_were(evaluate, slot):
    holds = _once_a_partition(evaluate)
    ask(holds)
    assert ask(holds, slot=slot, pk="B") is False
    assert holds("#0 = :0", ITEM, {":0": {"S": "A"}}, {}) is True
    assert evaluate.calls == 3


def test_a_cursor_of_another_partition_is_found_out(evaluate):
    holds = _once_a_partition(evaluate)
    ask(holds)
    assert ask(holds, item=KEYS, pk="B") is False


def test_a_mistake_in_the_expression_is_found_each_time(evaluate):
    holds = _once_a_partition(evaluate)
    for _ in range(2):
        with pytest.raises(ValueError, match="KeyCondition"):
            ask(holds, "#0 = :0 !")
