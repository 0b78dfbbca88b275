"""Early, on time or late: questions that sound alike and are not, each with its own name (sớm hạn, đúng hạn, quá hạn).

Two things must be said before a dossier may be called late: which promise is meant (the first one printed, or the
current one after an apology with a new date), and, where the promise is a whole day, whether its date counts (as the
law has it: Bộ luật Dân sự 2015 Điều 148, the term ends with its last day) or the moment printed beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from desktop.deadlines.pauses import Pause


class Outcome(StrEnum):
    """What a finished dossier is counted as."""

    EARLY = "early"  # sớm hạn, trước hạn
    ON_TIME = "on_time"  # đúng hạn
    LATE = "late"  # quá hạn


class Running(StrEnum):
    """How a dossier still in work stands. A late step is no broken promise."""

    IN_TIME = "in_time"  # trong hạn
    STEP_LATE = "step_late"  # chậm tiến độ: the step is late, the promise still holds
    DOSSIER_LATE = "dossier_late"  # quá hạn


class Reading(StrEnum):
    """What a promise of a whole day means."""

    LEGAL_DATE = "legal_date"  # its date counts, until the day has ended
    PRINTED_MOMENT = "printed_moment"  # the end of the session printed beside the date counts


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise to the citizen (hẹn trả): naive local moment; `whole_day` when legally its date counts."""

    at: datetime
    whole_day: bool = False

    def last_moment(self, reading: Reading) -> datetime:
        """Return the last moment that keeps the promise."""
        if self.whole_day and reading is Reading.LEGAL_DATE:
            return datetime.combine(self.at.date(), time.max)
        return self.at


@dataclass(frozen=True, slots=True)
class Promises:
    """The first promise and the one that holds now; the same unless the office apologised and promised anew."""

    first: Promised
    current: Promised


class Sessions(Protocol):
    """What the session rule asks of a clock."""

    def session_start(self, moment: datetime) -> datetime:
        """Return when the session (buổi) begins in which a moment lies."""


# Finished dossiers


def finished_by_session(clock: Sessions, finished_at: datetime, promise: Promised, reading: Reading) -> Outcome:
    """Judge a finished dossier by half days: early before the session of the due time begins, late after the due time.

    The rule of the deployed OpenCPS system. With LEGAL_DATE a whole-day promise is early before that day's first
    session and late when the day has ended.
    """
    if finished_at > promise.last_moment(reading):
        return Outcome.LATE
    return Outcome.EARLY if finished_at < _session_start(clock, promise, reading) else Outcome.ON_TIME


def _session_start(clock: Sessions, promise: Promised, reading: Reading) -> datetime:
    if promise.whole_day and reading is Reading.LEGAL_DATE:
        return clock.session_start(datetime.combine(promise.at.date(), time()))
    return clock.session_start(promise.at)


def finished_by_day(finished_at: datetime, promise: Promised) -> Outcome:
    """Judge a finished dossier by dates alone, as the deployed e-PAR system and report II.06 do."""
    if finished_at.date() > promise.at.date():
        return Outcome.LATE
    return Outcome.EARLY if finished_at.date() < promise.at.date() else Outcome.ON_TIME


def finished_by_moment(finished_at: datetime, promise: Promised, reading: Reading) -> Outcome:
    """Judge what is finished by its moment: late after it, early on an earlier day, on time in between.

    For a step (bước), whose sessions nobody asks about; the control slip says it so.
    """
    if finished_at > promise.last_moment(reading):
        return Outcome.LATE
    return Outcome.EARLY if finished_at.date() < promise.at.date() else Outcome.ON_TIME


def is_late_by_current(moment: datetime, promises: Promises, reading: Reading) -> bool:
    """Tell whether the promise that holds now is broken: at the moment of finishing, or now for a running dossier."""
    return moment > promises.current.last_moment(reading)


def is_late_by_first(moment: datetime, promises: Promises, reading: Reading) -> bool:
    """Tell whether the first promise is broken; a new promise with an apology does not undo that."""
    return moment > promises.first.last_moment(reading)


# Running dossiers


def is_behind(moment: datetime, due: datetime | None) -> bool:
    """Tell whether a time without a promise to the citizen is over: of a step, of handing a result out.

    At its very minute it is not; where no time is given nothing can be behind.
    """
    return due is not None and moment > due


def running_state(now: datetime, promise: Promised | None, step_due: datetime | None, reading: Reading) -> Running:
    """Tell a broken promise (quá hạn) from a late step (chậm tiến độ).

    Not to be asked while the clock stands still: a dossier that waits has no due time.
    """
    if promise is not None and now > promise.last_moment(reading):
        return Running.DOSSIER_LATE
    return Running.STEP_LATE if is_behind(now, step_due) else Running.IN_TIME


# National scoring


class Score(StrEnum):
    """What the national portal counts a dossier as."""

    ON_TIME = "on_time"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"  # neither a promise nor a maximum: nothing to measure by


@dataclass(frozen=True, slots=True)
class Scored:
    """What the national scoring looks at; naive local times.

    `ended_at`: first reached "đã xử lý xong", else "đã trả kết quả", else stopped or withdrawn after receipt; None
    while it runs. `supplements`: every request for papers (yêu cầu bổ sung) until its completion, without an end while
    the office waits. `maximum`: longest duration the procedure allows, as `span` measures; used only without a promise.
    """

    received_at: datetime
    promise: Promised | None
    ended_at: datetime | None = None
    supplements: tuple[Pause, ...] = ()
    maximum: timedelta | None = None


def natural_span(start: datetime, end: datetime) -> timedelta:
    """Return the time by the wall clock, days off included."""
    return end - start


def national_score(
    dossier: Scored,
    period_end: datetime,
    reading: Reading,
    *,
    span: Callable[[datetime, datetime], timedelta] = natural_span,
) -> Score:
    """Score one dossier by the on-time indicator of Quyết định 766/QĐ-TTg (item 2.1).

    On time when processing ended not after the promise. A dossier still running is measured at the end of the reporting
    period; one that waits for its only supplement, at the request. More than one request counts as overdue. Without a
    promise, the duration less the supplement time is compared with the procedure's maximum.

    Args:
        dossier: the dossier.
        period_end: end of the reporting period.
        reading: what a whole-day promise means.
        span: how durations are measured when there is no promise; working time instead of the wall clock, for example.
    """
    if len(dossier.supplements) > 1:
        return Score.OVERDUE
    end = _scored_end(dossier, period_end)
    if dossier.promise is not None:
        return Score.ON_TIME if end <= dossier.promise.last_moment(reading) else Score.OVERDUE
    if dossier.maximum is None:
        return Score.UNKNOWN
    waited = (span(pause.start, pause.end) for pause in dossier.supplements if pause.end)
    used = span(dossier.received_at, end) - sum(waited, timedelta())
    return Score.ON_TIME if used <= dossier.maximum else Score.OVERDUE


def _scored_end(dossier: Scored, period_end: datetime) -> datetime:
    if dossier.ended_at is not None:
        return dossier.ended_at
    waiting = next((pause for pause in dossier.supplements if pause.end is None), None)
    return waiting.start if waiting else period_end
