"""The daily summary as a picture, drawn here: the College's metrics as bars, each with what it was made of.

Pillow is loaded only when one is drawn. Its own typeface is used, so the picture is the same on every machine. Colours are told
apart by lightness, not by hue, and all writing has a contrast of 7 to 1 or more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ..chat.daily import days, share
from ..chat.spans import span
from ..chat.wall import Picture
from ..insight.counting import Share
from ..insight.metrics import Metrics, Outcomes

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

INK, SOFT, PAPER, TRACK, BAR = "#0b0c0c", "#3d4449", "#ffffff", "#dfe5ea", "#1d4f8c"
WIDTH, MARGIN, TILE, ROW, FOOT = 1200, 56, 150, 104, 70
_SUITABLE, _BEGAN = "of the reports of suitable grade and type", "of those that began with EVR"
#: Longest text equivalent that every platform takes.
ALT = 1000


class _Tile(Struct, frozen=True):
    says: str
    number: str
    about: str


class _Bar(Struct, frozen=True):
    says: str
    about: str
    of: Share


def picture(metrics: Metrics) -> Picture:
    """The picture with its text equivalent, which says the same."""
    tiles, bars = _tiles(metrics), _bars(metrics)
    name = f"evr-{metrics.from_}-{metrics.to}.png"
    return Picture(name, _png(f"EVR, {days(metrics)}", tiles, bars, _definitions(metrics)), _alt(metrics, tiles, bars))


def _tiles(metrics: Metrics) -> tuple[_Tile, ...]:
    median = metrics.response_time.median_minutes
    volume, arrived = metrics.volume, metrics.response_time.arrived
    return (
        _Tile("Reported", str(volume.reported), f"{volume.suitable} of suitable grade and type"),
        _Tile("Officers in EVR", str(metrics.officers.numerator), f"of {metrics.officers.denominator} on the roster"),
        _Tile(
            "Response, median",
            span(timedelta(minutes=median)) if median is not None else "none yet",
            f"from report to link, {arrived} so far",
        ),
    )


def _bars(metrics: Metrics) -> tuple[_Bar, ...]:
    positive, withdrawal = metrics.positive_outcomes, metrics.victim_withdrawal
    return (
        _Bar("Offered EVR", _SUITABLE, metrics.volume.offered),
        _Bar("Passed to EVR", _SUITABLE, metrics.volume.passed_to_evr),
        _Bar("Within target", _BEGAN, metrics.response_time.within_target),
        _Bar("Positive outcomes", _known(positive), positive.of_incidents_that_began_with_evr),
        _Bar("Victim withdrawal", _known(withdrawal), withdrawal.of_incidents_that_began_with_evr),
    )


def _known(outcomes: Outcomes) -> str:
    return f"{_BEGAN}; outcome known for {outcomes.outcome_known}"


def _figures(of: Share) -> str:
    return share(of) if of.denominator else "none yet"


def _definitions(metrics: Metrics) -> str:
    codes = metrics.positive_outcomes.codes_version
    return f"Counted by the day of the report. Definitions {metrics.definitions}, outcomes {codes}, policy {metrics.policy}."


def _alt(metrics: Metrics, tiles: Iterable[_Tile], bars: Iterable[_Bar]) -> str:
    said = [f"EVR, {days(metrics)}", *(f"{each.says}: {each.number}, {each.about}" for each in tiles)]
    return (". ".join((*said, *(f"{each.says}, {each.about}: {_figures(each.of)}" for each in bars))) + ".")[:ALT]


def _png(title: str, tiles: tuple[_Tile, ...], bars: tuple[_Bar, ...], foot: str) -> bytes:
    from PIL import Image, ImageDraw

    top = MARGIN + 76 + TILE + 24
    image = Image.new("RGB", (WIDTH, top + ROW * len(bars) + FOOT), PAPER)
    draw = ImageDraw.Draw(image)
    _write(draw, (MARGIN, MARGIN - 8), title, 46, INK)
    room = (WIDTH - 2 * MARGIN) // len(tiles)
    for n, tile in enumerate(tiles):
        _tile(draw, MARGIN + n * room, MARGIN + 76, tile)
    for n, bar in enumerate(bars):
        _bar(draw, top + n * ROW, bar)
    _write(draw, (MARGIN, top + ROW * len(bars) + 14), foot, 22, SOFT)
    out = BytesIO()
    image.quantize(64).save(out, "PNG")
    return out.getvalue()


def _tile(draw: ImageDraw, left: int, top: int, tile: _Tile) -> None:
    _write(draw, (left, top), tile.says, 26, SOFT)
    _write(draw, (left, top + 34), tile.number, 58, INK)
    _write(draw, (left, top + 106), tile.about, 24, SOFT)


def _bar(draw: ImageDraw, top: int, bar: _Bar) -> None:
    """The name on the left, the figures on the right, and below a track that is filled as far as the share goes."""
    right = WIDTH - MARGIN
    end = _write(draw, (MARGIN, top), bar.says, 30, INK)
    _write(draw, (end + 16, top + 7), bar.about, 22, SOFT)
    _write(draw, (right, top), _figures(bar.of), 30, INK, anchor="ra")
    draw.rectangle((MARGIN, top + 44, right, top + 70), fill=TRACK)
    if bar.of.rate:
        filled = max(4, round((right - MARGIN) * min(1.0, bar.of.rate)))
        draw.rectangle((MARGIN, top + 44, MARGIN + filled, top + 70), fill=BAR)


def _write(draw: ImageDraw, at: tuple[int, int], text: str, size: int, colour: str, anchor: str = "la") -> int:
    """Smaller, where it would not fit. Returns where it ends."""
    from PIL import ImageFont

    font: Any = ImageFont.load_default(size)
    while size > 14 and draw.textlength(text, font=font) > WIDTH - 2 * MARGIN:
        size -= 2
        font = ImageFont.load_default(size)
    draw.text(at, text, fill=colour, font=font, anchor=anchor)
    return at[0] + round(draw.textlength(text, font=font))
