"""The officer: roles, shift and break, and the one job."""

import msgspec
import pytest

from chalicelib.domain.officer import OfficerRecord, Shift, shift, why_not_free
from chalicelib.domain.refusals import Refusal
from tests.builders import OFFICER, an_officer


def test_on_shift_without_a_job_an_officer_is_available():
    assert an_officer().available
    assert why_not_free(an_officer(), None) is None


@pytest.mark.parametrize(
    ("officer", "code", "of_them", "of_yourself"),
    [
        (an_officer(roles=("sergeant",)), "not_an_officer", f"{OFFICER} is not an EVR officer.", "You are not an EVR officer."),
        (an_officer(active=False), "not_an_officer", f"{OFFICER} is not an EVR officer.", "You are not an EVR officer."),
        (an_officer(job="REF-1"), "officer_busy", f"{OFFICER} already holds REF-1.", "You already hold REF-1."),
        (an_officer(duty="break"), "on_break", f"{OFFICER} is on a break.", "You are on a break."),
        (an_officer(duty="off"), "off_shift", f"{OFFICER} is not on shift.", "You are not on shift."),
    ],
)
def test_why_an_officer_cannot_take_a_job_is_told_in_words(officer, code, of_them, of_yourself):
    assert why_not_free(officer, "PS1101") == Refusal(code, of_them)
    assert why_not_free(officer, OFFICER) == Refusal(code, of_yourself)
    assert not officer.available


def test_an_unknown_officer_is_told_as_such():
    assert why_not_free(None, None).code == "unknown_officer"


def test_an_inactive_member_of_staff_has_no_roles():
    assert an_officer(active=False).roles == frozenset()
    assert an_officer(roles=("officer", "sergeant")).roles == {"officer", "sergeant"}


@pytest.mark.parametrize(
    ("duty", "action", "after"),
    [
        ("off", "start", "on"),
        ("on", "end", "off"),
        ("on", "break", "break"),
        ("break", "back", "on"),
        ("break", "end", "off"),
    ],
)
def test_shift_actions(duty, action, after):
    assert shift(an_officer(duty=duty), action) == after


@pytest.mark.parametrize(
    ("duty", "action"),
    [("off", "end"), ("off", "break"), ("off", "back"), ("on", "start"), ("on", "back"), ("break", "start"), ("break", "break")],
)
def test_shift_actions_that_make_no_sense_are_refused(duty, action):
    assert shift(an_officer(duty=duty), action).code == "wrong_duty"


@pytest.mark.parametrize("duty", ["on", "break"])
def test_nobody_ends_a_shift_with_a_job_in_hand(duty):
    refusal = shift(an_officer(duty=duty, job="REF-1"), "end")
    assert (refusal.code, "REF-1" in refusal.says) == ("job_in_hand", True)


def test_a_break_may_be_taken_with_a_job_in_hand():
    assert shift(an_officer(job="REF-1"), "break") == "break"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"name": "Test Officer-Rowan", "roles": []}, OfficerRecord),
        ({"name": "Test Officer-Rowan", "roles": ["chief"]}, OfficerRecord),
        ({"name": "", "roles": ["officer"]}, OfficerRecord),
        ({"name": "Test Officer-Rowan", "roles": ["officer"], "salary": 1}, OfficerRecord),
        ({"action": "strike"}, Shift),
    ],
)
def test_mistakes_in_the_roster_are_refused(body, kind):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body, kind)
