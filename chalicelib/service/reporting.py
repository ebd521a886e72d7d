"""report(...): a new incident, in one transaction and no read. Idempotent by reference."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from ..domain import intake, trial
from ..domain.events import Recorded
from ..domain.evolve import rebuild
from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.refusals import Refusal
from ..domain.report import CLOCK_SKEW, OLDEST, Location, Report, Thrive, Victim, facts_of
from ..domain.words import Role, Status
from ..store import incidents, keys, receipts
from ..store.incidents import Commit, stored, writes
from ..store.personal import context
from ..store.rows import Conflict, Row
from .deps import Busy, Caller, Deps
from .performing import pause

ATTEMPTS = 5
TAKEN = Refusal(
    "reference_in_use", "This reference was reported before with other details; send changes as updates, or use another reference."
)


class Person(Struct, frozen=True, omit_defaults=True):
    """What is sealed in the PERSON item."""

    victim: Victim
    location: Location
    summary: str
    thrive: Thrive


class Prompt(Struct, frozen=True):
    """What the call handler is shown: the fixed script, the questions, and the reasons for not offering."""

    title: str
    script: tuple[str, ...]
    questions: dict[str, str]
    not_offered_reasons: dict[str, str]


class Reported(Struct, frozen=True, omit_defaults=True):
    """The answer to a report. Without `prompt` the incident goes the usual way: `reason` says why."""

    reference: str
    status: str
    version: int
    in_scope: bool
    arm: str | None = None
    reason: str | None = None
    prompt: Prompt | None = None


def report(deps: Deps, caller: Caller, body: Report) -> Reported | Refusal:
    """Take a report in. The same report twice gets the first answer, the same reference with another body is refused.

    Raises Unavailable; repeating is safe.
    """
    now, policy = deps.now(), deps.policies[caller.force]
    if Role.CALL_HANDLER not in caller.roles:
        return Refusal("not_permitted", "Reporting is for call handlers.")
    if not now - OLDEST < body.reported_at <= now + CLOCK_SKEW:
        return Refusal("impossible_time", "'reported_at' must be a past time within the last five years.")
    if body.victim.date_of_birth and body.victim.date_of_birth > now.date():
        return Refusal("impossible_time", "'date_of_birth' must be a past date.")
    print_ = receipts.fingerprint(caller.force, msgspec.json.encode(body, order="deterministic"))
    commit, answer = _new(deps, caller, body, policy, print_)
    for turn in range(ATTEMPTS):
        try:
            deps.table.commit(writes(commit))
        except Conflict as conflict:
            before = _known(caller, body.reference, conflict, print_, policy)
            if before is not None:
                return before
            deps.rest(pause(turn, deps.chance()))
            continue
        return answer
    raise Busy("report")


def _new(deps: Deps, caller: Caller, body: Report, policy: Policy, print_: str) -> tuple[Commit, Reported]:
    now = deps.now()
    command_id = caller.command_id or deps.new_id()
    events = intake.report(facts_of(body, now.date()), policy)
    recorded = tuple(
        Recorded(event, now, caller.id, Role.CALL_HANDLER.value, command_id, policy.version, version=1, n=n)  # type: ignore[arg-type]  # as in deciding.record
        for n, event in enumerate(events)
    )
    incident = rebuild(caller.force, recorded)
    answer = _told(incident, policy)
    key = deps.keyring.new(context(caller.force, body.reference))
    person = Person(body.victim, body.location, body.summary, body.thrive)
    receipt: Row | None = None
    if caller.command_id:
        receipt = receipts.receipt(caller.force, command_id, print_, incidents.text_of(answer), now)
    commit = Commit(
        before=None,
        after=incident,
        recorded=recorded,
        policy=policy,
        now=now,
        key=key.plain,
        wrapped=key.wrapped,
        fingerprint=print_,
        person=msgspec.json.encode(person),
        receipt=receipt,
    )
    return commit, answer


def _known(caller: Caller, reference: str, conflict: Conflict, print_: str, policy: Policy) -> Reported | Refusal | None:
    """The command, or the incident, was there before."""
    receipt = conflict.on(keys.receipt(caller.force, caller.command_id or ""))
    if receipt and receipt.row:
        first_result = receipts.first_result(receipt.row, print_)
        return first_result if isinstance(first_result, Refusal) else msgspec.json.decode(first_result, type=Reported)
    state = conflict.on(keys.state(caller.force, reference))
    if state and state.row:
        first = _told(stored(state.row).incident, policy)
        return first if state.row.fingerprint == print_ else TAKEN
    return None


def _told(incident: Incident, policy: Policy) -> Reported:
    """The first answer, from what never changes about an incident: so a late repeat gets it too."""
    goes_on = incident.in_scope and incident.arm != trial.CONTROL
    reason = None if goes_on else intake.CONTROL_ARM if incident.in_scope else intake.OUT_OF_SCOPE
    prompt = policy.prompt
    return Reported(
        reference=incident.reference,
        status=(Status.REPORTED if goes_on else Status.RETURNED).value,
        version=1,
        in_scope=incident.in_scope,
        arm=incident.arm,
        reason=reason,
        prompt=Prompt(prompt.title, prompt.script, prompt.questions, prompt.not_offered_reasons) if goes_on else None,
    )
