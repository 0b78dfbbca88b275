"""Reads and writes an office's own calendar, format `office-calendar/1` (lịch riêng của cơ quan).

The document lies beside the shipped national calendar and survives its updates. Its lists, each of them optional:

- `days`: rows as in the national calendar (`date`, `kind`, `name_vi`, …): a swap not yet shipped, a local day off;
- `hours`: `from`, `to`, `hours` (four times), `name_vi`: office hours of a season;
- `saturday_desk`: `hours` (two times), and `from`, `to` where it is not open all year: Saturday morning reception.

`from` and `to` are both included; both are dates ("2026-04-16") or both month and day ("04-16", again every year).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations
from typing import Any

from desktop.deadlines.calendar import Calendar
from desktop.deadlines.clock import Clock
from desktop.deadlines.conventions import DP1, Conventions
from desktop.deadlines.days_off import CalendarDay, DayKind, paired, read_day
from desktop.deadlines.hours import OfficeHours, read_times
from desktop.deadlines.timetable import USUAL, YEARLY, SaturdayDesk, Season, Span, Timetable
from desktop.errors import UserFacingError

FORMAT = "office-calendar/1"
KNOWN = {"format", "office", "as_of", "note", "days", "hours", "saturday_desk", "conventions"}
SEASON_KEYS = {"from", "to", "hours", "name_vi", "note"}
DESK_KEYS = {"from", "to", "hours", "note"}


@dataclass(frozen=True, slots=True)
class OfficeOverlay:
    """What an office lays over the national calendar: its own days, hours, Saturday desk, and how it counts."""

    days: tuple[CalendarDay, ...] = ()
    timetable: Timetable = USUAL
    conventions: Conventions = DP1

    def clock(self, national: Calendar, usual: OfficeHours) -> Clock:
        """Return the clock of this office.

        Raises:
            UserFacingError: a swap among the days does not fit the national calendar.
        """
        return Clock(national.with_overlay(self.days), usual, self.conventions, self.timetable)


def read_overlay(document: object) -> OfficeOverlay:
    """Read and check a whole document.

    Raises:
        UserFacingError: the document is not of this format, a key is not known, a row is wrong, a date stands twice, a
            swap has one half, or two spans overlap; the message names the list and the row, counted from 1.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise _bad(f'không đúng định dạng, cần "format": "{FORMAT}"')
    _only(document, KNOWN, "tệp")
    days = tuple(read_day(row) for row in _rows(document, "days"))
    _refuse_twice(days)
    seasons = tuple(_season(row, number) for number, row in enumerate(_rows(document, "hours"), start=1))
    desks = tuple(_desk(row, number) for number, row in enumerate(_rows(document, "saturday_desk"), start=1))
    _refuse_overlap("hours", [season.span for season in seasons])
    _refuse_overlap("saturday_desk", [desk.span for desk in desks])
    return OfficeOverlay(paired(days), Timetable(seasons, desks), _conventions(document.get("conventions")))


def write_overlay(overlay: OfficeOverlay) -> dict[str, Any]:
    """Return the document that `read_overlay` reads back as the same overlay."""
    return {
        "format": FORMAT,
        "conventions": overlay.conventions.deviations,
        "days": [_day_row(day) for day in overlay.days],
        "hours": [
            {**_span_row(season.span), "hours": _clock_row(season.hours), "name_vi": season.name_vi}
            for season in overlay.timetable.seasons
        ],
        "saturday_desk": [
            {**_span_row(desk.span), "hours": [f"{desk.opens:%H:%M}", f"{desk.closes:%H:%M}"]}
            for desk in overlay.timetable.saturdays
        ],
    }


# Reading


def _conventions(named: object) -> Conventions:
    if named is None:
        return DP1
    if not isinstance(named, Mapping):
        raise _bad('mục conventions phải là một bảng như {"end": "SLOT_END"}')
    return Conventions.parse(named)


def _rows(document: Mapping[str, Any], name: str) -> Sequence[object]:
    rows = document.get(name)
    if rows is None:
        return ()
    if not isinstance(rows, list):
        raise _bad(f"mục {name} phải là một danh sách")
    return rows


