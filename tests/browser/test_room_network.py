"""Forty seconds without a network, and forty seconds asleep: the call heals by itself, and the page says so meanwhile."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from infra.local.place import Place
from tests.browser import network
from tests.browser.room import Person, Room, started, until

AWAY = 40
#: Given to what comes back before it has to be seen and heard again: two exchanges and a new way.
HEALED = 15.0


def both(officer: Person, victim: Person) -> bool:
    return officer.sees_and_hears() and victim.sees_and_hears()


def test_forty_seconds_without_a_network(here: tuple[str, Path], playing: Playwright, tmp_path: Path):
    if not network.possible():
        pytest.skip("cutting a real network needs root and network namespaces; the frozen browser below is tested everywhere")
    port = Place(int(here[0].rstrip("/").rpartition(":")[2]), here[1]).port
    with network.wire(tmp_path, port) as wire:
        officer = Person(started(playing))
        victim = Person(started(playing, through=wire.chromium))
        room = Room(*here)
        room.police(officer)
        room.victim(victim)
        room.let_in(officer)
        until(lambda: both(officer, victim), 15, "in the call over the wire")
        wire.cut()
        gone = time.monotonic()
        expect(victim.page.locator("#call-connection")).to_contain_text("trying again", timeout=25_000)
        print(f"MEASURED the page says that the connection is lost: {time.monotonic() - gone:.1f} s after the cut")
        assert not officer.sees_and_hears()
        victim.page.wait_for_timeout(max(0, AWAY - (time.monotonic() - gone)) * 1000)
        wire.mend()
        until(lambda: both(officer, victim), HEALED, f"healed after {AWAY} s without a network")
        expect(victim.page.locator("#call-connection")).to_contain_text("The connection is")
        for each in (officer, victim):
            each.context.browser.close()
        assert not (officer.faults or victim.faults), (officer.faults, victim.faults)


def test_forty_seconds_asleep(here: tuple[str, Path], playing: Playwright):
    """The victim's whole browser stands still, as a phone's does that was put away; then it wakes up."""
    officer = Person(started(playing))
    before = _children(os.getpid())
    victim = Person(started(playing))
    asleep = _children(os.getpid()) - before
    room = Room(*here)
    room.police(officer)
    room.victim(victim)
    room.let_in(officer)
    until(lambda: both(officer, victim), 15, "in the call")
    asleep = {each for one in asleep for each in ({one} | _children(one))}
    for each in asleep:
        os.kill(each, signal.SIGSTOP)
    try:
        officer.page.wait_for_timeout(AWAY * 1000)
        assert not officer.page.evaluate("call.connected")
    finally:
        for each in asleep:
            os.kill(each, signal.SIGCONT)
    until(lambda: both(officer, victim), HEALED, f"healed after {AWAY} s asleep")
    for each in (officer, victim):
        each.context.browser.close()


def _children(of: int) -> set[int]:
    """Every process below this one."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = place.read_text().rpartition(")")
        except OSError:
            continue  # it has ended meanwhile
        parents.setdefault(int(rest.split()[1]), []).append(int(name.split()[0]))
    found, looked_at = set(), [of]
    while looked_at:
        looked_at = [child for each in looked_at for child in parents.get(each, ()) if child not in found]
        found.update(looked_at)
    return found
