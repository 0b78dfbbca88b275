"""What was late in a period, whose it was, and of which sort; and the sums of it (báo cáo chậm). Pure.

Only the working minutes that lie in the period count, so that the months of a year add up to the year.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.deadlines import CalendarMissing, Clock
from desktop.dossiers.dossier import Dossier
from desktop.handling.attribution import LateInterval, Sort, late_intervals
from desktop.handling.lateness import processed_at, still_since
from desktop.registers.period import Period
from desktop.terms import Status
from desktop.wording import UNRECORDED

Span = tuple[datetime, datetime]
WHOLE = "Cả hồ sơ"
NO_STEP = "hồ sơ quá hạn mà không bước nào chậm riêng: chậm khi chuyển, hoặc bước không có hạn"
NO_UNIT, NO_OFFICER, NO_CAUSE = "Chưa rõ đơn vị", "Chưa rõ người", "Chưa giải trình"
SORT: Mapping[Sort, str] = {Sort.WORK: "chậm việc", Sort.RECORDING: "ghi muộn", Sort.UNKNOWN: "chưa rõ"}
"""In the words of the dossier page."""
SORT_WHY: Mapping[Sort, str] = {
    Sort.WORK: "việc làm xong sau hạn của bước",
    Sort.RECORDING: "việc xong trước đó, ghi vào chương trình sau hạn",
    Sort.UNKNOWN: "chưa ghi nên chưa rõ chậm việc hay ghi muộn",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Full names by log-in name, and names of offices by code."""

    officers: Mapping[str, str]
    offices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LateRow:
    """One stretch of lateness in the period. `minutes` are working minutes inside the period.

    `since` and `until` are those of the whole stretch; `open` says that it still lasted when the period was looked at.
    `overdue` says that the dossier's own promise was broken as well.
    """

    dossier_id: str
    code: str
    applicant: str
    procedure: str
    field: str
    step_id: str
    step: str
    unit: str
    officer: str
    sort: Sort
    since: datetime
    until: datetime
    minutes: int
    open: bool
    overdue: bool
    cause: str = ""
    explanation: str = ""
    why_unknown: str = ""


def late_rows(dossiers: Iterable[Dossier], period: Period, clock: Clock, now: datetime, names: Names) -> list[LateRow]:
    """Return every stretch of lateness that reaches into the period, the longest first."""
    rows = [
        row
        for dossier in dossiers
        if dossier.status not in {Status.MERGED, Status.ARRIVED}
        for row in _of_dossier(dossier, period, clock, now, names)
    ]
    return sorted(rows, key=lambda row: (-row.minutes, row.code, row.since))


def _of_dossier(dossier: Dossier, period: Period, clock: Clock, now: datetime, names: Names) -> Iterator[LateRow]:
    spans, intervals = overdue_spans(dossier, now), late_intervals(dossier, clock, now)
    overdue = any(_minutes(clock, period, since, until) > 0 for since, until in spans)
    between = without(spans, [(late.since, late.until) for late in intervals])
    for interval in (*intervals, *(_whole(dossier, since, until) for since, until in between)):
        minutes = sum(_minutes(clock, period, since, until) for since, until in _at_work(dossier, interval, now))
        if minutes > 0:
            yield _row(dossier, interval, minutes, now, names, overdue=overdue)


def _at_work(dossier: Dossier, interval: LateInterval, now: datetime) -> list[Span]:
    """Return a stretch of lateness without the waits in it; somebody could have written down all the same."""
    whole = [(interval.since, interval.until)]
    return whole if interval.sort is Sort.RECORDING else without(whole, _waits(dossier, now))


def _waits(dossier: Dossier, now: datetime) -> list[Span]:
    return [(pause.start, pause.end or now) for pause in dossier.pauses]


