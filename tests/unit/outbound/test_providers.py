"""AWS's providers: what they are asked, and their errors sorted into "not sent" and "may have been sent".

Calls are made with real clients of botocore: its Stubber holds them, and the answers, to the services' own models.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

import boto3
import pytest
from botocore import exceptions as sdk
from botocore.stub import Stubber

from chalicelib.domain.delivery import Undelivered
from chalicelib.outbound import providers
from chalicelib.outbound.letter import Letter
from chalicelib.outbound.marks import Mark
from chalicelib.outbound.providers import (
    NewCode,
    NotSent,
    NotSetUp,
    Provider,
    Remembers,
    SendError,
    Unknown,
    end_user_messaging_codes,
    once,
    ses_codes,
    sns,
)
from chalicelib.outbound.providers.end_user_messaging import EndUserMessaging
from chalicelib.outbound.providers.ses import Ses
from chalicelib.outbound.providers.sns import Sns
from tests import builders as b
from tests.unit.outbound.letters import EMAIL_MARK, MARK, a_text, an_email


class Service(NamedTuple):
    """One provider, how it is called, and its tables."""

    name: str
    operation: str
    provider: Any
    letter: Letter
    mark: Mark
    final: dict[str, Undelivered]
    not_set_up: frozenset[str]


SERVICES = (
    Service("sns", "publish", Sns, a_text(), MARK, sns.FINAL, sns.NOT_SET_UP),
    Service("sesv2", "send_email", Ses, an_email(), EMAIL_MARK, ses_codes.FINAL, ses_codes.NOT_SET_UP),
    Service(
        "pinpoint-sms-voice-v2",
        "send_text_message",
        EndUserMessaging,
        a_text(),
        MARK,
        end_user_messaging_codes.FINAL,
        end_user_messaging_codes.NOT_SET_UP,
    ),
)
each_service = pytest.mark.parametrize("service", SERVICES, ids=[each.name for each in SERVICES])


def client(service: str) -> Any:
    make: Any = boto3.client
    return make(service, region_name="eu-west-2", aws_access_key_id="test", aws_secret_access_key="test")


class Raising:
    """A client whose every operation raises."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:
        def call(**_: Any) -> Any:
            raise self._error

        return call


def failure(service: Service, error: Exception) -> SendError:
    with pytest.raises(SendError) as refused:
        service.provider(Raising(error)).send(service.letter, service.mark)
    assert "07700" not in str(refused.value), "never to whom"
    return refused.value


def said(code: str, status: int = 400, reason: str | None = None) -> sdk.ClientError:
    more = {"Reason": reason} if reason else {}
    answer = {"Error": {"Code": code, "Message": "07700 900123"}, "ResponseMetadata": {"HTTPStatusCode": status}} | more
    return sdk.ClientError(answer, "Send")


# --- what they are asked ------------------------------------------------------------------------------------------------------


def test_end_user_messaging_is_asked_as_its_model_wants_it():
    stubbed = client("pinpoint-sms-voice-v2")
    with Stubber(stubbed) as stub:
        stub.add_response(
            "send_text_message",
            {"MessageId": "m-1"},
            {
                "DestinationPhoneNumber": "+447700900123",
                "OriginationIdentity": "DorsetPol",
                "MessageBody": "Test text",
                "MessageType": "TRANSACTIONAL",
                "TimeToLive": 3600,
                "Context": {"evr": "dorset/20261118-0416/SEND#00000006.00#sms"},
            },
        )
        assert EndUserMessaging(stubbed).send(a_text(), MARK) == "m-1"
        stub.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("lasts", "seconds"),
    [(timedelta(seconds=1), 5), (timedelta(hours=-1), 5), (timedelta(minutes=30), 1800), (timedelta(days=30), 259_200)],
)
def test_the_network_tries_as_long_as_the_text_is_of_use_within_what_the_service_takes(lasts: timedelta, seconds: int):
    asked = Asked()
    EndUserMessaging(asked, "arn:aws:sms-voice:eu-west-2:000000000000:pool/p-1").send(a_text(lasts=lasts), MARK)
    assert asked.call["TimeToLive"] == seconds
    assert asked.call["OriginationIdentity"] == "arn:aws:sms-voice:eu-west-2:000000000000:pool/p-1"


