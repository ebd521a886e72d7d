"""Every event reaches its handler in the deployed package, and what a handler refuses is tried again, then set aside."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.system import System


def noted(local: System, worker: str) -> list[dict[str, Any]]:
    found = local.client("dynamodb").query(
        TableName="evr", KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": f"NOTE#{worker}"}}
    )
    return [json.loads(item["record"]["S"]) for item in found["Items"]]


def wait_for(condition: Callable[[], Any], seconds: float = 15) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s")


def send(local: System, queue: str, *bodies: str) -> str:
    sqs = local.client("sqs")
    url = str(sqs.get_queue_url(QueueName=queue)["QueueUrl"])
    for number, body in enumerate(bodies):
        fifo = {"MessageGroupId": "one", "MessageDeduplicationId": f"{body}-{number}"} if queue.endswith(".fifo") else {}
        sqs.send_message(QueueUrl=url, MessageBody=body, **fifo)
    return url


def put(local: System, pk: str, sk: str) -> None:
    local.client("dynamodb").put_item(TableName="evr", Item={"pk": {"S": pk}, "sk": {"S": sk}})


def test_the_api_answers_at_its_path_without_the_stage(deployed: System) -> None:
    answer = deployed.gateway.ask("GET", "/health", [], b"")

    assert (answer.status, json.loads(answer.body)) == (200, {"ok": True})


def test_the_app_speaks_to_the_local_slack_with_secrets_that_only_this_machine_has(deployed: System) -> None:
    environment = deployed.client("lambda").get_function_configuration(FunctionName="evr-api")["Environment"]["Variables"]
    told = deployed.client("secretsmanager").get_secret_value(SecretId="evr/dorset/slack")["SecretString"]

    assert environment["EVR_SLACK_API"] == f"{deployed.place.base_url}/local/slack/api/"
    assert json.loads(told) == json.loads((deployed.place.keys / "slack-dorset").read_text())


def test_an_unknown_path_is_answered_in_the_shape_of_all_errors(deployed: System) -> None:
    answer = deployed.gateway.ask("GET", "/v1/nothing", [], b"")

    assert answer.status == 404
    assert dict(answer.headers)["Content-Type"] == "application/problem+json"
    assert json.loads(answer.body)["code"] == "not_found"
    assert dict(answer.headers)["Referrer-Policy"] == "no-referrer"
    assert "max-age" in dict(answer.headers)["Strict-Transport-Security"]


def test_an_entry_of_the_outbox_goes_through_the_stream_to_a_queue_and_its_worker(deployed: System) -> None:
    put(deployed, "INC#dorset#1", "STATE")
    put(deployed, "OUTBOX#dorset#0", "through-the-stream")

    text = wait_for(lambda: [record for record in noted(deployed, "texts") if record["body"] == "through-the-stream"])

    assert len(text) == 1
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in noted(deployed, "relay")] == ["OUTBOX#dorset#0"]


@pytest.mark.parametrize(
    ("queue", "worker"),
    [
        ("evr-cad.fifo", "cad"),
        ("evr-facts", "facts"),
        ("evr-allocations", "allocations"),
        ("evr-chat.fifo", "chat"),
        ("evr-receipts", "receipts"),
        ("evr-media", "media"),
    ],
)
def test_each_queue_has_its_worker(deployed: System, queue: str, worker: str) -> None:
    send(deployed, queue, "first", "second")

    bodies = wait_for(lambda: len(found := [record["body"] for record in noted(deployed, worker)]) >= 2 and found)

    assert sorted(bodies) == ["first", "second"]


def test_a_message_refused_five_times_is_set_aside_and_its_neighbours_are_not(deployed: System) -> None:
    sqs = deployed.client("sqs")
    url = sqs.get_queue_url(QueueName="evr-facts")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "1"})

    send(deployed, "evr-facts", "refuse", "neighbour")

    dead = sqs.get_queue_url(QueueName="evr-facts-dead")["QueueUrl"]
    aside = wait_for(lambda: sqs.receive_message(QueueUrl=dead).get("Messages"), 40)
    assert [message["Body"] for message in aside] == ["refuse"]
    bodies = [record["body"] for record in noted(deployed, "facts")]
    assert (bodies.count("refuse"), bodies.count("neighbour")) == (5, 1)


def test_every_function_is_told_where_everything_is(deployed: System) -> None:
    functions = deployed.client("lambda").list_functions()["Functions"]

    assert len(functions) == 10
    for function in functions:
        variables = function["Environment"]["Variables"]
        assert {"EVR_STAGE", "EVR_TABLE", "EVR_KEY", "EVR_QUEUE_TEXTS", "EVR_QUEUE_CAD", "EVR_IDENTITY", "EVR_LINK_BASE"} <= set(
            variables
        )
        assert ("EVR_WORKER" in variables) == (function["FunctionName"] != "evr-api")


def test_what_arrives_in_the_evidence_bucket_is_locked(deployed: System) -> None:
    s3, bucket = deployed.client("s3"), "evr-evidence-000000000000-eu-west-2"
    version = s3.put_object(Bucket=bucket, Key="dorset/1/x", Body=b"x")["VersionId"]

    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket, Key="dorset/1/x", VersionId=version)


def test_only_the_media_worker_knows_ffmpeg_and_it_is_there(deployed: System) -> None:
    functions = deployed.client("lambda").list_functions()["Functions"]
    found = {each["FunctionName"]: each["Environment"]["Variables"].get("EVR_FFMPEG") for each in functions}

    assert [name for name, program in found.items() if program] == ["evr-media"]
    assert os.access(found["evr-media"], os.X_OK)


def test_deploying_the_same_again_changes_nothing(deployed: System) -> None:
    assert deployed.deploy() is False


def test_the_cad_secret_is_where_the_worker_looks(deployed: System) -> None:
    secret = deployed.client("secretsmanager").get_secret_value(SecretId="evr/dorset/cad")

    assert json.loads(secret["SecretString"]) == deployed.cad.secret("dorset")


def test_killed_it_keeps_what_was_saved_says_so_and_the_stream_goes_on(deployed: System) -> None:
    from infra.local.system import what_was_kept

    put(deployed, "KEPT", "1")
    before = time.time()
    wait_for(lambda: json.loads((deployed.place.state / "saved.json").read_text())["saved_at"] > before, 30)
    assert deployed.running is not None
    deployed.running.kill()
    sentence = what_was_kept(deployed.place)
    deployed.start()
    deployed.deploy()

    assert "was killed" in sentence
    assert "is lost" in sentence
    kept = deployed.client("dynamodb").get_item(TableName="evr", Key={"pk": {"S": "KEPT"}, "sk": {"S": "1"}})
    assert "Item" in kept
    put(deployed, "OUTBOX#dorset#0", "after-the-kill")
    wait_for(lambda: any(record["body"] == "after-the-kill" for record in noted(deployed, "texts")))


def test_stopped_it_keeps_everything_and_says_when(deployed: System) -> None:
    from infra.local.system import what_was_kept

    put(deployed, "KEPT", "2")
    deployed.stop()
    sentence = what_was_kept(deployed.place)
    deployed.start()
    changed = deployed.deploy()

    assert sentence.startswith("Data of the last run is kept")
    assert changed is False
    assert "Item" in deployed.client("dynamodb").get_item(TableName="evr", Key={"pk": {"S": "KEPT"}, "sk": {"S": "2"}})
    put(deployed, "OUTBOX#dorset#0", "after-the-stop")
    wait_for(lambda: any(record["body"] == "after-the-stop" for record in noted(deployed, "texts")), 60)
