"""A force at work over any table: its staff, its reports, and commands by whoever usually gives them, through the service.

force = Force()                                        # a FakeTable, a clock that stands at NOW
reference = force.bring("queued")                      # a new incident that came there by real commands
done = force.give("officer", reference, c.Claim())     # Done or Refusal
assert whole_table_is_consistent(force.rows())
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from msgspec import convert
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain.incident import Incident
from chalicelib.domain.officer import Officer, OfficerRecord
from chalicelib.domain.policy import Policy
from chalicelib.domain.refusals import Refusal
from chalicelib.domain.report import Report
from chalicelib.service import Caller, Deps, Done, claim_next, perform, put_officer, report, shift
from chalicelib.service.reporting import Reported
from chalicelib.store import keys, officers
from chalicelib.store.incidents import stored
from chalicelib.store.rows import Row

from .builders import IDS, MINUTE, NOW, OFFICER, OTHER_OFFICER, OTHER_SERGEANT, SERGEANT, a_report, answers, policy
from .fakes import FakeClock, FakeKeyring, FakeTable

#: Who is on the roster, under their usual identifiers.
STAFF = {
    OFFICER: ("officer",),
    OTHER_OFFICER: ("officer",),
    SERGEANT: ("sergeant",),
    OTHER_SERGEANT: ("sergeant",),
    IDS["spoc"]: ("spoc",),
}
#: The hash of a token that nobody ever sent.
NO_LINK = "0" * 64


def code(answer: object) -> str:
    """The code of what must be a refusal."""
    assert isinstance(answer, Refusal), answer
    return answer.code


class Force:
    """`now` moves on by a minute with each command, unless `standing`. Replace `deps` in part: `force.deps = replace(...)`."""

    def __init__(
        self,
        table: Any = None,
        *,
        name: str = "dorset",
        keyring: Any = None,
        the_policy: Policy | None = None,
        clock: Any = None,
        standing: bool = False,
        staff: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.name, self.standing = name, standing
        self.policy = the_policy or policy(name)
        self.table = FakeTable() if table is None else table
        self.clock = clock or FakeClock(NOW)
        self.keyring = keyring or FakeKeyring()
        self.deps = Deps(
            table=self.table,
            keyring=self.keyring,
            policies={name: self.policy},
            now=self.clock,
            rest=lambda seconds: None,
            chance=lambda: 0.5,
        )
        self._numbers = itertools.count(1)
        for id, roles in (STAFF if staff is None else staff).items():
            self.hire(id, *roles)

    # --- callers --------------------------------------------------------------------------------------------------------------

    def caller(self, who: str, id: str | None = None) -> Caller:
        """`who` is an identifier on the roster, or a role: then the usual one who has it. `id` is the command's."""
        if who == "victim":
            return Caller(force=self.name, id="victim", roles=frozenset({"victim"}), link="0" * 64, command_id=id)
        if who in ("call_handler", "records", "receiving_team", "system", "administrator"):
            return Caller(force=self.name, id=IDS[who], roles=frozenset({who}), command_id=id)
        return Caller(force=self.name, id=IDS.get(who, who), staff=True, command_id=id)

    def victim_of(self, reference: str, id: str | None = None) -> Caller:
        """The victim, with the link as it was sent last."""
        link = self.incident(reference).link
        return replace(self.caller("victim", id), link=link.token_hash if link else "0" * 64)

    # --- commands -------------------------------------------------------------------------------------------------------------

    def give(self, who: str | Caller, reference: str, command: c.Command, id: str | None = None) -> Done | Refusal:
        if who == "victim":
            who = self.victim_of(reference, id)
        self._tick()
        return perform(self.deps, self.caller(who, id) if isinstance(who, str) else who, reference, command)

    def must(self, who: str | Caller, reference: str, command: c.Command, id: str | None = None) -> Done:
        done = self.give(who, reference, command, id)
        assert isinstance(done, Done), done
        return done

    def report(self, reference: str | None = None, id: str | None = None, **changes: Any) -> Reported | Refusal:
        self._tick()
        return report(self.deps, self.caller("call_handler", id), self.body(reference, **changes))

    def body(self, reference: str | None = None, **changes: Any) -> Report:
        reference = reference or f"20261118-{next(self._numbers):04d}6"  # a digit outside of every trial's control arm
        changes.setdefault("reported_at", self.clock.now.isoformat())
        return convert(a_report(self.name, reference=reference, **changes), Report)

    def claim(self, who: str = OFFICER, id: str | None = None) -> Done | Refusal:
        self._tick()
        return claim_next(self.deps, self.caller(who, id))

    def shift(self, who: str, action: str, id: str | None = None, by: str | None = None) -> Officer | Refusal:
        self._tick()
        return shift(self.deps, self.caller(by or who, id), who, action)

    def enrol(self, who: str, *roles: str, id: str | None = None, by: str = "administrator", **record: Any) -> Officer | Refusal:
        self._tick()
        entry = convert({"name": "Test Officer-Rowan", "roles": roles} | record, OfficerRecord)
        return put_officer(self.deps, self.caller(by, id), who, entry)

    def hire(self, id: str, *roles: str) -> None:
        """Enter a member of staff, on shift."""
        assert isinstance(self.enrol(id, *roles), Officer)
        assert isinstance(self.shift(id, "start"), Officer)

    def _tick(self) -> None:
        if not self.standing:
            self.clock.forward(MINUTE)

    # --- what is known --------------------------------------------------------------------------------------------------------

    def rows(self) -> Iterable[Row]:
        return list(self.table.rows.values())

    def incident(self, reference: str) -> Incident:
        return stored(self._row(keys.state(self.name, reference))).incident

    def officer(self, id: str = OFFICER) -> Officer:
        found = self.find_officer(id)
        assert found, id
        return found

    def find_officer(self, id: str) -> Officer | None:
        key = keys.officer(self.name, id)
        row = self.deps.table.get([key]).get(key)
        return officers.officer(row) if row else None

    def _row(self, key: keys.Key) -> Row:
        return self.deps.table.get([key])[key]

    # --- bringing an incident somewhere ---------------------------------------------------------------------------------------

    def bring(self, status: str = "queued", reference: str | None = None, officer: str = OFFICER, **changes: Any) -> str:
        """Report an incident and take it to `status` the usual way; returns its reference."""
        reported = self.report(reference, **changes)
        assert isinstance(reported, Reported), reported
        self.take(reported.reference, status, officer)
        return reported.reference

    def take(self, reference: str, status: str, officer: str = OFFICER) -> None:
        """Take an incident that was only reported to `status`."""
        for step in _way(status):
            self._step(step, reference, officer)

    def _step(self, step: str, reference: str, officer: str) -> None:
        for who, command in _STEPS[step][1]:
            whole = c.TickChecklist(dict.fromkeys(self.policy.checklist, "done"))
            given = whole if isinstance(command, c.TickChecklist) else command
            self.must(officer if who == "officer" else who, reference, given)


