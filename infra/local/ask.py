"""Ask the running local system: the small client of `make token`, `make reload`, the sample and the demo."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from infra.local.place import Place


class NotRunning(RuntimeError):
    """Nothing answers at the address; the message says what to do."""


class Refused(RuntimeError):
    """The system answered with an error: `status` and the problem it named."""

    def __init__(self, status: int, problem: Any) -> None:
        self.status, self.problem = status, problem
        detail = problem.get("detail", problem) if isinstance(problem, dict) else problem
        super().__init__(f"{status}: {detail}")


class Client:
    """One kept connection, acting as one person or system."""

    def __init__(self, base_url: str, token: str | None = None) -> None:
        self._address = urlsplit(base_url).netloc
        self._token = token
        self._connection = http.client.HTTPConnection(self._address, timeout=60)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Return the decoded answer; raise Refused with what was wrong."""
        sent = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self._token:
            sent["Authorization"] = f"Bearer {self._token}"
        try:
            self._connection.request(method, path, None if body is None else json.dumps(body), sent)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise NotRunning(f"Nothing answers at http://{self._address}. Start the system first: make run") from error
        decoded = _decoded(content)
        if answer.status >= 400:
            raise Refused(answer.status, decoded)
        return decoded


def token(place: Place, subject: str, scopes: list[str], force: str) -> str:
    """Ask the local issuer for a token."""
    answer = Client(place.base_url).ask("POST", "/local/token", {"sub": subject, "scopes": scopes, "force": force})
    return str(answer["token"])


def acting(place: Place, subject: str, scopes: list[str], force: str) -> Client:
    """Return a client that acts as `subject`."""
    return Client(place.base_url, token(place, subject, scopes, force))


def _decoded(content: bytes) -> Any:
    try:
        return json.loads(content) if content else None
    except ValueError:
        return content.decode(errors="replace")
