"""The office's own calendar as rows of tables and back, format `office-calendar/1`. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from desktop.deadlines import DayKind
from desktop.deadlines.hours import read_times
from desktop.deadlines.office_calendar import FORMAT
from desktop.ui.settings.columns import Column, Row
from desktop.ui.settings.grid_model import Faults

KINDS: Final = (
    (str(DayKind.LOCAL_OFF), "Nghỉ riêng"),
    (str(DayKind.LOCAL_WORK), "Làm việc riêng"),
    (str(DayKind.SWAP_OFF), "Nghỉ hoán đổi"),
    (str(DayKind.MAKEUP_WORK), "Làm bù"),
    (str(DayKind.HOLIDAY), "Nghỉ lễ, tết"),
    (str(DayKind.COMPENSATORY), "Nghỉ bù"),
)
SWAPS: Final = {str(DayKind.SWAP_OFF): str(DayKind.MAKEUP_WORK), str(DayKind.MAKEUP_WORK): str(DayKind.SWAP_OFF)}
DAYS: Final = (
    Column("day", "Ngày", 96, hint="Ví dụ 24/12/2026"),
    Column("kind", "Loại ngày", 126, KINDS, first=str(DayKind.LOCAL_OFF)),
    Column("partner", "Đổi với ngày", 98, hint="Ngày làm bù của ngày nghỉ, hoặc ngày nghỉ mà ngày này làm bù."),
    Column("name", "Lý do"),
)
SEASONS: Final = (
    Column("from", "Từ ngày", 84, hint="16/04 cho mọi năm, 16/04/2026 cho riêng một năm."),
    Column("to", "Đến hết", 84),
    Column("hours", "Giờ làm việc", 190, hint="Ví dụ 07:00 – 11:30, 13:30 – 17:00"),
    Column("name", "Tên"),
)
DESKS: Final = (
    Column("hours", "Giờ trực", 130, hint="Ví dụ 07:30 – 11:30"),
    Column("from", "Từ ngày", 100, hint="Để trống nếu trực quanh năm."),
    Column("to", "Đến hết", 100),
    Column("note", "Ghi chú"),
)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?", re.ASCII)
_LEAP = 2000
Document = Mapping[str, Any]


def read_date(text: str, *, yearly: bool = False) -> date | None:
    """Return a date written "24/12/2026"; with `yearly` also "24/12", which comes in the year 2000. Else None."""
    found = _DAY.fullmatch(text.strip())
    if not found or not (found[3] or yearly):
        return None
    try:
        return date(int(found[3] or _LEAP), int(found[2]), int(found[1]))
    except ValueError:
        return None


def date_cell(written: object) -> str:
    """Return a date of the document as it is typed: "24/12/2026", or "24/12" for every year."""
    text = str(written or "")
    parts = text.split("-")
    return "/".join(reversed(parts)) if len(parts) in (2, 3) else text


def _written_date(text: str) -> str:
    day = read_date(text, yearly=True)
    assert day is not None
    return f"{day:%m-%d}" if day.year == _LEAP else day.isoformat()


def times_of(text: str) -> list[str]:
    """Return the times in "07:00 – 11:30, 13:30 – 17:00" one by one."""
    return re.split(r"[\s,;–-]+", text.strip())


# Rows out of a document


def rows_of(document: Document) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the rows of the three tables: days, seasons, Saturday desks."""
    days = [_day_row(row) for row in document.get("days") or ()]
    seasons = [
        {**_span_cells(row), "hours": _hours_cell(row["hours"]), "name": row.get("name_vi") or ""}
        for row in document.get("hours") or ()
    ]
    desks = [
        {**_span_cells(row), "hours": _hours_cell(row["hours"]), "note": row.get("note") or ""}
        for row in document.get("saturday_desk") or ()
    ]
    return sorted(days, key=lambda row: read_date(row["day"]) or date.max), seasons, desks


def _day_row(row: Document) -> Row:
    partner = row.get("swapped_with") or row.get("compensates")
    return {
        "day": date_cell(row["date"]),
        "kind": str(row["kind"]),
        "partner": date_cell(partner),
        "name": row.get("name_vi") or "",
        "_source": row.get("source") or "",
        "_evidence": row.get("evidence") or "",
    }


def _span_cells(row: Document) -> Row:
    return {"from": date_cell(row.get("from")), "to": date_cell(row.get("to"))}


def _hours_cell(times: Sequence[str]) -> str:
    return ", ".join(" – ".join(times[at : at + 2]) for at in range(0, len(times), 2))


# And a document out of rows


