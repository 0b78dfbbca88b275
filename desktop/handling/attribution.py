"""Whose lateness it is, and of which sort: late work, or late clicking (quy trách nhiệm chậm). Pure.

One land office had 506 late dossiers in ten months, mainly because nobody had clicked. A passage through a step is late
in work from its due time until the work was done, and late in recording from then until somebody wrote it down. A
returned step has its own time; what was late before the return stays with whoever had it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.deadlines import CalendarMissing, Clock, is_behind
from desktop.dossiers.dossier import Dossier, Explanation, Pause, StepRun
from desktop.handling.lateness import still_since, unrecorded_now
from desktop.terms import ENDED, Unrecorded


class Sort(StrEnum):
    """Which sort of lateness an interval is."""

    WORK = "work"
    RECORDING = "recording"
    UNKNOWN = "unknown"
    """Still open: until somebody writes it down nobody can tell whether the work or the clicking is late."""


@dataclass(frozen=True, slots=True)
class LateInterval:
    """One stretch of lateness, attributed. `minutes` are working minutes of the office's own hours, waits left out.

    `office` is a code, `unit` and `officer` are as the journal names them; `cause` and `words` are empty until somebody
    explained.
    """

    code: str
    run: int
    step_id: str
    step: str
    office: str
    unit: str
    officer: str
    sort: Sort
    since: datetime
    until: datetime
    minutes: int
    unrecorded: Unrecorded | None = None
    cause: str = ""
    cause_words: str = ""
    words: str = ""
    late_reason: str = ""


def late_intervals(dossier: Dossier, clock: Clock, now: datetime) -> tuple[LateInterval, ...]:
    """Return every stretch of lateness of a dossier's steps, in the order of the steps; empty for one in time."""
    return tuple(
        interval
        for place, run in enumerate(dossier.steps)
        for interval in _of_run(dossier, place, run, clock, now)
        if interval.minutes > 0
    )


def _of_run(dossier: Dossier, place: int, run: StepRun, clock: Clock, now: datetime) -> Iterable[LateInterval]:
    if run.due is None or run.started is None:
        return
    if run.finished is None:
        end = still_since(dossier, now)
        if dossier.status not in ENDED and is_behind(end, run.due):
            silent = unrecorded_now(dossier, now) is not None
            yield _interval(dossier, place, Sort.UNKNOWN if silent else Sort.WORK, run.due, end, clock)
        return
    if is_behind(run.finished, run.due):
        sort = Sort.UNKNOWN if run.unrecorded is Unrecorded.TAKEN_AHEAD else Sort.WORK
        yield _interval(dossier, place, sort, run.due, run.finished, clock)
    written = run.recorded
    if written is not None and is_behind(written, run.due):
        yield _interval(dossier, place, Sort.RECORDING, max(run.due, run.finished), written, clock)


def _interval(dossier: Dossier, place: int, sort: Sort, since: datetime, until: datetime, clock: Clock) -> LateInterval:
    run = dossier.steps[place]
    said = _explanation(dossier, place)
    return LateInterval(
        code=dossier.reference,
        run=place,
        step_id=run.step_id,
        step=run.title,
        office=run.office,
        unit=run.holder.split(" · ")[0],
        officer=run.officer,
        sort=sort,
        since=since,
        until=until,
        minutes=_minutes(clock, since, until, () if sort is Sort.RECORDING else dossier.pauses),
        unrecorded=run.unrecorded,
        cause=said.cause if said else "",
        cause_words=said.cause_words if said else "",
        words=said.text if said else "",
        late_reason=run.late_reason,
    )


def _explanation(dossier: Dossier, place: int) -> Explanation | None:
    """Return what was said about this passage, else about the dossier as a whole."""
    by_run = {said.run: said for said in dossier.explanations}
    return by_run.get(place) or by_run.get(-1)


def _minutes(clock: Clock, since: datetime, until: datetime, pauses: Iterable[Pause]) -> int:
    """Return the working minutes of a stretch, without those in which the clock stood still: nobody could work then."""
    waits = ((max(pause.start, since), min(pause.end or until, until)) for pause in pauses)
    try:
        stood_still = sum(clock.minutes_between(start, end) for start, end in waits if start < end)
        return max(clock.minutes_between(since, until) - stood_still, 0)
    except CalendarMissing:
        return 0
