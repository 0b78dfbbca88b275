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
    """Return the dossier code or slip reference that was scanned, or None for anything else."""
    wanted = text.strip().upper()
    return wanted if DOSSIER.match(wanted) else None


def read_card(text: str) -> Card:
    """Return the card whose QR text this is.

    Raises:
        UnreadableScan: no 12-digit number or no name among the fields, as when an input method changed the letters.
    """
    fields = [unicodedata.normalize("NFC", part.strip()) for part in text.strip().split("|")]
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


def _is_words(field: str) -> bool:
    return any(letter.isalpha() for letter in field) and field not in {"Nam", "Nữ"}


def _card_date(field: str) -> str:
    try:
        return birth_date(field)
    except WrongForm:
        return ""
