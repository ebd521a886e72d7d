"""One incident as commands change it: what each may change, and whether it was right to let it."""

from hashlib import sha256

import msgspec

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.ask import Ask
from chalicelib.domain.decide import decide
from chalicelib.domain.delivery import progress
from chalicelib.domain.evolve import evolve
from chalicelib.domain.link import STILL_SAFE
from chalicelib.domain.refusals import Refusal
from chalicelib.domain.rules import RULES
from chalicelib.domain.words import ENDED, LINK_OPEN
from chalicelib.store.personal import set_apart

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
DECIDED = {"passed_on", "handed_over", "finalised"}


def may_follow(before, after):
    ended = {"escalated"} if before in DECIDED else {"escalated", "returned"}
    return after in GRAPH[before].split() or (before not in ENDED and after in ended)


class OneLife:
    """Commands are decided and evolved here as the service does it; the checks stand where something happens."""

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


def leaves(value):
    """Everything within a plain value that is no container."""
    if not isinstance(value, dict | list | tuple):
        return [value]
    return [leaf for each in (value.values() if isinstance(value, dict) else value) for leaf in leaves(each)]


def token_hash(number):
    return sha256(f"token {number}".encode()).hexdigest()
