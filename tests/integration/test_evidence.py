"""Files against the emulator's bucket: a real multipart by presigned addresses, resumed, finished, locked, read again."""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.outbound import media
from chalicelib.outbound.nudges import Nudge
from chalicelib.outbound.ports import Ports
from chalicelib.service.evidence import PART, NewFile, WantedPart, add, finish, key_of, parts, stop
from chalicelib.service.evidence_list import events, show
from chalicelib.service.evidence_senders import victim
from chalicelib.store import keys
from chalicelib.store.personal import context, link_token
from chalicelib.store.s3 import S3Objects
from tests import emulator
from tests.builders import OFFICER
from tests.fakes import FakeClock
from tests.fakes_objects import sha256_b64
from tests.file_samples import JPEG
from tests.force import Force

CONTENT = JPEG + bytes(range(256)) * ((2 * PART + 1000) // 256)
PIECES = {n + 1: CONTENT[at : at + PART] for n, at in enumerate(range(0, len(CONTENT), PART))}


def s3() -> Any:
    return emulator.client(
        "s3", signature_version="s3v4", request_checksum_calculation="when_required", s3={"addressing_style": "path"}
    )


@pytest.fixture
def bucket(aws: Any) -> str:
    name, client = f"evr-evidence-{uuid.uuid4().hex[:12]}", s3()
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": emulator.REGION})
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    rule = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 31}}
    client.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule})
    return name


@pytest.fixture
def force(bucket: str) -> Force:
    made = Force(clock=FakeClock(datetime.now(UTC)), standing=True)
    made.deps = replace(made.deps, objects=S3Objects(bucket, s3(), s3()))
    return made


def sender(force: Force, reference: str):
    row = force.table.rows[keys.state("dorset", reference)]
    key = force.keyring.unwrap(row.sealed, context("dorset", reference))
    return victim(force.deps, link_token(key, 1))


def put(url: str, headers: dict[str, str], body: bytes) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, dict(headers), method="PUT")) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def wanted(*numbers: int) -> tuple[WantedPart, ...]:
    return tuple(WantedPart(n, sha256_b64(PIECES[n])) for n in numbers)


def announced(force: Force) -> str:
    reference = force.bring("in_call")
    add(sender(force, reference), NewFile(name="Test.jpg", size=len(CONTENT), head=CONTENT[:512], kind="image/jpeg"))
    return reference


def work(force: Force, reference: str) -> None:
    nudge = Nudge("dorset", reference, force.incident(reference).version)
    media.work(Ports(deps=force.deps, queues=None, provider=None, link_base="", address=None, post=None), nudge)


def test_a_file_in_three_parts_resumed_in_between_arrives_to_the_last_byte(force: Force, bucket: str):
    reference = announced(force)
    # Given a page that sends the parts out of order and is closed before the last
    for each in parts(sender(force, reference), 1, wanted(3, 1)).send:
        assert put(each.url, each.headers, PIECES[each.n]) == 200
    # When a new page asks for all of them
    asked = parts(sender(force, reference), 1, wanted(1, 2, 3))
    assert [each.n for each in asked.there] == [1, 3]
    (missing,) = asked.send
    assert finish(sender(force, reference), 1, "0" * 64).code == "file_incomplete"
    assert put(missing.url, missing.headers, PIECES[2]) == 200
    finish(sender(force, reference), 1, hashlib.sha256(CONTENT).hexdigest())
    # Then the bucket has the file, the hashes agree, and it is under lock
    work(force, reference)
    arrived = list(events(force.deps, "dorset", reference))[-1].event
    assert (type(arrived), arrived.same, arrived.size, arrived.kind) == (e.FileArrived, True, len(CONTENT), "image/jpeg")
    key = key_of("dorset", reference, 1)
    lock = s3().get_object_retention(Bucket=bucket, Key=key, VersionId=arrived.version)["Retention"]
    assert lock["RetainUntilDate"] > datetime.now(UTC) + timedelta(days=6 * 365)
    with pytest.raises(Exception, match="AccessDenied"):
        s3().delete_object(Bucket=bucket, Key=key, VersionId=arrived.version)
    # and whoever may sees it, by an address that calls it by its number
    shown = show(force.deps, force.caller(OFFICER), reference, 1, None)
    with urllib.request.urlopen(shown.url) as answer:
        assert answer.read() == CONTENT
    assert f"{reference}-file-001.jpg" in shown.url  # what the bucket is to call it; the emulator does not


def test_an_address_takes_no_other_bytes(force: Force):
    reference = announced(force)
    (first,) = parts(sender(force, reference), 1, wanted(1)).send
    assert put(first.url, first.headers, b"x" * PART) == 400
    assert parts(sender(force, reference), 1, ()).there == ()


def test_the_worker_may_begin_again_after_the_parts_were_put_together(force: Force):
    reference = announced(force)
    for each in parts(sender(force, reference), 1, wanted(1, 2, 3)).send:
        assert put(each.url, each.headers, PIECES[each.n]) == 200
    finish(sender(force, reference), 1, hashlib.sha256(CONTENT).hexdigest())
    version = force.incident(reference).version
    dies = replace(force.deps, objects=_DiesBeforeReading(force.deps.objects))
    whole, force.deps = force.deps, dies
    with pytest.raises(KeyboardInterrupt):
        work(force, reference)
    force.deps = whole
    work(force, reference)
    assert force.incident(reference).files[0].state == "arrived"
    assert force.incident(reference).version == version + 1


class _DiesBeforeReading:
    def __init__(self, objects: Any) -> None:
        self._objects = objects

    def __getattr__(self, name: str) -> Any:
        if name == "get":
            raise KeyboardInterrupt
        return getattr(self._objects, name)


def test_what_is_given_up_leaves_nothing_under_way(force: Force, bucket: str):
    reference = announced(force)
    (first,) = parts(sender(force, reference), 1, wanted(1)).send
    put(first.url, first.headers, PIECES[1])
    stop(sender(force, reference), 1)
    work(force, reference)
    assert not s3().list_multipart_uploads(Bucket=bucket).get("Uploads")


def test_after_the_close_a_part_may_arrive_and_the_file_never_does(force: Force, bucket: str):
    reference = announced(force)
    signed = parts(sender(force, reference), 1, wanted(1, 2, 3)).send
    force.must(OFFICER, reference, c.Close())
    for each in signed:
        put(each.url, each.headers, PIECES[each.n])  # an address lives its minutes
    assert finish(sender(force, reference), 1, hashlib.sha256(CONTENT).hexdigest()).code == "link_closed"
    assert not s3().list_objects_v2(Bucket=bucket).get("Contents")
