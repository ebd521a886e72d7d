"""A force at work in Slack, over HTTP: the real app, the real Bolt, real signatures; Slack itself is `FakeSlack`.

room = Room(app, Force())
room.enrol("PC2214", "officer")
heard = room.press("PC2214", "job.claim", reference)         # heard.status, heard.body
room.slack.told(account("PC2214"))                           # private replies
view = room.form("PC2214", "job.contact", reference)         # pressed, opened and filled
room.fill("PC2214", view, result="spoke")
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from msgspec import convert

from chalicelib.chat.slack.secrets import Secrets
from chalicelib.chat.slack.turn import Ports
from chalicelib.domain.officer import OfficerRecord
from chalicelib.service import put_officer
from tests import slack_payloads as p
from tests.contract.gateway import event, route_of
from tests.force import Force
from tests.slack_checks import payload_faults
from tests.slack_fake import TOKEN, FakeSlack

SIGNING = {"dorset": "dorset-signing-secret", "wessexshire": "wessexshire-signing-secret"}
PATH = "/chat/slack"
Json = dict[str, Any]


def account(id: str) -> str:
    """Somebody's Slack account."""
    return "U0" + "".join(letter for letter in id.upper() if letter.isalnum())


class Heard(NamedTuple):
    status: int
    headers: dict[str, str]
    body: Any


class Room:
    """`journal`: what was called, in order: the table's "get", "query", "commit" and Slack's methods."""

    def __init__(self, app: Any, force: Force | None = None) -> None:
        self.app, self.force = app, force or Force()
        self.slack = FakeSlack()
        self.journal = self.slack.journal = self.force.table.calls
        self.signing: dict[str, Any] = dict(SIGNING)
        self.secrets = Secrets(self._secret, lambda: self.seconds)
        self.seconds = 0.0

    def ports(self) -> Ports:
        return Ports(deps=self.force.deps, secrets=self.secrets, http=self.slack)

    def _secret(self, name: str) -> str:
        secret = self.signing[name.split("/")[1]]
        if isinstance(secret, Exception):
            raise secret
        return json.dumps({"signing_secret": secret, "bot_token": TOKEN, "app_id": self.slack.app_id})

    # --- who ------------------------------------------------------------------------------------------------------------------

    def enrol(self, id: str, *roles: str, **record: Any) -> str:
        """On the roster with an account; the account's identifier."""
        entry = {"name": f"Test {id}", "roles": roles, "chat": {"slack": account(id)}} | record
        entered = put_officer(self.force.deps, self.force.caller("administrator"), id, convert(entry, OfficerRecord))
        assert hasattr(entered, "record"), entered
        return self.slack.add_user(account(id))

    # --- what Slack sends -----------------------------------------------------------------------------------------------------

    def send(self, payload: Json, *, secret: str = SIGNING["dorset"], **headers: str) -> Heard:
        body, signed = p.request(payload, secret)
        return self.raw(body, signed | headers)

    def raw(self, body: bytes | str, headers: dict[str, str], *, encoded: bool = False) -> Heard:
        found = route_of(self.app, "POST", PATH)
        assert found
        asked = event("POST", found, headers, {}, body if isinstance(body, bytes) else body.encode())
        if encoded:
            asked |= {"body": body, "isBase64Encoded": True}
        answer = self.app(asked, None)
        text = answer["body"]
        return Heard(answer["statusCode"], answer["headers"], json.loads(text) if text.startswith("{") else text)

    def ready(self, payload: Json, id: str, *, channel: str = p.CHANNEL, url: bool = True) -> Json:
        """With a trigger and a response_url that this Slack knows."""
        user = account(id)
        made = payload | {"trigger_id": self.slack.trigger(user)}
        return made | {"response_url": self.slack.response_url(user, channel)} if url else made

    def button(self, id: str, action: str, value: str = "", on: Json | None = None, **changes: Any) -> Json:
        """A press on a button: of a message in the queue's channel, or of `on` (a view)."""
        element = {
            "type": "button",
            "action_id": action,
            "block_id": "b",
            "value": value,
            "text": {"type": "plain_text", "text": "x"},
        }
        message = p.posted({"text": "A card", "blocks": [{"type": "actions", "block_id": "b", "elements": [element]}]})
        made = p.press(element, on or message, user=account(id), **changes)
        return self.ready(made, id, url=on is None)

    def press(self, id: str, action: str, value: str = "", on: Json | None = None, **changes: Any) -> Heard:
        made = self.button(id, action, value, on, **changes)
        assert changes or payload_faults(made) == []
        return self.send(made)

    def form(self, id: str, action: str, value: str = "", on: Json | None = None) -> Json:
        """The form that a press opens, as it stands after it was filled."""
        before = len(self.slack.sent("views.update"))
        assert self.press(id, action, value, on).status == 200
        updates = self.slack.sent("views.update")[before:]
        assert updates, "the form was not filled"
        return p.opened(updates[-1]["view"], id=updates[-1]["view_id"])

    def fill(self, id: str, view: Json, **given: Any) -> Heard:
        """`answers__x` is the field `answers.x`."""
        answers = {name.replace("__", "."): said for name, said in given.items()}
        made = p.submit(view, answers, user=account(id))
        assert payload_faults(made) == []
        return self.send(made)

    def typed(self, id: str, text: str) -> Heard:
        made = self.ready(p.typed(text, user=account(id)), id)
        assert payload_faults(made) == []
        return self.send(made)

    def home(self, id: str) -> Json:
        """The home tab that was published last, as a view that can be pressed."""
        return p.opened(self.slack.homes[account(id)] | {"type": "home"}, id=f"VH{account(id)}")

    # --- what is known --------------------------------------------------------------------------------------------------------

    def told(self, id: str) -> list[str]:
        """The texts of somebody's private replies."""
        return [message.get("text", "") for message in self.slack.told(account(id))]

    def commands(self, reference: str) -> int:
        return self.force.incident(reference).version
