"""From a request to its answer: check, do, and say what came of it. Whatever happens, it is one of our answers."""

from __future__ import annotations

import traceback

import msgspec
from chalice.app import Request, Response

from ..domain.refusals import Refusal
from ..service.deps import Busy
from ..store.rows import Unavailable
from . import asked as reading
from . import auth, logs, problems
from .operation import Asked, Operation
from .problems import Problem, Refused
from .scopes import Principal


def answer(operation: Operation, request: Request) -> Response:
    """Check, do, and say what came of it; whatever happens, it is one of our answers."""
    principal: Principal | None = None
    try:
        principal = auth.principal(request.headers.get("authorization")) if operation.scopes else None
        result = operation.handler(_asked(operation, request, principal))
    except Refused as refused:
        said = problems.problem(refused.code, refused.says, refused.path)
        return _refused(operation, principal, said)
    except Unavailable as failure:
        return failed(problems.unavailable("busy" if isinstance(failure, Busy) else "unavailable"))
    except Exception as failure:  # noqa: BLE001 - the last resort: nobody is told more than that it failed
        logs.failed(operation.path, type(failure).__name__, _where(failure), request.context.get("requestId", ""))
        return failed(problems.internal())
    if isinstance(result, Refusal):
        return _refused(operation, principal, problems.of_refusal(result))
    content = result if isinstance(result, bytes) else msgspec.json.encode(result)
    return Response(content.decode(), {"Content-Type": "application/json"}, operation.status)


def _asked(operation: Operation, request: Request, principal: Principal | None) -> Asked:
    scope = _scope(operation, principal)
    return Asked(
        operation=operation,
        request=request,
        scope=scope,
        principal=principal,
        path=reading.parameters(request),
        query=reading.query(request, operation.query),
        body=reading.body(request, operation.body) if operation.body else None,
        command_id=reading.idempotency_key(request) if operation.repeatable else None,
        why=reading.reason(request) if operation.reasoned else None,
    )


def _scope(operation: Operation, principal: Principal | None) -> str:
    if principal is None:
        return ""
    for scope in operation.scopes:
        if scope in principal.scopes:
            return scope
    raise Refused("missing_scope", f"The token needs the scope {' or '.join(repr(each) for each in operation.scopes)}.")


def _refused(operation: Operation, principal: Principal | None, said: Problem) -> Response:
    force, who = (principal.force, principal.id) if principal else (None, None)
    if said.status not in (400, 413, 415):
        logs.refused(force, who, operation.asks, said.code)
    return failed(said)


def failed(said: Problem) -> Response:
    headers: dict[str, str | list[str]] = {"Content-Type": problems.CONTENT_TYPE}
    if said.status == 401:
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if said.code == "token_invalid" else "Bearer"
    if said.status == 503:
        headers["Retry-After"] = str(problems.RETRY_AFTER_SECONDS)
    return Response(msgspec.json.encode(said).decode(), headers, said.status)


def _where(failure: BaseException) -> str:
    """The innermost line of ours, and nothing of what it worked on."""
    frames = traceback.extract_tb(failure.__traceback__)
    ours = [each for each in frames if "chalicelib" in each.filename] or frames
    return f"{ours[-1].filename.rpartition('/')[2]}:{ours[-1].lineno}" if ours else ""
