"""Sending files from the victim's page: a large one through three cut connections and a reload, several, and what is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from chalicelib import settings, wiring
from chalicelib.domain import commands as c
from chalicelib.outbound import media
from chalicelib.outbound.nudges import Nudge
from chalicelib.outbound.ports import Ports
from chalicelib.service.evidence import PART, key_of
from chalicelib.store import keys
from chalicelib.store.objects import Refused
from tests.browser.victim.person import Victim, axe_violations
from tests.contract import seeds
from tests.contract.web.serve import Served
from tests.fakes_objects import FakeObjects
from tests.file_samples import EXE, JPEG

pytestmark = [pytest.mark.slow, pytest.mark.browser]
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42"
LARGE = 200_000_000


class Bucket:
    """The bucket at the page's own address. `cut`: drop the connection at these parts, counted over all of them."""

    def __init__(self, here: Served) -> None:
        self.here, self.cut, self.seen, self.put = here, set[int](), 0, list[int]()
        self.objects = FakeObjects(now=here.desk.clock)
        self.objects.origin = f"{here.address}/evidence"

    def cuts(self, method: str, path: str) -> bool:
        """In the middle of a part."""
        self.seen += path.startswith("/evidence/") and method == "PUT"
        return path.startswith("/evidence/") and method == "PUT" and self.seen in self.cut

    def beside(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes] | None:
        if not path.startswith("/evidence/"):
            return None
        try:
            # The browser leaves alone what looks quoted, and a key has its reference quoted in it.
            self.objects.browser(unquote(f"{self.here.address}{path}".replace("%2F", "%252F")), body)
        except Refused as refused:
            return 400, {}, refused.code.encode()
        self.put.append(len(body))
        return 200, {}, b""


