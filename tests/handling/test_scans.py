"""A file is what its content says; pictures become PDFs without losing a pixel; bad files are refused in words."""

import contextlib
import io
import re
import zlib

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop.handling import scans
from desktop.handling.scans import MAX_SCAN, ScanRefused, clean_name, read_scan


def picture(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (90, 60), *, orientation: int = 1) -> bytes:
    made = Image.effect_noise(size, 40).convert(mode)
    exif = Image.Exif()
    exif[0x112] = orientation
    out = io.BytesIO()
    made.save(out, kind, exif=exif)
    return out.getvalue()


def pdf(pages: int = 2) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def locked_pdf() -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def first_page(data: bytes) -> tuple[int, tuple[float, float]]:
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    try:
        return len(document), page.get_size()
    finally:
        page.close()
        document.close()


def test_a_pdf_is_kept_byte_for_byte() -> None:
    data = pdf()
    scan = read_scan(data, "đơn.pdf")
    assert (scan.data, scan.media, scan.name) == (data, "application/pdf", "đơn.pdf")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(picture(), id="jpeg"),
        pytest.param(picture("JPEG", "L"), id="grey jpeg"),
        pytest.param(picture("JPEG", "CMYK"), id="four colours"),
        pytest.param(picture("PNG"), id="png"),
        pytest.param(picture("PNG", "1"), id="black and white"),
        pytest.param(picture("PNG", "P"), id="palette"),
        pytest.param(picture("PNG", "RGBA"), id="transparent png"),
    ],
)
def test_a_picture_becomes_a_pdf_of_one_page(data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    scan = read_scan(data, "IMG_0001.JPG")
    assert scan.data.startswith(b"%PDF-")
    pages, (width, height) = first_page(scan.data)
    assert (pages, width > height) == (1, True)
    assert read_scan(data, "khác.jpg").data == scan.data, "the same picture is kept once"
    assert capfd.readouterr() == ("", "")


def test_no_pixel_is_changed() -> None:
    jpeg = picture()
    assert jpeg in read_scan(jpeg, "a.jpg").data, "the picture lies in the PDF as the camera wrote it"
    png = picture("PNG")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", read_scan(png, "a.png").data, re.DOTALL)
    assert any(b"IDAT" not in stream and _rows(stream) == _rows_of_png(png) for stream in streams)


def _rows(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _rows_of_png(data: bytes) -> bytes:
    place, packed = 8, b""
    while place < len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        if data[place + 4 : place + 8] == b"IDAT":
            packed += data[place + 8 : place + 8 + length]
        place += 12 + length
    return zlib.decompress(packed)


@pytest.mark.parametrize(("orientation", "wide"), [(1, True), (3, True), (6, False), (8, False), (0, True)])
def test_a_photograph_stands_as_the_camera_meant_it(orientation: int, wide: bool) -> None:
    _, (width, height) = first_page(read_scan(picture(orientation=orientation), "a.jpg").data)
    assert (width > height) is wide


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "trống", id="empty"),
        pytest.param(b"PK\x03\x04 word", "PDF, JPEG hoặc PNG", id="a word file"),
        pytest.param(b"MZ\x90 .pdf", "PDF, JPEG hoặc PNG", id="a program named pdf"),
        pytest.param(pdf()[:-60], "hỏng", id="a pdf cut short"),
        pytest.param(b"%PDF-1.7\nstartxref\n0\n%%EOF", "hỏng", id="a pdf in name only"),
        pytest.param(picture()[:-400], "hỏng", id="a jpeg cut short"),
        pytest.param(picture("PNG")[:-400], "hỏng", id="a png cut short"),
        pytest.param(b"\xff\xd8\xff" + b"x" * 100, "hỏng", id="no jpeg behind its first bytes"),
        pytest.param(pdf(0), "không có trang", id="no pages"),
        pytest.param(locked_pdf(), "mật khẩu", id="a password"),
        pytest.param(b"%PDF-" + b" " * MAX_SCAN, "20 MB", id="too big"),
    ],
)
def test_what_can_not_be_kept_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(ScanRefused, match=said) as refused:
        read_scan(data, "x.pdf")
    assert "Hãy" in refused.value.message
    assert refused.value.field == "file"


def test_a_picture_that_claims_to_be_huge_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MAX_PIXELS", 1000)
    with pytest.raises(ScanRefused, match="quá nhiều điểm ảnh"):
        read_scan(picture("PNG"), "x.png")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("đơn đề nghị.PDF", "đơn đề nghị.pdf"),
        ("C:\\Quét\\IMG 1.jpg", "IMG 1.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\x00b\r\n\u202efdp.exe.pdf", "a b fdp.exe.pdf"),
        ("\u200b . .", "ban-chup.pdf"),
        ("", "ban-chup.pdf"),
        ("x" * 500 + ".png", "x" * 120 + ".pdf"),
    ],
)
def test_names_are_made_safe(name: str, shown: str) -> None:
    assert clean_name(name) == shown


@given(name=st.text(max_size=300))
def test_no_name_hides_anything(name: str) -> None:
    made = clean_name(name)
    assert made.endswith(".pdf")
    assert len(made) <= 124
    assert not re.search(r"[\x00-\x1f\x7f/\\\u200b-\u200f\u202a-\u202e\u2066-\u2069]", made)
    assert clean_name(made) == made


@given(
    data=st.binary(max_size=2000), head=st.sampled_from([b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b""])
)
def test_any_bytes_are_refused_or_kept_but_never_break_anything(data: bytes, head: bytes) -> None:
    with contextlib.suppress(ScanRefused):
        assert read_scan(head + data, "x").data
