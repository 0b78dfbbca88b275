"""Due times of many dossiers at once: tables of sessions, minutes and dates instead of a count for each receipt."""

from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain, pairwise, repeat
from math import gcd
from operator import sub
from sys import maxsize

from desktop.deadlines.conventions import AfterClose, Conventions, End, NonworkingReceipt, Start
from desktop.deadlines.counting import Counting
from desktop.deadlines.office_time import MINUTE, DayHours, OfficeTime
from desktop.deadlines.parts import Measure, Part
from desktop.deadlines.term import Term

BY_SLOT = {End.DATE, End.SLOT_END}
WORTH_A_TABLE = 2_000  # receipts; below, single counts are done before the tables of an office are built
WORTH_A_CUT = 10  # receipts a session; with fewer, looking each up is quicker than finding where a session's end
MINUTES_OF_DAY = 24 * 60
NEVER = datetime.combine(date.max, time.max)


def due_moments(
    office: OfficeTime, conventions: Conventions, received_at: Sequence[datetime], term: Term, parts: Sequence[Part]
) -> list[datetime]:
    """Return the due moment of each receipt, without pauses.

    Args:
        parts: the amounts of the term as `parts.in_counting_order` gives them, at least one.

    Raises:
        TermNotCountable: the amounts can not be combined without guessing.
        CalendarMissing: one of the receipts would need a year without a calendar.
    """
    part = parts[0]
    if len(parts) == 1 and part.measure is Measure.HALF_DAYS and _is_by_slot(conventions):
        return slots_later(office, received_at, part.amount)
    if len(parts) == 1 and part.measure is Measure.OFFICE_MINUTES and conventions.start is Start.DAY0_EXCLUDED:
        return minutes_later(office, received_at, part.amount)
    due = DueOf(office, conventions, term, parts)
    if part.measure is Measure.DATES and _is_by_date(conventions):
        midnights = DueOfDate(due)
        return list(map(midnights.__getitem__, map(datetime.toordinal, received_at)))
    return [due(moment) for moment in received_at]


def _is_by_slot(conventions: Conventions) -> bool:
    return (
        conventions.end in BY_SLOT
        and conventions.start is Start.DAY0_EXCLUDED
        and conventions.after_close is AfterClose.SAME_DAY0
        and conventions.nonworking_receipt is NonworkingReceipt.NEXT_WORKING_DAY_IS_DAY0
    )


def _is_by_date(conventions: Conventions) -> bool:
    return conventions.end is not End.SAME_CLOCK and conventions.after_close is AfterClose.SAME_DAY0


@dataclass(frozen=True, slots=True)
class DueOf:
    """The single count, for terms no table serves."""

    office: OfficeTime
    conventions: Conventions
    term: Term
    parts: Sequence[Part]

    def __call__(self, received_at: datetime) -> datetime:
        counted = Counting(self.office, self.conventions, received_at, self.term).run(self.parts, ())
        assert counted is not None, "only an open pause leaves no due time"
        return counted.at


class DueOfDate(dict[int, datetime]):
    """The due moment by the ordinal date of receipt, counted once for each date that is asked for."""

    def __init__(self, due: DueOf) -> None:
        super().__init__()
        self._due = due

    def __missing__(self, ordinal: int) -> datetime:
        self[ordinal] = self._due(datetime.fromordinal(ordinal))
        return self[ordinal]


# Sessions


def slots_later(office: OfficeTime, received_at: Sequence[datetime], halves: int) -> list[datetime]:
    """Return the end of the slot that lies so many half days after the slot of each receipt."""
    moments = list(received_at)
    if len(moments) >= WORTH_A_TABLE:
        first, last = office.slot(moments[0]), office.slot(moments[-1])
        if (last - first) * WORTH_A_CUT <= len(moments) and _are_in_order(moments):
            return _cut_by_session(office, moments, halves, first, last)
        with suppress(IndexError):
            return _looked_up(office, moments, halves)
    return [office.slot_end(office.slot(moment) + halves) for moment in moments]  # names the year that is missing


def _are_in_order(moments: list[datetime]) -> bool:
    """Tell whether the moments ascend, as a register gives them; the first ones spare sorting what does not."""
    beginning = moments[:1_000]
    return beginning == sorted(beginning) and moments == sorted(moments)


