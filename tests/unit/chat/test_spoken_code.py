"""The code that is read out to a victim whom no link reaches: to the officer of the job alone, with what there is to say."""

import re

import pytest

from chalicelib.chat.codes import address
from chalicelib.chat.model import Notice
from chalicelib.service import spoken
from tests.builders import OTHER_OFFICER

from .lives import shows_a_person
from .pressing import Chat, buttons_of, said


@pytest.fixture
def chat():
    return Chat()


def facts(reply):
    assert isinstance(reply, Notice), reply
    return {each.label: each.value for each in reply.facts}


def code_in(reply):
    return facts(reply)["Code"].replace(" ", "")


def test_the_officer_sees_the_code_until_when_it_works_and_where_the_victim_types_it(chat):
    reference = chat.force.bring("link_sent")
    shown = chat.press("officer", "job.code", reference)
    code = code_in(shown)
    assert re.fullmatch(r"\d{6}", code)
    host = chat.force.policy.link.domain
    assert facts(shown) == {
        "Code": f"{code[:3]} {code[3:]}",
        "Works": "once, until 10:32 (for 15 min)",
        "Typed at": f'{host}/v, under "I was told a code"',
        "Read out": (
            f'"Open {host}/v in your browser and choose I was told a code. '
            f'The code is {", ".join(code[:3])}; {", ".join(code[3:])}."'
        ),
    }
    assert said(shown) == f"A code for {reference}. Only you see this. Hide it when the victim is through; a new one ends this one."
    assert (shown.hide, buttons_of(shown), shown.tone) == (True, ["details.hide"], "good")
    assert shows_a_person(shown) == []


def test_it_opens_the_link(chat):
    reference = chat.force.bring("link_sent")
    code = code_in(chat.press("officer", "job.code", reference))
    opened = spoken.use(chat.force.deps, chat.force.name, code, "192.0.2.1")
    assert isinstance(opened, spoken.OpenedByCode)


def test_the_same_press_shows_the_same_code_and_another_press_another(chat):
    reference = chat.force.bring("link_sent")
    first = code_in(chat.press("officer", "job.code", reference, id="once"))
    assert code_in(chat.press("officer", "job.code", reference, id="once")) == first
    assert code_in(chat.press("officer", "job.code", reference)) != first


@pytest.mark.parametrize("who", [OTHER_OFFICER, "sergeant", "spoc", "analyst"])
def test_nobody_else_gets_one(chat, who):
    reference = chat.force.bring("link_sent")
    refused = chat.press(who, "job.code", reference)
    assert refused.tone == "warning"
    assert not re.search(r"\d{3} ?\d{3}\b", said(refused).replace(reference, ""))
    assert chat.force.incident(reference).codes == 0


@pytest.mark.parametrize("reference", ["20990101-0001", "", "?"])
def test_a_job_that_is_not_there_has_no_code(chat, reference):
    assert chat.press("officer", "job.code", reference).tone == "warning"


@pytest.mark.parametrize(
    ("status", "there"),
    [("claimed", False), ("link_sent", True), ("in_call", True), ("paused", True), ("call_closed", False), ("in_review", False)],
)
def test_it_is_offered_while_a_link_is_out(chat, status, there):
    reference = chat.force.bring(status)
    assert ("job.code" in buttons_of(chat.press("officer", "job.more", reference))) is there
    assert "job.code" not in buttons_of(chat.press(OTHER_OFFICER, "job.more", reference))


def test_the_card_has_it_in_the_menu(chat):
    reference = chat.force.bring("link_sent")
    card = chat.press("officer", "job.card", reference).card
    assert "job.code" in [each.action for each in card.menu[:4]], "a menu shows as many on a platform"


def test_no_card_and_no_thread_says_it(chat):
    reference = chat.force.bring("link_sent")
    code = code_in(chat.press("officer", "job.code", reference))
    story = said(chat.press("officer", "job.timeline", reference))
    assert "A code to read out was made; it works until 10:32" in story
    everything = (story, chat.press("officer", "job.card", reference), chat.home("officer"), chat.press("spoc", "list.queue"))
    assert not re.search(rf"\b{code[:3]} ?{code[3:]}\b", repr(everything))


@pytest.mark.parametrize(
    ("base", "where"),
    [
        ("https://{domain}/v", "video.example.police.uk/v"),
        ("https://evr.example/v", "evr.example/v?force=dorset"),
        ("http://127.0.0.1:8800/v", "http://127.0.0.1:8800/v?force=dorset"),
    ],
)
def test_the_address_is_the_forces_own_or_says_whose_it_is(base, where):
    assert address(base, "video.example.police.uk", "dorset") == where
