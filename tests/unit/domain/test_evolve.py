"""The incident is its events: rebuilt from them, and read back from JSON, it is the same."""

import msgspec
import pytest

from chalicelib.domain import events as e
from chalicelib.domain.evolve import evolve, rebuild
from chalicelib.domain.incident import Incident
from chalicelib.domain.words import HOLDING, LINK_OPEN, LIVE, Status
from tests.builders import FORCES, REFERENCE, a_history, a_life

each_force = pytest.mark.parametrize("force", FORCES)
each_status = pytest.mark.parametrize("status", list(Status))


@each_force
@each_status
def test_rebuilt_from_its_events_it_is_the_same(force, status):
    life = a_life(status, force=force)
    assert rebuild(force, life.events) == life.incident
    assert life.status == status


@each_force
@each_status
def test_state_and_events_survive_json(force, status):
    life = a_life(status, force=force)
    written = msgspec.json.encode(life.events)
    assert msgspec.json.decode(written, type=list[e.Recorded]) == life.events
    assert msgspec.json.decode(msgspec.json.encode(life.incident), type=Incident) == life.incident


@each_status
def test_holder_link_and_liveness_follow_from_the_status(status):
    incident = a_life(status).incident
    assert bool(incident.holder) == (status in HOLDING)
    assert bool(incident.link and incident.link.open) == (status in LINK_OPEN)
    assert incident.live == (status in LIVE)
    assert incident.reference == REFERENCE


def test_the_time_of_the_status_changes_only_with_the_status():
    life = a_life("claimed")
    since = life.incident.status_since
    assert since == life.now
    assert a_life("link_sent").incident.status_since > since


def test_the_version_is_that_of_the_last_event():
    history = a_history("in_call")
    assert rebuild("dorset", history).version == history[-1].version


def test_no_events_no_incident():
    with pytest.raises(ValueError, match="no events"):
        rebuild("dorset", [])


def test_an_incident_begins_with_its_report():
    with pytest.raises(TypeError, match="begins with its report"):
        rebuild("dorset", a_history("queued")[1:])


def test_evolving_leaves_the_incident_before_as_it_was():
    life = a_life("claimed")
    before = life.incident
    copy = msgspec.json.encode(before)
    evolve(before, msgspec.structs.replace(life.events[-1], event=e.ChecklistTicked({"vna": "done"})))
    assert msgspec.json.encode(before) == copy
