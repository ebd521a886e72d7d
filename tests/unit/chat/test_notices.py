"""Private replies: the victim's details for one pair of eyes, and every refusal with what to do next."""

import ast
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

import chalicelib.domain
from chalicelib.chat import notices
from chalicelib.chat.actions import ACTIONS
from chalicelib.chat.answers import Mistakes
from chalicelib.chat.offering import offered
from chalicelib.chat.people import details, hidden, sealed_text
from chalicelib.domain import commands as c
from chalicelib.domain.refusals import Refusal
from chalicelib.service import Done
from chalicelib.service.reporting import Person
from tests.builders import MINUTE, NOW, a_life, a_report, an_incident, an_officer, by, policy

from .lives import MARKERS, STATUSES, WORDS, shows_a_person

POLICY = policy()


def a_person(**victim):
    report = a_report(victim=victim)
    return msgspec.convert({name: report[name] for name in ("victim", "location", "summary", "thrive")}, Person)


#: What the service refuses besides.
OF_THE_SERVICE = {
    "queue_empty",
    "unknown_incident",
    "unknown_officer",
    "not_on_roster",
    "command_id_reused",
    "reference_in_use",
    "unknown_link",
    "nothing_written",
    "number_invalid",
    "number_landline",
    "number_no_texts",
    "number_premium",
    "address_invalid",
}


