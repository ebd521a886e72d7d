"""What goes out: signed as Slack signs, given up after its patience, and an event sent again three times."""

from __future__ import annotations

import threading
import time
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier

from infra.local.slack.sending import Sender, signed

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


class Receiver(ThreadingHTTPServer):
    """Takes what is sent; `status` is what it answers, after `delay`."""

    daemon_threads = True
    status, delay, headers = 200, 0.0, {}

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever gave up has closed the connection."""


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        time.sleep(self.server.delay)
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"heard")

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def wait_for(condition: Any) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_signature_is_slacks(receiver: Receiver):
    heard = Sender(receiver.base, SECRET).interaction({"type": "block_actions", "text": "ä&="})

    path, headers, body = receiver.got[0]
    assert (heard.status, heard.body, path) == (200, b"heard", "/chat/slack")
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)
    assert '"block_actions"' in urllib.parse.parse_qs(body.decode())["payload"][0]


def test_the_example_of_slacks_own_documentation():
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )

    headers = signed(SECRET, body, 1531420618)

    assert headers["X-Slack-Signature"] == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def test_a_command_is_a_plain_form(receiver: Receiver):
    Sender(receiver.base, SECRET).command({"command": "/evr", "text": "queue & more"})

    assert urllib.parse.parse_qs(receiver.got[0][2].decode()) == {"command": ["/evr"], "text": ["queue & more"]}


def test_nobody_waits_longer_than_slack_does(receiver: Receiver):
    receiver.delay = 0.5

    heard = Sender(receiver.base, SECRET, patience=0.05).interaction({})

    assert (heard.status, heard.trouble, heard.well) == (0, "http_timeout", False)


def test_nobody_there_is_told_apart():
    assert Sender("http://127.0.0.1:9", SECRET).interaction({}).trouble == "connection_failed"


def test_an_event_is_taken_once(receiver: Receiver):
    Sender(receiver.base, SECRET).event({"event_id": "Ev1"}, (0.01, 0.01))
    wait_for(lambda: receiver.got)
    time.sleep(0.1)

    assert len(receiver.got) == 1
    assert receiver.got[0][1]["Content-Type"] == "application/json"


def test_an_event_that_is_not_taken_comes_three_times_more_with_its_reason(receiver: Receiver):
    receiver.status = 500

    Sender(receiver.base, SECRET).event({"event_id": "Ev1"}, (0.01, 0.01, 0.01))
    wait_for(lambda: len(receiver.got) == 4)
    time.sleep(0.1)

    assert [headers.get("X-Slack-Retry-Num") for _, headers, _ in receiver.got] == [None, "1", "2", "3"]
    assert receiver.got[1][1]["X-Slack-Retry-Reason"] == "http_error"
    assert len({body for _, _, body in receiver.got}) == 1
    assert all(SignatureVerifier(SECRET).is_valid_request(body, headers) for _, headers, body in receiver.got)


def test_whoever_wants_no_repetition_gets_none(receiver: Receiver):
    receiver.status, receiver.headers = 500, {"X-Slack-No-Retry": "1"}

    Sender(receiver.base, SECRET).event({"event_id": "Ev1"}, (0.01,))
    wait_for(lambda: receiver.got)
    time.sleep(0.1)

    assert len(receiver.got) == 1
