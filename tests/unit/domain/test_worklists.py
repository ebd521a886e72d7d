"""Which list an incident stands on, and where."""

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.times import stamp
from chalicelib.domain.words import Status
from chalicelib.domain.worklists import LISTS, of_officer, place
from tests.builders import FORCES, HOUR, MINUTE, NOW, OFFICER, OTHER_OFFICER, REFERENCE, a_life, an_incident, by

PLACES = {
    "reported": "offers",
    "offered": "offers",
    "in_triage": "triage",
    "queued": "queue",
    "claimed": "held",
    "link_sent": "held",
    "in_call": "held",
    "paused": "held",
    "call_closed": "held",
    "in_review": "reviews",
    "desk_work": "desk",
    "passed_on": "handovers",
    "handed_over": "telling",
    "finalised": "telling",
    "closed": None,
    "returned": None,
    "escalated": None,
}


@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize("status", list(Status))
def test_each_status_has_its_list(force, status):
    found = place(an_incident(status, force=force))
    assert (found and found[0]) == PLACES[status]


def test_the_lists_are_known_by_name():
    assert set(LISTS) == {name for name in PLACES.values() if name} | {"appointments", "dip_samples"}


@pytest.mark.parametrize("status", ["reported", "in_triage", "claimed", "passed_on", "finalised"])
def test_elsewhere_the_oldest_report_is_first(status):
    assert place(an_incident(status))[1] == f"{stamp(NOW)}#{REFERENCE}"


def test_desk_work_stands_by_officer_and_then_by_the_time_reported():
    life = a_life("desk_work")
    assert place(life.incident) == ("desk", f"{OFFICER}#{stamp(NOW)}#{REFERENCE}")
    life.do(c.Reassign(OTHER_OFFICER), by("sergeant"))
    assert place(life.incident)[1].startswith(of_officer(OTHER_OFFICER))


def test_reviews_stand_in_the_order_in_which_they_are_due():
    incident = an_incident("in_review")
    assert place(incident)[1] == f"{stamp(incident.case.due)}#{REFERENCE}"


def queued(reference, minutes, level="queue"):
    life = a_life("in_triage", reference=reference, reported_at=NOW + minutes * MINUTE)
    return life.do(c.Triage(suitable=True, level=level), by("sergeant")).incident


def test_the_queue_is_priority_first_then_time_reported_then_reference():
    jobs = [queued("d", 0), queued("b", 5, "allocate"), queued("c", 5), queued("a", 5), queued("e", 9, "allocate")]
    in_order = sorted(jobs, key=lambda each: place(each)[1])
    assert [each.reference for each in in_order] == ["b", "e", "d", "a", "c"]


def test_an_appointment_waits_elsewhere_until_its_time_and_comes_back_at_the_front():
    life = a_life("queued")
    time = life.now + HOUR
    life.do(c.MakeAppointment(time), by("spoc"))
    assert place(life.incident) == ("appointments", f"{stamp(time)}#{REFERENCE}")
    life.do(c.NoteDue("appointment", time), by("system"), after=HOUR)
    assert place(life.incident) == ("queue", f"0#{stamp(NOW)}#{REFERENCE}")


def test_an_emergency_in_a_call_stays_with_its_officer_until_the_link_is_closed():
    life = a_life("in_call").do(c.Escalate("injury"), by("officer"))
    assert place(life.incident)[0] == "held"
    assert place(life.do(c.Close(), by("officer")).incident) is None
