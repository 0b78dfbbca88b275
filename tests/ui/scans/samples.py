"""Small files as scanners and phones write them."""

import io

import pypdfium2
from PIL import Image


def pdf_bytes(pages: int = 2) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def picture_bytes(kind: str, shade: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (90, 60), (shade, 120, 60)).save(out, kind)
    return out.getvalue()
