"""What lies ahead of a day: how near a due time is, the next holiday, the day a new promise may name."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from desktop.deadlines.calendar import Calendar
from desktop.deadlines.clock import Clock
from desktop.deadlines.lateness import is_behind
from desktop.deadlines.term import Term, TermNotCountable
from desktop.deadlines.working_days import CalendarMissing

DAY = timedelta(days=1)


class Nearness(StrEnum):
    """How near a due time is, as an officer speaks of it."""

    PAST = "past"  # đã qua
    TODAY = "today"  # hôm nay
    NEXT_WORKING_DAY = "next_working_day"  # ngày làm việc kế tiếp, or a day off before it
    THIS_WEEK = "this_week"  # đến hết Chủ nhật
    LATER = "later"


def nearness(clock: Clock, now: datetime, due: datetime) -> Nearness:
    """Return how near a due time is; at its very minute it is not past yet.

    Raises:
        CalendarMissing: the next working day lies in a year without a calendar.
    """
    if is_behind(now, due):
        return Nearness.PAST
    today, day = now.date(), due.date()
    if day == today:
        return Nearness.TODAY
    if day <= clock.next_working_day(today):
        return Nearness.NEXT_WORKING_DAY
    return Nearness.THIS_WEEK if _monday(day) == _monday(today) else Nearness.LATER


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def next_nearness_change(clock: Clock, now: datetime, due: datetime) -> datetime | None:
    """Return the next moment at which `nearness` says something else of a due time; None once it is past.

    Raises:
        CalendarMissing: as `nearness` does.
    """
    is_now = nearness(clock, now, due)
    turns = [*(midnight(day) for day in (_monday(due.date()), eve(clock, due), due.date())), just_after(due)]
    return min((turn for turn in turns if turn > now and nearness(clock, turn, due) is not is_now), default=None)


def midnight(day: date) -> datetime:
    """Return when a day begins."""
    return datetime.combine(day, time())


def just_after(due: datetime) -> datetime:
    """Return the first moment that lies after a due time."""
    return due + datetime.resolution


def eve(clock: Clock, due: datetime) -> date:
    """Return the last working day before the day something is due.

    By its end the office that will be late has told the citizen: Nghị định 61/2018/NĐ-CP, at the latest one day before.
    """
    return clock.add_working_days(due.date(), -1)


# Days off


def next_holiday(calendar: Calendar, today: date, within_days: int) -> tuple[date, str] | None:
    """Return the next day off of the working week from today on, and why; None within so many days or calendars."""
    try:
        return next(_holidays(calendar, today, today + within_days * DAY), None)
    except CalendarMissing:
        return None


def holidays_before_next_working_day(clock: Clock, today: date) -> list[tuple[date, str]]:
    """Return the days off of the working week that lie between today and the next working day, and why.

    Raises:
        CalendarMissing: the next working day lies in a year without a calendar.
    """
    return list(_holidays(clock.calendar, today + DAY, clock.next_working_day(today)))


def _holidays(calendar: Calendar, first: date, end: date) -> Iterator[tuple[date, str]]:
    """Yield the days off of the working week from the first day until before the end."""
    for number in range((end - first).days):
        day = first + number * DAY
        if day.weekday() in calendar.week and not calendar.is_working(day):
            yield day, calendar.reason_off(day)


def provisional_years(calendar: Calendar, first: date, last: date) -> list[int]:
    """Return the years from one day to another whose calendar has not been announced (dự kiến).

    Raises:
        CalendarMissing: one of the years has no calendar at all.
    """
    return [year for year in range(first.year, last.year + 1) if calendar.is_provisional(date(year, 1, 1))]


# A new promise


def earliest_new_due(clock: Clock, now: datetime, promised: datetime, terms: Sequence[Term]) -> date | None:
    """Return the day a new promise could honestly name: when these terms end if they take their full time from now.

    At least the working day after both today and the promise; None where the calendar does not reach that far.
    """
    try:
        earliest = clock.next_working_day(max(promised.date(), now.date()))
        dues = clock.due_after(now, terms)
    except TermNotCountable:
        return earliest
    except CalendarMissing:
        return None
    return max([earliest, *(due.at.date() for due in dues if due)])
