"""Every row of a real table, by the plain client: a second opinion on what our own store writes."""

from __future__ import annotations

from typing import Any

from chalicelib.store.rows import Row


def scan(dynamodb: Any, table: str) -> list[Row]:
    """Every row of a real table, by the plain client: a second opinion on what our own store writes."""
    found: list[Row] = []
    more: dict[str, Any] = {}
    while True:
        page = dynamodb.scan(TableName=table, ConsistentRead=True, **more)
        found += [_row(item) for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            return found
        more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _row(item: dict[str, Any]) -> Row:
    values: dict[str, Any] = {}
    for name, typed in item.items():
        ((kind, value),) = typed.items()
        values[name] = int(value) if kind == "N" else frozenset(value) if kind == "SS" else value
    return Row(**values)
