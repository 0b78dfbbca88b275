"""The province's tables: which dossiers were late, where and why, and how each office does (báo cáo của tỉnh)."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.dossiers.dossier import Dossier, StepRun
from desktop.handling.lateness import late_dossier, late_run, processed_at, promises_of, unrecorded_now
from desktop.models.journal import decode_state
from desktop.models.reference import rank_path
from desktop.models.tables import DossierRow
from desktop.terms import ENDED

REPORTS = ("lateness", "offices")
STEP_LATE, UNRECORDED, UNKNOWN = "step_late", "unrecorded", "unknown"
CAUSES = {
    "objective": "gia hạn, lý do khách quan",
    "subjective": "gia hạn, lý do chủ quan",
    STEP_LATE: "một bước quá thời gian",
    UNRECORDED: "hết thời gian của bước mà chưa ghi việc gì",
    UNKNOWN: "chưa rõ: không bước nào quá thời gian",
}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included, judged no later than now."""

    first: date
    last: date
    now: datetime

    @property
    def begin(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time.min)

    @property
    def end(self) -> datetime:
        """The last moment, or now where that comes before."""
        return min(datetime.combine(self.last, time.max), self.now)


@dataclass(frozen=True, slots=True)
class Blame:
    """To what a late dossier is put down: the office and holder of a step, and the cause."""

    office: str
    unit: str
    officer: str
    cause: str


@dataclass(frozen=True, slots=True)
class LateRow:
    """One late dossier. `district` is the code of the office under the province to whose area it belongs."""

    district: str
    office: str
    unit: str
    officer: str
    cause: str
    cause_vi: str
    code: str
    procedure: str
    promised: datetime
    done: datetime | None


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office in figures: taken in and ended in the period, running and late at its end."""

    district: str
    office: str
    name: str
    received: int = 0
    ended: int = 0
    ended_late: int = 0
    running: int = 0
    running_late: int = 0


def blame(dossier: Dossier, at: datetime) -> Blame:
    """Put lateness down to the first step that was behind its time, with the cause that somebody named for it."""
    run = next(
        (run for run in dossier.steps if late_run(run, dossier, at)), dossier.steps[-1] if dossier.steps else None
    )
    office = run.office if run and run.office else dossier.office.code
    return Blame(office, run.holder if run else "", dossier.holder or dossier.officer, _cause(dossier, run, at))


def _cause(dossier: Dossier, run: StepRun | None, at: datetime) -> str:
    """Return the cause somebody named, else the one the apology names, else what the journal shows."""
    place = dossier.steps.index(run) if run is not None else -1
    said = {explanation.run: explanation for explanation in dossier.explanations}
    named = said.get(place) or said.get(-1)
    if named is not None:
        return named.cause_words
    if dossier.extensions:
        return str(dossier.extensions[-1].cause)
    if unrecorded_now(dossier, at) is not None:
        return UNRECORDED
    return STEP_LATE if run is not None and late_run(run, dossier, at) else UNKNOWN


def accepted(session: Session, period: Period) -> Iterator[Dossier]:
    """Yield every dossier accepted before the period's end, without holding them all at once."""
    states = select(DossierRow.state).where(
        DossierRow.code.is_not(None), DossierRow.opened_at <= period.end.isoformat()
    )
    for state in session.scalars(states.execution_options(yield_per=500)):
        yield decode_state(state)


def district_of(office_code: str) -> str:
    """Return the code of the district an office lies in, its own for one directly under the province."""
    path = rank_path(office_code)
    return ".".join(path[:2])


def late_rows(dossiers: Iterable[Dossier], period: Period) -> list[LateRow]:
    """Return the dossiers that were overdue at some time of the period, by area, office, holder and code."""
    rows = [_late_row(dossier, period) for dossier in dossiers if _was_late(dossier, period)]
    return sorted(rows, key=lambda row: (row.district, row.office, row.unit, row.officer, row.code))


def _was_late(dossier: Dossier, period: Period) -> bool:
    done = processed_at(dossier)
    return late_dossier(dossier, period.end) and (done is None or done >= period.begin)


def _late_row(dossier: Dossier, period: Period) -> LateRow:
    found, promises = blame(dossier, period.end), promises_of(dossier)
    assert promises is not None  # a dossier without a promise is never late
    return LateRow(
        district=district_of(dossier.office.code),
        office=found.office,
        unit=found.unit,
        officer=found.officer,
        cause=found.cause,
        cause_vi=CAUSES.get(found.cause, found.cause),
        code=dossier.reference,
        procedure=dossier.plan.name,
        promised=promises.current.at,
        done=processed_at(dossier),
    )


def office_rows(dossiers: Iterable[Dossier], period: Period) -> list[OfficeRow]:
    """Return every office that took something in, in figures."""
    rows: dict[str, OfficeRow] = {}
    for dossier in dossiers:
        code = dossier.office.code
        row = rows.get(code) or OfficeRow(district_of(code), code, dossier.office.name)
        rows[code] = _counted(row, dossier, period)
    return [rows[code] for code in sorted(rows)]


def _counted(row: OfficeRow, dossier: Dossier, period: Period) -> OfficeRow:
    done, late = processed_at(dossier), late_dossier(dossier, period.end)
    ended_here = done is not None and period.begin <= done <= period.end
    runs = dossier.status not in ENDED and (done is None or done > period.end)
    return replace(
        row,
        received=row.received + (period.begin <= dossier.opened_at <= period.end),
        ended=row.ended + ended_here,
        ended_late=row.ended_late + (ended_here and late),
        running=row.running + runs,
        running_late=row.running_late + (runs and late),
    )


def document(name: str, session: Session, period: Period) -> dict[str, Any]:
    """Return a report as plain data: its rows and, for lateness, the sums by area, office, holder and cause."""
    dossiers = accepted(session, period)
    head = {"report": name, "from": period.first.isoformat(), "to": period.last.isoformat()}
    if name == "offices":
        return {**head, "rows": [asdict(row) for row in office_rows(dossiers, period)]}
    rows = late_rows(dossiers, period)
    sums = Counter((row.district, row.office, row.unit, row.officer, row.cause) for row in rows)
    keys = ("district", "office", "unit", "officer", "cause")
    counted = [{**dict(zip(keys, key, strict=True)), "late": count} for key, count in sorted(sums.items())]
    return {**head, "sums": counted, "rows": [asdict(row) for row in rows]}


def as_json(report: dict[str, Any]) -> bytes:
    """Return a report as one JSON document."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1)


def as_csv(report: dict[str, Any]) -> bytes:
    """Return a report's rows as a table that spreadsheet programs open with Vietnamese letters right."""
    text = io.StringIO()
    rows = [msgspec.to_builtins(row) for row in report["rows"]]
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else ["district", "office"])
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet program takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
