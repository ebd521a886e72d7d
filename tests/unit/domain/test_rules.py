"""Who may do what, when: the whole matrix of roles, commands and statuses, written out a second time and compared."""

import ast
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
import pytest

import chalicelib.domain
from chalicelib.domain import commands as c
from chalicelib.domain import decide, evolve
from chalicelib.domain import events as e
from chalicelib.domain.commands_statement import Document, Drawing
from chalicelib.domain.dip_sample import QUESTIONS
from chalicelib.domain.rules import RULES, By, check
from chalicelib.domain.words import Role, Status, Words
from tests.builders import OFFICER, OTHER_OFFICER, an_incident, by

EVERYBODY = " ".join(Role)
ALL = " ".join(Status)
HELD = "claimed link_sent in_call paused call_closed"
ROOM = "link_sent in_call paused"
WAITS = "reported offered in_triage queued claimed link_sent paused"
UNDECIDED = f"reported offered in_triage queued {HELD} in_review desk_work"
DECIDED = "passed_on handed_over finalised"
LIVE = f"{UNDECIDED} {DECIDED}"

#: command: roles, statuses; "own" when an officer needs to have the job.
MATRIX = {
    "offer": ("call_handler spoc", "reported offered", ""),
    "triage": ("sergeant", "in_triage", ""),
    "claim": ("officer", "queued", ""),
    "allocate": ("sergeant system", "queued", ""),
    "reassign": ("officer sergeant", f"{HELD} desk_work", "own"),
    "release": ("officer sergeant", "claimed link_sent", "own"),
    "record_contact": ("officer", f"{HELD} desk_work", "own"),
    "make_appointment": ("officer sergeant spoc", "queued claimed link_sent", "own"),
    "reassess_risk": ("officer sergeant spoc", WAITS, ""),
    "send_link": ("officer", f"claimed {ROOM}", "own"),
    "victim_join": ("victim", ROOM, ""),
    "officer_join": ("officer", ROOM, "own"),
    "tell_needs": ("victim", ROOM, ""),
    "ask_officer": ("victim", ROOM, ""),
    "read_out_code": ("officer", ROOM, "own"),
    "use_code": ("victim", ROOM, ""),
    "add_file": ("officer victim", f"{HELD} desk_work", "own"),
    "finish_file": ("officer victim", f"{HELD} desk_work", "own"),
    "give_up_file": ("officer victim", f"{HELD} desk_work", "own"),
    "record_file_arrival": ("system", ALL, ""),
    "record_file_lost": ("system", ALL, ""),
    "show_file": ("officer sergeant", ALL, "own"),
    "ask_custody": ("officer sergeant", ALL, "own"),
    "record_custody": ("system", ALL, ""),
    "show_custody": ("officer sergeant", ALL, "own"),
    "pause": ("officer victim", "in_call", "own"),
    "advise": ("sergeant", f"{HELD} in_review desk_work", ""),
    "resume": ("officer victim", "paused", "own"),
    "close": ("officer sergeant", ROOM, "own"),
    "write_statement": ("officer", f"{HELD} desk_work", "own"),
    "show_statement": ("officer", ROOM, "own"),
    "lock_statement": ("officer", ROOM, "own"),
    "want_statement_changed": ("victim", ROOM, ""),
    "sign_statement": ("victim", ROOM, ""),
    "record_statement_printed": ("system", ALL, ""),
    "tick_checklist": ("officer", f"{HELD} desk_work", "own"),
    "submit": ("officer", "call_closed desk_work", "own"),
    "review": ("sergeant", "in_review", ""),
    "pause_review": ("officer sergeant", "in_review", "own"),
    "resume_review": ("officer sergeant", "in_review", "own"),
    "record_dip_sample": ("sergeant", f"{DECIDED} closed returned escalated", ""),
    "handover": ("receiving_team", "passed_on", ""),
    "tell_victim": ("officer sergeant", DECIDED, ""),
    "return_to_dispatch": ("officer sergeant spoc", UNDECIDED, "own"),
    "change_mind": ("victim officer sergeant call_handler spoc", UNDECIDED, ""),
    "escalate": ("victim officer sergeant call_handler spoc", LIVE, ""),
    "recall": ("spoc", UNDECIDED, ""),
    "update": ("call_handler spoc", LIVE, ""),
    "acknowledge_update": ("officer sergeant", LIVE, "own"),
    "outcome": ("records", ALL, ""),
    "consult": ("officer sergeant spoc records", ALL, "own"),
    "note_due": ("system", LIVE + " escalated", ""),
    "record_delivery": ("system", ALL, ""),
    "hold_recordings": ("officer sergeant", ALL, "own"),
    "release_recordings": ("sergeant", ALL, ""),
    "keep_recordings": ("officer sergeant", ALL, "own"),
    "view_recording": ("officer sergeant records receiving_team", ALL, "own"),
    "redact_recording": ("officer sergeant", ALL, "own"),
    "record_recording": ("system", ALL, ""),
    "record_no_recording": ("system", ALL, ""),
    "record_retention": ("system", ALL, ""),
    "record_redaction": ("system", ALL, ""),
}
COMMANDS = c.all_commands()
INCIDENTS = {status.value: an_incident(status.value) for status in Status}
#: The rules look at nothing in a command but its kind.
FIELDS = {
    "at": "2026-11-18T10:00:00Z",
    "made": True,
    "text": "ref",
    "reason": "x",
    "suitable": True,
    "officer": "PC1",
    "result": "unsafe",
}
FIELDS |= {
    "items": {"vna": "done"},
    "summary": "ref",
    "decision": "finalise",
    "how": "phone",
    "update": 1,
    "kind": "risk",
    "number": 1,
}
FIELDS |= {"document": "{}", "sha256": "0" * 64, "name": "ref", "edition": 1, "kept": "v1"}
_MOMENT, _STORED = "2026-11-18T10:00:00Z", {"sha256": "0" * 64, "size": 1, "version": "v1"}
FIELDS |= {"group": "other", "spans": [{"from": 0, "to": 1}], "redaction": 1, "stored": _STORED, "manifest": _STORED}
FIELDS |= {"began": _MOMENT, "ended": _MOMENT, "until": _MOMENT}
FIELDS |= {"size": 1, "version": "v1"}
FIELDS |= {"status": "sent", "what": "stop", "code_hash": "0" * 64}
FIELDS |= dict.fromkeys(QUESTIONS, "yes") | {"satisfactory": True}


