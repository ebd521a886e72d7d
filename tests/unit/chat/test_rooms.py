"""The way from the card to the officer's page: there once a link is out, the same for all, an address that holds no secret."""

import pytest

from chalicelib.chat.answering.jobs import address
from chalicelib.chat.cards import job_card
from chalicelib.chat.model import Notice
from tests.builders import OTHER_OFFICER

from .lives import shows_a_person
from .pressing import Chat, said


@pytest.fixture
def chat():
    return Chat()


@pytest.mark.parametrize(
    ("status", "there"),
    [("queued", False), ("claimed", False), ("link_sent", True), ("in_call", True), ("paused", True), ("call_closed", False)],
)
def test_the_card_that_everybody_sees_has_it_while_the_room_is_open(chat, status, there):
    reference = chat.force.bring(status)
    shown = job_card(chat.force.incident(reference), chat.force.policy, chat.force.deps.now())
    assert ("job.room" in [each.action for each in shown.menu[:2]]) is there


def test_the_officer_is_told_where_it_is_and_gets_in_with_their_own_account(chat):
    reference = chat.force.bring("link_sent")
    shown = chat.press("officer", "job.room", reference)
    assert isinstance(shown, Notice)
    (fact,) = shown.facts
    host = chat.force.policy.link.domain
    assert fact.value.startswith((f"https://{host}/officer#", f"http://{host}"))
    assert "with your own account" in said(shown)
    (button,) = shown.buttons
    assert (button.action, button.url) == ("details.hide", fact.value)
    assert shows_a_person(shown) == []


def test_somebody_else_is_told_who_gets_in(chat):
    reference = chat.force.bring("link_sent")
    assert "who holds the job, gets in" in said(chat.press(OTHER_OFFICER, "job.room", reference))


@pytest.mark.parametrize("status", ["claimed", "call_closed"])
def test_where_there_is_no_room_that_is_said(chat, status):
    assert "no open room" in said(chat.press("officer", "job.room", chat.force.bring(status)))


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://{domain}/v", "https://evr.test.example/officer#2026/7"),
        ("http://127.0.0.1:8800/v", "http://127.0.0.1:8800/officer?force=testshire#2026/7"),
    ],
)
def test_the_address_is_on_the_forces_own_host_with_the_job_in_the_fragment(base, expected):
    assert address(base, "evr.test.example", "testshire", "2026/7") == expected
