"""Cold start of the API Lambda: import and first command from the packaged, byte-compiled zip, against the smallest such Lambda.

The smallest is Chalice, one route, one pynamodb model and one get, from the libraries of the same zip. Both run in fresh processes,
against the emulator, in turns; counted is the CPU time of the process, the start of the interpreter taken off.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chalicelib.domain.commands import Claim, SendLink
from chalicelib.service import perform
from chalicelib.store import keys
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.personal import context, link_token
from infra.local.issuer import Issuer
from infra.local.place import ROOT, Place
from infra.package import for_emulator
from tests import emulator

from . import world

BUDGET = 1.35
RUNS = 9
REFERENCE = "B-0000000"
_SMALLEST = Path(__file__).with_name("smallest_lambda.py")
_OURS = Path(__file__).with_name("our_lambda.py")


def measure() -> dict[str, Any]:
    """CPU milliseconds of each, medians of several fresh processes.

    Our first command is the victim's *join*, which needs no cryptography; `with_token` is an officer's, whose signed token loads
    PyJWT and cryptography ("only when used").
    """
    unpacked, table = _unpack(), world.table()
    bare, ours, token, smallest = [], [], [], []
    with identity_provider() as issuer:
        environment = _environment(table.name, unpacked, issuer)
        join, officer = environment | _join(table), _officer_joins(environment, issuer)
        for _ in range(RUNS):
            bare.append(_cpu(["-c", "pass"], environment))
            smallest.append(_cpu([str(_SMALLEST)], environment))
            ours.append(_cpu([str(_OURS)], join))
            token.append(_cpu([str(_OURS)], officer))
    nothing = world.median(bare)
    us, signed, them = (world.median(each) - nothing for each in (ours, token, smallest))
    return {
        "ours_ms": round(us),
        "with_token_ms": round(signed),
        "smallest_ms": round(them),
        "ratio": round(us / them, 2),
        "ratio_with_token": round(signed / them, 2),
        "budget": BUDGET,
        "met": us / them <= BUDGET,
    }


def _join(table: DynamoTable) -> dict[str, str]:
    """A victim comes to the room, as often as the bench wants."""
    world.add_officers(table, ["PC1"])
    world.fill_queue(table, 1)
    deps = world.deps(table)
    for command in (Claim(), SendLink(times_checked=True)):
        perform(deps, world.staff("PC1"), REFERENCE, command)
    state = keys.state(world.FORCE, REFERENCE)
    wrapped = table.get([state])[state].sealed or b""
    token = link_token(deps.keyring.unwrap(wrapped, context(world.FORCE, REFERENCE)), 1)
    return {"BENCH_RESOURCE": "/v1/links/{command}", "BENCH_PATH": "/v1/links/join", "BENCH_BODY": json.dumps({"token": token})}


def _officer_joins(environment: dict[str, str], issuer: Issuer) -> dict[str, str]:
    """The officer comes to the same room."""
    path, token = f"/v1/incidents/{REFERENCE}/commands/", issuer.token(world.FORCE, "PC1", ["staff"])
    return environment | {
        "BENCH_RESOURCE": "/v1/incidents/{reference}/commands/{command}",
        "BENCH_PATH": path + "officer_join",
        "BENCH_BODY": "{}",
        "BENCH_TOKEN": token,
    }


def _unpack() -> Path:
    package = for_emulator()
    target = ROOT / "build" / "bench" / "unpacked"
    subprocess.run(["rm", "-rf", str(target)], check=True)
    with zipfile.ZipFile(package.code) as zipped:
        zipped.extractall(target)
    return target


@contextmanager
def identity_provider() -> Iterator[Issuer]:
    """The local issuer, with its keys served on a free port."""

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(issuer.jwks()).encode())

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Keys) as server, TemporaryDirectory() as folder:
        issuer = Issuer(Place(server.server_address[1], Path(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield issuer
        server.shutdown()


def _environment(table: str, unpacked: Path, issuer: Issuer) -> dict[str, str]:
    queues = {f"EVR_QUEUE_{name}": "https://example.org/q" for name in ("TEXTS", "CAD", "FACTS", "ALLOCATIONS")}
    ours = {
        "EVR_STAGE": "bench",
        "EVR_TABLE": table,
        "EVR_KEY": "none",
        "EVR_LINK_BASE": "https://example.org/v",
        "EVR_IDENTITY": json.dumps(issuer.identity()),
    }
    python = {"PATH": os.environ["PATH"], "PYTHONPATH": str(unpacked), "PYTHONDONTWRITEBYTECODE": "1", "BENCH_TABLE": table}
    return emulator.env() | queues | ours | python


def _cpu(arguments: list[str], environment: dict[str, str]) -> float:
    """User and system milliseconds of one fresh process."""
    before = _spent()
    # The interpreter alone: what is installed beside it is not in a Lambda.
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys._base_executable, "-S", *arguments], env=environment, check=True, **quiet)
    return (_spent() - before) * 1000


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