def a_command(name):
    kind = COMMANDS[name]
    wanted = {field.name for field in msgspec.structs.fields(kind) if field.required}
    values = FIELDS | ({"result": "raised"} if name == "reassess_risk" else {})
    values |= {"kind": "image/jpeg"} if "file" in name else {}
    return msgspec.convert({each: values[each] for each in wanted}, kind)


def answer(name, incident, who):
    refusal = check(incident, a_command(name), who)
    return refusal and refusal.code


def test_the_matrix_has_every_command():
    assert set(MATRIX) == set(COMMANDS)


@pytest.mark.parametrize("name", MATRIX)
@pytest.mark.parametrize("role", list(Role))
def test_the_matrix(name, role):
    roles, statuses, own = MATRIX[name]
    for status, incident in INCIDENTS.items():
        who = by(role.value)
        if role not in roles.split():
            expected = "not_permitted"
        elif status not in statuses.split():
            expected = "already_claimed" if name in ("claim", "allocate") and status in HELD.split() else "wrong_status"
        elif own and role == "officer" and incident.officer != OFFICER:
            expected = "not_holder"
        else:
            expected = None
        assert answer(name, incident, who) == expected, status


@pytest.mark.parametrize("name", [name for name, (roles, _, own) in MATRIX.items() if own])
def test_what_is_for_the_officer_of_the_job_is_for_no_colleague(name):
    for status in MATRIX[name][1].split():
        assert answer(name, INCIDENTS[status], by("officer", id=OTHER_OFFICER)) == "not_holder"


def test_a_sergeant_who_is_also_an_officer_is_not_bound_to_their_own_jobs():
    assert answer("close", INCIDENTS["in_call"], by("officer", "sergeant", id=OTHER_OFFICER)) is None
    assert answer("send_link", INCIDENTS["in_call"], by("officer", "sergeant", id=OTHER_OFFICER)) == "not_holder"


@pytest.mark.parametrize("name", MATRIX)
def test_nobody_without_a_role_may_do_anything(name):
    for incident in INCIDENTS.values():
        assert answer(name, incident, By("somebody", frozenset())) == "not_permitted"


@pytest.mark.parametrize("name", MATRIX)
def test_a_link_that_is_not_the_open_one_gives_no_right(name):
    for incident in INCIDENTS.values():
        assert answer(name, incident, By("victim", frozenset({"victim"}), link="0" * 64)) in ("link_closed", "not_permitted")


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_analysts_and_administrators_do_nothing_to_an_incident(role):
    assert not any(role in rule.roles for rule in RULES.values())


def test_who_has_several_roles_acts_as_the_first_that_may():
    both = By("PS1101", frozenset({"sergeant", "officer"}))
    assert both.acts_as(RULES[c.Close].roles) == "officer"
    assert both.acts_as(RULES[c.Review].roles) == "sergeant"


@pytest.mark.parametrize("code", ["wrong_status", "not_permitted", "not_holder"])
def test_a_refusal_is_a_sentence_that_a_person_can_act_on(code):
    says = {
        "wrong_status": check(INCIDENTS["in_triage"], c.Claim(), by("officer")),
        "not_permitted": check(INCIDENTS["queued"], c.Claim(), by("spoc")),
        "not_holder": check(INCIDENTS["in_call"], c.Close(), by("officer", id=OTHER_OFFICER)),
    }[code]
    assert (
        says.says
        == {
            "wrong_status": "Claiming the job is not possible while the suitability review is still to come.",
            "not_permitted": "Claiming the job is for: EVR officer.",
            "not_holder": f"Only the officer who holds the job can do this; {OFFICER} holds this job.",
        }[says.code]
    )