def _way(status: str) -> list[str]:
    return [] if status == "reported" else [*_way(_STEPS[status][0]), status]


_STEPS: dict[str, tuple[str, list[tuple[str, c.Command]]]] = {
    "offered": ("reported", [("call_handler", c.Offer(True, accepted=True))]),
    "in_triage": ("reported", [("call_handler", c.Offer(True, accepted=True, answers=answers()))]),
    "queued": ("in_triage", [("sergeant", c.Triage(True))]),
    "claimed": ("queued", [("officer", c.Claim())]),
    "link_sent": ("claimed", [("officer", c.RecordContact("spoke")), ("officer", c.SendLink())]),
    "in_call": ("link_sent", [("victim", c.VictimJoin()), ("officer", c.OfficerJoin())]),
    "paused": ("in_call", [("officer", c.Pause("evidence_review"))]),
    "call_closed": ("in_call", [("officer", c.TickChecklist({"vna": "done"})), ("officer", c.Close())]),
    "in_review": ("call_closed", [("officer", c.Submit("Test: what was found out."))]),
    "desk_work": ("in_review", [("sergeant", c.Review("desk_enquiries", plan="Test: ask for the CCTV."))]),
    "passed_on": ("in_review", [("sergeant", c.Review("further_enquiries", plan="Test: visit.", receiver="neighbourhood"))]),
    "handed_over": ("passed_on", [("receiving_team", c.Handover())]),
    "finalised": ("in_review", [("sergeant", c.Review("finalise"))]),
    "closed": ("finalised", [("officer", c.TellVictim("phone"))]),
    "returned": ("queued", [("sergeant", c.ReturnToDispatch("not_reachable"))]),
    "escalated": ("claimed", [("officer", c.Escalate("threat"))]),
}
STATUSES = ("reported", *_STEPS)
