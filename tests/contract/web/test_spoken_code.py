"""The code that an officer reads out: it opens the link, once, for a quarter of an hour, and cannot be guessed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.service.guessing import CODES
from tests.contract import seeds
from tests.contract.desk import Answer, Desk, path

AT = "192.0.2.1"


@pytest.fixture
def given(desk: Desk) -> tuple[str, str]:
    """An incident with a link, and the code that its officer reads out."""
    name = seeds.an_incident_at(desk, "link_sent")
    return name, read_out(desk, name).body["code"]


def read_out(desk: Desk, name: str, **options: object) -> Answer:
    who = {"sub": seeds.officer("link_sent"), "scopes": "staff"} | options
    return desk.call("POST", path("incidents", name, "spoken_code"), **who)


def typed(desk: Desk, code: str, address: str = AT, force: str | None = "dorset", host: str = "") -> Answer:
    body = {"code": code} | ({"force": force} if force else {})
    return desk.call("POST", "/v1/links/code", body, headers={"X-Test-Address": address, "Host": host})


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_it_gives_the_link(desk: Desk, given: tuple[str, str]):
    name, code = given
    opened = typed(desk, code)
    assert opened.body == {"token": desk.link(name)}
    assert desk.call("POST", "/v1/links/join", opened.body).body == {"status": "waiting"}


def test_it_gives_the_link_that_was_sent_last(desk: Desk, given: tuple[str, str]):
    name, code = given
    seeds.give(desk, name, seeds.c.SendLink(), seeds.officer("link_sent"))
    assert typed(desk, code).body == {"token": desk.link(name, 2)}


def test_it_works_once(desk: Desk, given: tuple[str, str]):
    assert [typed(desk, given[1]).status for _ in range(2)] == [200, 404]


def test_it_ends_after_a_quarter_of_an_hour(desk: Desk, given: tuple[str, str]):
    desk.clock.forward(timedelta(minutes=15))
    assert typed(desk, given[1]).code == "unknown_code"


def test_a_new_one_ends_the_one_before(desk: Desk, given: tuple[str, str]):
    name, first = given
    second = read_out(desk, name).body["code"]
    assert first == second or typed(desk, first).status == 404
    assert typed(desk, second).status == 200


def test_a_closed_link_has_none_and_an_old_one_opens_nothing(desk: Desk, given: tuple[str, str]):
    name, code = given
    seeds.give(desk, name, seeds.c.Close(), seeds.officer("link_sent"))
    assert typed(desk, code).code == "unknown_code"
    assert read_out(desk, name).status == 409


def test_the_officer_who_holds_the_job_makes_it_and_nobody_else(desk: Desk, given: tuple[str, str]):
    desk.usual_staff()
    assert read_out(desk, given[0], sub="PC2215").code == "not_holder"
    assert read_out(desk, given[0], sub="PS1101").code == "not_permitted"
    assert read_out(desk, given[0], scopes="read").code == "missing_scope"


def test_a_repeat_of_the_same_request_gets_the_same_code(desk: Desk, given: tuple[str, str]):
    name, _ = given
    twice = [read_out(desk, name, headers={"Idempotency-Key": "one"}).body for _ in range(2)]
    assert twice[0] == twice[1]


def test_the_force_is_the_hosts_whatever_the_body_says(desk: Desk, given: tuple[str, str]):
    assert typed(desk, given[1], host="video.wessexshire.example").status == 404
    assert typed(desk, given[1], force=None, host="evr.dorset.example").status == 200


@pytest.mark.parametrize("force", [None, "wessexshire", "nowhere"])
def test_of_another_force_it_opens_nothing(desk: Desk, given: tuple[str, str], force: str | None):
    assert typed(desk, given[1], force=force).code == "unknown_code"


def test_a_few_wrong_ones_and_that_address_waits_even_with_a_right_one(desk: Desk, given: tuple[str, str]):
    code = given[1]
    assert [typed(desk, another(code)).status for _ in range(CODES.each)] == [404] * CODES.each
    assert typed(desk, code).status == 429
    assert typed(desk, code, "192.0.2.2").status == 200


def test_many_addresses_together_have_few_tries(desk: Desk, given: tuple[str, str]):
    code = given[1]
    answers = [typed(desk, another(code), f"192.0.2.{n}").status for n in range(CODES.all)]
    assert answers == [404] * CODES.all
    assert typed(desk, code, "192.0.2.99").status == 429
    # the link itself goes on working
    assert desk.call("POST", "/v1/links/join", {"token": desk.link(given[0])}).status == 200


def test_it_stands_nowhere_in_clear(desk: Desk, given: tuple[str, str], capsys: pytest.CaptureFixture[str]):
    name, code = given
    typed(desk, code)
    assert code not in "".join(f"{row.data}{row.sk}{row.pk}{row.fingerprint}" for row in desk.table.rows.values())
    shown = desk.call("GET", path("incidents", name), scopes="read").body
    assert code not in str(shown["timeline"])
    assert "code_hash" not in str(shown)
    assert code not in "".join(capsys.readouterr())


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "\uff11\uff12\uff13\uff14\uff15\uff16", " 12345"])
def test_what_is_no_code_is_named(desk: Desk, code: str):
    assert typed(desk, code).code == "invalid_body"
