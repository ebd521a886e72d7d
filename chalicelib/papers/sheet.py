"""A sheet of A4 in the project's layout: heading, paragraphs, tables, and on every page what it is and which page of how many.

reportlab is loaded here and nowhere else; the module is imported by the media worker when a paper is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONTS = Path(__file__).with_name("fonts")
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
_MARGIN = 20 * mm


@cache
def _letters() -> frozenset[int]:
    """The characters that the font has; registers it, with Welsh and most European letters."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
    font: Any = pdfmetrics.getFont(PLAIN)
    return frozenset(font.face.charToGlyph)


def printable(text: str) -> str:
    """The text with what the font lacks written out: nothing that was said disappears from the paper."""
    letters = _letters()
    return "".join(each if ord(each) in letters or each in "\n\t" else f"[U+{ord(each):04X}]" for each in text)


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    _letters()
    # A long word, such as a hash, is broken rather than cut off at the margin.
    return ParagraphStyle(name, fontName=PLAIN, fontSize=size, leading=size * 1.35, splitLongWords=1, **more)


def heading(text: str) -> Flowable:
    return Paragraph(f"<b>{escape(printable(text))}</b>", _style("heading", 15, spaceAfter=4 * mm))


def subheading(text: str) -> Flowable:
    return Paragraph(f"<b>{escape(printable(text))}</b>", _style("subheading", 11, spaceBefore=4 * mm, spaceAfter=2 * mm))


def paragraph(text: str, size: float = 10) -> Flowable:
    marked = escape(printable(text)).replace("\t", "    ").replace("\n", "<br/>")
    return Paragraph(marked, _style("body", size, spaceAfter=2.5 * mm))


def space(height: float) -> Flowable:
    """Empty millimetres."""
    return Spacer(1, height * mm)


def facts(rows: Sequence[tuple[str, str]]) -> Flowable:
    """Labels and what they say, in two columns."""
    return table((), rows, (55, 115))


def table(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Flowable:
    """A ruled table; `widths` in millimetres, 170 in all. The head is repeated on every page."""
    said = [[paragraph(cell, 8.5) for cell in row] for row in ([head] if head else []) + list(rows)]
    style: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
    if head:
        style.append(("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke))
    return Table(said, [each * mm for each in widths], repeatRows=1 if head else 0, style=TableStyle(style))


class Strokes(Flowable):
    """A drawn signature: `M x y L x y ...` in a field of 1000 by 400, scaled to `width` millimetres."""

    def __init__(self, drawing: str, width: float = 80) -> None:
        super().__init__()
        self.width, self.height = width * mm, width * mm * 0.4
        self._strokes = _strokes(drawing)

    def draw(self) -> None:
        scale = self.width / 1000
        self.canv.setLineWidth(1.2)
        self.canv.setLineCap(1)
        for stroke in self._strokes:
            path = self.canv.beginPath()
            for n, (x, y) in enumerate(stroke):
                (path.lineTo if n else path.moveTo)(x * scale, self.height - y * scale)
            self.canv.drawPath(path)


def _strokes(drawing: str) -> list[list[tuple[int, int]]]:
    strokes: list[list[tuple[int, int]]] = []
    words = drawing.replace("M", " M ").replace("L", " L ").split()
    for command, x, y in zip(words[::3], words[1::3], words[2::3], strict=True):
        if command == "M" or not strokes:
            strokes.append([])
        strokes[-1].append((int(x), int(y)))
    return strokes


def pdf(content: Sequence[Flowable], title: str, foot: str) -> bytes:
    """The paper. `foot` stands at the foot of every page, with the page's number and how many there are."""
    out = BytesIO()
    template = SimpleDocTemplate(
        out, pagesize=A4, title=title, author="EVR", invariant=1,
        leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
    )  # fmt: skip

    class Numbered(_Numbered):
        words = printable(foot)

    template.build(list(content), canvasmaker=Numbered)
    return out.getvalue()


class _Numbered(Canvas):
    """How many pages there are is known at the end: until then each page is kept."""

    words = ""

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._pages.append(dict(self.__dict__))
        start: Any = super()
        start._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self.setFont(PLAIN, 7.5)
            self.drawString(_MARGIN, 10 * mm, self.words)
            self.drawRightString(A4[0] - _MARGIN, 10 * mm, f"Page {number} of {len(self._pages)}")
            super().showPage()
        super().save()
