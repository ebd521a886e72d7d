"""A refusal is said in the words of the field: no command's name, no role's code, no status as it is stored."""

import pytest

from chalicelib.domain import called
from chalicelib.domain import commands as c
from chalicelib.domain.refusals import not_permitted, wrong_status
from chalicelib.domain.rules import RULES
from chalicelib.domain.words import Role, Status


@pytest.mark.parametrize("name", c.all_commands())
def test_every_act_has_a_name_for_people(name):
    """Whoever adds a command says in `domain/called.py` what it is called."""
    assert name in called.ACTS


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("status", Status)
def test_no_code_is_left_in_a_sentence(kind, status):
    for refused in (wrong_status(c.name_of(kind), status), not_permitted(c.name_of(kind), RULES[kind].roles)):
        assert "_" not in refused.says
        assert "'" not in refused.says.replace("victim's", "")
        assert refused.says[0].isupper()
        assert refused.says.endswith(".")


def test_the_roles_are_said_as_the_field_says_them():
    assert set(called.ROLES) == set(Role)
    assert not_permitted("recall", frozenset({"spoc"})).says == "Taking the incident back is for: FCR SPOC."
    assert not_permitted("update", frozenset({"spoc", "call_handler"})).says == (
        "Sending an update is for: call handler or FCR SPOC."
    )


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("queued", "Pausing the call is not possible while the job is in the queue."),
        ("waiting", "Pausing the call is not possible while the call has not begun."),
        ("paused", "Pausing the call is not possible while the call is paused."),
        ("in_call", "Pausing the call is not possible while the call goes on."),
        ("closed", "Pausing the call is not possible while the incident is closed."),
    ],
)
def test_it_says_how_the_incident_or_its_room_stands(status, says):
    assert wrong_status("pause", status).says == says


def test_what_nobody_has_put_into_words_is_readable_all_the_same():
    assert called.act("do_something_new") == "Do something new"
