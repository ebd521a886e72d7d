"""Who is outside, in memory: providers of texts and emails, and command and control, which checks every signature."""

from __future__ import annotations

from datetime import datetime

import msgspec
from standardwebhooks import Webhook

from chalicelib.outbound.letter import Letter
from chalicelib.outbound.marks import Mark
from chalicelib.outbound.updates import Update
from tests import builders as b

SECRET = "whsec_" + "dGVzdCBrZXkgb2YgMzIgYnl0ZXMgZm9yIHRlc3RzIQ=="


class FakeProvider:
    """Keeps what it was asked to send; `trouble` is raised instead, or (`after`) once it has been sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str, str]] = []
        self.marks: list[Mark] = []
        self.trouble: list[Exception | None] = []
        self.after: list[BaseException | None] = []

    def send(self, letter: Letter, mark: Mark) -> str:
        trouble = self.trouble.pop(0) if self.trouble else None
        if trouble:
            raise trouble
        self.sent.append((letter.to, letter.sender, letter.subject, letter.body))
        self.marks.append(mark)
        after = self.after.pop(0) if self.after else None
        if after:
            raise after
        return f"provider-{len(self.sent)}"


class FakeCad:
    """Command and control: checks the signature, keeps what it took. `answers` are given first, then 204; None is no answer."""

    def __init__(self) -> None:
        self.got: list[tuple[str, Update]] = []
        self.answers: list[int | None] = []
        self.down = False
        self.refuses: set[str] = set()
        self.calls = 0

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int | None:
        self.calls += 1
        signed = Webhook(SECRET)
        assert signed.sign(headers["webhook-id"], _moment(headers), body.decode()) == headers["webhook-signature"]
        if self.down:
            return None
        answer = self.answers.pop(0) if self.answers else 204
        update = msgspec.json.decode(body, type=Update)
        if update.reference in self.refuses:
            return 422
        if answer is not None and answer < 300:
            self.got.append((headers["webhook-id"], update))
        return answer


def _moment(headers: dict[str, str]) -> datetime:
    return datetime.fromtimestamp(int(headers["webhook-timestamp"]), b.NOW.tzinfo)
