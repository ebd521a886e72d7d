"""A person's words stand in no row but the sealed ones, and tokens in none at all."""

from __future__ import annotations

import itertools
import re

import pytest
from cryptography.exceptions import InvalidTag
from msgspec import json
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain.recording import Stored
from chalicelib.service import Caller, perform
from chalicelib.service.reporting import Person
from chalicelib.store import keys
from chalicelib.store.incidents import stored
from chalicelib.store.personal import ALPHABET, context, link_token, seal, set_apart, token_hash, unseal
from tests.builders import NOW, OFFICER, SERGEANT, answers, policy
from tests.checks import in_the_clear, whole_table_is_consistent
from tests.force import Force

MARK = "zq7marker"


@pytest.fixture
def force() -> Force:
    return Force(the_policy=policy(review={"dip_sample_share": 1.0}))


def words(what: str) -> str:
    return f"{MARK} {what} of Test Person-Alder, 07700 900123"


def data_key(force: Force, reference: str) -> bytes:
    row = force.table.rows[keys.state("dorset", reference)]
    return force.keyring.unwrap(row.sealed, context("dorset", reference))


def opened(force: Force, reference: str) -> dict[str, str]:
    """Every sealed text of an incident, in clear."""
    key = data_key(force, reference)
    rows = [row for row in force.table.all(f"INC#dorset#{reference}") if row.sealed and row.sk != "STATE"]
    return {row.sk: unseal(key, "/".join(row.key), row.sealed).decode() for row in rows}


#: Every command that carries a person's words, from a status in which it is possible.
PERSONAL = [
    ("reported", "call_handler", c.Offer(False, reason="other", companion=words("companion"), note=words("note"))),
    ("reported", "call_handler", c.Offer(True, accepted=False, companion=words("companion"), note=words("note"))),
    ("reported", "call_handler", c.Offer(True, companion=words("companion"), note=words("note"))),
    ("reported", "call_handler", c.Offer(True, accepted=True, answers=answers(), companion=words("companion"), note=words("note"))),
    ("queued", "spoc", c.Update(words("text"))),
    ("queued", "spoc", c.Recall("duplicate", words("note"))),
    ("passed_on", "receiving_team", c.Handover(note=words("note"))),
    ("in_triage", SERGEANT, c.Triage(True, note=words("note"))),
    ("claimed", SERGEANT, c.Reassign("PC2215", words("note"))),
    ("claimed", OFFICER, c.Release("shift_ending", words("note"))),
    ("claimed", OFFICER, c.RecordContact("spoke", words("note"))),
    ("claimed", OFFICER, c.MakeAppointment(None, words("note"))),  # the time is filled in below
    ("queued", "spoc", c.ReassessRisk("raised", words("note"))),
    ("claimed", OFFICER, c.SendLink("email", "tablet", to=f"{MARK}.of.test-person-alder@example.org")),
    ("link_sent", "victim", c.TellNeeds(("other",), True, words("companion"), words("note"))),
    ("link_sent", "victim", c.AskOfficer("stop", None, words("note"))),
    ("in_call", OFFICER, c.Pause("sergeant_advice", words("question"))),
    ("in_call", SERGEANT, c.Advise(words("text"))),
    ("in_call", "victim", c.Pause(question=words("question"))),
    ("call_closed", OFFICER, c.Submit(words("summary"), (words("line 1"), words("line 2")))),
    ("in_review", SERGEANT, c.Review("suspect_identified", plan=words("plan"), note=words("note"))),
    ("in_review", SERGEANT, c.PauseReview("evidence_to_come", words("note"))),
    ("finalised", SERGEANT, c.RecordDipSample("yes", "yes", "no", "yes", "yes", False, words("note"))),
    ("finalised", OFFICER, c.TellVictim("phone", words("note"))),
    ("queued", SERGEANT, c.ReturnToDispatch("not_reachable", words("note"))),
    ("queued", "call_handler", c.ChangeMind(words("note"))),
    ("in_call", OFFICER, c.Escalate("threat", words("note"))),
    ("queued", SERGEANT, c.Consult(words("why"))),
    ("passed_on", SERGEANT, c.HoldRecordings(words("note"))),
    ("passed_on", SERGEANT, c.ReleaseRecordings(words("note"))),
    ("passed_on", SERGEANT, c.ViewRecording(1, why=words("why"))),
    ("in_call", OFFICER, c.WriteStatement("mg11", words("document"), "1" * 64)),
    ("in_call", "victim", c.WantStatementChanged(1, words("note"))),
    ("in_call", "victim", c.SignStatement(1, "1" * 64, words("name"), drawing="M1 1 L2 2")),
    ("link_sent", "victim", c.AddFile(words("name"), 1, "image/jpeg")),
    ("link_sent", SERGEANT, c.ShowFile(1, words("why"))),
    ("claimed", SERGEANT, c.ShowCustody(words("why"))),
]


