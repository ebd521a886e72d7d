"""The media worker and a file: put together once, every byte looked at, and the same end wherever it was killed."""

import contextlib
import hashlib
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.outbound import evidence, media
from chalicelib.outbound.nudges import Later, Nudge
from chalicelib.outbound.ports import Ports
from chalicelib.service.evidence import PART, NewFile, WantedPart, add, finish, key_of, parts, stop
from chalicelib.service.evidence_list import events
from chalicelib.service.evidence_senders import officer, victim
from chalicelib.store import keys
from chalicelib.store.objects import Refused
from chalicelib.store.personal import context, link_token
from chalicelib.store.rows import Unavailable
from tests.builders import OFFICER, SERGEANT
from tests.fakes_objects import FakeObjects, sha256_b64
from tests.file_samples import EXE, JPEG
from tests.force import Force

CONTENT = JPEG + b"x" * PART


class Dies(BaseException):
    """The worker is gone."""


@pytest.fixture
def force() -> Force:
    made = Force()
    made.deps = replace(made.deps, objects=FakeObjects(now=made.clock))
    return made


def sender(force: Force, reference: str, who: str = "victim"):
    if who != "victim":
        return officer(force.deps, force.caller(who), reference)
    row = force.table.rows[keys.state("dorset", reference)]
    key = force.keyring.unwrap(row.sealed, context("dorset", reference))
    return victim(force.deps, link_token(key, 1))


def announced(force: Force, content: bytes = CONTENT, who: str = "victim", reference: str = "") -> str:
    reference = reference or force.bring("in_call")
    new = NewFile(name="Test.jpg", size=len(content), head=content[:512], kind="image/jpeg")
    assert add(sender(force, reference, who), new).parts == len(content) // PART + 1
    return reference


def sent(force: Force, content: bytes = CONTENT, who: str = "victim", said: str = "", reference: str = "", number: int = 1) -> str:
    """A file of which every part is in the bucket, and whose sender is done."""
    reference = announced(force, content, who, reference)
    pieces = {n + 1: content[at : at + PART] for n, at in enumerate(range(0, len(content), PART))}
    wanted = tuple(WantedPart(n, sha256_b64(piece)) for n, piece in pieces.items())
    for each in parts(sender(force, reference, who), number, wanted).send:
        force.deps.objects.browser(each.url, pieces[each.n])
    finish(sender(force, reference, who), number, said or hashlib.sha256(content).hexdigest())
    return reference


def work(force: Force, reference: str, version: int | None = None) -> None:
    nudge = Nudge("dorset", reference, version or force.incident(reference).version)
    media.work(Ports(deps=force.deps, queues=None, provider=None, link_base="", address=None, post=None), nudge)


def last(force: Force, reference: str) -> e.Event:
    return list(events(force.deps, "dorset", reference))[-1].event


def test_the_hash_on_arrival_is_of_every_byte(force):
    reference = sent(force)
    work(force, reference)
    (version,) = force.deps.objects.versions[key_of("dorset", reference, 1)]
    assert version.body == CONTENT
    assert last(force, reference) == e.FileArrived(
        1, hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), "image/jpeg", version.name, same=True
    )


def test_another_hash_than_the_senders_is_marked_and_the_file_is_kept(force):
    reference = sent(force, said="f" * 64)
    work(force, reference)
    assert last(force, reference).same is False
    assert force.incident(reference).files[0].state == "different"
    assert force.deps.objects.versions[key_of("dorset", reference, 1)][0].body == CONTENT


def test_a_program_behind_a_photos_first_bytes_is_refused_and_kept(force):
    # Given a sender whose announcement lies about how the file begins
    reference = force.bring("in_call")
    add(sender(force, reference), NewFile(name="photo.jpg", size=len(EXE), head=JPEG))
    (part,) = parts(sender(force, reference), 1, (WantedPart(1, sha256_b64(EXE)),)).send
    force.deps.objects.browser(part.url, EXE)
    finish(sender(force, reference), 1, hashlib.sha256(EXE).hexdigest())
    work(force, reference)
    assert (last(force, reference).reason, force.incident(reference).files[0].state) == ("kind", "refused")
    assert force.deps.objects.versions[key_of("dorset", reference, 1)][0].body == EXE


def test_it_is_locked_as_long_as_the_forces_evidence(force):
    reference = sent(force)
    work(force, reference)
    (version,) = force.deps.objects.versions[key_of("dorset", reference, 1)]
    assert version.until > force.clock.now + timedelta(days=6 * 365)
    assert not version.held


