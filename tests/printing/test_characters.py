"""What the typeface can print, what is dropped, and what the officer is told of."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.printing import missing_characters, missing_sentence
from desktop.printing.characters import REPLACEMENT, clean
from desktop.printing.fonts import covers

from .reading import opened, whole_text
from .samples import HANDOVER, ORDINARY, RECEIPT, REJECTION

VIETNAMESE = [
    unicodedata.normalize("NFC", base + mark + tone)
    for base, marks in {"aA": ("", "\u0306", "\u0302"), "eE": ("", "\u0302"), "oO": ("", "\u0302", "\u031b"),
                        "uU": ("", "\u031b"), "iIyY": ("",)}.items()
    for base in base
    for mark in marks
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
] + ["đ", "Đ"]  # fmt: skip


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_is_printed(form: str) -> None:
    assert len(set(VIETNAMESE)) == 146
    words = [unicodedata.normalize(form, letter) for letter in VIETNAMESE]
    named = replace(REJECTION, reason=" ".join(words))
    assert " ".join(VIETNAMESE) in whole_text(named)
    assert missing_characters(named) == ()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        pytest.param("Lan 😀 Anh👩‍👩‍👧", "Lan  Anh", id="emoji"),
        pytest.param("Số 1️⃣", "Số 1", id="key cap"),
        pytest.param("A\u0007B\u200dC\ufeff", "ABC", id="control and format signs"),
        pytest.param("Hà\u2028Nội", "Hà\nNội", id="line separator"),
        pytest.param("𝐍𝐠𝐮𝐲𝐞̂̃𝐧", "Nguyễn", id="mathematical letters"),
        pytest.param("ＡＢ１２", "AB12", id="full-width"),
        pytest.param("20°C, 5 m², ½, №", "20°C, 5 m², ½, №", id="signs of the typeface"),
        pytest.param("阮文A", "??A", id="Chinese characters"),
        pytest.param("\ue000", "?", id="private use"),
    ],
)
def test_clean(typed: str, printed: str) -> None:
    assert clean(typed) == printed


def test_the_officer_is_told_which_characters_are_missing() -> None:
    named = replace(RECEIPT, applicant=replace(RECEIPT.applicant, name="阮 Văn A 文 😀", address="阮?"))
    assert missing_characters(named) == ("阮", "文")
    assert missing_sentence(named) == (
        "Phông chữ in giấy không có ký tự “阮” (U+962E), “文” (U+6587); trên giấy mỗi ký tự này in thành “?”. "
        "Hãy gõ lại chỗ đó bằng chữ Việt trước khi in."
    )
    assert "Tiếp nhận hồ sơ của: ? Văn A ? Địa chỉ: ??" in whole_text(named)


def test_rows_of_a_list_are_looked_at_too() -> None:
    rows = (*HANDOVER.rows, replace(HANDOVER.rows[0], note="阮"))
    assert missing_characters(replace(HANDOVER, rows=rows)) == ("阮",)


@pytest.mark.parametrize("paper", ORDINARY, ids=lambda paper: type(paper).__name__)
def test_ordinary_papers_miss_nothing(paper: object) -> None:
    assert missing_sentence(paper) == ""  # type: ignore[arg-type]


@given(st.text())
def test_whatever_is_typed_all_that_is_left_can_be_drawn(text: str) -> None:
    cleaned = clean(text)
    assert all(sign == "\n" or covers(sign) for sign in cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned


def test_no_empty_box_is_drawn() -> None:
    """The glyph that stands for a missing one (.notdef) would come back as no character or as U+FFFD."""
    with opened(replace(REJECTION, reason="阮\U0001f600\u0007 xong")) as document:
        text = document[0].get_textpage().get_text_range()
    assert f"{REPLACEMENT} xong" in text
    assert "\ufffd" not in text
    assert "\x00" not in text
