"""One incident in the hands of everybody at once: any command, by anybody, at any time. What must hold, holds after every step.

LIFE_EXAMPLES=3000 pytest tests/unit/domain/test_life.py      # longer, and different each time
"""

import os
from datetime import timedelta
from hashlib import sha256
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
from chalicelib.domain.evolve import evolve, rebuild
from chalicelib.domain.incident import Incident
from chalicelib.domain.refusals import Refusal
from chalicelib.domain.rules import RULES, By
from chalicelib.domain.words import ENDED, HOLDING, LINK_OPEN, WAITING, Role, Status
from chalicelib.domain.worklists import LISTS, place
from chalicelib.store.personal import set_apart
from tests.builders import DAY, FORCES, HOUR, IDS, MINUTE, REFERENCE, a_life, answers, policy

#: Where an incident may go from each status. Every live one may be returned before its decision, and escalated at any time.
GRAPH = {
    "reported": "offered",
    "offered": "in_triage",
    "in_triage": "queued",
    "queued": "claimed",
    "claimed": "link_sent queued",
    "link_sent": "in_call claimed queued",
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
DECIDED = {"passed_on", "handed_over", "finalised"}


def may_follow(before, after):
    ended = {"escalated"} if before in DECIDED else {"escalated", "returned"}
    return after in GRAPH[before].split() or (before not in ENDED and after in ended)


# --- who, and what ------------------------------------------------------------------------------------------------------------

MARK = "MARK"
STAFF = {
    "officer": ["PC2214", "PC2215", "PX3301"],
    "sergeant": ["PS1101", "PS1102", "PX3301"],
}
OFFICERS = some.sampled_from(STAFF["officer"])
WORDS = some.sampled_from([f"{MARK} Test Person-Alder", f"{MARK} 07700 900999"])
MAYBE_WORDS = some.none() | WORDS
CODES = some.sampled_from(
    sorted({code for force in FORCES for table in msgspec.structs.astuple(policy(force).reasons) for code in table})
)
RECEIVERS = some.sampled_from(["patrol", "neighbourhood", "the_navy"])
OFTEN = some.sampled_from([True, True, True, False])
ANSWERS = some.sampled_from([answers(), answers(), answers(), answers(safe_private_place=False)])
ITEMS = some.sampled_from(
    [dict.fromkeys(policy(force).checklist, "done") for force in FORCES]
    + [{"vna": "to_do"}, {"vna": "not_needed"}, {"cake": "done"}]
)
WAITS = some.sampled_from([timedelta(0), MINUTE, 11 * MINUTE, HOUR, 4 * HOUR])
LONG_WAITS = some.sampled_from([13 * HOUR, DAY, 4 * DAY])

SIMPLE = {
    c.Offer: some.builds(
        c.Offer,
        made=OFTEN,
        accepted=some.sampled_from([True, True, None, False]),
        reason=CODES,
        answers=some.none() | ANSWERS,
        note=MAYBE_WORDS,
    ),
    c.Update: some.builds(c.Update, WORDS),
    c.Recall: some.builds(c.Recall, CODES, MAYBE_WORDS),
    c.Outcome: some.builds(
        c.Outcome, some.sampled_from(["outcome", "arrest", "interview"]), some.sampled_from([None, "1", "16", "99"])
    ),
    c.Handover: some.builds(c.Handover, some.none() | RECEIVERS, MAYBE_WORDS),
    c.Triage: some.builds(
        c.Triage, OFTEN, some.sampled_from(["queue", "allocate"]), officer=some.none() | OFFICERS, reason=CODES, note=MAYBE_WORDS
    ),
    c.Claim: some.just(c.Claim()),
    c.Allocate: some.builds(c.Allocate, some.none() | OFFICERS),
    c.Reassign: some.builds(c.Reassign, OFFICERS, MAYBE_WORDS),
    c.Release: some.builds(c.Release, CODES, MAYBE_WORDS),
    c.RecordContact: some.builds(
        c.RecordContact,
        some.sampled_from(["spoke", "spoke", "no_answer", "message_left", "wrong_person", "number_not_in_use", "unsafe"]),
        MAYBE_WORDS,
    ),
    c.ReassessRisk: some.builds(c.ReassessRisk, some.sampled_from(["unchanged", "raised", "lowered"]), MAYBE_WORDS),
    c.SendLink: some.builds(
        c.SendLink, some.sampled_from(["sms", "email"]), some.sampled_from(["phone", "tablet", "laptop"]), some.none() | WORDS
    ),
    c.VictimJoin: some.just(c.VictimJoin()),
    c.OfficerJoin: some.just(c.OfficerJoin()),
    c.Pause: some.builds(c.Pause, some.sampled_from(["evidence_review", "sergeant_advice", "victim_break", "other"]), MAYBE_WORDS),
    c.Resume: some.just(c.Resume()),
    c.Close: some.just(c.Close()),
    c.TickChecklist: some.builds(c.TickChecklist, ITEMS),
    c.Submit: some.builds(c.Submit, WORDS, some.lists(WORDS, max_size=2).map(tuple)),
    c.Review: some.builds(
        c.Review,
        some.sampled_from(["suspect_identified", "further_enquiries", "desk_enquiries", "finalise"]),
        MAYBE_WORDS,
        some.none() | RECEIVERS,
        MAYBE_WORDS,
    ),
    c.PauseReview: some.builds(c.PauseReview, CODES, MAYBE_WORDS),
    c.ResumeReview: some.just(c.ResumeReview()),
    c.TellVictim: some.builds(c.TellVictim, some.sampled_from(["phone", "letter"]), MAYBE_WORDS),
    c.ReturnToDispatch: some.builds(c.ReturnToDispatch, CODES, MAYBE_WORDS),
    c.ChangeMind: some.builds(c.ChangeMind, MAYBE_WORDS),
    c.Escalate: some.builds(c.Escalate, CODES, MAYBE_WORDS),
    c.AcknowledgeUpdate: some.builds(c.AcknowledgeUpdate, some.integers(1, 3)),
    c.Consult: some.builds(c.Consult, MAYBE_WORDS),
    c.RecordDelivery: some.builds(
        c.RecordDelivery, some.integers(0, 3), some.sampled_from(["sent", "delivered", "failed", "unknown"]), some.booleans()
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
CONTACT = {"phone", "email", "ok_to_text"}
KNOWN = some.fixed_dictionaries(
    {
        "flags": some.sampled_from([(), (), ("vulnerable",)]),
        "minor": some.booleans(),
        "phone": OFTEN,
        "email": OFTEN,
        "ok_to_text": some.sampled_from([None, True, True, False]),
    }
)
#: These end an incident; too often, and no life is long.
RARE = {c.Escalate, c.Recall, c.ReturnToDispatch, c.ChangeMind}
KINDS = sorted(RULES, key=c.name_of)


class Life(RuleBasedStateMachine):
    seen: ClassVar[set[str]] = set()

    @initialize(force=some.sampled_from(FORCES), status=some.sampled_from(list(Status)), known=KNOWN)
    def it_has_come_so_far(self, force, status, known):
        links = status not in EARLY
        life = a_life(
            status.value, force=force, **{name: value for name, value in known.items() if not (links and name in CONTACT)}
        )
        self.policy, self.now, self.events, self.incident = life.policy, life.now, life.events, life.incident
        self.noted: set[tuple] = set()
        link = self.incident.link
        self.tokens = [link.token_hash] if link else []
        self.closed = {link.token_hash for link in [link] if link and not link.open}

    # --- what happens ---------------------------------------------------------------------------------------------------------

    @rule(data=some.data(), after=WAITS)
    def somebody_does_what_is_possible_now(self, data, after):
        possible = [kind for kind in KINDS if self.incident.status in RULES[kind].statuses]
        likely = [kind for kind in possible if kind not in RARE] * 3 + [kind for kind in possible if kind in RARE]
        kind = data.draw(some.sampled_from(likely))
        role = data.draw(some.sampled_from(sorted(RULES[kind].roles)))
        self.give(self.a_command(data, kind), self.who(data, role), after)

    @rule(data=some.data(), after=WAITS)
    def it_goes_its_way(self, data, after):
        steps = USUAL.get(self.incident.status)
        if steps:
            command, role = data.draw(some.sampled_from(steps))
            id = self.incident.officer if role == "officer" and self.incident.status != Status.QUEUED else IDS[role]
            link = self.tokens[-1] if role == "victim" else None
            self.give(command, By(id, frozenset({role}), link), after)

    @rule(data=some.data(), after=WAITS)
    def anybody_does_anything(self, data, after):
        kind = data.draw(some.sampled_from(KINDS))
        role = data.draw(some.sampled_from(list(Role)))
        self.give(self.a_command(data, kind), self.who(data, role.value), after)

    @rule(wait=LONG_WAITS)
    def time_passes(self, wait):
        self.now += wait

    @rule()
    def the_clock_notes_what_has_passed(self):
        passed = [(kind, when) for kind, when in due(self.incident, self.policy).items() if when <= self.now]
        for kind, when in passed:
            if due(self.incident, self.policy).get(kind) == when:
                assert self.give(c.NoteDue(kind, when), By("clock", frozenset({"system"})), timedelta(0))
                self.noted.add((kind, when))
                assert not self.give(c.NoteDue(kind, when), By("clock", frozenset({"system"})), timedelta(0))

    def a_command(self, data, kind):
        if kind is c.MakeAppointment:
            return c.MakeAppointment(
                self.now + data.draw(some.sampled_from([-HOUR, 2 * HOUR, DAY, 40 * DAY])), data.draw(MAYBE_WORDS)
            )
        if kind is c.NoteDue:
            stands = due(self.incident, self.policy) | {"risk": self.now}
            return c.NoteDue(*data.draw(some.sampled_from(sorted(stands.items()))))
        return data.draw(SIMPLE[kind])

    def who(self, data, role):
        """Mostly the officer of the job, where an officer acts; a victim comes with any link that was ever sent, or none."""
        if role == "victim":
            link = data.draw(some.sampled_from([*self.tokens[-1:] * 4, *self.tokens, token_hash(0)]))
            return By("victim", frozenset({"victim"}), link=link)
        if role == "officer" and self.incident.officer and data.draw(OFTEN):
            id = self.incident.officer
        else:
            id = data.draw(some.sampled_from(STAFF.get(role, [IDS[role]])))
        return By(id, frozenset({role} | {each for each, ids in STAFF.items() if id in ids}))

    def give(self, command, who, after):
        """As the service does it; True when it was accepted."""
        self.now += after
        before, written = self.incident, msgspec.json.encode(self.incident)
        apart, _ = set_apart(command, before.version + 1)
        decision = decide(Ask(before, apart, who, self.now, self.policy, token_hash(before.links + 1)))
        assert msgspec.json.encode(self.incident) == written, "deciding changes nothing"
        if isinstance(decision, Refusal):
            assert decision.code
            assert decision.says.endswith("."), decision
            return False
        assert decision, "something happened"
        role = who.acts_as(RULES[type(command)].roles)
        for n, event in enumerate(decision):
            self.happened(self.record(event, who, role, before.version + 1, n))
        self.command_is_whole(before)
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
            self.tokens.append(recorded.event.token_hash)
        self.incident = after
        self.events.append(recorded)

    def command_is_whole(self, before):
        after = self.incident
        assert after.version == before.version + 1
        assert (after.facts, after.received_at) == (before.facts, before.received_at)
        assert before.arrived_at in (None, after.arrived_at), "arrived once"
        assert set(before.callers) <= set(after.callers)
        assert not before.contact_suspended or after.contact_suspended
        if before.status in ENDED:
            assert after.status == before.status
        if before.emergency:
            assert after.status in LINK_OPEN | {Status.ESCALATED}

    # --- what must hold -------------------------------------------------------------------------------------------------------

    @invariant()
    def the_state_is_its_events(self):
        assert rebuild(self.incident.force, self.events) == self.incident

    @invariant()
    def it_survives_json(self):
        assert msgspec.json.decode(msgspec.json.encode(self.incident), type=Incident) == self.incident
        assert msgspec.json.decode(msgspec.json.encode(self.events), type=list[e.Recorded]) == self.events

    @invariant()
    def it_is_held_exactly_while_somebody_works_on_it(self):
        assert bool(self.incident.holder) == (self.incident.status in HOLDING)
        Life.seen.add(self.incident.status)

    @invariant()
    def the_link_is_open_exactly_while_there_is_a_room_and_never_again(self):
        link = self.incident.link
        assert bool(link and link.open) == (self.incident.status in LINK_OPEN)
        assert not (link and link.open and link.token_hash in self.closed)

    @invariant()
    def it_stands_on_one_list_while_it_lives(self):
        found = place(self.incident)
        assert (found is None) == (not self.incident.live)
        if found:
            assert found[0] in LISTS
            assert found[1].endswith(f"#{REFERENCE}")
            assert (found[0] in ("queue", "appointments")) == (self.incident.status == Status.QUEUED)
            assert (found[0] == "appointments") == (self.incident.appointment is not None)

    @invariant()
    def no_event_holds_a_persons_words(self):
        assert MARK.encode() not in msgspec.json.encode([self.events, self.incident])

    @invariant()
    def nobody_reviewed_their_own_call(self):
        took_part: set[str] = set()
        for each in self.events:
            if isinstance(each.event, e.OfficerJoined | e.Submitted):
                took_part.add(each.by)
            if isinstance(each.event, e.Reviewed):
                assert each.by not in took_part

    @invariant()
    def whoever_goes_on_with_it_has_a_plan(self):
        if self.incident.status in (Status.PASSED_ON, Status.HANDED_OVER, Status.DESK_WORK):
            decision = next(each.event for each in reversed(self.events) if isinstance(each.event, e.Reviewed))
            assert decision.plan

    @invariant()
    def what_was_noted_does_not_come_back(self):
        assert not self.noted & set(due(self.incident, self.policy).items())

    @invariant()
    def a_waiting_victims_risk_is_on_the_clock(self):
        assert ("risk" in due(self.incident, self.policy)) == (self.incident.status in WAITING)
        assert self.incident.live or not due(self.incident, self.policy)


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
