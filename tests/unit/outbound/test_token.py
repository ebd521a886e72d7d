"""The token of a link stands in the message to the victim and nowhere else: no row, no queue, no update for CAD, no log."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from chalicelib.domain import commands as c
from tests import builders as b
from tests.workers import World


def tokens_sent(world: World) -> list[str]:
    return [re.search(r"/v#(\w{22})", body)[1] for _, _, _, body in world.texts]  # type: ignore[index]  # each has one


def test_the_token_is_in_the_message_alone(ready: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    # Given everything that is put into a queue
    queued: list[str] = []
    sends = ready.sqs.send_message

    def send(**message: Any) -> Any:
        queued.append(json.dumps(message, default=str))
        return sends(**message)

    monkeypatch.setattr(ready.sqs, "send_message", send)
    # When the link is sent, sent again, and delivered
    ready.to_next("link_sent")
    ready.settle()
    ready.do(b.REFERENCE, c.SendLink(), "officer")
    ready.settle()
    ready.receipt("TEXT_DELIVERED")
    ready.settle()
    # Then both tokens were sent to the victim, and stand nowhere else
    tokens = tokens_sent(ready)
    assert len(set(tokens)) == 2
    rows = "".join(f"{row.pk} {row.sk} {row.data} {row.sealed!r} {row.fingerprint}" for row in ready.table.rows.values())
    told = json.dumps([str(each) for each in vars(ready.cad).values()])
    printed = "".join(capsys.readouterr())
    assert queued and told and "message settled" in printed
    for token in tokens:
        for where in (rows, "".join(queued), told, printed):
            assert token not in where
