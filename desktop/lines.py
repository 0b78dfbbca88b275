"""What the command line says to people, line by line; the JSON for scripts stands in `shapes.py`."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from desktop.deadlines import DayKind
from desktop.models.calendar_in_force import CalendarInForce
from desktop.models.reference import NATIONAL_CALENDAR, OFFICE_CALENDAR
from desktop.procedures.oddities import check, in_words
from desktop.procedures.procedure import Procedure

CALENDAR_KINDS = {NATIONAL_CALENDAR: "lịch nghỉ của cả nước", OFFICE_CALENDAR: "lịch riêng của đơn vị"}
DAY_KINDS = {
    DayKind.HOLIDAY: "nghỉ lễ",
    DayKind.COMPENSATORY: "nghỉ bù",
    DayKind.SWAP_OFF: "nghỉ hoán đổi",
    DayKind.MAKEUP_WORK: "làm bù",
    DayKind.LOCAL_OFF: "nghỉ riêng",
    DayKind.LOCAL_WORK: "làm việc riêng",
}
SHIPPED_VI = "lịch cài sẵn"


def calendar_lines(document: dict[str, Any]) -> Iterable[str]:
    """A year of the calendar in force, day by day, with who said so."""
    names = {row["from"]: row["from_name"] for row in document["documents"]}
    mark = " (dự kiến)" if document["provisional"] else ""
    yield f"Lịch năm {document['year']}{mark}, theo {names.get(document['from'], SHIPPED_VI)}"
    for row in document["days"]:
        kind, origin = DAY_KINDS[DayKind(row["kind"])], names.get(row["from"], SHIPPED_VI)
        mark = " (dự kiến)" if row["provisional"] else ""
        yield f"{date.fromisoformat(row['date']):%d/%m/%Y}  {kind:15} {row['name']}{mark} · {origin}"
    for row in document["hours"]:
        yield f"Giờ làm việc {row['from']} đến {row['to']}: {', '.join(row['hours'])} {row['name_vi']}".rstrip()
    for row in document["saturday_desk"]:
        yield f"Trực sáng thứ Bảy {row['from']} đến {row['to']}: {' - '.join(row['hours'])}"
    yield from (_document_line(row) for row in document["documents"])


def _document_line(row: dict[str, Any]) -> str:
    kind = CALENDAR_KINDS.get(row["kind"], row["kind"])
    state = "đang dùng" if row["in_use"] else f"chưa dùng được: {row['problem']}"
    return f"{kind.capitalize()} của {row['from_name']}, ban hành {row['issued_at']}: {state}"


def calendar_problems(used: CalendarInForce) -> Iterable[str]:
    """Documents of others that are kept but cannot be used, and why."""
    for held in used.documents:
        if held.problem:
            yield f"Lưu ý: tài liệu của {held.office_name} được giữ lại nhưng chưa dùng được. {held.problem}"


def procedure_lines(procedure: Procedure) -> Iterable[str]:
    """A procedure: limits, cases, papers, steps, what is odd. Required papers bear a star."""
    yield f"{procedure.name_vi} ({procedure.code or procedure.id})"
    yield f"Thời hạn: {in_words(procedure.total) if procedure.total else 'không ghi'}"
    yield from (f"Trường hợp {variant.id}: {variant.label_vi}" for variant in procedure.variants)
    yield from (f"Giấy tờ{' *' if item.required else ''}: {item.name_vi}" for item in procedure.document_list)
    for step in procedure.step_list:
        yield f"Bước {step.id}: {step.title_vi} ({in_words(step.duration) if step.duration else 'không ghi thời gian'})"
    yield from (f"Lưu ý: {odd}" for odd in check(procedure))


def check_lines(row: dict[str, Any]) -> Iterable[str]:
    """What the check of one procedure file found."""
    yield f"{row['file']}: {row['error'] if not row['ok'] else 'đọc được'}"
    yield from (f"  – {odd}" for odd in row["oddities"])


def dossier_lines(document: dict[str, Any], status: str) -> Iterable[str]:
    """A dossier in short: status, promises, journal."""
    yield f"{document['code']} · {document['procedure_name']}"
    yield f"Trạng thái: {status}; hồ sơ giấy ở {document['custodian'] or document['in_transit_to']}"
    yield from (f"Hẹn trả: {row['due']} ({row['reason']})" for row in document["promises"])
    yield from (
        f"{row['occurred_at']}  {row['kind']:20} {row['officer']:12} mục {row['seq']}" for row in document["journal"]
    )
