"""Slack down, slow or limiting us while we answer: the command stands, HTTP says 200, and what was lost is counted, not quoted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from chalicelib.chat.slack import turn
from chalicelib.chat.slack.post import Budget, Http
from chalicelib.chat.wall import Unanswered
from tests import slack_payloads as p
from tests.builders import OFFICER, SERGEANT
from tests.contract.slack_http.room import Room, account
from tests.slack_fake import broken, rate_limited, says
from tests.unit.chat.lives import shows_a_person

DOWN: dict[str, Any] = {
    "no answer": Unanswered("ReadTimeoutError"),
    "503": broken(503),
    "limited": rate_limited(30),
    "token revoked": says("token_revoked"),
    "our own mistake": says("invalid_blocks"),
    "internal error": says("internal_error"),
}


@pytest.fixture(params=DOWN.values(), ids=DOWN.keys())
def down(request: pytest.FixtureRequest, room: Room) -> Room:
    for method in (
        "response_url",
        "views.open",
        "views.update",
        "views.publish",
        "chat.postEphemeral",
        "chat.postMessage",
        "chat.unfurl",
    ):
        room.slack.fails[method] = request.param
    return room


def lost(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What was written down, without a word of what was to be said."""
    said = capsys.readouterr().out
    assert shows_a_person(said) == []
    assert "hooks.slack.com" not in said and "xoxb" not in said
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    notes = [line for line in lines if line.get("message") == "chat reply lost"]
    assert len(notes) == sum(line.get("ChatReplyLost", 0) for line in lines)
    return notes


def test_a_button_is_done_all_the_same(down: Room, capsys):
    reference = down.force.bring("queued")
    assert down.press(OFFICER, "job.claim", reference).status == 200
    assert down.force.incident(reference).officer == OFFICER
    assert [note["what"] for note in lost(capsys)] == ["private reply"]
    assert down.slack.methods() == ["response_url"]  # not repeated, and not said elsewhere: it may have got through


def test_a_form_that_was_sent_is_done_and_says_so_in_its_own_place(room: Room, capsys):
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    room.slack.down = True
    heard = room.fill(OFFICER, view, result="spoke")
    assert room.force.incident(reference).contacts == 1
    assert heard.body["response_action"] == "update"
    assert "Done" in json.dumps(heard.body["view"])
    assert [note["what"] for note in lost(capsys)] == ["private reply"]


def test_details_are_shown_in_the_forms_place_then(room: Room, capsys):
    reference = room.force.bring("claimed")
    view = room.form(SERGEANT, "job.details_why", reference)
    room.slack.down = True
    heard = room.fill(SERGEANT, view, why="Test: to answer a question.")
    assert heard.body["response_action"] == "update"
    assert "Person-Alder" in json.dumps(heard.body["view"])
    assert [note["what"] for note in lost(capsys)] == ["private reply"]


def test_a_form_that_does_not_open_changes_nothing(down: Room, capsys):
    reference = down.force.bring("claimed")
    before = down.commands(reference)
    assert down.press(OFFICER, "job.contact", reference).status == 200
    assert down.commands(reference) == before
    assert [note["what"] for note in lost(capsys)] == ["form", "private reply"]


def test_a_form_that_opens_and_cannot_be_filled(room: Room, capsys):
    reference = room.force.bring("queued")
    room.slack.fails["views.update"] = broken()
    # a form: Slack shows "one moment", and the next press opens it anew
    room.press(OFFICER, "job.escalate", reference)
    assert room.press(OFFICER, "job.submit", reference).status == 200  # a refusal finds another way
    assert reference in room.told(OFFICER)[-1]
    assert {note["what"] for note in lost(capsys)} == {"form"}


def test_a_command_is_answered_over_http_whatever_slack_does(down: Room):
    reference = down.force.bring("queued")
    assert reference in down.typed(OFFICER, "next").body["text"]


