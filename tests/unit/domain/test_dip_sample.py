"""Dip samples: who is drawn, that nobody can tell before, and what a sergeant records."""

from itertools import pairwise

import pytest
from msgspec.structs import asdict, fields, replace

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.dip_sample import QUESTIONS, lot, shown
from chalicelib.domain.incident import DipSample
from chalicelib.domain.times import stamp
from chalicelib.domain.words import ENDED, Status
from chalicelib.domain.worklists import place, second_place
from tests.builders import FORCES, OFFICER, OTHER_OFFICER, REFERENCE, SERGEANT, a_life, an_incident, by, policy

ME, VICTIM, BOSS = by("officer"), by("victim"), by("sergeant")
ALL, NONE = policy(review={"dip_sample_share": 1.0}), policy(review={"dip_sample_share": 0.0})
GOOD = c.RecordDipSample("yes", "yes", "no", "not_applicable", "yes", satisfactory=True, note="ref-1")
DECIDED = ["passed_on", "handed_over", "finalised", "closed"]
drawn = e.DipSampleDrawn()


# --- the lot ------------------------------------------------------------------------------------------------------------------


def test_a_lot_is_the_same_each_time_and_another_for_each_force_incident_and_link():
    incident = an_incident("in_call")
    others = [
        replace(incident, force="wessexshire"),
        replace(incident, facts=replace(incident.facts, reference="X-1")),
        replace(incident, link=replace(incident.link, token_hash="ab" * 32)),
        replace(incident, link=None),
    ]
    lots = [lot(each) for each in (incident, *others)]
    assert lots == [lot(each) for each in (incident, *others)]
    assert len(set(lots)) == len(lots)


def test_a_lot_does_not_change_with_what_is_done_in_the_call():
    life = a_life("in_call")
    before = lot(life.incident)
    life.do(c.Pause(), ME).do(c.Resume(), ME).do(c.TickChecklist({"vna": "done"}), ME).do(c.Close(), ME)
    assert lot(life.incident) == before


def test_lots_are_even():
    """A tenth of many is drawn at a share of a tenth, whatever the references look like."""
    incident = an_incident("in_call")
    lots = [lot(replace(incident, facts=replace(incident.facts, reference=f"2026-{n:04d}"))) for n in range(4000)]
    assert all(0 <= each < 1 for each in lots)
    assert 330 < sum(each < 0.1 for each in lots) < 470
    assert 1900 < sum(earlier < later for earlier, later in pairwise(lots)) < 2100


# --- when it is drawn ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("force", FORCES)
def test_a_call_that_was_held_is_drawn_when_it_is_closed(force):
    life = a_life("in_call", the_policy=policy(force, review={"dip_sample_share": 1.0}), force=force).do(c.Close(), ME)
    assert life.last == [e.CallClosed(held=True), drawn]
    assert life.incident.dip_sample == DipSample(life.now)


@pytest.mark.parametrize("status", ["in_call", "paused"])
@pytest.mark.parametrize(
    ("command", "who"),
    [
        (c.ReturnToDispatch("not_reachable"), ME),
        (c.ChangeMind(), VICTIM),
        (c.Recall("attended"), by("spoc")),
        (c.Close(), BOSS),
    ],
    ids=["returned", "change of mind", "recalled", "closed"],
)
def test_however_a_call_ends_it_takes_part(status, command, who):
    assert a_life(status, the_policy=ALL).do(command, who).last[-1] == drawn


def test_an_emergency_takes_part_when_its_room_is_closed():
    life = a_life("in_call", the_policy=ALL).do(c.Escalate("threat"), ME)
    assert drawn not in life.last
    assert life.do(c.Close(), ME).last == [e.CallClosed(held=True), drawn]
    assert second_place(life.incident)


def test_what_was_no_call_is_not_drawn():
    assert a_life("link_sent", the_policy=ALL).do(c.Close(), ME).last == [e.CallClosed(held=False)]
    assert drawn not in a_life("claimed", the_policy=ALL).do(c.ReturnToDispatch("not_reachable"), ME).last