def overdue_spans(dossier: Dossier, now: datetime) -> list[Span]:
    """Return when the promise then in force was broken; while the clock stood still nothing was."""
    promises, end = dossier.promises, processed_at(dossier) or still_since(dossier, now)
    if not promises:
        return []
    replaced = [promise.since for promise in promises[1:]] + [end]
    spans = [
        (max(promise.due, promise.since), min(until, end)) for promise, until in zip(promises, replaced, strict=True)
    ]
    return without(spans, _waits(dossier, now))


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return what is left of spans of time when others are cut out of them."""
    left = [span for span in spans if span[0] < span[1]]
    for start, end in holes:
        pieces = (
            ((since, min(until, start)) for since, until in left),
            ((max(since, end), until) for since, until in left),
        )
        left = sorted({piece for side in pieces for piece in side if piece[0] < piece[1]}) if start < end else left
    return left


def _whole(dossier: Dossier, since: datetime, until: datetime) -> LateInterval:
    """Return a stretch in which the dossier was overdue and no step was, at the unit that had it."""
    run = dossier.step or (dossier.steps[-1] if dossier.steps else None)
    said = next((said for said in dossier.explanations if said.run == -1), None)
    return LateInterval(
        code=dossier.reference,
        run=-1,
        step_id="",
        step=WHOLE,
        office=run.office if run else dossier.office.code,
        unit=run.holder.split(" · ")[0] if run else "",
        officer=run.officer if run else "",
        sort=Sort.UNKNOWN,
        since=since,
        until=until,
        minutes=0,
        cause=said.cause if said else "",
        cause_words=said.cause_words if said else "",
        words=said.text if said else "",
    )


def _minutes(clock: Clock, period: Period, since: datetime, until: datetime) -> int:
    start, end = max(since, period.start), min(until, period.end)
    try:
        return clock.minutes_between(start, end) if start < end else 0
    except CalendarMissing:
        return 0


def _row(
    dossier: Dossier, interval: LateInterval, minutes: int, now: datetime, names: Names, *, overdue: bool
) -> LateRow:
    office = names.offices.get(interval.office, interval.office)
    return LateRow(
        dossier_id=dossier.id,
        code=dossier.reference,
        applicant=dossier.applicant.named,
        procedure=dossier.plan.name,
        field=dossier.plan.field,
        step_id=interval.step_id,
        step=interval.step,
        unit=interval.unit or office or NO_UNIT,
        officer=names.officers.get(interval.officer, interval.officer) or NO_OFFICER,
        sort=interval.sort,
        since=interval.since,
        until=interval.until,
        minutes=minutes,
        open=interval.until >= now,
        overdue=overdue,
        cause=interval.cause_words,
        explanation=interval.words or interval.late_reason,
        why_unknown=_why_unknown(interval),
    )


def _why_unknown(interval: LateInterval) -> str:
    if interval.sort is not Sort.UNKNOWN:
        return ""
    if not interval.step_id:
        return NO_STEP
    return UNRECORDED[interval.unrecorded] if interval.unrecorded else SORT_WHY[Sort.UNKNOWN]


# Sums


class By(StrEnum):
    """What lateness is summed by."""

    UNIT = "unit"
    OFFICER = "officer"
    CAUSE = "cause"
    STEP = "step"
    PROCEDURE = "procedure"


BY: Mapping[By, str] = {
    By.UNIT: "Đơn vị",
    By.OFFICER: "Cán bộ",
    By.CAUSE: "Nguyên nhân",
    By.STEP: "Bước",
    By.PROCEDURE: "Thủ tục",
}


@dataclass(frozen=True, slots=True)
class LateSum:
    """What one unit (officer, cause …) adds up to.

    `stretches` and the minutes add up over all sums; `dossiers` do not, since one dossier may be late with two units.
    """

    name: str
    dossiers: int
    stretches: int
    work: int
    recording: int
    unknown: int

    @property
    def minutes(self) -> int:
        """All working minutes."""
        return self.work + self.recording + self.unknown


def name_of(row: LateRow, by: By) -> str:
    """Return under which name a row is summed."""
    return row.cause or NO_CAUSE if by is By.CAUSE else str(getattr(row, by))


def late_sums(rows: Sequence[LateRow], by: By) -> list[LateSum]:
    """Return the sums, the most minutes first."""
    groups: dict[str, list[LateRow]] = {}
    for row in rows:
        groups.setdefault(name_of(row, by), []).append(row)
    sums = [late_sum(name, group) for name, group in groups.items()]
    return sorted(sums, key=lambda each: (-each.minutes, each.name))


def late_sum(name: str, rows: Sequence[LateRow]) -> LateSum:
    """Return what rows add up to."""
    minutes = {sort: sum(row.minutes for row in rows if row.sort is sort) for sort in Sort}
    return LateSum(
        name,
        len({row.dossier_id for row in rows}),
        len(rows),
        minutes[Sort.WORK],
        minutes[Sort.RECORDING],
        minutes[Sort.UNKNOWN],
    )
