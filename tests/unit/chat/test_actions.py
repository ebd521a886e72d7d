"""What can be pressed: identifiers that stay, words, and exactly what the domain allows to whom."""

from typing import get_args

import msgspec
import pytest

from chalicelib.chat import actions
from chalicelib.chat.actions import ACTIONS, HELP, ON_A_JOB, action, parts, value
from chalicelib.chat.forms import FORMS, OF_NO_JOB
from chalicelib.chat.offering import buttons, for_channel, offered
from chalicelib.domain import commands as c
from chalicelib.domain.officer import StaffRole
from chalicelib.domain.rules import RULES, check
from chalicelib.domain.words import Role
from tests.builders import OFFICER, OTHER_OFFICER, a_life, an_incident, by

from .lives import STATUSES

#: Never take one away: a card may be pressed months after it was posted. New ones are added.
COMMITTED = """
    details.hide doctor help home.page job.advise job.allocate job.appointment job.card job.change_mind job.checklist
    job.claim job.close job.code job.contact job.details job.details_why job.dip_sample job.escalate job.join job.link
    job.more job.offer job.outcome job.pause job.pause_review job.read_update job.reassign job.recall job.release job.resume
    job.resume_review job.return job.review job.risk job.room job.submit job.timeline job.told job.triage job.update
    list.dip_samples list.mine list.notices list.queue list.reviews list.triage message.update notes.show notice.acknowledge
    notice.read
    plan.show question.show queue.claim_next record.show reminder.dismiss shift.back shift.break shift.end shift.start
    team.notice team.show update.show
"""
STAFF = get_args(StaffRole)


def test_the_identifiers_are_stable():
    assert set(ACTIONS) == set(COMMITTED.split())


def test_every_command_of_the_staff_can_be_pressed():
    staff = {kind for kind, rule in RULES.items() if rule.roles & set(STAFF)}
    # statements are written, shown and made ready in the officer's page; recordings and files are seen there too
    page = ("commands_statement", "commands_recording", "commands_evidence")
    at_the_page = {each for each in staff if each.__module__.endswith(page)}
    assert {each.command for each in ON_A_JOB} == staff - at_the_page


@pytest.mark.parametrize("id", ["", "job.nonsense", "job.claim ", "<script>", "evr.v1.claim"])
def test_what_nobody_knows_is_answered_with_help(id):
    assert action(id) is HELP


@pytest.mark.parametrize("each", ACTIONS.values(), ids=ACTIONS)
def test_what_opens_a_form_has_one_and_nothing_else_has(each):
    assert (each.does == "form") == (each.id in FORMS | OF_NO_JOB)
    commands = each.does in ("form", "command", "details") and each.id != "team.notice"
    # the code is made and shown in one go
    assert (each.command is not None) == (commands or each.id == "job.code")
    assert len(each.label) <= 40


def test_every_shift_move_is_there():
    assert {id for id, each in ACTIONS.items() if id.startswith("shift.")} == set(actions.SHIFTS)


def test_a_value_carries_the_reference_and_more():
    assert value("A:1/2") == "A:1/2"
    assert parts(value("A:1/2", "3", "x")) == ("A:1/2", ("3", "x"))
    assert parts("") == ("", ())


# --- who is offered what ------------------------------------------------------------------------------------------------------


def a_command(kind):
    fields = {field.name: None for field in msgspec.structs.fields(kind) if field.required}
    return kind(**fields)


def useless(incident, each, is_holder):
    """Written out a second time, from the words of the issue: what the rules allow but nobody wants to see."""
    knows = is_holder and incident.officer is not None and (incident.live or incident.room_open)
    reasons = {
        "job.read_update": True,  # only beside the text, in the reply that shows it
        "update.show": not incident.updates_to_read,
        "job.resume_review": not (incident.case and incident.case.paused),
        "job.pause_review": bool(incident.case and incident.case.paused),
        "job.dip_sample": not (incident.dip_sample and not incident.dip_sample.recorded_at),
        "job.told": incident.victim_told_at is not None,
        "job.join": incident.call.officer_joined_at is not None,
        "job.claim": incident.appointment is not None,
        "job.allocate": incident.appointment is not None,
        "job.pause": incident.room != "in_call",
        "job.resume": incident.room != "paused",
        "job.advise": incident.officer is None or is_holder,
        "job.release": incident.call.victim_joined_at is not None,
        "plan.show": incident.status != "desk_work",
        "record.show": incident.case is None,
        "notes.show": incident.eligible is None,
        "job.details": not knows,
        "job.details_why": knows,
    }
    return reasons.get(each.id, False)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", [role.value for role in Role])
@pytest.mark.parametrize("is_holder", [True, False])
def test_exactly_what_the_domain_allows_is_offered(status, role, is_holder):
    incident = an_incident(status)
    who = by(role, id=incident.officer or OFFICER) if is_holder else by(role, id=OTHER_OFFICER)
    allowed = {each.id for each in ON_A_JOB if check(incident, a_command(each.command), who) is None}
    wanted = {id for id in allowed if not useless(incident, ACTIONS[id], is_holder)}
    assert {each.id for each in offered(incident, who.roles, is_holder)} == wanted


@pytest.mark.parametrize("role", ["analyst", "administrator"])
@pytest.mark.parametrize("status", STATUSES)
def test_who_only_looks_on_is_offered_nothing(status, role):
    assert offered(an_incident(status), frozenset({role}), is_holder=False) == ()


def test_an_appointment_ahead_is_not_to_be_claimed():
    life = a_life("claimed")
    life.do(c.MakeAppointment(life.now.replace(hour=15)), by("officer"))
    ids = {each.id for each in offered(life.incident, frozenset({"officer", "sergeant"}), is_holder=False)}
    assert not ids & {"job.claim", "job.allocate"}


def test_an_emergency_with_the_victim_in_the_room_goes_on():
    life = a_life("link_sent").do(c.VictimJoin(), by("victim")).do(c.Escalate("threat"), by("victim"))
    leading, _ = buttons(life.incident, frozenset({"officer"}), is_holder=True)
    assert [each.action for each in leading] == ["job.join", "job.close"]
    assert leading[1].confirm


def test_a_sergeant_sees_what_a_sergeant_may():
    leading, menu = buttons(an_incident("in_call"), frozenset({"sergeant"}), is_holder=False)
    assert [each.action for each in leading] == ["job.close"]
    assert "job.reassign" in {each.action for each in menu}


def test_a_colleague_cannot_act_on_a_job_that_is_not_theirs():
    ids = {each.id for each in offered(an_incident("in_call"), frozenset({"officer"}), is_holder=False)}
    assert ids == {"job.change_mind", "job.escalate"}


@pytest.mark.parametrize("status", STATUSES)
def test_the_channel_sees_what_officers_sergeants_and_the_control_room_may(status):
    leading, menu = for_channel(an_incident(status))
    shown = {each.action for each in (*leading, *menu)}
    of_each = (offered(an_incident(status), frozenset({role}), True) for role in ("officer", "sergeant", "spoc"))
    assert shown == {each.id for some in of_each for each in some} - ({"job.details_why"} if "job.details" in shown else set())


def test_sending_again_says_so():
    _, menu = buttons(an_incident("in_call"), frozenset({"officer"}), is_holder=True)
    assert next(each.label for each in menu if each.action == "job.link") == "Send the link again"
