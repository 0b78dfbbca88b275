"""What a hand scanner types: cards of both kinds, codes, and what an input method makes of them.

The first line is the shape published in public parsers; the others are made up after descriptions of the card.
"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.intake.scan import Card, UnreadableScan, dossier_code, looks_like_card, read_card

FULL = "001090123456|012345678|Nguyễn Văn A|01011990|Nam|Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh|15042021"
A = Card(
    "001090123456",
    "Nguyễn Văn A",
    "1990-01-01",
    "Nam",
    "Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh",
    "2021-04-15",
    "012345678",
)
B = Card("001190123456", "Trần Thị B", "1990-03-02", "Nữ", "Xã Quang Hán, Trùng Khánh, Cao Bằng", "2021-04-15")


@pytest.mark.parametrize(
    ("text", "card"),
    [
        pytest.param(FULL, A, id="seven fields"),
        pytest.param(FULL + "\r\n", A, id="the scanner's Enter"),
        pytest.param(unicodedata.normalize("NFD", FULL), A, id="letters and their marks"),
        pytest.param(
            "001190123456||Trần Thị B|02031990|Nữ|Xã Quang Hán, Trùng Khánh, Cao Bằng|15042021", B, id="no old number"
        ),
        pytest.param(
            "001190123456|Trần Thị B|02031990|Nữ|Xã Quang Hán, Trùng Khánh, Cao Bằng|15042021", B, id="six fields"
        ),
        pytest.param(FULL + "||Nguyễn Văn Cha|Trần Thị Mẹ|x", A, id="more fields on the card of 2024"),
        pytest.param(
            "001090123456|012345678|Nguyễn Văn A|31021990|Nam|Hà Nội|15042021",
            Card("001090123456", "Nguyễn Văn A", "", "Nam", "Hà Nội", "2021-04-15", "012345678"),
            id="a birth date that is none",
        ),
    ],
)
def test_cards(text: str, card: Card) -> None:
    assert read_card(text) == card


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("xin chào", id="words"),
        pytest.param("|||||||", id="bars only"),
        pytest.param("0010901234|012345678|Nguyễn Văn A|01011990|Nam|Hà Nội|15042021", id="a short number"),
        pytest.param("001090123456|012345678||01011990|Nam||15042021", id="no name"),
        pytest.param("001090123456|Nguyễn Văn A", id="two fields"),
        pytest.param("H14.12.3-261123-0001", id="a dossier's code"),
    ],
)
def test_what_is_no_card(text: str) -> None:
    with pytest.raises(UnreadableScan, match="tắt bộ gõ tiếng Việt"):
        read_card(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("H14.12.3-261123-0001", "H14.12.3-261123-0001"),
        (" h14.12.3-261123-0001\n", "H14.12.3-261123-0001"),
        ("000.00.06.H56-231027-0361", "000.00.06.H56-231027-0361"),
        ("000.00.64.H10-20230515-000011", "000.00.64.H10-20230515-000011"),
        ("H14.12.3-HDHS-26-0001", "H14.12.3-HDHS-26-0001"),
        ("H14.12.3-TC-26-0012", "H14.12.3-TC-26-0012"),
        ("H14.12.3", None),
        ("004090000123", None),
        (FULL, None),
        ("", None),
    ],
)
def test_codes(text: str, code: str | None) -> None:
    assert dossier_code(text) == code


@given(text=st.text("0123456789|ăêNam ữ", max_size=60))
def test_no_scan_does_more_than_be_refused(text: str) -> None:
    try:
        card = read_card(text)
    except UnreadableScan:
        return
    assert len(card.number) == 12
    assert card.full_name


FIGURE_KEYS = dict(
    zip("1234567890", ["ă", "â", "ê", "ô", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323", "đ"], strict=True)
)
"""The upper row of the Vietnamese keyboard."""


def on_vietnamese_keyboard(text: str) -> str:
    """What arrives when the computer takes the scanner for a Vietnamese keyboard."""
    return "".join(FIGURE_KEYS.get(letter, letter) for letter in text)


@given(st.text(alphabet="0123456789", min_size=12, max_size=12))
def test_figures_of_a_vietnamese_keyboard_are_read_back(number: str) -> None:
    text = f"{number}|012345678|Nguyễn Văn A|01011990|Nam|Xã Quang Hán|15042021"
    fields = text.split("|")
    sent = "|".join(field if field == fields[2] or " " in field else on_vietnamese_keyboard(field) for field in fields)
    card = read_card(sent)
    assert (card.number, card.birth_date, card.old_number) == (number, "1990-01-01", "012345678")
    assert card.full_name == "Nguyễn Văn A"


def test_utf_8_typed_byte_by_byte_is_read_back() -> None:
    assert read_card(FULL.encode().decode("latin-1")) == A


def test_names_of_western_letters_are_left_as_they_are() -> None:
    assert read_card(FULL.replace("Nguyễn Văn A", "Lê Hà")).full_name == "Lê Hà"


@pytest.mark.parametrize(
    ("arrived", "code"),
    [
        pytest.param(on_vietnamese_keyboard("H14.12.3-261123-0001"), "H14.12.3-261123-0001", id="a dossier"),
        pytest.param(on_vietnamese_keyboard("H14.12.3-HDHS-26-0009"), "H14.12.3-HDHS-26-0009", id="a slip"),
        pytest.param(on_vietnamese_keyboard("H14.12.3"), None, id="an office"),
        pytest.param("Hăô.12.3-261123-0001", None, id="figures beside changed ones"),
    ],
)
def test_codes_typed_through_a_vietnamese_keyboard(arrived: str, code: str | None) -> None:
    assert dossier_code(arrived) == code


@pytest.mark.parametrize(
    ("text", "is_card"),
    [
        pytest.param(FULL, True, id="a card"),
        pytest.param("\u01091090123456|012345678||01011990|Nam||15042021", True, id="a damaged one"),
        pytest.param("a|b|c|d|e", False, id="words between bars"),
        pytest.param("001090123456", False, id="a number"),
    ],
)
def test_what_looks_like_a_card(text: str, is_card: bool) -> None:
    assert looks_like_card(text) is is_card
