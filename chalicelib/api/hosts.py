"""Where a request came from and which force it was sent to."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from chalice.app import Request

from ..domain.policy import Policy
from ..settings import settings

#: What AWS's guide to a Content-Security-Policy names for meetings, and no more: filters, which bring scripts of Amazon's, are not
#: used. Picture and sound themselves are WebRTC, which such a policy does not hold up.
_CHIME = ("https://*.chime.aws", "wss://*.chime.aws")


def force_of(request: Request, policies: Mapping[str, Policy]) -> str | None:
    """The force whose own host the request names; None at any other address."""
    host = (request.headers.get("host") or "").partition(":")[0].lower()
    return next((force for force, policy in policies.items() if policy.link.domain == host), None)


def address(request: Request) -> str:
    """The address that API Gateway saw; what a header claims counts for nothing."""
    return str((request.context.get("identity") or {}).get("sourceIp") or "")


def origin(address: str) -> str:
    """The origin of an address, as a Content-Security-Policy names it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def evidence_origin() -> str:
    """Where browsers reach the evidence bucket: what a page has to be allowed to ask, to send files and recordings."""
    found = settings()
    own = found.evidence_address or found.endpoint
    return origin(own) if own else f"https://{found.evidence_bucket}.s3.{found.region}.amazonaws.com"


def call_hosts(policy: Policy | None) -> tuple[str, ...]:
    """Whom a force's pages ask for a call, besides this service: nobody, unless Amazon Chime carries its calls."""
    return _CHIME if policy and policy.video.provider == "chime" else ()
