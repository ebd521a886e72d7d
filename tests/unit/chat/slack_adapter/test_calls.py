"""What Slack's answers mean: come back later, gone, unknown, or refused."""

from __future__ import annotations

import pytest

from chalicelib.chat.slack.calls import GONE, Api
from chalicelib.chat.slack.post import Answer, Budget
from chalicelib.chat.wall import Gone, Refused, Unanswered, Wait
from tests.slack_fake import FakeSlack, broken, rate_limited, says


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack()


def api(slack: FakeSlack, base: str = FakeSlack.base) -> Api:
    return Api(slack.token, slack, Budget(2.0), base)


def test_arguments_go_as_a_form_and_structures_as_json(slack: FakeSlack):
    api(slack).call(
        "chat.postMessage", channel="C0TEAM001", text="a & b = ü", blocks=[{"type": "divider"}], unfurl_links=False, thread_ts=None
    )
    assert slack.sent("chat.postMessage") == [
        {"channel": "C0TEAM001", "text": "a & b = ü", "blocks": [{"type": "divider"}], "unfurl_links": "false"}
    ]


@pytest.mark.parametrize("code", sorted(GONE))
def test_what_is_not_there_is_gone(slack: FakeSlack, code: str):
    slack.fails["chat.update"] = says(code)
    with pytest.raises(Gone) as raised:
        api(slack).call("chat.update", channel="C0TEAM001", ts="1", text="x")
    assert raised.value.code == code


@pytest.mark.parametrize(
    "code", ["invalid_auth", "token_revoked", "account_inactive", "missing_scope", "invalid_blocks", "something_new"]
)
def test_what_slack_does_not_take_is_refused(slack: FakeSlack, code: str):
    slack.fails["chat.postMessage"] = says(code)
    with pytest.raises(Refused) as raised:
        api(slack).call("chat.postMessage", channel="C0TEAM001", text="x")
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (rate_limited(7), 7),
        (rate_limited(86_400), 900),
        (rate_limited(0), 1),
        (Answer(429, {}, b""), 30),
        (Answer(429, {"retry-after": "soon"}, b""), 30),
        (Answer(200, {"retry-after": "3"}, b'{"ok":false,"error":"ratelimited"}'), 3),
    ],
)
def test_too_many_calls_means_when_to_come_back(slack: FakeSlack, answer: Answer, seconds: int):
    slack.fails["chat.postMessage"] = answer
    with pytest.raises(Wait) as raised:
        api(slack).call("chat.postMessage", channel="C0TEAM001", text="x")
    assert raised.value.seconds == seconds


UNKNOWN = [
    broken(500),
    broken(503),
    Answer(503, {}, b'{"ok":false,"error":"invalid_auth"}'),
    Answer(200, {}, b"<html>"),
    Answer(200, {}, b"[]"),
    Answer(200, {}, b'"\xff"'),
    Answer(302, {}, b""),
    says("internal_error"),
    says("fatal_error"),
    says("service_unavailable"),
]


@pytest.mark.parametrize("answer", UNKNOWN)
def test_whether_it_took_effect_is_unknown(slack: FakeSlack, answer: Answer):
    slack.fails["chat.postMessage"] = answer
    with pytest.raises(Unanswered):
        api(slack).call("chat.postMessage", channel="C0TEAM001", text="x")


def test_an_answer_that_says_neither_is_refused(slack: FakeSlack):
    slack.fails["auth.test"] = Answer(200, {}, b"{}")
    with pytest.raises(Refused, match="http_200"):
        api(slack).call("auth.test")


def test_a_private_answer_goes_to_its_response_url(slack: FakeSlack):
    url = slack.response_url("U0PC2214")
    api(slack).respond(url, {"response_type": "ephemeral", "text": "Only you see this."})
    assert slack.told("U0PC2214")[0]["text"] == "Only you see this."


def test_a_response_url_is_good_for_five_answers(slack: FakeSlack):
    url, one = slack.response_url("U0PC2214"), {"response_type": "ephemeral", "text": "x"}
    for _ in range(5):
        api(slack).respond(url, one)
    with pytest.raises(Gone, match="used_url"):
        api(slack).respond(url, one)


ELSEWHERE = [
    "https://evil.example/actions/T1/1/x",
    "http://hooks.slack.com/x",
    "https://hooks.slack.com.evil.example/",
    "file:///etc/passwd",
    "",
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_nothing_private_goes_anywhere_else(slack: FakeSlack, url: str):
    with pytest.raises(Gone, match="not_a_response_url"):
        api(slack).respond(url, {"text": "A victim's name"})
    assert slack.calls == []


def test_the_local_chat_plays_slack_at_its_own_address_only(slack: FakeSlack):
    local = api(slack, "http://127.0.0.1:8800/local/slack/api/")
    assert local.is_slacks("http://127.0.0.1:8800/local/slack/respond/7")
    assert not local.is_slacks("http://127.0.0.1:8801/local/slack/respond/7")
    assert not local.is_slacks("https://hooks.slack.com/actions/T1/1/x")


def test_the_headers_of_an_answer_come_with_it(slack: FakeSlack):
    slack.scopes = {"chat:write"}
    assert api(slack).asked("auth.test").headers["x-oauth-scopes"] == "chat:write"


@pytest.mark.parametrize(
    ("answer", "error"), [(broken(), Unanswered), (says("upload_failed", 400), Refused), (rate_limited(2), Wait)]
)
def test_an_upload_that_fails_says_how(slack: FakeSlack, answer: Answer, error: type[Exception]):
    slack.fails["upload"] = answer
    with pytest.raises(error):
        api(slack).upload("https://files.slack.com/upload/v1/F1", b"png")


def test_a_picture_goes_nowhere_unencrypted(slack: FakeSlack):
    with pytest.raises(Refused, match="not_an_upload_url"):
        api(slack).upload("http://files.slack.com/upload/v1/F1", b"png")
