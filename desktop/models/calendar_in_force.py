"""Which calendar this office counts by: national years, the days of offices above, its own days (lịch đang áp dụng).

Pure: documents in, calendar out. A document that can not be used is left out and says why; it never stops the clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from desktop.deadlines import (
    Calendar,
    CalendarDay,
    Conventions,
    DayKind,
    OfficeOverlay,
    Timetable,
    read_overlay,
)
from desktop.errors import UserFacingError
from desktop.models.reference import (
    NATIONAL_CALENDAR,
    OFFICE_CALENDAR,
    OFFICE_DIRECTORY,
    PROCEDURE,
    Reference,
    rank_path,
)

SHIPPED = ""
"""In place of an office: the calendar that came with the program."""

MAX_YEARS = 60
"""Years one national document may have; the tables are built for all of them."""

KIND_OF_FORMAT = {"vn-days-off/1": NATIONAL_CALENDAR, "office-calendar/1": OFFICE_CALENDAR}
SWAPS = {DayKind.SWAP_OFF, DayKind.MAKEUP_WORK}


@dataclass(frozen=True, slots=True)
class Held:
    """A document we hold and, where it is not used, why not."""

    kind: str
    office: str
    office_name: str
    issued_at: str
    problem: str = ""


@dataclass(frozen=True)
class CalendarInForce:
    """The calendar this office counts by, and from whom each part of it comes.

    `years` names by year, `days` by day the office whose document holds; SHIPPED for the program's own calendar.
    """

    calendar: Calendar
    timetable: Timetable
    conventions: Conventions
    documents: tuple[Held, ...] = ()
    years: Mapping[int, str] = field(default_factory=dict)
    days: Mapping[date, str] = field(default_factory=dict)

    def origin(self, day: date) -> str:
        """Return the code of the office whose document tells about this day."""
        return self.days.get(day) or self.years.get(day.year, SHIPPED)


# Reading one document


def kind_of(document: object) -> str:
    """Return which kind of calendar a document is.

    Raises:
        UserFacingError: it is none this program knows.
    """
    named = document.get("format") if isinstance(document, Mapping) else None
    kind = KIND_OF_FORMAT.get(named) if isinstance(named, str) else None
    if kind is None:
        known = " hoặc ".join(f'"{name}"' for name in KIND_OF_FORMAT)
        raise UserFacingError(f'Tệp này không phải tệp lịch: cần "format" là {known}.', field="calendar")
    return kind


def read_national(document: object) -> Calendar:
    """Read a document of national years.

    Raises:
        UserFacingError: it is wrong, does not say as of which day it is known, or has too many years.
    """
    if not isinstance(document, Mapping):
        raise UserFacingError("Lịch nghỉ không dùng được: vui lòng sửa tệp lịch.", field="calendar")
    try:
        date.fromisoformat(document.get("as_of") or "")
    except (TypeError, ValueError):
        raise UserFacingError(
            "Lịch nghỉ chưa ghi ngày biết lịch: vui lòng ghi as_of dạng 2026-11-24.", field="calendar"
        ) from None
    calendar = Calendar.load(document)
    if len(calendar.statuses) > MAX_YEARS:
        raise UserFacingError(f"Lịch nghỉ có quá {MAX_YEARS} năm: vui lòng bỏ bớt năm.", field="calendar")
    return calendar


# Putting them together


def in_force(
    shipped: Mapping[str, Any], shipped_calendar: Calendar, references: Sequence[Reference], own_office: str
) -> CalendarInForce:
    """Return the calendar that all documents held give: own days before those of the nearest office above, and so on.

    `shipped` is the program's own document and `shipped_calendar` the same read, with its tables built.
    """
    problems: dict[Reference, str] = {}
    national, years = _national(shipped, shipped_calendar, references, problems)
    overlays = _office_calendars(references, problems)
    calendar, days = _laid_over(national, overlays, problems)
    usable = (found for held, found in overlays if held.source_office == own_office and held not in problems)
    own = next(usable, OfficeOverlay())
    listed = [held for held in references if not held.kind.startswith((OFFICE_DIRECTORY, PROCEDURE))]
    documents = tuple(_told(held, problems.get(held, "")) for held in listed)
    return CalendarInForce(calendar, own.timetable, own.conventions, documents, years, days)


def check_effect(before: CalendarInForce, after: CalendarInForce, issued: Reference) -> None:
    """Refuse a new document of ours that can not be used beside the others, takes a year back or changes nothing.

    Raises:
        UserFacingError: naming what is wrong or the years that are missing.
    """
    office = issued.source_office
    for told in after.documents:
        if (told.kind, told.office) == (issued.kind, office) and told.problem:
            raise UserFacingError(told.problem, field="calendar")
    if issued.kind != NATIONAL_CALENDAR:
        return
    gone = sorted(year for year, giver in before.years.items() if giver == office != after.years.get(year))
    if gone:
        raise UserFacingError(
            f"Tệp không giữ lịch năm {', '.join(map(str, gone))} mà đơn vị đã ban hành. Hãy ghi đủ các năm đó vào tệp, "
            "với as_of không cũ hơn lịch đang dùng.",
            field="calendar",
        )
    if office not in after.years.values():
        raise UserFacingError(
            "Tệp lịch này không có tác dụng: lịch đang dùng của các năm đó mới hơn hoặc đã chính thức. Hãy ghi lại "
            "ngày biết lịch (as_of) và tình trạng (status) cho đúng.",
            field="calendar",
        )


def _told(held: Reference, problem: str) -> Held:
    if held.kind not in KIND_OF_FORMAT.values():
        problem = "Bản chương trình này chưa biết loại tài liệu này; được giữ nguyên và chuyển tiếp."
    return Held(held.kind, held.source_office, held.source_name, held.issued_at, problem)


def _of(references: Sequence[Reference], kind: str) -> list[Reference]:
    """Return the documents of one kind, those of the highest office first."""
    found = [held for held in references if held.kind == kind]
    return sorted(found, key=lambda held: (len(rank_path(held.source_office)), held.source_office))


def _parsed(held: Reference) -> object:
    try:
        return msgspec.json.decode(held.document)
    except (msgspec.DecodeError, RecursionError):
        raise UserFacingError("Tài liệu không phải JSON đúng. Hãy đề nghị nơi ban hành gửi lại.") from None


def _national(
    shipped: Mapping[str, Any], calendar: Calendar, references: Sequence[Reference], problems: dict[Reference, str]
) -> tuple[Calendar, dict[int, str]]:
    """Return the national calendar of all documents together, and who gives each year."""
    documents: list[Mapping[str, Any]] = [shipped]
    givers = [(SHIPPED, calendar)]
    for held in _of(references, NATIONAL_CALENDAR):
        try:
            document = _parsed(held)
            read = read_national(document)
            assert isinstance(document, Mapping)  # read_national takes nothing else
            calendar = Calendar.merged([*documents, document])
        except UserFacingError as error:
            problems[held] = error.message
        else:
            documents.append(document)
            givers.append((held.source_office, read))
    givers.sort(key=lambda giver: giver[1].as_of)
    return calendar, {year: _giver(year, calendar, givers) for year in calendar.statuses}


def _giver(year: int, calendar: Calendar, givers: Sequence[tuple[str, Calendar]]) -> str:
    """Return whose document says about a year what holds; the one known latest where several say the same."""
    wanted = _year(calendar, year)
    return next((office for office, read in reversed(givers) if _year(read, year) == wanted), SHIPPED)


def _year(calendar: Calendar, year: int) -> tuple[str | None, dict[date, CalendarDay]]:
    return calendar.statuses.get(year), {day: row for day, row in calendar.rows.items() if day.year == year}


def _office_calendars(
    references: Sequence[Reference], problems: dict[Reference, str]
) -> list[tuple[Reference, OfficeOverlay]]:
    """Return the offices' own calendars that can be read, ours or the nearest office's first."""
    read = []
    for held in reversed(_of(references, OFFICE_CALENDAR)):
        try:
            read.append((held, read_overlay(_parsed(held))))
        except UserFacingError as error:
            problems[held] = error.message
    return read


def _laid_over(
    national: Calendar, overlays: Sequence[tuple[Reference, OfficeOverlay]], problems: dict[Reference, str]
) -> tuple[Calendar, dict[date, str]]:
    """Lay the offices' days over the national calendar; a nearer office's row stands before one from farther above."""
    calendar, rows, days = national, dict[date, CalendarDay](), dict[date, str]()
    for held, found in overlays:
        added = {row.day: row for row in found.days if _still_free(row, rows)}
        try:
            calendar = national.with_overlay([*added.values(), *rows.values()])
        except UserFacingError as error:
            problems[held] = error.message
        else:
            rows |= added
            days |= dict.fromkeys(added, held.source_office)
    return calendar, days


def _still_free(row: CalendarDay, nearer: Mapping[date, CalendarDay]) -> bool:
    """Whether no nearer office spoke of this day, nor swapped its other half with another day."""
    if row.day in nearer:
        return False
    other = nearer.get(row.partner) if row.kind in SWAPS and row.partner else None
    return other is None or other.kind.is_local
