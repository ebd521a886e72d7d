"""A command's CPU against the same calls made by hand with the boto3 client: the same read, the same five writes."""

from __future__ import annotations

import json
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain import commands as c
from chalicelib.domain.times import stamp
from chalicelib.service import claim_next, perform
from tests import emulator

from . import world

BUDGET = 1.35
ROUNDS, COMMANDS = 7, 100
OURS, THEIRS = "B-0000000", "B-0000001"


def measure() -> dict[str, Any]:
    """CPU milliseconds of this process a command, ours and by hand in turns; the ratio is of the medians."""
    table = world.table()
    world.add_officers(table, ["PC1", "PC2"])
    world.fill_queue(table, 2)
    deps = world.deps(table)
    claim_next(deps, world.staff("PC1"))
    claim_next(deps, world.staff("PC2"))
    by_hand = ByHand(table.name)
    ours, theirs = [], []
    for turn in range(ROUNDS + 1):
        one = _cpu(lambda: perform(deps, world.staff("PC1"), OURS, c.RecordContact("no_answer")))
        other = _cpu(by_hand.record_contact)
        if turn:  # the first round warms up
            ours.append(one)
            theirs.append(other)
    ratio = world.median(ours) / world.median(theirs)
    return {
        "ours_ms": round(world.median(ours), 2),
        "by_hand_ms": round(world.median(theirs), 2),
        "ratio": round(ratio, 2),
        "budget": BUDGET,
        "met": ratio <= BUDGET,
    }


def _cpu(step: Any) -> float:
    start = time.process_time()
    for _ in range(COMMANDS):
        step()
    return (time.process_time() - start) / COMMANDS * 1000


class ByHand:
    """What somebody would write for this one command, with nothing general about it: one batch get, one transaction."""

    def __init__(self, table: str) -> None:
        self._table, self._client = table, emulator.client("dynamodb")
        self._partition = f"INC#{world.FORCE}#{THEIRS}"

    def record_contact(self) -> None:
        command = uuid.uuid4().hex
        keys = [(self._partition, "STATE"), (f"CMD#{world.FORCE}#{command}", "CMD"), (f"OFFICER#{world.FORCE}", "PC2")]
        wanted = {"Keys": [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys], "ConsistentRead": True}
        found = self._client.batch_get_item(RequestItems={self._table: wanted})["Responses"][self._table]
        row = next(item for item in found if item["sk"]["S"] == "STATE")
        officer = next(item for item in found if item["sk"]["S"] == "PC2")
        if "officer" not in officer["roles"]["SS"]:
            raise PermissionError
        self._client.transact_write_items(TransactItems=self._writes(row, command))

    def _writes(self, row: dict[str, Any], command: str) -> list[dict[str, Any]]:
        stored, version = json.loads(row["data"]["S"]), int(row["version"]["N"])
        incident = stored["incident"]
        incident["version"], incident["contacts"] = version + 1, incident.get("contacts", 0) + 1
        state, now = json.dumps(stored), stamp(datetime.now(UTC))
        event = {"event": {"event": "ContactAttempted", "result": "no_answer"}, "at": now, "by": "PC2", "role": "officer"}
        told = json.dumps(event | {"command": command, "policy": "1", "version": version + 1})
        done = json.dumps({"reference": THEIRS, "status": "claimed", "version": version + 1, "events": ["ContactAttempted"]})
        return [
            self._update(state, version),
            self._put(self._partition, f"EVENT#{version + 1:08d}#00", data={"S": told}),
            self._put(f"LIST#{world.FORCE}#held", stored["place"][1], data={"S": state}, version={"N": str(version + 1)}),
            self._put(f"OUTBOX#{world.FORCE}#0", f"{now}#{THEIRS}#{version + 1}", data={"S": told}),
            self._receipt(command, done),
        ]

    def _update(self, state: str, version: int) -> dict[str, Any]:
        return {
            "Update": {
                "TableName": self._table,
                "Key": {"pk": {"S": self._partition}, "sk": {"S": "STATE"}},
                "UpdateExpression": "SET #v = :new, #d = :data",
                "ConditionExpression": "#v = :old",
                "ExpressionAttributeNames": {"#v": "version", "#d": "data"},
                "ExpressionAttributeValues": {":new": {"N": str(version + 1)}, ":old": {"N": str(version)}, ":data": {"S": state}},
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }

    def _put(self, pk: str, sk: str, **values: Any) -> dict[str, Any]:
        return {"Put": {"TableName": self._table, "Item": {"pk": {"S": pk}, "sk": {"S": sk}, **values}}}

    def _receipt(self, command: str, done: str) -> dict[str, Any]:
        put = self._put(
            f"CMD#{world.FORCE}#{command}", "CMD", data={"S": done}, fingerprint={"S": command}, expires={"N": "1900000000"}
        )
        put["Put"] |= {"ConditionExpression": "attribute_not_exists(pk)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        return put
