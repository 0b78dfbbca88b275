"""Reads a calendar of days off in the format `vn-days-off/1`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop.deadlines.days_off import CalendarDay, check_swaps, read_day
from desktop.errors import UserFacingError

FORMAT = "vn-days-off/1"


@dataclass(frozen=True, slots=True)
class CalendarContent:
    """What a document holds: its date of knowledge, the status of each year, and the rows by date."""

    as_of: str
    statuses: dict[int, str]
    rows: dict[date, CalendarDay]


def read_document(document: object) -> CalendarContent:
    """Read and check a whole document.

    Raises:
        UserFacingError: the document is not of this format, a row is wrong, a date stands twice, a swap has one half,
            or a year is missing between two others; the message names the row or the year.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise _bad(f'không đúng định dạng, cần "format": "{FORMAT}"')
    blocks = document.get("years")
    if not isinstance(blocks, Mapping) or not blocks:
        raise _bad("không có năm nào (years)")
    statuses: dict[int, str] = {}
    rows: dict[date, CalendarDay] = {}
    for name, block in blocks.items():
        year = _year(name)
        statuses[year] = _status(year, block)
        rows |= _year_rows(year, block)
    check_contiguous(statuses)
    check_swaps(rows.values(), rows, statuses)
    return CalendarContent(str(document.get("as_of") or "?"), statuses, rows)


def check_contiguous(statuses: Mapping[int, str]) -> None:
    """Refuse a gap between years, or no year at all: counting across it would silently skip a year."""
    if not statuses:
        raise _bad("không có năm nào (years)")
    for year in range(min(statuses), max(statuses)):
        if year not in statuses:
            raise _bad(f"thiếu năm {year} ở giữa các năm khác")


def _year(name: object) -> int:
    text = str(name)
    if len(text) != 4 or not (text.isascii() and text.isdigit()) or not 1900 <= int(text) <= 9998:
        raise _bad(f'năm "{name}" phải viết bằng bốn chữ số')
    return int(text)


def _status(year: int, block: object) -> str:
    status = block.get("status") if isinstance(block, Mapping) else None
    if not isinstance(status, str) or not status:
        raise _bad(f'năm {year} chưa có tình trạng (status), viết "official" hoặc "provisional"')
    return status


def _year_rows(year: int, block: Mapping[str, object]) -> dict[date, CalendarDay]:
    days = block.get("days")
    if not isinstance(days, list):
        raise _bad(f"năm {year} chưa có danh sách ngày (days)")
    rows: dict[date, CalendarDay] = {}
    for row in map(read_day, days):
        if row.day.year != year:
            raise _bad(f"dòng {row.day.isoformat()} nằm trong năm {year}")
        if row.day in rows:
            raise _bad(f"ngày {row.day.isoformat()} ghi hai lần")
        rows[row.day] = row
    return rows


def _bad(what: str) -> UserFacingError:
    return UserFacingError(f"Lịch nghỉ không dùng được: {what}. Vui lòng sửa tệp lịch.", field="calendar")
