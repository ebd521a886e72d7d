"""The emulator's Query after our mend: the same answers, and a long partition costs little more than a short one."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests import emulator

QUEUE, MANY = "LIST#dorset#queue", 2000
ALONE, BEGINS = "#0 = :0", "(#0 = :0 AND begins_with (#1, :1))"


@pytest.fixture(scope="module")
def table() -> str:
    name = emulator.fresh_table(stream=False)
    rows = [(QUEUE, f"1#{n:05d}") for n in range(MANY)] + [("LIST#dorset#triage", "1#00000")]
    for start in range(0, len(rows), 25):
        puts = [
            {"PutRequest": {"Item": {"pk": {"S": pk}, "sk": {"S": sk}, "data": {"S": "x"}}}} for pk, sk in rows[start : start + 25]
        ]
        emulator.client("dynamodb").batch_write_item(RequestItems={name: puts})
    return name


def query(table: str, condition: str, pk: str = QUEUE, start: str | None = None, **options: Any) -> list[str]:
    names, values = {"#0": "pk", "#1": "sk"}, {":0": {"S": pk}, ":1": {"S": "1#"}}
    used = 2 if "#1" in condition else 1
    if start is not None:
        options["ExclusiveStartKey"] = {"pk": {"S": options.pop("start_pk", pk)}, "sk": {"S": start}}
    found = emulator.client("dynamodb").query(
        TableName=table,
        KeyConditionExpression=condition,
        ExpressionAttributeNames=dict(list(names.items())[:used]),
        ExpressionAttributeValues=dict(list(values.items())[:used]),
        Limit=3,
        **options,
    )
    return [item["sk"]["S"] for item in found["Items"]]


def test_a_partition_is_read_in_order_from_where_the_cursor_stands(table: str) -> None:
    for _ in range(2):
        assert query(table, ALONE) == ["1#00000", "1#00001", "1#00002"]
        assert query(table, ALONE, start="1#00002") == ["1#00003", "1#00004", "1#00005"]
        assert query(table, ALONE, ScanIndexForward=False) == ["1#01999", "1#01998", "1#01997"]


def test_each_partition_has_its_own_items(table: str) -> None:
    assert query(table, ALONE, "LIST#dorset#triage") == ["1#00000"]
    assert query(table, ALONE, "LIST#dorset#reviews") == []


@pytest.mark.parametrize("condition", ["#0 < :0", "#0 = :0)", "#0 <> :0", "((#0 = :0))"])
def test_mistakes_are_refused_after_a_right_one_was_seen(table: str, condition: str) -> None:
    query(table, ALONE)
    with pytest.raises(ClientError, match="ValidationException"):
        query(table, condition)


def test_the_cursor_of_another_partition_is_refused(table: str) -> None:
    query(table, ALONE)
    with pytest.raises(ClientError, match="starting key"):
        query(table, ALONE, start="1#00000", start_pk="LIST#dorset#triage")


def test_a_long_partition_is_not_parsed_item_by_item(table: str) -> None:
    """Ten times and more apart when it was written; where this fails, ministack has changed under our mend."""

    def took(condition: str) -> float:
        began = time.perf_counter()
        query(table, condition)
        return time.perf_counter() - began

    assert median(took(ALONE) for _ in range(7)) * 2 < median(took(BEGINS) for _ in range(7))
