"""The world of `tests/workers.py` on the emulator: its table, queues, key, texts, emails and secrets."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from msgspec.structs import replace

from chalicelib.outbound import webhook
from chalicelib.outbound.providers.ses import Ses
from chalicelib.outbound.providers.sns import Sns
from chalicelib.outbound.queues import dead
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.kms import KmsKeyring
from infra.local.emulator import REGION
from tests import emulator
from tests.faults import Meter, after_error, before_error, posted
from tests.outside import SECRET
from tests.sqs_fake import URLS
from tests.workers import World


@cache
def client(service: str) -> Any:
    """One client a service for all worlds: making one takes as long as a hundred calls."""
    return emulator.client(service)


@cache
def the_table(name: str, endpoint: str) -> DynamoTable:
    return DynamoTable(name, REGION, endpoint)


class RealSqs:
    """SQS of the emulator, with what `World` needs to play the event source. A failed message comes back at once."""

    def __init__(self) -> None:
        self.client = client("sqs")
        self.urls: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        """Whatever the workers call goes to SQS itself."""
        return getattr(self.client, name)

    def make(self) -> dict[str, str]:
        """Queues of this test alone, each with its dead letters."""
        mark = uuid.uuid4().hex[:8]
        for name in URLS:
            end = ".fifo" if URLS[name].endswith(".fifo") else ""
            dead_url = emulator.fresh_queue(f"evr-{mark}-{name}-dead{end}")
            arn = self.client.get_queue_attributes(QueueUrl=dead_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
            redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
            extra = {"DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"} if end else {}
            self.urls[name] = emulator.fresh_queue(
                f"evr-{mark}-{name}{end}", RedrivePolicy=redrive, VisibilityTimeout="180", **extra
            )
        return self.urls

    def take(self, url: str, most: int = 10) -> list[dict[str, Any]]:
        answer = self.client.receive_message(QueueUrl=url, MaxNumberOfMessages=most, MessageSystemAttributeNames=["All"])
        return [_message(found) for found in answer.get("Messages", [])]

    def give_back(self, url: str, messages: Iterable[dict[str, Any]]) -> None:
        """What a worker named as failed becomes visible again; `done` deletes the rest."""
        for message in messages:
            self.client.change_message_visibility(QueueUrl=url, ReceiptHandle=message["handle"], VisibilityTimeout=0)

    def comes_again(self, urls: Iterable[str]) -> bool:
        return False

    def done(self, url: str, messages: Iterable[dict[str, Any]]) -> None:
        for message in messages:
            self.client.delete_message(QueueUrl=url, ReceiptHandle=message["handle"])

    def left(self) -> list[dict[str, Any]]:
        return [message for url in self.urls.values() for where in (url, dead(url)) for message in self.take(where)]

    def dead(self, url: str) -> list[dict[str, Any]]:
        return self.take(dead(url))

    def remove(self) -> None:
        for url in self.urls.values():
            self.client.delete_queue(QueueUrl=url)
            self.client.delete_queue(QueueUrl=dead(url))


def _message(found: dict[str, Any]) -> dict[str, Any]:
    told = found["Attributes"]
    group = {"MessageGroupId": told["MessageGroupId"]} if "MessageGroupId" in told else {}
    received = int(told["ApproximateReceiveCount"])
    return {"id": found["MessageId"], "handle": found["ReceiptHandle"], "MessageBody": found["Body"], "received": received} | group


class RealWorld(World):
    """Each has a force and references of its own: the table, the texts and the emails are everybody's, queues may be shared."""

    def __init__(
        self, monkeypatch: Any, table: str, key: str, queues: RealSqs | None = None, force: str | None = None, chat: bool = False
    ) -> None:
        sqs = queues or RealSqs()
        super().__init__(
            monkeypatch,
            the_table(table, emulator.endpoint_url()),
            force=force or f"f{uuid.uuid4().hex[:8]}",
            sqs=sqs,
            urls=sqs.urls or sqs.make(),
            chat=chat,
            keyring=KmsKeyring(client("kms"), key),
        )
        self.meter: Meter | None = None
        self.mark = f"f{uuid.uuid4().hex[:8]}"
        self.reference = f"{self.mark}-0416"
        policy = self.policy(cad={"push": True, "secret": f"evr/{self.mark}/cad"})
        self.deps = replace(self.deps, policies={self.force: policy})
        told = json.dumps({"url": "http://127.0.0.1:1/cad", "secret": SECRET})
        client("secretsmanager").create_secret(Name=policy.cad.secret, SecretString=told)
        providers = {"sns": Sns(client("sns")), "ses": Ses(client("sesv2"))}
        self.ports = replace(self.ports, deps=self.deps, provider=lambda name, policy: providers[name], post=self._post)
        self.forget_secrets()

    def forget_secrets(self) -> None:
        """As in a process that has just started."""
        secrets = client("secretsmanager")
        found = webhook.Addresses(lambda name: str(secrets.get_secret_value(SecretId=name)["SecretString"]))
        self.ports = replace(self.ports, address=found.find)

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> int | None:
        return posted(self.meter or Meter(), self.cad.post, url, body, headers)

    @contextmanager
    def machinery(self) -> Iterator[None]:
        """While code of the workers runs, every call to AWS goes through the meter."""
        if self.meter is None:
            yield
            return
        real, meter = BaseClient._make_api_call, self.meter

        def metered(client: Any, operation: str, arguments: Any) -> Any:
            name = f"{client.meta.service_model.service_name}.{operation}"
            return meter.call(name, before_error(), after_error(), real, client, operation, arguments)

        with patch.object(BaseClient, "_make_api_call", metered):
            yield

    @property
    def texts(self) -> list[tuple[str, str, str, str]]:
        """What SNS sent for this world, in order."""
        sent = [each for texts in emulator.texts_sent()["sms_messages"].values() for each in texts]
        return [(each["PhoneNumber"], "", "", each["Message"]) for each in sent if self.mark in each["Message"]]

    @property
    def emails(self) -> list[dict[str, Any]]:
        sent = [each for emails in emulator.emails_sent()["messages"].values() for each in emails]
        return [each for each in sent if self.mark in each["Subject"]]