def codes():
    """Every refusal of the domain, from its source."""
    for file in Path(chalicelib.domain.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


# --- the victim ---------------------------------------------------------------------------------------------------------------


def test_the_details_are_all_there_and_can_be_hidden():
    shown = details(an_incident("claimed"), a_person(needs=["BSL interpreter"]))
    facts = {each.label: each.value for each in shown.facts}
    assert facts["Name"] == "Test Person-Alder"
    assert facts["Born"] == "29/2/1984"
    assert facts["Telephone"] == "07700 900123"
    assert facts["Needs"] == "BSL interpreter"
    assert facts["Place"] == "1 Test Street, Exampleton, ZZ99 9ZZ"
    assert facts["Texts are safe"] == "yes"
    assert facts["Messages are safe"] == "NO"
    assert facts["Threat"] == "Test: none seen"
    assert shown.hide
    assert [each.action for each in shown.buttons] == ["details.hide"]
    assert "logged" in shown.text


def test_what_is_not_known_is_left_out():
    shown = details(an_incident("claimed"), a_person(email=None, date_of_birth=None, safe_contact={}))
    facts = {each.label: each.value for each in shown.facts}
    assert not {"Email", "Born", "Needs", "Safe times"} & set(facts)
    assert facts["Texts are safe"] == "not asked"
    assert shown.tone == "plain"


def test_what_could_put_the_victim_in_danger_comes_first():
    life = a_life("claimed", minor=True).do(c.RecordContact("unsafe"), by("officer"))
    shown = details(life.incident, a_person(safe_contact={"ok_to_text": False, "ok_to_leave_message": False}))
    assert shown.tone == "warning"
    assert all(word in shown.text for word in ("suspended", "Texts are NOT safe", "NO message", "Under 18"))


def test_nothing_of_it_stands_outside_the_facts():
    """So a platform can show the facts to one and log or preview the text."""
    shown = details(an_incident("claimed"), a_person())
    assert shows_a_person((shown.text, shown.buttons)) == []
    assert set(shows_a_person(shown.facts)) == set(MARKERS) - {"SECRET"}


def test_hidden_details_leave_nothing_behind():
    assert shows_a_person(hidden("20261118-0416")) == []
    assert [each.action for each in hidden("20261118-0416").buttons] == ["job.details"]


def test_a_sealed_text_is_shown_in_the_same_way():
    shown = sealed_text("R-1", "Update 1", WORDS)
    assert shown.facts[0].value == WORDS
    assert shown.hide
    assert shows_a_person(shown.text) == []
    assert "nothing is kept" in sealed_text("R-1", "Update 1", None).text


# --- refusals -----------------------------------------------------------------------------------------------------------------


def test_every_refusal_has_its_next_step_and_no_other_is_named():
    known = set(codes()) | OF_THE_SERVICE
    assert known <= set(notices.NEXT)
    assert set(notices.NEXT) - known == {"unknown_command"}


@pytest.mark.parametrize("code", sorted(notices.NEXT))
def test_a_refusal_is_its_own_sentence_and_what_to_do(code):
    shown = notices.refusal(Refusal(code, "It is so."), "20261118-0416")
    assert shown.text.startswith("It is so.")
    assert shown.tone == "warning"
    assert {each.action for each in shown.buttons} <= set(ACTIONS)
    assert all(each.value == "20261118-0416" for each in shown.buttons if each.action.startswith("job."))


def test_without_a_job_no_button_is_about_one():
    assert notices.refusal(Refusal("wrong_status", "No.")).buttons == ()


def test_a_refusal_nobody_has_heard_of_is_said_as_it_is():
    assert notices.refusal(Refusal("brand_new", "It is so.")).text == "It is so."


def test_who_lost_the_race_is_told_who_won_and_offered_the_next():
    shown = notices.refusal(Refusal("already_claimed", "PC2214 claimed this job at 14:02."), "R-1")
    assert shown.text == "PC2214 claimed this job at 14:02. Take the next one."
    assert [each.action for each in shown.buttons] == ["queue.claim_next"]


def test_mistakes_can_be_said_without_a_form():
    shown = notices.mistakes(Mistakes({"lines_of_enquiry": "Too long.", "items.vna": "Choose."}))
    assert shown.text.splitlines()[1:] == ["Lines of enquiry: Too long.", "Vna: Choose."]


# --- what was done ------------------------------------------------------------------------------------------------------------


def a_result(status, room=None):
    return Done("20261118-0416", status, 7, ("CallResumed",), officer="PC2214", room=room)


def test_what_was_done_and_how_it_stands():
    shown = notices.done(ACTIONS["job.resume"], a_result("in_call", "in_call"))
    assert shown.text == "Done: resume the call. 20261118-0416 is now: in the call. Room: in the call."


def test_where_there_is_no_room_none_is_spoken_of():
    assert notices.done(ACTIONS["job.release"], a_result("queued")).text.endswith("20261118-0416 is now: in the queue.")


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_words(status):
    assert "20261118-0416 is now: " in notices.done(ACTIONS["job.told"], a_result(status)).text


def test_a_link_is_on_its_way():
    assert notices.done(ACTIONS["job.link"], a_result("link_sent", "waiting")).text.startswith("The link is on its way.")


def test_the_first_thing_after_a_claim():
    claimed = replace(a_result("claimed"), reported_at=NOW)
    shown = notices.claimed(claimed, POLICY, NOW + 25 * MINUTE)
    assert shown.text.endswith("is yours. Reported 25 minutes ago: telephone before you send the link.")
    assert notices.claimed(claimed, POLICY, NOW + 5 * MINUTE).text.endswith("Reported 5 minutes ago. Send the link.")
    assert notices.claimed(a_result("claimed"), POLICY, NOW).text.endswith("is yours.")
    assert [each.action for each in shown.buttons] == ["job.details", "job.contact", "job.link"]


@pytest.mark.parametrize(
    ("duty", "job", "next_"),
    [("on", None, ["queue.claim_next"]), ("on", "X-1", []), ("break", None, ["shift.back"]), ("off", None, [])],
)
def test_how_the_shift_stands_and_what_comes_next(duty, job, next_):
    shown = notices.on_duty(an_officer(duty=duty, job=job))
    assert shown.text in ("You are on shift.", "You are on a break.", "You are off shift.")
    assert [each.action for each in shown.buttons] == next_


def test_of_a_very_long_story_the_end_is_told():
    told = notices.happened("R-1", tuple(map(str, range(100)))).text.splitlines()
    assert told[:2] == ["What happened to R-1:", "60 earlier entries are left out."]
    assert told[2:] == [str(each) for each in range(60, 100)]
    assert notices.happened("R-1", ("only",)).text.splitlines() == ["What happened to R-1:", "only"]


def test_what_one_can_do_is_all_there():
    incident = an_incident("claimed")
    shown = notices.can_do(incident, POLICY, offered(incident, frozenset({"officer"}), is_holder=True))
    assert {"job.contact", "job.link", "job.release", "job.reassign", "job.escalate"} <= {each.action for each in shown.buttons}
    assert "nothing for you" in notices.can_do(incident, POLICY, ()).text


def test_our_own_fault_is_said_as_such():
    assert "nothing is done twice" in notices.trouble().text
