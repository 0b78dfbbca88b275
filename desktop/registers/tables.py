"""Reports as plain tables: headings and cells, for the screen's copy, Excel, CSV (bảng báo cáo). Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desktop.printing import papers
from desktop.registers.lateness import BY, SORT, SORT_WHY, By, LateRow, LateSum, late_sum, late_sums
from desktop.registers.period import Period
from desktop.registers.statistics import Figures, Statistics
from desktop.registers.timeliness import ANSWER, QUESTIONS, TimelyRow, tallies

Cell = str | int | float | datetime | date | None
TOTAL = "Tổng cộng"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column. Neighbours of one `group` stand under it; `share` is shown in per cent; `width` in characters."""

    title: str
    group: str = ""
    width: int = 12
    share: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row; `strong` marks a sum."""

    cells: tuple[Cell, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what stands above it. `sheet` is its short name, at most 31 letters."""

    sheet: str
    title: str
    about: tuple[str, ...]
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Count:
    heading: Heading
    read: Callable[[Figures], Cell]


def _count(title: str, group: str, read: Callable[[Figures], Cell], *, share: bool = False) -> _Count:
    return _Count(Heading(title, group, 11, share), read)


IN, DONE, OPEN, MORE = "Số hồ sơ nhận giải quyết", "Số hồ sơ đã giải quyết", "Số hồ sơ đang giải quyết", "Trong đó"
COUNTS: tuple[_Count, ...] = (
    _count("Tổng số", IN, lambda each: each.total),
    _count("Trực tuyến", IN, lambda each: each.online),
    _count("Trực tiếp, dịch vụ bưu chính", IN, lambda each: each.counter + each.post),
    _count("Từ kỳ trước", IN, lambda each: each.carried),
    _count("Tổng số", DONE, lambda each: each.solved),
    _count("Trước hạn", DONE, lambda each: each.early),
    _count("Đúng hạn", DONE, lambda each: each.on_time),
    _count("Quá hạn", DONE, lambda each: each.late),
    _count("Chưa xét được", DONE, lambda each: each.unjudged),
    _count("Tổng số", OPEN, lambda each: each.running),
    _count("Trong hạn", OPEN, lambda each: each.in_time),
    _count("Quá hạn", OPEN, lambda each: each.overdue),
    _count("Tỉ lệ sớm và đúng hạn", "", lambda each: each.timely_share, share=True),
    _count("Đã trả kết quả", MORE, lambda each: each.returned),
    _count("Chờ trả", MORE, lambda each: each.awaiting_return),
    _count("Không giải quyết", MORE, lambda each: each.rejected),
    _count("Dừng giải quyết", MORE, lambda each: each.stopped),
    _count("Công dân rút", MORE, lambda each: each.withdrawn),
    _count("Đang chờ bổ sung", MORE, lambda each: each.waiting_supplement),
    _count("Đang chờ nghĩa vụ tài chính", MORE, lambda each: each.waiting_obligation),
    _count("Đang tạm dừng khác", MORE, lambda each: each.paused),
    _count("Lượt yêu cầu bổ sung", MORE, lambda each: each.supplements),
    _count("Lượt xin lỗi, hẹn lại", MORE, lambda each: each.apologies),
    _count("Hướng dẫn, chưa tiếp nhận", "Không tiếp nhận", lambda each: each.guided),
    _count("Từ chối tiếp nhận", "Không tiếp nhận", lambda each: each.refused),
)


def statistics_table(found: Statistics, office: str, now: datetime) -> Table:
    """Return the figures by field of work and procedure, the sum first."""
    lines = [_figures_line("", TOTAL, found.total, strong=True)]
    for number, field in enumerate(found.fields, start=1):
        lines.append(_figures_line(str(number), field.name, field.figures, strong=True))
        lines += [
            _figures_line(f"{number}.{place}", _named(row.name, row.code), row.figures)
            for place, row in enumerate(field.procedures, start=1)
        ]
    headings = (Heading("STT", width=6), Heading("Lĩnh vực, công việc giải quyết", width=52))
    return Table(
        "Thống kê",
        "Tình hình, kết quả giải quyết thủ tục hành chính",
        (*about(found.period, office, now), "Đơn vị tính: số hồ sơ; các cột theo Biểu số II.06a/VPCP/KSTT."),
        (*headings, *(count.heading for count in COUNTS)),
        tuple(lines),
        ("Hồ sơ gộp vào hồ sơ khác không tính hai lần. Tình trạng được xét tại thời điểm cuối kỳ.",),
    )


