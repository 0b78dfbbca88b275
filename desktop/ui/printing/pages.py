"""PDF pages as pictures, for the preview and for the printer; may be asked for from any thread."""

import threading
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72
_PDFIUM = threading.Lock()
"""PDFium serves one thread at a time."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """Size in points, 1/72 inch."""

    width: float
    height: float


def page_sizes(pdf: bytes) -> list[PageSize]:
    """Return the size of each page."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [PageSize(*document.get_page_size(number)) for number in range(len(document))]
        finally:
            document.close()


def page_image(pdf: bytes, number: int, dots_per_inch: float) -> QImage:
    """Return one page, counted from 0, as a picture on white ground."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[number].render(scale=dots_per_inch / POINTS_PER_INCH, prefer_bgrx=True)
            shared = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
            )
            return shared.copy()
        finally:
            document.close()
