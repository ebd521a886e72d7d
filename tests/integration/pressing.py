"""Somebody presses, what the answer is called, and a free hand for the next round."""

from __future__ import annotations

from contextlib import suppress

from chalicelib.domain import commands as c
from chalicelib.domain.refusals import Refusal
from chalicelib.service import Busy, Done
from tests.builders import OFFICER, OTHER_OFFICER
from tests.emulated import EmulatedForce

#: How often each race is run.
ROUNDS = 12


def press(force: EmulatedForce, who: str) -> Done | Refusal:
    """Claim the next job, and press again when told that everybody is: this machine may be busy with other things."""
    while True:
        with suppress(Busy):
            return force.claim(who)


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refusal) else "done"


def settled(force: EmulatedForce, *jobs: str) -> None:
    """Take the jobs away and give both officers a free hand again."""
    for job in jobs:
        force.give("spoc", job, c.Recall("duplicate"))
    for who in (OFFICER, OTHER_OFFICER):
        force.enrol(who, "officer")
        if force.officer(who).duty != "on":
            force.shift(who, "start")
