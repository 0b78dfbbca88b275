"""How a text goes over the air: with or without diacritics, and in how many parts (tin nhắn SMS). Pure.

3GPP TS 23.038 (GSM 03.38): 7-bit default alphabet and its extension table, else UCS-2. 3GPP TS 23.040 §9.2.3.24.1: a
long text is sent in parts that each give six octets to the header that joins them.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The default alphabet without its escape: one septet a letter."""

EXTENSION: Final = frozenset("\f^{}\\[~]|€")
"""Letters behind the escape: two septets each, which one part must hold together."""


class Coding(StrEnum):
    """The alphabet a text needs: plain letters, or every letter (bảng mã)."""

    GSM = "gsm"
    UCS2 = "ucs2"


@dataclass(frozen=True, slots=True)
class Room:
    """How many units one part holds: alone, and as one of several."""

    alone: int
    joined: int


ROOM: Final = {Coding.GSM: Room(160, 153), Coding.UCS2: Room(70, 67)}
"""Septets, or UTF-16 units."""


def coding(text: str) -> Coding:
    """Return the alphabet a text needs."""
    return Coding.GSM if all(letter in BASIC or letter in EXTENSION for letter in text) else Coding.UCS2


def units(text: str) -> list[int]:
    """Return what each letter takes: septets, or UTF-16 units; these must not be torn apart."""
    if coding(text) is Coding.GSM:
        return [2 if letter in EXTENSION else 1 for letter in text]
    return [2 if ord(letter) > 0xFFFF else 1 for letter in text]


def parts(text: str) -> int:
    """Return in how many parts a text is sent and paid for; an empty one in none."""
    room, sizes = ROOM[coding(text)], units(text)
    if sum(sizes) <= room.alone:
        return 1 if sizes else 0
    filled, count = 0, 1
    for size in sizes:
        if filled + size > room.joined:
            filled, count = 0, count + 1
        filled += size
    return count


_TYPED: Final = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "`": "'",
        "–": "-",
        "—": "-",
        "−": "-",
        "‑": "-",
        "…": "...",
        "•": "-",
        "·": "-",
        "×": "x",
        "₫": "d",
        "⁄": "/",
        "\t": " ",
        "\u2028": "\n",
        "\u2029": "\n",
    }
)
"""Letters and signs that have no plain letter inside them."""


def with_accents(text: str) -> str:
    """Return the text as it is sent with diacritics: composed, so that one letter is one unit (có dấu)."""
    return unicodedata.normalize("NFC", text)


def without_accents(text: str) -> str:
    """Return the text in letters of the default alphabet only; what has no such letter becomes "?" (không dấu)."""
    return "".join(_plain(letter) for letter in unicodedata.normalize("NFC", text).translate(_TYPED))


def _plain(letter: str) -> str:
    """Return one letter of a composed text without its marks.

    Compatibility forms give their plain letters (½ is 1⁄2), but never the letters the alphabet has with a mark: a text
    without diacritics is one without any.
    """
    decomposed = unicodedata.normalize("NFKD", letter).translate(_TYPED)
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    if bare and all(sign in BASIC or sign in EXTENSION for sign in bare):
        return bare
    if letter in EXTENSION or letter in BASIC:
        return letter
    if letter.isspace():
        return " "
    return "" if _unseen(letter) else "?"


def _unseen(letter: str) -> bool:
    """Whether a sign shows nothing of its own: marks, joiners, direction signs."""
    return unicodedata.combining(letter) != 0 or unicodedata.category(letter) in {"Mn", "Me", "Cf"}
