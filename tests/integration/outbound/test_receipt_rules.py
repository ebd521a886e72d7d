"""The template's rules on the emulator: what AWS reports becomes the receipts that the worker reads, without the person.

EventBridge takes events of AWS from AWS alone, so the rules are tried with a source of our own; pattern, paths and template are the
template's. The events are the samples of AWS's user guides, with our marks in them.
"""

from __future__ import annotations

import copy
import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from chalicelib.outbound.marks import Mark
from chalicelib.outbound.receipts import Receipt, news_of
from tests import emulator
from tests.unit.outbound.letters import EMAIL_MARK, MARK

TEMPLATE = yaml.safe_load((Path(__file__).parents[3] / "infra" / "template.yaml").read_text())["Resources"]
RULES = {name: item["Properties"] for name, item in TEMPLATE.items() if item.get("Type") == "AWS::Events::Rule"}
PERSON = ("07700", "447700", "recipient@example.com", "Test Person")

#: AWS End User Messaging SMS user guide, "Monitoring with EventBridge" and "Example event data".
A_TEXT = {
    "eventType": "TEXT_DELIVERED",
    "eventVersion": "1.0",
    "eventTimestamp": 1759342841377,
    "isFinal": True,
    "originationPhoneNumber": "DorsetPol",
    "destinationPhoneNumber": "+447700900123",
    "isoCountryCode": "GB",
    "messageId": "ed23196c-75ce-4727-93ee-7bf72b64998f",
    "messageRequestTimestamp": 1759342840978,
    "messageEncoding": "GSM",
    "messageType": "TRANSACTIONAL",
    "messageStatus": "DELIVERED",
    "messageStatusDescription": "Message has been accepted by phone",
    "context": {"evr": str(MARK)},
    "totalMessageParts": 2,
    "totalMessagePrice": 0.05,
    "totalCarrierFee": 0.0,
}
#: Amazon SES developer guide, "Examples of event data".
_MAIL = {
    "timestamp": "2026-11-18T10:40:02.012Z",
    "source": "Sender Name <sender@example.com>",
    "messageId": "EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000",
    "destination": ["recipient@example.com"],
    "headers": [{"name": "To", "value": "recipient@example.com"}],
    "commonHeaders": {"to": ["recipient@example.com"], "subject": "Message"},
    "tags": {"evr": [EMAIL_MARK.tag], "ses:configuration-set": ["evr"]},
}
A_DELIVERY = {
    "eventType": "Delivery",
    "mail": _MAIL,
    "delivery": {"recipients": ["recipient@example.com"], "smtpResponse": "250 2.6.0"},
}
A_BOUNCE = {
    "eventType": "Bounce",
    "mail": _MAIL,
    "bounce": {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": [{"emailAddress": "recipient@example.com", "action": "failed", "status": "5.1.1"}],
    },
}


@pytest.fixture(scope="module")
def rules() -> Iterator[tuple[str, str]]:
    """The template's rules, for a source and a queue of this test's own."""
    mark = uuid.uuid4().hex[:8]
    queue = emulator.fresh_queue(f"evr-{mark}-receipts")
    sqs, events = emulator.client("sqs"), emulator.client("events")
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    for name, rule in RULES.items():
        pattern = copy.deepcopy(rule["EventPattern"])
        pattern["source"] = [f"test{mark}.{pattern['source'][0]}"]
        events.put_rule(Name=f"{name}-{mark}", EventPattern=json.dumps(pattern), State="ENABLED")
        [target] = rule["Targets"]
        events.put_targets(Rule=f"{name}-{mark}", Targets=[{"Id": "q", "Arn": arn, "InputTransformer": target["InputTransformer"]}])
    yield f"test{mark}", queue
    for name in RULES:
        events.remove_targets(Rule=f"{name}-{mark}", Ids=["q"])
        events.delete_rule(Name=f"{name}-{mark}")
    sqs.delete_queue(QueueUrl=queue)


def received(
    rules: tuple[str, str], source: str, detail: dict[str, Any], kind: str = "Text Message Delivery Status Updated"
) -> list[str]:
    """The messages that an event becomes."""
    prefix, queue = rules
    entry = {"Source": f"{prefix}.{source}", "DetailType": kind, "Detail": json.dumps(detail)}
    assert emulator.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0
    sqs, found, end = emulator.client("sqs"), [], time.monotonic() + 2
    while not found and time.monotonic() < end:
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            found.append(message["Body"])
    return found


@pytest.mark.parametrize(
    ("source", "detail", "kind", "mark", "id", "code", "status"),
    [
        ("aws.sms-voice", A_TEXT, "Text Message Delivery Status Updated", MARK, A_TEXT["messageId"], "TEXT_DELIVERED", "delivered"),
        ("aws.ses", A_DELIVERY, "Email Delivered", EMAIL_MARK, _MAIL["messageId"], "Delivery", "delivered"),
        ("aws.ses", A_BOUNCE, "Email Bounced", EMAIL_MARK, _MAIL["messageId"], "Bounce.Permanent.General", "failed"),
    ],
    ids=["text", "email", "bounce"],
)
def test_what_aws_reports_becomes_a_receipt_without_the_person(
    rules: Any, source: str, detail: dict[str, Any], kind: str, mark: Mark, id: str, code: str, status: str
):
    [body] = received(rules, source, detail, kind)

    assert not [word for word in PERSON if word in body]
    receipt = msgspec.json.decode(body, type=Receipt)
    assert (receipt.whose, receipt.id, receipt.whole_code) == (mark, id, code)
    news = news_of(receipt, mark)
    assert news
    assert news.status == status


@pytest.mark.parametrize(
    ("source", "detail", "kind"),
    [
        (
            "aws.sms-voice",
            {name: value for name, value in A_TEXT.items() if name != "context"},
            "Text Message Delivery Status Updated",
        ),
        ("aws.sms-voice", A_TEXT | {"context": {"another": "system"}}, "Text Message Delivery Status Updated"),
        ("aws.sms-voice", A_TEXT, "Voice Message Delivery Status Updated"),
        ("aws.ses", A_DELIVERY | {"mail": _MAIL | {"tags": {"ses:configuration-set": ["another"]}}}, "Email Delivered"),
        ("aws.ses", A_BOUNCE | {"mail": _MAIL | {"tags": {}}}, "Email Bounced"),
    ],
)
def test_what_bears_no_mark_of_ours_is_left_alone(rules: Any, source: str, detail: dict[str, Any], kind: str):
    assert received(rules, source, detail, kind) == []


def test_only_these_rules_may_write_to_the_queue():
    [statement] = TEMPLATE["ReceiptsQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"]
    allowed = {source["Fn::GetAtt"][0] for source in statement["Condition"]["ArnEquals"]["aws:SourceArn"]}
    assert allowed == set(RULES)
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}


def test_nobody_is_tracked():
    asked = TEMPLATE["EmailEventsToBus"]["Properties"]["EventDestination"]["MatchingEventTypes"]
    assert not {"open", "click"} & set(asked)
