"""Reads our own PDFs back, as a citizen's eye and a scanner would."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp

from desktop.printing import pdf
from desktop.printing.papers import Paper

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


@contextmanager
def opened(paper: Paper) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(pdf(paper))
    try:
        yield document
    finally:
        document.close()


def page_texts(paper: Paper) -> list[str]:
    """The text of each page in reading order, every run of blanks and line ends as one space."""
    with opened(paper) as document:
        return [flat(page.get_textpage().get_text_range()) for page in document]


def whole_text(paper: Paper) -> str:
    return " ".join(page_texts(paper))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def text_boxes(page: Any) -> list[Box]:
    return [_box(item) for item in page.get_objects() if item.type == pdfium.FPDF_PAGEOBJ_TEXT and _width(item) > 0]


def path_boxes(page: Any) -> list[Box]:
    return [_box(item) for item in page.get_objects() if item.type == pdfium.FPDF_PAGEOBJ_PATH]


def box_of(page: Any, words: str) -> Box:
    """Where the words stand on the page, taken from their visible glyphs."""
    text = page.get_textpage()
    found = text.search(words, match_case=True).get_next()
    assert found is not None, f"{words!r} is not on the page"
    start, count = found
    boxes = [text.get_charbox(index) for index in range(start, start + count)]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def scanned(page: Any) -> list[str]:
    """What a scanner reads off the page at 150 dots per inch."""
    image = page.render(scale=150 / 72).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(image)]


def _box(item: Any) -> Box:
    left, bottom, right, top = item.get_bounds()
    return left, bottom, right, top


def _width(item: Any) -> float:
    left, _, right, _ = item.get_bounds()
    return float(right - left)
