"""How a dossier stands to its promises: which times are compared; the judging itself is done by `deadlines`. Pure."""

from dataclasses import dataclass
from datetime import datetime

from desktop import deadlines
from desktop.deadlines import Clock, Promised, Promises, Reading, Scored
from desktop.dossiers.dossier import Dossier, Promise, StepRun
from desktop.terms import ENDED, Unrecorded

ON_SCREEN = Reading.PRINTED_MOMENT
"""What a promise of a whole day means wherever this program says "quá hạn": the hour printed on the receipt, because
that is what the citizen holds in hand and comes back for. `Lateness.by_date` answers by the date, as the law has it."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """One dossier by each of the named questions.

    The first three say "early", "on_time" or "late" of a dossier whose processing has ended, "in_time" or "late" of one
    that runs; `national` says what `Score` says.
    """

    by_current: str
    by_first: str
    by_date: str
    national: str


def lateness(dossier: Dossier, clock: Clock, now: datetime) -> Lateness | None:
    """Return how a dossier stands; None where nothing was ever promised.

    Raises:
        CalendarMissing: a promise lies in a year without a calendar.
    """
    promises = promises_of(dossier)
    if promises is None or dossier.received_at is None:
        return None
    return Lateness(
        by_current=_judged(dossier, clock, now, promises.current, ON_SCREEN),
        by_first=_judged(dossier, clock, now, promises.first, ON_SCREEN),
        by_date=_judged(dossier, clock, now, promises.current, Reading.LEGAL_DATE),
        national=deadlines.national_score(_scored(dossier, dossier.received_at, promises), now, ON_SCREEN),
    )


def promises_of(dossier: Dossier) -> Promises | None:
    """Return the first promise and the one in force; None before acceptance.

    A pause moves a promise and makes no new one, so the first is the one that held when the office first apologised.
    """
    if dossier.promise is None:
        return None
    current = _promised(dossier.promise)
    if not dossier.extensions:
        return Promises(current, current)
    replaced = dossier.extensions[0].old_due
    first = next((promise for promise in dossier.promises if promise.due == replaced), dossier.promises[0])
    return Promises(_promised(first), current)


def _promised(promise: Promise) -> Promised:
    return Promised(promise.due, promise.whole_day)


def _judged(dossier: Dossier, clock: Clock, now: datetime, promise: Promised, reading: Reading) -> str:
    done = processed_at(dossier)
    if done is not None:
        return deadlines.finished_by_session(clock, done, promise, reading)
    is_late = deadlines.is_late_by_current(_judged_at(dossier, now), Promises(promise, promise), reading)
    return deadlines.Outcome.LATE if is_late else deadlines.Running.IN_TIME


def _scored(dossier: Dossier, received_at: datetime, promises: Promises) -> Scored:
    rounds = tuple(deadlines.Pause(asked.asked, asked.answered) for asked in dossier.supplements)
    return Scored(received_at, promises.current, processed_at(dossier), rounds)


def processed_at(dossier: Dossier) -> datetime | None:
    """Return when processing ended: the result was there, or the dossier ended without one; None while it runs."""
    return dossier.ready_at or dossier.ended_at


def _judged_at(dossier: Dossier, now: datetime) -> datetime:
    """Return the moment to hold against a promise: what has ended or stands still grows no later with time."""
    return processed_at(dossier) or still_since(dossier, now)


def still_since(dossier: Dossier, now: datetime) -> datetime:
    """Return since when the clock stands still, or now."""
    return dossier.open_pause.start if dossier.open_pause else now


def late_dossier(dossier: Dossier, now: datetime) -> bool:
    """Whether the dossier itself is overdue (quá hạn): its promise passed without a result, or any other end."""
    promises = promises_of(dossier)
    return promises is not None and deadlines.is_late_by_current(_judged_at(dossier, now), promises, ON_SCREEN)


def late_step(dossier: Dossier, now: datetime) -> bool:
    """Whether the current step is behind (chậm tiến độ); the dossier may still be in time."""
    step = dossier.step
    return not dossier.waiting and step is not None and deadlines.is_behind(now, step.due)


def late_run(run: StepRun, dossier: Dossier, now: datetime) -> bool:
    """Whether one passage through a step was, or by now is, behind its own time."""
    if run.finished is not None:
        return deadlines.is_behind(run.finished, run.due)
    return not dossier.waiting and dossier.status not in ENDED and deadlines.is_behind(now, run.due)


def unrecorded_now(dossier: Dossier, now: datetime) -> Unrecorded | None:
    """Return how we know that something is done and not written down (chưa ghi): a step's time is over and nobody has
    written anything since. What came out afterwards stands on the passages themselves.
    """
    if not late_step(dossier, now) or dossier.step is None:
        return None
    recorded = dossier.last_recorded_at
    written = recorded is not None and deadlines.is_behind(recorded, dossier.step.due)
    return None if written else Unrecorded.STEP_SILENT


def has_early_result(dossier: Dossier) -> bool:
    """Whether the result was there on a day before the promised one, so that the citizen may be called."""
    return dossier.ready_at is not None and earlier_than_promised(dossier, dossier.ready_at)


def earlier_than_promised(dossier: Dossier, ready_at: datetime) -> bool:
    """Whether a result that is there at this time comes on a day before the promised one."""
    if dossier.promise is None:
        return False
    return deadlines.finished_by_day(ready_at, _promised(dossier.promise)) is deadlines.Outcome.EARLY


def step_outcome(run: StepRun) -> deadlines.Outcome | None:
    """Return how a finished step went by its own time; None while it runs and where it had none."""
    if run.finished is None or run.due is None:
        return None
    return deadlines.finished_by_moment(run.finished, Promised(run.due), ON_SCREEN)
