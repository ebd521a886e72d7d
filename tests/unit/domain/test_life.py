"""One incident in the hands of everybody at once: any command, by anybody, at any time. What must hold, holds after every step.

LIFE_EXAMPLES=3000 pytest tests/unit/domain/test_life.py      # longer, and different each time
"""

import os
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from random import Random
from typing import ClassVar

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.ask import Ask
from chalicelib.domain.deadlines import due
from chalicelib.domain.decide import decide
from chalicelib.domain.delivery import progress
from chalicelib.domain.dip_sample import QUESTIONS, lot
from chalicelib.domain.evolve import evolve, rebuild
from chalicelib.domain.incident import Incident
from chalicelib.domain.link import STILL_SAFE
from chalicelib.domain.refusals import Refusal
from chalicelib.domain.rules import RULES, By
from chalicelib.domain.words import ENDED, HOLDING, LINK_OPEN, LIVE, Role, Status
from chalicelib.domain.worklists import LISTS, place, second_place
from chalicelib.store.personal import set_apart
from tests.builders import DAY, FORCES, HOUR, IDS, MINUTE, REFERENCE, a_life, answers, policy

#: Where an incident may go from each status. Every live one may be returned before its decision, and escalated at any time.
GRAPH = {
    "reported": "offered",
    "offered": "in_triage",
    "in_triage": "queued",
    "queued": "claimed",
    "claimed": "link_sent queued",
    "link_sent": "in_call call_closed queued",
    "in_call": "paused call_closed",
    "paused": "in_call call_closed",
    "call_closed": "in_review",
    "in_review": "desk_work passed_on finalised",
    "desk_work": "in_review",
    "passed_on": "handed_over",
    "handed_over": "closed",
    "finalised": "closed",
    "closed": "",
    "returned": "",
    "escalated": "",
}
WAITS_FOR_US = {"reported", "offered", "in_triage", "queued", "claimed", "link_sent", "paused"}
DECIDED = {"passed_on", "handed_over", "finalised"}


def may_follow(before, after):
    ended = {"escalated"} if before in DECIDED else {"escalated", "returned"}
    return after in GRAPH[before].split() or (before not in ENDED and after in ended)


# --- who, and what ------------------------------------------------------------------------------------------------------------

MARK = "MARK"
STAFF = {
    "officer": ["PC2214", "PX3301", "PX3302"],
    "sergeant": ["PS1101", "PX3301", "PX3302"],
}
REASONS = sorted({code for force in FORCES for table in msgspec.structs.astuple(policy(force).reasons) for code in table})
WAITS = [timedelta(0), MINUTE, 11 * MINUTE, HOUR, 4 * HOUR]
LONG_WAITS = [13 * HOUR, DAY, 4 * DAY]


class Chance(Random):
    """Whatever a person might fill in. Hypothesis gives the seed; plain choices from it reach much further than its own draws."""

    def words(self):
        return f"{MARK} {self.choice(['Test Person-Alder', '07700 900999'])}"

    def maybe_words(self):
        return self.choice([None, self.words()])

    def often(self):
        return self.random() < 0.8

    def officer(self):
        return self.choice(STAFF["officer"])

    def reason(self):
        return self.choice(REASONS)

    def receiver(self):
        return self.choice([None, "patrol", "neighbourhood", "the_navy"])

    def items(self):
        all_done = dict.fromkeys(policy(self.choice(FORCES)).checklist, "done")
        return self.choice([all_done, all_done, {"vna": "to_do"}, {"vna": "not_needed"}, {"cake": "done"}])

    def answers(self):
        return self.choice([answers(), answers(), answers(safe_private_place=False), None])


