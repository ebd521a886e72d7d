"""microburst between us and the emulator: AWS's faults in the shape the SDK believes.

with Proxy() as proxy:
    proxy.once("TransactWriteItems", reset=True)           # the first such call from now on, then none
    proxy.rules([{"service": "dynamodb", "probability": 0.1, "error": {"code": "ThrottlingException"}}])
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import boto3

from infra.local.emulator import free_port

from . import emulator


class Proxy:
    """A microburst of its own process; `url` is its address. Without rules it passes everything on."""

    def __init__(self) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        program = str(Path(sys.executable).with_name("microburst"))
        where = ["--upstream", emulator.endpoint_url(), "--host", "127.0.0.1", "--port", str(port)]
        self._process = subprocess.Popen([program, *where], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with suppress(URLError, OSError):
                self._ask("GET", "health")
                self._warm_up()
                return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError("microburst did not start")

    def _warm_up(self) -> None:
        """Its first call to a service takes seconds, for it reads the service's model."""
        for service, call in (("dynamodb", "list_tables"), ("kms", "list_keys")):
            names = {"aws_access_key_id": emulator.account(), "aws_secret_access_key": "local"}
            getattr(boto3.client(service, endpoint_url=self.url, region_name=emulator.REGION, **names), call)()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Politely, and after ten seconds (it waits for connections that nobody closes) not."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=10)

    def rules(self, rules: list[dict[str, Any]]) -> None:
        """These and no others from now on; forget what has fired."""
        self._ask("DELETE", "fired")
        self._ask("POST", "rules", rules)

    def once(self, operation: str, times: int = 1, **fault: Any) -> None:
        self.rules([{"service": "dynamodb", "operation": operation, "times": times, **fault}])

    def fired(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask("GET", "fired?limit=10000")
        return found

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/_microburst/{path}", data, {"Content-Type": "application/json"}, method=method)
        with urlopen(request, timeout=5) as answer:
            return json.load(answer)
