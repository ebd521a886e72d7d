"""The media worker and a signed statement: one paper, sealed and kept, whatever breaks on the way."""

import json
from hashlib import sha256

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.outbound import media, statements
from chalicelib.outbound.nudges import Later, Nudge
from chalicelib.outbound.ports import Ports
from chalicelib.outbound.queues import Queues
from chalicelib.papers import seal_secret
from chalicelib.secrets import NotConfigured, SecretsDown
from chalicelib.service import statements as service
from chalicelib.store.incidents import recorded
from chalicelib.store.rows import Unavailable
from infra.local import seal as local_seal
from tests.builders import OFFICER
from tests.fakes_objects import FakeObjects
from tests.force import Force
from tests.sqs_fake import URLS, FakeSqs
from tests.unit.papers.looks import verdict, words_of

NAME = "Test Person-Rowan"
SAID = "Test: it was there on Monday and gone on Tuesday."


@pytest.fixture(scope="module")
def the_seal():
    return seal_secret.read("evr/dorset/seal", json.dumps(local_seal.seal("dorset")), local=True)


@pytest.fixture
def signed(the_seal):
    """A force with a statement that was just signed, the worker's ports, and the nudge."""
    force = Force()
    force.deps = replace(force.deps, objects=FakeObjects(now=force.clock))
    reference = force.bring("in_call")
    draft = service.Draft(kind="mg11", text=SAID, particulars={"name": NAME})
    written = service.write(force.deps, force.caller(OFFICER), reference, draft)
    force.must(OFFICER, reference, c.ShowStatement(1))
    force.must(OFFICER, reference, c.LockStatement(1, written.sha256))
    done = force.must("victim", reference, c.SignStatement(1, written.sha256, NAME))
    ports = Ports(
        deps=force.deps,
        queues=Queues(FakeSqs(), URLS),
        provider=None,
        link_base="",
        address=None,
        post=None,
        seal=lambda name: the_seal,
    )
    return force, ports, Nudge("dorset", reference, done.version)


def the_statement(force, nudge):
    return force.incident(nudge.reference).statements[0]


def papers(force):
    return [version for versions in force.deps.objects.versions.values() for version in versions]


def test_the_paper_is_made_sealed_kept_and_recorded(signed, tmp_path):
    force, ports, nudge = signed
    media.work(ports, nudge)

    (paper,) = papers(force)
    printed = the_statement(force, nudge).printed
    assert (printed.edition, printed.sha256, printed.kept) == (1, sha256(paper.body).hexdigest(), paper.name)
    assert "Signature is Valid" in verdict(paper.body, tmp_path)
    words = words_of(paper.body, tmp_path)
    assert SAID in words
    assert NAME in words
    assert the_statement(force, nudge).sha256 in words


def test_the_same_message_twice_makes_one_paper(signed):
    force, ports, nudge = signed
    media.work(ports, nudge)
    before = force.incident(nudge.reference)
    media.work(ports, nudge)
    assert (len(papers(force)), force.incident(nudge.reference)) == (1, before)


@pytest.mark.parametrize("call", ["head", "get", "put"])
def test_a_bucket_that_fails_is_tried_again_and_the_paper_is_one(signed, call):
    force, ports, nudge = signed
    force.deps.objects.fail_next(call, Unavailable("SlowDown"))
    if call == "get":
        media.work(ports, nudge)  # nothing is there yet to be got
    else:
        with pytest.raises(Unavailable):
            media.work(ports, nudge)
    media.work(ports, nudge) if call != "get" else None
    assert len(papers(force)) == 1
    assert the_statement(force, nudge).printed


def test_killed_between_keeping_and_recording_the_kept_one_is_recorded(signed, monkeypatch):
    force, ports, nudge = signed

    def dies(*about):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(statements, "_record", dies)
        with pytest.raises(KeyboardInterrupt):
            media.work(ports, nudge)
    assert the_statement(force, nudge).printed is None
    (kept,) = papers(force)

    media.work(ports, nudge)

    assert papers(force) == [kept]
    assert the_statement(force, nudge).printed.sha256 == sha256(kept.body).hexdigest()


@pytest.mark.parametrize("trouble", [NotConfigured("evr/dorset/seal is not there"), SecretsDown("not just now")])
def test_without_a_seal_the_statement_waits_and_the_log_says_why(signed, capsys, trouble):
    force, ports, nudge = signed

    def none(name):
        raise trouble

    with pytest.raises(Later) as later:
        media.work(replace(ports, seal=none), nudge)

    assert later.value.seconds == statements.AGAIN_SECONDS
    said = capsys.readouterr().out
    assert str(trouble) in said
    assert NAME not in said
    assert papers(force) == []
    media.work(ports, nudge)
    assert len(papers(force)) == 1


def test_the_edition_that_was_signed_is_printed_though_there_is_a_newer_one(signed, tmp_path):
    force, ports, nudge = signed
    newer = service.Draft(kind="mg11", text="Test: other words.", particulars={"name": NAME}, number=1)
    service.write(force.deps, force.caller(OFFICER), nudge.reference, newer)

    media.work(ports, nudge)

    words = words_of(papers(force)[0].body, tmp_path)
    assert SAID in words
    assert "other words" not in words


def test_words_that_were_disposed_of_are_not_printed(signed, capsys):
    force, ports, nudge = signed
    for key in [key for key in force.table.rows if key.sk.startswith("TEXT#")]:
        del force.table.rows[key]
    media.work(ports, nudge)
    assert papers(force) == []
    assert "disposed of" in capsys.readouterr().out


def test_only_a_signature_asks_for_a_paper():
    assert statements.print_signed in media.JOBS[e.StatementSigned]
    assert not any(statements.print_signed in jobs for kind, jobs in media.JOBS.items() if kind is not e.StatementSigned)


def test_a_commit_that_is_no_signature_is_a_mistake_of_ours(signed):
    force, ports, nudge = signed
    first = next(recorded(row) for row in force.rows() if row.pk.startswith("INC#") and row.sk.startswith("EVENT#"))
    with pytest.raises(TypeError):
        statements.print_signed(ports, nudge, first)
