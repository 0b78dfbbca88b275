"""Pages: size, margins, page marks, and the flow of blocks over them. Measures are points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import atan2, degrees
from typing import Any, BinaryIO

from reportlab import rl_config
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop.printing.flow import Block, Placed, pages
from desktop.printing.fonts import SERIF, SERIF_BOLD, SERIF_ITALIC, width
from desktop.printing.forms import PaperSize
from desktop.printing.pen import Pen
from desktop.printing.sharing import share

rl_config.useA85 = 0  # streams as they are, not as letters a fifth longer

_A4_ACROSS: tuple[float, float] = landscape(A4)
_HALF = _A4_ACROSS[0] / 2
_MARK_SIZE = 8.5
_PRACTICE_GREY = Color(0.9, 0.9, 0.9)
_CUT_GREY = Color(0.6, 0.6, 0.6)
_PRACTICE_SHARE = 0.66
"""How much of the page's diagonal the practice mark covers."""


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

    @property
    def tall(self) -> float:
        """Height of the text area, in points of the layout."""
        return (self.size[1] - self.top - self.bottom) / self.scale


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


@dataclass(frozen=True, slots=True)
class _Page:
    """One page of a copy: its blocks and its number, which a copy of one page does not need."""

    blocks: Sequence[Placed]
    label: str


def write(copies: Sequence[Sequence[Block]], sheet: Sheet, out: BinaryIO) -> None:
    """Lay out the copies one after the other and write the PDF; each copy counts its own pages.

    The same data gives the same bytes.
    """
    canvas = _canvas(sheet, out)
    pen = Pen(canvas)
    sides = list(_sides([_pages(copy, sheet) for copy in copies], sheet))
    for side in sides:
        for number, page in enumerate(side):
            canvas.saveState()
            canvas.translate(number * _HALF, 0)
            _draw_marks(canvas, sheet, page.label)
            _draw_text(canvas, pen, page, sheet.stock)
            canvas.restoreState()
        if len(side) > 1 and not side[0].label:
            _draw_cut(canvas)
        canvas.showPage()
    if 1 < len(copies) <= len(sides):
        share(canvas._doc, len(copies))
    canvas.save()


def _pages(copy: Sequence[Block], sheet: Sheet) -> list[_Page]:
    laid_out = pages(copy, sheet.stock.room, sheet.stock.tall)
    total = len(laid_out)
    labels = [sheet.page.format(page=page, pages=total) if total > 1 else "" for page in range(1, total + 1)]
    return [_Page(blocks, label) for blocks, label in zip(laid_out, labels, strict=True)]


def _sides(copies: Sequence[Sequence[_Page]], sheet: Sheet) -> Iterator[Sequence[_Page]]:
    """Yield which pages go on each side of paper.

    Two up, copies of one page share a sheet, to be cut in the middle; longer ones keep their sheets to themselves.
    """
    a_side = 2 if sheet.two_up else 1
    alike = [list(chain(*copies))] if all(len(copy) == 1 for copy in copies) else copies
    for together in alike:
        yield from (together[start : start + a_side] for start in range(0, len(together), a_side))


def _canvas(sheet: Sheet, out: BinaryIO) -> Any:
    size = _A4_ACROSS if sheet.two_up else sheet.stock.size
    canvas = Canvas(
        out, pagesize=size, pageCompression=1, pdfVersion=(1, 4), invariant=1, lang="vi-VN", initialFontName=SERIF
    )
    canvas.setTitle(sheet.title)
    canvas.setAuthor(sheet.author)
    canvas.setSubject(sheet.subject)
    canvas.setCreator("Một Cửa")
    return canvas


def _draw_text(canvas: Any, pen: Pen, page: _Page, stock: Stock) -> None:
    if stock.scale != 1:
        canvas.scale(stock.scale, stock.scale)
    left, top = stock.left / stock.scale, (stock.size[1] - stock.top) / stock.scale
    for block, down in page.blocks:
        block.draw(pen, left, top - down, stock.room)


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
