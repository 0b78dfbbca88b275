"""What a scanner or a phone gave, made into one PDF that can be kept for years (bản chụp giấy tờ). Pure.

What a file is, its content says, never its name. Pictures are laid into a PDF as they are: no pixel is changed.
"""

import io
import logging
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
from PIL import Image, UnidentifiedImageError

from desktop.errors import UserFacingError

MAX_SCAN: Final = 20 * 1024 * 1024
"""Bytes of one scan, as given and as kept: some fifty pages in colour, and still one batch."""

MAX_PIXELS: Final = 120_000_000
"""Pixels of one picture: an A3 page at 600 dpi; a small file may claim more to fill the memory."""

MAX_NAME: Final = 120
PDF: Final = "application/pdf"

_HEAD: Final = 1024
"""Bytes in which "%PDF" must begin; the format lets something stand before it."""
_TAIL: Final = 2048
"""Bytes at the end in which a whole PDF says where its table is."""
_PASSWORD: Final = 4
"""PDFium's code for a document that asks for a password."""

# It tells of transparent pictures on every conversion; there is nothing for an officer in it.
logging.getLogger("img2pdf").setLevel(logging.ERROR)


class ScanRefused(UserFacingError):
    """The file can not be attached; nothing is stored."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan as it is kept: a PDF, under a name that is safe to show and to write."""

    name: str
    media: str
    data: bytes


def read_scan(data: bytes, name: str) -> Scan:
    """Return a file as the scan that is kept: a PDF as it is, a JPEG or PNG picture as a PDF of one page.

    Raises:
        ScanRefused: empty, too big, damaged, locked by a password, or of another kind.
    """
    if not data:
        raise ScanRefused("Tệp trống, không có gì để đính kèm. Hãy quét hoặc chụp lại.", field="file")
    _check_size(data)
    if b"%PDF-" in data[:_HEAD]:
        _check_pdf(data)
        return Scan(clean_name(name), PDF, data)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        made = _picture_as_pdf(data)
        _check_size(made)
        return Scan(clean_name(name), PDF, made)
    raise ScanRefused(
        "Chỉ đính kèm được tệp PDF, JPEG hoặc PNG. Hãy quét lại ra PDF, hoặc mở tệp rồi xuất ra PDF.", field="file"
    )


def clean_name(name: str) -> str:
    """Return a file name without folders, without letters that hide or turn others round, ending in ".pdf"."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in last)
    words = " ".join(unicodedata.normalize("NFC", shown).split())
    stem, dot, suffix = words.rpartition(".")
    if dot and suffix.lower() in {"pdf", "jpg", "jpeg", "png"}:
        words = stem
    return f"{words.strip(' .')[:MAX_NAME] or 'ban-chup'}.pdf"


def _check_size(data: bytes) -> None:
    if len(data) > MAX_SCAN:
        raise ScanRefused(
            f"Tệp lớn hơn {MAX_SCAN // 1024 // 1024} MB. Hãy quét ở 200–300 dpi, hoặc chia thành nhiều tệp.",
            field="file",
        )


def _damaged() -> ScanRefused:
    return ScanRefused(
        "Tệp bị hỏng, không có trang nào hoặc chưa chép hết. Hãy mở thử, quét lại rồi đính kèm lại.", field="file"
    )


def _check_pdf(data: bytes) -> None:
    """Refuse what a colleague could not open in ten years: a cut file, one that asks for a password, no pages."""
    if b"startxref" not in data[-_TAIL:]:  # PDFium mends a file cut at its end, and shows fewer pages
        raise _damaged()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _not_opened(getattr(error, "err_code", None)) from None
    try:
        _check_pages(document)
    finally:
        document.close()


def _not_opened(code: int | None) -> ScanRefused:
    if code == _PASSWORD:
        return ScanRefused(
            "Tệp PDF có mật khẩu nên người khác không mở được. Hãy bỏ mật khẩu hoặc in ra PDF khác.", field="file"
        )
    return _damaged()


def _check_pages(document: Any) -> None:
    try:
        for number in range(len(document)):
            document[number].close()
    except pypdfium2.PdfiumError:
        raise _damaged() from None


def _picture_as_pdf(data: bytes) -> bytes:
    """Return a PDF of one page with this picture, turned as the camera meant it; equal pictures give equal bytes."""
    _check_picture(data)
    import img2pdf  # with the libraries below it slow to load, and not every morning begins with a scan

    try:
        made: bytes = img2pdf.convert(
            data, engine=img2pdf.Engine.internal, nodate=True, rotation=img2pdf.Rotation.ifvalid
        )
    except Exception:  # img2pdf and the readers under it have no common fault, and the picture is a stranger's
        raise _damaged() from None
    return made


def _check_picture(data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            width, height = picture.size
            if width * height <= MAX_PIXELS:
                picture.load()  # a picture cut short shows its upper half; only reading it all tells
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _damaged() from None
    if width * height > MAX_PIXELS:
        raise ScanRefused("Ảnh có quá nhiều điểm ảnh. Hãy chụp hoặc quét lại ở 200–300 dpi.", field="file")
