"""What needs no token: is it there, and what can it do."""

from __future__ import annotations

from functools import cache
from typing import Any

from chalice.app import Blueprint
from msgspec import Struct

from .operation import Asked
from .routes import Api

blueprint = Blueprint(__name__)
api = Api(blueprint, "about")


class Health(Struct, frozen=True):
    status: str


@api.operation("GET", "/health", answer=Health)
def health(asked: Asked) -> Health:
    """Say that the API answers; touches nothing else."""
    return Health("ok")


class OpenApi(Struct, frozen=True):
    """An OpenAPI 3.1 document."""

    openapi: str
    info: dict[str, Any]
    paths: dict[str, Any]
    components: dict[str, Any]


@api.operation("GET", "/openapi.json", answer=OpenApi)
def openapi(asked: Asked) -> bytes:
    """Describe this interface."""
    return _document()


@cache
def _document() -> bytes:
    from .openapi import text

    return text().encode()