def test_where_nobody_holds_the_job_that_is_said():
    assert "nobody holds this job yet" in check(INCIDENTS["queued"], c.Consult(), by("officer")).says


# --- nothing is forgotten -----------------------------------------------------------------------------------------------------


def test_every_command_has_a_rule_and_an_area():
    assert set(RULES) == set(decide._AREAS) == set(COMMANDS.values())


def test_every_event_changes_the_incident_and_can_be_stored():
    kinds = {kind for kind in e.Event.__subclasses__() if kind.__module__.startswith(e.__name__)}
    assert set(evolve.CHANGES) | {e.Reported} == kinds == set(get_args(e.AnyEvent))


@pytest.mark.parametrize("kind", COMMANDS.values(), ids=COMMANDS)
def test_every_field_for_a_persons_words_is_set_apart(kind):
    hints = get_type_hints(kind, include_extras=True)
    in_words = {name for name, hint in hints.items() if name != "personal" and _holds_words(hint)}
    by_nature = {"to"} & set(hints)
    assert set(kind.personal) == in_words | by_nature


@pytest.mark.parametrize("kind", COMMANDS.values(), ids=COMMANDS)
def test_every_other_field_is_a_code_a_choice_a_time_or_a_number(kind):
    """A plain string could hold a name."""
    hints = get_type_hints(kind, include_extras=True)
    for name in set(kind.__struct_fields__) - set(kind.personal):
        assert not {str, str | None} & {hints[name], *get_args(hints[name])} or _is_code(hints[name]), name


def _holds_words(hint):
    return hint in (Words, Document, Drawing) or any(_holds_words(each) for each in get_args(hint))


def _is_code(hint):
    inner = next((each for each in get_args(hint) if getattr(each, "__metadata__", None)), hint)
    return any(getattr(meta, "pattern", None) for meta in getattr(inner, "__metadata__", ()))


# --- names that others depend on ----------------------------------------------------------------------------------------------

EVENTS = """
    AppointmentMade CallClosed CallPaused CallResumed CallStarted ChecklistTicked Claimed Closed CodeGiven CodeUsed ContactAttempted
    CustodyAsked CustodyMade CustodyShown DetailsShown DipSampleDrawn DipSampleRecorded EligibilityChecked Escalated FellDue
    FileAdded FileArrived FileFinished FileGivenUp FileRefused FileShown FoundSuitable
    HandoverAcknowledged LinkDelivery LinkSent NeedsTold OfferDeclined OfferMade OfferNotMade OfficerJoined OutcomeRecorded
    NothingRecorded RecordingJoined RecordingRetained RecordingShown RecordingsGrouped RecordingsHeld RecordingsReleased
    RedactionAsked RedactionMade
    StatementChangeWanted StatementLocked StatementPrinted StatementShown StatementSigned StatementWritten
    Queued Reassigned Released Reported Returned ReviewPaused ReviewResumed Reviewed RiskReassessed Submitted
    TrialArmSet UpdateAcknowledged UpdateReceived VictimAsked VictimJoined VictimTold
"""

REFUSALS = """
    already_signed not_signed nothing_changed statement_changed statement_locked statement_not_locked statement_not_shown
    too_many unknown_kind unknown_statement
    not_ready nothing_plays shorter_retention span_out_of_range unknown_group unknown_recording
    already_acknowledged already_claimed already_known already_paused already_sampled answers_missing
    appointment_ahead appointment_time checklist_incomplete contact_suspended file_empty file_finished file_is_program file_kind
    file_name_empty file_name_long file_name_path file_name_unseen file_not_there file_too_large
    impossible_time job_in_hand link_closed link_expired link_run_out no_address no_number no_such_file no_such_link
    no_such_update not_an_officer not_drawn not_holder not_paused
    not_permitted not_safe_to_text nothing_due notice_over notice_unfit off_shift officer_busy on_break outside_hours
    own_dip_sample own_review paused_by_police plan_missing reason_missing receiver_not_wanted safe_times same_officer
    time_in_future too_many_files unknown_code unknown_item unknown_notice unknown_officer unknown_outcome
    unknown_reason unknown_receiver victim_waiting why_missing wrong_duty wrong_status
"""


def test_the_names_of_commands_are_stable():
    assert {kind.__struct_config__.tag for kind in COMMANDS.values()} == set(MATRIX)


def test_the_names_of_events_are_stable():
    assert {kind.__struct_config__.tag for kind in get_args(e.AnyEvent)} == set(EVENTS.split())


def test_the_codes_of_refusals_are_stable():
    found = set()
    for file in Path(chalicelib.domain.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
                assert isinstance(node.args[0], ast.Constant), f"{file.name}: a refusal's code is written out"
                found.add(node.args[0].value)
    assert found == set(REFUSALS.split())