_STORED = Stored("0" * 64, 1, "v1")
_JOINED = c.RecordRecording(number=1, began=NOW, ended=NOW, manifest=_STORED, playable=_STORED)
#: What has to come before.
_SHOWN = [(OFFICER, c.WriteStatement("mg11", "Test: a document", "1" * 64)), (OFFICER, c.ShowStatement(1))]
FIRST = {
    c.WantStatementChanged: _SHOWN,
    c.SignStatement: [*_SHOWN, (OFFICER, c.LockStatement(1, "1" * 64))],
    c.ReleaseRecordings: [(SERGEANT, c.HoldRecordings())],
    c.ViewRecording: [("system", _JOINED)],
    c.ShowFile: [
        ("victim", c.AddFile("Test: a name", 1, "image/jpeg")),
        ("victim", c.FinishFile(1, "0" * 64)),
        ("system", c.RecordFileArrival(1, "0" * 64, 1, "image/jpeg", "v1")),
    ],
    c.ShowCustody: [(OFFICER, c.AskCustody()), ("system", c.RecordCustody(1, "0" * 64, 1, "v1"))],
}


def test_every_command_with_a_person_s_words_is_tried_here():
    with_words = {kind for kind in c.all_commands().values() if kind.personal}
    assert {type(command) for _, _, command in PERSONAL} == with_words


@pytest.mark.parametrize(("status", "who", "command"), PERSONAL, ids=lambda value: type(value).__name__)
def test_words_that_come_with_a_command_are_kept_sealed_and_stand_nowhere_else(force, status, who, command):
    reference = force.bring(status)
    if isinstance(command, c.MakeAppointment):
        command = c.MakeAppointment(force.clock.now.replace(hour=15), command.note)
    if isinstance(command, c.PauseReview):
        command = c.PauseReview(next(iter(force.policy.reasons.review_pause)), command.note)
    if isinstance(command, c.Offer) and command.reason:
        command = replace(command, reason=next(iter(force.policy.prompt.not_offered_reasons)))
    for first_who, first in FIRST.get(type(command), ()):
        force.must(first_who, reference, first)
    force.must(who, reference, command, id="k1")
    given = [getattr(command, name) for name in command.personal]
    flat = [each for value in given if value for each in ((value,) if isinstance(value, str) else value)]
    marked = [each for each in flat if MARK in each]  # strokes hold no words
    assert sorted(text for text in opened(force, reference).values() if text.startswith(MARK)) == sorted(marked)
    assert in_the_clear(force.rows(), MARK) == []
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_a_report_keeps_the_person_sealed_and_only_there(force):
    victim = {
        "name": words("name"),
        "phone": f"07700 900123 {MARK}",
        "email": f"{MARK}@example.org",
        "needs": [words("need")],
        "safe_contact": {"times": words("times")},
    }
    thrive = dict.fromkeys(("threat", "harm", "risk", "investigation", "vulnerability", "engagement"), words("thrive"))
    location = {"text": words("location"), "postcode": MARK[:9]}
    force.report("A-1", id="k1", summary=words("summary"), victim=victim, thrive=thrive, location=location)
    assert in_the_clear(force.rows(), MARK) == []
    assert in_the_clear(force.rows(), MARK[:9]) == []
    assert in_the_clear(force.rows(), "1984-02-29") == []
    person = json.decode(opened(force, "A-1")["PERSON"], type=Person)
    assert (person.victim.name, person.summary, person.location.text) == (words("name"), words("summary"), words("location"))
    assert (person.thrive.threat, person.victim.date_of_birth.isoformat()) == (words("thrive"), "1984-02-29")


def test_a_report_that_is_refused_or_repeated_leaves_no_words_either(force):
    force.report("A-1", id="k1", summary=words("summary"))
    force.report("A-1", summary=words("another summary"))
    force.report("A-2", id="k1", summary=words("another summary"))
    assert in_the_clear(force.rows(), MARK) == []


def test_no_word_of_a_whole_life_stands_in_the_clear(force):
    for status, who, command in PERSONAL:
        if not isinstance(command, c.MakeAppointment | c.PauseReview):
            reference = force.bring(status, summary=words("summary"), victim={"name": words("name")})
            force.give(who, reference, command, id=f"k-{reference}")
            holder = force.incident(reference).holder
            if holder:
                force.must(holder, reference, c.Close()) if force.incident(reference).call.victim_joined_at else None
                force.give("spoc", reference, c.Recall("duplicate", words("recall")))
    assert in_the_clear(force.rows(), MARK) == []
    assert in_the_clear(force.rows(), "Person-Alder") == []
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


# --- how they are sealed ------------------------------------------------------------------------------------------------------


