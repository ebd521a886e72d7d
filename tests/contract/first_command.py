"""A fresh API Lambda and its first command, in a process of its own; prints the status and every module loaded by then.

python -m tests.contract.first_command < JSON of `Given`
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any

import msgspec

import app
from chalicelib import policies, wiring
from chalicelib.api import auth, jwks
from chalicelib.service import Deps
from chalicelib.store.rows import Row
from tests.fakes import FakeClock, FakeKeyring, FakeTable


class Given(msgspec.Struct):
    """What the Lambda finds: a request, a table, the identity provider's keys."""

    event: dict[str, Any]
    rows: list[Row]
    now: datetime
    jwks: str


def main() -> None:
    given = msgspec.json.decode(sys.stdin.buffer.read(), type=Given)
    table = FakeTable()
    table.rows = {row.key: row for row in given.rows}
    deps = Deps(table=table, keyring=FakeKeyring(), policies=policies.load_policies(), now=FakeClock(given.now))
    wiring.deps = lambda: deps
    auth.keys = lambda url: jwks.Keys(given.jwks.encode)
    status = app.app(given.event, None)["statusCode"]
    # The last line: the app has written its log before.
    print(json.dumps({"status": status, "modules": sorted(sys.modules)}))


if __name__ == "__main__":
    main()
