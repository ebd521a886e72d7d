"""A network of the victim's own, which can be cut: a Linux network namespace joined to this machine by one wire (needs root).

In the cut nothing arrives on either side, and what stood is not told of it: no answer, no picture, no closed connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from infra import browser as chromium
from tests.local_system import ROOT

NAME, HERE, THERE = f"evr-{os.getpid() % 10_000}", "10.213.7.1", "10.213.7.2"


def possible() -> bool:
    """Whether this machine lets us make one."""
    if os.geteuid() or not shutil.which("ip"):
        return False
    made = subprocess.run(["ip", "netns", "add", f"{NAME}-try"], capture_output=True)
    subprocess.run(["ip", "netns", "del", f"{NAME}-try"], capture_output=True)
    return made.returncode == 0


class Wire:
    """The way between the victim's network and this machine. `chromium`: starts Debian's chromium at its other end."""

    def __init__(self, folder: Path) -> None:
        self.chromium = folder / "chromium-beyond-the-wire"
        self.chromium.write_text(f'#!/bin/sh\nexec ip netns exec {NAME} {chromium.path()} "$@"\n')
        self.chromium.chmod(self.chromium.stat().st_mode | stat.S_IXUSR)

    def cut(self) -> None:
        _ip(f"route add blackhole {THERE}/32")
        _ip(f"-n {NAME} route add blackhole {HERE}/32")

    def mend(self) -> None:
        _ip(f"-n {NAME} route del blackhole {HERE}/32")
        _ip(f"route del blackhole {THERE}/32")


@contextlib.contextmanager
def wire(folder: Path, port: int) -> Iterator[Wire]:
    """One with the system at both ends; taken away at the end."""
    _ip(f"netns add {NAME}")
    try:
        _ip("link add evr-here type veth peer name evr-there")
        _ip(f"link set evr-there netns {NAME}")
        _ip(f"addr add {HERE}/30 dev evr-here")
        _ip("link set evr-here up")
        for there in (f"addr add {THERE}/30 dev evr-there", "link set evr-there up", "link set lo up"):
            _ip(f"-n {NAME} {there}")
        with _served(port):
            yield Wire(folder)
    finally:
        subprocess.run(["ip", "route", "del", "blackhole", f"{THERE}/32"], capture_output=True)
        subprocess.run(["ip", "link", "del", "evr-here"], capture_output=True)
        subprocess.run(["ip", "netns", "del", NAME], capture_output=True)


def _ip(words: str) -> None:
    subprocess.run(["ip", *words.split()], check=True)


@contextlib.contextmanager
def _served(port: int) -> Iterator[None]:
    """The system's own address at both ends: it listens on this machine's loopback alone, and answers to no other name."""
    me = [sys.executable, "-m", __spec__.name]
    ends = ([*me, HERE, "127.0.0.1", str(port)], ["ip", "netns", "exec", NAME, *me, "127.0.0.1", HERE, str(port)])
    running = [subprocess.Popen(end, cwd=ROOT, stdout=subprocess.PIPE) for end in ends]
    try:
        for each in running:
            assert each.stdout
            assert each.stdout.readline(), "an end of the wire did not come up"
        yield
    finally:
        for each in running:
            each.terminate()
            each.wait(10)


async def _forward_all(listen: str, to: str, port: int) -> None:
    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            to_reader, to_writer = await asyncio.open_connection(to, port)
        except OSError:  # the wire is cut
            writer.close()
            return
        await asyncio.gather(_pump(reader, to_writer), _pump(to_reader, writer))

    server = await asyncio.start_server(one, listen, port)
    print("up", flush=True)
    await server.serve_forever()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


if __name__ == "__main__":
    asyncio.run(_forward_all(sys.argv[1], sys.argv[2], int(sys.argv[3])))
