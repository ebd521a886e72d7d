"""One incident in the hands of everybody at once: any command, by anybody, at any time. What must hold, holds after every step."""

from datetime import timedelta
from functools import wraps
from typing import ClassVar

import msgspec
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.deadlines import due
from chalicelib.domain.dip_sample import lot
from chalicelib.domain.evolve import rebuild
from chalicelib.domain.incident import Incident
from chalicelib.domain.rules import RULES, By
from chalicelib.domain.words import ENDED, HOLDING, LINK_OPEN, LIVE, Role, Status
from chalicelib.domain.worklists import LISTS, place, second_place
from tests.builders import DAY, FORCES, HOUR, IDS, MINUTE, REFERENCE, a_life, policy
from tests.unit.domain.any_commands import FILLED_IN, MARK, STAFF, USUAL, Chance
from tests.unit.domain.one_life import OneLife, token_hash

WAITS_FOR_US = {"reported", "offered", "in_triage", "queued", "claimed", "link_sent", "paused"}
WAITS = [timedelta(0), MINUTE, 11 * MINUTE, HOUR, 4 * HOUR]
LONG_WAITS = [13 * HOUR, DAY, 4 * DAY]


EARLY = {Status.REPORTED, Status.OFFERED, Status.IN_TRIAGE, Status.QUEUED, Status.CLAIMED, Status.RETURNED, Status.ESCALATED}
CONTACT = {"phone", "email", "ok_to_text", "safe_times"}
#: These end an incident, or change little: too often, and no life is long.
SELDOM = {c.Escalate, c.Recall, c.ReturnToDispatch, c.ChangeMind, c.Outcome, c.Consult, c.Update, c.RecordDelivery, c.NoteDue}
#: Where a life begins, reached the usual way.
COMES_FROM = sorted(LIVE)
SEEDS = some.integers(0, 2**24)
CLOCK = By("clock", frozenset({"system"}))
KINDS = sorted(RULES, key=c.name_of)


def holds(check):
    """An invariant, looked at when something has happened."""

    @wraps(check)
    def look(self):
        if self.looked_at.get(check.__name__) != len(self.events):
            check(self)
            self.looked_at[check.__name__] = len(self.events)

    return invariant()(look)


