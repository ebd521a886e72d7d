"""What a page gets to be seen and heard; a third person; a provider that fails; and the end."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.service import room_media
from chalicelib.store import keys, rooms
from chalicelib.store.rooms import Venue
from chalicelib.store.rows import Unavailable
from chalicelib.video.port import NotSetUp, Pass
from tests.builders import IDS
from tests.contract import seeds
from tests.contract.desk import Desk
from tests.contract.room.sides import Officer, Victim, both


class FakeProvider:
    """Meets under a number that grows with every meeting; does what it is told to be."""

    def __init__(self, name: str = "chime", three: bool = True) -> None:
        self.name, self.three = name, three
        self.calls: list[str] = []
        self.over = True
        self.fails: Exception | None = None
        self.meanwhile: Any = lambda: None

    def open(self, venue: Venue) -> Venue:
        self._called("open")
        if not self.over:
            return venue
        self.over = False
        self.meanwhile()
        return replace(venue, kept={"turn": venue.kept.get("turn", 0) + 1})

    def join(self, venue: Venue, side: str, person: str) -> Pass:
        self._called(f"join {venue.kept['turn']}")
        return Pass("external", url=f"https://meet.example.org/{venue.name}/{side}/{person}")

    def end(self, venue: Venue) -> None:
        self._called(f"end {venue.kept['turn']}")

    def recording(self, venue: Venue) -> None:
        return None

    def _called(self, what: str) -> None:
        self.calls.append(what)
        if self.fails:
            raise self.fails


@pytest.fixture
def provider(desk: Desk) -> FakeProvider:
    made = FakeProvider()
    desk.deps = replace(desk.deps, video=lambda name, policy: made)
    return made


def venue(desk: Desk, reference: str) -> Venue | None:
    return rooms.venue(desk.table.rows.get(keys.media("dorset", reference)))


def test_p2p_gives_the_servers_of_the_policy(desk: Desk):
    officer, victim = both(desk)
    for side in (officer, victim):
        assert side.media().body == {"provider": "p2p"}


def test_both_sides_meet_in_one_place_that_says_nothing(desk: Desk, provider: FakeProvider):
    officer, victim = both(desk)
    first, second = officer.media().body["url"], victim.media().body["url"]
    assert first.split("/")[3] == second.split("/")[3]
    assert officer.reference not in first
    assert provider.calls == ["open", "join 1", "open", "join 1"]


def test_what_ended_by_itself_is_opened_anew_behind_the_same_link(desk: Desk, provider: FakeProvider):
    officer, victim = both(desk)
    officer.media()
    provider.over = True
    assert victim.media().status == 200
    assert provider.calls[-1] == "join 2"


def test_whoever_comes_second_at_the_same_moment_meets_the_first(desk: Desk, provider: FakeProvider):
    # Given an officer who joins while the victim's joining is under way
    officer, victim = both(desk)

    def officer_is_first() -> None:
        provider.meanwhile = lambda: None
        provider.over = True
        assert officer.media().status == 200

    provider.meanwhile = officer_is_first
    # When
    assert victim.media().status == 200
    # Then both are in the meeting that was kept
    assert [call for call in provider.calls if call.startswith("join")] == ["join 1", "join 1"]


def test_a_room_that_is_closed_while_it_is_opened_is_left_empty(desk: Desk, provider: FakeProvider):
    officer, victim = both(desk)
    provider.meanwhile = lambda: seeds.give(desk, officer.reference, seeds.c.Close(), officer.who)
    assert victim.media().status == 410
    assert provider.calls == ["open", "end 1"]


def test_the_end_comes_once_however_often_it_is_told(desk: Desk, provider: FakeProvider):
    officer, victim = both(desk)
    victim.media()
    assert room_media.end(desk.deps, "dorset", officer.reference) is False  # it is not closed yet
    seeds.give(desk, officer.reference, seeds.c.Close(), officer.who)
    assert room_media.end(desk.deps, "dorset", officer.reference) is True
    assert room_media.end(desk.deps, "dorset", officer.reference) is False
    assert provider.calls.count("end 1") == 1
    kept = venue(desk, officer.reference)
    assert kept and kept.ended


def test_an_end_that_fails_is_told_again(desk: Desk, provider: FakeProvider):
    officer, victim = both(desk)
    victim.media()
    seeds.give(desk, officer.reference, seeds.c.Close(), officer.who)
    provider.fails = Unavailable("chime")
    with pytest.raises(Unavailable):
        room_media.end(desk.deps, "dorset", officer.reference)
    provider.fails = None
    assert room_media.end(desk.deps, "dorset", officer.reference) is True


def test_there_is_nothing_to_end_where_nobody_joined(desk: Desk, provider: FakeProvider):
    name = seeds.an_incident_at(desk, "call_closed")
    assert room_media.end(desk.deps, "dorset", name) is False
    assert room_media.end(desk.deps, "dorset", "no-such-incident") is False
    assert provider.calls == []


def test_what_is_not_set_up_stands_in_the_log_for_whoever_mends_it(
    desk: Desk, provider: FakeProvider, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(logging.getLogger("evr"), "propagate", True)
    officer, _ = both(desk)
    provider.fails = NotSetUp("video.external.url: nothing fills 'key'")
    officer.media()
    line, *again = [record.fields for record in caplog.records if record.name == "evr.video"]
    assert line == {"force": "dorset", "mend": "video.external.url: nothing fills 'key'"}
    assert all(each == line for each in again)


def test_what_is_not_set_up_is_said_to_both_and_what_passes_is_503(desk: Desk, provider: FakeProvider):
    officer, victim = both(desk)
    for failure, expected in (
        (NotSetUp("Marker-of-the-set-up"), (409, "video_not_set_up")),
        (Unavailable("x"), (503, "unavailable")),
    ):
        provider.fails = failure
        for side in (officer, victim):
            answer = side.media()
            assert (answer.status, answer.code) == expected
            assert "Marker" not in str(answer.body)


# --- a third person -----------------------------------------------------------------------------------------------------------


def test_browser_to_browser_is_for_two(desk: Desk):
    officer, victim = both(desk)
    desk.usual_staff()
    sergeant = Officer(desk, officer.reference, IDS["sergeant"], "S")
    for third in (victim.media(third=True), sergeant.media(third=True)):
        assert (third.status, third.code) == (409, "two_only")
        assert third.body["detail"].startswith("This call is between two devices")


def test_somebody_with_the_victim_joins_by_the_same_link_on_another_device(desk: Desk, provider: FakeProvider):
    _, victim = both(desk)
    parent = Victim(desk, victim.token, "M")
    assert parent.media(third=True).status == 200
    assert victim.room().body["you"] == "seated"


def test_a_sergeant_says_why_and_that_is_on_record_before_they_see_anything(desk: Desk, provider: FakeProvider):
    officer, _ = both(desk)
    desk.usual_staff()
    sergeant = IDS["sergeant"]
    where = f"/v1/incidents/{officer.reference.replace('/', '%2F')}/media"
    body = {"page": "S" * 22, "third": True}
    refused = desk.call("POST", where, body, sub=sergeant, scopes="staff")
    assert (refused.status, refused.code) == (422, "why_missing")
    assert not [call for call in provider.calls if call.startswith("join")]
    given = desk.call("POST", where, body, sub=sergeant, scopes="staff", headers={"Evr-Reason": "Test: asked for advice"})
    assert given.status == 200
    events = [row.data or "" for row in desk.table.all("INC#") if row.sk.startswith("EVENT#")]
    assert "DetailsShown" in events[-1]
    assert sergeant in events[-1]


def test_an_officer_is_no_third(desk: Desk, provider: FakeProvider):
    officer, _ = both(desk)
    other = Officer(desk, officer.reference, desk.staff("PC7777", "officer"), "X")
    assert other.media(third=True).code == "not_permitted"


def test_a_third_comes_into_no_closed_room(desk: Desk, provider: FakeProvider):
    desk.usual_staff()
    name = seeds.an_incident_at(desk, "call_closed")
    assert Officer(desk, name, IDS["sergeant"], "S").media(third=True).code == "wrong_status"
    assert Victim(desk, desk.link(name), "M").media(third=True).status == 410