def test_words_are_found_under_the_reference_that_the_event_holds(force):
    reference = force.bring("queued")
    force.must("spoc", reference, c.Update(words("text")))
    assert opened(force, reference)["TEXT#00000004.text"] == words("text")


def test_a_list_of_words_has_a_reference_each():
    command, texts = set_apart(c.Submit("summary", ("first", "second")), 7)
    assert command == c.Submit("00000007.summary", ("00000007.lines_of_enquiry.0", "00000007.lines_of_enquiry.1"))
    assert texts == dict(zip((command.summary, *command.lines_of_enquiry), ("summary", "first", "second"), strict=True))


def test_what_is_not_given_is_not_set_apart():
    command = c.Submit("summary")
    assert set_apart(command, 7)[1] == {"00000007.summary": "summary"}
    assert set_apart(c.Recall("duplicate"), 7) == (c.Recall("duplicate"), {})
    assert set_apart(c.Claim(), 7) == (c.Claim(), {})


def test_a_sealed_text_can_neither_be_moved_nor_changed_nor_opened_with_another_key():
    sealed = seal(b"k" * 32, "INC#dorset#A-1/TEXT#1", b"words")
    assert unseal(b"k" * 32, "INC#dorset#A-1/TEXT#1", sealed) == b"words"
    for key, where, text in (
        (b"k" * 32, "INC#dorset#A-1/TEXT#2", sealed),
        (b"k" * 32, "INC#dorset#A-1/TEXT#1", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (b"x" * 32, "INC#dorset#A-1/TEXT#1", sealed),
    ):
        with pytest.raises(InvalidTag):
            unseal(key, where, text)


def test_the_same_words_sealed_twice_look_different():
    assert seal(b"k" * 32, "here", b"words") != seal(b"k" * 32, "here", b"words")


def test_each_incident_has_its_own_key(force):
    first, second = force.bring("queued"), force.bring("queued")
    assert data_key(force, first) != data_key(force, second)


# --- the token of a link ------------------------------------------------------------------------------------------------------


def test_a_token_has_22_letters_of_58_and_looks_random():
    tokens = [link_token(bytes([n]) * 32, number) for n in range(60) for number in (1, 2, 3)]
    assert all(re.fullmatch(f"[{ALPHABET}]{{22}}", token) for token in tokens)
    assert len(ALPHABET) == len(set(ALPHABET)) == 58
    assert not set("0OIl") & set(ALPHABET)
    assert set("".join(tokens)) == set(ALPHABET)
    assert len(set(tokens)) == len(tokens)


def test_a_token_is_the_same_each_time_it_is_derived_and_differs_by_number_and_incident(force):
    first, second = force.bring("queued"), force.bring("queued")
    found = {(each, n): link_token(data_key(force, each), n) for each, n in itertools.product((first, second), (1, 2))}
    assert len(set(found.values())) == 4
    assert found[first, 1] == link_token(data_key(force, first), 1)


def test_only_the_hash_of_a_token_is_stored_and_it_leads_to_the_incident(force):
    reference = force.bring("link_sent")
    force.must(OFFICER, reference, c.SendLink(device="laptop"))
    tokens = [link_token(data_key(force, reference), number) for number in (1, 2)]
    assert force.incident(reference).link.token_hash == token_hash(tokens[1])
    for token in tokens:
        row = force.table.rows[keys.link(token_hash(token))]
        assert json.decode(row.data) == {"force": "dorset", "reference": reference}
        assert row.expires > force.clock.now.timestamp()
        assert in_the_clear(force.rows(), token) == []


def test_only_the_last_link_opens_the_room_and_none_once_it_is_closed(force):
    reference = force.bring("link_sent")
    old = force.victim_of(reference)
    force.must(OFFICER, reference, c.SendLink(device="laptop"))
    new = force.victim_of(reference)
    assert perform(force.deps, old, reference, c.VictimJoin()).code == "link_closed"
    assert force.give(new, reference, c.VictimJoin()).status == "link_sent"
    force.must(OFFICER, reference, c.OfficerJoin())
    force.must(OFFICER, reference, c.Close())
    assert force.give(new, reference, c.VictimJoin()).code == "link_closed"


def test_a_link_of_another_incident_opens_nothing(force):
    first = force.bring("link_sent")
    second = force.bring("link_sent", officer="PC2215")
    assert force.give(force.victim_of(first), second, c.VictimJoin()).code == "link_closed"
    assert force.give(Caller(force="dorset", id="victim", roles=frozenset({"victim"}), link="0" * 64), first, c.VictimJoin()).code


def test_the_state_holds_no_text_and_no_key_in_its_json(force):
    reference = force.bring("in_review")
    row = force.table.rows[keys.state("dorset", reference)]
    assert stored(row).incident.reference == reference
    assert data_key(force, reference).hex() not in row.data
