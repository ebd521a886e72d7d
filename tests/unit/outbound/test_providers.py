"""Errors of SNS and SES, sorted into "not sent" and "may have been sent"."""

from __future__ import annotations

from typing import Any

import pytest
from botocore import exceptions as sdk

from chalicelib.outbound import providers
from chalicelib.outbound.providers import NotSent, SendError, Unknown
from chalicelib.outbound.providers.ses import Ses
from chalicelib.outbound.providers.sns import Sns


class Client:
    """Answers or raises, and keeps the call."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.call = answer, {}

    def publish(self, **call: Any) -> Any:
        self.call = call
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    send_email = publish


def said(code: str, status: int) -> sdk.ClientError:
    return sdk.ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Publish")  # type: ignore[typeddict-item]


def sent_by(provider: type[Sns] | type[Ses], answer: Any) -> SendError | str:
    try:
        return provider(Client(answer)).send("+447700900123", "DorsetPol", None, "text", "R/1")
    except SendError as error:
        return error


@pytest.mark.parametrize("provider", [Sns, Ses])
@pytest.mark.parametrize(
    ("error", "kind", "passing"),
    [
        (said("Throttling", 400), NotSent, True),
        (said("AuthorizationError", 403), NotSent, True),
        (said("SomethingNew", 400), NotSent, True),
        (said("ValidationException", 400), NotSent, False),
        (said("InternalError", 500), Unknown, None),
        (said("ServiceUnavailable", 503), Unknown, None),
        (sdk.EndpointConnectionError(endpoint_url="x"), NotSent, True),
        (sdk.ConnectTimeoutError(endpoint_url="x"), NotSent, True),
        (sdk.ReadTimeoutError(endpoint_url="x"), Unknown, None),
        (sdk.ConnectionClosedError(endpoint_url="x"), Unknown, None),
        (sdk.HTTPClientError(error="x"), Unknown, None),
        (sdk.NoCredentialsError(), NotSent, True),
        (sdk.ParamValidationError(report="the number 07700 900123"), NotSent, False),
    ],
)
def test_every_error_is_sorted(
    provider: type[Sns] | type[Ses], error: Exception, kind: type[SendError], passing: bool | None
) -> None:
    found = sent_by(provider, error)

    assert type(found) is kind
    assert getattr(found, "passing", None) == passing
    assert "07700" not in str(found)


@pytest.mark.parametrize(("provider", "code"), [(Sns, "OptedOut"), (Sns, "InvalidParameter"), (Ses, "BadRequestException")])
def test_what_no_repetition_helps_is_final(provider: type[Sns] | type[Ses], code: str) -> None:
    found = sent_by(provider, said(code, 400))

    assert isinstance(found, NotSent)
    assert not found.passing


def test_a_text_is_transactional_and_bears_the_forces_name() -> None:
    client = Client({"MessageId": "m-1"})

    assert Sns(client).send("+447700900123", "DorsetPol", None, "text", "R/1") == "m-1"

    told = {name: value["StringValue"] for name, value in client.call["MessageAttributes"].items()}
    assert told == {"AWS.SNS.SMS.SMSType": "Transactional", "AWS.SNS.SMS.SenderID": "DorsetPol"}


def test_an_email_bears_our_reference_as_its_tag() -> None:
    client = Client({"MessageId": "m-1"})

    Ses(client).send("a@example.org", "DorsetPol <evr@evr.dorset.example>", "Subject", "text", "dorset/R 1/SEND#6#email")

    assert client.call["EmailTags"] == [{"Name": "evr", "Value": "dorset-R-1-SEND-6-email"}]


def test_a_provider_that_does_not_exist_has_not_sent_anything() -> None:
    with pytest.raises(NotSent) as refused:
        providers.named("carrier_pigeon")
    assert refused.value.passing


def test_the_names_a_policy_may_use() -> None:
    assert providers.names() == ("sns", "ses")
