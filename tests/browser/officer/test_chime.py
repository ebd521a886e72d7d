"""Both real pages of a force whose calls are carried by Amazon Chime.

A stand-in for the SDK takes the meeting; the real SDK is loaded, too, and is seen to ask for Amazon's address, where nobody
answers here. No real meeting was ever joined.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import BrowserContext, Page, expect

from chalicelib.api import chime as served
from chalicelib.domain.policy.video import Video
from chalicelib.policies import policies_folder
from chalicelib.video.chime import Chime
from infra import chime
from tests.browser.officer.person import Officer, Station, moving, victim_waits
from tests.browser.officer.test_call import LETTING_IN

FAKE = Path(__file__).with_name("chime_fake.mjs")
AMAZON = "m1.ew2.app.chime.aws"
MEETING = "11111111-1111-1111-1111-111111111111"
_WATCH = (
    "addEventListener('securitypolicyviolation', (e) => (window.violations ??= []).push(`${e.violatedDirective} ${e.blockedURI}`))"
)


class OneMeeting:
    """Chime as the provider asks it: one meeting, which goes on until it is deleted; an attendee for each page."""

    def __init__(self) -> None:
        self.people: list[str] = []
        self.created = self.deleted = 0

    def create(self, token: str, name: str) -> dict[str, Any]:
        self.created += 1
        media = {
            "AudioHostUrl": f"test.k.{AMAZON}:3478",
            "SignalingUrl": f"wss://signal.{AMAZON}/control/{MEETING}",
            "TurnControlUrl": f"https://test.cell.{AMAZON}/v2/turn_sessions",
            "EventIngestionUrl": "https://data.svc.ew2.ingest.chime.aws/v1/client-events",
        }
        return {"MeetingId": MEETING, "MeetingArn": "arn:test", "MediaRegion": "eu-west-2", "MediaPlacement": media}

    def goes_on(self, meeting: str) -> bool:
        return not self.deleted

    def attendee(self, meeting: str, person: str) -> dict[str, Any]:
        self.people.append(person)
        return {
            "AttendeeId": f"attendee-{len(self.people)}",
            "ExternalUserId": person,
            "JoinToken": f"test-token-{len(self.people)}",
        }

    def delete(self, meeting: str) -> None:
        self.deleted += 1


@pytest.fixture
def meeting(here: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OneMeeting:
    """Dorset has Chime, as packaged: in its policy and in the zip."""
    folder = tmp_path / "policies"
    shutil.copytree(policies_folder(), folder)
    own = folder / "dorset.toml"
    own.write_text(f'{own.read_text()}\n[video]\nprovider = "chime"\n')
    monkeypatch.setenv("EVR_POLICIES", str(folder))
    monkeypatch.setattr(served, "SCRIPT", FAKE)
    made = OneMeeting()
    deps = here.desk.deps
    dorset = replace(deps.policies["dorset"], video=Video(provider="chime"))

    def chosen(name: str, policy: Any) -> Chime:
        return Chime(policy.video.chime, made, policy.force)

    here.desk.deps = replace(deps, policies=deps.policies | {"dorset": dorset}, video=chosen)
    return made


def in_a_call(officer: Officer, here: Station, victims: BrowserContext) -> tuple[str, Page]:
    name = here.job()
    for context in (officer.context, victims):
        context.add_init_script(_WATCH)
    victim = victim_waits(victims, here, name)
    officer.sign_in(name)
    officer.press("Let in")
    return name, victim


def becomes(page: Page, so: str) -> None:
    """Playwright's own waiting would need `eval`, which the pages do not allow."""
    for _ in range(100):
        if page.evaluate(so):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {so}")


def fetched(here: Station) -> list[str]:
    """The addresses under which the SDK was asked for."""
    return [path for _, path, _, _ in here.here.requests if path.startswith("/v/chime.js")]


