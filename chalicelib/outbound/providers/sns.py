"""Text messages through Amazon SNS."""

from __future__ import annotations

from typing import Any

from .once import sorted_errors

#: What SNS answers when no repetition helps.
PERMANENT = frozenset(
    {
        "InvalidParameter",  # not a telephone number
        "InvalidParameterValue",
        "ParameterValueInvalid",
        "ValidationException",
        "OptedOut",  # the phone's owner answered STOP
    }
)


class Sns:
    """`Provider` over a boto3 SNS client that tries once (`once.client`)."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def send(self, to: str, sender: str, subject: str | None, body: str, reference: str) -> str:
        with sorted_errors(PERMANENT):
            answer = self._client.publish(
                PhoneNumber=to,
                Message=body,
                MessageAttributes={
                    # Transactional: on delivery rather than cost, and not held back at night.
                    "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
                    "AWS.SNS.SMS.SenderID": {"DataType": "String", "StringValue": sender},
                },
            )
        return str(answer["MessageId"])
