"""Builders with keyword defaults: a report, an incident at any status (by real commands), an actor, an officer, a policy.

    an_incident("queued", level="allocate")          an_incident("in_review", force="wessexshire")
    a_life("claimed").do(c.SendLink(), by("officer"))
    a_report(grade=5, victim={"phone": None})        # dicts are merged one level deep; None leaves the field out

People are invented, numbers from Ofcom's drama range. Texts within commands are references, as the service would hand them on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import structs

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.ask import Ask, Decision
from chalicelib.domain.decide import decide
from chalicelib.domain.evolve import evolve, rebuild
from chalicelib.domain.incident import Incident
from chalicelib.domain.intake import report as decide_report
from chalicelib.domain.officer import Duty, Officer, OfficerRecord
from chalicelib.domain.policy import Policy, parse
from chalicelib.domain.refusals import Refusal
from chalicelib.domain.report import Facts
from chalicelib.domain.rules import RULES, By
from chalicelib.domain.words import Status

#: A Wednesday morning within everybody's opening hours.
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
#: Ends in a digit that no sample policy counts as its trial's control arm.
REFERENCE = "20261118-0416"
PHONE = "07700 900123"
POLICIES = Path(__file__).parents[1] / "infra" / "policies"
FORCES = tuple(sorted(each.stem for each in POLICIES.glob("*.toml")))

OFFICER, OTHER_OFFICER, SERGEANT, OTHER_SERGEANT = "PC2214", "PC2215", "PS1101", "PS1102"
IDS = {
    "call_handler": "CH0042",
    "records": "records-system",
    "spoc": "SP0007",
    "officer": OFFICER,
    "sergeant": SERGEANT,
    "analyst": "AN0003",
    "administrator": "AD0001",
    "receiving_team": "patrol-desk",
    "victim": "victim",
    "system": "system",
}


@cache
def _policy(force: str) -> Policy:
    whole = parse((POLICIES / f"{force}.toml").read_text(encoding="utf-8"))
    # A test wants to know what happens: one call in ten, by lot, would be another story.
    return structs.replace(whole, review=structs.replace(whole.review, dip_sample_share=0.0))


def policy(force: str = "dorset", **sections: Any) -> Policy:
    """The force's policy; `policy(trial={"running": True})` changes a section's fields, other values replace the section."""
    whole = _policy(force)
    return structs.replace(whole, **{name: _section(getattr(whole, name), value) for name, value in sections.items()})


def _section(section: Any, value: Any) -> Any:
    is_table = isinstance(value, dict) and not isinstance(section, dict)
    return structs.replace(section, **value) if is_table else value


def by(*roles: str, id: str | None = None) -> By:
    """Whoever has these roles, under the first one's usual identifier unless told."""
    return By(id or IDS[roles[0]], frozenset(roles))


# --- the report ---------------------------------------------------------------------------------------------------------------


def a_report(force: str = "dorset", **changes: Any) -> dict[str, Any]:
    """The JSON body of `POST /v1/incidents`, in the scope of the force."""
    grade, type = in_scope(force)
    report: dict[str, Any] = {
        "reference": REFERENCE,
        "reported_at": "2026-11-18T10:00:00Z",
        "grade": grade,
        "type": type,
        "channel": "phone",
        "summary": "Test summary: a bicycle was taken from the yard overnight.",
        "thrive": {"threat": "Test: none seen", "harm": "Test: loss of property", "vulnerability": "Test: none known"},
        "location": {"text": "1 Test Street, Exampleton", "postcode": "ZZ99 9ZZ"},
        "flags": [],
        "victim": {
            "name": "Test Person-Alder",
            "date_of_birth": "1984-02-29",
            "phone": PHONE,
            "email": "test.person-alder@example.org",
            "language": "en",
            "needs": [],
            "safe_contact": {"ok_to_text": True, "ok_to_leave_message": False, "times": "after 5 pm"},
        },
    }
    for name, value in changes.items():
        old = report.get(name)
        merged = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
        report[name] = {k: v for k, v in merged.items() if v is not None} if isinstance(merged, dict) else merged
    return {name: value for name, value in report.items() if value is not None}


def in_scope(force: str) -> tuple[str, str]:
    """A grade and a type for which the force offers EVR."""
    scope = policy(force).scope
    types = ("theft", *scope.type_names)
    return next(iter(scope.grades)), next(each for each in types if each in scope.type_names and scope.has_type(each))


def facts(force: str = "dorset", **changes: Any) -> Facts:
    """What the domain knows of a report: in scope, an adult with telephone and email who may be texted."""
    grade, type = in_scope(force)
    defaults: dict[str, Any] = {
        "reference": REFERENCE,
        "reported_at": NOW,
        "grade": grade,
        "type": type,
        "channel": "phone",
        "phone": True,
        "email": True,
        "ok_to_text": True,
        "language": "en",
    }
    return Facts(**defaults | changes)


def answers(**no: bool) -> c.Answers:
    """All "yes", but for those given: `answers(safe_private_place=False)`."""
    return c.Answers(**dict.fromkeys(c.Answers.__struct_fields__, True) | no)


# --- the incident -------------------------------------------------------------------------------------------------------------


