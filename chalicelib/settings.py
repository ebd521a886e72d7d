"""What the deployment says: one typed object, read once at cold start. What is missing or wrong is named, all at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache

import msgspec
from msgspec import Struct


class SettingsError(Exception):
    """The deployment is misconfigured; the message lists every setting at fault."""


class Identity(Struct, frozen=True, forbid_unknown_fields=True):
    """A force's identity provider. The force of a request follows from the token's issuer, never from a path or a body.

    `client_id`: the officer's page, registered there as a public client; without it nobody signs in to the page. `scopes`: what the
    page asks for. `origins`: where else the provider answers the page, if not only at the issuer's origin.
    """

    issuer: str
    jwks_url: str
    audience: str
    client_id: str | None = None
    scopes: str = "openid staff read"
    origins: tuple[str, ...] = ()


class Settings(Struct, frozen=True, kw_only=True):
    """`EVR_<NAME>` in the environment. `endpoint` is an emulator's address, `slack_api` the local chat's; absent on AWS.

    `email_events`: the configuration set by which SES reports what became of an email. `evidence_address`: where browsers reach the
    evidence bucket, if not at S3 itself. `ffmpeg`: the program, for the media worker alone.
    """

    stage: str
    region: str
    table: str
    key: str
    identity: dict[str, Identity]
    link_base: str
    queue_texts: str
    queue_cad: str
    queue_facts: str
    queue_allocations: str
    queue_chat: str
    queue_receipts: str
    queue_media: str
    evidence_bucket: str
    endpoint: str | None = None
    policies: str | None = None
    slack_api: str | None = None
    email_events: str | None = None
    evidence_address: str | None = None
    ffmpeg: str | None = None


_PRINTABLE = re.compile(r"[\x21-\x7e]+( [\x21-\x7e]+)*\Z")
#: They go into the page's Content-Security-Policy, so nothing that could end a directive is let through.
_ORIGIN = re.compile(r"(https://[a-z0-9.-]+(:\d+)?|http://(127\.0\.0\.1|localhost):\d+)(/[A-Za-z0-9._~/-]*)?\Z")
_OPTIONAL = {"endpoint", "policies", "slack_api", "email_events", "evidence_address", "ffmpeg"}
_ELSEWHERE = {"region": ("AWS_REGION", "AWS_DEFAULT_REGION"), "endpoint": ("AWS_ENDPOINT_URL",)}


def read(environment: Mapping[str, str]) -> Settings:
    """Raises SettingsError naming every setting that is missing or malformed."""
    raw = {name: _find(environment, name) for name in Settings.__struct_fields__}
    faults = [f"EVR_{name.upper()} is not set" for name, value in raw.items() if not value and name not in _OPTIONAL]
    identity: dict[str, Identity] = {}
    if raw["identity"]:
        try:
            identity = msgspec.json.decode(raw["identity"], type=dict[str, Identity])
        except msgspec.MsgspecError as error:
            faults.append(f"EVR_IDENTITY: {error}")
    faults += [f"EVR_IDENTITY, {force}: {fault}" for force, each in identity.items() for fault in _mistaken(each)]
    if faults:
        raise SettingsError("; ".join(faults))
    return msgspec.convert({**raw, "identity": msgspec.to_builtins(identity)}, Settings)


def _mistaken(identity: Identity) -> Iterator[str]:
    """An ID token is made out to the client: were that the API's audience, it would pass for an access token."""
    if identity.client_id is None:
        return
    if identity.client_id == identity.audience:
        yield "client_id and audience have to differ, or an ID token would open the API"
    if "openid" not in identity.scopes.split() or not _PRINTABLE.match(identity.scopes):
        yield "scopes has to be words of printable ASCII, 'openid' among them"
    if not all(_ORIGIN.match(each) for each in (*identity.origins, identity.issuer)):
        yield "issuer and origins have to be addresses like https://id.example (origins without a path)"


def _find(environment: Mapping[str, str], name: str) -> str | None:
    for key in (f"EVR_{name.upper()}", *_ELSEWHERE.get(name, ())):
        if environment.get(key):
            return environment[key]
    return None


@cache
def settings() -> Settings:
    return read(os.environ)