def document_of(before: Document, days: Sequence[Row], seasons: Sequence[Row], desks: Sequence[Row]) -> dict[str, Any]:
    """Return the document; what it says besides the tables stays. Only for rows without faults."""
    return {
        **before,
        "format": FORMAT,
        "days": [_day(row) for row in [*days, *missing_halves(days)]],
        "hours": [{**_span(row), "hours": times_of(row["hours"]), "name_vi": row["name"]} for row in seasons],
        "saturday_desk": [
            {**_span(row), "hours": times_of(row["hours"]), **({"note": row["note"]} if row["note"] else {})}
            for row in desks
        ],
    }


def missing_halves(days: Sequence[Row]) -> list[Row]:
    """Return the other half of each swap of which only one was written: nobody has to type it twice."""
    known = {read_date(row["day"]) for row in days}
    return [
        {"day": row["partner"], "kind": SWAPS[row["kind"]], "partner": row["day"], "name": row["name"]}
        for row in days
        if row["kind"] in SWAPS and row["partner"] and read_date(row["partner"]) not in known
    ]


def _day(row: Row) -> dict[str, str]:
    made = {"date": _written_date(row["day"]), "kind": row["kind"], "name_vi": row["name"]}
    made |= {key: row[f"_{key}"] for key in ("source", "evidence") if row.get(f"_{key}")}
    if row["partner"]:
        made["swapped_with" if row["kind"] in SWAPS else "compensates"] = _written_date(row["partner"])
    return made


def _span(row: Row) -> dict[str, str]:
    if not row["from"] and not row["to"]:
        return {}
    return {"from": _written_date(row["from"]), "to": _written_date(row["to"])}


# What is wrong, by cell


def day_faults(rows: Sequence[Row]) -> Faults:
    """Return what is wrong with own days."""
    found: dict[tuple[int, str], str] = {}
    days = [read_date(row["day"]) for row in rows]
    for at, row in enumerate(rows):
        if days[at] is None:
            found[at, "day"] = f"“{row['day']}” không phải ngày. Hãy ghi dạng 24/12/2026."
        elif days[at] in days[:at]:
            found[at, "day"] = f"Ngày {row['day']} đã có ở dòng trên."
        if row["kind"] not in dict(KINDS):
            found[at, "kind"] = f"Không có loại ngày “{row['kind']}”. Hãy chọn trong danh sách."
        if row["partner"] and read_date(row["partner"]) is None:
            found[at, "partner"] = f"“{row['partner']}” không phải ngày. Hãy ghi dạng 26/12/2026."
        elif row["kind"] in SWAPS and not row["partner"]:
            found[at, "partner"] = "Ngày hoán đổi phải ghi ngày đi cùng: nghỉ ngày nào, làm bù ngày nào."
        if not row["name"]:
            found[at, "name"] = "Hãy ghi lý do; lý do này in lên giấy hẹn khi ngày bị bỏ qua."
    return found


def season_faults(rows: Sequence[Row]) -> Faults:
    """Return what is wrong with seasons of other hours."""
    found = _span_faults(rows, required=True)
    for at, row in enumerate(rows):
        if not _increasing(row["hours"], 4):
            found[at, "hours"] = "Hãy ghi bốn mốc tăng dần, ví dụ 07:00 – 11:30, 13:30 – 17:00."
    return found


def desk_faults(rows: Sequence[Row]) -> Faults:
    """Return what is wrong with Saturday desks."""
    found = _span_faults(rows, required=False)
    for at, row in enumerate(rows):
        if not _increasing(row["hours"], 2):
            found[at, "hours"] = "Hãy ghi giờ mở và giờ đóng, ví dụ 07:30 – 11:30."
    return found


def _increasing(text: str, count: int) -> bool:
    times = read_times(times_of(text))
    return times is not None and len(times) == count and all(one < other for one, other in pairwise(times))


def _span_faults(rows: Sequence[Row], *, required: bool) -> dict[tuple[int, str], str]:
    found: dict[tuple[int, str], str] = {}
    for at, row in enumerate(rows):
        if not required and not row["from"] and not row["to"]:
            continue
        first, last = (read_date(row[key], yearly=True) for key in ("from", "to"))
        for key, day in (("from", first), ("to", last)):
            if day is None:
                found[at, key] = "Hãy ghi dạng 16/04 (mọi năm) hoặc 16/04/2026 (một năm)."
        if first and last and (first.year == _LEAP) != (last.year == _LEAP):
            found[at, "to"] = "Hai ngày phải cùng ghi năm, hoặc cùng không ghi năm."
        elif first and last and first.year != _LEAP and first > last:
            found[at, "to"] = "Ngày kết thúc đứng trước ngày bắt đầu."
    return found
