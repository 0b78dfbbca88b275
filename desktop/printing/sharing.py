"""What the copies (liên) of a paper have in common stands in the PDF once: they differ in little but their label."""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFStream, PDFZCompress


def share(document: Any, copies: int) -> None:
    """Let the pages that stand at the same place of each copy use the same operators at their beginning and end.

    Args:
        document: reportlab's, all its pages drawn and nothing written yet. Should one copy be longer than another,
            some pages keep their content to themselves.
    """
    pages = document.Pages.pages
    each = len(pages) // copies
    for alike in zip(*(pages[start : start + each] for start in range(0, len(pages), each)), strict=False):
        _share(document, alike)


def _share(document: Any, pages: Sequence[Any]) -> None:
    """Lay the content of each page out in three streams, of which the first and the last are common."""
    contents = [page.stream.split("\n") for page in pages]
    start = _alike(zip(*contents, strict=False))
    end = _alike(zip(*(reversed(lines[start:]) for lines in contents), strict=False))
    first = contents[0]
    beginning, ending = (_stream(document, lines) for lines in (first[:start], first[len(first) - end :]))
    for page, lines in zip(pages, contents, strict=True):
        page.Contents = PDFArray([beginning, _stream(document, lines[start : len(lines) - end]), ending])


def _alike(rows: Iterable[tuple[str, ...]]) -> int:
    """Return how many lines from here on are the same on all pages."""
    return sum(1 for _ in takewhile(lambda row: len(set(row)) == 1, rows))


def _stream(document: Any, lines: Sequence[str]) -> Any:
    return document.Reference(PDFStream(content="\n".join([*lines, ""]), filters=[PDFZCompress]))
