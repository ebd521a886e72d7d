"""The daily summary: once a day and force, quiet when nothing happened, in words and as a picture that says the same."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from msgspec.structs import replace
from PIL import Image

from chalicelib.domain.calendar import at
from chalicelib.domain.policy.codes import WEEKDAYS
from chalicelib.insight.metrics import Metrics, report
from chalicelib.outbound import picture, summary
from tests import builders as b
from tests.walls import Message
from tests.workers import World

SPACE = b.policy().chat["slack"]
TODAY, TOMORROW = date(2026, 11, 18), date(2026, 11, 19)
ABOUT = f"day|{TOMORROW}"


@pytest.fixture
def world(chatting: World) -> World:
    """One job reported, passed to EVR and its link sent today."""
    chatting.report()
    chatting.to("link_sent")
    chatting.settle()
    return chatting


def at_time(world: World, day: date, clock: str) -> None:
    world.clock.now = at(day, clock)
    world.tick()
    world.settle()


def daily(world: World, about: str = ABOUT) -> Message:
    return world.wall.one("daily", about)


def test_in_the_morning_the_day_before_is_summed_up_for_the_team(world: World) -> None:
    at_time(world, TOMORROW, "08:14")
    assert world.wall.cards(about=ABOUT) == {}
    at_time(world, TOMORROW, "08:15")

    message = daily(world)
    assert message.spot.channel == SPACE.team
    assert message.card and message.card.title == "EVR, Wed 18 Nov 2026"
    assert {each.label: each.value for each in message.card.facts}["Passed to EVR"] == "1 of 1 (100%)"
    assert message.picture


def test_once_a_day_however_often_the_clock_runs(world: World) -> None:
    for _ in range(3):
        at_time(world, TOMORROW, "08:15")
    for hour in range(9, 22):
        at_time(world, TOMORROW, f"{hour:02}:00")
    assert sum(each.key.startswith("day|") for each in world.wall.messages.values()) == 1
    at_time(world, TOMORROW + timedelta(days=1), "08:15")
    assert sum(each.key.startswith("day|") for each in world.wall.messages.values()) == 1, "nothing was reported on that day"


def test_two_clocks_and_two_workers_post_one(world: World) -> None:
    world.clock.now = at(TOMORROW, "08:15")
    summary.announce(world.ports, world.force)
    summary.announce(world.ports, world.force)
    world.settle()
    assert daily(world)


def test_a_day_on_which_nothing_was_reported_is_not_announced(chatting: World) -> None:
    at_time(chatting, TOMORROW, "08:15")
    assert chatting.wall.cards(about=ABOUT) == {}
    assert not summary.announce(chatting.ports, chatting.force), "that is settled for the day"


def test_a_system_that_stood_still_catches_up_while_the_service_is_open(world: World) -> None:
    at_time(world, TOMORROW, "15:00")
    assert daily(world)


def test_at_night_it_waits(world: World) -> None:
    world.wall.down = True
    at_time(world, TOMORROW, "21:59")
    world.wall.down = False
    at_time(world, TOMORROW, "22:30")
    assert world.wall.cards(about=ABOUT) == {}
    at_time(world, TOMORROW + timedelta(days=1), "08:00")
    assert daily(world)


def test_after_days_off_the_summary_covers_them_all() -> None:
    weekdays = replace(b.policy(), hours=replace(b.policy().hours, days=WEEKDAYS[:5]))
    monday = date(2026, 11, 23)
    assert summary.opened_before(monday, weekdays) == date(2026, 11, 20)
    assert summary.opened_before(monday + timedelta(days=1), weekdays) == monday
    assert not summary.is_due(at(date(2026, 11, 22), "09:00"), weekdays)


@pytest.mark.parametrize("broken", ["down", "lose", "limited"])
def test_trouble_with_the_wall_neither_loses_nor_doubles_it(world: World, broken: str) -> None:
    setattr(world.wall, broken, {"down": True, "lose": 1, "limited": 1}[broken])
    at_time(world, TOMORROW, "08:15")
    world.wall.down = False
    world.recover(6)
    assert daily(world)


def test_a_force_without_chat_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)
    world.report()
    at_time(world, TOMORROW, "08:15")
    assert world.wall.calls == []
    assert world.table.all("DAILY#") == []


# --- the picture ----------------------------------------------------------------------------------------------------------------


def found(world: World) -> Metrics:
    return report(world.table, world.policy(), TODAY, TODAY)


def test_the_picture_says_the_same_in_words(world: World) -> None:
    alt = picture.picture(found(world)).alt
    assert alt.startswith("EVR, Wed 18 Nov 2026. Reported: 1, 1 of suitable grade and type.")
    assert "Passed to EVR, of the reports of suitable grade and type: 1 of 1 (100%)" in alt
    assert "Victim withdrawal, of those that began with EVR; outcome known for 0: 0 of 1 (0%)" in alt
    assert len(alt) <= 1000


def test_the_picture_shows_each_share_as_a_bar(world: World) -> None:
    image = _opened(picture.picture(found(world)).png)
    bars = [_filled(image, n) for n in range(5)]
    assert bars == [pytest.approx(share, abs=0.01) for share in (1, 1, 1, 0, 0)]


def test_half_is_half_and_nothing_to_count_is_empty(world: World) -> None:
    metrics = found(world)
    half = replace(metrics.volume.offered, numerator=1, denominator=2, rate=0.5)
    none = replace(metrics.volume.offered, numerator=0, denominator=0, rate=None)
    drawn = picture.picture(replace(metrics, volume=replace(metrics.volume, offered=half, passed_to_evr=none)))
    image = _opened(drawn.png)
    assert (_filled(image, 0), _filled(image, 1)) == (pytest.approx(0.5, abs=0.01), 0)
    assert "Passed to EVR, of the reports of suitable grade and type: none yet" in drawn.alt


def test_all_writing_can_be_read() -> None:
    for colour in (picture.INK, picture.SOFT):
        assert _contrast(colour, picture.PAPER) >= 7
    assert _contrast(picture.BAR, picture.TRACK) >= 3


def test_the_picture_is_small_and_the_same_each_time(world: World) -> None:
    metrics = found(world)
    assert picture.picture(metrics) == picture.picture(metrics)
    assert len(picture.picture(metrics).png) < 100_000


def test_the_picture_counts_no_officer_and_names_nobody(world: World) -> None:
    alt = picture.picture(found(world)).alt
    assert b.OFFICER not in alt
    assert "Test" not in alt


def _opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    assert image.format == "PNG"
    return image.convert("RGB")


def _filled(image: Image.Image, row: int) -> float:
    """How far a bar goes."""
    y = picture.MARGIN + 76 + picture.TILE + 24 + row * picture.ROW + 57
    line = [image.getpixel((x, y)) for x in range(picture.MARGIN, picture.WIDTH - picture.MARGIN)]
    wanted = tuple(bytes.fromhex(picture.BAR[1:]))
    return sum(_near(pixel, wanted) for pixel in line) / len(line)


def _near(pixel: object, wanted: tuple[int, ...]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 12 for one, other in zip(pixel, wanted, strict=True))


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2's relative luminance."""

    def light(colour: str) -> float:
        parts = [value / 255 for value in bytes.fromhex(colour[1:])]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)
