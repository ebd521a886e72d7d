"""A repeatable day of invented incidents, loaded once through the HTTP API."""

from __future__ import annotations

from collections.abc import Callable

from infra.local.issuer import Issuer
from infra.local.place import Place


class SampleFailed(RuntimeError):
    """The API refused a sample; the message says which and why."""


def load_once(place: Place, issuer: Issuer, say: Callable[[str], None]) -> None:
    """Load the day unless this place has it already."""
