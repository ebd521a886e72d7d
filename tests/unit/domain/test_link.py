"""The link: sent, again, to another device; what became of the text; and what the victim said about safe contact (step 8)."""

from hashlib import sha256

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.rules import By
from tests.builders import FORCES, HOUR, MINUTE, REFERENCE, a_life, by

each_force = pytest.mark.parametrize("force", FORCES)
ME, VICTIM, SYSTEM = by("officer"), by("victim"), by("system")


def token_hash(number):
    return sha256(f"{REFERENCE}-{number}".encode()).hexdigest()


@each_force
def test_with_the_link_sent_the_officer_has_arrived(force):
    life = a_life("claimed", force=force).do(c.SendLink(), ME)
    lifetime = life.policy.link.lifetime
    assert life.last == [e.LinkSent(1, token_hash(1), life.now + lifetime, "sms", "phone")]
    incident = life.incident
    assert (incident.status, incident.arrived_at, incident.links) == ("link_sent", life.now, 1)
    assert (incident.link.open, incident.link.delivery, incident.link.sent_at) == (True, "sending", life.now)


def test_it_is_recorded_whether_the_officer_telephoned_first():
    assert a_life("claimed").do(c.RecordContact("spoke"), ME).do(c.SendLink(), ME).last[0].telephoned is True
    assert a_life("claimed").do(c.SendLink(), ME).last[0].telephoned is False


@pytest.mark.parametrize("status", ["link_sent", "in_call", "paused"])
def test_sent_again_the_new_link_takes_the_place_of_the_old_one_and_the_room_stays(status):
    life = a_life(status)
    arrived, call = life.incident.arrived_at, life.incident.call
    life.do(c.SendLink(channel="email", device="laptop"), ME)
    incident = life.incident
    assert (incident.status, incident.link.number, incident.link.device) == (status, 2, "laptop")
    assert (incident.arrived_at, incident.call) == (arrived, call)


def test_a_link_that_was_replaced_opens_nothing():
    old = By("victim", frozenset({"victim"}), link=token_hash(1))
    new = By("victim", frozenset({"victim"}), link=token_hash(2))
    life = a_life("link_sent").do(c.SendLink(), ME)
    assert life.refused(c.VictimJoin(), old) == "link_closed"
    life.do(c.VictimJoin(), new)


def test_a_closed_link_opens_nothing():
    guest = By("victim", frozenset({"victim"}), link=token_hash(1))
    life = a_life("in_call").do(c.Close(), ME)
    for command in (c.VictimJoin(), c.Pause(), c.ChangeMind(), c.Escalate("not_safe")):
        assert life.refused(command, guest) == "link_closed"


def test_a_link_of_an_incident_that_has_none_opens_nothing():
    guest = By("victim", frozenset({"victim"}), link=token_hash(1))
    assert a_life("queued").refused(c.ChangeMind(), guest) == "link_closed"


# --- safe contact -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "command", "code"),
    [
        ({"phone": False}, c.SendLink(), "no_number"),
        ({"email": False}, c.SendLink(channel="email", device="laptop"), "no_address"),
        ({"ok_to_text": False}, c.SendLink(), "not_safe_to_text"),
    ],
    ids=["no number", "no address", "texts not safe"],
)
def test_what_is_on_record_binds(known, command, code):
    life = a_life("claimed", **known)
    assert life.refused(command, ME) == code
    assert life.status == "claimed"


@pytest.mark.parametrize("known", [{"phone": False, "email": False}, {"ok_to_text": False}])
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_another_number_or_address_agreed_with_the_victim_may_be_given(known, channel):
    life = a_life("claimed", **known).do(c.SendLink(channel=channel, to="ref-to"), ME)
    assert life.last[0].to == "ref-to"


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_while_contact_is_suspended_only_another_address_will_do(channel):
    life = a_life("claimed").do(c.RecordContact("unsafe"), ME)
    assert life.refused(c.SendLink(channel=channel), ME) == "contact_suspended"
    assert life.do(c.SendLink(channel=channel, to="ref-to"), ME).status == "link_sent"


