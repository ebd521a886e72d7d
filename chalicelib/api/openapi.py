"""OpenAPI 3.1, made from the operations and the types they name: nothing is written twice.

python -m chalicelib.api.openapi > docs/openapi.json
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Any

import msgspec

from .operation import Operation
from .problems import CONTENT_TYPE, STATUS, Problem
from .routes import Api
from .scopes import SCOPES

VERSION = "1.0.0"
_REF = "#/components/schemas/{name}"
#: Two types of one name: a command, and what the feed calls an update.
_RENAMED = {"chalicelib.domain.commands.Update": "Update", "chalicelib.outbound.updates.Update": "CadUpdate"}
_ALWAYS = (429, 500, 503)
_DESCRIBED = {
    "Idempotency-Key": (
        "Any text of your own. The same request under the same key is done once, and a repeat gets the first answer; for 48 hours.",
        {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
    ),
    "Evr-Reason": (
        "Why the person's details are to be seen. It is logged. The officer who holds the job, and a system, need not give it.",
        {"type": "string", "minLength": 1, "maxLength": 300, "pattern": "^[ -~]+$"},
    ),
}
_PATH_PARAMETERS = {
    "reference": ("CAD's reference of the incident", "^[A-Za-z0-9][A-Za-z0-9_.:/-]*$"),
    "id": ("identifier of a member of staff", "^[A-Za-z0-9][A-Za-z0-9_.@:-]*$"),
    "list": ("name of a worklist", "^[a-z]+$"),
    "number": ("number within the incident, counted from 1", "^[1-9][0-9]{0,3}$"),
    "command": ("name of a command; each has its own path, which describes its body", "^[a-z_]+$"),
}


def document() -> dict[str, Any]:
    """The whole document."""
    schemas = _Schemas(Api.all)
    paths: dict[str, dict[str, Any]] = {}
    for operation in Api.all:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Enhanced Video Response",
            "version": VERSION,
            "description": "The interface of EVR for command and control, records management, staff and victims. See docs/api.md.",
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": each} for each in dict.fromkeys(operation.tag for operation in Api.all)],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas.components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": _scopes()}},
        },
    }


def _scopes() -> str:
    listed = "; ".join(f"`{name}`: {meaning}" for name, meaning in SCOPES.items())
    return f"A token of the force's identity provider, RS256 or ES256. Scopes: {listed}."


class _Schemas:
    """The schemas of every type that an operation names."""

    def __init__(self, operations: list[Operation]) -> None:
        kinds: dict[str, Any] = {"Problem": Problem}
        for each in operations:
            for kind in (each.body, answer_type(each), each.query):
                if kind is not None:
                    kinds[f"{kind.__module__}.{kind.__qualname__}"] = kind
        self._kinds = list(kinds.values())
        schemas, components = msgspec.json.schema_components(self._kinds, ref_template=_REF)
        self._of: dict[int, dict[str, Any]] = dict(zip(map(id, self._kinds), map(_tidy, schemas), strict=True))
        queries = {_name(self._of[id(each.query)]) for each in operations}
        named = {_RENAMED.get(name, name): _tidy(schema) for name, schema in components.items()}
        self._queries: dict[str, dict[str, Any]] = {name: named.pop(name) for name in queries}
        named["Problem"]["properties"]["code"]["enum"] = sorted(STATUS)
        self.components = dict(sorted(named.items()))

    def of(self, kind: Any) -> dict[str, Any]:
        return self._of[id(kind)]

    def query(self, kind: Any) -> dict[str, Any]:
        return self._queries[_name(self.of(kind))]


def _name(schema: dict[str, Any]) -> str:
    return str(schema["$ref"].rpartition("/")[2])


def answer_type(operation: Operation) -> Any:
    """The type of the answer; a function gives it where importing it would make every cold start slower."""
    kind = operation.answer
    return kind if isinstance(kind, type) else kind()


def _tidy(value: Any) -> Any:
    """JSON as it is written: patterns as ECMAScript reads them, the tag of a command left out (the path says it)."""
    if isinstance(value, dict):
        made = {key: _tidy(each) for key, each in value.items()}
        if isinstance(made.get("pattern"), str):
            made["pattern"] = made["pattern"].replace(r"\Z", "$")
        if isinstance(made.get("$ref"), str):
            front, _, name = made["$ref"].rpartition("/")
            made["$ref"] = f"{front}/{_RENAMED.get(name, name)}"
        return _untagged(made)
    return [_tidy(each) for each in value] if isinstance(value, list | tuple) else value


def _untagged(schema: dict[str, Any]) -> dict[str, Any]:
    if "command" in schema.get("required", ()):
        schema["properties"] = {name: each for name, each in schema["properties"].items() if name != "command"}
        schema["required"] = [name for name in schema["required"] if name != "command"]
    return schema


def _operation(operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.does,
        "tags": [operation.tag],
        "security": [{"token": [scope]} for scope in operation.scopes],
        "parameters": [*_in_path(operation), *_in_query(operation, schemas), *_in_headers(operation)],
        "responses": _responses(operation, schemas),
    }
    if operation.body is not None:
        schema = schemas.of(operation.body)
        wanted = schemas.components[_name(schema)].get("required", [])
        made["requestBody"] = {"required": bool(wanted), "content": {"application/json": {"schema": schema}}}
    return made


def _in_path(operation: Operation) -> list[dict[str, Any]]:
    found = []
    for name in re.findall(r"{(\w+)}", operation.path):
        description, pattern = _PATH_PARAMETERS[name]
        schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": pattern}
        if name == "command":
            schema = {"type": "string", "enum": _commands(operation.path)}
        found.append({"name": name, "in": "path", "required": True, "description": description, "schema": schema})
    return found


def _commands(template: str) -> list[str]:
    """The commands that have a path of their own below a template."""
    front = template.removesuffix("{command}")
    return [each.path.removeprefix(front) for each in Api.all if each.path.startswith(front) and each.path != template]


def _in_query(operation: Operation, schemas: _Schemas) -> list[dict[str, Any]]:
    shape = schemas.query(operation.query)
    wanted = shape.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in wanted, "schema": schema} for name, schema in shape["properties"].items()
    ]


def _in_headers(operation: Operation) -> list[dict[str, Any]]:
    names = [*(["Idempotency-Key"] * operation.repeatable), *(["Evr-Reason"] * operation.reasoned)]
    return [
        {"name": name, "in": "header", "required": False, "description": _DESCRIBED[name][0], "schema": _DESCRIBED[name][1]}
        for name in names
    ]


def _responses(operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    done = {"application/json": {"schema": schemas.of(answer_type(operation))}}
    found: dict[str, Any] = {str(operation.status): {"description": HTTPStatus(operation.status).phrase, "content": done}}
    for status in sorted(_problems(operation)):
        content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        found[str(status)] = {"description": HTTPStatus(status).phrase, "content": content}
    return found


def _problems(operation: Operation) -> set[int]:
    found = {*operation.refusals, *_ALWAYS, 422}
    if operation.scopes:
        found |= {401, 403}
    if operation.repeatable or operation.reasoned:
        found.add(400)
    if operation.body is not None:
        found |= {400, 413, 415}
    if "{" in operation.path:
        found.add(404)
    return found


def text() -> str:
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    import sys

    sys.stdout.write(text())


if __name__ == "__main__":
    main()
