"""The contract of the `Table` port, the same for the fake, for DynamoDB by moto and for DynamoDB by ministack.

What the unit tests believe of the fake is therefore true of the real thing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.rows import Table
from tests import emulator
from tests.fakes import FakeTable

REGION = emulator.REGION


@pytest.fixture(params=["fake", "moto", "ministack"])
def table(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    if request.param == "fake":
        yield FakeTable()
    elif request.param == "moto":
        yield from _moto(monkeypatch)
    else:
        for name, value in emulator.env().items():
            monkeypatch.setenv(name, value)
        yield DynamoTable(emulator.fresh_table(stream=False), REGION, emulator.endpoint_url())


def _moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    pretend_credentials(monkeypatch)
    with mock_aws():
        boto3.client("dynamodb", region_name=REGION).create_table(
            TableName="evr",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        )
        yield DynamoTable("evr", REGION)


def pretend_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