def _named(name: str, code: str) -> str:
    return f"{name} ({code})" if code else name


def _figures_line(number: str, name: str, figures: Figures, *, strong: bool = False) -> Line:
    return Line((number, name, *(count.read(figures) for count in COUNTS)), strong)


def about(period: Period, office: str, now: datetime) -> tuple[str, ...]:
    """Return whose report it is, of which period, and when it was drawn."""
    return f"Đơn vị báo cáo: {office}", f"Kỳ báo cáo: {period.words()}. Lập lúc {now:%H:%M ngày %d/%m/%Y}."


LATE_HEADINGS = (
    Heading("STT", width=6),
    Heading("Mã hồ sơ", width=24),
    Heading("Người nộp", width=24),
    Heading("Thủ tục", width=40),
    Heading("Bước", width=32),
    Heading("Đơn vị", width=28),
    Heading("Cán bộ", width=20),
    Heading("Loại chậm", width=12),
    Heading("Từ", width=17),
    Heading("Đến", width=17),
    Heading("Phút làm việc chậm trong kỳ", width=14),
    Heading("Chậm", width=20),
    Heading("Hồ sơ quá hạn", width=10),
    Heading("Nguyên nhân", width=28),
    Heading("Giải trình", width=40),
)


def late_table(
    rows: Sequence[LateRow], period: Period, office: str, now: datetime, span: Callable[[int], str]
) -> Table:
    """Return every stretch of lateness; `span` says working minutes in words."""
    lines = [
        Line(
            (
                number,
                row.code,
                row.applicant,
                row.procedure,
                row.step,
                row.unit,
                row.officer,
                SORT[row.sort],
                row.since,
                None if row.open else row.until,
                row.minutes,
                span(row.minutes),
                "có" if row.overdue else "không",
                row.cause,
                row.explanation or row.why_unknown,
            )
        )
        for number, row in enumerate(rows, start=1)
    ]
    return Table(
        "Chậm", "Báo cáo hồ sơ, bước xử lý chậm", about(period, office, now), LATE_HEADINGS, tuple(lines), LATE_NOTES
    )


LATE_NOTES = (
    *(f"{SORT[sort].capitalize()}: {why}." for sort, why in SORT_WHY.items()),
    "Chỉ tính phút làm việc nằm trong kỳ; để trống cột Đến là còn đang chậm.",
)


def sums_table(rows: Sequence[LateRow], by: By, period: Period, office: str, now: datetime) -> Table:
    """Return lateness by unit, officer, cause, step or procedure, the sum first."""
    headings = (Heading(BY[by], width=44), *(Heading(title, width=14) for title in ("Hồ sơ", "Lượt chậm")))
    headings += tuple(Heading(title, "Phút làm việc chậm", 13) for title in ("Tổng", *SORT.values()))
    lines = [_sum_line(late_sum(TOTAL, rows), strong=True), *(_sum_line(each) for each in late_sums(rows, by))]
    title = f"Chậm theo {BY[by].lower()}"
    return Table(title, title, about(period, office, now), headings, tuple(lines))


def _sum_line(each: LateSum, *, strong: bool = False) -> Line:
    minutes = (each.minutes, each.work, each.recording, each.unknown)
    return Line((each.name, each.dossiers, each.stretches, *minutes), strong)


