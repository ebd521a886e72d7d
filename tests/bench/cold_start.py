"""Cold start of the API Lambda: import and first command from the packaged, byte-compiled zip, against the smallest such Lambda.

The smallest is Chalice, one route, one pynamodb model and one get, from the same zip's libraries. Both run in fresh processes of the
emulator's Python, against the emulator, in turns; counted is the CPU time of the process, the interpreter's own start taken off.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from infra.package import for_emulator
from tests import emulator

from . import world

BUDGET = 1.35
RUNS = 9
_SMALLEST = Path(__file__).with_name("smallest_lambda.py")
_OURS = Path(__file__).with_name("our_lambda.py")


def measure() -> dict[str, Any]:
    """CPU milliseconds of each, medians of several fresh processes."""
    unpacked = _unpack()
    table = world.table()
    world.add_officers(table, ["PC1"])
    world.fill_queue(table, 1)
    environment = _environment(table.name, unpacked)
    bare, ours, smallest = [], [], []
    for _ in range(RUNS):
        bare.append(_cpu(["-c", "pass"], environment))
        smallest.append(_cpu([str(_SMALLEST)], environment))
        ours.append(_cpu([str(_OURS)], environment))
    nothing = world.median(bare)
    us, them = world.median(ours) - nothing, world.median(smallest) - nothing
    return {
        "ours_ms": round(us),
        "smallest_ms": round(them),
        "ratio": round(us / them, 2),
        "budget": BUDGET,
        "met": us / them <= BUDGET,
    }


def _unpack() -> Path:
    package = for_emulator()
    target = package.code.parent / "unpacked"
    subprocess.run(["rm", "-rf", str(target)], check=True)
    with zipfile.ZipFile(package.code) as zipped:
        zipped.extractall(target)
    return target


def _environment(table: str, unpacked: Path) -> dict[str, str]:
    return emulator.env() | {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(unpacked),
        "PYTHONDONTWRITEBYTECODE": "1",
        "BENCH_TABLE": table,
    }


def _cpu(arguments: list[str], environment: dict[str, str]) -> float:
    """User and system milliseconds of one fresh process."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user + after.children_system - before.children_user - before.children_system) * 1000
