"""The one clock: due times, pauses, countdown and office state for one desk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache

from desktop.deadlines.calendar import Calendar
from desktop.deadlines.conventions import DP1, Conventions, PauseMode, PlainDay, Plus10, SaturdayCount
from desktop.deadlines.countdown import minutes_to_change, remaining_words
from desktop.deadlines.counting import Counted, Counting
from desktop.deadlines.explaining import Explanation, explain_count, explain_span
from desktop.deadlines.hours import OfficeHours
from desktop.deadlines.many import due_moments
from desktop.deadlines.office_time import MINUTE, DayHours, MinutesLeft, OfficeTime, morning_only, whole_day
from desktop.deadlines.parts import Part, in_counting_order, is_plain, parts_of
from desktop.deadlines.pauses import Pause, merged
from desktop.deadlines.term import Term, TermNotCountable, Unit
from desktop.deadlines.timetable import SATURDAY, USUAL, SaturdayDesk, Timetable
from desktop.deadlines.words import WEEKDAYS
from desktop.deadlines.working_days import WorkingDays

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


@dataclass(frozen=True)
class Clock:
    """Counts deadlines for one desk. All moments are naive local times.

    `hours` are the usual office hours, `timetable` what differs by season and on Saturday. Every method raises
    CalendarMissing when it would need a year without a calendar.
    """

    calendar: Calendar
    hours: OfficeHours
    conventions: Conventions = DP1
    timetable: Timetable = USUAL

    @cached_property
    def _office(self) -> OfficeTime:
        counts_saturdays = self.conventions.saturday_desk is SaturdayCount.HALF_DAY
        return _office_time(self.calendar, self.hours, self.timetable, counts_saturdays)

    def under(self, named: Mapping[str, str]) -> "Clock":
        """Return the same clock counting by exactly these deviations from DP-1, as a dossier froze them.

        Raises:
            UserFacingError: a setting or a value is not known.
        """
        conventions = Conventions.parse(named)
        return self if conventions == self.conventions else replace(self, conventions=conventions)

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
        return [self._due(received_at, *prefix, stops) for prefix in self._prefixes(received_at, terms)]

    def _prefixes(self, received_at: datetime, terms: Sequence[Term]) -> Iterator[tuple[Term, list[Part]]]:
        """Yield for each step the term and the amounts from the beginning through that step."""
        so_far: list[Part] = []
        deferred: list[Part] = []
        minutes_per_day = self.minutes_per_day_on(received_at.date())
        for number, term in enumerate(terms, start=1):
            for part in parts_of(term, self.conventions, minutes_per_day):
                (deferred if part.deferred else so_far).append(part)
            so_far = in_counting_order([*so_far, *deferred] if number == len(terms) else so_far)
            yield term, so_far

    def _due(self, received_at: datetime, term: Term, parts: list[Part], pauses: list[Pause]) -> Due | None:
        _, counted = self._counted(received_at, term, parts, pauses)
        if counted is None:
            return None
        return Due(counted.at, counted.whole_day, self.is_provisional(received_at, counted.at))

    def _counted(
        self, received_at: datetime, term: Term, parts: list[Part], pauses: list[Pause]
    ) -> tuple[Counting, Counted | None]:
        """Return the count that led to the due time, and what it gave."""
        counting = Counting(self._office, self.conventions, received_at, term)
        mode = self.conventions.pause_mode
        if mode is PauseMode.RESTART:
            return self._restarted(counting, parts, pauses)
        if mode is PauseMode.CALENDAR_SHIFT:
            return counting, self._shifted_naturally(counting, parts, pauses)
        return counting, counting.run(parts, pauses)

    def _restarted(self, counting: Counting, parts: list[Part], pauses: list[Pause]) -> tuple[Counting, Counted | None]:
        """Count the full term again from the end of each pause (kể từ ngày nhận đủ hồ sơ hợp lệ)."""
        counted = counting.run(parts, ())
        for pause in pauses:
            if counted is None or _opened_after(pause, counted):
                break
            if pause.end is None:
                return counting, None
            counting = replace(counting, received_at=pause.end)
            counted = counting.run(parts, ())
        return counting, counted

    def _shifted_naturally(self, counting: Counting, parts: list[Part], pauses: list[Pause]) -> Counted | None:
        """Move the due time by the natural time paused, then to the next working day."""
        counted = counting.run(parts, ())
        for pause in pauses:
            if counted is None or _opened_after(pause, counted):
                break
            if pause.end is None:
                return None
            moved = counted.at + (self._office.covered(pause.end) - pause.start)
            if counted.whole_day:  # the date counts: it keeps the end of session beside it
                day = self._office.working_on_or_after(moved.date())
                moved = datetime.combine(day, counted.at.time())
            counted = replace(counted, at=moved if counted.whole_day else self._office.into_hours(moved))
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
            is_late = started > (self._office.last_slot_of_day(slot) if whole_day else slot)
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

    def remaining_words(self, minutes: int, due_at: datetime | None = None) -> str:
        """Say working minutes as the board does: "còn 1 ngày 3 giờ", "quá 48 phút", "đến hạn".

        A day is a working day of this office: that of the due time's season when `due_at` is given, else the usual one.
        """
        return remaining_words(minutes, self._minutes_per_day(due_at))

    def _minutes_per_day(self, due_at: datetime | None) -> int:
        return self.minutes_per_day_on(due_at.date()) if due_at and self.timetable.seasons else self._usual_minutes

    @cached_property
    def _usual_minutes(self) -> int:
        return self.hours.minutes_per_day

    def next_text_change(self, now: datetime, dues: Iterable[datetime]) -> datetime | None:
        """Return the next moment at which the remaining words of any of these due times change; None without any.

        Outside office hours nothing changes, so the board may sleep from closing to the next opening. Leave out the
        dossiers whose clock stands still. Words are those of `remaining_words` with `due_at` given.
        """
        gone, table = self._office.elapsed(now), self._office.elapsed_at
        if self.timetable.seasons:
            steps = (minutes_to_change(table[due] - gone, self._minutes_per_day(due)) for due in dues)
        else:
            per_day = self._usual_minutes
            steps = (minutes_to_change(left, per_day) for left in {table[due] - gone for due in set(dues)})
        soonest = min(steps, default=None)
        return None if soonest is None else self._office.moment(gone + soonest)

    def remaining_many(self, now: datetime, dues: Iterable[datetime]) -> list[int]:
        """Return the working minutes from now to each of many due times, as `minutes_between` would."""
        left = MinutesLeft(self._office, now)
        return list(map(left.__getitem__, dues))

    def due_many(self, received_at: Sequence[datetime], term: Term) -> list[datetime]:
        """Return when one term ends for many receipts without pauses: the moments that `due` gives one by one.

        Raises:
            TermNotCountable: as `due` does.
        """
        lengths = {self._usual_minutes, *(season.hours.minutes_per_day for season in self.timetable.seasons)}
        counts = {tuple(in_counting_order(parts_of(term, self.conventions, minutes))) for minutes in lengths}
        if len(counts) == 1:
            return due_moments(self._office, self.conventions, received_at, term, *counts)
        # Half a day by the clock: not as long in every season.
        dues = (self.due(moment, term) for moment in received_at)
        return [due.at for due in dues if due]

    def office_state(self, now: datetime) -> OfficeState:
        """Tell whether the office is open now, and the wall-clock minutes to lunch, closing or the next opening.

        A Saturday desk is open although its hours do not count for terms.
        """
        is_open, until = self._session_end(now)
        return OfficeState(is_open, until, -((now - until) // MINUTE))

    def _session_end(self, now: datetime) -> tuple[bool, datetime]:
        for opening, closing in self._sessions(now.date()):
            if opening <= now < closing:
                return True, closing
        return False, min([self.next_opening(now), *self._next_saturday_desk(now)])

    def _sessions(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return when the office opens and closes on a day, for people at the counter."""
        desk = self._saturday_desk(day)
        if not self.is_working(day):
            return [(datetime.combine(day, desk.opens), datetime.combine(day, desk.closes))] if desk else []
        hours, start = self._office.hours_of(day), datetime.combine(day, time())
        spans = ((hours.morning_open, hours.morning_close), (hours.afternoon_open, hours.afternoon_close))
        return [(start + begins * MINUTE, start + ends * MINUTE) for begins, ends in spans[: hours.sessions]]

    def _next_saturday_desk(self, now: datetime) -> list[datetime]:
        """Return when the desk opens next Saturday; nothing when it does not."""
        saturday = now.date() + (SATURDAY - now.weekday()) % 7 * DAY
        desk = self._saturday_desk(saturday)
        if desk is None or datetime.combine(saturday, desk.opens) < now:
            return []
        return [datetime.combine(saturday, desk.opens)]

    def _saturday_desk(self, day: date) -> SaturdayDesk | None:
        return _saturday_desk(self.calendar, self.timetable, day)

    def session_start(self, moment: datetime) -> datetime:
        """Return when the session begins in which a moment lies; on a day off, the next one that counts."""
        return self._office.slot_start(self._office.slot(moment))

    def next_opening(self, now: datetime) -> datetime:
        """Return the next moment at or after now at which a session that counts begins."""
        if self.is_working(now.date()):
            for opening, _ in self._sessions(now.date()):
                if now <= opening:
                    return opening
        return self._office.open_of(self.next_working_day(now.date()))

    # Days

    def next_working_day(self, day: date) -> date:
        """Return the first working day after this one."""
        return self._office.add_working_days(day, 1)

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after this day, before it when n is negative; 0 gives the day itself."""
        return self._office.add_working_days(day, n)

    def is_working(self, day: date) -> bool:
        """Tell whether this day counts for terms: as the calendar says, and a Saturday desk that counts half a day."""
        return self._office.days.is_working(day)

    def reason_off(self, day: date) -> str:
        """Say why this day does not count ("thứ Bảy", "Ngày Văn hóa Việt Nam"); empty for a working day."""
        return "" if self.is_working(day) else self.calendar.reason_off(day)

    def reason_worked(self, day: date) -> str:
        """Say why a rest day counts ("làm bù cho 29/4"); empty for an ordinary working day and for a day off."""
        if self.is_working(day) and not self.calendar.is_working(day):
            return f"trực sáng {WEEKDAYS[day.weekday()]}, tính nửa ngày"
        return self.calendar.reason_worked(day)

    def hours_on(self, day: date) -> OfficeHours:
        """Return the office hours in force on this day: those of the season, else the usual ones."""
        return self.timetable.hours_on(day, self.hours)

    def minutes_per_day_on(self, day: date) -> int:
        """Return the working minutes of a full day at that time of the year."""
        return self.hours_on(day).minutes_per_day

    # Explanations

    def explain(self, received_at: datetime, due_at: datetime) -> Explanation:
        """Tell how many working days lie after day 0 up to the due date, and which days off were skipped and why.

        For a due time of which only the moment is known; `explain_term` knows the term and the pauses too.
        """
        day0 = Counting(self._office, self.conventions, received_at, Term()).day0()
        return explain_span(self, received_at, due_at, self._office.days, day0)

    def explain_term(self, received_at: datetime, term: Term, pauses: Sequence[Pause] = ()) -> Explanation | None:
        """Tell how the due time of this term comes about; None while an open pause leaves none.

        Its `amount` equals the term, for terms in one unit and pauses that shift or restart.

        Raises:
            TermNotCountable: as `due` does.
        """
        return self.explain_steps(received_at, [term], pauses)

    def explain_steps(
        self, received_at: datetime, terms: Sequence[Term], pauses: Sequence[Pause] = ()
    ) -> Explanation | None:
        """Tell how the due time of the last of several steps comes about, as `explain_term` does for one term."""
        *_, (term, parts) = self._prefixes(received_at, terms)
        counting, counted = self._counted(received_at, term, parts, merged(pauses, received_at))
        return explain_count(self, counting, counted, parts, received_at) if counted else None


@lru_cache(maxsize=16)
def _office_time(calendar: Calendar, usual: OfficeHours, timetable: Timetable, counts_saturdays: bool) -> OfficeTime:
    """Build the tables of an office once for each calendar, however many clocks ask for them."""
    days = calendar.working_days
    if not counts_saturdays or not timetable.saturdays:
        return OfficeTime.of(days, lambda day: whole_day(timetable.hours_on(day, usual)))

    def hours_on(day: date) -> DayHours:
        desk = _saturday_desk(calendar, timetable, day)
        return morning_only(desk.opens, desk.closes) if desk else whole_day(timetable.hours_on(day, usual))

    def works(day: date) -> bool:
        return calendar.is_working(day) or _saturday_desk(calendar, timetable, day) is not None

    first, last = min(calendar.statuses), max(calendar.statuses)
    return OfficeTime.of(WorkingDays.of_years(first, last, works), hours_on)


def _saturday_desk(calendar: Calendar, timetable: Timetable, day: date) -> SaturdayDesk | None:
    """Return the Saturday desk of a day; none on a holiday, nor on a Saturday worked in full anyway."""
    if day in calendar.rows or day.weekday() in calendar.week:
        return None
    return timetable.saturday_desk_on(day)


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