def test_a_legal_hold_is_on_files_too_whenever_they_come(force):
    reference = sent(force)
    work(force, reference)
    done = force.must(SERGEANT, reference, c.HoldRecordings())
    work(force, reference, done.version)
    assert force.deps.objects.versions[key_of("dorset", reference, 1)][0].held
    sent(force, reference=reference, number=2)
    work(force, reference)
    assert force.deps.objects.versions[key_of("dorset", reference, 2)][0].held
    done = force.must(SERGEANT, reference, c.ReleaseRecordings())
    work(force, reference, done.version)
    assert not any(force.deps.objects.versions[key_of("dorset", reference, n)][0].held for n in (1, 2))


# --- broken on the way --------------------------------------------------------------------------------------------------------


class Breaking:
    """The n-th call of the bucket fails, before or after it took effect."""

    def __init__(self, objects: FakeObjects, n: int, after: bool, error: BaseException) -> None:
        self._objects, self.left, self._after, self._error = objects, n, after, error

    def __getattr__(self, name: str):
        do = getattr(self._objects, name)

        def call(*args, **kwargs):
            self.left -= 1
            if self.left:
                return do(*args, **kwargs)
            if self._after:
                do(*args, **kwargs)
            raise self._error

        return call


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("error", [Unavailable("SlowDown"), Dies()], ids=["fails", "dies"])
def test_wherever_the_bucket_breaks_or_the_worker_dies_the_end_is_the_same(force, after, error):
    for n in range(1, 10):
        reference = sent(force)
        whole, version = force.deps, force.incident(reference).version
        broken = Breaking(whole.objects, n, after, error)
        force.deps = replace(whole, objects=broken)
        with contextlib.suppress(Unavailable, Dies):
            work(force, reference, version)
        force.deps = whole
        work(force, reference, version)
        assert last(force, reference).same is True
        assert len(whole.objects.versions[key_of("dorset", reference, 1)]) == 1
        force.must(OFFICER, reference, c.Close())
        force.must(OFFICER, reference, c.ReturnToDispatch("other"))
        if broken.left > 0:
            assert n > 3
            return
    pytest.fail("the worker asks the bucket too often")


def test_told_twice_it_is_recorded_once(force):
    reference = sent(force)
    version = force.incident(reference).version
    work(force, reference, version)
    before = force.incident(reference)
    work(force, reference, version)
    assert force.incident(reference) == before


def test_what_is_not_in_the_bucket_is_said(force):
    reference = sent(force)
    force.deps.objects.uploads.clear()
    work(force, reference)
    assert last(force, reference) == e.FileGivenUp(1, "parts_missing")


def test_parts_that_the_bucket_cannot_put_together_are_said(force):
    reference = sent(force)
    force.deps.objects.fail_next("finish_parts", Refused("InvalidPart"))
    work(force, reference)
    assert last(force, reference) == e.FileGivenUp(1, "parts_missing")


# --- not finished -------------------------------------------------------------------------------------------------------------


def test_when_the_room_closes_the_victims_unfinished_files_end_and_the_officers_go_on(force):
    reference = announced(force)
    announced(force, who=OFFICER, reference=reference)
    done = force.must(OFFICER, reference, c.Close())
    with pytest.raises(Later):  # the recording waits for its last object; files do not
        work(force, reference, done.version)
    assert last(force, reference) == e.FileGivenUp(1, "room_closed")
    assert [each.number for each in force.incident(reference).files] == [2]


def test_an_emergency_with_the_victim_in_the_room_ends_nothing(force):
    reference = announced(force)
    done = force.must("victim", reference, c.Escalate("threat"))
    work(force, reference, done.version)
    assert len(force.incident(reference).files) == 1


def test_what_was_given_up_leaves_the_bucket(force):
    reference = announced(force)
    parts(sender(force, reference), 1, (WantedPart(1, sha256_b64(b"x")),))
    assert force.deps.objects.uploads
    stop(sender(force, reference), 1)
    work(force, reference)
    assert not force.deps.objects.uploads
    work(force, reference)


def test_what_was_given_up_before_it_began_left_nothing(force):
    reference = announced(force)
    stop(sender(force, reference), 1)
    work(force, reference)
    assert "abort_parts" not in force.deps.objects.calls


def test_jobs_that_are_about_nothing_of_this_kind_are_mistakes(force):
    reference = force.bring("in_call")
    told = list(events(force.deps, "dorset", reference))[-1]
    for job in (evidence.arrive, evidence.drop):
        with pytest.raises(TypeError):
            job(None, Nudge("dorset", reference, 1), told)
