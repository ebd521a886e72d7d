"""GOV.UK Notify, as its documentation for developers describes it: requests, their signature, answers and errors."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from chalicelib.domain.delivery import Undelivered
from chalicelib.domain.policy.contact import Notify as Section
from chalicelib.outbound.letter import Letter
from chalicelib.outbound.marks import Mark
from chalicelib.outbound.providers import NewCode, NotSent, NotSetUp, SendError, Unknown, notify_key
from chalicelib.outbound.providers.http import Answer
from chalicelib.outbound.providers.notify import Notify
from chalicelib.outbound.providers.notify_key import NotifyKey, read
from chalicelib.secrets import NotConfigured, Secrets
from tests.unit.outbound.letters import EMAIL_MARK, MARK, a_text, an_email

SERVICE, SIGNING = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
SECRET = {"api_key": f"my_test_key-{SERVICE}-{SIGNING}", "callback_token": "a-token-of-twenty-letters"}
SMS_TEMPLATE, EMAIL_TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a", "0b1c6c1e-7f5e-4f8e-8f1b-5a4c5c0d5f11"
NOW = 1_795_000_000
#: As documented for a text; an email's `content` differs, and we read none of it.
SENT = {
    "id": "740e5834-3a29-46b4-9a6f-16142fde533a",
    "reference": str(MARK),
    "content": {"body": "MESSAGE TEXT", "from_number": "SENDER"},
    "uri": "https://api.notifications.service.gov.uk/v2/notifications/740e5834-3a29-46b4-9a6f-16142fde533a",
    "template": {"id": SMS_TEMPLATE, "version": 1, "uri": f"https://api.notifications.service.gov.uk/v2/template/{SMS_TEMPLATE}"},
}


class Http:
    """One answer, and what was asked."""

    def __init__(self, status: int = 201, body: Any = SENT) -> None:
        self.answer = Answer(status, body)
        self.method = self.url = ""
        self.headers: dict[str, str] = {}
        self.body: Any = None
        self.calls = 0

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> Answer:
        self.calls += 1
        self.method, self.url, self.headers, self.body = method, url, headers, json.loads(body) if body else None
        return self.answer


def notify(http: Http, secret: Any = SECRET, **texts: str) -> Notify:
    section = Section(**{"sms_template": SMS_TEMPLATE, "email_template": EMAIL_TEMPLATE} | texts)
    return Notify(Secrets(lambda name: json.dumps(secret), read), "dorset", section, http, lambda: NOW)


def failure(status: int, body: Any, letter: Letter | None = None) -> SendError:
    with pytest.raises(SendError) as refused:
        notify(Http(status, body)).send(letter or a_text(), MARK)
    return refused.value


def error(kind: str) -> dict[str, Any]:
    return {"status_code": 400, "errors": [{"error": kind, "message": "phone_number 07700900123 is no good"}]}


# --- what it is asked ---------------------------------------------------------------------------------------------------------


def test_a_text_is_sent_as_documented():
    http = Http()
    assert notify(http).send(a_text(), MARK) == "740e5834-3a29-46b4-9a6f-16142fde533a"
    assert (http.method, http.url) == ("POST", "https://api.notifications.service.gov.uk/v2/notifications/sms")
    assert http.body == {
        "phone_number": "+447700900123",
        "template_id": SMS_TEMPLATE,
        "personalisation": {"body": "Test text"},
        "reference": "dorset/20261118-0416/SEND#00000006.00#sms",
    }
    assert http.headers["Content-Type"] == "application/json"


def test_an_email_is_sent_as_documented():
    http = Http()
    notify(http).send(an_email(), EMAIL_MARK)
    assert http.url.endswith("/v2/notifications/email")
    assert http.body == {
        "email_address": "a@example.org",
        "template_id": EMAIL_TEMPLATE,
        "personalisation": {"subject": "Test subject", "body": "Test text"},
        "reference": "dorset/20261118-0416/SEND#00000006.00#email",
    }


def test_the_forces_own_sender_and_reply_to_are_named_where_it_has_them():
    http, id = Http(), "8e222534-7f05-4972-86e3-17c5d9f894e2"
    notify(http, sms_sender=id).send(a_text(), MARK)
    assert http.body["sms_sender_id"] == id
    notify(http, reply_to=id).send(an_email(), EMAIL_MARK)
    assert http.body["email_reply_to_id"] == id


def test_each_request_is_signed_by_itself_with_the_secret_half_of_the_key():
    http = Http()
    notify(http).send(a_text(), MARK)
    kind, _, token = http.headers["Authorization"].partition(" ")
    assert kind == "Bearer"
    assert jwt.get_unverified_header(token) == {"typ": "JWT", "alg": "HS256"}
    claims = jwt.decode(token, SIGNING, algorithms=["HS256"], options={"verify_iat": False})
    assert claims == {"iss": SERVICE, "iat": NOW}


# --- its errors ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "kind", "passing"),
    [
        (400, error("ValidationError"), NotSent, False),
        (400, error("BadRequestError"), NotSetUp, True),
        (401, error("AuthError"), NotSetUp, True),
        (403, error("AuthError"), NotSetUp, True),
        (403, error("BadRequestError"), NotSetUp, True),
        (404, error("NoResultFound"), NotSetUp, True),
        (429, error("RateLimitError"), NotSent, True),
        (429, error("TooManyRequestsError"), NotSetUp, True),
        (400, error("SomethingNew"), NewCode, True),
        (418, error("BadRequestError"), NewCode, True),
        (301, None, NewCode, True),
        (400, None, NewCode, True),
        (500, error("Exception"), Unknown, None),
        (502, None, Unknown, None),
        (503, {"message": "busy"}, Unknown, None),
        (200, SENT, Unknown, None),
        (201, None, Unknown, None),
        (201, {"id": 7}, Unknown, None),
        (201, ["id"], Unknown, None),
    ],
)
def test_every_answer_is_sorted(status: int, body: Any, kind: type[SendError], passing: bool | None):
    found = failure(status, body)

    assert type(found) is kind
    assert getattr(found, "passing", None) == passing
    assert "07700" not in str(found), "Notify's message may quote the number"


def test_a_number_that_notify_does_not_take_is_final():
    found = failure(400, error("ValidationError"))
    assert isinstance(found, NotSent)
    assert (found.reason, found.code) == (Undelivered.BAD_ADDRESS, "400 ValidationError")


@pytest.mark.parametrize(
    "body", ["text", 7, [], {"errors": []}, {"errors": "x"}, {"errors": ["x"]}, {"errors": [{"error": None}]}, {"errors": [{}]}]
)
def test_an_error_of_another_shape_is_a_new_one(body: Any):
    assert type(failure(400, body)) is NewCode


def test_words_in_the_place_of_a_kind_are_not_passed_on():
    assert failure(400, error("07700 900123 is no good")).code == "400"


# --- asking what it has had -----------------------------------------------------------------------------------------------------


def listed(*references: str) -> dict[str, Any]:
    return {"notifications": [{"id": f"id-{n}", "reference": each} for n, each in enumerate(references, 1)], "links": {}}


def test_a_message_is_found_by_our_reference():
    http = Http(200, listed(str(MARK)))
    assert notify(http).had(a_text(), MARK) == "id-1"
    address = urlsplit(http.url)
    assert (http.method, address.path, http.body) == ("GET", "/v2/notifications", None)
    assert parse_qs(address.query) == {"reference": [str(MARK)], "template_type": ["sms"]}


def test_of_several_the_first_that_was_sent_counts():
    """The list begins with the newest."""
    assert notify(Http(200, listed(str(MARK), str(MARK)))).had(a_text(), MARK) == "id-2"


@pytest.mark.parametrize(
    "body", [listed(), listed("another"), {"notifications": None}, {"notifications": ["x"]}, {"notifications": [{}]}, {}]
)
def test_where_there_is_none_of_it_there_is_none(body: Any):
    assert notify(Http(200, body)).had(a_text(), MARK) is None


@pytest.mark.parametrize(("status", "body"), [(500, None), (403, error("AuthError")), (200, None), (200, [])])
def test_a_question_that_is_not_answered_is_an_error(status: int, body: Any):
    with pytest.raises(SendError):
        notify(Http(status, body)).had(a_text(), MARK)


# --- the secret -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("secret", "says"),
    [
        ("{", "has to be JSON"),
        ({}, "has to be JSON"),
        ({"api_key": "x"}, "has to be JSON"),
        (SECRET | {"api_key": "x"}, "the API key has to end in two identifiers"),
        (SECRET | {"api_key": f"key-{SERVICE}"}, "the API key has to end in two identifiers"),
        (SECRET | {"callback_token": "short"}, "20 letters at least"),
        (SECRET | {"callback_token": []}, "20 letters at least"),
        (SECRET | {"callback_token": ["a-token-of-twenty-letters", "short"]}, "20 letters at least"),
        (SECRET | {"url": "http://notify.example.org"}, "https://"),
        (SECRET | {"url": "ftp://127.0.0.1"}, "https://"),
    ],
)
def test_a_wrong_secret_is_named_without_being_quoted(secret: Any, says: str):
    with pytest.raises(NotConfigured, match=says) as refused:
        read("evr/dorset/notify", secret if isinstance(secret, str) else json.dumps(secret))
    assert "evr/dorset/notify" in str(refused.value)
    assert SIGNING not in str(refused.value)


def test_without_its_secret_the_provider_is_not_set_up_and_asks_nobody():
    http = Http()
    with pytest.raises(NotSetUp):
        notify(http, secret={}).send(a_text(), MARK)
    assert http.calls == 0


def test_while_the_secrets_do_not_answer_it_passes():
    def down(name: str) -> str:
        from botocore.exceptions import EndpointConnectionError

        raise EndpointConnectionError(endpoint_url="x")

    provider = Notify(Secrets(down, read), "dorset", Section(sms_template=SMS_TEMPLATE), Http(), lambda: NOW)
    with pytest.raises(NotSent) as refused:
        provider.send(a_text(), MARK)
    assert (type(refused.value), refused.value.passing) == (NotSent, True)


def test_a_stand_in_on_this_machine_may_be_named():
    http = Http()
    notify(http, SECRET | {"url": "http://127.0.0.1:8800/local/notify/dorset/"}).send(a_text(), MARK)
    assert http.url == "http://127.0.0.1:8800/local/notify/dorset/v2/notifications/sms"


def test_the_key_is_each_forces_own(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    class Manager:
        def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803 - the SDK's name
            asked.append(SecretId)
            return {"SecretString": json.dumps(SECRET)}

    monkeypatch.setattr("chalicelib.wiring.client", lambda service: Manager())
    notify_key.keys.cache_clear()
    found: NotifyKey = notify_key.keys().find(notify_key.name_of("wessexshire"))
    notify_key.keys.cache_clear()
    assert (asked, found.service_and_secret) == (["evr/wessexshire/notify"], (SERVICE, SIGNING))


def test_marks_are_what_notify_takes_for_a_reference():
    assert isinstance(Mark("dorset", "R-1", "SEND#00000001.00#sms").__str__(), str)
    assert len(str(MARK)) <= 1000
