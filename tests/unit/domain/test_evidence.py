"""Files of an incident: who may send what when, what becomes of it on arrival, and who may see it."""

from datetime import timedelta

import pytest
from msgspec import structs

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.evidence import file_of, sending
from chalicelib.domain.evolve import rebuild
from chalicelib.domain.file_kinds import PROGRAM, UNKNOWN
from tests.builders import NOW, OFFICER, OTHER_OFFICER, Life, a_life, by, policy

VICTIM, ME, SERGEANT, SYSTEM = by("victim"), by("officer"), by("sergeant"), by("system")
SUM, OTHER_SUM = "a" * 64, "b" * 64
MEGABYTE = 1_000_000


def photo(size: int = 5, kind: str = "image/jpeg") -> c.AddFile:
    return c.AddFile("00000007.name", size, kind, "image/jpeg")


def arrival(number: int = 1, sha256: str = SUM, size: int = 5, kind: str = "image/jpeg") -> c.RecordFileArrival:
    return c.RecordFileArrival(number, sha256, size, kind, "v1")


def with_file(status: str = "in_call", who=VICTIM) -> Life:
    return a_life(status).do(photo(), who)


def sent(status: str = "in_call", who=VICTIM) -> Life:
    return with_file(status, who).do(c.FinishFile(1, SUM), who)


# --- sending ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [VICTIM, ME], ids=["victim", "officer"])
def test_files_are_numbered_within_their_incident(who):
    life = a_life("in_call").do(photo(), who).do(photo(7), ME)
    assert [(each.number, each.size, each.state) for each in life.incident.files] == [(1, 5, "sending"), (2, 7, "sending")]
    assert life.incident.files[0].by == who.id
    assert life.events[-2].event == e.FileAdded(1, "00000007.name", 5, "image/jpeg", "image/jpeg")


@pytest.mark.parametrize("status", ["claimed", "link_sent", "in_call", "paused", "call_closed", "desk_work"])
def test_the_officer_sends_files_while_the_case_is_theirs(status):
    assert a_life(status).do(photo(), ME).incident.files[0].by == OFFICER
    assert a_life(status).refused(photo(), by("officer", id=OTHER_OFFICER)) == "not_holder"


@pytest.mark.parametrize("command", [photo(), c.FinishFile(1, SUM), c.GiveUpFile(1)], ids=["add", "finish", "give up"])
def test_when_the_room_is_closed_the_link_sends_nothing_more(command):
    life = with_file()
    link = structs.replace(VICTIM, link=life.incident.link.token_hash)
    life.do(c.Close(), ME)
    assert life.refused(command, link) == "link_closed"


@pytest.mark.parametrize("command", [photo(), c.FinishFile(1, SUM), c.GiveUpFile(1)], ids=["add", "finish", "give up"])
def test_a_link_that_expired_before_anybody_came_sends_nothing(command):
    life = with_file("link_sent").wait(policy().link.lifetime)
    assert life.refused(command, VICTIM) == "link_expired"
    assert a_life("in_call").wait(policy().link.lifetime).do(photo(), VICTIM).incident.files


def test_in_an_emergency_files_go_on_as_long_as_the_room_is_open():
    life = a_life("in_call").do(c.Escalate("threat"), VICTIM).do(photo(), VICTIM).do(photo(), ME)
    assert len(life.incident.files) == 2
    assert life.do(c.Close(), ME).refused(photo(), ME) == "wrong_status"


