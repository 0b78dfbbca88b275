"""The precomputed index of working days: every look-up takes constant time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from desktop.errors import UserFacingError


class CalendarMissing(UserFacingError):
    """A deadline reaches a year for which this computer has no calendar of days off (lịch nghỉ)."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"Chưa có lịch nghỉ lễ, Tết năm {year} nên không tính được hạn: vui lòng nhập lịch năm {year} rồi làm lại.",
            field="calendar",
        )
        self.year = year


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Working days of a run of whole years, numbered from 0 in order.

    `first` is the ordinal of the first day covered, `before_each[i]` the number of working days before day `first + i`
    (one entry more than there are days), `ordinals[n]` the ordinal of working day n.
    """

    first: int
    before_each: tuple[int, ...]
    ordinals: tuple[int, ...]

    @classmethod
    def of_years(cls, first_year: int, last_year: int, works: Callable[[date], bool]) -> "WorkingDays":
        """Number the working days from 1 January of the first to 31 December of the last year."""
        first, last = date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal()
        flags = [works(date.fromordinal(ordinal)) for ordinal in range(first, last + 1)]
        ordinals = tuple(first + offset for offset, flag in enumerate(flags) if flag)
        return cls(first, tuple(accumulate(flags, initial=0)), ordinals)

    def is_working(self, day: date) -> bool:
        """Tell whether the office works on this day."""
        offset = self._offset(day)
        return self.before_each[offset + 1] > self.before_each[offset]

    def before(self, day: date) -> int:
        """Return how many working days precede this day; also the number of the first working day on or after it."""
        return self.before_each[self._offset(day)]

    def through(self, day: date) -> int:
        """Return how many working days there are up to and including this day."""
        return self.before_each[self._offset(day) + 1]

    def nth(self, number: int) -> date:
        """Return working day `number`.

        Raises:
            CalendarMissing: it lies beyond the years covered; the error names the year next to them.
        """
        if number < 0:
            raise CalendarMissing(date.fromordinal(self.first).year - 1)
        if number >= len(self.ordinals):
            raise CalendarMissing(date.fromordinal(self.first + len(self.before_each) - 2).year + 1)
        return date.fromordinal(self.ordinals[number])

    def _offset(self, day: date) -> int:
        offset = day.toordinal() - self.first
        if not 0 <= offset < len(self.before_each) - 1:
            raise CalendarMissing(day.year)
        return offset