def _season(row: object, number: int) -> Season:
    place = f"mục hours, dòng {number}"
    read = _object(row, SEASON_KEYS, place)
    name = read.get("name_vi") or ""
    if not isinstance(name, str):
        raise _bad(f"{place}: name_vi phải là chữ")
    try:
        hours = OfficeHours.parse(read.get("hours"))  # type: ignore[arg-type]  # parse checks it
    except UserFacingError:
        raise _bad(f"{place}: giờ làm việc phải là bốn mốc tăng dần, ví dụ 07:00, 11:30, 13:30, 17:00") from None
    return Season(_span(read, place, required=True), hours, name)


def _desk(row: object, number: int) -> SaturdayDesk:
    place = f"mục saturday_desk, dòng {number}"
    read = _object(row, DESK_KEYS, place)
    times = read_times(read.get("hours"))
    if times is None or len(times) != 2 or times[0] >= times[1]:
        raise _bad(f"{place}: giờ trực phải là hai mốc tăng dần, ví dụ 07:30, 11:30")
    return SaturdayDesk(times[0], times[1], _span(read, place, required=False))


def _object(row: object, known: set[str], place: str) -> Mapping[str, Any]:
    if not isinstance(row, Mapping):
        raise _bad(f"{place}: không đọc được {row!r}")
    _only(row, known, place)
    return row


def _only(row: Mapping[str, Any], known: set[str], place: str) -> None:
    """Refuse a key nobody reads: a misspelt list would silently have no effect."""
    for name in row:
        if name not in known:
            raise _bad(f"{place}: không biết “{name}”")


def _span(row: Mapping[str, Any], place: str, *, required: bool) -> Span:
    first, last = row.get("from"), row.get("to")
    if first is None and last is None and not required:
        return Span()
    begin, end = _day(first, place, "from"), _day(last, place, "to")
    if (begin.year == YEARLY) != (end.year == YEARLY):
        raise _bad(f"{place}: from và to phải cùng viết cả năm, hoặc cùng chỉ viết tháng và ngày")
    yearly = begin.year == YEARLY
    if not yearly and begin > end:
        raise _bad(f"{place}: ngày kết thúc {last} trước ngày bắt đầu {first}")
    return Span(begin, end, yearly)


def _day(written: object, place: str, key: str) -> date:
    try:
        if not isinstance(written, str) or len(written) not in (5, 10):
            raise ValueError(written)
        day = date.fromisoformat(written if len(written) == 10 else f"{YEARLY}-{written}")
        if len(written) == 10 and day.year <= YEARLY:
            raise ValueError(written)
    except ValueError:
        raise _bad(f"{place}: {key} phải viết dạng 2026-04-16, hoặc 04-16 cho mọi năm") from None
    return day


def _refuse_twice(days: Sequence[CalendarDay]) -> None:
    seen: set[date] = set()
    for day in days:
        if day.day in seen:
            raise _bad(f"mục days: ngày {day.day.isoformat()} ghi hai lần")
        seen.add(day.day)


def _refuse_overlap(name: str, spans: Sequence[Span]) -> None:
    """Refuse spans that share a day: nobody could tell which of the two holds."""
    for (one, first), (other, second) in combinations(enumerate(spans, start=1), 2):
        if _overlap(first, second):
            raise _bad(f"mục {name}: dòng {one} và dòng {other} trùng ngày")


def _overlap(first: Span, second: Span) -> bool:
    # A dated span inside a yearly one is the exception an office needs for one year, so it is no clash.
    if first.yearly != second.yearly:
        return False
    return first.first in second or second.first in first


# Writing


def _day_row(day: CalendarDay) -> dict[str, str]:
    row = {"date": day.day.isoformat(), "kind": str(day.kind), "name_vi": day.name_vi}
    row |= {key: text for key, text in (("source", day.source), ("evidence", day.evidence)) if text}
    if day.partner is not None:
        swap = day.kind in (DayKind.SWAP_OFF, DayKind.MAKEUP_WORK)
        row["swapped_with" if swap else "compensates"] = day.partner.isoformat()
    return row


def _span_row(span: Span) -> dict[str, str]:
    written = "%m-%d" if span.yearly else "%Y-%m-%d"
    return {"from": format(span.first, written), "to": format(span.last, written)}


def _clock_row(hours: OfficeHours) -> list[str]:
    moments: tuple[time, ...] = (hours.morning_open, hours.morning_close, hours.afternoon_open, hours.afternoon_close)
    return [f"{moment:%H:%M}" for moment in moments]


def _bad(what: str) -> UserFacingError:
    return UserFacingError(
        f"Lịch riêng của cơ quan không dùng được: {what}. Vui lòng sửa tệp lịch này.", field="calendar"
    )