REGISTER_HEADINGS = (
    Heading("STT", width=6),
    Heading("Mã hồ sơ", width=24),
    Heading("Tên thủ tục", width=44),
    Heading("Số bộ", width=7),
    Heading("Tên cá nhân, tổ chức", width=26),
    Heading("Địa chỉ", width=32),
    Heading("Điện thoại", width=14),
    Heading("Cơ quan chủ trì giải quyết", width=28),
    Heading("Nhận hồ sơ", "Ngày, tháng, năm", 12),
    Heading("Hẹn trả kết quả", "Ngày, tháng, năm", 12),
    Heading("Chuyển hồ sơ đến cơ quan giải quyết", "Ngày, tháng, năm", 14),
    Heading("Nhận kết quả từ cơ quan giải quyết", "Ngày, tháng, năm", 14),
    Heading("Trả kết quả", "Trả kết quả", 12),
    Heading("Phương thức nhận kết quả", "Trả kết quả", 14),
    Heading("Ghi chú", width=28),
)


def register_table(book: papers.Register) -> Table:
    """Return the follow-up register (sổ theo dõi hồ sơ), column by column as it is printed."""
    lines = [
        Line(
            (
                row.number,
                row.code,
                row.procedure,
                row.sets,
                row.applicant,
                row.address,
                row.phone,
                row.handling_unit,
                row.received_on,
                row.due_on,
                row.sent_on,
                row.result_on,
                row.returned_on,
                row.return_method,
                row.note,
            )
        )
        for row in book.rows
    ]
    said = (f"Lĩnh vực: {book.field}", f"Từ ngày {book.first_on:%d/%m/%Y} đến ngày {book.last_on:%d/%m/%Y}")
    return Table("Sổ theo dõi", "Sổ theo dõi hồ sơ", said, REGISTER_HEADINGS, tuple(lines))


TIMELY_HEADINGS = (
    Heading("STT", width=6),
    Heading("Mã hồ sơ", width=24),
    Heading("Người nộp", width=24),
    Heading("Thủ tục", width=40),
    Heading("Tiếp nhận", width=17),
    Heading("Hẹn đầu tiên", width=17),
    Heading("Hẹn hiện tại", width=17),
    Heading("Giải quyết xong", width=17),
    Heading("Lần xin lỗi", width=9),
    *(Heading(title, "Kết quả xét", 20) for title in QUESTIONS.values()),
)


def timely_table(rows: Sequence[TimelyRow], period: Period, office: str, now: datetime) -> Table:
    """Return each dossier with the answer to each question."""
    lines = [
        Line(
            (
                number,
                row.code,
                row.applicant,
                row.procedure,
                row.received_at,
                row.first_due,
                row.due,
                row.solved_at,
                row.apologies,
                *(ANSWER[getattr(row, question)] for question in QUESTIONS),
            )
        )
        for number, row in enumerate(rows, start=1)
    ]
    title = "Sớm, đúng, quá hạn của từng hồ sơ"
    return Table("Từng hồ sơ", title, about(period, office, now), TIMELY_HEADINGS, tuple(lines))


def tallies_table(rows: Sequence[TimelyRow], period: Period, office: str, now: datetime) -> Table:
    """Return how often each question was answered how."""
    found = tallies(rows)
    words = list(dict.fromkeys(ANSWER.values()))
    lines = [
        Line((QUESTIONS[question], *(_said(counts, word) for word in words), len(rows)))
        for question, counts in found.items()
    ]
    headings = (Heading("Cách xét", width=40), *(Heading(word.capitalize()) for word in (*words, TOTAL.lower())))
    return Table("Tổng hợp", "Sớm, đúng, quá hạn", about(period, office, now), headings, tuple(lines))


def _said(counts: Any, word: str) -> int:
    return sum(count for answer, count in counts.items() if ANSWER[answer] == word)


def late_tables(
    rows: Sequence[LateRow], period: Period, office: str, now: datetime, span: Callable[[int], str]
) -> tuple[Table, ...]:
    """Return the whole report on lateness: each stretch, then the sums by unit, officer, cause and step."""
    sums = (sums_table(rows, by, period, office, now) for by in (By.UNIT, By.OFFICER, By.CAUSE, By.STEP))
    return late_table(rows, period, office, now, span), *sums
