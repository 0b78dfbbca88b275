"""Pages: size, margins, page marks, and the flow of blocks over them. Measures are points."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from math import atan2, degrees
from typing import Any, BinaryIO

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, FrameBreak, NextPageTemplate, PageBreak, PageTemplate

from desktop.printing.fonts import SERIF, SERIF_BOLD, SERIF_ITALIC, width
from desktop.printing.forms import PaperSize

_A4_ACROSS: tuple[float, float] = landscape(A4)
_HALF = _A4_ACROSS[0] / 2
_MARK_SIZE = 8.5
_PRACTICE_GREY = Color(0.9, 0.9, 0.9)
_CUT_GREY = Color(0.6, 0.6, 0.6)
_PRACTICE_SHARE = 0.66
"""How much of the page's diagonal the practice mark covers."""

Story = Callable[[float], list[Flowable]]
"""Builds one copy's blocks for a text width; called anew for each run, as reportlab uses blocks up."""


@dataclass(frozen=True, slots=True)
class Stock:
    """A size of paper with its margins, in points.

    All layouts are drawn in the type sizes of an A5 slip; `scale` enlarges them, so that A4 gets the 13 point type
    and the margins of NĐ 30/2020/NĐ-CP, Phụ lục I. An A5 slip has no statutory margins: its left one leaves room for
    filing.
    """

    size: tuple[float, float]
    left: float
    right: float
    top: float
    bottom: float
    mark: float
    """Reprint mark and page number stand in the margin, this far from the paper's edge; most printers need 5 mm."""
    scale: float = 1.0

    @property
    def room(self) -> float:
        """Width of the text area, in points of the layout."""
        return (self.size[0] - self.left - self.right) / self.scale


