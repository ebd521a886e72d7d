"""Bad input of every kind: 4xx with a code and a sentence, never 500, and nothing is changed by it."""

from __future__ import annotations

import json

import pytest

from chalicelib.api.asked import LARGEST_BODY
from chalicelib.api.routes import Api
from tests.builders import REFERENCE, a_report
from tests.contract import seeds
from tests.contract.desk import Answer, Desk, path

WITH_BODY = [each for each in Api.all if each.body is not None and "{command}" not in each.path]
NOT_JSON = {
    "half": b'{"a": ',
    "a word": b"hello",
    "not a number": b'{"a": NaN}',
    "two values": b"{} {}",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "half a surrogate": b'{"a": "\\ud800"}',
    "a raw control character": b'{"a": "\x01"}',
    "single quotes": b"{'a': 1}",
    "a list without end": b"[" * 100_000,
    "an object without end": b'{"a":' * 50_000,
}
NOT_AN_OBJECT = {"null": b"null", "a list": b"[]", "a number beyond all": b"1" * 5000, "a text": b'"x"', "a number": b"1e5"}


def send(desk: Desk, operation, raw: bytes, **headers: str) -> Answer:
    address = operation.path.format(reference=REFERENCE, id=seeds.EVERYBODY, number="1")
    return desk.call(operation.method, address, raw=raw, sub=seeds.EVERYBODY, scopes=" ".join(operation.scopes), headers=headers)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    desk.usual_staff()
    desk.staff(seeds.EVERYBODY, "officer", "sergeant", "administrator")
    desk.table.calls.clear()
    return desk


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda each: each.name)
def test_no_operation_is_upset_by_a_hostile_body(ready: Desk, operation):
    before = dict(ready.table.rows)
    for raw in NOT_JSON.values():
        answer = send(ready, operation, raw)
        assert (answer.status, answer.code) == (400, "malformed_json"), (raw, answer)
    for raw in NOT_AN_OBJECT.values():
        answer = send(ready, operation, raw)
        assert (answer.status, answer.code, answer.body["path"]) == (422, "invalid_body", "$"), (raw[:20], answer)
    for raw in (b'{"a": "\xff"}', b'{"\xed\xa0\x80": 1}', b"\xff\xfe{\x00}\x00"):
        assert send(ready, operation, raw).code in ("invalid_utf8", "malformed_json")
    assert send(ready, operation, b'{"nobody_knows_this": 1}').code == "invalid_body"
    assert ready.table.rows == before


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda each: each.name)
def test_a_body_that_is_too_large_is_not_read(ready: Desk, operation):
    answer = send(ready, operation, b'{"a": "' + b"x" * LARGEST_BODY + b'"}')
    assert (answer.status, answer.code) == (413, "too_large")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "application/json; charset=utf-16", ";"]
)
def test_another_kind_of_content_is_not_read(ready: Desk, kind: str):
    answer = send(ready, WITH_BODY[0], b"{}", **{"Content-Type": kind})
    assert (answer.status, answer.code) == (415, "unsupported_media_type")


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"', ""])
def test_json_is_read_however_it_is_announced(ready: Desk, kind: str):
    assert send(ready, WITH_BODY[0], b"{}", **{"Content-Type": kind}).code == "invalid_body"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"victim": {"shoe_size": 9}}, "$.victim"),
        ({"reported_at": "2026-11-18T10:00:00"}, "$.reported_at"),
        ({"reported_at": "2026-02-30T10:00:00Z"}, "$.reported_at"),
        ({"reported_at": 1e300}, "$.reported_at"),
        ({"grade": 10**40}, "$.grade"),
        ({"grade": 2.5}, "$.grade"),
        ({"grade": "   "}, "$.grade"),
        ({"channel": "pigeon"}, "$.channel"),
        ({"reference": "a#b"}, "$.reference"),
        ({"reference": "../STATE"}, "$.reference"),
        ({"reference": "a" * 65}, "$.reference"),
        ({"summary": "x" * 8001}, "$.summary"),
        ({"flags": ["vulnerable"] * 31}, "$.flags"),
        ({"flags": [["vulnerable"]]}, "$.flags[0]"),
        ({"victim": {"email": "a b@example.org"}}, "$.victim.email"),
        ({"victim": {"date_of_birth": "1984-02-30"}}, "$.victim.date_of_birth"),
        ({"thrive": []}, "$.thrive"),
    ],
)
def test_what_is_wrong_is_named_by_its_path_and_not_repeated(ready: Desk, changes: dict, where: str):
    answer = ready.call("POST", "/v1/incidents", a_report(**changes), scopes="report")
    assert (answer.status, answer.code, answer.body["path"]) == (422, "invalid_body", where)
    assert "pigeon" not in json.dumps(answer.body)


