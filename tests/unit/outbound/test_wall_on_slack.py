"""The chat worker through the real wall of Slack, on the local Slack, which is as strict. Every call of it breaks once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace

from chalicelib.chat.slack.calls import Api
from chalicelib.chat.slack.post import Answer, Budget
from chalicelib.chat.slack.web import SlackWall
from chalicelib.chat.wall import Unanswered
from chalicelib.domain import commands as c
from infra.local.place import Place
from infra.local.slack.local import LocalSlack
from infra.local.slack.members import user_id
from tests import builders as b
from tests.unit.chat.lives import shows_a_person
from tests.workers import WAY, World

BASE = "http://127.0.0.1:8800/local/slack/"
SPACE = b.policy().chat["slack"]


class InProcess:
    """`Http` without a network. `breaks` says of each call, by its number and method, whether its answer is lost."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self.calls: list[str] = []
        self.breaks: Callable[[int, str], str] = lambda number, method: ""

    def post(self, url: str, body: bytes, headers: Mapping[str, str], budget: Budget) -> Answer:
        parts = urlsplit(url).path.removeprefix("/local/slack/").split("/")
        self.calls.append(parts[-1])
        how = self.breaks(len(self.calls), parts[-1])
        if how == "before":
            raise Unanswered("before")
        answer = self._slack.answer("POST", parts, body, {name.lower(): value for name, value in headers.items()}, "")
        if how == "after":
            raise Unanswered("after")
        assert answer, parts
        return Answer(answer.status, {name.lower(): value for name, value in answer.headers}, answer.body)


class OnSlack:
    """A force whose wall is the local Slack."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self.slack = LocalSlack(Place(8800, folder))
        self.slack.open()
        self.http = InProcess(self.slack)
        app = self.slack.apps["dorset"]
        self.workspace = app.workspace
        api = Api(app.secret.bot_token, self.http, Budget(float("inf"), each=8.0), f"{BASE}api/")
        wall = SlackWall(api, app.secret.app_id, "dorset")
        self.world = World(patch, chat=True)
        self.world.account = user_id
        self.world.ports = replace(self.world.ports, wall=lambda force: wall)
        self.world.on_duty(b.OFFICER, b.OTHER_OFFICER)
        self.world.on_duty(b.SERGEANT, role="sergeant")
        self.world.on_duty("SPOC01", role="spoc")
        self.world.settle()
        self.http.calls.clear()

    def history(self, channel: str) -> list[dict[str, Any]]:
        """What stands in a channel, without what was deleted, oldest first."""
        return [each for each in reversed(self.workspace.messages.history(channel)) if each.get("subtype") != "tombstone"]

    def keys(self, channel: str) -> list[str]:
        return [each["metadata"]["event_payload"]["key"].partition(" ")[2] for each in self.history(channel) if "metadata" in each]

    def thread(self) -> list[str]:
        """Every line under the job's card."""
        (job,) = [each for each in self.history(SPACE.queue) if each["metadata"]["event_payload"]["key"].endswith(" job")]
        replies = self.workspace.messages.thread(SPACE.queue, job["ts"])[1:]
        return [line for each in replies for line in each["text"].split("\n")]


@pytest.fixture
def on_slack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> OnSlack:
    return OnSlack(monkeypatch, tmp_path)


def test_a_whole_job_with_everything_in_it(on_slack: OnSlack) -> None:
    world = on_slack.world
    world.report()
    world.settle()
    for status, *_ in WAY:
        world.to_next(status)
        world.settle()
        if status == "claimed":
            world.do(world.reference, c.Update("Test Person-Alder", "risk"), "spoc")
            world.settle()
            world.do(world.reference, c.AcknowledgeUpdate(1), "officer")

    assert on_slack.keys(SPACE.queue) == ["job"]
    assert on_slack.keys(SPACE.sergeants) == ["triage", "review:1"]
    assert on_slack.keys(SPACE.control_room) == ["offer"]
    assert on_slack.keys(f"D0{b.OFFICER}") == [f"update:1:{b.OFFICER}", f"waits:1:{b.OFFICER}"]
    assert on_slack.thread()[-1].endswith("Closed")
    assert set(on_slack.workspace.homes) >= {user_id(id) for id in (b.OFFICER, b.SERGEANT)}
    assert shows_a_person([message for _, message in on_slack.workspace.messages]) == []
    assert (world.sqs.left(), world.dead("chat")) == ([], [])


