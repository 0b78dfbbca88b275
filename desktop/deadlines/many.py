"""Due times of many dossiers at once: one look-up in the table of sessions for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from desktop.deadlines.conventions import AfterClose, Conventions, End, NonworkingReceipt, Start
from desktop.deadlines.office_time import OfficeTime, is_past
from desktop.deadlines.parts import Measure, in_counting_order, parts_of
from desktop.deadlines.term import Term
from desktop.deadlines.working_days import CalendarMissing

BY_SLOT = {End.DATE, End.SLOT_END}
WORTH_A_TABLE = 2_000  # receipts; a table of all days costs about as much as so many single counts


def due_moments(
    office: OfficeTime, conventions: Conventions, received_at: Sequence[datetime], term: Term, minutes_per_day: int
) -> list[datetime] | None:
    """Return the due moment of each receipt when the slot of receipt alone decides it; None for any other count.

    Raises:
        TermNotCountable: the term has no amount or its unit is ambiguous.
        CalendarMissing: one of them would need a year without a calendar.
    """
    parts = in_counting_order(parts_of(term, conventions, minutes_per_day))
    if len(parts) != 1 or parts[0].measure is not Measure.HALF_DAYS or not _is_by_slot(conventions):
        return None
    return slots_later(office, received_at, parts[0].amount)


def _is_by_slot(conventions: Conventions) -> bool:
    return (
        conventions.end in BY_SLOT
        and conventions.start is Start.DAY0_EXCLUDED
        and conventions.after_close is AfterClose.SAME_DAY0
        and conventions.nonworking_receipt is NonworkingReceipt.NEXT_WORKING_DAY_IS_DAY0
    )


def slots_later(office: OfficeTime, received_at: Sequence[datetime], halves: int) -> list[datetime]:
    """Return the end of the slot that lies so many half days after the slot of each receipt."""
    if len(received_at) < WORTH_A_TABLE:
        return [office.slot_end(office.slot(moment) + halves) for moment in received_at]
    tables = _tables(office, halves)
    by_hour, exactly = tables.by_hour, tables.exactly
    try:
        return [by_hour[moment.hour][moment.toordinal()] or exactly(moment) for moment in received_at]
    except KeyError as beyond:
        raise CalendarMissing(date.fromordinal(beyond.args[0]).year) from None


@dataclass(frozen=True, eq=False)
class Tables:
    """The due moment of one term by ordinal date of receipt, for each session; None beyond the calendar.

    `by_hour` leads from the hour of receipt to the table of its session; to one of nothing where a morning ends within
    that hour, because the hour then does not tell the session.
    """

    office: OfficeTime
    halves: int
    morning: dict[int, datetime | None]
    afternoon: dict[int, datetime | None]
    by_hour: list[dict[int, datetime | None]]

    def exactly(self, moment: datetime) -> datetime:
        """Return the due moment by the minute of receipt."""
        day = moment.toordinal()
        closes = self.office.by_day[day - self.office.days.first].morning_close
        due = (self.afternoon if is_past(moment, closes) else self.morning)[day]
        return due or self.office.slot_end(self.office.slot(moment) + self.halves)


@lru_cache(maxsize=16)
def _tables(office: OfficeTime, halves: int) -> Tables:
    closes = {hours.morning_close // 60 for hours in office.by_day}
    ordinals = range(office.days.first, office.days.first + len(office.by_day))
    ends = [*office.ends, *[None] * (halves + 2)]
    mornings = office.slots_before[:-1]
    afternoons = (before + (after - before == 2) for before, after in pairwise(office.slots_before))
    morning = dict(zip(ordinals, (ends[slot + halves] for slot in mornings), strict=True))
    afternoon = dict(zip(ordinals, (ends[slot + halves] for slot in afternoons), strict=True))
    nothing: dict[int, datetime | None] = dict.fromkeys(ordinals)
    before = [morning] * min(closes)
    between = [nothing] * (max(closes) - min(closes) + 1)
    by_hour = [*before, *between, *[afternoon] * (24 - len(before) - len(between))]
    return Tables(office, halves, morning, afternoon, by_hour)
