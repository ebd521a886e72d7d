"""What needs no token: is it there, and what can it do."""

from __future__ import annotations

from chalice.app import Blueprint
from msgspec import Struct

from .operation import Api, Asked

blueprint = Blueprint(__name__)
api = Api(blueprint, "about")


class Health(Struct, frozen=True):
    status: str


@api.operation("GET", "/health", answer=Health)
def health(asked: Asked) -> Health:
    """Say that the API answers; touches nothing else."""
    return Health("ok")