def test_the_home_tab_waits_for_the_next_time(down: Room, capsys):
    assert down.send(p.home_opened(user=account(OFFICER))).status == 200
    assert [note["what"] for note in lost(capsys)] == ["home tab"]


def test_hiding_that_does_not_get_through_is_noted(down: Room, capsys):
    assert down.press(OFFICER, "details.hide", "20261118-0016").status == 200
    assert [note["what"] for note in lost(capsys)] == ["hiding"]


def test_the_table_down_is_said(room: Room, monkeypatch: pytest.MonkeyPatch):
    from chalicelib.store.rows import Unavailable

    def down(*args: Any, **more: Any) -> Any:
        raise Unavailable("throttled")

    reference = room.force.bring("claimed")
    monkeypatch.setattr(room.force.table, "get", down)
    assert room.press(OFFICER, "job.join", reference).status == 200
    assert "nothing is done twice" in room.told(OFFICER)[-1]
    assert room.press(OFFICER, "job.contact", reference).status == 200
    assert "nothing is done twice" in json.dumps(room.slack.sent("views.update")[-1])
    assert "nothing is done twice" in room.typed(OFFICER, "next").body["text"]
    assert "wrong on our side" in room.typed("AD0001", "doctor").body["text"]


def test_a_fault_of_ours_is_a_500_that_says_nothing(room: Room, monkeypatch: pytest.MonkeyPatch, capsys):
    from chalicelib.chat.slack import asking

    def broken_answer(*args: Any) -> Any:
        raise KeyError("Test Person-Alder")

    monkeypatch.setattr(asking, "answer", broken_answer)
    heard = room.press(OFFICER, "job.card", "20261118-0016")
    assert (heard.status, heard.body["code"]) == (500, "internal")
    said = capsys.readouterr().out
    assert "chat failed" in said and "KeyError" in said and "Person-Alder" not in said


# --- time ---------------------------------------------------------------------------------------------------------------------


class Slow(ThreadingHTTPServer):
    """Slack on a real socket that takes its time."""

    daemon_threads = True

    def __init__(self, seconds: float) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(seconds)
                body = b'{"ok":true,"view":{"id":"V1"}}'
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api/"


@pytest.fixture
def slow(room: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[float, float], Slow]]:
    """`slow(seconds, budget)`: Slack takes so long for each call, we give it so much in all."""
    made: list[Slow] = []

    def make(seconds: float, budget: float) -> Slow:
        made.append(server := Slow(seconds))
        usual = room.ports()
        ports = turn.Ports(
            deps=usual.deps, secrets=usual.secrets, http=Http(), slack_api=server.base, budget=lambda: Budget(budget)
        )
        monkeypatch.setattr(turn, "ports", lambda: ports)
        return server

    yield make
    for server in made:
        server.shutdown()
        server.server_close()


def test_slow_answers_end_with_the_budget(room: Room, slow, capsys):
    """views.open takes most of it, views.update gets the rest, and then there is no more."""
    reference = room.force.bring("claimed")
    slow(0.3, 0.5)
    began = time.monotonic()
    assert room.press(OFFICER, "job.contact", reference).status == 200
    assert time.monotonic() - began < 1.5
    assert [(note["what"], note["error"]) for note in lost(capsys)] == [("form", "Unanswered")]


def test_a_claim_is_answered_in_time_though_slack_says_nothing(room: Room, slow, capsys):
    reference = room.force.bring("queued")
    server = slow(10.0, 0.3)
    payload = room.button(OFFICER, "job.claim", reference) | {"response_url": server.base + "respond"}
    began = time.monotonic()
    assert room.send(payload).status == 200
    assert time.monotonic() - began < 1.5
    assert room.force.incident(reference).officer == OFFICER
    assert len(lost(capsys)) == 1


def test_quick_answers_are_well_within_it(room: Room, slow, capsys):
    reference = room.force.bring("claimed")
    slow(0.0, turn.BUDGET_SECONDS)
    assert room.press(OFFICER, "job.contact", reference).status == 200
    assert lost(capsys) == []
