"""What is to be said about one day of the calendar: its kind, why, from whom, and when the office is open. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from desktop.deadlines import DayKind, OfficeHours
from desktop.deadlines.calendar import OFFICIAL
from desktop.deadlines.words import weekday_words
from desktop.models.calendar_in_force import SHIPPED, CalendarInForce

KIND_WORDS: Final[Mapping[DayKind, str]] = {
    DayKind.HOLIDAY: "nghỉ lễ, tết",
    DayKind.COMPENSATORY: "nghỉ bù",
    DayKind.SWAP_OFF: "nghỉ hoán đổi",
    DayKind.MAKEUP_WORK: "làm bù",
    DayKind.LOCAL_OFF: "nghỉ riêng của đơn vị",
    DayKind.LOCAL_WORK: "làm việc riêng của đơn vị",
}
EVIDENCE: Final = {
    "seen": "đã đọc văn bản công bố",
    "seen-second-hand": "đọc qua nguồn trích dẫn",
    "recalled": "chờ đối chiếu văn bản gốc",
    "derived": "suy ra từ luật, chưa đọc thông báo",
    "assumed": "dự đoán, chưa công bố",
}
FROM_PROGRAM, FROM_US = "lịch kèm theo chương trình", "lịch riêng của đơn vị"


def hours_words(hours: OfficeHours) -> str:
    """Return "07:30 – 11:30, 13:30 – 17:00"."""
    borders = (hours.morning_open, hours.morning_close, hours.afternoon_open, hours.afternoon_close)
    return "{:%H:%M} – {:%H:%M}, {:%H:%M} – {:%H:%M}".format(*borders)


def year_status(used: CalendarInForce, year: int) -> tuple[str, str]:
    """Return the words and the tone of a year: announced, predicted, or without a calendar."""
    status = used.calendar.statuses.get(year)
    if status is None:
        return "chưa có lịch", "overdue"
    return ("chính thức", "in_time") if status == OFFICIAL else ("dự kiến", "soon")


def origin_words(used: CalendarInForce, day: date, own_office: str) -> str:
    """Return whose document tells about a day."""
    office = used.origin(day)
    if office in (SHIPPED, own_office):
        return FROM_PROGRAM if office == SHIPPED else FROM_US
    names = {held.office: held.office_name for held in used.documents}
    return f"lịch của {names.get(office, office)}"


def source_words(source: str, evidence: str, sources: Mapping[str, Any]) -> str:
    """Return where a row was read, as far as its document says; nothing where it says nothing."""
    named = sources.get(source)
    text = str(named.get("document", source)) if isinstance(named, Mapping) else source
    return "; ".join(part for part in (text, EVIDENCE.get(evidence, "")) if part)


def kind_words(used: CalendarInForce, day: date) -> str:
    """Return what kind of day it is, and its name: "nghỉ lễ, tết: Ngày Văn hóa Việt Nam"."""
    calendar, row = used.calendar, used.calendar.rows.get(day)
    if row is None:
        if calendar.is_working(day):
            return "ngày làm việc"
        desk = used.timetable.saturday_desk_on(day)
        said = f", trực {desk.opens:%H:%M} – {desk.closes:%H:%M} để nhận và trả hồ sơ" if desk else ""
        return f"nghỉ hằng tuần{said}"
    why = row.why_worked() if row.kind.is_work else row.why_off()
    kind = KIND_WORDS[row.kind]
    return why if why.startswith(kind) else f"{kind}: {why}" if why else kind


def day_words(
    used: CalendarInForce, day: date, usual: OfficeHours, own_office: str, sources: Mapping[str, Any]
) -> tuple[str, str]:
    """Return a day in two lines: what it is, and where that comes from."""
    head = f"{weekday_words(day)}, {day:%d/%m/%Y}"
    if day.year not in used.calendar.statuses:
        return head, f"Chưa có lịch năm {day.year}: chương trình không đoán. Hãy nhập gói dữ liệu có lịch của tỉnh."
    row = used.calendar.rows.get(day)
    open_hours = used.timetable.hours_on(day, usual)
    season = next((one for one in used.timetable.seasons if day in one.span and one.hours == open_hours), None)
    told = [f"{head}: {kind_words(used, day)}"]
    if used.calendar.is_working(day):
        told.append(f"giờ làm việc {hours_words(open_hours)}{f' ({season.name_vi})' if season else ''}")
    source = source_words(row.source, row.evidence, sources) if row else ""
    where = f"Theo {origin_words(used, day, own_office)}{f' – {source}' if source else ''}."
    predicted = " Năm này còn dự kiến: lịch chính thức có thể khác." if used.calendar.is_provisional(day) else ""
    return " · ".join(told), where + predicted