class Life(OneLife, RuleBasedStateMachine):
    seen: ClassVar[set[str]] = set()

    @initialize(seed=SEEDS)
    def it_has_come_so_far(self, seed):
        chance = self.chance(seed)
        status = chance.choice(COMES_FROM)
        contact = {"phone": chance.often(), "email": chance.often(), "ok_to_text": chance.choice([None, True, False])}
        contact["safe_times"] = chance.often()
        known = {"flags": chance.choice([(), ("vulnerable",)]), "minor": not chance.often()} | (contact if status in EARLY else {})
        force = chance.choice(FORCES)
        life = a_life(status.value, force=force, the_policy=policy(force, review={"dip_sample_share": 0.5}), **known)
        self.policy, self.now, self.events, self.incident = life.policy, life.now, life.events, life.incident
        self.noted: set[tuple] = set()
        link = self.incident.link
        self.tokens = [link.token_hash] if link else []
        self.closed = {link.token_hash for link in [link] if link and not link.open}
        self.stays = False  # in an emergency the victim stays in the room until the police close it
        self.looked_at: dict[str, int] = {}

    # --- what happens ---------------------------------------------------------------------------------------------------------

    @rule(seed=SEEDS)
    def somebody_does_what_is_possible_now(self, seed):
        chance, status = self.chance(seed), self.incident.status
        if not self.incident.live and chance.often():
            self.it_has_come_so_far(seed)
            return
        likely = [kind for kind in KINDS if status in RULES[kind].statuses for _ in range(1 if kind in SELDOM else 9)]
        kind = chance.choice(likely)
        self.give(self.a_command(chance, kind), self.who(chance, chance.choice(sorted(RULES[kind].roles))), chance.choice(WAITS))

    @rule(seed=SEEDS)
    def somebody_else_does_too(self, seed):
        self.somebody_does_what_is_possible_now(seed + 1)

    @rule(seed=SEEDS)
    def it_goes_its_way(self, seed):
        chance, steps = self.chance(seed), USUAL.get(self.incident.status)
        if not steps:
            self.it_has_come_so_far(seed)
            return
        command, role = chance.choice(steps)
        id = self.incident.officer if role == "officer" and self.incident.status != Status.QUEUED else IDS[role]
        link = self.tokens[-1] if role == "victim" else None
        self.give(command, By(id, frozenset({role}), link), chance.choice(WAITS))

    @rule(seed=SEEDS)
    def anybody_does_anything(self, seed):
        chance = self.chance(seed)
        self.give(
            self.a_command(chance, chance.choice(KINDS)), self.who(chance, chance.choice(list(Role)).value), chance.choice(WAITS)
        )

    @rule(seed=SEEDS)
    def time_passes_and_the_clock_notes_it(self, seed):
        self.now += self.chance(seed).choice(LONG_WAITS)
        passed = [(kind, when) for kind, when in due(self.incident, self.policy).items() if when <= self.now]
        for kind, when in passed:
            assert self.give(c.NoteDue(kind, when), CLOCK, timedelta(0))
            self.noted.add((kind, when))
            assert not self.give(c.NoteDue(kind, when), CLOCK, timedelta(0))
        self.somebody_does_what_is_possible_now(seed)
        self.it_goes_its_way(seed)

    def chance(self, seed):
        """Hypothesis likes small seeds and the same ones again; with the number of the step they differ."""
        self.step = getattr(self, "step", 0) + 1
        return Chance(f"{seed} {self.step}")

    def a_command(self, chance, kind):
        if kind is c.MakeAppointment:
            return c.MakeAppointment(self.now + chance.choice([-HOUR, 2 * HOUR, DAY, 40 * DAY]), chance.maybe_words())
        if kind is c.NoteDue:
            stands = due(self.incident, self.policy) | {"risk": self.now}
            return c.NoteDue(*chance.choice(sorted(stands.items())))
        return FILLED_IN[kind](chance)

    def who(self, chance, role):
        """Mostly the officer of the job, where an officer acts; a victim comes with any link that was ever sent, or another."""
        if role == "victim":
            link = chance.choice([*self.tokens[-1:] * 4, *self.tokens, token_hash(0)])
            return By("victim", frozenset({"victim"}), link=link)
        if role == "officer" and self.incident.officer and chance.often():
            id = self.incident.officer
        else:
            id = chance.choice(STAFF.get(role, [IDS[role]]))
        return By(id, frozenset({role} | {each for each, ids in STAFF.items() if id in ids}))

    # --- what must hold -------------------------------------------------------------------------------------------------------

    @holds
    def the_state_is_its_events(self):
        assert rebuild(self.incident.force, self.events) == self.incident

    @holds
    def it_survives_json(self):
        assert msgspec.json.decode(msgspec.json.encode(self.incident), type=Incident) == self.incident
        last = self.events[-3:]
        assert msgspec.json.decode(msgspec.json.encode(last), type=list[e.Recorded]) == last

    @holds
    def it_is_held_exactly_while_somebody_works_on_it(self):
        assert bool(self.incident.holder) == (self.incident.status in HOLDING or self.stays)
        Life.seen.add(self.incident.status)

    @holds
    def the_link_is_open_exactly_while_there_is_a_room_and_never_again(self):
        link = self.incident.link
        assert bool(link and link.open) == (self.incident.status in LINK_OPEN or self.stays)
        assert not (link and link.open and link.token_hash in self.closed)

    @holds
    def an_emergency_changes_nothing_in_the_room(self):
        seen = {Status.LINK_SENT: "waiting", Status.IN_CALL: "in_call", Status.PAUSED: "paused"}.get(self.incident.status)
        assert self.incident.room == seen or (self.stays and self.incident.room)

    @holds
    def it_stands_on_one_list_while_it_lives(self):
        found = place(self.incident)
        assert (found is None) == (not self.incident.live and not self.stays)
        if found:
            assert found[0] in LISTS
            assert found[1].endswith(f"#{REFERENCE}")
            assert (found[0] in ("queue", "appointments")) == (self.incident.status == Status.QUEUED)
            assert (found[0] == "appointments") == (self.incident.appointment is not None)

    @holds
    def a_call_that_was_drawn_waits_for_its_second_look_once_decided(self):
        drawn = [each for each in self.events if isinstance(each.event, e.DipSampleDrawn)]
        looked = [each for each in self.events if isinstance(each.event, e.DipSampleRecorded)]
        held = [each for each in self.events if isinstance(each.event, e.CallStarted)]
        assert len(looked) <= len(drawn) <= len(held)
        over = self.incident.call.started_at and self.incident.call.ended_at
        assert bool(drawn) == bool(over and lot(self.incident) < 0.5)
        waits = drawn and not looked and self.incident.status in ENDED | {Status.PASSED_ON, Status.HANDED_OVER, Status.FINALISED}
        assert (second_place(self.incident) is not None) == bool(waits)

    @holds
    def no_event_holds_a_persons_words(self):
        assert MARK.encode() not in msgspec.json.encode([self.events, self.incident])

    @holds
    def nobody_reviewed_their_own_call(self):
        took_part: set[str] = set()
        for each in self.events:
            if isinstance(each.event, e.OfficerJoined | e.Submitted):
                took_part.add(each.by)
            if isinstance(each.event, e.Reviewed):
                assert each.by not in took_part

    @holds
    def whoever_goes_on_with_it_has_a_plan(self):
        if self.incident.status in (Status.PASSED_ON, Status.HANDED_OVER, Status.DESK_WORK):
            decision = next(each.event for each in reversed(self.events) if isinstance(each.event, e.Reviewed))
            assert decision.plan

    @holds
    def what_was_noted_does_not_come_back(self):
        assert not self.noted & set(due(self.incident, self.policy).items())

    @holds
    def a_waiting_victims_risk_is_on_the_clock(self):
        assert ("risk" in due(self.incident, self.policy)) == (self.incident.status in WAITS_FOR_US)
        assert self.incident.live or self.stays or not due(self.incident, self.policy)