def test_texts_not_safe_says_nothing_about_email():
    assert a_life("claimed", ok_to_text=False).do(c.SendLink(channel="email"), ME).status == "link_sent"


def test_nothing_said_about_texts_leaves_it_to_the_officer():
    assert a_life("claimed", ok_to_text=None).do(c.SendLink(), ME).status == "link_sent"


TIMES = {"safe_times": True}


def an_hour_later(status="claimed"):
    """A victim who named safe times, an hour after anybody spoke to them."""
    return a_life(status, **TIMES).wait(60 * MINUTE)


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_who_named_safe_times_is_sent_nothing_until_the_officer_has_looked_at_them(channel):
    life = an_hour_later()
    assert life.refused(c.SendLink(channel=channel), ME) == "safe_times"
    assert life.do(c.SendLink(channel=channel, times_checked=True), ME).status == "link_sent"


def test_what_the_victim_has_just_said_holds_for_half_an_hour():
    life = an_hour_later().do(c.RecordContact("spoke"), ME)
    life.ask(c.SendLink(), ME, after=30 * MINUTE)
    assert life.status == "link_sent"
    assert life.refused(c.SendLink(), ME) == "safe_times"


@pytest.mark.parametrize("result", ["no_answer", "message_left", "number_not_in_use"])
def test_who_did_not_answer_has_said_nothing(result):
    assert an_hour_later().do(c.RecordContact(result), ME).refused(c.SendLink(), ME) == "safe_times"


def test_who_has_just_accepted_the_offer_said_that_the_place_is_safe():
    assert a_life("claimed", **TIMES).do(c.SendLink(), ME).status == "link_sent"


def test_an_attempt_in_vain_takes_back_nothing_that_was_said():
    life = an_hour_later().do(c.RecordContact("spoke"), ME).do(c.RecordContact("no_answer"), ME)
    assert life.do(c.SendLink(), ME).status == "link_sent"


def test_who_is_in_the_call_can_be_sent_the_link_for_another_device():
    life = an_hour_later("in_call").do(c.SendLink(channel="email", device="laptop"), ME)
    assert life.incident.link.number == 2
    assert an_hour_later("paused").refused(c.SendLink(), ME) == "safe_times"


def test_another_address_was_agreed_with_the_victim():
    assert an_hour_later().do(c.SendLink(to="ref-to"), ME).status == "link_sent"


# --- what became of it --------------------------------------------------------------------------------------------------------


def heard(life, status, **more):
    return life.do(c.RecordDelivery(1, status, **more), SYSTEM).incident.link


def test_a_message_moves_forward():
    life = a_life("link_sent")
    assert [heard(life, status).delivery for status in ("unknown", "sent", "failed", "delivered")] == [
        "unknown",
        "sent",
        "failed",
        "delivered",
    ]


@pytest.mark.parametrize("late", ["sent", "delivered", "failed", "unknown"])
def test_a_late_or_second_receipt_never_moves_it_back(late):
    life = a_life("link_sent").do(c.RecordDelivery(1, "delivered"), SYSTEM)
    assert life.refused(c.RecordDelivery(1, late), SYSTEM) == "already_known"


@pytest.mark.parametrize("late", ["sent", "unknown", "failed"])
def test_that_there_are_two_of_it_does_not_move_it_back_either(late):
    link = heard(a_life("link_sent").do(c.RecordDelivery(1, "delivered"), SYSTEM), late, possibly_twice=True)
    assert (link.delivery, link.possibly_twice) == ("delivered", True)


