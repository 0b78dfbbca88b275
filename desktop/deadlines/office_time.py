"""Arithmetic on working sessions and working minutes: integers and tables, no walk over days."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate

from desktop.deadlines.hours import OfficeHours, minute_of_day
from desktop.deadlines.working_days import CalendarMissing, WorkingDays

MINUTE = timedelta(minutes=1)
MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class DayHours:
    """The sessions of one day in minutes since midnight; a day with a morning only has an empty afternoon."""

    morning_open: int
    morning_close: int
    afternoon_open: int
    afternoon_close: int

    @property
    def sessions(self) -> int:
        """How many half days (buổi) this day counts: 2, or 1 for a morning only."""
        return 2 if self.afternoon_close > self.afternoon_open else 1

    @property
    def minutes(self) -> int:
        """Working minutes of the day."""
        return self.morning_close - self.morning_open + self.afternoon_close - self.afternoon_open

    def passed(self, minute: int) -> int:
        """Return the working minutes of this day before a minute of the day."""
        morning = min(max(minute, self.morning_open), self.morning_close) - self.morning_open
        return morning + min(max(minute, self.afternoon_open), self.afternoon_close) - self.afternoon_open

    def at(self, passed: int) -> int:
        """Return the minute of the day at which that many working minutes have passed; 11:30, not 13:30."""
        into_afternoon = passed - (self.morning_close - self.morning_open)
        return self.afternoon_open + into_afternoon if into_afternoon > 0 else self.morning_open + passed


@lru_cache(maxsize=64)
def whole_day(hours: OfficeHours) -> DayHours:
    """Return the two sessions of a full working day."""
    moments = (hours.morning_open, hours.morning_close, hours.afternoon_open, hours.afternoon_close)
    return DayHours(*map(minute_of_day, moments))


@lru_cache(maxsize=64)
def morning_only(opens: time, closes: time) -> DayHours:
    """Return a day of one session."""
    return DayHours(minute_of_day(opens), *[minute_of_day(closes)] * 3)


@dataclass(frozen=True, eq=False)
class OfficeTime:
    """Numbers the sessions (slots) and the minutes of all working days in order.

    Times up to and including the end of the morning session belong to the morning slot, later ones (lunch included) to
    the afternoon; a day with a morning only has one slot, to which its afternoon belongs too. `by_day[i]` holds the
    hours of the i-th day covered, `slots_before[i]` and `minutes_before[i]` what lies before that day (each one longer
    than there are days), `ends[n]` the end of slot n. Built once a calendar; all look-ups then take constant time,
    `moment` one bisection.
    """

    days: WorkingDays
    by_day: tuple[DayHours, ...]
    slots_before: tuple[int, ...]
    minutes_before: tuple[int, ...]
    ends: tuple[datetime, ...]

    @classmethod
    def of(cls, days: WorkingDays, hours_on: Callable[[date], DayHours]) -> "OfficeTime":
        """Lay the hours of each day over the working days."""
        by_day = tuple(hours_on(date.fromordinal(days.first + offset)) for offset in range(len(days.before_each) - 1))
        worked = [later > before for before, later in zip(days.before_each, days.before_each[1:], strict=False)]
        each = list(zip(by_day, worked, strict=True))
        slots = accumulate((hours.sessions if works else 0 for hours, works in each), initial=0)
        minutes = accumulate((hours.minutes if works else 0 for hours, works in each), initial=0)
        ends: list[datetime] = []
        for ordinal in days.ordinals:
            hours, start = by_day[ordinal - days.first], _midnight(ordinal)
            closings = (hours.morning_close, hours.afternoon_close)[: hours.sessions]
            ends += [start + minute * MINUTE for minute in closings]
        return cls(days, by_day, tuple(slots), tuple(minutes), tuple(ends))

    # Half days

    def slot(self, moment: datetime) -> int:
        """Return the slot a moment belongs to; on a day off, the first session of the next working day."""
        offset = self._offset(moment)
        before = self.slots_before[offset]
        if self.slots_before[offset + 1] - before < 2:
            return before
        return before + is_past(moment, self.by_day[offset].morning_close)

    def slot_end(self, slot: int) -> datetime:
        """Return the end of a slot: the end of its session."""
        if not 0 <= slot < len(self.ends):
            raise CalendarMissing(self._year_beside(later=slot >= 0))
        return self.ends[slot]

    def slot_start(self, slot: int) -> datetime:
        """Return the beginning of a slot: the opening of its session."""
        day = self.slot_end(slot).date()
        hours, is_first = self.hours_of(day), slot == self.first_slot_on_or_after(day)
        return _midnight(day.toordinal()) + (hours.morning_open if is_first else hours.afternoon_open) * MINUTE

    def last_slot_of_day(self, slot: int) -> int:
        """Return the last slot of the day on which a slot lies."""
        return self.slots_before[self._offset(self.slot_end(slot)) + 1] - 1

    def first_slot_on_or_after(self, day: date) -> int:
        """Return the first slot that does not lie before this day."""
        return self.slots_before[self._offset(day)]

    def slots_through(self, day: date) -> int:
        """Return how many slots there are up to and including this day: the number of the first one after it."""
        return self.slots_before[self._offset(day) + 1]

    # Minutes

    def elapsed(self, moment: datetime) -> int:
        """Return the working minutes that lie before a moment, since the first day covered; seconds are cut."""
        offset = self._offset(moment)
        before = self.minutes_before[offset]
        if self.minutes_before[offset + 1] == before:
            return before
        return before + self.by_day[offset].passed(moment.hour * 60 + moment.minute)

    def moment(self, minutes: int) -> datetime:
        """Return the first moment at which that many working minutes have passed.

        The end of a session stays there: 11:30, not 13:30.
        """
        offset = bisect_left(self.minutes_before, minutes) - 1
        if offset < 0 or offset >= len(self.by_day):
            raise CalendarMissing(self._year_beside(later=offset >= 0))
        minute = self.by_day[offset].at(minutes - self.minutes_before[offset])
        return _midnight(self.days.first + offset) + minute * MINUTE

    # Days

    def hours_of(self, day: date) -> DayHours:
        """Return the sessions of this day, as they are or would be if it were worked."""
        return self.by_day[self._offset(day)]

    def open_of(self, day: date) -> datetime:
        """Return opening time on that day."""
        return _midnight(day.toordinal()) + self.hours_of(day).morning_open * MINUTE

    def close_of(self, day: date) -> datetime:
        """Return closing time on that day."""
        return _midnight(day.toordinal()) + self.hours_of(day).afternoon_close * MINUTE

    def is_after_close(self, moment: datetime) -> bool:
        """Tell whether a moment lies after that day's closing time."""
        return is_past(moment, self.hours_of(moment).afternoon_close)

    def into_hours(self, moment: datetime) -> datetime:
        """Return the first moment at or after this one inside the office hours of a working day, closing included."""
        day = self.working_on_or_after(moment.date())
        if day > moment.date():
            return self.open_of(day)
        if self.is_after_close(moment):
            return self.open_of(self.add_working_days(day, 1))
        hours, start = self.hours_of(day), _midnight(day.toordinal())
        if is_past(moment, hours.morning_close):
            return max(moment, start + hours.afternoon_open * MINUTE)
        return max(moment, self.open_of(day))

    def covered(self, moment: datetime) -> datetime:
        """Return the moment itself, or raise CalendarMissing when its year has no calendar."""
        self._offset(moment)
        return moment

    def working_on_or_after(self, day: date) -> date:
        """Return that day when it is worked, otherwise the next working day (Điều 148.5 Bộ luật Dân sự)."""
        return self.days.nth(self.days.before(day))

    def add_working_days(self, day: date, count: int) -> date:
        """Return the working day `count` working days after (before, when negative) a day; 0 gives the day itself."""
        if count == 0:
            return day
        return self.days.nth(self.days.through(day) + count - 1 if count > 0 else self.days.before(day) + count)

    def _offset(self, day: date) -> int:
        offset = day.toordinal() - self.days.first
        if not 0 <= offset < len(self.by_day):
            raise CalendarMissing(day.year)
        return offset

    def _year_beside(self, *, later: bool) -> int:
        if later:
            return date.fromordinal(self.days.first + len(self.by_day) - 1).year + 1
        return date.fromordinal(self.days.first).year - 1

    # Tables for many dossiers at once

    @cached_property
    def elapsed_at(self) -> "ElapsedAt":
        """The working minutes before each end of a session, where nearly all due times lie."""
        return ElapsedAt(self)


class ElapsedAt(dict[datetime, int]):
    """Working minutes before a moment; ends of sessions are tabled, others are computed when asked for."""

    def __init__(self, office: OfficeTime) -> None:
        super().__init__((end, office.elapsed(end)) for end in office.ends)
        self._office = office

    def __missing__(self, moment: datetime) -> int:
        return self._office.elapsed(moment)


class MinutesLeft(dict[datetime, int]):
    """Working minutes from now to a moment, reckoned once for each moment: many dossiers share a due time."""

    def __init__(self, office: OfficeTime, now: datetime) -> None:
        super().__init__()
        self._elapsed_at, self._gone = office.elapsed_at, office.elapsed(now)

    def __missing__(self, moment: datetime) -> int:
        self[moment] = self._elapsed_at[moment] - self._gone
        return self[moment]


def _midnight(ordinal: int) -> datetime:
    return datetime.combine(date.fromordinal(ordinal), MIDNIGHT)


def is_past(moment: datetime, minute: int) -> bool:
    """Tell whether a moment lies after that minute of its day, be it by a second."""
    now = moment.hour * 60 + moment.minute
    return now > minute or (now == minute and bool(moment.second or moment.microsecond))