def test_an_emergency_a_question_a_gift_a_reminder_and_a_break(on_slack: OnSlack) -> None:
    world = on_slack.world
    world.report()
    world.to("queued")
    world.do(world.reference, c.Allocate(b.OFFICER), "sergeant")
    world.clock.forward(timedelta(minutes=50))
    world.tick()
    world.settle()
    assert [key.partition(":")[0] for key in on_slack.keys(f"D0{b.OFFICER}")] == ["given", "reminder"]
    world.do(world.reference, c.SendLink(times_checked=True), "officer")
    world.do(world.reference, c.VictimJoin(), "victim")
    world.do(world.reference, c.OfficerJoin(), "officer")
    world.do(world.reference, c.Pause("sergeant_advice", "text"), "officer")
    world.settle()
    assert [key.partition(":")[0] for key in on_slack.keys(SPACE.sergeants)] == ["question"]
    world.do(world.reference, c.Escalate("threat"), "officer")
    world.settle()
    assert on_slack.keys(SPACE.control_room) == ["emergency:control_room"]


def test_the_daily_summary_with_its_picture(on_slack: OnSlack) -> None:
    world = on_slack.world
    world.report()
    world.to("link_sent")
    world.settle()
    world.clock.now = (b.NOW + b.DAY).replace(hour=8, minute=15)
    world.tick()
    world.settle()

    assert on_slack.keys(SPACE.team) == ["daily"]
    (picture,) = [file for each in on_slack.history(SPACE.team) for file in each.get("files", ())]
    assert picture["mimetype"] == "image/png"
    assert picture["alt_txt"].startswith("EVR, Wed 18 Nov 2026. Reported: 1")


def test_a_deleted_card_with_replies_leaves_a_mark_and_hangs_anew(on_slack: OnSlack) -> None:
    world = on_slack.world
    world.report()
    world.to("claimed")
    world.settle()
    (job,) = on_slack.history(SPACE.queue)
    on_slack.slack.apps["dorset"].workspace.delete(SPACE.queue, job["ts"])
    world.do(world.reference, c.RecordContact("spoke"), "officer")
    world.settle()

    assert on_slack.keys(SPACE.queue) == ["job"]
    assert [line[6:20] for line in on_slack.thread()][-2:] == ["Claimed by <@U", "Telephoned: sp"]


def test_an_archived_channel_catches_up(on_slack: OnSlack) -> None:
    world = on_slack.world
    on_slack.workspace.archive(SPACE.queue, True)
    world.report()
    world.to("in_triage")
    world.settle()
    assert on_slack.keys(SPACE.sergeants) == ["triage"]
    on_slack.workspace.archive(SPACE.queue, False)
    world.recover(4, timedelta(minutes=2))
    assert on_slack.keys(SPACE.queue) == ["job"]


@pytest.mark.parametrize("how", ["before", "after"])
def test_whichever_answer_is_lost_everything_hangs_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str) -> None:
    number, methods = 0, set()
    while True:
        number += 1
        on_slack = OnSlack(monkeypatch, tmp_path / f"{how}-{number}")
        world = on_slack.world
        broken: list[str] = []
        on_slack.http.breaks = _the(number, how, broken)
        world.report()
        world.to("claimed")
        world.do(world.reference, c.Update("text", "information"), "spoc")
        world.settle()
        world.do(world.reference, c.AcknowledgeUpdate(1), "officer")
        world.settle()
        if not broken:
            break
        methods |= set(broken)
        world.recover(4, timedelta(minutes=2))
        assert on_slack.keys(SPACE.queue) == ["job"], broken
        assert on_slack.keys(f"D0{b.OFFICER}") == [f"update:1:{b.OFFICER}"], broken
        assert len(on_slack.thread()) == len(set(on_slack.thread())) == 8, broken

    assert methods == {"chat.postMessage", "chat.update", "views.publish"}


def _the(number: int, how: str, broken: list[str]) -> Callable[[int, str], str]:
    def breaks(call: int, method: str) -> str:
        if call != number:
            return ""
        broken.append(method)
        return how

    return breaks
