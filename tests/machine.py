"""A Hypothesis state machine over the service: every command by everybody, in two forces, interleaved, repeated and cut off.

`Everything` runs on a FakeTable; `tests/integration/test_everything.py` puts it on DynamoDB. After every step the whole table is
checked against what the events imply (`tests/checks.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from chalicelib.domain.officer import why_not_free
from chalicelib.domain.refusals import Refusal
from chalicelib.service import Deps, Done, claim_next, report, shift
from chalicelib.store import keys
from chalicelib.store.rows import Unavailable
from tests.machine_commands import MARK, OFFICERS, ROSTER, SERGEANTS, Do, anything, due_now, give, roster, usual

from .builders import OFFICER, SERGEANT, policy
from .checks import in_the_clear, queue_order, whole_table_is_consistent
from .fakes import FakeTable
from .faulty import Faults, Meanwhile, Torn
from .force import Force


class Told(NamedTuple):
    """A command that was done under an id, and what it answered."""

    do: Do
    id: str
    answer: Any


class Everything(RuleBasedStateMachine):
    """One table, two forces, and whatever may happen to them."""

    @initialize()
    def begin(self) -> None:
        self.table: Any = FakeTable()
        self.forces = [self.a_force("dorset", share=1.0), self.a_force("wessexshire", share=0.0)]
        self.clock = self.forces[0].clock
        policies = {force.name: force.policy for force in self.forces}
        for force in self.forces:
            force.clock, force.deps = self.clock, replace(force.deps, now=self.clock, policies=policies)
        self.told: list[Told] = []
        self.reports: list[tuple[Force, Any]] = []
        self.ids = 0
        self.references: list[tuple[Force, str]] = []
        for force in self.forces:
            for number, status in enumerate(("in_review", "in_call", "claimed", "queued", "queued", "in_triage", "reported")):
                officer = OFFICERS[number % len(OFFICERS)]
                reference = force.bring(status, f"{force.name[0].upper()}-0{number}6", officer, summary=f"Test {MARK}")
                self.references.append((force, reference))
        self.move()

    def a_force(self, name: str, share: float) -> Force:
        """Every call or none is drawn for a dip sample: a lot would be another one when Hypothesis tries the same again."""
        return Force(
            self.table, name=name, standing=True, staff=ROSTER, the_policy=policy(name, review={"dip_sample_share": share})
        )

    def move(self) -> None:
        """Go on on another table, if the machine is to run on one."""

    def rows(self) -> list[Any]:
        return list(self.table.rows.values())

    # --- what may happen ------------------------------------------------------------------------------------------------------

    @rule(data=st.data())
    def somebody_does_something(self, data: st.DataObject) -> None:
        self.run(self.draw(data))

    @rule(data=st.data())
    def two_at_once(self, data: st.DataObject) -> None:
        """The second gets in between the first one's decision and its commit."""
        first, second = self.draw(data), self.draw(data)
        self.run(first, lambda deps: replace(deps, table=Meanwhile(deps.table, lambda: second(deps, None))))

    @rule(data=st.data())
    def the_same_at_once(self, data: st.DataObject) -> None:
        """The same command under the same id gets in between: one effect, one answer."""
        do, id = self.draw(data), self.new_id()
        inner: list[Any] = []

        def twice(deps: Deps) -> Deps:
            def between() -> None:
                inner.append(do(deps, id))

            torn = data.draw(st.booleans(), "torn read")
            return replace(deps, table=Torn(deps.table, "CMD#", between) if torn else Meanwhile(deps.table, between))

        answer = do(twice(self.deps), id)
        if inner and not isinstance(inner[0], Refusal):
            assert answer == inner[0]
        self.remember(do, id, answer)

    @rule(data=st.data(), call=st.integers(1, 4), after=st.booleans())
    def the_answer_is_lost(self, data: st.DataObject, call: int, after: bool) -> None:
        do, id = self.draw(data), self.new_id()
        faults = Faults(call, after=after)
        try:
            answer = do(replace(self.deps, table=faults.around(self.table), keyring=faults.around(self.deps.keyring)), id)
        except Unavailable:
            answer = do(self.deps, id)
        self.remember(do, id, answer)

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def a_command_is_repeated(self, data: st.DataObject) -> None:
        do, id, answer = data.draw(st.sampled_from(self.told), "repeat")
        before = {row.key: row for row in self.rows()}
        assert do(self.deps, id) == answer
        assert {row.key: row for row in self.rows()} == before

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def an_id_is_used_again_for_something_else(self, data: st.DataObject) -> None:
        told, do = data.draw(st.sampled_from(self.told), "id of"), self.draw(data)
        do(self.deps, told.id)

    @precondition(lambda self: self.live())
    @rule(data=st.data(), steps=st.integers(1, 6))
    def an_incident_goes_its_usual_way(self, data: st.DataObject, steps: int) -> None:
        force, reference = data.draw(st.sampled_from(self.live()), "incident")
        for _ in range(steps):
            coming = usual(force, force.incident(reference), data)
            if coming is not None:
                self.run(give(force, reference, *coming))

    @rule(data=st.data())
    def an_officer_takes_the_next(self, data: st.DataObject) -> None:
        """Undisturbed, claim next gives exactly the head of the queue, and refuses only for a reason."""
        force, officer = data.draw(st.sampled_from(self.forces)), data.draw(st.sampled_from([*OFFICERS, "PS9"]))
        waiting = queue_order(self.rows(), force.name)
        free = why_not_free(force.officer(officer), officer)
        answer = self.run(lambda deps, id: claim_next(deps, force.caller(officer, id)))
        if not waiting:
            assert answer.code == "queue_empty"
        elif free:
            assert answer == free
        else:
            assert (answer.reference, answer.officer) == (waiting[0], officer)

    @rule(minutes=st.sampled_from([1, 11, 45, 220, 24 * 60, 5 * 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.clock.forward(timedelta(minutes=minutes))

    @rule(data=st.data())
    def the_clock_notes_what_is_due(self, data: st.DataObject) -> None:
        due = [(force, entry) for force in self.forces for entry in due_now(force)]
        if due:
            force, (reference, command) = data.draw(st.sampled_from(due), "due")
            answer = self.run(give(force, reference, "system", command))
            assert isinstance(answer, Done), "what stands on the due list and has come can be noted"

    # --- what must be true ----------------------------------------------------------------------------------------------------

    @invariant()
    def the_whole_table_is_consistent(self) -> None:
        if hasattr(self, "table"):
            rows = self.rows()
            assert whole_table_is_consistent(rows, keyring=self.deps.keyring)
            assert in_the_clear(rows, MARK) == []
            for force in self.forces:
                queue_order(rows, force.name)

    # --- helpers --------------------------------------------------------------------------------------------------------------

    @property
    def deps(self) -> Deps:
        return self.forces[0].deps

    def new_id(self) -> str:
        self.ids += 1
        return f"id-{self.ids}"

    def run(self, do: Do, disturb: Callable[[Deps], Deps] = lambda deps: deps) -> Any:
        id = self.new_id()
        answer = do(disturb(self.deps), id)
        self.remember(do, id, answer)
        return answer

    def remember(self, do: Do, id: str, answer: Any) -> None:
        """What left a receipt: a report that was there before, or a roster entry that changes nothing, takes no note of its id."""
        if any(self.table.get([keys.receipt(force.name, id)]) for force in self.forces):
            self.told.append(Told(do, id, answer))

    def draw(self, data: st.DataObject) -> Do:
        """Anything that anybody might do."""
        force = data.draw(st.sampled_from(self.forces), "force")
        kind = data.draw(st.sampled_from(["report", "again", "claim", "shift", "roster"] + ["command"] * 12), "kind")
        match kind:
            case "report":
                return self.a_report(force, data)
            case "again":
                return self.a_report_again(data)
            case "claim":
                officer = data.draw(st.sampled_from([*OFFICERS, "PS9", SERGEANT, "PC404"]), "who")
                return lambda deps, id: claim_next(deps, force.caller(officer, id))
            case "shift":
                who, by = (
                    data.draw(st.sampled_from([*ROSTER]), "who"),
                    data.draw(st.sampled_from([None, *SERGEANTS, OFFICER]), "by"),
                )
                action = data.draw(st.sampled_from(["start", "end", "break", "back"]), "action")
                return lambda deps, id: shift(deps, force.caller(by or who, id), who, action)
            case "roster":
                return roster(force, data)
        chosen, reference = data.draw(st.sampled_from(self.live() or self.references), "incident")
        return give(chosen, reference, *anything(chosen, chosen.incident(reference), data))

    def live(self) -> list[tuple[Force, str]]:
        return [(force, reference) for force, reference in self.references if force.incident(reference).live]

    def a_report(self, force: Force, data: st.DataObject) -> Do:
        reference = f"{force.name[0].upper()}-{len(self.references) + 1}{data.draw(st.sampled_from('68'), 'digit')}"
        ago = timedelta(minutes=data.draw(st.sampled_from([0, 0, 5, 90, 3000]), "minutes ago"))
        changes: dict[str, Any] = {"reported_at": (self.clock.now - ago).isoformat(), "summary": f"Test {MARK}"}
        if data.draw(st.integers(0, 9), "out of scope") == 0:
            changes["grade"] = 1
        body = force.body(reference, victim={"name": f"Test {MARK}"}, **changes)
        self.references.append((force, reference))
        self.reports.append((force, body))
        done = report(self.deps, force.caller("call_handler"), body)
        assert not isinstance(done, Refusal), done
        return lambda deps, id: report(deps, force.caller("call_handler", id), body)

    def a_report_again(self, data: st.DataObject) -> Do:
        if not self.reports:
            return self.a_report(self.forces[0], data)
        force, body = data.draw(st.sampled_from(self.reports), "report")
        other = data.draw(st.booleans(), "other body")
        sent = replace(body, summary="Test: another story.") if other else body
        return lambda deps, id: report(deps, force.caller("call_handler", id), sent)
