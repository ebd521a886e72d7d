"""The chain of custody: one sealed paper of everything that happened to the evidence, and not a word of anybody."""

import json
from hashlib import sha256

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.outbound import custody, media
from chalicelib.outbound.nudges import Later, Nudge
from chalicelib.outbound.ports import Ports
from chalicelib.papers import seal_secret
from chalicelib.papers.custody import LINKS
from chalicelib.secrets import NotConfigured
from chalicelib.service.evidence_list import custody_key, events
from chalicelib.store.rows import Unavailable
from infra.local import seal as local_seal
from tests.builders import OFFICER, SERGEANT
from tests.fakes_objects import FakeObjects
from tests.force import Force
from tests.unit.papers.looks import verdict, words_of

NAME = "Test name of a file.jpg"
SAID, FOUND = "a" * 64, "b" * 64


@pytest.fixture(scope="module")
def the_seal():
    return seal_secret.read("evr/dorset/seal", json.dumps(local_seal.seal("dorset")), local=True)


@pytest.fixture
def asked(the_seal):
    """An incident with three files, a showing and a hold, of which somebody wants the chain of custody."""
    force = Force()
    force.deps = replace(force.deps, objects=FakeObjects(now=force.clock))
    reference = force.bring("in_call")
    for number, found in ((1, SAID), (2, FOUND)):
        force.must("victim", reference, c.AddFile(NAME, 5_000_000, "image/jpeg"))
        force.must("victim", reference, c.FinishFile(number, SAID))
        force.must("system", reference, c.RecordFileArrival(number, found, 5_000_000, "image/jpeg", f"v{number}"))
    force.must(OFFICER, reference, c.AddFile(NAME, 7, "application/pdf"))
    force.must(SERGEANT, reference, c.ShowFile(1, "Test: why"))
    force.must(SERGEANT, reference, c.HoldRecordings("Test: a note"))
    done = force.must(SERGEANT, reference, c.AskCustody())
    ports = Ports(deps=force.deps, queues=None, provider=None, link_base="", address=None, post=None, seal=lambda name: the_seal)
    return force, ports, Nudge("dorset", reference, done.version)


def the_paper(force, nudge) -> bytes:
    (version,) = force.deps.objects.versions[custody_key("dorset", nudge.reference, 1)]
    return version.body


def test_it_has_every_file_every_hash_and_everybody(asked, tmp_path):
    force, ports, nudge = asked
    media.work(ports, nudge)
    paper = the_paper(force, nudge)
    words = words_of(paper, tmp_path)
    assert nudge.reference in words
    # a hash is broken over lines: what stands in it, without the blanks
    assert "a" * 20 in words
    assert "b" * 20 in words
    for said in ("File 1 was shown", "File 2 has arrived", "NOT", "Legal hold", SERGEANT, OFFICER, "Chain of custody asked for"):
        assert said in words, said
    assert NAME not in words
    assert "Test: why" not in words
    assert "Signature is Valid" in verdict(paper, tmp_path)


def test_it_is_recorded_with_its_hash_and_can_be_fetched(asked):
    force, ports, nudge = asked
    media.work(ports, nudge)
    made = list(events(force.deps, "dorset", nudge.reference))[-1].event
    paper = the_paper(force, nudge)
    assert (made.number, made.sha256, made.size) == (1, sha256(paper).hexdigest(), len(paper))
    assert force.incident(nudge.reference).custody.version == made.version


def test_told_twice_it_is_made_and_recorded_once(asked):
    force, ports, nudge = asked
    media.work(ports, nudge)
    before = force.incident(nudge.reference)
    media.work(ports, nudge)
    the_paper(force, nudge)
    assert force.incident(nudge.reference) == before


@pytest.mark.parametrize("call", ["head", "put", "get"])
def test_a_bucket_that_fails_is_asked_again_and_the_paper_is_one(asked, call):
    force, ports, nudge = asked
    force.deps.objects.fail_next(call, Unavailable("SlowDown"))
    with pytest.raises(Unavailable):
        media.work(ports, nudge)
    media.work(ports, nudge)
    the_paper(force, nudge)
    assert force.incident(nudge.reference).custody.version


def test_without_a_seal_it_waits(asked, capsys):
    force, ports, nudge = asked

    def none(name):
        raise NotConfigured("evr/dorset/seal is not there")

    with pytest.raises(Later):
        media.work(replace(ports, seal=none), nudge)
    assert "evr/dorset/seal is not there" in capsys.readouterr().out
    assert force.incident(nudge.reference).custody.version is None


def test_an_incident_without_evidence_has_a_paper_that_says_so(the_seal, tmp_path):
    force = Force()
    force.deps = replace(force.deps, objects=FakeObjects(now=force.clock))
    reference = force.bring("claimed")
    done = force.must(OFFICER, reference, c.AskCustody())
    ports = Ports(deps=force.deps, queues=None, provider=None, link_base="", address=None, post=None, seal=lambda name: the_seal)
    nudge = Nudge("dorset", reference, done.version)
    media.work(ports, nudge)
    assert "None." in words_of(the_paper(force, nudge), tmp_path)


def test_another_event_is_no_order_for_one():
    told = e.Recorded(e.CallStarted(), None, "x", "officer", "x", "x", 1)
    with pytest.raises(TypeError):
        custody.write_down(None, Nudge("dorset", "x", 1), told)


def test_every_event_about_evidence_is_a_link_of_the_chain():
    about = ("events_evidence", "events_recording", "events_statement")
    kinds = {kind for kind in e.Event.__subclasses__() if kind.__module__.endswith(about)}
    assert kinds <= set(LINKS)