STOCKS: dict[PaperSize, Stock] = {
    "A5": Stock(A5, 14 * mm, 10 * mm, 11 * mm, 9.5 * mm, 6 * mm),
    "A4": Stock(A4, 30 * mm, 15 * mm, 20 * mm, 20 * mm, 11 * mm, 1.3),
    "A4-landscape": Stock(_A4_ACROSS, 20 * mm, 12 * mm, 15 * mm, 14 * mm, 8 * mm, 1.25),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper all copies are printed on and what stands on each page besides the text.

    With `two_up`, A5 pages go side by side onto A4 sheets, for printers that hold no A5 paper.
    """

    stock: Stock
    practice: str
    reprint: str
    page: str
    title: str
    author: str
    subject: str
    two_up: bool = False


def write(copies: Sequence[Story], sheet: Sheet, out: BinaryIO) -> None:
    """Lay out the copies one after the other and write the PDF; each copy counts its own pages.

    Two up, copies of one page share a sheet, to be cut in the middle; longer ones keep their sheets to themselves.
    The same data gives the same bytes.
    """
    totals = [_page_count(story, sheet) for story in copies]
    shared = 2 if sheet.two_up and max(totals) == 1 else 1
    document = _document(sheet, out)
    blocks: list[Flowable] = []
    sheets = 0
    for start in range(0, len(copies), shared):
        labels = [label for total in totals[start : start + shared] for label in _labels(total, sheet)]
        document.addPageTemplates(_template(sheet, str(start), labels, sheets, cut=shared > 1 and len(labels) > 1))
        blocks += [NextPageTemplate(str(start)), PageBreak()] if start else []
        for n, story in enumerate(copies[start : start + shared]):
            blocks += [*([FrameBreak()] if n else []), *story(sheet.stock.room)]
        sheets += -(-len(labels) // (2 if sheet.two_up else 1))
    document.build(blocks)


def _page_count(story: Story, sheet: Sheet) -> int:
    document = _document(sheet, BytesIO())
    stock = sheet.stock
    document.addPageTemplates(PageTemplate(id="0", frames=[_frame(stock, 0)], onPage=partial(_enlarge, stock=stock)))
    document.build(story(stock.room))
    return int(document.page)


def _labels(total: int, sheet: Sheet) -> list[str]:
    """Return each page's number; a copy of one page needs none."""
    return [sheet.page.format(page=page, pages=total) if total > 1 else "" for page in range(1, total + 1)]


def _document(sheet: Sheet, out: BinaryIO) -> BaseDocTemplate:
    return BaseDocTemplate(
        out,
        pagesize=_A4_ACROSS if sheet.two_up else sheet.stock.size,
        title=sheet.title,
        author=sheet.author,
        subject=sheet.subject,
        creator="Một Cửa",
        lang="vi-VN",
        invariant=1,
        initialFontName=SERIF,
    )


def _frame(stock: Stock, offset: float) -> Frame:
    left, bottom = (stock.left + offset) / stock.scale, stock.bottom / stock.scale
    tall = (stock.size[1] - stock.top - stock.bottom) / stock.scale
    return Frame(left, bottom, stock.room, tall, 0, 0, 0, 0)


def _template(sheet: Sheet, name: str, labels: Sequence[str], sheets_before: int, *, cut: bool) -> PageTemplate:
    offsets = [0.0, _HALF] if sheet.two_up else [0.0]

    def draw(canvas: Any, document: Any) -> None:
        first = (document.page - sheets_before - 1) * len(offsets)
        for offset, label in zip(offsets, labels[first:], strict=False):
            canvas.saveState()
            canvas.translate(offset, 0)
            _draw_marks(canvas, sheet, label)
            canvas.restoreState()
        if cut:
            _draw_cut(canvas)
        _enlarge(canvas, document, stock=sheet.stock)

    return PageTemplate(id=name, frames=[_frame(sheet.stock, offset) for offset in offsets], onPage=draw)


def _enlarge(canvas: Any, _: Any, *, stock: Stock) -> None:
    if stock.scale != 1:
        canvas.scale(stock.scale, stock.scale)


def _draw_marks(canvas: Any, sheet: Sheet, label: str) -> None:
    """Draw what stands on the page besides the text; it is drawn first, so the text lies above it."""
    stock = sheet.stock
    wide, high = stock.size
    if sheet.practice:
        draw_practice(canvas, sheet.practice, stock.size)
    canvas.setFont(SERIF_ITALIC, _MARK_SIZE)
    if sheet.reprint:
        mark = _shortened(sheet.reprint, wide - stock.left - stock.right)
        canvas.drawRightString(wide - stock.right, high - stock.mark - _MARK_SIZE, mark)
    if label:
        canvas.drawCentredString((stock.left + wide - stock.right) / 2, stock.mark, label)


def _shortened(text: str, room: float) -> str:
    """Return the mark cut at a space where its reason is longer than the line."""
    while width(text, SERIF_ITALIC, _MARK_SIZE) > room:
        shorter, space, _ = text.rstrip("…").rpartition(" ")
        text = f"{shorter if space else text[:-2].rstrip('…')}…"
    return text


def draw_practice(canvas: Any, mark: str, page: tuple[float, float]) -> None:
    """Draw the practice mark across the page, in a grey that text stays legible on."""
    wide, high = page
    diagonal = (wide**2 + high**2) ** 0.5
    size = _PRACTICE_SHARE * diagonal / width(mark, SERIF_BOLD, 1)
    size = min(size, 0.18 * diagonal)
    canvas.saveState()
    canvas.setFillColor(_PRACTICE_GREY)
    canvas.setFont(SERIF_BOLD, size)
    canvas.translate(wide / 2, high / 2)
    canvas.rotate(degrees(atan2(high, wide)))
    canvas.drawCentredString(0, -size / 3, mark)
    canvas.restoreState()


def _draw_cut(canvas: Any) -> None:
    """Draw the line along which two copies on one sheet are cut apart."""
    canvas.saveState()
    canvas.setStrokeColor(_CUT_GREY)
    canvas.setLineWidth(0.4)
    canvas.setDash(3, 4)
    canvas.line(_HALF, 5 * mm, _HALF, _A4_ACROSS[1] - 5 * mm)
    canvas.restoreState()
