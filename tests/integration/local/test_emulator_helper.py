"""The helper that other tests stand on."""

from __future__ import annotations

import time

import pytest

from infra.local.emulator import Emulator
from tests import emulator


def test_a_fresh_table_is_empty_and_holds_what_is_put(table: str) -> None:
    dynamodb = emulator.client("dynamodb")

    dynamodb.put_item(TableName=table, Item={"pk": {"S": "A"}, "sk": {"S": "B"}})

    assert dynamodb.get_item(TableName=table, Key={"pk": {"S": "A"}, "sk": {"S": "B"}})["Item"]
    assert dynamodb.describe_table(TableName=table)["Table"]["StreamSpecification"]["StreamEnabled"]


def test_texts_and_emails_can_be_read_back(aws: Emulator) -> None:
    emulator.client("sns").publish(PhoneNumber="+447700900123", Message="hello")

    assert "+447700900123" in str(emulator.texts_sent())


def test_only_loopback_is_served(aws: Emulator) -> None:
    assert aws.endpoint_url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("service", ["sqs", "kms", "secretsmanager", "sesv2"])
def test_services_answer_fast(aws: Emulator, service: str) -> None:
    emulator.client(service)
    began = time.monotonic()

    emulator.fresh_queue() if service == "sqs" else emulator.fresh_key()

    assert time.monotonic() - began < 10