class Asked:
    """Keeps what it was asked."""

    def __getattr__(self, name: str) -> Any:
        def call(**asked: Any) -> dict[str, str]:
            self.call = asked
            return {"MessageId": "m-1"}

        return call


def test_sns_is_asked_as_its_model_wants_it():
    stubbed = client("sns")
    attributes = {"AWS.SNS.SMS.SMSType": "Transactional", "AWS.SNS.SMS.SenderID": "DorsetPol"}
    with Stubber(stubbed) as stub:
        stub.add_response(
            "publish",
            {"MessageId": "m-1"},
            {
                "PhoneNumber": "+447700900123",
                "Message": "Test text",
                "MessageAttributes": {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()},
            },
        )
        assert Sns(stubbed).send(a_text(), MARK) == "m-1"


@pytest.mark.parametrize("events", [None, "evr"])
def test_ses_is_asked_as_its_model_wants_it(events: str | None):
    stubbed = client("sesv2")
    asked: dict[str, Any] = {
        "FromEmailAddress": "DorsetPol <evr@evr.dorset.example>",
        "Destination": {"ToAddresses": ["a@example.org"]},
        "Content": {
            "Simple": {
                "Subject": {"Data": "Test subject", "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": "Test text", "Charset": "UTF-8"},
                    "Html": {"Data": "<p>Test text</p>", "Charset": "UTF-8"},
                },
            }
        },
        "EmailTags": [{"Name": "evr", "Value": EMAIL_MARK.tag}],
    }
    with Stubber(stubbed) as stub:
        stub.add_response("send_email", {"MessageId": "m-1"}, asked | ({"ConfigurationSetName": events} if events else {}))
        assert Ses(stubbed, events).send(an_email(), EMAIL_MARK) == "m-1"


# --- their errors -------------------------------------------------------------------------------------------------------------


@each_service
@pytest.mark.parametrize(
    ("error", "kind", "passing"),
    [
        (said("Throttling"), NotSent, True),
        (said("ThrottlingException"), NotSent, True),
        (said("AccessDeniedException", 403), NotSetUp, True),
        (said("ExpiredTokenException", 403), NotSetUp, True),
        (said("SomethingNew"), NewCode, True),
        (said("InternalError", 500), Unknown, None),
        (said("InternalServerException", 500), Unknown, None),
        (said("ServiceUnavailable", 503), Unknown, None),
        (sdk.EndpointConnectionError(endpoint_url="x"), NotSent, True),
        (sdk.ConnectTimeoutError(endpoint_url="x"), NotSent, True),
        (sdk.ReadTimeoutError(endpoint_url="x"), Unknown, None),
        (sdk.ConnectionClosedError(endpoint_url="x"), Unknown, None),
        (sdk.HTTPClientError(error="x"), Unknown, None),
        (sdk.NoCredentialsError(), NotSetUp, True),
        (sdk.ParamValidationError(report="the number 07700 900123"), NotSent, False),
    ],
)
def test_every_error_is_sorted(service: Service, error: Exception, kind: type[SendError], passing: bool | None):
    found = failure(service, error)

    assert type(found) is kind
    assert getattr(found, "passing", None) == passing


@each_service
def test_what_no_repetition_helps_is_final_and_says_why(service: Service):
    for code, reason in service.final.items():
        name, _, why = code.partition(".")
        found = failure(service, said(name, 400, why or None))

        assert isinstance(found, NotSent)
        assert (found.passing, found.reason, found.code) == (False, reason, code)


@each_service
def test_what_is_about_our_account_calls_for_somebody_to_mend_it(service: Service):
    for code in service.not_set_up:
        assert type(failure(service, said(code))) is NotSetUp


