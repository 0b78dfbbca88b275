"""Arithmetic on working sessions and working minutes: integers, constant time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desktop.deadlines.hours import OfficeHours, minute_of_day
from desktop.deadlines.working_days import WorkingDays

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class OfficeTime:
    """Numbers the sessions (slots) and the minutes of all working days in order.

    Slot 2n is the morning, slot 2n + 1 the afternoon of working day n. Times up to and including the end of the morning
    session belong to the morning, later ones (lunch included) to the afternoon.
    """

    days: WorkingDays
    hours: OfficeHours

    def slot(self, moment: datetime) -> int:
        """Return the slot a moment belongs to; on a day off, the morning of the next working day."""
        day = moment.date()
        in_afternoon = self.days.is_working(day) and moment.time() > self.hours.morning_close
        return 2 * self.days.before(day) + in_afternoon

    def slot_end(self, slot: int) -> datetime:
        """Return the end of a slot: the end of its session."""
        hours = self.hours
        return datetime.combine(self.days.nth(slot // 2), hours.afternoon_close if slot % 2 else hours.morning_close)

    def elapsed(self, moment: datetime) -> int:
        """Return the working minutes that lie before a moment, since the first day covered; seconds are cut."""
        day, hours = moment.date(), self.hours
        whole_days = self.days.before(day) * hours.minutes_per_day
        if not self.days.is_working(day):
            return whole_days
        morning = self._since(moment, hours.morning_open, hours.morning_close)
        return whole_days + morning + self._since(moment, hours.afternoon_open, hours.afternoon_close)

    @staticmethod
    def _since(moment: datetime, opening: time, closing: time) -> int:
        now = min(minute_of_day(moment.time()), minute_of_day(closing))
        return max(0, now - minute_of_day(opening))

    def moment(self, minutes: int) -> datetime:
        """Return the moment at which that many working minutes have passed.

        The end of a session stays there: 11:30, not 13:30.
        """
        number, rest = divmod(minutes - 1, self.hours.minutes_per_day)
        into_afternoon = rest + 1 - self.hours.morning_minutes
        opening = self.hours.afternoon_open if into_afternoon > 0 else self.hours.morning_open
        passed = into_afternoon if into_afternoon > 0 else rest + 1
        return datetime.combine(self.days.nth(number), opening) + passed * MINUTE

    def covered(self, moment: datetime) -> datetime:
        """Return the moment itself, or raise CalendarMissing when its year has no calendar."""
        self.days.before(moment.date())
        return moment

    def close_of(self, day: date) -> datetime:
        """Return closing time on that day."""
        return datetime.combine(day, self.hours.afternoon_close)

    def working_on_or_after(self, day: date) -> date:
        """Return that day when it is worked, otherwise the next working day (Điều 148.5 Bộ luật Dân sự)."""
        return self.days.nth(self.days.before(day))

    def add_working_days(self, day: date, count: int) -> date:
        """Return the working day `count` working days after (before, when negative) a day; 0 gives the day itself."""
        if count == 0:
            return day
        return self.days.nth(self.days.through(day) + count - 1 if count > 0 else self.days.before(day) + count)
