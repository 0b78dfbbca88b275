"""PDF pages as pictures, for the preview and for the printer; may be asked for from any thread."""

import threading
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72
A4_ACROSS = (841.89, 595.28)
"""Width and height of a sheet of A4 turned sideways, in points."""

_PDFIUM = threading.Lock()
"""PDFium serves one thread at a time."""


def pdfium_alone() -> threading.Lock:
    """Return the lock to hold while other code than this module's uses PDFium: `with pdfium_alone(): …`."""
    return _PDFIUM


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


def two_on_a4(pdf: bytes) -> bytes:
    """Return the pages beside each other, two on each sheet of A4 across, as text and lines and not as pictures."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            raw = pdfium.FPDF_ImportNPagesToOne(document, *A4_ACROSS, 2, 1)
            sheets = pypdfium2.PdfDocument(raw)
            try:
                out = BytesIO()
                sheets.save(out)
                return out.getvalue()
            finally:
                sheets.close()
        finally:
            document.close()
