"""Parts by GSM 03.38: the borders an operator bills by, and that a text without diacritics needs no dearer alphabet."""

import math
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.notices.sms import BASIC, EXTENSION, Coding, coding, parts, units, with_accents, without_accents

BORDERS = [
    ("nothing", "", 0),
    ("one part of plain letters", "a" * 160, 1),
    ("one letter too many", "a" * 161, 2),
    ("two parts full", "a" * 306, 2),
    ("third part begins", "a" * 307, 3),
    ("euro takes two", "€" * 80, 1),
    ("81 euros", "€" * 81, 2),
    ("escape is not torn: 152 letters then a bracket", "a" * 152 + "[" + "a" * 10, 2),
    ("torn escapes cost a place: 153 would hold 76.5 brackets", "[" * 153, 3),
    ("306 septets of brackets do not fit two parts of 153", "[" * 152, 2),
    ("one part with diacritics", "đ" * 70, 1),
    ("one more", "đ" * 71, 2),
    ("two parts with diacritics", "ệ" * 134, 2),
    ("third begins", "ệ" * 135, 3),
    ("one Vietnamese letter changes the whole text", "a" * 70 + "ạ", 2),
    ("a surrogate pair takes two", "😀" * 35, 1),
    ("36 pairs", "😀" * 36, 2),
    ("a pair is not torn over a border", "x" * 66 + "😀" + "đ" * 66, 3),
    ("letters the default alphabet has with a mark", "à" * 160, 1),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in BORDERS], ids=[case[0] for case in BORDERS])
def test_parts(text: str, expected: int) -> None:
    assert parts(text) == expected


def test_the_default_alphabet_has_127_letters_beside_the_escape() -> None:
    assert len(BASIC) == 127
    assert not BASIC & EXTENSION


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đàm Văn Riêm", "Dam Van Riem"),
        ("hồ sơ “chuyển đổi” – 1.250.000 đồng…", 'ho so "chuyen doi" - 1.250.000 dong...'),
        ("TRƯỜNG HỢP KHẨN, GIẤY TỜ ĐÃ ĐỦ", "TRUONG HOP KHAN, GIAY TO DA DU"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ưởng"), "Nguyen Thi Uong"),
        ("50 ₫ · ½ tờ", "50 d - 1/2 to"),
        ("dấu `huyền` và 中", "dau 'huyen' va ?"),
        ("một\u00a0hai\tba\u200bbốn", "mot hai babon"),
    ],
)
def test_without_diacritics(text: str, plain: str) -> None:
    assert without_accents(text) == plain


@given(st.text(max_size=400))
@example("½" * 10)
@example("\ufdfa")
def test_a_text_without_diacritics_is_pure_gsm(text: str) -> None:
    plain = without_accents(text)
    assert coding(plain) is Coding.GSM
    assert without_accents(plain) == plain


VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàằầáắấảẳẩãẵẫạặậèềéếẻểẽễẹệìíỉĩịòồờóốớỏổởõỗỡọộợùừúứủửũữụựỳýỷỹỵ ,.-:"


@given(st.text(VIETNAMESE + VIETNAMESE.upper(), max_size=300))
def test_vietnamese_keeps_its_letters(text: str) -> None:
    plain = without_accents(text)
    assert plain.isascii()
    assert len(plain) == len(with_accents(text))
    assert parts(plain) <= parts(with_accents(text))


@given(st.text(st.sampled_from("aA1 [€]đệ😀"), max_size=700))
def test_parts_are_what_the_units_need(text: str) -> None:
    alone, joined = (160, 153) if coding(text) is Coding.GSM else (70, 67)
    size = sum(units(text))
    if coding(text) is Coding.UCS2:
        assert size == len(text.encode("utf-16-le")) // 2
    if size <= alone:
        assert parts(text) == min(len(text), 1)
    else:
        assert math.ceil(size / joined) <= parts(text) <= math.ceil(size / (joined - 1))


@given(st.text(max_size=300), st.text(max_size=50))
def test_a_longer_text_of_one_alphabet_never_takes_fewer_parts(text: str, more: str) -> None:
    assert parts(text + more) >= parts(text) or coding(text) is not coding(text + more)
