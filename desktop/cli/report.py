"""Reports of a period as files: the register, statistics, lateness, timeliness (sổ, báo cáo)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cyclopts import Parameter

from desktop.app import Workplace
from desktop.cli.options import Given
from desktop.errors import UserFacingError
from desktop.handling.journal_words import span_words
from desktop.handling.rights import Work, require
from desktop.registers import tables
from desktop.registers.files import write_file, xlsx_bytes
from desktop.registers.lateness import By, late_sum, late_sums
from desktop.registers.period import Period
from desktop.registers.shapes import statistics_shape, sum_shape
from desktop.registers.tables import Table
from desktop.registers.timeliness import tallies


class Report(StrEnum):
    """What can be reported."""

    REGISTER = "register"
    STATISTICS = "statistics"
    LATENESS = "lateness"
    TIMELINESS = "timeliness"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One report: as tables, as a JSON document, and how many rows it has."""

    tables: tuple[Table, ...]
    document: dict[str, Any]
    rows: int


def report(
    name: Report,
    /,
    *,
    from_: Annotated[datetime, Parameter(name="--from")],
    to: datetime,
    output: Annotated[Path, Parameter(name=["--output", "-o"])],
    field: str = "",
    options: Given,
) -> int:
    """Lập sổ hoặc báo cáo của một kỳ ra tệp .xlsx, .json; riêng sổ theo dõi còn ra .pdf.

    Parameters
    ----------
    name
        register (sổ theo dõi), statistics (thống kê), lateness (chậm hạn) hoặc timeliness (sớm, đúng, quá hạn).
    from_
        Ngày đầu kỳ, YYYY-MM-DD.
    to
        Ngày cuối kỳ, YYYY-MM-DD, tính cả ngày này.
    output
        Tệp sẽ ghi; đuôi tệp cho biết dạng.
    field
        Chỉ một lĩnh vực; mặc định là mọi lĩnh vực.
    """
    suffix = _suffix(name, output)
    period = Period(from_.date(), to.date())
    with options.place() as place:
        if suffix == ".pdf":
            require(place.officer.role, Work.REPORTS, [officer.role for officer in place.office.officers])
            write_file(output, place.register(period.first_on, period.last_on, field))
            document: dict[str, Any] = {}
        else:
            drawn = _DRAW[name](place, period, field)
            write_file(output, xlsx_bytes(drawn.tables) if suffix == ".xlsx" else _json(name, period, place, drawn))
            document = {"rows": drawn.rows}
    options.say(
        {"report": str(name), "file": str(output), **document}, f"Đã lập {_WORDS[name]} {period.words()}: {output}"
    )
    return 0


_WORDS = {
    Report.REGISTER: "sổ theo dõi hồ sơ",
    Report.STATISTICS: "thống kê",
    Report.LATENESS: "báo cáo chậm hạn",
    Report.TIMELINESS: "bảng sớm, đúng, quá hạn",
}


def _suffix(name: Report, output: Path) -> str:
    suffix, allowed = output.suffix.lower(), [".xlsx", ".json", *([".pdf"] if name is Report.REGISTER else [])]
    if suffix not in allowed:
        raise UserFacingError(
            f"Không lập được {_WORDS[name]} dạng “{suffix or output.name}”. Hãy đặt tên tệp với đuôi "
            f"{' hoặc '.join(allowed)}.",
            field="output",
        )
    return suffix


def _json(name: Report, period: Period, place: Workplace, drawn: _Drawn) -> bytes:
    head = {
        "report": str(name),
        "office": place.office.code,
        "from": period.first_on,
        "to": period.last_on,
        "drawn_at": place.now().isoformat(timespec="seconds"),
    }
    return msgspec.json.format(msgspec.json.encode({**head, **drawn.document}), indent=1)


def _register(place: Workplace, period: Period, field: str) -> _Drawn:
    require(place.officer.role, Work.REPORTS, [officer.role for officer in place.office.officers])
    book = place.register_book(period.first_on, period.last_on, field)
    return _Drawn((tables.register_table(book),), {"rows": msgspec.to_builtins(book.rows)}, len(book.rows))


def _statistics(place: Workplace, period: Period, field: str) -> _Drawn:
    found = place.registers.statistics(period, field)
    table = tables.statistics_table(found, place.office.name, place.now())
    return _Drawn((table,), statistics_shape(found), len(found.fields))


def _lateness(place: Workplace, period: Period, field: str) -> _Drawn:
    rows = place.registers.lateness(period, field)
    made = tables.late_tables(
        rows, period, place.office.name, place.now(), lambda minutes: span_words(place.clock, minutes, "").strip()
    )
    sums = {str(by): [sum_shape(each) for each in late_sums(rows, by)] for by in By}
    return _Drawn(made, {"total": sum_shape(late_sum(tables.TOTAL, rows)), "sums": sums, "rows": rows}, len(rows))


def _timeliness(place: Workplace, period: Period, field: str) -> _Drawn:
    rows, office, now = place.registers.timeliness(period, field), place.office.name, place.now()
    made = (tables.tallies_table(rows, period, office, now), tables.timely_table(rows, period, office, now))
    return _Drawn(
        made, {"answers": {question: dict(found) for question, found in tallies(rows).items()}, "rows": rows}, len(rows)
    )


_DRAW: dict[Report, Callable[[Workplace, Period, str], _Drawn]] = {
    Report.REGISTER: _register,
    Report.STATISTICS: _statistics,
    Report.LATENESS: _lateness,
    Report.TIMELINESS: _timeliness,
}
