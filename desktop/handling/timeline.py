"""The course of a dossier against its plan, as plain data to be drawn (tiến trình). Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.deadlines import Clock, is_behind
from desktop.dossiers.dossier import Dossier, Pause, StepRun
from desktop.handling.journal_words import span_words
from desktop.handling.lateness import late_dossier, still_since, unrecorded_now
from desktop.handling.slips import step_result
from desktop.procedures.plan import PlannedStep
from desktop.terms import PauseKind

WAITS = {PauseKind.SUPPLEMENT: "chờ bổ sung", PauseKind.OBLIGATION: "chờ thuế", PauseKind.OTHER: "dừng"}
WHOLE = "Giải quyết hồ sơ"


class SpanKind(StrEnum):
    """What a bar stands for."""

    IN_TIME = "in_time"
    LATE = "late"
    PAUSE = "pause"


class Mark(StrEnum):
    """What is unusual about a step, beside whether it was in time."""

    UNRECORDED = "unrecorded"
    """Nobody has written down what was done (chưa ghi)."""
    UNFORESEEN = "unforeseen"
    """The published procedure does not lead here (ngoài quy trình)."""
    PARALLEL = "parallel"
    """Runs at the same time as the steps beside it (song song)."""


class Tone(StrEnum):
    """How the words beside a step are to be taken."""

    GOOD = "good"
    LATE = "late"
    WAITING = "waiting"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, local wall-clock."""

    start: datetime
    end: datetime
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One step: the time planned for it, the time it took, and how it went in words.

    `waits_until` is the limit that the wait it stands in has of its own; `reason` is why the dossier came here against
    the procedure; `group` is the same for steps that run at the same time.
    """

    title: str
    holder: str
    planned: tuple[datetime, datetime] | None
    actual: tuple[Span, ...]
    result: str
    tone: Tone
    current: bool
    marks: frozenset[Mark] = frozenset()
    waits_until: datetime | None = None
    reason: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """All steps on one axis. `due` is the promise in force, `today` lies inside the axis while the dossier runs."""

    start: datetime
    end: datetime
    today: datetime | None
    due: datetime | None
    rows: tuple[TimelineRow, ...]


def timeline(dossier: Dossier, clock: Clock, now: datetime) -> Timeline:
    """Return what to draw for a dossier; one that was never accepted has no rows."""
    start = dossier.received_at or dossier.opened_at
    rows = _rows(dossier, clock, now) if dossier.received_at else ()
    due = dossier.promise.due if dossier.promise else None
    last = [moment for row in rows for moment in _moments(row)]
    until = dossier.ended_at or now
    end = max([start + timedelta(hours=4), until, *last, *([due] if due else [])])
    return Timeline(start, end, None if dossier.ended_at else now, due, rows)


def _moments(row: TimelineRow) -> list[datetime]:
    ends = [span.end for span in row.actual]
    return ends + ([row.planned[1]] if row.planned else []) + ([row.waits_until] if row.waits_until else [])


def _rows(dossier: Dossier, clock: Clock, now: datetime) -> tuple[TimelineRow, ...]:
    planned = _planned_spans(dossier)
    rows = tuple(
        _row(dossier, step, planned.get(step.id), clock, now) for step in dossier.plan.steps if _shown(step, dossier)
    )
    return rows or (_whole(dossier, clock, now),)


def _shown(step: PlannedStep, dossier: Dossier) -> bool:
    """Steps that never come by themselves are shown once they came."""
    return not (step.optional or step.stops_clock) or any(run.step_id == step.id for run in dossier.steps)


def _planned_spans(dossier: Dossier) -> dict[str, tuple[datetime, datetime]]:
    """Return from when to when each step was to last, seen from the counter on the day of receipt."""
    spans, since = {}, dossier.received_at
    for planned in dossier.planned:
        if planned.due is not None and since is not None:
            spans[planned.step_id] = (since, planned.due)
            since = planned.due
    return spans


def _row(
    dossier: Dossier, step: PlannedStep, planned: tuple[datetime, datetime] | None, clock: Clock, now: datetime
) -> TimelineRow:
    runs = [run for run in dossier.steps if run.step_id == step.id]
    spans = tuple(span for run in runs for span in _spans(run, dossier, now))
    result, tone = _result(runs, dossier, clock, now)
    open_now = dossier.open_steps if dossier.ended_at is None else ()
    pause = dossier.open_pause if dossier.step is not None and dossier.step.step_id == step.id else None
    return TimelineRow(
        step.title,
        step.holder,
        planned,
        spans,
        result,
        tone,
        current=any(run.step_id == step.id for run in open_now),
        marks=_marks(dossier, step, runs, now),
        waits_until=pause.until if pause else None,
        reason="; ".join(run.unforeseen for run in runs if run.unforeseen),
        group=step.parallel_group or "",
    )


def _marks(dossier: Dossier, step: PlannedStep, runs: list[StepRun], now: datetime) -> frozenset[Mark]:
    silent = dossier.step is not None and dossier.step.step_id == step.id and unrecorded_now(dossier, now) is not None
    checks = {
        Mark.UNRECORDED: silent or any(run.unrecorded is not None for run in runs),
        Mark.UNFORESEEN: any(run.unforeseen for run in runs),
        Mark.PARALLEL: step.parallel_group is not None,
    }
    return frozenset(mark for mark, holds in checks.items() if holds)


def _whole(dossier: Dossier, clock: Clock, now: datetime) -> TimelineRow:
    """A procedure without published steps is one stretch from receipt to promise."""
    first, last = dossier.promises[0], dossier.promises[-1]
    received = dossier.received_at or dossier.opened_at
    run = StepRun("", WHOLE, "", "", received, last.due, dossier.ready_at or dossier.ended_at)
    result, tone = _result([run], dossier, clock, now)
    holder = dossier.office.name
    return TimelineRow(WHOLE, holder, (received, first.due), tuple(_spans(run, dossier, now)), result, tone, True)


def _spans(run: StepRun, dossier: Dossier, now: datetime) -> list[Span]:
    """Cut a run into work and waiting."""
    if run.started is None:
        return []
    end = run.finished or dossier.ended_at or now
    promise = dossier.promise.due if dossier.promise else None
    late = is_behind(run.finished or still_since(dossier, now), run.due or promise)
    kind = SpanKind.LATE if late else SpanKind.IN_TIME
    spans, since = [], run.started
    for start, stop in _waits(dossier.pauses, run.started, end):
        spans += [Span(since, start, kind)] if start > since else []
        spans.append(Span(start, stop, SpanKind.PAUSE))
        since = stop
    return spans + ([Span(since, end, kind)] if end > since else [])


def _waits(pauses: tuple[Pause, ...], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    inside = ((max(pause.start, start), min(pause.end or end, end)) for pause in pauses)
    return sorted((first, last) for first, last in inside if last > first)


def _result(runs: list[StepRun], dossier: Dossier, clock: Clock, now: datetime) -> tuple[str, Tone]:
    if not runs:
        return "", Tone.PLAIN
    run = runs[-1]
    words, tone = _finished(run, clock) if run.finished else _running(run, dossier, clock, now)
    rounds = sum(any(_within(asked.asked, one) for one in runs) for asked in dossier.supplements if asked.answered)
    if tone is Tone.GOOD and run.finished and rounds:
        words = f"{rounds} lần bổ sung"
    return (f"{len(runs)} lượt · {words}" if len(runs) > 1 and words else words), tone


def _within(moment: datetime, run: StepRun) -> bool:
    return run.started is not None and run.started <= moment and (run.finished is None or moment <= run.finished)


def _finished(run: StepRun, clock: Clock) -> tuple[str, Tone]:
    if run.due is None or run.finished is None:
        return "đã xong", Tone.PLAIN
    if is_behind(run.finished, run.due):
        lag = clock.minutes_between(run.due, run.finished)
        return span_words(clock, lag, "chậm") if lag else "chậm", Tone.LATE
    return step_result(run).lower(), Tone.GOOD


def _running(run: StepRun, dossier: Dossier, clock: Clock, now: datetime) -> tuple[str, Tone]:
    if dossier.ended_at is not None:
        return "", Tone.PLAIN
    if run.started is None:
        return "đang bàn giao", Tone.WAITING
    pause = dossier.open_pause
    if pause is not None:
        limit = f", chờ đến {pause.until:%d/%m}" if pause.until else ""
        return f"{WAITS[pause.kind]} từ {pause.start:%d/%m}{limit}", Tone.WAITING
    if run.due is None:
        return ("quá hạn trả", Tone.LATE) if late_dossier(dossier, now) else ("đang làm", Tone.PLAIN)
    left = clock.minutes_between(now, run.due)
    return (span_words(clock, left, "chậm"), Tone.LATE) if left < 0 else (clock.remaining_words(left), Tone.PLAIN)
