"""A link that could not reach the victim, or only at a number that is not safe, is refused before anything is committed."""

from __future__ import annotations

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.refusals import Refusal
from chalicelib.service import Done
from chalicelib.store import keys
from tests.builders import HOUR, OFFICER, OTHER_OFFICER
from tests.force import Force

LANDLINE, PREMIUM, MOBILE = "020 7946 0123", "0909 879 0000", "07700 900456"


def claimed(force: Force, **victim) -> str:
    reference = force.bring("claimed", victim=victim)
    force.must(OFFICER, reference, c.RecordContact("spoke"))
    return reference


def refused(force: Force, reference: str, command: c.SendLink, who: str = OFFICER) -> Refusal:
    rows = dict(force.table.rows)
    said = force.give(who, reference, command)
    assert isinstance(said, Refusal), said
    assert force.table.rows == rows, "nothing was written"
    return said


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (LANDLINE, "number_landline"),
        (PREMIUM, "number_premium"),
        ("0800 1111", "number_no_texts"),
        ("12345", "number_invalid"),
        ("not a number", "number_invalid"),
    ],
)
def test_a_number_that_takes_no_texts_is_refused_with_a_sentence_that_does_not_repeat_it(force, number, code):
    given = refused(force, claimed(force), c.SendLink(to=number))
    assert (given.code, given.says.startswith("This is ")) == (code, True)
    on_record = refused(force, _other(force, phone=number), c.SendLink(), OTHER_OFFICER)
    assert (on_record.code, on_record.says.startswith("The one on record is ")) == (code, True)
    assert not any(digit in on_record.says + given.says for digit in "0123456789")


def _other(force: Force, **victim) -> str:
    """A second job, of the other officer."""
    reference = force.bring("queued", victim=victim)
    force.must(OTHER_OFFICER, reference, c.Claim())
    force.must(OTHER_OFFICER, reference, c.RecordContact("spoke"))
    return reference


@pytest.mark.parametrize("to", [None, MOBILE, "+33 6 12 34 56 78"])
def test_a_mobile_is_sent_the_link(force, to):
    assert isinstance(force.give(OFFICER, claimed(force), c.SendLink(to=to)), Done)


@pytest.mark.parametrize("to", ["nobody", "a@b", "a b@example.org", "@example.org", "x@example."])
def test_what_is_no_address_is_refused(force, to):
    said = refused(force, claimed(force), c.SendLink("email", "laptop", to=to))
    assert said.code == "address_invalid"
    assert to not in said.says


def test_a_landline_is_no_hindrance_for_an_email(force):
    assert isinstance(force.give(OFFICER, claimed(force, phone=LANDLINE), c.SendLink("email", "laptop")), Done)


@pytest.mark.parametrize("again", ["07700 900123", "+44 7700 900 123", "0044-7700-900123"])
def test_the_unsafe_number_does_not_become_safe_by_being_given_again(force, again):
    reference = claimed(force)
    force.must(OFFICER, reference, c.RecordContact("unsafe"))
    assert refused(force, reference, c.SendLink(to=again)).code == "contact_suspended"
    assert isinstance(force.give(OFFICER, reference, c.SendLink(to=MOBILE)), Done)


def test_nor_does_the_unsafe_address(force):
    reference = claimed(force)
    force.must(OFFICER, reference, c.RecordContact("wrong_person"))
    again = c.SendLink("email", "laptop", to=" Test.Person-Alder@Example.org")
    assert refused(force, reference, again).code == "contact_suspended"


def test_a_number_that_must_not_be_texted_is_not_texted_when_given_again(force):
    reference = claimed(force, safe_contact={"ok_to_text": False})
    assert refused(force, reference, c.SendLink(to="+447700900123")).code == "not_safe_to_text"
    assert isinstance(force.give(OFFICER, reference, c.SendLink(to=MOBILE)), Done)


def test_the_number_on_record_may_be_given_as_well_when_nothing_speaks_against_it(force):
    assert isinstance(force.give(OFFICER, claimed(force), c.SendLink(to="07700 900123")), Done)


def test_where_no_number_is_on_record_any_that_takes_texts_will_do(force):
    assert isinstance(force.give(OFFICER, claimed(force, phone=None), c.SendLink(to=MOBILE)), Done)


def test_a_number_on_record_that_is_none_is_not_the_one_that_is_given(force):
    reference = claimed(force, phone="ask at the shop")
    force.must(OFFICER, reference, c.RecordContact("unsafe"))
    assert isinstance(force.give(OFFICER, reference, c.SendLink(to=MOBILE)), Done)


def test_what_was_disposed_of_is_the_workers_to_say(force):
    reference = claimed(force)
    del force.table.rows[keys.person("dorset", reference)]
    assert isinstance(force.give(OFFICER, reference, c.SendLink()), Done)


def test_whoever_may_not_send_the_link_learns_nothing_about_the_number(force):
    reference = claimed(force, phone=LANDLINE)
    assert refused(force, reference, c.SendLink(), OTHER_OFFICER).code == "not_holder"


def test_safe_times_are_looked_at_before_the_link_goes(force):
    reference = force.bring("claimed")
    force.clock.forward(HOUR)
    assert refused(force, reference, c.SendLink()).code == "safe_times"
    assert isinstance(force.give(OFFICER, reference, c.SendLink(times_checked=True)), Done)


def test_the_number_is_read_together_with_everything_else(force):
    reference = claimed(force)
    force.table.calls.clear()
    force.must(OFFICER, reference, c.SendLink(), id="k1")
    assert force.table.calls == ["get", "commit"]
