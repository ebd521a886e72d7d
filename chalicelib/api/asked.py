"""Read a request: its body, its parameters, its headers. Everything that can be wrong with them is said here."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Annotated, Any
from urllib.parse import unquote

import msgspec
from chalice.app import Request
from msgspec import Meta

from ..domain.words import Reference, StaffId
from ..service.performing import UNKNOWN, UNKNOWN_OFFICER
from .problems import Refused

LARGEST_BODY = 256 * 1024
_KEY = re.compile(r"[\x20-\x7e]{1,200}\Z")
_REASON = re.compile(r"[\x20-\x7e]{1,300}\Z")
_CHARSET = re.compile(r"""charset\s*=\s*"?([^\s";]+)""", re.IGNORECASE)
_WHERE = re.compile(r"(?P<what>.*) - at `(?P<path>.*)`\Z", re.DOTALL)
#: A number in a path, as it is counted from 1.
Numeral = Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,3}\Z")]
_NAMES: dict[str, tuple[Any, str, str]] = {
    "reference": (Reference, UNKNOWN.code, UNKNOWN.says),
    "number": (Numeral, "unknown_number", "There is nothing with this number."),
    "id": (StaffId, UNKNOWN_OFFICER.code, UNKNOWN_OFFICER.says),
}


def body(request: Request, kind: Any) -> Any:
    """The body as this type; no body at all is `{}`. Raises Refused."""
    _json_announced(request)
    raw = raw_body(request) or b"{}"
    try:
        return _decoded(raw, kind)
    except msgspec.ValidationError as error:
        # The first mistake may stand before what is no JSON at all: then that is what the sender has to know.
        with suppress(msgspec.ValidationError):
            _decoded(raw, Any)
        raise _mistake("invalid_body", str(error)) from None


def _decoded(raw: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, RecursionError):
        raise Refused("malformed_json", "The body is not JSON.") from None
    except UnicodeDecodeError:
        raise Refused("invalid_utf8", "The body is not UTF-8.") from None


def _json_announced(request: Request) -> None:
    kind = request.headers.get("content-type") or "application/json"
    charset = _CHARSET.search(kind)
    if kind.partition(";")[0].strip().lower() != "application/json" or (charset and charset[1].lower() not in ("utf-8", "utf8")):
        raise Refused("unsupported_media_type", "Send the body as 'Content-Type: application/json', in UTF-8.")


def raw_body(request: Request, largest: int = LARGEST_BODY) -> bytes:
    """The bytes as they were sent. Raises Refused: too many of them, or no UTF-8 within the gateway's JSON."""
    try:
        raw = request.raw_body
    except ValueError:  # lone surrogates, or broken base64 around the bytes
        raise Refused("invalid_utf8", "The body is not UTF-8.") from None
    content: bytes = raw if isinstance(raw, bytes) else raw.encode()
    if len(content) > largest:
        raise Refused("too_large", f"The body is larger than {largest // 1024} kB.")
    return content


def _mistake(code: str, message: str) -> Refused:
    """msgspec's sentence with its path apart. What was sent is not repeated: it may be about a person."""
    found = _WHERE.match(message)
    what, path = (found["what"], found["path"]) if found else (message, "$")
    if what.startswith("Invalid enum value"):
        what = "Not one of the allowed values"
    elif what.startswith("Invalid value"):
        what = "Not the expected value"
    return Refused(code, f"{what[:300]}, at {path[:200]}.".replace("`", "'"), path[:200])


def query(request: Request, kind: Any) -> Any:
    """The query parameters as this type, each at most once; None when the operation has none. Raises Refused."""
    given: dict[str, list[str]] = request.to_original_event().get("multiValueQueryStringParameters") or {}
    for name, values in given.items():
        if len(values) > 1:
            raise Refused("invalid_parameter", f"'{name[:60]}' is given more than once.", name[:60])
    single = {name: values[0] for name, values in given.items() if values}
    try:
        return msgspec.convert(single, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _mistake("invalid_parameter", str(error)) from None


def parameters(request: Request) -> dict[str, str]:
    """The path's parameters. A reference may hold a slash, which travels as %2F; some gateways decode it, others do not.

    Raises Refused: what cannot be a reference or an identifier is the name of nothing, and must not reach a key of the table.
    """
    found = {name: unquote(value) for name, value in (request.uri_params or {}).items()}
    for name, (shape, code, says) in _NAMES.items():
        if name in found:
            try:
                msgspec.convert(found[name], shape)
            except msgspec.ValidationError:
                raise Refused(code, says) from None
    return found


def idempotency_key(request: Request) -> str | None:
    """Raises Refused for a key that is not 1 to 200 printable ASCII characters."""
    return _header(request, "Idempotency-Key", _KEY, "1 to 200 printable ASCII characters")


def reason(request: Request) -> str | None:
    """Why somebody wants to see personal data. Raises Refused."""
    return _header(request, "Evr-Reason", _REASON, "1 to 300 printable ASCII characters")


def _header(request: Request, name: str, shape: re.Pattern[str], meaning: str) -> str | None:
    value: str | None = request.headers.get(name)
    if value is not None and not shape.match(value):
        raise Refused("invalid_header", f"'{name}' has to be {meaning}.")
    return value
