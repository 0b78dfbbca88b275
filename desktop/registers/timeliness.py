"""In time by which question? One row a dossier, each of the named questions answered beside the others. Pure.

A dossier may keep its present promise and have broken the first one, or be late by the hour and not by the date; a
report that shows one figure hides that.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.deadlines import CalendarMissing, Clock
from desktop.dossiers.dossier import Dossier
from desktop.handling.lateness import Lateness, lateness, processed_at, promises_of
from desktop.registers.as_of import as_of
from desktop.registers.period import Period
from desktop.terms import Status

UNKNOWN = "unknown"
ANSWER: Mapping[str, str] = {
    "early": "sớm hạn",
    "on_time": "đúng hạn",
    "in_time": "còn trong hạn",
    "late": "quá hạn",
    "overdue": "quá hạn",
    UNKNOWN: "chưa xét được",
}
QUESTIONS: Mapping[str, str] = {
    "by_current": "Theo hẹn hiện tại (giờ in trên giấy)",
    "by_first": "Theo hẹn đầu tiên",
    "by_date": "Theo ngày (luật)",
    "national": "Theo Quyết định 766/QĐ-TTg",
}


@dataclass(frozen=True, slots=True)
class TimelyRow:
    """One dossier solved in the period, or running at its end."""

    dossier_id: str
    code: str
    applicant: str
    procedure: str
    field: str
    received_at: datetime
    first_due: datetime | None
    due: datetime | None
    solved_at: datetime | None
    apologies: int
    by_current: str
    by_first: str
    by_date: str
    national: str


def timely_rows(dossiers: Iterable[Dossier], period: Period, clock: Clock, now: datetime) -> list[TimelyRow]:
    """Return a row for each dossier solved in the period or running at its end, in the order they were received."""
    rows = [
        row
        for dossier in dossiers
        if dossier.status not in {Status.MERGED, Status.ARRIVED}
        for row in _of_dossier(as_of(dossier, period.end), period, clock, now)
    ]
    return sorted(rows, key=lambda row: (row.received_at, row.code))


def _of_dossier(then: Dossier, period: Period, clock: Clock, now: datetime) -> list[TimelyRow]:
    received, done = then.received_at, processed_at(then)
    if received is None or received >= period.end or (done is not None and done < period.start):
        return []
    found, promises = _lateness(then, clock, period.seen_at(now)), promises_of(then)
    return [
        TimelyRow(
            dossier_id=then.id,
            code=then.reference,
            applicant=then.applicant.named,
            procedure=then.plan.name,
            field=then.plan.field,
            received_at=received,
            first_due=promises.first.at if promises else None,
            due=promises.current.at if promises else None,
            solved_at=done,
            apologies=len(then.extensions),
            by_current=found.by_current if found else UNKNOWN,
            by_first=found.by_first if found else UNKNOWN,
            by_date=found.by_date if found else UNKNOWN,
            national=found.national if found else UNKNOWN,
        )
    ]


def _lateness(then: Dossier, clock: Clock, at: datetime) -> Lateness | None:
    try:
        return lateness(then, clock, at)
    except CalendarMissing:
        return None


def tallies(rows: Sequence[TimelyRow]) -> dict[str, Counter[str]]:
    """Return how often each question was answered how; each question's answers add up to the rows."""
    return {question: Counter(str(getattr(row, question)) for row in rows) for question in QUESTIONS}
