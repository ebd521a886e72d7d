"""The victim's details alone: after the showing was logged, to those who may see them, and no text beside them."""

import pytest
from msgspec.structs import replace

from chalicelib.domain.refusals import Refusal
from chalicelib.service.sealed import SealedPerson, sealed_person
from chalicelib.store import keys
from tests.builders import OFFICER, OTHER_OFFICER, SERGEANT
from tests.checks import whole_table_is_consistent
from tests.force import Force


def shown(force: Force, reference: str, who: str = OFFICER, why: str | None = None, id: str | None = None):
    return sealed_person(force.deps, force.caller(who, id), reference, why)


def test_the_holder_sees_the_victim_and_it_is_on_record(force):
    reference = force.bring("claimed")
    version = force.incident(reference).version
    found = shown(force, reference)
    assert isinstance(found, SealedPerson)
    assert found.person.victim.name == "Test Person-Alder"
    assert found.incident == force.incident(reference)
    assert found.incident.version == version + 1
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_it_costs_the_logging_and_one_get(force):
    reference = force.bring("claimed")
    force.table.calls.clear()
    shown(force, reference)
    assert force.table.calls == ["get", "commit", "get"]


def test_the_same_request_twice_is_one_showing(force):
    reference = force.bring("claimed")
    assert shown(force, reference, id="once") == shown(force, reference, id="once")


@pytest.mark.parametrize(
    ("who", "why", "code"),
    [(OTHER_OFFICER, "Test", "not_holder"), (SERGEANT, None, "why_missing"), ("nobody", None, "not_on_roster")],
)
def test_whoever_may_not_sees_nothing_and_nothing_is_written(force, who, why, code):
    reference = force.bring("claimed")
    before = dict(force.table.rows)
    found = shown(force, reference, who, why)
    assert isinstance(found, Refusal) and found.code == code
    assert force.table.rows == before


def test_an_unknown_incident_is_one(force):
    assert shown(force, "nothing-here").code == "unknown_incident"


def test_details_that_were_disposed_of_are_gone_with_the_row_or_with_the_key(force):
    reference, other = force.bring("claimed"), force.bring("claimed", officer=OTHER_OFFICER)
    del force.table.rows[keys.person(force.name, reference)]
    state = keys.state(force.name, other)
    force.table.rows[state] = replace(force.table.rows[state], sealed=None)
    assert shown(force, reference) == SealedPerson(force.incident(reference), None)
    assert shown(force, other, OTHER_OFFICER) == SealedPerson(force.incident(other), None)
