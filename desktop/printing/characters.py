"""Which characters a paper can bear, and which of its own it cannot (ký tự in được)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from typing import Any

from desktop.printing import fonts
from desktop.printing.papers import Paper

REPLACEMENT = "?"
"""Stands for a character the typeface lacks, once the officer has been told; never an empty box."""

_TEXTS_KEPT = 4096
"""The forms' wording and the office's names come back on every paper."""


@lru_cache(maxsize=_TEXTS_KEPT)
def clean(text: str) -> str:
    """Return the text as the typeface can print it: composed accents, no emoji, no control characters.

    Names typed with combining accents (NFD) are composed, because the PDF places each glyph by itself. Line ends are
    kept; a character that no one can print becomes `REPLACEMENT`.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return unicodedata.normalize("NFC", "".join(_printable(sign) for sign in composed)).strip()


def missing_characters(paper: Paper) -> tuple[str, ...]:
    """Return the characters of the paper's data that its typeface lacks, each once, in the order they are met.

    Emoji and control characters are not among them: they carry nothing of a name or an address and are dropped.
    """
    composed = (unicodedata.normalize("NFC", text) for text in _texts(paper))
    met = (sign for text in composed for sign in text if sign != REPLACEMENT and _printable(sign) == REPLACEMENT)
    return tuple(dict.fromkeys(met))


def missing_sentence(paper: Paper) -> str:
    """Return what to tell the officer of characters that cannot be printed; empty where all can."""
    missing = missing_characters(paper)
    if not missing:
        return ""
    named = ", ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in missing)
    return (
        f"Phông chữ in giấy không có ký tự {named}; trên giấy mỗi ký tự này in thành “{REPLACEMENT}”. "
        "Hãy gõ lại chỗ đó bằng chữ Việt trước khi in."
    )


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _texts(item)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _texts(getattr(part, field.name))


@cache
def _printable(sign: str) -> str:
    """Return what is printed for one character: itself, its plain form, nothing, or the replacement."""
    if sign in "\n\u2028\u2029":
        return "\n"
    if _is_silent(sign):
        return ""
    if fonts.covers(sign):
        return sign
    simple = unicodedata.normalize("NFKC", sign)
    if simple != sign and all(map(fonts.covers, simple)):
        return simple
    return "" if unicodedata.category(sign) in ("So", "Sk", "Me") else REPLACEMENT


def _is_silent(sign: str) -> bool:
    """Control and format signs, code points of no character, selectors of a variant: they show nothing themselves."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Cn") or "VARIATION SELECTOR" in unicodedata.name(sign, "")
