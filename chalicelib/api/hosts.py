"""Where a request came from and which force it was sent to."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from chalice.app import Request

from ..domain.policy import Policy
from ..settings import settings


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