def test_the_reason_that_a_service_gives_is_part_of_the_code():
    limit = failure(SERVICES[2], said("ServiceQuotaExceededException", 402, "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT"))
    assert (type(limit), limit.code) == (NotSetUp, "ServiceQuotaExceededException.MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT")


@each_service
def test_every_error_of_the_services_own_model_stands_in_a_table(service: Service):
    """A newer botocore that knows another one fails here."""
    made = client(service.name)
    model = made.meta.service_model.operation_model(made.meta.method_to_api_mapping[service.operation])
    known = {code.partition(".")[0] for code in service.final} | service.not_set_up | once.PASSING | once.NOT_SET_UP
    codes = {shape.metadata.get("error", {}).get("code", shape.name) for shape in model.error_shapes}
    assert codes - known == {each for each in codes if each.startswith("Internal")}, "those are lost answers"


def test_every_final_reason_of_end_user_messaging_is_one_of_its_model():
    shape = client("pinpoint-sms-voice-v2").meta.service_model.shape_for("ConflictException")
    reasons = {f"ConflictException.{each}" for each in shape.members["Reason"].enum}
    assert set(end_user_messaging_codes.FINAL) <= reasons


def test_every_kind_of_event_about_a_text_stands_in_its_table():
    events = client("pinpoint-sms-voice-v2").meta.service_model.shape_for("EventType").enum
    about_texts = {each for each in events if each.startswith("TEXT_")} - {"TEXT_ALL"}
    assert set(end_user_messaging_codes.NEWS) == about_texts


def test_every_kind_of_event_about_an_email_stands_in_its_table():
    model = client("sesv2").meta.service_model
    events = {each.replace("_", "") for each in model.shape_for("EventType").enum} - {"SUBSCRIPTION"}
    assert {code.partition(".")[0].upper() for code in ses_codes.NEWS} == events
    types = {code.split(".")[1].upper() for code in ses_codes.NEWS if code.startswith("Bounce.")}
    assert types == set(model.shape_for("BounceType").enum)


@pytest.mark.parametrize("table", [end_user_messaging_codes.NEWS, ses_codes.NEWS])
def test_what_failed_says_why_and_nothing_else_does(table: dict[str, Any]):
    assert all((news.status == "failed") == (news.reason is not None) for news in table.values())


# --- by their names -----------------------------------------------------------------------------------------------------------


def test_the_names_a_policy_may_use():
    from chalicelib.domain.policy.codes import EMAIL_PROVIDERS, SMS_PROVIDERS

    assert set(providers.names()) == {*SMS_PROVIDERS, *EMAIL_PROVIDERS}


def test_a_provider_that_does_not_exist_has_not_sent_anything():
    with pytest.raises(NotSetUp) as refused:
        providers.named("carrier_pigeon", b.policy())
    assert refused.value.passing


def test_each_is_made_for_the_force_that_asks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(providers, "_client", client)
    monkeypatch.setattr("chalicelib.settings.settings", lambda: type("Wired", (), {"email_events": "evr"}))
    made = {name: providers.named(name, b.policy()) for name in providers.names()}
    kinds = {name: type(each).__name__ for name, each in made.items()}
    assert kinds == {"end_user_messaging": "EndUserMessaging", "notify": "Notify", "ses": "Ses", "sns": "Sns"}
    assert [name for name, each in made.items() if isinstance(each, Remembers)] == ["notify"]
    typed: list[Provider] = list(made.values())
    assert len(typed) == 4


def test_the_clients_do_not_repeat_by_themselves(monkeypatch: pytest.MonkeyPatch):
    wired = type("Wired", (), {"region": "eu-west-2", "endpoint": "http://127.0.0.1:9"})
    monkeypatch.setattr("chalicelib.settings.settings", lambda: wired)
    config = once.client("sns").meta.config
    assert config.retries["total_max_attempts"] == 1
    assert config.connect_timeout + config.read_timeout <= 8
