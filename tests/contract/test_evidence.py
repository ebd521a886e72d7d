"""Files over HTTP: sent by either side, refused one by one, closed with the room, seen once that is logged."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.outbound import media
from chalicelib.outbound.nudges import Nudge
from chalicelib.outbound.ports import Ports
from chalicelib.service import Caller, Deps, Done, perform
from chalicelib.service.evidence import PART, SEND_SECONDS
from chalicelib.service.evidence_list import custody_key
from chalicelib.store import keys
from tests.contract import seeds
from tests.contract.desk import Answer, Desk, path
from tests.fakes_objects import sha256_b64
from tests.file_samples import EXE, JPEG, NOT_TAKEN
from tests.unit.domain.test_file_names import HOSTILE

NAME = "Test photo of the yard.jpg"


class Sending:
    """One incident, its victim and its officer, and a file between them."""

    def __init__(self, desk: Desk, status: str = "in_call") -> None:
        self.desk, self.reference = desk, seeds.an_incident_at(desk, status)
        self.who, self.token = seeds.officer(status), desk.link(self.reference)
        self.objects = desk.deps.objects

    def victim(self, what: str, **body: object) -> Answer:
        return self.desk.call("POST", f"/v1/links/{what}", {"token": self.token} | body)

    def staff(self, *parts: str, method: str = "POST", body: object = None, who: str = "", **more: object) -> Answer:
        where = path("incidents", self.reference, *parts)
        return self.desk.call(method, where, body, sub=who or self.who, scopes="staff read", **more)

    def announce(self, content: bytes = JPEG, **more: object) -> Answer:
        head = base64.b64encode(content[:512]).decode()
        return self.victim("file", **{"name": NAME, "size": len(content), "kind": "image/jpeg", "head": head} | more)

    def send(self, content: bytes = JPEG, number: int = 1) -> None:
        pieces = {n + 1: content[at : at + PART] for n, at in enumerate(range(0, len(content), PART))}
        wanted = [{"n": n, "sha256": sha256_b64(piece)} for n, piece in pieces.items()]
        answer = self.victim("file_parts", number=number, parts=wanted)
        assert answer.status == 200, answer
        for each in answer.body["send"]:
            assert each["headers"] == {"x-amz-checksum-sha256": sha256_b64(pieces[each["n"]])}
            self.objects.browser(each["url"], pieces[each["n"]])

    def done(self, content: bytes = JPEG, number: int = 1) -> Answer:
        return self.victim("file_done", number=number, sha256=hashlib.sha256(content).hexdigest())

    def kept(self, content: bytes = JPEG) -> None:
        """Sent, and looked at by the worker, whose part is played here."""
        assert self.announce(content).status == 200
        self.send(content)
        assert self.done(content).body == {"state": "arriving"}
        self.at_work()

    def at_work(self) -> None:
        """Let the media worker do what the last commit asks for."""
        version = self.desk.table.rows[keys.state("dorset", self.reference)].version
        media.work(ports(self.desk.deps), Nudge("dorset", self.reference, version))

    def system(self, command: c.Command) -> None:
        caller = Caller(force="dorset", id="system", roles=frozenset({"system"}))
        assert isinstance(perform(self.desk.deps, caller, self.reference, command), Done)


def ports(deps: Deps) -> Ports:
    return Ports(deps=deps, queues=None, provider=None, link_base="", address=None, post=None)


@pytest.fixture
def sending(desk: Desk) -> Sending:
    return Sending(desk)


# --- the way of a file --------------------------------------------------------------------------------------------------------


def test_a_victim_sends_a_file_in_parts(sending: Sending):
    content = JPEG + b"x" * (2 * PART)
    assert sending.announce(content).body == {"number": 1, "part_size": PART, "parts": 3}
    sending.send(content)
    assert sending.done(content).body == {"state": "arriving"}
    (file,) = sending.victim("files").body["files"]
    assert (file["number"], file["size"], file["kind"], file["state"]) == (1, len(content), "image/jpeg", "arriving")


def test_after_a_reload_the_page_learns_what_is_there(sending: Sending):
    content, mark = JPEG + b"x" * PART, "c" * 64
    sending.announce(content, mark=mark)
    first, second = content[:PART], content[PART:]
    wanted = [{"n": 1, "sha256": sha256_b64(first)}, {"n": 2, "sha256": sha256_b64(second)}]
    signed = sending.victim("file_parts", number=1, parts=wanted).body["send"]
    sending.objects.browser(signed[0]["url"], first)
    # a new page: it knows its file again by the mark, and sends only what is missing
    assert [(each["number"], each["mark"]) for each in sending.victim("files").body["files"]] == [(1, mark)]
    again = sending.victim("file_parts", number=1, parts=wanted).body
    assert [each["n"] for each in again["send"]] == [2]
    assert again["there"] == [{"n": 1, "sha256": sha256_b64(first)}]
    sending.objects.browser(again["send"][0]["url"], second)
    assert sending.done(content).status == 200
    assert "mark" not in sending.victim("files").body["files"][0]


def test_an_upload_that_the_bucket_dropped_begins_again(sending: Sending):
    sending.announce()
    sending.send()
    sending.objects.uploads.clear()
    assert sending.done().code == "file_incomplete"
    sending.send()
    assert sending.done().status == 200


def test_the_officer_sends_files_too_and_each_side_sees_its_own(sending: Sending):
    sending.announce()
    new = {"name": NAME, "size": len(JPEG), "head": base64.b64encode(JPEG).decode()}
    assert sending.staff("files", body=new).body["number"] == 2
    wanted = {"parts": [{"n": 1, "sha256": sha256_b64(JPEG)}]}
    (part,) = sending.staff("files", "2", "parts", body=wanted).body["send"]
    sending.objects.browser(part["url"], JPEG)
    assert sending.staff("files", "2", "done", body={"sha256": "0" * 64}).body == {"state": "arriving"}
    assert [each["number"] for each in sending.victim("files").body["files"]] == [1]
    assert [each["number"] for each in sending.staff("files", "mine").body["files"]] == [2]
    assert [(each["by"], each["who"]) for each in sending.staff("files", method="GET").body["files"]] == [
        ("victim", "victim"),
        ("police", sending.who),
    ]
    assert sending.victim("file_stop", number=2).code == "no_such_file"
    assert sending.staff("files", "1", "stop").code == "no_such_file"


def test_one_that_goes_wrong_is_given_up(sending: Sending):
    sending.announce()
    assert sending.victim("file_stop", number=1).body == {"state": "given_up"}
    assert sending.victim("files").body == {"files": []}
    assert sending.staff("files", method="GET").body["files"][0]["state"] == "given_up"


def test_nothing_that_was_sent_is_taken_back_or_changed(sending: Sending):
    sending.kept()
    for answer in (sending.victim("file_stop", number=1), sending.done(b"another"), sending.victim("file_parts", number=1)):
        assert (answer.status, answer.code) == (409, "file_finished")


def test_a_lost_answer_is_asked_for_again_and_adds_nothing(sending: Sending):
    body = {"token": sending.token, "name": NAME, "size": len(JPEG), "head": base64.b64encode(JPEG).decode()}
    for _ in range(2):
        answer = sending.desk.call("POST", "/v1/links/file", body, headers={"Idempotency-Key": "a"})
        assert answer.body["number"] == 1
    assert len(sending.victim("files").body["files"]) == 1


# --- refused, one by one ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", [name for name, (given, _) in HOSTILE.items() if "\ud800" not in given])
def test_a_hostile_name_is_refused_with_its_sentence(sending: Sending, what: str):
    name, code = HOSTILE[what]
    answer = sending.announce(name=name)
    assert (answer.status, answer.code) == (422, code)
    assert answer.body["detail"].endswith(".")
    assert sending.victim("files").body == {"files": []}


@pytest.mark.parametrize("what", NOT_TAKEN)
def test_a_photo_by_name_is_what_its_content_says(sending: Sending, what: str):
    kind, content = NOT_TAKEN[what]
    answer = sending.announce(content or b"", name="photo.jpg", size=100)
    assert (answer.status, answer.code) == (422, "file_is_program" if kind == "program" else "file_kind")


@pytest.mark.parametrize(
    ("size", "status", "code"),
    [(0, 422, "file_empty"), (100_000_001, 422, "file_too_large"), (-1, 422, "invalid_body"), (2**53, 422, "invalid_body")],
)
def test_a_size_that_cannot_be_is_refused(sending: Sending, size: int, status: int, code: str):
    answer = sending.announce(size=size)
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize("announced", [len(JPEG) - 1, len(JPEG) + 1, PART + len(JPEG)])
def test_a_size_that_lies_is_found_out_when_it_is_said_to_be_done(sending: Sending, announced: int):
    sending.announce(size=announced)
    sending.send()
    answer = sending.done()
    assert (answer.status, answer.code) == (409, "file_incomplete")


@pytest.mark.parametrize("head", ["!", "YQ", base64.b64encode(b"x" * 513).decode(), 7, None])
def test_a_head_that_is_none_is_named(sending: Sending, head: object):
    assert sending.announce(head=head).code == "invalid_body"


def test_more_parts_than_there_are_or_than_can_be_asked_for_at_once(sending: Sending):
    sending.announce()
    part = {"n": 2, "sha256": sha256_b64(b"")}
    assert sending.victim("file_parts", number=1, parts=[part]).code == "no_such_part"
    assert sending.victim("file_parts", number=1, parts=[part] * 11).code == "invalid_body"
    assert sending.victim("file_parts", number=7, parts=[]).code == "no_such_file"


def test_an_address_takes_no_other_bytes_and_lives_minutes(sending: Sending):
    sending.announce()
    (part,) = sending.victim("file_parts", number=1, parts=[{"n": 1, "sha256": sha256_b64(JPEG)}]).body["send"]
    with pytest.raises(Exception, match="BadDigest"):
        sending.objects.browser(part["url"], EXE)
    sending.desk.clock.forward(timedelta(seconds=SEND_SECONDS + 1))
    with pytest.raises(Exception, match="AccessDenied"):
        sending.objects.browser(part["url"], JPEG)


# --- when the room is closed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("file", {"name": NAME, "size": 5, "head": ""}),
        ("file_parts", {"number": 1}),
        ("file_done", {"number": 1, "sha256": "0" * 64}),
        ("file_stop", {"number": 1}),
        ("files", {}),
    ],
)
def test_after_the_police_have_closed_nothing_works(sending: Sending, what: str, body: dict):
    sending.announce()
    sending.send()
    seeds.give(sending.desk, sending.reference, c.Close(), sending.who)
    answer = sending.victim(what, **body)
    assert (answer.status, answer.body["code"], answer.body["detail"]) == (410, "link_closed", "This link is closed.")
    unknown = sending.desk.call("POST", f"/v1/links/{what}", {"token": "ByEhcnxQ6KmvAqr5DGb27W"} | body)
    assert (unknown.status, unknown.code) == (404, "unknown_link")


def test_the_officer_goes_on_after_the_room_until_the_record_is_submitted(desk: Desk):
    new = {"name": NAME, "size": len(JPEG), "head": base64.b64encode(JPEG).decode()}
    assert Sending(desk, "call_closed").staff("files", body=new).status == 200
    assert Sending(desk, "desk_work").staff("files", body=new).status == 200
    assert Sending(desk, "in_review").staff("files", body=new).code == "wrong_status"


# --- seeing -------------------------------------------------------------------------------------------------------------------


def test_the_list_has_no_names_and_the_names_are_logged(sending: Sending):
    sending.kept()
    answer = sending.staff("files", method="GET")
    assert NAME not in str(answer.body)
    (line,) = answer.body["files"]
    assert line["said"] == line["sha256"] == hashlib.sha256(JPEG).hexdigest()
    assert (line["state"], line.get("shown", 0)) == ("arrived", 0)
    assert sending.staff("files", "names").body == {"names": {"1": NAME}}
    timeline = sending.staff(method="GET").body["timeline"]
    assert timeline[-1]["event"] == "DetailsShown"


def test_a_file_is_downloaded_once_that_is_logged(sending: Sending):
    sending.kept()
    answer = sending.staff("files", "1", "show")
    assert (answer.status, answer.body["name"], answer.body["seconds"]) == (200, NAME, 120)
    assert sending.objects.browser(answer.body["url"]) == JPEG
    assert NAME not in answer.body["url"]
    assert sending.staff(method="GET").body["timeline"][-1]["event"] == "FileShown"
    assert sending.staff("files", method="GET").body["files"][0]["shown"] == 1


def test_who_does_not_hold_the_job_says_why_or_sees_nothing(sending: Sending):
    sending.kept()
    sending.desk.staff("PS1101", "sergeant")
    sending.desk.staff("PC2215", "officer")
    assert sending.staff("files", "1", "show", who="PS1101").code == "why_missing"
    shown = sending.staff("files", "1", "show", who="PS1101", headers={"Evr-Reason": "Test: review"})
    assert shown.status == 200
    assert sending.staff("files", "1", "show", who="PC2215", headers={"Evr-Reason": "Test"}).code == "not_holder"
    assert sending.staff("files", "names", who="PC2215").code == "not_holder"
    assert sending.staff("files", body={"name": NAME, "size": 5, "head": ""}, who="PC2215").code in ("not_holder", "file_kind")
    assert sending.staff("files", "9", "show").code == "no_such_file"
    assert sending.staff("files", method="GET", who="PC9999").code == "not_on_roster"


def test_what_has_not_arrived_is_shown_to_nobody(sending: Sending):
    sending.announce()
    assert sending.staff("files", "1", "show").code == "file_not_there"


def test_the_chain_of_custody_is_asked_for_and_shown_when_it_is_made(sending: Sending):
    assert sending.staff("custody", "show").code == "no_such_file"
    assert sending.staff("custody").body["events"] == ["CustodyAsked"]
    key = custody_key("dorset", sending.reference, 1)
    version = sending.objects.put(key, b"%PDF-test", "application/pdf")
    sending.system(c.RecordCustody(1, "0" * 64, 9, version))
    shown = sending.staff("custody", "show")
    assert sending.objects.browser(shown.body["url"]) == b"%PDF-test"
    assert sending.staff("files", method="GET").body["custody"] == 1
