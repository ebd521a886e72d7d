"""Whatever the neutral half can hold: nothing that Slack would refuse leaves here."""

from hypothesis import HealthCheck, given, settings

from chalicelib.chat.model import Private
from chalicelib.chat.slack.carried import Carried
from chalicelib.chat.slack.home import home_view
from chalicelib.chat.slack.messages import card_message, private, said, unfurled
from chalicelib.chat.slack.views import answer, modal
from tests.slack_checks import message_faults, unfurl_faults, view_faults

from . import anything

CARRIED = Carried("20261118-0416")
slowly = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


@slowly
@given(anything.cards)
def test_any_card(card):
    assert message_faults(card_message(card, "k").fields()) == []
    assert unfurl_faults(unfurled(card)) == []


@slowly
@given(anything.cards)
def test_any_private_card(card):
    assert [fault for message in private(Private(card)) for fault in message_faults(message.fields())] == []
    assert view_faults(answer(Private(card), CARRIED)) == []


@slowly
@given(anything.notices)
def test_any_notice(notice):
    assert [fault for message in private(notice) for fault in message_faults(message.fields())] == []
    assert view_faults(answer(notice, CARRIED)) == []


@slowly
@given(anything.forms)
def test_any_form(form):
    assert view_faults(modal(form, CARRIED)) == []


@slowly
@given(anything.homes)
def test_any_home(home):
    assert view_faults(home_view(home)) == []


@slowly
@given(anything.tuples(anything.WORDS, 80))
def test_any_lines(lines):
    assert [fault for message in said(lines, "k") for fault in message_faults(message.fields())] == []
