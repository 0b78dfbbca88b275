"""Office hours that change with the season, and the Saturday desk (giờ làm việc theo mùa, trực sáng thứ Bảy)."""

from dataclasses import dataclass
from datetime import date, time

from desktop.deadlines.hours import OfficeHours
from desktop.errors import UserFacingError

SATURDAY = 5
YEARLY = 2000  # a leap year, so that 29 February can begin or end a season
ALWAYS_FROM, ALWAYS_TO = date(YEARLY, 1, 1), date(YEARLY, 12, 31)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included; `yearly` ones come again every year and may run over New Year."""

    first: date = ALWAYS_FROM
    last: date = ALWAYS_TO
    yearly: bool = True

    @classmethod
    def every_year(cls, first: tuple[int, int], last: tuple[int, int]) -> "Span":
        """Return the span from (month, day) to (month, day) of every year."""
        return cls(date(YEARLY, *first), date(YEARLY, *last))

    def __contains__(self, day: date) -> bool:
        if not self.yearly:
            return self.first <= day <= self.last
        at, first, last = ((moment.month, moment.day) for moment in (day, self.first, self.last))
        return first <= at <= last if first <= last else at >= first or at <= last


@dataclass(frozen=True, slots=True)
class Season:
    """Office hours in force during a span of days, e.g. summer hours (giờ mùa hè)."""

    span: Span
    hours: OfficeHours
    name_vi: str = ""


@dataclass(frozen=True, slots=True)
class SaturdayDesk:
    """A desk open on Saturday morning to take in and give back dossiers (trực sáng thứ Bảy).

    Ground: Quyết định 127/2007/QĐ-TTg. Whether such a morning counts for terms is the convention `saturday_desk`.
    """

    opens: time
    closes: time
    span: Span = Span()

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise UserFacingError(
                f"Buổi trực thứ Bảy {self.opens:%H:%M} - {self.closes:%H:%M} không hợp lệ: "
                "vui lòng ghi giờ mở cửa trước giờ đóng cửa.",
                field="saturday_desk",
            )


@dataclass(frozen=True, slots=True)
class Timetable:
    """What an office's hours are beside its usual ones.

    A span with years holds before one that comes every year: this summer may differ from other summers.
    """

    seasons: tuple[Season, ...] = ()
    saturdays: tuple[SaturdayDesk, ...] = ()

    def hours_on(self, day: date, usual: OfficeHours) -> OfficeHours:
        """Return the office hours in force on this day, whether or not it is worked."""
        holding = sorted((season for season in self.seasons if day in season.span), key=lambda s: s.span.yearly)
        return holding[0].hours if holding else usual

    def saturday_desk_on(self, day: date) -> SaturdayDesk | None:
        """Return the Saturday desk of this day; None on other weekdays and outside its span."""
        if day.weekday() != SATURDAY:
            return None
        holding = sorted((desk for desk in self.saturdays if day in desk.span), key=lambda desk: desk.span.yearly)
        return holding[0] if holding else None


USUAL = Timetable()