def test_a_call_that_is_over_is_not_drawn_again():
    life = a_life("call_closed", the_policy=ALL).do(c.ReturnToDispatch("unsuitable"), BOSS)
    assert drawn not in life.last
    assert second_place(life.incident)


def test_none_is_drawn_where_the_force_wants_none():
    assert a_life("closed", the_policy=NONE).incident.dip_sample is None


def test_a_refusal_draws_nothing():
    life = a_life("in_call", the_policy=ALL)
    assert life.refused(c.Close(), by("officer", id=OTHER_OFFICER)) == "not_holder"
    assert life.incident.dip_sample is None


def test_just_those_below_the_share_are_drawn():
    chance = lot(an_incident("in_call"))
    for share, is_drawn in ((chance, False), (chance + 1e-6, True)):
        life = a_life("in_call", the_policy=policy(review={"dip_sample_share": share})).do(c.Close(), ME)
        assert (drawn in life.last) is is_drawn


# --- where it stands ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", list(Status))
def test_it_stands_on_the_list_from_the_decision_on_also_when_the_incident_has_ended(status):
    life = a_life(status.value, the_policy=ALL)
    found = second_place(life.incident)
    assert (found is not None) == (status.value in DECIDED)
    assert (shown(life.incident) is not None) == (status.value in DECIDED)
    if found:
        assert found == ("dip_samples", f"{stamp(life.incident.dip_sample.drawn_at)}#{REFERENCE}")
        assert (place(life.incident) is None) == (status in ENDED)


def test_while_it_is_desk_work_nobody_is_told():
    life = a_life("desk_work", the_policy=ALL)
    assert (second_place(life.incident), shown(life.incident)) == (None, None)


def test_once_recorded_it_leaves_the_list_and_is_still_told():
    life = a_life("finalised", the_policy=ALL).do(GOOD, BOSS)
    assert second_place(life.incident) is None
    assert shown(life.incident).satisfactory is True


# --- what is recorded ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", DECIDED)
def test_a_sergeant_who_did_not_take_the_call_records_it(status):
    life = a_life(status, the_policy=ALL)
    before = life.incident
    life.do(GOOD, BOSS)
    answers = dict(zip(QUESTIONS, ("yes", "yes", "no", "not_applicable", "yes"), strict=True))
    assert life.last == [e.DipSampleRecorded(answers, True, "ref-1")]
    looked = DipSample(before.dip_sample.drawn_at, life.now, SERGEANT, True)
    assert life.incident == replace(before, version=before.version + 1, dip_sample=looked)


def test_the_questions_are_the_command_s():
    others = {"satisfactory", "note"}
    assert tuple(field.name for field in fields(c.RecordDipSample) if field.name not in others) == QUESTIONS
    assert set(asdict(GOOD)) == {*QUESTIONS, *others}


@pytest.mark.parametrize("id", [OFFICER, "PS1103"])
def test_nobody_looks_at_a_call_of_their_own(id):
    life = a_life("in_call", the_policy=ALL).do(c.Reassign("PS1103"), BOSS)
    both = by("officer", "sergeant", id="PS1103")
    life.do(c.OfficerJoin(), both).do(c.Close(), both).do(c.ReturnToDispatch("unsuitable"), both)
    assert life.refused(GOOD, by("officer", "sergeant", id=id)) == "own_dip_sample"


def test_what_was_not_drawn_is_not_recorded():
    assert a_life("closed", the_policy=NONE).refused(GOOD, BOSS) == "not_drawn"


def test_it_is_recorded_once_and_the_second_is_told_by_whom():
    life = a_life("closed", the_policy=ALL).do(GOOD, BOSS)
    assert life.ask(GOOD, by("sergeant", id="PS1102")).says == f"{SERGEANT} has recorded the dip sample of this call."


@pytest.mark.parametrize("status", ["call_closed", "in_review", "desk_work"])
def test_not_before_the_decision(status):
    assert a_life(status, the_policy=ALL).refused(GOOD, BOSS) == "wrong_status"