@pytest.mark.parametrize(
    "when", ["2031-01-01T00:00:00Z", "2001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_impossible_times_are_refused(ready: Desk, when: str):
    answer = ready.call("POST", "/v1/incidents", a_report(reported_at=when), scopes="report")
    assert (answer.status, answer.code) == (422, "impossible_time")
    name = seeds.an_incident_at(ready, "queued")
    outcome = ready.call("POST", path("incidents", name, "outcome"), {"kind": "arrest", "at": when}, scopes="outcome")
    assert outcome.code in ("impossible_time", "time_in_future")
    meeting = ready.call(
        "POST", path("incidents", name, "commands", "make_appointment"), {"at": when}, sub=seeds.EVERYBODY, scopes="staff"
    )
    assert meeting.code == "appointment_time"


@pytest.mark.parametrize(
    "text", ["\x00", "' OR 1=1 --", "${jndi:ldap://x}", "{{7*7}}", "<script>", "💥" * 100, "\u202e", "a\nb", "%00", "٣"]
)
def test_hostile_words_are_words_like_any_others(ready: Desk, text: str):
    report = a_report(
        summary=text, location={"text": text}, victim={"name": text, "needs": [text], "safe_contact": {"times": text}}
    )
    assert ready.call("POST", "/v1/incidents", report, scopes="report").status in (201, 422)
    update = ready.call("POST", path("incidents", REFERENCE, "updates"), {"text": text}, scopes="update")
    assert update.status in (200, 404)


@pytest.mark.parametrize("name", ["a%23b", "%00", "..", "%2e%2e", "a%20b", "%E2%82%AC", "x" * 65, "%2F", "STATE%0A", "%25%32%33"])
def test_a_name_that_cannot_be_one_is_the_name_of_nothing(ready: Desk, name: str):
    for method, address, body, scopes in (
        ("GET", f"/v1/incidents/{name}", None, "read"),
        ("POST", f"/v1/incidents/{name}/updates", {"text": "Test."}, "update"),
        ("POST", f"/v1/incidents/{name}/commands/claim", None, "staff"),
        ("PUT", f"/v1/officers/{name}", {"name": "Test", "roles": ["officer"]}, "roster"),
        ("POST", f"/v1/officers/{name}/shift", {"action": "end"}, "staff"),
    ):
        answer = ready.call(method, address, body, scopes=scopes, sub=seeds.EVERYBODY)
        assert answer.status == 404, (method, address, answer)
        assert answer.code in ("unknown_incident", "unknown_officer")
    assert ready.table.calls == []


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "limit=", "limit=-1", "limit=9" * 40, "limit=1&limit=2", "page=2", "cursor=",
     "cursor=%00", "cursor=AAAA", "cursor=null", "cursor=%F0%9F%92%A5", "cursor=" + "A" * 401],
)  # fmt: skip
def test_a_parameter_that_is_wrong_is_named(ready: Desk, query: str):
    answer = ready.call("GET", f"/v1/queue?{query}", scopes="read")
    assert answer.status == 422, answer
    assert answer.code in ("invalid_parameter", "invalid_cursor")


@pytest.mark.parametrize("header", ["", "x" * 201, "ä", "a\tb", "a\x00"])
def test_an_idempotency_key_is_printable(ready: Desk, header: str):
    answer = ready.call("POST", "/v1/incidents", a_report(), scopes="report", headers={"Idempotency-Key": header})
    assert (answer.status, answer.code) == (400, "invalid_header")


def test_broken_base64_around_a_body_is_no_crash(ready: Desk, app):
    from tests.contract.gateway import event, route_of

    found = route_of(app, "POST", "/v1/links/join")
    sent = event("POST", found, {}, {}, None) | {"body": "é", "isBase64Encoded": True}
    assert json.loads(app(sent, None)["body"])["code"] == "invalid_utf8"
    sent |= {"body": "\ud800", "isBase64Encoded": False}
    assert json.loads(app(sent, None)["body"])["code"] == "invalid_utf8"
