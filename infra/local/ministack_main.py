"""Serve ministack and save its state every few seconds. Runs in the emulator's own environment: no imports of ours.

ministack saves on a clean stop and forgets when it is killed. This loop calls the same private functions that its own
shutdown calls (pinned to one version, tested by `tests/integration/local`), so that a kill loses seconds, not the day.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import json
import os
import signal
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

PINNED = "1.5.33"


def main() -> None:
    _check_version()
    asyncio.run(_serve())


def _check_version() -> None:
    from importlib.metadata import version

    if version("ministack") != PINNED:
        sys.exit(f"ministack {version('ministack')} is installed; this was tested with {PINNED}. Remove build/emulator.")


async def _serve() -> None:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack import app as ministack

    _mend()
    config = Config()
    config.bind = [f"{os.environ['BIND_HOST']}:{os.environ['GATEWAY_PORT']}"]
    config.keep_alive_timeout = 75
    config.loglevel = os.environ.get("LOG_LEVEL", "WARNING")
    config.graceful_timeout = 1.0
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    tasks = [asyncio.create_task(_follow_parent(stop))]
    watched = Watched(ministack.app)
    if ministack.PERSIST_STATE:
        tasks.append(asyncio.create_task(_save_now_and_then(ministack, watched)))
    await serve(watched, config, shutdown_trigger=stop.wait)
    for task in tasks:
        task.cancel()
    _note(saved_at=time.time(), clean=True)


def _mend() -> None:
    """Change some things of ministack that a restart and a person waiting would notice."""
    from ministack.core import lambda_runtime
    from ministack.core.lambda_runtime import Worker
    from ministack.services import dynamodb, lambda_svc

    # A stream's records are not saved but the reader's position is: restored, the reader waits for records that already went by.
    saved = lambda_svc.get_state
    lambda_svc.get_state = lambda: {**saved(), "dynamodb_stream_positions": {}}
    # Every call waits 50 ms for a first log line; the worker writes its lines before its answer, so a few are enough.
    Worker._drain_stderr_bounded.__defaults__ = (0.003, 0.002, 0.05)
    # Each worker unpacked 45 MB for itself, half a second of a core; now all of one version look at the same files.
    lambda_runtime.zipfile = UnpackedOnce
    # More workers on one queue only cost memory and start-up time on a small machine.
    allowed = lambda_svc._sqs_esm_concurrency
    lambda_svc._sqs_esm_concurrency = lambda *about: min(2, allowed(*about))
    # Every condition is parsed for mistakes again for each item that it is held against.
    dynamodb._condition_syntax_error = functools.lru_cache(4096)(dynamodb._condition_syntax_error)
    dynamodb._evaluate_condition = _once_a_partition(dynamodb._evaluate_condition)


def _once_a_partition(evaluate: Callable[..., bool]) -> Callable[..., bool]:
    """Ask of a partition's items only once whether they are in the partition; ministack parses the condition anew for each.

    A key condition of one clause is the equality of the partition key: `_query` has refused all others before, and has taken the
    items from that partition. The first item of an expression is looked at, for mistakes in the expression; and every item of
    nothing but keys, for it may be the cursor of another partition.
    """
    seen: set[str] = set()

    def holds(expression: str, item: dict[str, Any], values: Any, names: Any, slot: str = "ConditionExpression") -> bool:
        one_clause = slot == "KeyConditionExpression" and "AND" not in expression.upper()
        if one_clause and expression in seen and len(item) > 2:
            return True
        answer = evaluate(expression, item, values, names, slot=slot)
        if one_clause and answer:
            seen.add(expression)
        return answer

    return holds


class UnpackedOnce:
    """Stands in for the module `zipfile` where a worker's code is unpacked: a link to one unpacked copy of each version."""

    BadZipFile, LargeZipFile = zipfile.BadZipFile, zipfile.LargeZipFile
    _lock = threading.Lock()

    class ZipFile(zipfile.ZipFile):
        """A zip that unpacks into a link."""

        def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
            content = Path(str(self.filename)).read_bytes()
            once = Path(tempfile.gettempdir()) / f"code-{hashlib.sha256(content).hexdigest()[:16]}"
            with UnpackedOnce._lock:
                if not once.exists():
                    draft = once.with_suffix(".part")
                    super().extractall(draft, members, pwd)
                    draft.rename(once)
            Path(path).rmdir()
            Path(path).symlink_to(once, target_is_directory=True)


async def _follow_parent(stop: asyncio.Event) -> None:
    """Stop when the process that started us is gone, so that nothing is left behind by a killed test run."""
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(0.5)
    stop.set()


class Watched:
    """The application, noting which services were called since the last save: what nobody called need not be saved again."""

    # Seven functions of 9 MB are hashed at each save, and the stack is the largest text: only when somebody deployed.
    HEAVY = frozenset({"lambda", "cloudformation"})

    def __init__(self, application: Any) -> None:
        self._application = application
        self.called: set[str] = set(self.HEAVY)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            # Signed requests name the service: Credential=<key>/<date>/<region>/<service>/aws4_request
            signed = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1").partition("/aws4_request")[0]
            self.called.add(signed.rpartition("/")[2])
        await self._application(scope, receive, send)

    def take(self) -> set[str]:
        taken, self.called = self.called, set()
        return taken


async def _save_now_and_then(ministack: Any, watched: Watched) -> None:
    """Save on the event loop, where requests are served too: so a save sees no half-made change of a request."""
    every = float(os.environ.get("EVR_SAVE_SECONDS", "2"))
    idle = 0.0
    while True:
        await asyncio.sleep(every)
        called = watched.take()
        idle = 0.0 if called else idle + every
        if 0 < idle < 10 * every:
            continue
        idle = 0.0
        began = time.monotonic()
        states = ministack._build_persistence_save_dict()
        skipped = Watched.HEAVY if not called & Watched.HEAVY else frozenset()
        ministack.save_all({name: state for name, state in states.items() if name not in skipped})
        _note(saved_at=time.time(), clean=False)
        # A large state takes longer to write: never spend more than a tenth of the time on it.
        await asyncio.sleep(max(0.0, 9 * (time.monotonic() - began) - every))


def _note(**fields: object) -> None:
    """Write what the next start needs to tell a clean stop from a kill."""
    state = os.environ.get("STATE_DIR")
    if not state or os.environ.get("PERSIST_STATE") != "1":
        return
    path = Path(state) / "saved.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(fields))
    draft.replace(path)


if __name__ == "__main__":
    main()
