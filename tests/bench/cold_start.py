"""Cold start of the API Lambda: import and first command from the packaged, byte-compiled zip, against the smallest such Lambda.

The smallest is Chalice, one route, one pynamodb model and one get, from the libraries of the same zip. Both run in fresh processes,
against the emulator, which end with the answer: a Lambda is not torn down. Counted is the CPU time of the process, the start of the
interpreter taken off. A single run says little: what else the machine does changes it by a fifth, and so does the depth of the
stack (deeper.py). So all run in turns, each round at another depth, each round gives a ratio, and the median counts.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
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
from chalicelib.settings import Settings
from chalicelib.store import keys
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.personal import context, link_token
from infra.local.issuer import Issuer
from infra.local.place import ROOT, Place
from infra.package import for_emulator
from tests import emulator

from . import world
from .deeper import PIECE

BUDGET = 1.35
ROUNDS = 25
REFERENCE = "B-0000000"
_HERE = Path(__file__).parent


def measure() -> dict[str, Any]:
    """CPU milliseconds of each, and the ratio to the smallest: median, and the middle half of the rounds.

    Our first command is the victim's *join*, which needs no cryptography; `with_token` is an officer's, whose signed token loads
    PyJWT and cryptography ("only when used").
    """
    unpacked, table = _unpack(), world.table()
    with identity_provider() as issuer:
        environment = _environment(table.name, unpacked, issuer)
        took = _in_turns(
            {
                "nothing": ("nothing.py", environment),
                "smallest": ("smallest_lambda.py", environment),
                "ours": ("our_lambda.py", environment | _join(table)),
                "with_token": ("our_lambda.py", _officer_joins(environment, issuer)),
            }
        )
    nothing = world.median(took.pop("nothing"))
    net = {name: [each - nothing for each in runs] for name, runs in took.items()}
    ours, token = _ratios(net["ours"], net["smallest"]), _ratios(net["with_token"], net["smallest"])
    return {
        **{f"{name}_ms": round(world.median(runs)) for name, runs in net.items()},
        "ratio": ours[1],
        "middle_half": [ours[0], ours[2]],
        "ratio_with_token": token[1],
        "middle_half_with_token": [token[0], token[2]],
        "budget": BUDGET,
        "met": max(ours[1], token[1]) <= BUDGET,
    }


def _in_turns(programs: dict[str, tuple[str, dict[str, str]]]) -> dict[str, list[float]]:
    """The CPU milliseconds of each program, once a round, every other round backwards: whatever grows on the way hits all alike."""
    took: dict[str, list[float]] = {name: [] for name in programs}
    for turn in range(ROUNDS):
        for name in list(programs)[:: -1 if turn % 2 else 1]:
            took[name].append(_cpu(*programs[name], depth=turn * PIECE // ROUNDS))
    return took


def _ratios(ours: list[float], smallest: list[float]) -> list[float]:
    """Lower quartile, median and upper quartile of the rounds' ratios."""
    return [round(each, 2) for each in statistics.quantiles((us / them for us, them in zip(ours, smallest, strict=True)), n=4)]


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
    queues = {f"EVR_{name.upper()}": "https://example.org/q" for name in Settings.__struct_fields__ if name.startswith("queue_")}
    ours = {
        "EVR_STAGE": "bench",
        "EVR_TABLE": table,
        "EVR_KEY": "none",
        "EVR_LINK_BASE": "https://example.org/v",
        "EVR_IDENTITY": json.dumps(issuer.identity()),
    }
    python = {"PATH": os.environ["PATH"], "PYTHONPATH": str(unpacked), "PYTHONDONTWRITEBYTECODE": "1", "BENCH_TABLE": table}
    return emulator.env() | queues | ours | python


def _cpu(program: str, environment: dict[str, str], depth: int) -> float:
    """User and system milliseconds of one fresh process."""
    before = _spent()
    # The interpreter alone: what is installed beside it is not in a Lambda.
    command = [sys._base_executable, "-S", str(_HERE / "deeper.py"), str(depth), str(_HERE / program)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (_spent() - before) * 1000


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
