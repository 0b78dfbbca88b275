"""Cells of a table that a spreadsheet will open: text that is no formula, and back again (ô bảng tính)."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any, Final

_FORMULA: Final = re.compile(r"'*[=+\-@＝＋－＠]")
"""A spreadsheet takes a cell beginning so for a formula; one that already has our mark gets another."""

_UNWRITABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def clean(text: str | None) -> str:
    """Return text that a cell can hold: composed, on one line, nothing a file of this kind cannot carry."""
    return _UNWRITABLE.sub(" ", unicodedata.normalize("NFC", text or "")).strip()


def guarded(text: str) -> str:
    """Return a cell a spreadsheet shows as text: "=1+1" gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return what was guarded."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def cell_text(value: Any, date_format: str) -> str:
    """Return a cell of any kind as text, cleaned and unguarded; moments in the partner's format."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime(date_format)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unguarded(clean(str(value)))