@pytest.mark.parametrize(
    ("size", "kind", "code"),
    [
        (0, "image/jpeg", "file_empty"),
        (5, PROGRAM, "file_is_program"),
        (5, UNKNOWN, "file_kind"),
        (5, "", "file_kind"),
        (5, "text/html", "file_kind"),
        (5, "application/zip", "file_kind"),
        (100 * MEGABYTE + 1, "image/jpeg", "file_too_large"),
        (5000 * MEGABYTE + 1, "video/mp4", "file_too_large"),
        (2**53 - 1, "application/pdf", "file_too_large"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_sentence(size, kind, code):
    life = a_life("in_call")
    assert life.refused(photo(size, kind), VICTIM) == code
    assert life.incident.files == ()


@pytest.mark.parametrize(("size", "kind"), [(1, "text/plain"), (100 * MEGABYTE, "image/heic"), (5000 * MEGABYTE, "video/mp4")])
def test_what_is_within_the_force_s_limits_is_taken(size, kind):
    assert a_life("in_call").do(photo(size, kind), VICTIM).incident.files[0].kind == kind


def test_an_incident_has_room_for_so_many_files_and_giving_up_makes_room():
    life = a_life("in_call", the_policy=policy(evidence={"most_files": 2})).do(photo(), VICTIM).do(photo(), ME)
    assert life.refused(photo(), VICTIM) == "too_many_files"
    life.do(c.GiveUpFile(1), VICTIM).do(photo(), VICTIM)
    assert [each.number for each in life.incident.files] == [2, 3]


@pytest.mark.parametrize("command", [c.FinishFile(1, SUM), c.GiveUpFile(1)], ids=["finish", "give up"])
def test_nobody_meddles_with_the_other_sides_file(command):
    assert with_file(who=VICTIM).refused(command, ME) == "no_such_file"
    assert with_file(who=ME).refused(command, VICTIM) == "no_such_file"
    assert a_life("in_call").refused(command, VICTIM) == "no_such_file"


@pytest.mark.parametrize("command", [c.FinishFile(1, OTHER_SUM), c.GiveUpFile(1)], ids=["again", "take back"])
@pytest.mark.parametrize("arrived", [False, True])
def test_what_was_sent_is_never_changed_or_taken_back(command, arrived):
    life = sent()
    if arrived:
        life.do(arrival(), SYSTEM)
    assert life.refused(command, VICTIM) == "file_finished"


def test_a_colleague_who_takes_the_case_over_finishes_what_was_begun():
    life = with_file("call_closed", ME).do(c.Reassign(OTHER_OFFICER), SERGEANT)
    assert life.do(c.FinishFile(1, SUM), by("officer", id=OTHER_OFFICER)).incident.files[0].state == "arriving"


# --- arrival ------------------------------------------------------------------------------------------------------------------


def test_the_same_hash_on_both_ends():
    life = sent().do(arrival(), SYSTEM)
    assert life.last == [e.FileArrived(1, SUM, 5, "image/jpeg", "v1", same=True)]
    file = life.incident.files[0]
    assert (file.state, file.version, file.sha256, file.kept) == ("arrived", "v1", None, True)


@pytest.mark.parametrize("found", [arrival(sha256=OTHER_SUM), arrival(size=6)], ids=["hash", "size"])
def test_another_hash_or_size_marks_the_file_and_keeps_it(found):
    life = sent().do(found, SYSTEM)
    assert life.last[0].same is False
    assert (life.incident.files[0].state, life.incident.files[0].kept) == ("different", True)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (arrival(kind=PROGRAM), "kind"),
        (arrival(kind=UNKNOWN), "kind"),
        (arrival(size=101 * MEGABYTE), "size"),
        (arrival(size=0), "size"),
    ],
)
def test_content_that_the_first_bytes_did_not_tell_is_refused_and_kept(found, reason):
    life = sent().do(found, SYSTEM)
    assert life.last == [e.FileRefused(1, reason, found.sha256, found.size, found.kind, "v1")]
    assert (life.incident.files[0].state, life.incident.files[0].kept) == ("refused", False)
    assert life.refused(c.ShowFile(1, "why"), SERGEANT) == "file_not_there"


def test_an_arrival_counts_once_and_only_after_the_sender_is_done():
    assert with_file().refused(arrival(), SYSTEM) == "already_known"
    assert sent().do(arrival(), SYSTEM).refused(arrival(sha256=OTHER_SUM), SYSTEM) == "already_known"
    assert a_life("in_call").refused(arrival(), SYSTEM) == "already_known"


def test_it_may_arrive_when_the_room_has_long_been_closed():
    life = sent().do(c.Close(), ME).do(arrival(), SYSTEM)
    assert life.incident.files[0].state == "arrived"


# --- lost ---------------------------------------------------------------------------------------------------------------------


def test_a_victims_unfinished_file_ends_with_the_room():
    life = with_file()
    assert life.refused(c.RecordFileLost(1), SYSTEM) == "already_known"
    life.do(c.Close(), ME).do(c.RecordFileLost(1), SYSTEM)
    assert life.last == [e.FileGivenUp(1, "room_closed")]
    assert life.incident.files == ()
    assert life.refused(c.RecordFileLost(1), SYSTEM) == "already_known"


def test_an_officers_unfinished_file_outlives_the_room():
    life = with_file(who=ME).do(c.Close(), ME)
    assert life.refused(c.RecordFileLost(1), SYSTEM) == "already_known"


def test_what_was_said_to_be_sent_and_is_not_in_the_bucket_is_said():
    life = sent().do(c.RecordFileLost(1), SYSTEM)
    assert life.last == [e.FileGivenUp(1, "parts_missing")]
    assert file_of(life.incident, 1) is None


# --- shown --------------------------------------------------------------------------------------------------------------------


def test_who_holds_the_job_sees_it_without_saying_why_and_it_is_logged():
    life = sent().do(arrival(), SYSTEM)
    before = life.incident
    life.do(c.ShowFile(1), ME)
    assert life.last == [e.FileShown(1)]
    assert structs.replace(life.incident, version=before.version) == before


def test_anybody_else_says_why():
    life = sent().do(arrival(), SYSTEM)
    assert life.refused(c.ShowFile(1), SERGEANT) == "why_missing"
    assert life.do(c.ShowFile(1, "ref"), SERGEANT).last == [e.FileShown(1, "ref")]
    assert life.refused(c.ShowFile(1, "ref"), by("officer", id=OTHER_OFFICER)) == "not_holder"


def test_where_the_force_does_not_want_a_reason_none_is_asked_for():
    life = Life(the_policy=policy(audit={"reason_required": False}))
    life = a_life("in_call", the_policy=life.policy).do(photo(), VICTIM).do(c.FinishFile(1, SUM), VICTIM).do(arrival(), SYSTEM)
    assert life.do(c.ShowFile(1), SERGEANT).last == [e.FileShown(1)]


def test_what_has_not_arrived_cannot_be_seen():
    assert with_file().refused(c.ShowFile(1), ME) == "file_not_there"
    assert sent().refused(c.ShowFile(1), ME) == "file_not_there"
    assert a_life("in_call").refused(c.ShowFile(1), ME) == "no_such_file"


# --- the chain of custody -----------------------------------------------------------------------------------------------------


def test_the_chain_of_custody_is_asked_for_made_and_shown():
    life = a_life("in_call")
    assert life.refused(c.ShowCustody(), ME) == "no_such_file"
    life.do(c.AskCustody(), ME)
    assert life.refused(c.ShowCustody(), ME) == "no_such_file"
    life.do(c.RecordCustody(1, SUM, 9, "v1"), SYSTEM)
    assert life.refused(c.RecordCustody(1, SUM, 9, "v2"), SYSTEM) == "already_known"
    assert life.refused(c.ShowCustody(), SERGEANT) == "why_missing"
    assert life.do(c.ShowCustody(), ME).last == [e.CustodyShown(1)]


def test_a_newer_one_takes_the_place_of_one_that_was_never_made():
    life = a_life("in_call").do(c.AskCustody(), ME).do(c.AskCustody(), ME)
    assert life.refused(c.RecordCustody(1, SUM, 9, "v1"), SYSTEM) == "already_known"
    assert life.do(c.RecordCustody(2, SUM, 9, "v1"), SYSTEM).incident.custody.version == "v1"
    assert a_life("in_call").refused(c.RecordCustody(1, SUM, 9, "v1"), SYSTEM) == "already_known"


def test_the_state_is_its_events():
    life = sent().do(arrival(), SYSTEM).do(photo(), ME).do(c.GiveUpFile(2), ME).wait(timedelta(days=1)).do(c.AskCustody(), ME)
    assert rebuild("dorset", life.events) == life.incident
    assert life.incident.files[0].at > NOW


def test_parts_are_asked_for_under_the_rules_of_finishing():
    life = with_file()
    assert sending(life.incident, VICTIM, 1) == (life.incident, life.incident.files[0])
    assert sending(life.incident, ME, 1).code == "no_such_file"
    assert sending(life.incident, by("sergeant"), 1).code == "not_permitted"
    assert sending(life.incident, by("officer", id=OTHER_OFFICER), 1).code == "not_holder"
    life.do(c.FinishFile(1, SUM), VICTIM)
    assert sending(life.incident, VICTIM, 1).code == "file_finished"
