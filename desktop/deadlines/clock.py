"""The one clock: due times, pauses, countdown and office state for one desk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from desktop.deadlines.calendar import Calendar
from desktop.deadlines.conventions import DP1, Conventions, PauseMode, PlainDay, Plus10
from desktop.deadlines.counting import Counted, Counting
from desktop.deadlines.hours import OfficeHours
from desktop.deadlines.office_time import MINUTE, OfficeTime
from desktop.deadlines.parts import Part, in_counting_order, is_plain, parts_of
from desktop.deadlines.pauses import Pause, merged
from desktop.deadlines.term import Term, TermNotCountable, Unit
from desktop.deadlines.words import remaining_words

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due (hạn).

    `at` is the naive local moment; with `whole_day` legally only its date counts. `provisional` (dự kiến): the official
    calendar of a year it runs through has not been announced.
    """

    at: datetime
    whole_day: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class OfficeState:
    """Whether the office is open, and until when this lasts; `minutes` by the wall clock, rounded up."""

    open: bool
    until: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that did not count, with the reason to show."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a due date came about: the working days counted after day 0, and the days off on the way."""

    counted_days: int
    skipped: tuple[SkippedDay, ...]


@dataclass(frozen=True)
class Clock:
    """Counts deadlines for one desk. All moments are naive local times.

    Every method raises CalendarMissing when it would need a year without a calendar.
    """

    calendar: Calendar
    hours: OfficeHours
    conventions: Conventions = DP1

    @cached_property
    def _office(self) -> OfficeTime:
        return OfficeTime(self.calendar.working_days, self.hours)

    # Due times

    def due(self, received_at: datetime, term: Term, pauses: Sequence[Pause] = ()) -> Due | None:
        """Return when the term ends, or None while a pause opened before its end is still open.

        Raises:
            TermNotCountable: the term has no amount or its unit is ambiguous; the officer gives the date.
        """
        return self.due_after(received_at, [term], pauses)[0]

    def due_after(self, received_at: datetime, terms: Sequence[Term], pauses: Sequence[Pause] = ()) -> list[Due | None]:
        """Return when each of several steps, one after the other, is due; the last equals the whole.

        Half days are added up before they become a moment, so rounding never accumulates. A step is None while a pause
        opened before its due time is still open; earlier steps keep theirs.

        Raises:
            TermNotCountable: one of the steps has no countable amount; leave such steps out.
        """
        stops = merged(pauses, received_at)
        return [self._due(received_at, *prefix, stops) for prefix in self._prefixes(terms)]

    def _prefixes(self, terms: Sequence[Term]) -> Iterator[tuple[Term, list[Part]]]:
        """Yield for each step the term and the amounts from the beginning through that step."""
        so_far: list[Part] = []
        deferred: list[Part] = []
        for number, term in enumerate(terms, start=1):
            for part in parts_of(term, self.conventions, self.hours.minutes_per_day):
                (deferred if part.deferred else so_far).append(part)
            so_far = in_counting_order([*so_far, *deferred] if number == len(terms) else so_far)
            yield term, so_far

    def _due(self, received_at: datetime, term: Term, parts: list[Part], pauses: list[Pause]) -> Due | None:
        counting = Counting(self._office, self.conventions, received_at, term)
        mode = self.conventions.pause_mode
        if mode is PauseMode.RESTART:
            counted = self._restarted(counting, parts, pauses)
        elif mode is PauseMode.CALENDAR_SHIFT:
            counted = self._shifted_naturally(counting, parts, pauses)
        else:
            counted = counting.run(parts, pauses)
        if counted is None:
            return None
        return Due(counted.at, counted.whole_day, self.is_provisional(received_at, counted.at))

    def _restarted(self, counting: Counting, parts: list[Part], pauses: list[Pause]) -> Counted | None:
        """Count the full term again from the end of each pause (kể từ ngày nhận đủ hồ sơ hợp lệ)."""
        counted = counting.run(parts, ())
        for pause in pauses:
            if counted is None or _opened_after(pause, counted):
                break
            if pause.end is None:
                return None
            counting = replace(counting, received_at=pause.end)
            counted = counting.run(parts, ())
        return counted

    def _shifted_naturally(self, counting: Counting, parts: list[Part], pauses: list[Pause]) -> Counted | None:
        """Move the due time by the natural time paused, then to the next working day."""
        counted = counting.run(parts, ())
        for pause in pauses:
            if counted is None or _opened_after(pause, counted):
                break
            if pause.end is None:
                return None
            moved = counted.at + (self._office.covered(pause.end) - pause.start)
            day = self._office.working_on_or_after(moved.date())
            counted = replace(counted, at=datetime.combine(day, moved.time()))
        return counted

    def is_provisional(self, received_at: datetime, due_at: datetime) -> bool:
        """Whether the way from receipt to due time runs through a year whose calendar is not official (dự kiến)."""
        return any(self.calendar.is_provisional(date(year, 1, 1)) for year in range(received_at.year, due_at.year + 1))

    def shift(
        self, due_at: datetime, pause: Pause, *, whole_day: bool = False, unit: Unit = Unit.WORKING_DAY
    ) -> datetime:
        """Return a due time moved by what the office could not use during a pause (SHIFT).

        Day terms move by working sessions, moments inside a session and hour terms by working minutes, calendar-day
        terms by calendar days to a working day. A pause opened after the due time does not move it. Where the receipt
        and all pauses are known, use `due`: it also knows that a calendar-day term had been moved off a day off.

        Args:
            due_at: naive local time.
            pause: a pause that has ended.
            whole_day: legally the date counts, so a pause opened later on that date still moves it.
            unit: what the term is counted in.

        Raises:
            ValueError: the pause is still open, so there is no due time.
        """
        if pause.end is None:
            raise ValueError("an open pause leaves no due time")
        if unit is Unit.CALENDAR_DAY:
            return self._shift_by_dates(due_at, pause.start, pause.end)
        slot, started = self._office.slot(due_at), self._office.slot(pause.start)
        if unit is not Unit.WORKING_HOUR and due_at == self._office.slot_end(slot):
            is_late = started > (slot | 1 if whole_day else slot)
            ended = self._office.slot(pause.end)
            return due_at if is_late else self._office.slot_end(slot + ended - min(started, slot))
        paused = self.minutes_between(pause.start, pause.end)
        if pause.start > due_at or not paused:
            return due_at
        return self._office.moment(self._office.elapsed(due_at) + paused)

    def _shift_by_dates(self, due_at: datetime, start: datetime, end: datetime) -> datetime:
        if start.date() > due_at.date():
            return due_at
        moved = due_at.date() + (self._office.covered(end).date() - start.date())
        return datetime.combine(self._office.working_on_or_after(moved), due_at.time())

    def candidates(self, received_at: datetime, term: Term) -> list[tuple[str, Due]]:
        """Return the readings of a term in plain "ngày", for the officer to choose from; empty for any other term."""
        if not is_plain(term):
            return []
        readings = (
            ("tính ngày làm việc", PlainDay.WORKING, Plus10.PLUS10_WORKING),
            ("tính ngày lịch", PlainDay.CALENDAR, Plus10.PLUS10_CALENDAR_IN_STEP),
        )
        found = []
        for words, plain_day, plus10 in readings:
            clock = replace(self, conventions=replace(self.conventions, plain_day=plain_day, plus10=plus10))
            due = _due_or_none(clock, received_at, _unitless_as_days(term))
            found += [(words, due)] if due else []
        return found

    # Countdown

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Return the working minutes from start to end, negative when end comes first."""
        return self._office.elapsed(end) - self._office.elapsed(start)

    def remaining_words(self, minutes: int) -> str:
        """Say working minutes as the board does: "còn 1 ngày 3 giờ", "quá 48 phút", "đến hạn"."""
        return remaining_words(minutes, self.hours.minutes_per_day)

    def office_state(self, now: datetime) -> OfficeState:
        """Tell whether the office is open now, and the wall-clock minutes to lunch, closing or the next opening."""
        is_open, until = self._session_end(now)
        return OfficeState(is_open, until, -((now - until) // MINUTE))

    def _session_end(self, now: datetime) -> tuple[bool, datetime]:
        hours = self.hours
        if self.calendar.is_working(now.date()):
            for opening, closing in (
                (hours.morning_open, hours.morning_close),
                (hours.afternoon_open, hours.afternoon_close),
            ):
                if opening <= now.time() < closing:
                    return True, datetime.combine(now.date(), closing)
        return False, self.next_opening(now)

    def next_opening(self, now: datetime) -> datetime:
        """Return the next moment at or after now at which a session begins."""
        day, hours = now.date(), self.hours
        if self.calendar.is_working(day):
            for opening in (hours.morning_open, hours.afternoon_open):
                if now.time() <= opening:
                    return datetime.combine(day, opening)
        return datetime.combine(self.next_working_day(day), hours.morning_open)

    # Days

    def next_working_day(self, day: date) -> date:
        """Return the first working day after this one."""
        return self._office.add_working_days(day, 1)

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after this day, before it when n is negative; 0 gives the day itself."""
        return self._office.add_working_days(day, n)

    def explain(self, received_at: datetime, due_at: datetime) -> Explanation:
        """Tell how many working days lie after day 0 up to the due date, and which days off were skipped and why."""
        day0 = Counting(self._office, self.conventions, received_at, Term()).day0()
        days = self.calendar.working_days
        counted = days.through(due_at.date()) - days.through(day0)
        span = (received_at.date() + n * DAY for n in range((due_at.date() - received_at.date()).days + 1))
        skipped = tuple(
            SkippedDay(day, self.calendar.reason_off(day)) for day in span if not self.calendar.is_working(day)
        )
        return Explanation(max(0, counted), skipped)


def _opened_after(pause: Pause, counted: Counted) -> bool:
    if counted.whole_day:
        return pause.start.date() > counted.at.date()
    return pause.start > counted.at


def _unitless_as_days(term: Term) -> Term:
    if term.parts:
        return replace(term, parts=tuple(map(_unitless_as_days, term.parts)))
    return replace(term, unit=Unit.DAY) if term.unit is None and term.value is not None else term


def _due_or_none(clock: Clock, received_at: datetime, term: Term) -> Due | None:
    try:
        return clock.due(received_at, term)
    except TermNotCountable:
        return None
