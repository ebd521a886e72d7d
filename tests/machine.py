"""A Hypothesis state machine over the service: every command by everybody, in two forces, interleaved, repeated and cut off.

`Everything` runs on a FakeTable; `tests/integration/test_everything.py` puts it on DynamoDB. After every step the whole table is
checked against what the events imply (`tests/checks.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec import convert
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain.dip_sample import QUESTIONS
from chalicelib.domain.incident import Incident
from chalicelib.domain.officer import OfficerRecord, why_not_free
from chalicelib.domain.refusals import Refusal
from chalicelib.domain.rules import RULES
from chalicelib.domain.words import Role
from chalicelib.domain.worklists import second_place
from chalicelib.service import Caller, Deps, Done, claim_next, perform, put_officer, report, shift
from chalicelib.store import keys
from chalicelib.store.incidents import stored
from chalicelib.store.rows import Unavailable

from .builders import IDS, OFFICER, OTHER_OFFICER, OTHER_SERGEANT, SERGEANT, policy
from .checks import in_the_clear, queue_order, whole_table_is_consistent
from .fakes import FakeTable
from .faulty import Faults, Meanwhile, Torn
from .force import Force

OFFICERS, SERGEANTS = (OFFICER, OTHER_OFFICER, "PC3"), (SERGEANT, OTHER_SERGEANT)
ROSTER = (
    dict.fromkeys(OFFICERS, ("officer",))
    | dict.fromkeys(SERGEANTS, ("sergeant",))
    | {"PS9": ("officer", "sergeant"), IDS["spoc"]: ("spoc",)}
)
MARK = "zq7marker"
#: Roles that come with a token or a link, and the identifier that goes with each.
TOKENS = {"call_handler": "cad", "records": "records-system", "receiving_team": "patrol", "system": "system"}

#: What ends an incident early, and what may be done to any at any time: drawn less often, so that the others come about.
ENDING = (c.Recall, c.Escalate, c.ChangeMind, c.ReturnToDispatch, c.Outcome, c.Consult, c.RecordDelivery, c.Offer)

Do = Callable[[Deps, str | None], Any]


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
            usual = _usual(force, force.incident(reference), data)
            if usual is not None:
                self.run(_give(force, reference, *usual))

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
        due = [(force, entry) for force in self.forces for entry in _due(force)]
        if due:
            force, (reference, command) = data.draw(st.sampled_from(due), "due")
            answer = self.run(_give(force, reference, "system", command))
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
                return _roster(force, data)
        chosen, reference = data.draw(st.sampled_from(self.live() or self.references), "incident")
        return _give(chosen, reference, *_anything(chosen, chosen.incident(reference), data))

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


def _roster(force: Force, data: st.DataObject) -> Do:
    who = data.draw(st.sampled_from([*ROSTER, "PC77"]), "who")
    roles = data.draw(
        st.sampled_from([("officer",), ("officer", "sergeant"), ("sergeant",), ROSTER.get(who, ("officer",))]), "roles"
    )
    chat = data.draw(st.sampled_from([{}, {"slack": "U1"}, {"slack": "U2"}, {"slack": "U1", "teams": "U1"}]), "chat")
    active = data.draw(st.integers(0, 5), "active") > 0
    entry = convert({"name": "Test", "roles": roles, "active": active, "chat": chat}, OfficerRecord)
    by = data.draw(st.sampled_from(["administrator"] * 4 + [OFFICER]), "by")
    return lambda deps, id: put_officer(deps, force.caller(by, id), who, entry)


def _give(force: Force, reference: str, who: str, command: c.Command) -> Do:
    caller = force.victim_of(reference) if who == "victim" else _caller(force, who)
    return lambda deps, id: perform(deps, replace(caller, command_id=id), reference, command)


def _caller(force: Force, who: str) -> Caller:
    if who in TOKENS:
        return Caller(force=force.name, id=TOKENS[who], roles=frozenset({who}))
    return Caller(force=force.name, id=who, staff=True)


def _anything(force: Force, incident: Incident, data: st.DataObject) -> tuple[str, c.Command]:
    """Mostly what the status allows, by somebody with the role for it; now and then anything by anybody."""
    sensible, ending = data.draw(st.integers(0, 9), "sensible") > 0, data.draw(st.integers(0, 5), "ending") == 0
    kinds = [
        kind
        for kind, rule in RULES.items()
        if not sensible or (incident.status in rule.statuses and (ending or kind not in ENDING))
    ]
    kinds = sorted(kinds, key=lambda kind: kind.__name__) + 3 * _waiting_for(incident)
    kind = data.draw(st.sampled_from(kinds), "command")
    return _somebody(incident, RULES[kind].roles if sensible else frozenset(Role), data), _command(kind, force, incident, data)


def _waiting_for(incident: Incident) -> list[type[c.Command]]:
    """What would seldom be drawn at the one moment when it is possible."""
    paused = incident.case is not None and incident.case.paused is not None
    found: list[type[c.Command]] = [c.AcknowledgeUpdate] if incident.updates_to_read else []
    found += [c.ResumeReview] if paused else [c.PauseReview] if incident.status == "in_review" else []
    found += [c.Reassign] if incident.holder else [c.Allocate] if incident.status == "queued" else []
    found += [c.RecordDipSample] if second_place(incident) else []
    return found


def _somebody(incident: Incident, roles: frozenset[str], data: st.DataObject) -> str:
    people = [id for id, its in ROSTER.items() if roles & set(its)] + [role for role in (*TOKENS, "victim") if role in roles]
    if incident.officer and "officer" in roles:
        people += [incident.officer] * 5
    return data.draw(st.sampled_from(people or ["system"]), "by")


def _words(data: st.DataObject) -> str | None:
    return data.draw(st.sampled_from([None, f"Test {MARK}"]), "words")


def _code(codes: Any, data: st.DataObject) -> str:
    return data.draw(st.sampled_from([*codes, "no_such_code"]), "code")


def _command(kind: type[c.Command], force: Force, incident: Incident, data: st.DataObject) -> c.Command:
    """A plausible one of this kind."""
    policy, words, pick = force.policy, _words(data), lambda *of: data.draw(st.sampled_from(of), "field")
    reasons = policy.reasons
    now = force.clock.now
    made: dict[type[c.Command], Callable[[], c.Command]] = {
        c.Offer: lambda: c.Offer(
            pick(True, True, False),
            _code(policy.prompt.not_offered_reasons, data),
            pick(True, True, False, None),
            pick(None, c.Answers(*[True] * 7), c.Answers(*[True] * 7), c.Answers(*[False] * 7)),
            words,
            words,
        ),
        c.Update: lambda: c.Update(f"Test {MARK}", pick("information", "risk", "contact")),
        c.Recall: lambda: c.Recall(_code(reasons.recall, data), words),
        c.Outcome: lambda: c.Outcome(pick("outcome", "arrest"), _code(policy.outcomes.names, data)),
        c.Handover: lambda: c.Handover(note=words),
        c.Triage: lambda: c.Triage(pick(True, True, False), pick("queue", "allocate"), pick(None, None, *OFFICERS), note=words),
        c.Allocate: lambda: c.Allocate(pick(None, *OFFICERS, "PS9", SERGEANT, "PC404")),
        c.Reassign: lambda: c.Reassign(pick(*OFFICERS, "PS9", SERGEANT), words),
        c.Release: lambda: c.Release(_code(reasons.release, data), words),
        c.RecordContact: lambda: c.RecordContact(pick("spoke", "no_answer", "unsafe"), words),
        c.MakeAppointment: lambda: c.MakeAppointment(now.replace(hour=12) + timedelta(days=pick(0, 1, 3, 60)), words),
        c.ReassessRisk: lambda: c.ReassessRisk(pick("unchanged", "raised", "lowered"), words),
        c.SendLink: lambda: c.SendLink(**pick(*_WAYS), device=pick("phone", "laptop"), times_checked=pick(True, False)),
        c.TellNeeds: lambda: c.TellNeeds(pick((), ("hearing",)), pick(True, False), words, words),
        c.AskOfficer: lambda: c.AskOfficer(
            pick("stop", "another_time"), pick(None, now.replace(hour=12) + timedelta(days=1)), words
        ),
        c.UseCode: lambda: c.UseCode(incident.code.code_hash if incident.code and pick(True, False) else "0" * 64),
        c.Pause: lambda: c.Pause(pick("evidence_review", "other"), words),
        c.Advise: lambda: c.Advise(f"Test {MARK}"),
        c.TickChecklist: lambda: c.TickChecklist(dict.fromkeys(policy.checklist, pick("done", "to_do", "not_needed"))),
        c.Submit: lambda: c.Submit(f"Test {MARK}", (f"Test {MARK}",) if words else ()),
        c.Review: lambda: c.Review(
            pick("suspect_identified", "further_enquiries", "desk_enquiries", "finalise"), words, pick(None, "patrol"), words
        ),
        c.PauseReview: lambda: c.PauseReview(_code(reasons.review_pause, data), words),
        c.RecordDipSample: lambda: c.RecordDipSample(
            *(pick("yes", "no", "not_applicable") for _ in QUESTIONS), satisfactory=pick(True, False), note=words
        ),
        c.TellVictim: lambda: c.TellVictim("phone", words),
        c.ReturnToDispatch: lambda: c.ReturnToDispatch(_code(reasons.returned, data), words),
        c.ChangeMind: lambda: c.ChangeMind(words),
        c.Escalate: lambda: c.Escalate("threat", words),
        c.AcknowledgeUpdate: lambda: c.AcknowledgeUpdate(pick(*(incident.updates_to_read or (1,)))),
        c.Consult: lambda: c.Consult(words),
        c.NoteDue: lambda: c.NoteDue(pick("risk", "appointment", "no_such_kind"), now),
        c.RecordDelivery: lambda: c.RecordDelivery(
            pick(1, incident.links or 1), pick("sent", "delivered", "failed"), pick(True, False)
        ),
    }
    return made.get(kind, kind)()


_WAYS: tuple[dict[str, Any], ...] = (
    {"channel": "sms"},
    {"channel": "sms", "to": "07700 900123"},
    {"channel": "sms", "to": "020 7946 0123"},
    {"channel": "email"},
    {"channel": "email", "to": f"{MARK}@example.org"},
)


def _usual(force: Force, incident: Incident, data: st.DataObject) -> tuple[str, c.Command] | None:
    """What most often comes next for an incident."""
    officer = incident.officer or data.draw(st.sampled_from(OFFICERS), "officer")
    everything = dict.fromkeys(force.policy.checklist, "done")
    call, answers = incident.call, c.Answers(*[True] * 7)
    decision = data.draw(st.sampled_from(["finalise", "desk_enquiries", "further_enquiries"]), "decision")
    ticked = incident.checklist == everything
    steps: dict[str, tuple[str, c.Command]] = {
        "reported": ("call_handler", c.Offer(True, accepted=True, answers=answers)),
        "offered": ("call_handler", c.Offer(True, accepted=True, answers=answers)),
        "in_triage": (SERGEANTS[0], c.Triage(True)),
        "queued": (officer, c.Claim()),
        "claimed": (officer, c.SendLink(times_checked=True)),
        "link_sent": (officer, c.OfficerJoin()) if call.victim_joined_at else ("victim", c.VictimJoin()),
        "in_call": (officer, c.Close()) if ticked else (officer, c.TickChecklist(everything)),
        "paused": (officer, c.Resume()),
        "call_closed": (officer, c.Submit(f"Test {MARK}")),
        "in_review": (SERGEANTS[1], c.Review(decision, plan=f"Test {MARK}")),
        "desk_work": (officer, c.Submit(f"Test {MARK}")),
        "passed_on": ("receiving_team", c.Handover()),
        "handed_over": (SERGEANTS[0], c.TellVictim("phone")),
        "finalised": (SERGEANTS[0], c.TellVictim("phone")),
    }
    return steps.get(incident.status)


def _due(force: Force) -> Iterator[tuple[str, c.NoteDue]]:
    """What the clock would find: everything on the due list up to now."""
    for number in range(keys.SHARDS):
        for row in force.deps.table.query(keys.due_list(force.name, number), upto=f"{force.clock.now:%Y-%m-%dT%H:%M:%S.%f}Z").rows:
            kind, reference = row.sk.split("#", 1)[1].split("#", 1)
            state = stored(force.deps.table.get([keys.state(force.name, reference)])[keys.state(force.name, reference)])
            yield reference, c.NoteDue(kind, state.due[kind])