class Life:
    """One incident and what it went through: commands are decided and evolved here as the service does it, without a store.

    `now` moves on by a minute before each command. `events` is what the store would hold.
    """

    def __init__(self, force: str = "dorset", at: datetime = NOW, the_policy: Policy | None = None, **changes: Any) -> None:
        self.force = force
        self.policy = the_policy or policy(force)
        self.now = at
        self.events: list[e.Recorded] = []
        reported = decide_report(facts(force, **{"reported_at": at} | changes), self.policy)
        self._record(reported, by("call_handler", id="cad"), "call_handler")

    @property
    def incident(self) -> Incident:
        return self._incident

    @property
    def status(self) -> Status:
        return self._incident.status

    @property
    def last(self) -> list[e.Event]:
        """The events of the last command that was accepted."""
        return [each.event for each in self.events if each.version == self.incident.version]

    def ask(self, command: c.Command, who: By, after: timedelta = MINUTE) -> Decision:
        """What the domain answers `after` so long; events that it decides on are kept."""
        self.now += after
        token = f"{self.incident.reference}-{self.incident.links + 1}"
        decision = decide(Ask(self.incident, command, who, self.now, self.policy, sha256(token.encode()).hexdigest()))
        if not isinstance(decision, Refusal):
            self._record(decision, who, who.acts_as(RULES[type(command)].roles))
        return decision

    def do(self, command: c.Command, who: By, after: timedelta = MINUTE) -> Life:
        """Give a command that must be accepted."""
        decision = self.ask(command, who, after)
        assert not isinstance(decision, Refusal), decision
        return self

    def refused(self, command: c.Command, who: By, after: timedelta = MINUTE) -> str:
        """Give a command that must be refused, and return the refusal's code."""
        decision = self.ask(command, who, after)
        assert isinstance(decision, Refusal), decision
        return decision.code

    def wait(self, time: timedelta) -> Life:
        self.now += time
        return self

    def _record(self, events: tuple[e.Event, ...], who: By, role: str) -> None:
        version = self._incident.version + 1 if self.events else 1
        for n, event in enumerate(events):
            recorded = e.Recorded(event, self.now, who.id, role, f"command-{version}", self.policy.version, version, n)
            self._incident = evolve(self._incident, recorded) if self.events else rebuild(self.force, [recorded])
            self.events.append(recorded)


Step = tuple[c.Command, str]


def _closed(life: Life) -> list[Step]:
    return [(c.TickChecklist(dict.fromkeys(life.policy.checklist, "done")), "officer"), (c.Close(), "officer")]


#: How each status is reached: from which one, and by which commands of whom.
_REACHED: dict[str, tuple[str, list[Step] | Callable[[Life], list[Step]]]] = {
    "offered": ("reported", [(c.Offer(made=True, accepted=True), "call_handler")]),
    "in_triage": ("reported", [(c.Offer(made=True, accepted=True, answers=answers()), "call_handler")]),
    "queued": ("in_triage", [(c.Triage(suitable=True, level="queue"), "sergeant")]),
    "claimed": ("queued", [(c.Claim(), "officer")]),
    "link_sent": ("claimed", [(c.RecordContact("spoke"), "officer"), (c.SendLink(), "officer")]),
    "in_call": ("link_sent", [(c.VictimJoin(), "victim"), (c.OfficerJoin(), "officer")]),
    "paused": ("in_call", [(c.Pause("evidence_review"), "officer")]),
    "call_closed": ("in_call", _closed),
    "in_review": ("call_closed", [(c.Submit("text-summary"), "officer")]),
    "desk_work": ("in_review", [(c.Review("desk_enquiries", plan="text-plan"), "sergeant")]),
    "passed_on": ("in_review", [(c.Review("further_enquiries", plan="text-plan", receiver="neighbourhood"), "sergeant")]),
    "handed_over": ("passed_on", [(c.Handover(), "receiving_team")]),
    "finalised": ("in_review", [(c.Review("finalise"), "sergeant")]),
    "closed": ("finalised", [(c.TellVictim("phone"), "officer")]),
    "returned": ("queued", [(c.ReturnToDispatch("not_reachable"), "sergeant")]),
    "escalated": ("claimed", [(c.Escalate("threat"), "officer")]),
}


def a_life(status: str = "reported", **options: Any) -> Life:
    """A life that has come to `status` the usual way; `options` are those of Life: force, at, the_policy, any of the facts."""
    if status == "reported":
        return Life(**options)
    earlier, steps = _REACHED[status]
    life = a_life(earlier, **options)
    for command, role in steps(life) if callable(steps) else steps:
        life.do(command, by(role))
    return life


def an_incident(status: str = "queued", **options: Any) -> Incident:
    """An incident at `status`, consistent with its events."""
    return a_life(status, **options).incident


def a_history(status: str = "queued", **options: Any) -> list[e.Recorded]:
    """The events of an incident that has come to `status`."""
    return a_life(status, **options).events


# --- the staff ----------------------------------------------------------------------------------------------------------------


def an_officer(id: str = OFFICER, duty: Duty = "on", job: str | None = None, **record: Any) -> Officer:
    """An officer on shift and free; `record` changes the roster's fields."""
    idle = NOW if duty == "on" and job is None else None
    return Officer(
        id, OfficerRecord(**{"name": "Test Officer-Rowan", "roles": ("officer",), "team": "A"} | record), duty, job, idle
    )
