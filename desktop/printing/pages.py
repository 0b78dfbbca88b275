"""Pages: size, margins, page marks, and the flow of blocks over them. Measures are points."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import accumulate
from typing import Any, BinaryIO

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate

from desktop.printing.fonts import SERIF, SERIF_BOLD, SERIF_ITALIC
from desktop.printing.forms import Common, Form

LEFT, RIGHT, TOP, BOTTOM = 14 * mm, 10 * mm, 11 * mm, 9.5 * mm
"""Margins of the text; an A5 slip has no statutory ones. The left one leaves room for filing."""

MARK_MARGIN = 6 * mm
"""Reprint mark and page number stand in the margin, this far from the paper's edge; most printers need 5 mm."""

_SIZES = {"A5": A5, "A4": A4}
_MARK_SIZE = 8.5
_PRACTICE_SIZE = 64
_PRACTICE_GREY = Color(0.9, 0.9, 0.9)
_PRACTICE_ANGLE = 54
"""Degrees; about the diagonal of a portrait sheet of the A series."""

Story = Callable[[float], list[Flowable]]
"""Builds one copy's blocks for a text width; called anew for each run, as reportlab uses blocks up."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper all copies are printed on and what stands on each page besides the text."""

    size: tuple[float, float]
    practice: str
    reprint: str
    page: str
    title: str
    author: str
    subject: str

    @property
    def room(self) -> float:
        """Width of the text area."""
        return float(self.size[0] - LEFT - RIGHT)


def sheet_of(form: Form, common: Common, *, practice: bool, reprint: int, title: str, author: str) -> Sheet:
    """Return the sheet a form is printed on, with the marks this print needs."""
    return Sheet(
        size=_SIZES[form.paper_size],
        practice=common.practice.text if practice else "",
        reprint=common.reprint.text.format(times=reprint) if reprint > 0 else "",
        page=common.page.text,
        title=title,
        author=author,
        subject=form.legal_source,
    )


def write(copies: Sequence[Story], sheet: Sheet, out: BinaryIO) -> None:
    """Lay out the copies one after the other and write the PDF; each copy counts its own pages.

    The same data gives the same bytes.
    """
    totals = [_page_count(story, sheet) for story in copies]
    before = [0, *accumulate(totals)]
    document = _document(sheet, out)
    document.addPageTemplates([_template(sheet, str(n), before[n], total) for n, total in enumerate(totals)])
    blocks: list[Flowable] = []
    for n, story in enumerate(copies):
        blocks += [*([NextPageTemplate(str(n)), PageBreak()] if n else []), *story(sheet.room)]
    document.build(blocks)


def _page_count(story: Story, sheet: Sheet) -> int:
    document = _document(sheet, BytesIO())
    document.addPageTemplates([_template(sheet, "0", 0, 1)])
    document.build(story(sheet.room))
    return int(document.page)


def _document(sheet: Sheet, out: BinaryIO) -> BaseDocTemplate:
    return BaseDocTemplate(
        out,
        pagesize=sheet.size,
        title=sheet.title,
        author=sheet.author,
        subject=sheet.subject,
        creator="Một Cửa",
        lang="vi-VN",
        invariant=1,
        initialFontName=SERIF,
    )


def _template(sheet: Sheet, name: str, pages_before: int, pages: int) -> PageTemplate:
    width, height = sheet.size
    frame = Frame(LEFT, BOTTOM, width - LEFT - RIGHT, height - TOP - BOTTOM, 0, 0, 0, 0)
    draw = partial(_draw_marks, sheet=sheet, pages_before=pages_before, pages=pages)
    return PageTemplate(id=name, frames=[frame], onPage=draw, pagesize=sheet.size)


def _draw_marks(canvas: Any, document: Any, *, sheet: Sheet, pages_before: int, pages: int) -> None:
    """Draw what stands on the page besides the text; it is drawn first, so the text lies above it."""
    width, height = sheet.size
    if sheet.practice:
        _draw_practice(canvas, sheet)
    canvas.setFont(SERIF_ITALIC, _MARK_SIZE)
    if sheet.reprint:
        canvas.drawRightString(width - RIGHT, height - MARK_MARGIN - _MARK_SIZE, sheet.reprint)
    if pages > 1:
        label = sheet.page.format(page=document.page - pages_before, pages=pages)
        canvas.drawCentredString(LEFT + sheet.room / 2, MARK_MARGIN, label)


def _draw_practice(canvas: Any, sheet: Sheet) -> None:
    width, height = sheet.size
    canvas.saveState()
    canvas.setFillColor(_PRACTICE_GREY)
    canvas.setFont(SERIF_BOLD, _PRACTICE_SIZE * width / A5[0])
    canvas.translate(width / 2, height / 2)
    canvas.rotate(_PRACTICE_ANGLE)
    canvas.drawCentredString(0, -_PRACTICE_SIZE / 3, sheet.practice)
    canvas.restoreState()
