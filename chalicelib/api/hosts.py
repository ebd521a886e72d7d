"""Where a request came from and which force it was sent to."""

from __future__ import annotations

from collections.abc import Mapping

from chalice.app import Request

from ..domain.policy import Policy


def force_of(request: Request, policies: Mapping[str, Policy]) -> str | None:
    """The force whose own host the request names; None at any other address."""
    host = (request.headers.get("host") or "").partition(":")[0].lower()
    return next((force for force, policy in policies.items() if policy.link.domain == host), None)


def address(request: Request) -> str:
    """The address that API Gateway saw; what a header claims counts for nothing."""
    return str((request.context.get("identity") or {}).get("sourceIp") or "")