@pytest.fixture
def bucket(here: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    made = Bucket(here)
    here.desk.deps = replace(here.desk.deps, objects=made.objects)
    monkeypatch.setattr(wiring, "deps", lambda: here.desk.deps)
    monkeypatch.setenv("EVR_EVIDENCE_ADDRESS", f"{here.address}/evidence")
    settings.settings.cache_clear()
    here.aside, here.cuts = made.beside, made.cuts
    yield made
    settings.settings.cache_clear()


@pytest.fixture
def in_call(victim: Victim, bucket: Bucket) -> Iterator[Victim]:
    victim.up_to("waiting")
    victim.officer(c.OfficerJoin())
    victim.view("call")
    yield victim
    # what was cut on purpose, Chromium says in its console
    victim.faults[:] = [each for each in victim.faults if "net::ERR_" not in each and "status of 400" not in each]


def choose(victim: Victim, *files: Path) -> None:
    victim.page.get_by_label(victim.say("files.choose")).set_input_files([str(each) for each in files])


def line(victim: Victim, name: str):
    return victim.page.locator("ul.files li", has_text=name)


def at_work(victim: Victim) -> None:
    """What the media worker does for the last commit."""
    with victim.here.lock:
        deps = victim.desk.deps
        version = victim.desk.table.rows[keys.state("dorset", victim.name)].version
        ports = Ports(deps=deps, queues=None, provider=None, link_base="", address=None, post=None)
        media.work(ports, Nudge("dorset", victim.name, version))


def events(victim: Victim, kind: str) -> list[dict]:
    return [each["details"] for each in victim.state()["timeline"] if each["event"] == kind]


def large(folder: Path) -> tuple[Path, str]:
    """A file of 200 MB of which no two parts are alike, and its hash."""
    path, digest = folder / "Test CCTV.mp4", hashlib.sha256()
    with path.open("wb") as file:
        for n in range(LARGE // 1_000_000):
            piece = (MP4 if n == 0 else b"").ljust(1_000_000 - 4, bytes([n % 251])) + n.to_bytes(4, "big")
            digest.update(piece)
            file.write(piece)
    return path, digest.hexdigest()


def test_a_large_file_survives_three_cut_connections(in_call: Victim, bucket: Bucket, tmp_path: Path):
    # Given a video of 200 MB, and a network that drops three parts on their way
    path, hashed = large(tmp_path)
    bucket.cut = {3, 9, 16}
    # When the victim sends it
    choose(in_call, path)
    expect(line(in_call, "Test CCTV.mp4")).to_contain_text(in_call.say("files.arriving"), timeout=60_000)
    # Then every part was put once, the bucket's file is the same to the last byte, and the page says so
    assert sorted(bucket.put) == sorted([PART] * (LARGE // PART) + [LARGE % PART])
    at_work(in_call)
    (arrived,) = events(in_call, "FileArrived")
    assert arrived["sha256"] == hashed == events(in_call, "FileFinished")[0]["sha256"]
    (version,) = bucket.objects.versions[key_of("dorset", in_call.name, 1)]
    assert hashlib.sha256(version.body).hexdigest() == hashed
    expect(line(in_call, "Test CCTV.mp4")).to_contain_text(in_call.say("files.arrived"))


def test_after_a_reload_the_same_file_goes_on_where_it_was(in_call: Victim, bucket: Bucket, tmp_path: Path):
    path = tmp_path / "Test video.mp4"
    path.write_bytes(MP4 + bytes(range(256)) * (4 * PART // 256))
    bucket.cut = set(range(4, 40))
    choose(in_call, path)
    expect(line(in_call, "Test video.mp4")).to_contain_text("25 of 34 MB are there", timeout=20_000)
    in_call.page.reload()
    in_call.view("call")
    bucket.cut = set()
    expect(line(in_call, "File 1")).to_contain_text(in_call.say("files.unfinished"))
    choose(in_call, path)
    expect(line(in_call, "Test video.mp4")).to_contain_text(in_call.say("files.arriving"), timeout=30_000)
    assert len(bucket.put) == 5
    assert len(events(in_call, "FileAdded")) == 1


def test_offline_is_waited_out_and_said(in_call: Victim, bucket: Bucket, tmp_path: Path):
    path = tmp_path / "Test photo.jpg"
    path.write_bytes(JPEG)
    in_call.context.set_offline(True)
    in_call.faults.clear()
    choose(in_call, path)
    expect(line(in_call, "Test photo.jpg")).to_contain_text("No connection", timeout=20_000)
    in_call.context.set_offline(False)
    expect(line(in_call, "Test photo.jpg")).to_contain_text(in_call.say("files.arriving"), timeout=20_000)
    in_call.faults.clear()


def test_several_at_once_and_each_refusal_beside_its_file(in_call: Victim, bucket: Bucket, tmp_path: Path):
    given = {"one.jpg": JPEG, "two.jpg": JPEG + b"2", "program.jpg": EXE, "empty.jpg": b"", "page.jpg": b"<html><script>1</script>"}
    for name, content in given.items():
        (tmp_path / name).write_bytes(content)
    choose(in_call, *(tmp_path / name for name in given))
    for name in ("one.jpg", "two.jpg"):
        expect(line(in_call, name)).to_contain_text(in_call.say("files.arriving"))
    expect(line(in_call, "program.jpg")).to_contain_text(in_call.say("files.why_file_is_program"))
    expect(line(in_call, "empty.jpg")).to_contain_text(in_call.say("files.why_file_empty"))
    expect(line(in_call, "page.jpg")).to_contain_text(in_call.say("files.why_file_kind"))
    assert len(bucket.put) == 2
    assert not axe_violations(in_call.page)


def test_a_name_with_hidden_characters_is_mended_before_it_is_sent(in_call: Victim, bucket: Bucket):
    name = "photo\u202egpj.exe\u0007.jpg"
    in_call.page.get_by_label(in_call.say("files.choose")).set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": JPEG})
    expect(in_call.page.locator("ul.files li").first).to_contain_text(in_call.say("files.arriving"))
    assert "photo_gpj.exe_.jpg" in in_call.state()["texts"].values()


def test_when_the_police_close_nothing_more_goes(in_call: Victim, bucket: Bucket, tmp_path: Path):
    path = tmp_path / "Test video.mp4"
    path.write_bytes(MP4 + b"x" * 3 * PART)
    bucket.cut = set(range(2, 60))
    choose(in_call, path)
    expect(line(in_call, "Test video.mp4")).to_contain_text("8.4 of 25 MB are there", timeout=20_000)
    with in_call.here.lock:
        seeds.give(in_call.desk, in_call.name, c.Close(), seeds.officer("link_sent"))
    in_call.view("ended")
    assert events(in_call, "FileFinished") == []
