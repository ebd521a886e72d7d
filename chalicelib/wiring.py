"""The composition root: the service's ports on AWS, built once a process. Tests and the emulator build their own `Deps`."""

from __future__ import annotations

import os
from functools import cache
from typing import Any, cast

from .policies import load_policies
from .service.deps import Deps
from .settings import settings
from .store.dynamo import DynamoTable
from .store.kms import KmsKeyring
from .store.objects import Objects
from .store.s3 import S3Objects


@cache
def client(service: str) -> Any:
    """A boto3 client with time-outs that end before API Gateway's 29 s. boto3 is imported on first use: it costs 100 ms."""
    import boto3
    from botocore.config import Config

    wired = settings()
    config = Config(connect_timeout=1, read_timeout=5, retries={"total_max_attempts": 3, "mode": "standard"})
    make: Any = boto3.client  # typed per service; here the service is a parameter
    return make(service, region_name=wired.region, endpoint_url=wired.endpoint, config=config)


class _LazyKeyring:
    """KMS, only when a text is written or read: most commands have none."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_kms(), name)


@cache
def _kms() -> KmsKeyring:
    return KmsKeyring(client("kms"), settings().key)


class _LazyObjects:
    """The evidence bucket, only when something in it is asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_objects(), name)


@cache
def _objects() -> S3Objects:
    wired = settings()
    signer = _s3(wired.evidence_address or wired.endpoint)
    return S3Objects(wired.evidence_bucket, _s3(wired.endpoint), signer)


def _s3(endpoint: str | None) -> Any:
    """Regional addresses, for others redirect; checksums are ours to give, and are never added to a URL that we sign."""
    import boto3
    from botocore.config import Config

    # The media worker moves parts of 64 MB; the API only asks short questions.
    patience = 60 if os.environ.get("EVR_WORKER") == "media" else 5
    config = Config(
        connect_timeout=1,
        read_timeout=patience,
        retries={"total_max_attempts": 3, "mode": "standard"},
        signature_version="s3v4",
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if endpoint else "virtual"},
    )
    return boto3.client("s3", region_name=settings().region, endpoint_url=endpoint, config=config)


@cache
def deps() -> Deps:
    wired = settings()
    return Deps(
        table=DynamoTable(wired.table, wired.region, wired.endpoint),
        keyring=_LazyKeyring(),
        policies=load_policies(),
        objects=cast(Objects, _LazyObjects()),
    )
