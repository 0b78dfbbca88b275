"""What a hand scanner typed, told apart by content: an identity card's QR text or a dossier's code.

The card's text (CCCD 2021, thẻ căn cước 2024) has seven or more fields between bars. Published parsers disagree on
their order and number, so each field is known by its form; fields not understood are passed over.
"""

import re
import unicodedata
from dataclasses import dataclass

from desktop.dossiers.particulars import WrongForm, birth_date

DOSSIER = re.compile(
    r"^(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3})*)-(?:(?:\d{6}|\d{8})-\d{4,7}|[A-Z]{2,4}-\d{2}-\d{4,})$"
)


@dataclass(frozen=True, slots=True)
class Card:
    """What the chip card says of its owner. Dates are ISO; `old_number` is the former CMND, empty without one."""

    number: str
    full_name: str
    birth_date: str = ""
    sex: str = ""
    address: str = ""
    issued_on: str = ""
    old_number: str = ""


class UnreadableScan(WrongForm):
    """The scanned text is neither a card nor a code."""


def dossier_code(text: str) -> str | None:
    """Return the dossier code or slip reference that was scanned, or None for anything else.

    One typed through a Vietnamese keyboard is read back; VNI and Telex leave codes alone, which have no vowel.
    """
    wanted = text.strip().upper()
    if not any(letter in "0123456789" for letter in wanted):
        wanted = _figures_again(wanted).upper()
    return wanted if DOSSIER.match(wanted) else None


def read_card(text: str) -> Card:
    """Return the card whose QR text this is.

    Raises:
        UnreadableScan: no 12-digit number or no name among the fields, as when an input method changed the letters.
    """
    fields = [_mended(part.strip()) for part in _decoded(text).strip().split("|")]
    number = next((field for field in fields if re.fullmatch(r"\d{12}", field)), "")
    words = [field for field in fields if _is_words(field)]
    if len(fields) < 5 or not number or not words:
        raise UnreadableScan(
            "Không đọc được mã trên thẻ. Hãy tắt bộ gõ tiếng Việt rồi quét lại, hoặc nhập tay.", field="scan"
        )
    # a birth date that is none stays empty: the day of issue behind it must not move up into its place
    dates = [_card_date(field) for field in fields if re.fullmatch(r"\d{8}", field)]
    return Card(
        number=number,
        full_name=words[0],
        birth_date=dates[0] if dates else "",
        sex=next((field for field in fields if field in {"Nam", "Nữ"}), ""),
        address=words[1] if len(words) > 1 else "",
        issued_on=dates[1] if len(dates) > 1 else "",
        old_number=next((field for field in fields if re.fullmatch(r"\d{9}", field)), ""),
    )


def looks_like_card(text: str) -> bool:
    """Return whether a text is a card's, read whole or damaged: bars between fields, and the figures of a number."""
    return text.count("|") >= 4 and sum(letter.isdigit() for letter in _mended(text)) >= 12


_FIGURES = dict(zip("ăâêô\u0300\u0309\u0303\u0301\u0323đ", "1234567890", strict=True))
"""What the figure keys give on the Vietnamese keyboard (TCVN 5712): four vowels, five tone marks, đ."""


def _figures_again(text: str) -> str:
    """Return the text with the figures that a Vietnamese keyboard made letters and marks of.

    Letter by letter, as they came: put in Unicode's order, the tone marks of one number would change places.
    """
    return "".join(_FIGURES.get(part, part) for letter in text for part in _parts(letter.lower()))


def _parts(letter: str) -> str:
    """Return a vowel and its tone mark; the vowel keeps what makes it one of its own (ă â ê ô)."""
    apart = unicodedata.normalize("NFD", letter)
    tones = "".join(part for part in apart[1:] if part in _FIGURES)
    return unicodedata.normalize("NFC", "".join(part for part in apart if part not in tones)) + tones


def _mended(field: str) -> str:
    """Return a field as it was sent: a number on a Vietnamese keyboard consists of its letters and marks alone."""
    figures = _figures_again(field)
    return figures if figures.isdigit() else unicodedata.normalize("NFC", field)


def _decoded(text: str) -> str:
    """Return a text whose UTF-8 was typed byte by byte ("Ä\xa0m") as what it says; any other stays as it is."""
    try:
        return b"".join(_byte(letter) for letter in text).decode("utf-8")
    except UnicodeError:
        return text


def _byte(letter: str) -> bytes:
    return letter.encode("latin-1") if ord(letter) < 256 else letter.encode("cp1252")


def _is_words(field: str) -> bool:
    return any(letter.isalpha() for letter in field) and field not in {"Nam", "Nữ"}


def _card_date(field: str) -> str:
    try:
        return birth_date(field)
    except WrongForm:
        return ""
