"""A small world for tests of the workers: queues, providers and a command and control in memory, around any table.

    world = World(monkeypatch)
    world.report("20261118-0416"); world.to("link_sent", "20261118-0416")
    world.settle()                       # relay, deliver, until nothing moves
    world.texts, world.cad.got, world.feed()

    world = World(monkeypatch, chat=True)   # a force that chats: world.wall has its cards

Commands go through the real service; nothing of ours is replaced but the ports.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from datetime import timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from chalicelib import clock as the_clock
from chalicelib.domain import commands as c
from chalicelib.domain.officer import OfficerRecord
from chalicelib.domain.policy import Policy
from chalicelib.domain.refusals import Refusal
from chalicelib.domain.report import Report
from chalicelib.insight import facts
from chalicelib.outbound import allocations, cad, cards, feed, receipts, relay, texts
from chalicelib.outbound.marks import Mark
from chalicelib.outbound.ports import Ports
from chalicelib.outbound.providers import NotSetUp
from chalicelib.outbound.queues import Queues
from chalicelib.outbound.updates import Update
from chalicelib.outbound.webhook import Address
from chalicelib.service import Caller, Deps, Done, perform, put_officer, report, shift
from chalicelib.store import keys
from chalicelib.store.incidents import stored
from chalicelib.store.rows import Row, Table
from tests import builders as b
from tests.fakes import FakeClock, FakeKeyring, FakeTable
from tests.outside import SECRET, FakeCad, FakeProvider
from tests.sqs_fake import URLS, FakeSqs, sqs_event, stream_event
from tests.walls import FakeWall

WORKERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "texts": texts.on_messages,
    "cad": cad.on_messages,
    "facts": facts.on_messages,
    "allocations": allocations.on_messages,
    "chat": cards.on_messages,
    "receipts": receipts.on_messages,
}
MODULES = (relay, texts, cad, facts, allocations, cards, receipts, the_clock)
WAY: tuple[tuple[str, c.Command, str], ...] = (
    ("in_triage", c.Offer(made=True, accepted=True, answers=b.answers()), "call_handler"),
    ("queued", c.Triage(suitable=True, level="queue"), "sergeant"),
    ("claimed", c.Claim(), "officer"),
    ("contacted", c.RecordContact("spoke"), "officer"),
    ("link_sent", c.SendLink(), "officer"),
    ("waiting", c.VictimJoin(), "victim"),
    ("in_call", c.OfficerJoin(), "officer"),
    ("paused", c.Pause("evidence_review"), "officer"),
    ("resumed", c.Resume(), "officer"),
    ("call_closed", c.Close(), "officer"),
    ("in_review", c.Submit("Test summary of the investigation."), "officer"),
    ("finalised", c.Review("finalise"), "sergeant"),
    ("closed", c.TellVictim("phone"), "sergeant"),
)


class World:
    """Everything around the workers of one force."""

    def __init__(
        self,
        patch: Any,
        table: Table | None = None,
        force: str = "dorset",
        sqs: Any = None,
        urls: dict[str, str] | None = None,
        chat: bool = False,
        **deps: Any,
    ) -> None:
        self.force, self.urls, self.reference = force, urls or URLS, b.REFERENCE
        self.clock = FakeClock(b.NOW)
        self.table: Any = table or FakeTable()
        self.sqs = sqs or FakeSqs()
        self.sms, self.email, self.cad = FakeProvider(), FakeProvider(), FakeCad()
        self.chat, self.wall = chat, FakeWall(self.clock)
        self.account: Callable[[str], str] = lambda id: f"U{id}"
        ready = {"keyring": FakeKeyring(), "rest": lambda _: None, "chance": lambda: 0.5, "now": self.clock} | deps
        self.deps = Deps(table=self.table, policies={force: self.policy()}, **ready)
        self.ports = Ports(
            deps=self.deps,
            queues=Queues(self.sqs, self.urls),
            provider=self.provider,
            link_base="https://{domain}/v",
            address=lambda name: Address("https://cad.example.org/evr", SECRET),
            post=self.cad.post,
            wall=lambda force: self.wall,
        )
        for module in MODULES:
            patch.setattr(module, "ports", lambda: self.ports)

    def again(self, patch: Any) -> World:
        """Another world as this one stands, with a table and queues of its own, and its own people outside; for a `FakeTable`."""
        made = World(patch, force=self.force, urls=self.urls, chat=self.chat)
        made.table.rows.update(self.table.rows)  # a fake table replaces its rows and changes none
        outside = deepcopy((self.clock, self.sqs, self.sms, self.email, self.cad, self.wall))
        made.clock, made.sqs, made.sms, made.email, made.cad, made.wall = outside
        made.deps = replace(made.deps, now=made.clock)
        made.ports = replace(made.ports, deps=made.deps, queues=Queues(made.sqs, made.urls), post=made.cad.post)
        return made

    def policy(self, **sections: Any) -> Policy:
        return b.policy(**({} if self.chat else {"chat": {}}) | sections)

    def provider(self, name: str, policy: Policy) -> FakeProvider:
        if name not in ("sns", "ses"):
            raise NotSetUp("no_such_provider")
        return self.sms if name == "sns" else self.email

    def receipt(self, code: str, id: str = "provider-1", mark: Mark | None = None, provider: str = "end_user_messaging") -> None:
        """The network says what became of a text; the queue gets it as EventBridge puts it there."""
        mark = mark or self.sms.marks[-1]
        told = {"provider": provider, "id": id, "code": code, "mark": str(mark)}
        self.sqs.send_message(QueueUrl=self.urls["receipts"], MessageBody=json.dumps(told))

    # --- what people do -------------------------------------------------------------------------------------------------------

    def caller(self, role: str, id: str | None = None) -> Caller:
        return Caller(force=self.force, id=id or b.IDS[role], roles=frozenset({role}))

    def victim_of(self, reference: str) -> Caller:
        """The victim, with the link as it was sent last."""
        state = keys.state(self.force, reference)
        link = stored(self.deps.table.get([state])[state]).incident.link
        return Caller(force=self.force, id="victim", roles=frozenset({"victim"}), link=link.token_hash if link else "0" * 64)

    def report(self, reference: str | None = None, **changes: Any) -> str:
        reference = reference or self.reference
        body = msgspec.convert(b.a_report(**{"reference": reference, "reported_at": self.clock.now.isoformat()} | changes), Report)
        done = report(self.deps, self.caller("call_handler"), body)
        assert not isinstance(done, Refusal), done
        return reference

    def do(self, reference: str, command: c.Command, role: str, id: str | None = None) -> Done:
        self.clock.forward(timedelta(seconds=1))
        who = self.victim_of(reference) if role == "victim" else self.caller(role, id)
        done = perform(self.deps, who, reference, command)
        assert not isinstance(done, Refusal), done
        return done

    def on_duty(self, *ids: str, role: Any = "officer") -> None:
        administrator = self.caller("administrator")
        for id in ids:
            account = {"slack": self.account(id)} if self.chat else {}
            put_officer(self.deps, administrator, id, OfficerRecord("Test Officer-Rowan", (role,), "A", account))
            shift(self.deps, self.caller("officer", id), id, "start")
            self.clock.forward(timedelta(seconds=1))

    def to_next(self, status: str) -> None:
        """The one command that leads to a status from the one before it."""
        command, role = next((command, role) for reached, command, role in WAY if reached == status)
        self.do(self.reference, command, role)

    def go_on(self, after: str, reference: str | None = None) -> None:
        """The rest of the usual way, to its end."""
        names = [name for name, _, _ in WAY]
        for _, command, role in WAY[names.index(after) + 1 :]:
            self.do(reference or self.reference, command, role)

    def to(self, status: str, reference: str | None = None, officer: str = b.OFFICER) -> str:
        """Bring a reported incident to a status by the usual commands; the officer must be on duty from "claimed" on."""
        reference = reference or self.reference
        for reached, command, role in WAY:
            self.do(reference, command, role, officer if role == "officer" else None)
            if reached == status:
                return reference
        raise AssertionError(status)

    # --- what the machinery does ----------------------------------------------------------------------------------------------

    def outbox(self) -> list[Row]:
        rows: list[Row] = []
        for shard in range(4):
            rows += self.table.query(f"OUTBOX#{self.force}#{shard}", limit=1000).rows
        return sorted(rows, key=lambda row: row.sk)

    def stream(self) -> Any:
        """Give the relay every outbox row there is."""
        event = stream_event(self.outbox())
        with self.machinery():
            return relay.on_stream(event)

    def deliver(self, name: str, most: int = 10) -> int:
        """Give a worker one batch of its queue; what it names as failed goes back. A worker that dies takes the batch back too."""
        url = self.urls[name]
        messages = self.sqs.take(url, most)
        if not messages:
            return 0
        back = {message["id"] for message in messages}
        try:
            with self.machinery():
                failed = WORKERS[name](sqs_event(url, messages))
            back = {each["itemIdentifier"] for each in failed["batchItemFailures"]}
        finally:
            self.sqs.give_back(url, [message for message in messages if message["id"] in back])
            self.sqs.done(url, [message for message in messages if message["id"] not in back])
        return len(messages) - len(back)

    def tick(self) -> None:
        """One turn of the clock."""
        with self.machinery():
            the_clock.turn(self.ports, self.force)

    def machinery(self) -> AbstractContextManager[Any]:
        """Entered whenever code of the workers runs, and not for what people or tests do."""
        return nullcontext()

    def settle(self, rounds: int = 50, by: str = "stream") -> None:
        """Relay and deliver until nothing moves any more."""
        idle = 0
        for _ in range(rounds):
            if by == "stream":
                self.stream()
            moved = sum(self.deliver(name) for name in WORKERS)
            idle = 0 if moved or (by == "stream" and self.outbox()) else idle + 1
            if idle > (5 if self.sqs.comes_again(self.urls.values()) else 0):
                return

    def recover(self, ticks: int = 12, every: timedelta = timedelta(minutes=1)) -> None:
        """Let the clock tick, and deliver what it brings: without the stream."""
        for _ in range(ticks):
            self.clock.forward(every)
            self.tick()
            self.settle(by="clock")

    # --- what is seen ---------------------------------------------------------------------------------------------------------

    @property
    def texts(self) -> list[tuple[str, str, str, str]]:
        return self.sms.sent

    def feed(self) -> list[Update]:
        return list(feed.read(self.table, self.force, None, 1000).items)

    def kinds(self, reference: str | None = None) -> list[str]:
        return [update.kind for update in self.feed() if update.reference == (reference or self.reference)]

    def delivery(self, reference: str | None = None) -> dict[str, Any]:
        """The last delivery row of an incident."""
        rows = self.table.query(f"INC#{self.force}#{reference or self.reference}", prefix="SEND#").rows
        return json.loads(rows[-1].data) if rows else {}

    def dead(self, name: str) -> list[dict[str, Any]]:
        return self.sqs.dead(self.urls[name])
