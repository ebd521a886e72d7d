"""What did not get through to somebody: noted without a word of what it said."""

from __future__ import annotations

from ...outbound import noting
from ..wall import Gone, Refused


def note(force: str, what: str, error: Exception) -> None:
    """A log line and a metric. `what` is a constant: which kind of reply it was."""
    code = error.code if isinstance(error, Gone | Refused) else str(error)
    noting.log("chat reply lost", level="warning", force=force, what=what, error=type(error).__name__, code=code)
    noting.measure(force, {"ChatReplyLost": 1})