CONTACTS = ["spoke", "spoke", "no_answer", "message_left", "wrong_person", "number_not_in_use", "unsafe"]
DECISIONS = ["suspect_identified", "further_enquiries", "desk_enquiries", "finalise"]
FILLED_IN = {
    c.Offer: lambda r: c.Offer(
        r.often(), r.reason(), r.choice([True, True, None, False]), r.answers(), r.maybe_words(), r.maybe_words()
    ),
    c.Update: lambda r: c.Update(r.words(), r.choice(["information", "risk", "contact"])),
    c.Recall: lambda r: c.Recall(r.reason(), r.maybe_words()),
    c.Outcome: lambda r: c.Outcome(r.choice(["outcome", "arrest", "interview"]), r.choice([None, "1", "16", "99"])),
    c.Handover: lambda r: c.Handover(r.receiver(), r.maybe_words()),
    c.Triage: lambda r: c.Triage(
        r.often(), r.choice(["queue", "allocate"]), r.choice([None, None, r.officer()]), r.reason(), r.maybe_words()
    ),
    c.Claim: lambda r: c.Claim(),
    c.Allocate: lambda r: c.Allocate(r.choice([None, r.officer()])),
    c.Reassign: lambda r: c.Reassign(r.officer(), r.maybe_words()),
    c.Release: lambda r: c.Release(r.reason(), r.maybe_words()),
    c.RecordContact: lambda r: c.RecordContact(r.choice(CONTACTS), r.maybe_words()),
    c.ReassessRisk: lambda r: c.ReassessRisk(r.choice(["unchanged", "raised", "lowered"]), r.maybe_words()),
    c.SendLink: lambda r: c.SendLink(
        r.choice(["sms", "email"]), r.choice(["phone", "tablet", "laptop"]), r.maybe_words(), r.often()
    ),
    c.VictimJoin: lambda r: c.VictimJoin(r.often()),
    c.TellNeeds: lambda r: c.TellNeeds(r.choice([(), ("hearing", "sight")]), r.often(), r.maybe_words(), r.maybe_words()),
    c.AskOfficer: lambda r: c.AskOfficer(r.choice(["another_time", "stop"]), None, r.maybe_words()),
    c.ReadOutCode: lambda r: c.ReadOutCode(),
    c.UseCode: lambda r: c.UseCode(r.choice(["0", "f"]) * 64),
    c.OfficerJoin: lambda r: c.OfficerJoin(),
    c.Pause: lambda r: c.Pause(r.choice(["evidence_review", "sergeant_advice", "victim_break", "other"]), r.maybe_words()),
    c.Advise: lambda r: c.Advise(r.words()),
    c.Resume: lambda r: c.Resume(),
    c.Close: lambda r: c.Close(),
    c.TickChecklist: lambda r: c.TickChecklist(r.items()),
    c.Submit: lambda r: c.Submit(r.words(), tuple(r.words() for _ in range(r.randrange(3)))),
    c.Review: lambda r: c.Review(r.choice(DECISIONS), r.maybe_words(), r.receiver(), r.maybe_words()),
    c.PauseReview: lambda r: c.PauseReview(r.reason(), r.maybe_words()),
    c.ResumeReview: lambda r: c.ResumeReview(),
    c.RecordDipSample: lambda r: c.RecordDipSample(
        *(r.choice(["yes", "no", "not_applicable"]) for _ in QUESTIONS), satisfactory=r.often(), note=r.maybe_words()
    ),
    c.TellVictim: lambda r: c.TellVictim(r.choice(["phone", "letter"]), r.maybe_words()),
    c.ReturnToDispatch: lambda r: c.ReturnToDispatch(r.reason(), r.maybe_words()),
    c.ChangeMind: lambda r: c.ChangeMind(r.maybe_words()),
    c.Escalate: lambda r: c.Escalate(r.reason(), r.maybe_words()),
    c.AcknowledgeUpdate: lambda r: c.AcknowledgeUpdate(r.randrange(1, 4)),
    c.Consult: lambda r: c.Consult(r.maybe_words()),
    c.RecordDelivery: lambda r: c.RecordDelivery(
        r.randrange(4),
        r.choice(["sent", "delivered", "failed", "unknown"]),
        r.often(),
        reason=r.choice([None, "unreachable", "address_unknown"]),
    ),
}
ALL_DONE = {force: c.TickChecklist(dict.fromkeys(policy(force).checklist, "done")) for force in FORCES}
#: What usually comes next.
USUAL = {
    Status.REPORTED: [(c.Offer(True), "call_handler"), (c.Offer(True, accepted=True, answers=answers()), "call_handler")],
    Status.OFFERED: [(c.Offer(True, accepted=True, answers=answers()), "call_handler")],
    Status.IN_TRIAGE: [(c.Triage(True), "sergeant")],
    Status.QUEUED: [(c.Claim(), "officer")],
    Status.CLAIMED: [(c.RecordContact("spoke"), "officer"), (c.SendLink(to=f"{MARK} 07700 900998"), "officer")],
    Status.LINK_SENT: [(c.VictimJoin(), "victim"), (c.OfficerJoin(), "officer")],
    Status.IN_CALL: [(c.Pause(), "officer"), (c.Close(), "officer"), *((tick, "officer") for tick in ALL_DONE.values())],
    Status.PAUSED: [(c.Resume(), "officer")],
    Status.CALL_CLOSED: [(c.Submit(f"{MARK} summary"), "officer"), *((tick, "officer") for tick in ALL_DONE.values())],
    Status.IN_REVIEW: [(c.Review(each, plan=f"{MARK} plan"), "sergeant") for each in ("further_enquiries", "desk_enquiries")]
    + [(c.Review("finalise"), "sergeant")],
    Status.DESK_WORK: [(c.Submit(f"{MARK} summary"), "officer")],
    Status.PASSED_ON: [(c.Handover(), "receiving_team"), (c.TellVictim("phone"), "sergeant")],
    Status.HANDED_OVER: [(c.TellVictim("phone"), "officer")],
    Status.FINALISED: [(c.TellVictim("phone"), "officer")],
}
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


