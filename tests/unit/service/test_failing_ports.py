"""The table or the key service fails at any call, before it took effect or after: nothing half-done, and a repeat puts it right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from msgspec import convert
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain.officer import OfficerRecord
from chalicelib.domain.refusals import Refusal
from chalicelib.service import Deps, claim_next, perform, put_officer, report, shift
from chalicelib.store.rows import Unavailable
from tests.builders import OFFICER, OTHER_OFFICER, SERGEANT
from tests.checks import whole_table_is_consistent
from tests.faulty import Faults
from tests.force import Force

Do = Callable[[Deps, str | None], Any]


class Case(NamedTuple):
    """A force before the command, and the command under an id."""

    force: Force
    do: Do


def reporting() -> Case:
    force = Force()
    body = force.body("A-1")
    return Case(force, lambda deps, id: report(deps, force.caller("call_handler", id), body))


def performing(status: str, who: str, command: c.Command) -> Callable[[], Case]:
    def case() -> Case:
        force = Force()
        reference = force.bring(status)
        return Case(force, lambda deps, id: perform(deps, force.caller(who, id), reference, command))

    return case


def claiming() -> Case:
    force = Force()
    for _ in range(3):
        force.bring("queued")
    return Case(force, lambda deps, id: claim_next(deps, force.caller(OFFICER, id)))


def claiming_the_last() -> Case:
    force = Force()
    force.bring("queued")
    return Case(force, lambda deps, id: claim_next(deps, force.caller(OFFICER, id)))


def entering() -> Case:
    force = Force()
    entry = convert({"name": "Test Officer-Hazel", "roles": ("officer",)}, OfficerRecord)
    return Case(force, lambda deps, id: put_officer(deps, force.caller("administrator", id), "PC3333", entry))


def changing() -> Case:
    force = Force()
    entry = convert({"name": "Test Officer-Hazel", "roles": ("officer", "sergeant")}, OfficerRecord)
    return Case(force, lambda deps, id: put_officer(deps, force.caller("administrator", id), OFFICER, entry))


def shifting() -> Case:
    force = Force()
    return Case(force, lambda deps, id: shift(deps, force.caller(OFFICER, id), OFFICER, "break"))


CASES: dict[str, Callable[[], Case]] = {
    "report": reporting,
    "claim next": claiming,
    "claim next, the last one": claiming_the_last,
    "new officer": entering,
    "changed officer": changing,
    "shift": shifting,
    "claim": performing("queued", OFFICER, c.Claim()),
    "allocate": performing("queued", SERGEANT, c.Allocate(OTHER_OFFICER)),
    "reassign": performing("claimed", OFFICER, c.Reassign(OTHER_OFFICER, "Test: going home.")),
    "link": performing("claimed", OFFICER, c.SendLink(to="07700 900456")),
    "submit": performing("call_closed", OFFICER, c.Submit("Test: record.", ("Test: CCTV",))),
    "review": performing("in_review", SERGEANT, c.Review("desk_enquiries", plan="Test: plan.")),
    "tell": performing("finalised", OFFICER, c.TellVictim("phone")),
    "recall": performing("in_call", "spoc", c.Recall("duplicate", "Test: attended.")),
}
each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
before_or_after = pytest.mark.parametrize("after", [False, True], ids=["before", "after"])


def calls_of(case: Callable[[], Case]) -> int:
    """How many calls to ports the command makes when nothing fails."""
    force, do = case()
    faults = Faults()
    answer = do(with_faults(force.deps, faults), "k1")
    assert not isinstance(answer, Refusal), answer
    return len(faults.calls)


def with_faults(deps: Deps, faults: Faults) -> Deps:
    return replace(deps, table=faults.around(deps.table), keyring=faults.around(deps.keyring))


def effects(force: Force) -> tuple[int, ...]:
    """How much there is of everything that a command leaves behind."""
    return tuple(len(force.table.all(kind)) for kind in ("INC#", "OUTBOX#", "CMD#", "LINK#", "OFFICER#", "DUE#", "LIST#"))


@each_case
@before_or_after
def test_a_repeat_under_the_same_id_gives_one_effect_and_the_right_answer(case, after):
    calm = case()
    right, once = calm.do(calm.force.deps, "k1"), effects(calm.force)
    for call in range(1, calls_of(case) + 1):
        force, do = case()
        with pytest.raises(Unavailable):
            do(with_faults(force.deps, Faults(call, after=after)), "k1")
        assert whole_table_is_consistent(force.rows(), keyring=force.keyring)
        assert do(force.deps, "k1") == do(force.deps, "k1") == right
        assert effects(force) == once
        assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


@each_case
@before_or_after
def test_without_an_id_it_is_done_wholly_or_not_at_all(case, after):
    for call in range(1, calls_of(case) + 1):
        force, do = case()
        before = dict(force.table.rows)
        with pytest.raises(Unavailable):
            do(with_faults(force.deps, Faults(call, after=after)), None)
        assert whole_table_is_consistent(force.rows(), keyring=force.keyring)
        assert after or force.table.rows == before


@each_case
@before_or_after
def test_repeats_that_fail_themselves_at_every_call_do_no_harm(case, after):
    """The answer is lost, and lost again, and the third time comes through."""
    for first in range(1, calls_of(case) + 1):
        for second in range(1, 4):
            force, do = case()
            with pytest.raises(Unavailable):
                do(with_faults(force.deps, Faults(first, after=after)), "k1")
            faults = Faults(second, after=not after)
            try:
                do(with_faults(force.deps, faults), "k1")
            except Unavailable:
                assert len(faults.calls) >= second
            assert not isinstance(do(force.deps, "k1"), Refusal)
            assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


@each_case
def test_while_nothing_answers_every_command_says_so(case):
    force, do = case()
    before = dict(force.table.rows)
    with pytest.raises(Unavailable):
        do(with_faults(force.deps, Faults(1, for_good=True)), "k1")
    assert force.table.rows == before


def test_the_key_service_is_asked_before_anything_is_written():
    force, do = performing("queued", "spoc", c.Update("Test: news."))()
    faults = Faults()
    do(with_faults(force.deps, faults), "k1")
    assert faults.calls == ["get", "unwrap", "commit"]
