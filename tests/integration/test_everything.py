"""Everything at once, as tests/machine.py does it, on DynamoDB as the emulator has it."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from msgspec.structs import replace

from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.rows import Row
from tests import emulator
from tests.emulated import load
from tests.machine import Everything
from tests.scan import scan

RUNS = int(os.environ.get("EVR_MACHINE_RUNS", "4"))


class OnDynamo(Everything):
    """The same machine; what it prepared on the fake table is moved over first."""

    def move(self) -> None:
        self.client, self.name = emulator.client("dynamodb"), emulator.fresh_table(stream=False)
        load(self.name, self.table.rows.values())
        self.table = DynamoTable(self.name, emulator.REGION, emulator.endpoint_url())
        for force in self.forces:
            force.table, force.deps = self.table, replace(force.deps, table=self.table)

    def rows(self) -> list[Row]:
        return scan(self.client, self.name)

    def teardown(self) -> None:
        if hasattr(self, "name"):
            self.client.delete_table(TableName=self.name)


OnDynamo.TestCase.settings = settings(
    max_examples=RUNS,
    stateful_step_count=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[*HealthCheck],
)


@pytest.mark.usefixtures("aws")
class TestEverything(OnDynamo.TestCase):
    """On the emulator."""
