"""Numbers, dates and names as official papers write them."""

from datetime import date, datetime

from desktop.printing.forms import Common
from desktop.printing.papers import Letterhead

BLANK = "…………"
"""Stands where the officer or the applicant writes by hand."""


_LONGEST_CODE_LINE = 13
"""As many signs of a code as the registers' columns hold."""


def padded(number: int) -> str:
    """Write a number below 10 with a leading zero, as numbers of documents and counts are ("05", "12")."""
    return f"{number:02}"


def date_parts(day: date) -> dict[str, str]:
    """Return day, month and year; days below 10 and the months 1 and 2 get a zero, so that none can be added later.

    Legal source: NĐ 30/2020/NĐ-CP, Phụ lục I.
    """
    month = padded(day.month) if day.month <= 2 else str(day.month)
    return {"day": padded(day.day), "month": month, "year": str(day.year)}


def moment_words(moment: datetime | None, common: Common) -> str:
    """Return "09 giờ 42 phút, ngày 23 tháng 11 năm 2026"; without a moment, dots to write it by hand."""
    if moment is None:
        return common.moment.text.format_map(dict.fromkeys(("hour", "minute", "day", "month", "year"), "……"))
    clock = {"hour": padded(moment.hour), "minute": padded(moment.minute)}
    words, _, year = common.moment.text.format(**clock, **date_parts(moment)).rpartition(" ")
    return f"{words}\xa0{year}"  # no line begins with the bare year


def due_words(moment: datetime, provisional: bool, common: Common) -> str:
    """Return a due time, marked while the calendar of its year is not announced ("(dự kiến)")."""
    words = moment_words(moment, common)
    return f"{words} {unbroken(common.provisional.text)}" if provisional else words


def short_day(day: date | None, common: Common) -> str:
    """Return "24/11/2026" for a table's narrow column; empty where there is no day yet."""
    return common.day.text.format(**_two_digits(day)) if day else ""


def short_moment(moment: datetime | None, common: Common) -> str:
    """Return "15:05 24/11/2026" for a table's narrow column; empty where there is no time yet."""
    if moment is None:
        return ""
    clock = {"hour": padded(moment.hour), "minute": padded(moment.minute)}
    return common.day_and_time.text.format(**clock, **_two_digits(moment))


def _two_digits(day: date) -> dict[str, str]:
    return {"day": padded(day.day), "month": padded(day.month), "year": f"{day.year:04}"}


def breakable(code: str) -> str:
    """Return a code for a narrow column: in two lines ("H14.12.3-", "261123-0001"), a very long one in three."""
    unit, dash, rest = code.partition("-")
    if len(rest) > _LONGEST_CODE_LINE:
        return code.replace("-", "-\n")
    return f"{unit}{dash}\n{rest}" if dash else code


def place_and_date(place: str, day: date, common: Common) -> str:
    """Return "Quang Hán, ngày 05 tháng 02 năm 2026"."""
    return date_unbroken(common.place_and_date.text.format(place=place, **date_parts(day)))


def unbroken(text: str) -> str:
    """Return the text with spaces at which no line may end."""
    return text.replace(" ", "\xa0")


def date_unbroken(words: str) -> str:
    """Return the words with their date ("ngày 05 tháng 02 năm 2026", behind the last comma) kept on one line."""
    before, comma, day = words.rpartition(", ")
    return f"{before}{comma}{unbroken(day)}"


def upper(name: str) -> str:
    """Return a name as headings print it: "UBND xã Quang Hán" becomes "UBND XÃ QUANG HÁN"."""
    return name.strip().upper()


def desk_of(letterhead: Letterhead, common: Common) -> str:
    """Return the desk's name, or the form's own word for a desk where the office has not named it."""
    return letterhead.desk or common.desk.text