def test_why_it_did_not_arrive_is_kept_until_it_has():
    life = a_life("link_sent")
    link = heard(life, "failed", code="permanent-failure", reason="number_not_in_use")
    assert (link.delivery, link.reason) == ("failed", "number_not_in_use")
    assert life.last == [e.LinkDelivery(1, "failed", code="permanent-failure", reason="number_not_in_use")]
    assert heard(life, "failed", possibly_twice=True).reason == "number_not_in_use"
    assert heard(life, "delivered").reason is None


def test_an_email_that_comes_back_was_not_delivered():
    life = a_life("link_sent").do(c.RecordDelivery(1, "delivered"), SYSTEM)
    assert life.refused(c.RecordDelivery(1, "failed", reason="mailbox_full"), SYSTEM) == "already_known"
    assert heard(life, "failed", reason="address_unknown").delivery == "failed"
    assert life.refused(c.RecordDelivery(1, "delivered"), SYSTEM) == "already_known", "whichever came first"


def test_that_it_may_have_gone_twice_is_kept_even_when_nothing_else_is_new():
    life = a_life("link_sent").do(c.RecordDelivery(1, "sent"), SYSTEM)
    assert heard(life, "sent", possibly_twice=True).possibly_twice
    assert heard(life, "delivered").possibly_twice
    assert life.refused(c.RecordDelivery(1, "sent", possibly_twice=True), SYSTEM) == "already_known"


def test_a_receipt_for_a_replaced_link_is_kept_but_changes_nothing():
    life = a_life("link_sent").do(c.SendLink(), ME)
    link = life.incident.link
    life.do(c.RecordDelivery(1, "failed", code="permanent-failure"), SYSTEM)
    assert life.last == [e.LinkDelivery(1, "failed", code="permanent-failure")]
    assert life.incident.link == link


@pytest.mark.parametrize("number", [2, 0, -1])
def test_a_receipt_for_a_link_that_was_never_sent_is_refused(number):
    assert a_life("link_sent").refused(c.RecordDelivery(number, "sent"), SYSTEM) == "no_such_link"


def test_a_receipt_where_no_link_was_sent_is_refused():
    assert a_life("claimed").refused(c.RecordDelivery(1, "sent"), SYSTEM) == "no_such_link"


def test_a_receipt_may_come_after_everything_is_over():
    assert a_life("closed").do(c.RecordDelivery(1, "delivered"), SYSTEM).incident.link.open is False


def test_the_link_lives_as_long_as_the_policy_says():
    life = a_life("link_sent")
    last = life.incident.link.expires - life.now
    assert life.ask(c.VictimJoin(), VICTIM, after=last).code == "link_expired"
    earlier = a_life("link_sent")
    earlier.do(c.VictimJoin(), VICTIM, after=last - MINUTE)


@pytest.mark.parametrize("status", ["link_sent", "paused"])
@pytest.mark.parametrize(
    "command", [c.VictimJoin(), c.TellNeeds(), c.AskOfficer("stop"), c.ChangeMind(), c.Pause("victim_break"), c.Resume()]
)
def test_a_link_that_has_run_out_is_good_for_nothing(status, command):
    life = a_life(status)
    assert life.ask(command, VICTIM, after=life.incident.link.expires - life.now).code == "link_expired"


def test_but_a_cry_for_help_still_counts():
    life = a_life("link_sent")
    life.do(c.Escalate("not_safe"), VICTIM, after=life.incident.link.expires - life.now)
    assert life.incident.status == "escalated"


@pytest.mark.parametrize("command", [c.VictimJoin(), c.Pause("victim_break")])
def test_a_call_that_goes_on_is_not_cut_off_when_its_link_runs_out(command):
    life = a_life("in_call")
    life.do(command, VICTIM, after=life.incident.link.expires - life.now + HOUR)


def test_no_code_is_read_out_for_a_link_that_has_run_out():
    life = a_life("link_sent")
    assert life.ask(c.ReadOutCode(), ME, after=life.incident.link.expires - life.now).code == "link_run_out"
    life.do(c.SendLink(times_checked=True), ME).do(c.ReadOutCode(), ME)
