"""The period a report speaks of (kỳ báo cáo): whole calendar days, first and last included. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desktop.deadlines import last_of_month
from desktop.errors import UserFacingError

YEARS = range(2000, 2200)
"""Years in which a period may lie; anything else is a slip of the hand."""


class PeriodRefused(UserFacingError):
    """The two days make no period."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first through the last day.

    Raises:
        PeriodRefused: the last day lies before the first, or a year nobody can mean.
    """

    first_on: date
    last_on: date

    def __post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise PeriodRefused(
                f"Ngày cuối kỳ ({self.last_on:%d/%m/%Y}) ở trước ngày đầu kỳ ({self.first_on:%d/%m/%Y}). "
                "Hãy sửa lại hai ngày.",
                field="last_on",
            )
        if self.first_on.year not in YEARS or self.last_on.year not in YEARS:
            raise PeriodRefused(
                "Kỳ báo cáo phải nằm trong các năm từ 2000 đến 2199. Hãy sửa lại ngày.", field="first_on"
            )

    @property
    def start(self) -> datetime:
        """The first moment, local."""
        return datetime.combine(self.first_on, time())

    @property
    def end(self) -> datetime:
        """The first moment after the period, local."""
        return datetime.combine(self.last_on + timedelta(days=1), time())

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment lies in the period."""
        return moment is not None and self.start <= moment < self.end

    def seen_at(self, now: datetime) -> datetime:
        """Return the moment at which the period is looked at: its end, or now while it has not ended."""
        return min(now, self.end)

    def words(self) -> str:
        """Return such as "tháng 11/2026", "quý 4/2026", "năm 2026", "từ 03/11/2026 đến 20/11/2026"."""
        first, last = self.first_on, self.last_on
        if (first, last) == _days(month_of(first)):
            return f"tháng {first.month}/{first.year}"
        if (first, last) == _days(quarter_of(first)):
            return f"quý {(first.month + 2) // 3}/{first.year}"
        if (first, last) == _days(year_of(first)):
            return f"năm {first.year}"
        return f"ngày {first:%d/%m/%Y}" if first == last else f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}"


def _days(period: Period) -> tuple[date, date]:
    return period.first_on, period.last_on


def month_of(day: date) -> Period:
    """Return the month a day lies in."""
    return Period(day.replace(day=1), last_of_month(day))


def month_before(day: date) -> Period:
    """Return the month before the one a day lies in."""
    return month_of(day.replace(day=1) - timedelta(days=1))


def quarter_of(day: date) -> Period:
    """Return the quarter (quý) a day lies in."""
    first = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    return Period(first, last_of_month(first.replace(month=first.month + 2)))


def year_of(day: date) -> Period:
    """Return the year a day lies in."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def months_until(day: date, count: int) -> list[Period]:
    """Return so many months, the last being the one a day lies in, oldest first."""
    months = [month_of(day)]
    while len(months) < count:
        months.append(month_before(months[-1].first_on))
    return months[::-1]
