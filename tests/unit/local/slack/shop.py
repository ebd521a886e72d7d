"""A local Slack in a test's own folder, its app played by the test: what was sent to it, and what it answers."""

from __future__ import annotations

import json
import urllib.parse
from pathlib import Path
from typing import Any

from infra.local.place import Place
from infra.local.proxy import Answer
from infra.local.slack.installed import Installed
from infra.local.slack.local import LocalSlack
from infra.local.slack.pane_acts import Acts
from infra.local.slack.sending import Heard

QUEUE, SERGEANTS, ROOM, TEAM = "C0QUEUE01", "C0SERGS01", "C0FCR0001", "C0TEAM001"
OFFICER, SERGEANT = "U0PC2211", "U0PS1101"


class FakeApp:
    """Stands in the place of `Sender`: notes what it got, answers what it is told to."""

    def __init__(self) -> None:
        self.got: list[tuple[str, Any]] = []
        self.answers = Heard(200)

    def interaction(self, payload: Any) -> Heard:
        self.got.append((payload["type"], json.loads(json.dumps(payload))))
        return self.answers

    def command(self, form: Any) -> Heard:
        self.got.append(("command", dict(form)))
        return self.answers

    def event(self, payload: Any) -> None:
        self.got.append((payload["event"]["type"], payload))

    @property
    def last(self) -> Any:
        return self.got[-1][1]


class Shop:
    """The simulator as its users meet it: a token's calls, and a person's page."""

    def __init__(self, folder: Path, force: str = "dorset") -> None:
        self.slack = LocalSlack(Place(8800, folder))
        self.slack.open()
        self.force, self.app = force, FakeApp()
        self.slack._acts = {name: Acts(each, self.app) for name, each in self.slack.apps.items()}

    @property
    def installed(self) -> Installed:
        return self.slack.apps[self.force]

    def ask(self, method: str, verb: str = "POST", **arguments: Any) -> Answer:
        """Call as slack_sdk does: a form, with JSON inside."""
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}
        encoded = urllib.parse.urlencode(form)
        headers = {
            "authorization": f"Bearer {self.installed.secret.bot_token}",
            "content-type": "application/x-www-form-urlencoded",
        }
        body, query = (encoded.encode(), "") if verb == "POST" else (b"", encoded)
        found = self.slack.answer(verb, ["api", method], body, headers, query)
        assert found is not None
        return found

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """The answer of a call that is taken."""
        told = json.loads(self.ask(method, **arguments).body)
        assert told["ok"], told
        return dict(told)

    def refused(self, method: str, **arguments: Any) -> str:
        """The code of a call that is not."""
        told = json.loads(self.ask(method, **arguments).body)
        assert not told["ok"], told
        return str(told["error"])

    def post(self, text: str = "Test", channel: str = QUEUE, **more: Any) -> str:
        return str(self.call("chat.postMessage", channel=channel, text=text, **more)["ts"])

    def page(self, staff: str, *parts: str, **body: Any) -> dict[str, Any]:
        """What the page of somebody gets; with a body it does something."""
        verb = "POST" if body else "GET"
        found = self.slack.answer(verb, ["pane", self.force, staff, *parts], json.dumps(body).encode() if body else b"", {}, "")
        assert found is not None
        return dict(json.loads(found.body))

    def do(self, staff: str, act: str, **body: Any) -> dict[str, Any]:
        return self.page(staff, act, client="tab1", **body)

    def texts(self, staff: str, channel: str = QUEUE) -> list[str]:
        return [each["text"] for each in self.page(staff, "channel", channel, "50")["messages"]]


def button(action: str = "job.claim", **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": "Press"}, **more}


def actions(*elements: dict[str, Any], block: str = "b1") -> dict[str, Any]:
    return {"type": "actions", "block_id": block, "elements": list(elements)}


def text_input(id: str = "note", **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": id, **more}
    return {"type": "input", "block_id": id, "label": {"type": "plain_text", "text": "Note"}, "element": element}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    texts = {name: {"type": "plain_text", "text": name.title()} for name in ("title", "submit", "close")}
    return {"type": "modal", **texts, "blocks": list(blocks or [text_input()]), **more}


def option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": f"Option {value}"}, "value": value}
