"""One HTTP request to a video platform, made once and within its time, by the way that texts go to their providers."""

from __future__ import annotations

from ..outbound.providers import SendError, http
from .external import Answer, Silent


def ask(method: str, url: str, headers: dict[str, str], body: bytes | None) -> Answer:
    """Raises Silent: no connection, no answer in time, or one that is too long."""
    try:
        found = http.ask(method, url, headers, body)
    except SendError as error:
        raise Silent(error.code) from error
    return Answer(found.status, found.json)
