"""How many dossiers came, went and run, and whether in time (thống kê tình hình, kết quả giải quyết). Pure.

The columns are those of Biểu II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP), with what a leader asks about beside them.
What was received and carried over is always what was solved and what runs on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from functools import reduce

from desktop.deadlines import CalendarMissing, Clock, Outcome
from desktop.dossiers.dossier import Dossier
from desktop.handling.lateness import late_dossier, lateness, processed_at
from desktop.registers.as_of import as_of
from desktop.registers.period import Period
from desktop.terms import Channel, Status

NO_FIELD = "Chưa rõ lĩnh vực"


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of dossiers. Three groups add up: received and carried, solved, running; the rest says more of them."""

    carried: int = 0
    online: int = 0
    counter: int = 0
    post: int = 0

    early: int = 0
    on_time: int = 0
    late: int = 0
    unjudged: int = 0
    """Solved, but nothing was promised or the calendar of that year is missing."""

    in_time: int = 0
    overdue: int = 0

    returned: int = 0
    awaiting_return: int = 0
    rejected: int = 0
    stopped: int = 0
    withdrawn: int = 0

    waiting_supplement: int = 0
    waiting_obligation: int = 0
    paused: int = 0

    supplements: int = 0
    """Requests for papers made in the period."""
    apologies: int = 0
    """Apologies with a new date given in the period."""
    guided: int = 0
    """Sent home with a list of what to bring; never received in the period, so in no sum."""
    refused: int = 0

    @property
    def received(self) -> int:
        """Received in the period."""
        return self.online + self.counter + self.post

    @property
    def total(self) -> int:
        """To be solved in the period: received in it, or carried over."""
        return self.received + self.carried

    @property
    def solved(self) -> int:
        """Solved in the period, one way or another."""
        return self.early + self.on_time + self.late + self.unjudged

    @property
    def running(self) -> int:
        """Still to be solved when the period ends."""
        return self.in_time + self.overdue

    @property
    def timely_share(self) -> float | None:
        """The share of solved dossiers that were not late, 0.0 to 1.0; None where none was solved and judged."""
        judged = self.early + self.on_time + self.late
        return (self.early + self.on_time) / judged if judged else None

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Figures)))


@dataclass(frozen=True, slots=True)
class ProcedureFigures:
    """One procedure's figures; `code` is empty where it has none."""

    name: str
    code: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """One field of work (lĩnh vực) with its procedures."""

    name: str
    figures: Figures
    procedures: tuple[ProcedureFigures, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """A period in figures, by field of work and procedure, both in the order of their names."""

    period: Period
    total: Figures
    fields: tuple[FieldFigures, ...]


def statistics(dossiers: Iterable[Dossier], period: Period, clock: Clock, now: datetime) -> Statistics:
    """Return the figures of a period; a dossier merged into another is not counted twice."""
    found: dict[str, dict[tuple[str, str], Figures]] = {}
    for dossier in dossiers:
        figures = _figures(dossier, period, clock, now)
        if figures != NOTHING:
            procedures = found.setdefault(dossier.plan.field or NO_FIELD, {})
            key = (dossier.plan.name, dossier.plan.procedure_code or "")
            procedures[key] = procedures.get(key, NOTHING) + figures
    by_field = tuple(_field(name, procedures) for name, procedures in sorted(found.items()))
    return Statistics(period, summed(field.figures for field in by_field), by_field)


NOTHING = Figures()


def summed(figures: Iterable[Figures]) -> Figures:
    """Return figures added up."""
    return reduce(Figures.__add__, figures, NOTHING)


def _field(name: str, procedures: dict[tuple[str, str], Figures]) -> FieldFigures:
    rows = tuple(ProcedureFigures(title, code, figures) for (title, code), figures in sorted(procedures.items()))
    return FieldFigures(name, summed(row.figures for row in rows), rows)


def _figures(dossier: Dossier, period: Period, clock: Clock, now: datetime) -> Figures:
    """Return what one dossier adds."""
    if dossier.status in {Status.MERGED, Status.ARRIVED}:
        return NOTHING
    then = as_of(dossier, period.end)
    if then.received_at is None or then.received_at >= period.end:
        return _never_received(then, period)
    done = processed_at(then)
    if done is not None and done < period.start:
        return NOTHING
    solved_or_running = _solved(then, clock, now) if done is not None else _running(then, period.seen_at(now))
    return _came(then, period) + solved_or_running + _asked(then, period)


def _never_received(then: Dossier, period: Period) -> Figures:
    if then.ended_at is not None:
        return Figures(refused=int(period.holds(then.ended_at)))
    return Figures(guided=int(period.holds(then.opened_at)))


def _came(then: Dossier, period: Period) -> Figures:
    if not period.holds(then.received_at):
        return Figures(carried=1)
    if then.channel is Channel.ONLINE:
        return Figures(online=1)
    return Figures(post=1) if then.channel is Channel.POST else Figures(counter=1)


_ENDS = {Status.RETURNED: "returned", Status.REJECTED: "rejected", Status.STOPPED: "stopped"} | {
    Status.WITHDRAWN: "withdrawn"
}
_TIMES = {Outcome.EARLY: "early", Outcome.ON_TIME: "on_time", Outcome.LATE: "late"}
_WAITS = {
    Status.WAITING_SUPPLEMENT: "waiting_supplement",
    Status.WAITING_OBLIGATION: "waiting_obligation",
    Status.PAUSED: "paused",
}


def _solved(then: Dossier, clock: Clock, now: datetime) -> Figures:
    try:
        found = lateness(then, clock, now)
    except CalendarMissing:
        found = None
    time = _TIMES[Outcome(found.by_current)] if found else "unjudged"
    return Figures(**{time: 1}) + Figures(**{_ENDS.get(then.status, "awaiting_return"): 1})


def _running(then: Dossier, at: datetime) -> Figures:
    late = late_dossier(then, at)
    waits = {_WAITS[then.status]: 1} if then.status in _WAITS else {}
    return Figures(in_time=int(not late), overdue=int(late), **waits)


def _asked(then: Dossier, period: Period) -> Figures:
    return Figures(
        supplements=sum(period.holds(asked.asked) for asked in then.supplements),
        apologies=sum(period.holds(extension.at) for extension in then.extensions),
    )
