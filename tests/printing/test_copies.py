"""How copies are put on paper: a sheet each, two A5 pages on one A4, or the applicant's alone."""

import json
from dataclasses import replace

import pytest

from desktop.printing import load_overrides, pdf
from desktop.printing.papers import Paper, PaperLine

from .reading import box_of, opened, page_texts, scanned, text_boxes
from .samples import CONTROL, HANDOVER, MANY_PAPERS, PROCESS, RECEIPT, REGISTER, SUPPLEMENT

A4_ACROSS = pytest.approx((841.89, 595.28), abs=0.1)
MIDDLE = 841.89 / 2


def test_two_copies_share_one_sheet() -> None:
    with opened(RECEIPT, "a4") as document:
        (page,) = document
        assert page.get_size() == A4_ACROSS
        assert scanned(page) == {"QRCode": [RECEIPT.code] * 2, "Code128": [RECEIPT.code] * 2}
        left, right = box_of(page, "(Liên 1: Lưu)"), box_of(page, "(Liên 2: Giao khách hàng)")
        assert left[2] < MIDDLE < right[0]
        assert left[1] == pytest.approx(right[1], abs=0.5)


def test_each_half_is_the_a5_page_it_would_be() -> None:
    with opened(RECEIPT) as document:
        single = [text_boxes(page) for page in document]
    with opened(RECEIPT, "a4") as document:
        boxes = text_boxes(document[0])
    halves = [[box for box in boxes if box[0] < MIDDLE], [box for box in boxes if box[0] > MIDDLE]]
    for offset, half, alone in zip((0, MIDDLE), halves, single, strict=True):
        moved = [(left - offset, bottom, right - offset, top) for left, bottom, right, top in half]
        assert [pytest.approx(box, abs=0.05) for box in alone] == moved


def test_a_long_receipt_keeps_each_copy_on_sheets_of_its_own() -> None:
    paper = replace(RECEIPT, papers=MANY_PAPERS)
    pages = page_texts(paper)
    sheets = page_texts(paper, "a4")
    half = len(pages) // 2
    assert len(sheets) == 2 * -(-half // 2)
    assert f"Trang 1/{half}" in sheets[0]
    assert f"Trang 2/{half}" in sheets[0]
    assert ["(Liên 1: Lưu)" in text for text in sheets].count(True) == 1
    assert "(Liên 2: Giao khách hàng)" in sheets[len(sheets) // 2]


@pytest.mark.parametrize(("paper", "sheets"), [(SUPPLEMENT, 1), (CONTROL, 1)], ids=["one page", "two pages"])
def test_any_slip_fits_a_printer_without_a5_paper(paper: Paper, sheets: int) -> None:
    with opened(paper, "a4") as document:
        assert [page.get_size() for page in document] == [A4_ACROSS] * sheets


@pytest.mark.parametrize("paper", [HANDOVER, REGISTER, PROCESS], ids=lambda paper: type(paper).__name__)
def test_a4_papers_stay_as_they_are(paper: Paper) -> None:
    assert page_texts(paper, "a4") == page_texts(paper)


def test_the_applicants_copy_alone() -> None:
    (text,) = page_texts(RECEIPT, "single")
    assert "(Liên 2: Giao khách hàng)" in text
    assert "(Liên 1: Lưu)" not in text


@pytest.mark.parametrize("papers", [RECEIPT.papers, MANY_PAPERS], ids=["one page", "many pages"])
def test_what_the_copies_have_in_common_stands_in_the_file_once(papers: tuple[PaperLine, ...]) -> None:
    paper = replace(RECEIPT, papers=papers)
    both, alone = pdf(paper), pdf(paper, copies="single")
    assert len(page_texts(paper)) == 2 * len(page_texts(paper, "single"))
    assert len(both) < 1.1 * len(alone)


def test_copies_of_unequal_length_are_printed_whole() -> None:
    """A label that takes many lines may push its copy onto a page more."""
    labels = ["Liên 1", "Liên 2: " + "giao cho người nộp hồ sơ hoặc người được ủy quyền " * 20]
    own = load_overrides(json.dumps({"format": "form-overrides/1", "forms": {"receipt": {"copies": labels}}}))
    first, *others = page_texts(RECEIPT, overrides=own)
    assert len(others) == 2
    assert "Liên 1" in first
    assert " ".join(others).count("ủy quyền") == 20
    assert "Nông Thị Lan" in first
    assert "Nông Thị Lan" in others[-1]


def test_a_receipt_is_a_small_file() -> None:
    """Smaller than what a word processor or a browser's print engine makes of the same sheet."""
    assert len(pdf(RECEIPT)) < 28_000


def test_marks_stand_on_both_halves() -> None:
    marked = replace(RECEIPT, reprint=2, letterhead=replace(RECEIPT.letterhead, practice=True))
    (text,) = page_texts(marked, "a4")
    assert text.count("DIỄN TẬP") == 2
    assert text.count("In lại lần 2") == 2