def test_both_pages_fetch_the_sdk_once_and_hand_it_the_meeting(
    officer: Officer, here: Station, victims: BrowserContext, meeting: OneMeeting
):
    name, victim = in_a_call(officer, here, victims)
    officer.tag("presence-call", "Connected", LETTING_IN)
    expect(victim.locator("#call-connection")).to_have_text("The connection is good.", timeout=LETTING_IN)
    moving(officer.page, "#remote")
    moving(victim, "#call-officer")
    officer.tag("tape", "Recording")
    joined = [*officer.page.evaluate("sdk.joined"), *victim.evaluate("sdk.joined")]
    assert [each["meeting"] for each in joined] == [MEETING] * 2
    assert {each["attendee"]: each["token"] for each in joined} == {f"attendee-{n}": f"test-token-{n}" for n in (1, 2)}
    assert sorted(person.partition("-")[0] for person in meeting.people) == ["police", "victim"]
    for page in (officer.page, victim):
        assert {("startAudioInput", "audio"), ("startVideoInput", "video")} <= {tuple(each) for each in page.evaluate("sdk.asked")}
        assert page.evaluate("sdk.loads") == 1
        assert page.evaluate("window.violations ?? []") == []
    assert fetched(here) == ["/v/chime.js"] * 2

    victim.get_by_role("button", name="Take a break").click()
    officer.tag("tape", "Not recording: paused")
    for page in (officer.page, victim):
        becomes(page, "['stopAudioInput', 'stopVideoInput'].every((name) => sdk.asked.some(([each]) => each === name))")
    victim.get_by_role("button", name="I am back").click()
    officer.tag("tape", "Recording", LETTING_IN)

    officer.press("Close the call")
    officer.press("Close for good")
    expect(victim.get_by_role("heading", name="Your appointment has ended")).to_be_visible()
    becomes(victim, "sdk.asked.at(-1)[0] === 'stop'")
    assert here.seen(name)["status"] == "call_closed"
    assert meeting.created == 1
    assert fetched(here) == ["/v/chime.js"] * 2


def test_an_sdk_that_did_not_arrive_is_fetched_again(
    officer: Officer, here: Station, victims: BrowserContext, meeting: OneMeeting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(served, "SCRIPT", tmp_path / "nowhere.mjs")
    _, victim = in_a_call(officer, here, victims)
    expect(victim.locator("#call-connection")).to_contain_text("This page is trying again", timeout=LETTING_IN)
    assert "/v/chime.js" in fetched(here)
    monkeypatch.setattr(served, "SCRIPT", FAKE)
    expect(victim.locator("#call-connection")).to_have_text("The connection is good.", timeout=LETTING_IN)
    officer.tag("presence-call", "Connected", LETTING_IN)
    assert {f"/v/chime.js{again}" for again in ("", "?1")} <= set(fetched(here))


def test_the_real_sdk_loads_under_the_pages_policy_and_asks_amazon_for_the_meeting(
    officer: Officer, here: Station, victims: BrowserContext, meeting: OneMeeting, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(served, "SCRIPT", chime.bundle())
    asked: list[str] = []
    for context in (officer.context, victims):
        context.on("page", lambda page: page.on("websocket", lambda socket: asked.append(socket.url)))
    officer.page.on("websocket", lambda socket: asked.append(socket.url))
    _, victim = in_a_call(officer, here, victims)
    for _ in range(100):
        if len(asked) >= 2:
            break
        victim.wait_for_timeout(100)
    assert len(asked) >= 2
    assert all(url.startswith(f"wss://signal.{AMAZON}/control/{MEETING}") for url in asked), asked
    for page in (officer.page, victim):
        assert page.evaluate("window.violations ?? []") == []


def test_where_another_carries_the_calls_nothing_of_amazon_is_fetched(officer: Officer, here: Station, victims: BrowserContext):
    in_a_call(officer, here, victims)
    officer.tag("presence-call", "Connected", LETTING_IN)
    assert fetched(here) == []
