"""Reads our own PDFs back, as a citizen's eye and a scanner would."""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp

from desktop.printing import NO_OVERRIDES, Copies, Overrides, pdf
from desktop.printing.papers import Paper

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


@lru_cache(maxsize=64)
def _drawn(paper: Paper, copies: Copies, overrides: Overrides) -> bytes:
    return pdf(paper, copies=copies, overrides=overrides)


@contextmanager
def opened(paper: Paper, copies: Copies = "a5x2", overrides: Overrides = NO_OVERRIDES) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(_drawn(paper, copies, overrides))
    try:
        yield document
    finally:
        document.close()


def page_texts(paper: Paper, copies: Copies = "a5x2", overrides: Overrides = NO_OVERRIDES) -> list[str]:
    """The text of each page in reading order, every run of blanks and line ends as one space."""
    with opened(paper, copies, overrides) as document:
        return [flat(page.get_textpage().get_text_range()) for page in document]


def whole_text(paper: Paper, overrides: Overrides = NO_OVERRIDES) -> str:
    return " ".join(page_texts(paper, overrides=overrides))


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


def scanned(page: Any) -> dict[str, list[str]]:
    """What a scanner reads off the page at 150 dots per inch, by the kind of code."""
    image = page.render(scale=150 / 72).to_pil()
    found: dict[str, list[str]] = {}
    for code in zxingcpp.read_barcodes(image):
        found.setdefault(code.format.name, []).append(code.text)
    return found


def _box(item: Any) -> Box:
    left, bottom, right, top = item.get_bounds()
    return left, bottom, right, top


def _width(item: Any) -> float:
    left, _, right, _ = item.get_bounds()
    return float(right - left)


@dataclass(frozen=True)
class Line:
    """One printed line: where its base line begins and ends, in millimetres from the page's upper left corner."""

    left: float
    right: float
    base: float
    text: str


def printed_lines(page: Any) -> list[Line]:
    """The lines of a page in reading order; a gap wider than a word space begins a new one, as between columns."""
    text = page.get_textpage()
    high = page.get_height()
    signs = [
        (text.get_text_range(index, 1), *_origin(text, index), text.get_charbox(index, loose=True)[2])
        for index in range(text.count_chars())
    ]
    rows: list[list[tuple[str, float, float, float]]] = []
    for sign in signs:
        if not sign[0].strip():
            continue
        last = rows[-1][-1] if rows else None
        if last and abs(last[2] - sign[2]) < 0.5 and -1 < sign[1] - last[3] < 9:
            rows[-1].append(sign)
        else:
            rows.append([sign])
    return [Line(row[0][1] * _MM, row[-1][3] * _MM, (high - row[0][2]) * _MM, _joined(row)) for row in rows]


_MM = 25.4 / 72


def _origin(text: Any, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    assert pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return x.value, y.value


def _joined(row: list[tuple[str, float, float, float]]) -> str:
    """The signs of a line with a space wherever there is a gap between two."""
    words = [row[0][0]]
    for before, sign in pairwise(row):
        words += [*([" "] if sign[1] - before[3] > 0.8 else []), sign[0]]
    return "".join(words)
