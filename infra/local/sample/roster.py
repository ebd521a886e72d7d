"""The sample people on the roster, with their accounts in the local chat, and their shifts."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from infra.local import people
from infra.local.people import DORSET
from infra.local.sample.asking import Asking, SampleFailed
from infra.local.slack.members import user_id


def record_of(person: people.Person) -> dict[str, Any]:
    """What the roster says of somebody, with their account in the local chat."""
    record: dict[str, Any] = {"name": person.name, "roles": list(person.roles), "chat": {"slack": user_id(person.id)}}
    return record | ({"team": person.team} if person.team else {})


def put(asking: Asking, person: people.Person) -> None:
    record = record_of(person)
    who = "AD801" if person.force == DORSET else "AD901"
    asking.ask(who, "PUT", f"/v1/officers/{person.id}", record)


def change_duty(asking: Asking, id: str, action: str) -> None:
    """Start a shift, take a break; that it was done before is no failure."""
    try:
        asking.ask(id, "POST", f"/v1/officers/{id}/shift", {"action": action})
    except SampleFailed as failure:
        if "is not possible while" not in str(failure):
            raise


def digest() -> str:
    """Changes when any of these people does."""
    records = [(each.force, each.id, record_of(each)) for each in people.everybody() if each.roles]
    return hashlib.sha256(json.dumps(records).encode()).hexdigest()
