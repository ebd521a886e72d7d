"""A bucket and a call of each test's own."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from chalicelib.store.s3 import S3Objects
from tests import emulator, webm
from tests.fakes import FakeClock
from tests.force import Force
from tests.recorded import RecordedCall

from .real import put, s3


@pytest.fixture
def bucket() -> str:
    name = f"evr-evidence-{uuid.uuid4().hex[:12]}"
    client = s3()
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": emulator.REGION})
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    rule = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 31}}
    client.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule})
    return name


@pytest.fixture
def call(bucket: str) -> RecordedCall:
    # The emulator checks how old an address is, so this clock starts now.
    force = Force(clock=FakeClock(datetime.now(UTC)), standing=True)
    return RecordedCall(force, S3Objects(bucket, s3(), s3()), put, ffmpeg=webm.PROGRAM)
