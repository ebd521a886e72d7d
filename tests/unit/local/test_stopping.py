"""A request to end the local system arrives whatever it does at that moment."""

from __future__ import annotations

import boto3
import pytest
import urllib3

from infra.local.run import Stopped


def test_it_arrives_in_the_middle_of_a_call_to_the_emulator(monkeypatch: pytest.MonkeyPatch):
    def interrupted(*args: object, **kwargs: object) -> None:
        raise Stopped

    monkeypatch.setattr(urllib3.HTTPConnectionPool, "urlopen", interrupted)
    client = boto3.client(
        "sqs", region_name="eu-west-2", endpoint_url="http://127.0.0.1:9", aws_access_key_id="x", aws_secret_access_key="x"
    )
    with pytest.raises(Stopped):
        client.list_queues()