def _cut_by_session(office: OfficeTime, in_order: list[datetime], halves: int, first: int, last: int) -> list[datetime]:
    """Return the due moments of receipts in order: those of one session are neighbours and are due together."""
    office.slot_end(last + halves)  # refuses what lies beyond the calendar
    cuts = [bisect_right(in_order, moment) for moment in _last_moments(office)[first:last]]
    sizes = map(sub, [*cuts, len(in_order)], [0, *cuts])
    return list(chain.from_iterable(map(repeat, office.ends[first + halves : last + halves + 1], sizes)))


@lru_cache(maxsize=4)
def _last_moments(office: OfficeTime) -> list[datetime]:
    """Return the last moment that belongs to each slot but the very last one."""
    return [
        end if end.date() == following.date() else datetime.combine(end, time.max)
        for end, following in pairwise(office.ends)
    ]


def _looked_up(office: OfficeTime, moments: list[datetime], halves: int) -> list[datetime]:
    """Return the due moments of receipts in any order.

    Raises:
        IndexError: one of them lies beyond the calendar.
    """
    slots_of, due_of = _slots_by_ordinal(office), office.ends[halves:]
    return [
        due_of[afternoon if moment > noon else morning]
        for moment in moments
        for noon, morning, afternoon in (slots_of[moment.toordinal()],)
    ]


@lru_cache(maxsize=4)
def _slots_by_ordinal(office: OfficeTime) -> list[tuple[datetime, int, int]]:
    """Return the end of the morning, the slot until then and the slot after it, for each ordinal date.

    The list begins with the year 1: millions of idle bytes, for a look-up a fifth quicker than in a dictionary.
    """
    beyond = (NEVER, maxsize, maxsize)
    return [beyond] * office.days.first + [
        (office.ends[before], before, before + 1) if after - before == 2 else (NEVER, before, before)
        for before, after in pairwise(office.slots_before)
    ]


# Working minutes


def minutes_later(office: OfficeTime, received_at: Sequence[datetime], minutes: int) -> list[datetime]:
    """Return the moment at which so many working minutes (1 or more) have passed since each receipt."""
    if len(received_at) >= WORTH_A_TABLE:
        with suppress(LookupError):
            return _minutes_of(office).later(received_at, minutes)
    return [office.moment(office.elapsed(moment) + minutes) for moment in received_at]  # names the year missing


@dataclass(frozen=True, eq=False, slots=True)
class Minutes:
    """The working minutes of an office, both ways.

    `of_date` leads from an ordinal date to the minutes before it and to those passed by each minute of that day. Every
    day begins at a multiple of `step` working minutes, so `of_step` leads from a number of steps to the one day they
    end on: the minutes before it, its midnight, and how far into the day each of its working minutes ends.
    """

    of_date: dict[int, tuple[int, Sequence[int]]]
    step: int
    of_step: list[tuple[int, datetime, Sequence[timedelta]]]

    def later(self, received_at: Sequence[datetime], minutes: int) -> list[datetime]:
        """Return the moment so many working minutes after each receipt.

        Raises:
            LookupError: one of them lies beyond the calendar.
        """
        of_date, of_step, step = self.of_date, self.of_step, self.step
        dues = []
        for moment in received_at:
            before, passed = of_date[moment.toordinal()]
            total = before + passed[moment.hour * 60 + moment.minute] + minutes
            before, midnight, ends = of_step[(total - 1) // step]
            dues.append(midnight + ends[total - before])
        return dues


@lru_cache(maxsize=4)
def _minutes_of(office: OfficeTime) -> Minutes:
    passed = {hours: _passed(hours) for hours in set(office.by_day)}
    ends = {hours: _ends(hours) for hours in passed}
    idle = [0] * MINUTES_OF_DAY
    step = gcd(*(after - before for before, after in pairwise(office.minutes_before))) or 1
    of_date: dict[int, tuple[int, Sequence[int]]] = {}
    of_step: list[tuple[int, datetime, Sequence[timedelta]]] = []
    days = zip(office.by_day, pairwise(office.minutes_before), strict=True)
    for ordinal, (hours, (before, after)) in enumerate(days, office.days.first):
        of_date[ordinal] = (before, passed[hours] if after > before else idle)
        of_step += [(before, datetime.fromordinal(ordinal), ends[hours])] * ((after - before) // step)
    return Minutes(of_date, step, of_step)


def _passed(hours: DayHours) -> list[int]:
    return [hours.passed(minute) for minute in range(MINUTES_OF_DAY)]


def _ends(hours: DayHours) -> list[timedelta]:
    return [hours.at(passed) * MINUTE for passed in range(hours.minutes + 1)]
