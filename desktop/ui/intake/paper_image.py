"""A PDF page as a picture, for the preview; may run beside the window."""

import threading
from typing import Any

import pypdfium2
from PySide6.QtGui import QImage

_RENDERING = threading.Lock()
"""PDFium serves one thread at a time."""


def page_images(pdf: bytes, first: int, width: int) -> list[QImage]:
    """Return the pages from number `first` (0 is the first) on as pictures so many pixels wide."""
    with _RENDERING:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_image(document[at], width) for at in range(first, len(document))]
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """Return how many pages there are."""
    with _RENDERING:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def _image(page: Any, width: int) -> QImage:
    bitmap = page.render(scale=width / page.get_width(), prefer_bgrx=True)
    shown = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
    return shown.copy()
