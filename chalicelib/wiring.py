"""The composition root: the service's ports on AWS, built once a process. Tests and the emulator build their own `Deps`."""

from __future__ import annotations

from functools import cache
from typing import Any

from .policies import load_policies
from .service.deps import Deps
from .settings import settings
from .store.dynamo import DynamoTable
from .store.kms import KmsKeyring


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


@cache
def deps() -> Deps:
    wired = settings()
    return Deps(
        table=DynamoTable(wired.table, wired.region, wired.endpoint),
        keyring=_LazyKeyring(),
        policies=load_policies(),
    )
