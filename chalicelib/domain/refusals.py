"""A refusal: a named "no" that a person can act on. A value, not an exception; HTTP and chat each map it in one module."""

from __future__ import annotations

from msgspec import Struct

from . import called


class Refusal(Struct, frozen=True):
    """`code` is stable and documented in docs/api.md; `says` is a sentence for the person who asked."""

    code: str
    says: str


def wrong_status(command: str, status: str) -> Refusal:
    """`status` is the incident's, or its room's."""
    return Refusal("wrong_status", f"{called.act(command)} is not possible while {called.standing(status)}.")


def not_permitted(command: str, roles: frozenset[str]) -> Refusal:
    return Refusal("not_permitted", f"{called.act(command)} is for: {called.roles(roles)}.")


def not_holder(holder: str | None) -> Refusal:
    held = f"{holder} holds this job" if holder else "nobody holds this job yet"
    return Refusal("not_holder", f"Only the officer who holds the job can do this; {held}.")


def unknown_reason(given: str, known: dict[str, str]) -> Refusal:
    return Refusal("unknown_reason", f"'{given}' is not one of this force's reasons: {', '.join(sorted(known))}.")


def unless_known(reason: str, known: dict[str, str]) -> Refusal | None:
    """A refusal that lists the force's reasons, unless this is one of them."""
    return None if reason in known else unknown_reason(reason, known)
