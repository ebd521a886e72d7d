"""Text messages through Amazon SNS: what the emulator has. SNS tells nobody what became of a text; live, use End User Messaging."""

from __future__ import annotations

from typing import Any

from ...domain.delivery import Undelivered
from ..letter import Letter
from ..marks import Mark
from .once import sorted_errors

U = Undelivered

#: Refusals that no repetition helps.
FINAL = {
    "InvalidParameter": U.BAD_ADDRESS,  # not a telephone number
    "InvalidParameterValue": U.BAD_ADDRESS,
    "ParameterValueInvalid": U.BAD_ADDRESS,
    "ValidationException": U.BAD_ADDRESS,
    "OptedOut": U.OPTED_OUT,  # the phone's owner answered STOP
}
#: Refusals that are about our account.
NOT_SET_UP = frozenset(
    {
        "AuthorizationError",
        "EndpointDisabled",
        "InvalidSecurity",
        "KMSAccessDenied",
        "KMSDisabled",
        "KMSInvalidState",
        "KMSNotFound",
        "KMSOptInRequired",
        "KMSThrottling",
        "NotFound",
        "PlatformApplicationDisabled",
    }
)


class Sns:
    """`Provider` over a boto3 SNS client that tries once (`once.client`)."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def send(self, letter: Letter, mark: Mark) -> str:
        with sorted_errors(FINAL, NOT_SET_UP):
            answer = self._client.publish(
                PhoneNumber=letter.to,
                Message=letter.body,
                MessageAttributes={
                    # Transactional: on delivery rather than cost, and not held back at night.
                    "AWS.SNS.SMS.SMSType": _attribute("Transactional"),
                    "AWS.SNS.SMS.SenderID": _attribute(letter.sender),
                },
            )
        return str(answer["MessageId"])


def _attribute(value: str) -> dict[str, str]:
    return {"DataType": "String", "StringValue": value}
