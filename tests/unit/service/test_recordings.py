"""What may be known of recordings, and seen: by whom, for how long, and never without being on record."""

from __future__ import annotations

import json

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.recording import Span, Stored, TakeStored
from chalicelib.service import recordings
from chalicelib.store.recordings import folder
from chalicelib.store.rows import Unavailable
from tests.builders import NOW, OTHER_OFFICER, SERGEANT
from tests.fakes_objects import FakeObjects
from tests.force import Force, code
from tests.recorded import TAKE, RecordedCall

SHA = "a" * 64


@pytest.fixture
def call() -> RecordedCall:
    force = Force(standing=True)
    objects = FakeObjects(force.clock)
    made = RecordedCall(force, objects, lambda *sent: None, status="in_review")
    names = {"manifest.json": "application/json", f"original-{TAKE}.webm": "video/webm", "playable.webm": "video/webm"}
    versions = {name: objects.put(folder("dorset", made.reference, 1) + name, name.encode(), kind) for name, kind in names.items()}
    stored = {name: Stored(SHA, len(name), version) for name, version in versions.items()}
    made.give(
        "system",
        c.RecordRecording(
            number=1,
            began=NOW,
            ended=NOW,
            manifest=stored["manifest.json"],
            takes=(TakeStored(TAKE, stored[f"original-{TAKE}.webm"]),),
            playable=stored["playable.webm"],
            lasts=5000,
            objects=2,
            gaps={"not_recorded": 1},
        ),
    )
    return made


def see(call: RecordedCall, who: str = "officer", **what):
    return recordings.view(call.force.deps, call.force.caller(who), call.reference, c.ViewRecording(1, **what))


def listed(call: RecordedCall, who: str = "officer"):
    return recordings.listed(call.force.deps, call.force.caller(who), call.reference)


@pytest.mark.parametrize(
    ("what", "content", "kind"),
    [
        ({}, b"playable.webm", "video/webm"),
        ({"what": "original", "take": TAKE}, f"original-{TAKE}.webm".encode(), "video/webm"),
        ({"what": "manifest"}, b"manifest.json", "application/json"),
    ],
)
def test_what_is_shown_is_on_record_before_the_address_is_given(call, what, content, kind):
    shown = see(call, **what)

    assert call.browser is not None
    assert call.objects.browser(shown.url) == content
    assert (shown.kind, shown.sha256, shown.size) == (kind, SHA, len(content))
    last = call.history()[-1]
    assert (last.event.what, last.by) == (what.get("what", "playable"), "PC2214")


def test_an_export_is_shown_like_the_rest(call):
    call.give(SERGEANT, c.RedactRecording(1, (Span(0, 100),)))
    assert code(see(call, what="redaction", redaction=1)) == "not_ready"
    version = call.objects.put(folder("dorset", call.reference, 1) + "export-1.mp4", b"less", "video/mp4")
    call.give("system", c.RecordRedaction(1, 1, Stored(SHA, 4, version)))

    assert call.objects.browser(see(call, what="redaction", redaction=1).url) == b"less"


def test_the_address_lives_a_quarter_of_an_hour(call):
    shown = see(call)
    assert (shown.until - call.force.clock.now).total_seconds() == 900

    assert json.loads(shown.url.partition("?")[2])["ends"] == shown.until.isoformat()


@pytest.mark.parametrize(("who", "expected"), [(SERGEANT, "why_missing"), (OTHER_OFFICER, "not_holder"), ("spoc", "not_permitted")])
def test_who_may_not_see_it_gets_no_address_and_leaves_no_record(call, who, expected):
    before = len(call.history())

    assert code(see(call, who)) == expected

    assert len(call.history()) == before
    assert "get_url" not in call.objects.calls


def test_the_reason_is_kept_sealed(call):
    see(call, SERGEANT, why="Test: asked by Test Person-Alder.")

    event = call.history()[-1].event
    assert isinstance(event, e.RecordingShown)
    assert event.why.endswith(".why")


def test_without_a_record_there_is_no_address(call):
    def commit(writes):
        raise Unavailable("Throttling")

    call.force.table.commit = commit

    with pytest.raises(Unavailable):
        see(call)
    assert "get_url" not in call.objects.calls


def test_a_receiving_team_sees_what_was_passed_on(call):
    assert code(see(call, "receiving_team", why="Test: ours now.")) == "not_permitted"

    call.give("sergeant", c.Review("further_enquiries", plan="Test: visit.", receiver="neighbourhood"))

    assert call.objects.browser(see(call, "receiving_team", why="Test: ours now.").url) == b"playable.webm"


def test_the_list_says_what_there_is_and_no_word_of_anybody(call):
    call.give(SERGEANT, c.RedactRecording(1, (Span(0, 100),)))

    found = listed(call)

    (one,) = found.recordings
    assert (one.number, one.lasts, one.plays, one.objects, one.gaps) == (1, 5000, True, 2, {"not_recorded": 1})
    assert (one.takes, one.manifest) == ({TAKE: SHA}, SHA)
    assert [(each.number, each.ready, each.sha256) for each in one.exports] == [(1, False, None)]
    assert (found.held, found.evidential, found.nothing_recorded) == (False, True, False)


def test_the_list_says_that_nothing_was_recorded():
    force = Force(standing=True)
    call = RecordedCall(force, FakeObjects(), lambda *sent: None, status="call_closed")
    assert listed(call).nothing_recorded is False
    call.give("system", c.RecordNoRecording())

    assert listed(call).nothing_recorded is True


def test_the_list_is_for_the_staff_of_the_force_and_of_an_incident(call):
    assert code(listed(call, "PC404")) == "not_on_roster"
    call.reference = "no-such"
    assert code(listed(call)) == "unknown_incident"