class Life(RuleBasedStateMachine):
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

    def give(self, command, who, after):
        """As the service does it; True when it was accepted."""
        self.now += after
        before, written = self.incident, msgspec.json.encode(self.incident)
        apart, texts = set_apart(command, before.version + 1)
        decision = decide(Ask(before, apart, who, self.now, self.policy, token_hash(before.links + 1)))
        assert msgspec.json.encode(self.incident) == written, "deciding changes nothing"
        if isinstance(decision, Refusal):
            assert decision.code
            assert decision.says.endswith("."), decision
            return False
        assert decision, "something happened"
        assert set(texts) <= set(leaves(msgspec.to_builtins(decision))), "every word has its place in an event"
        role = who.acts_as(RULES[type(command)].roles)
        for n, event in enumerate(decision):
            self.happened(self.record(event, who, role, before.version + 1, n))
        self.command_is_whole(before)
        self.it_was_right_to_let(before, command, who)
        return True

    def record(self, event, who, role, version, n):
        return e.Recorded(event, self.now, who.id, role, f"command-{version}", self.policy.version, version, n)

    def happened(self, recorded):
        before, after = self.incident, evolve(self.incident, recorded)
        if after.status != before.status:
            assert may_follow(before.status, after.status), f"{before.status} -> {after.status}"
        if before.link and before.link.open and not (after.link.open and after.link.token_hash == before.link.token_hash):
            self.closed.add(before.link.token_hash)
        if isinstance(recorded.event, e.LinkSent):
            assert recorded.event.token_hash not in self.tokens
            self.tokens.append(recorded.event.token_hash)
        if isinstance(recorded.event, e.Escalated):
            self.stays = before.status in LINK_OPEN and before.call.victim_joined_at is not None
        if isinstance(recorded.event, e.CallClosed):
            self.stays = False
        self.incident = after
        self.events.append(recorded)

    def command_is_whole(self, before):
        after = self.incident
        assert after.version == before.version + 1
        assert (after.facts, after.received_at) == (before.facts, before.received_at)
        assert before.arrived_at in (None, after.arrived_at), "arrived once"
        assert set(before.callers) <= set(after.callers)
        assert not before.contact_suspended or after.contact_suspended
        if before.link and after.link and before.link.number == after.link.number:
            assert progress(before.link.delivery, before.link.reason) <= progress(after.link.delivery, after.link.reason)
            assert not before.link.possibly_twice or after.link.possibly_twice
        if before.status in ENDED:
            assert after.status == before.status

    def it_was_right_to_let(self, before, command, who):
        if who.link is not None:
            assert before.link.open
            assert before.link.token_hash == who.link, "only the open link gives a right"
        if isinstance(command, c.SendLink | c.OfficerJoin | c.TickChecklist | c.Submit | c.RecordContact):
            assert before.officer == who.id, "only the officer of the job"
        if isinstance(command, c.Claim | c.Allocate) and before.appointment:
            assert self.now >= before.appointment, "not before the time the victim asked for"
        if isinstance(command, c.Release):
            assert not before.call.victim_joined_at, "nobody is left alone in the room"
        if isinstance(command, c.SendLink) and before.contact_suspended:
            assert command.to, "nothing goes to a number that somebody else may have"
        if isinstance(command, c.SendLink) and before.facts.safe_times and not (command.to or command.times_checked):
            spoke = [at for at in (before.spoke_at, before.offered_at) if at and self.now - at <= STILL_SAFE]
            assert spoke or before.room == "in_call", "nothing goes out at a time that may not be safe"

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


def leaves(value):
    """Everything within a plain value that is no container."""
    if not isinstance(value, dict | list | tuple):
        return [value]
    return [leaf for each in (value.values() if isinstance(value, dict) else value) for leaf in leaves(each)]


def token_hash(number):
    return sha256(f"token {number}".encode()).hexdigest()


EXAMPLES = int(os.environ.get("LIFE_EXAMPLES", "100"))
TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=60,
    deadline=None,
    derandomize="LIFE_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


def test_these_lives_came_everywhere():
    """Otherwise what holds above would hold of nothing."""
    assert Life.seen == set(Status)
