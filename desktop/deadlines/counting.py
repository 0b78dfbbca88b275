"""Counts amounts from a receipt to a due time: the one place where deadlines are made.

Ground: Bộ luật Dân sự 2015 Điều 147 (the day of receipt is day 0) and Điều 148 (end of a term, day off moves on).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from desktop.deadlines.conventions import AfterClose, Conventions, Cutoff, End, NonworkingReceipt, Start
from desktop.deadlines.office_time import MINUTE, OfficeTime
from desktop.deadlines.parts import Measure, Part
from desktop.deadlines.pauses import Pause
from desktop.deadlines.term import Term, TermNotCountable

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """A due moment; `whole_day` when legally the date counts.

    `stopped` holds the stretches the clock stood still, as the count used them: from slot to slot, minute to minute, or
    ordinal date to ordinal date, as the term is counted; what lies after the first up to and including the last of two
    is left out. `last` is the last slot or ordinal date counted, before the end was moved: off a day off, to closing.
    """

    at: datetime
    whole_day: bool
    stopped: tuple[tuple[int, int], ...] = ()
    last: int = 0


@dataclass(frozen=True, slots=True)
class Counting:
    """One count: the office, the conventions, the receipt, and the term for error messages.

    Every method returns None while an open pause leaves no due time, and raises CalendarMissing beyond the calendar.
    """

    office: OfficeTime
    conventions: Conventions
    received_at: datetime
    term: Term

    def run(self, parts: Sequence[Part], pauses: Sequence[Pause]) -> Counted | None:
        """Count the parts in order, then move the due time by the pauses opened before it.

        Args:
            parts: amounts as `parts.in_counting_order` gives them, at least one.
            pauses: as `pauses.merged` gives them.

        Raises:
            TermNotCountable: the amounts can not be combined without guessing.
        """
        self.office.covered(self.received_at)
        measures = {part.measure for part in parts}
        if measures == {Measure.NATURAL_MINUTES}:
            return self._natural(sum(part.amount for part in parts), pauses)
        if Measure.NATURAL_MINUTES in measures:
            raise TermNotCountable(self.term, "gồm nhiều đơn vị không cộng được với nhau")
        if Measure.DATES in measures:
            return self._on_dates(parts, pauses)
        return self._in_office(parts, pauses)

    # Working sessions and working minutes

    def _in_office(self, parts: Sequence[Part], pauses: Sequence[Pause]) -> Counted | None:
        at: datetime | None = None
        for part in parts:
            at = self._after(part, at)
        assert at is not None, "a term has at least one part"
        if parts[-1].measure is Measure.OFFICE_MINUTES:
            return self._moved_by_minutes(at, pauses)
        halves = sum(part.amount for part in parts if part.measure is Measure.HALF_DAYS)
        minutes = any(part.measure is Measure.OFFICE_MINUTES for part in parts)
        same_day = parts[-1].measure is Measure.SAME_DAY
        return self._moved_by_slots(at, same_day or not (halves % 2 or minutes), same_day, pauses)

    def _after(self, part: Part, at: datetime | None) -> datetime:
        if part.measure is Measure.OFFICE_MINUTES:
            start = self._hours_begin() if at is None else at
            return self.office.moment(self.office.elapsed(start) + part.amount)
        if part.measure is Measure.HALF_DAYS:
            start_slot = self._start_slot(part) if at is None else self.office.slot(at)
            return self.office.slot_end(start_slot + part.amount)
        return self.office.close_of(self._same_day(part) if at is None else at.date())

    def _hours_begin(self) -> datetime:
        """Return from when working hours run: minutes outside office hours do not count anyway."""
        if self.is_day1_included:
            raise TermNotCountable(self.term, "quy ước “ngày nhận là ngày thứ nhất” chỉ dùng cho thời hạn tròn ngày")
        return self.received_at

    def _start_slot(self, part: Part) -> int:
        """Return the slot after which half days are counted."""
        if not self.is_day1_included:
            return self.receipt_slot()
        if part.amount % 2:
            raise TermNotCountable(self.term, "quy ước “ngày nhận là ngày thứ nhất” chỉ dùng cho thời hạn tròn ngày")
        return self.office.slots_through(self.day0()) - 1

    def receipt_slot(self) -> int:
        """Return the slot of the receipt, which is day 0."""
        day, slot = self.received_at.date(), self.office.slot(self.received_at)
        if not self.office.days.is_working(day):
            # A day off as day 0 lies between two working days: the first session after it is already half a day.
            return slot - (self.conventions.nonworking_receipt is NonworkingReceipt.NATURAL_DAY0)
        return self.office.slots_through(day) if self._is_late() else slot

    def _is_late(self) -> bool:
        """Tell whether the receipt came after closing on a working day and counts from the next opening."""
        late = self.conventions.after_close is AfterClose.NEXT_OPENING
        return late and self.office.is_after_close(self.received_at)

    def _same_day(self, part: Part) -> date:
        """Return the day a same-day term ends: today, or the next working day after the cut-off."""
        day, clock = self.received_at.date(), self.received_at.time()
        if not self.office.days.is_working(day):
            return self.office.working_on_or_after(day)
        inclusive = self.conventions.cutoff is Cutoff.INCLUSIVE
        late = part.cutoff is not None and (clock > part.cutoff or (inclusive and clock == part.cutoff))
        return self.office.add_working_days(day, 1) if late or self._is_late() else day

    def _moved_by_slots(self, at: datetime, whole: bool, same_day: bool, pauses: Sequence[Pause]) -> Counted | None:
        slot, moved, stopped = self.office.slot(at), 0, []
        received = self.receipt_slot()
        for pause in pauses:
            # A receipt may count from the next opening only: nothing is lost before that.
            started = max(received, self.office.slot(pause.start))
            # A whole-day term runs through the afternoon of its last day, whichever session it began in.
            is_date = whole and moved % 2 == 0 and self.conventions.end is End.DATE
            if started > (self.office.last_slot_of_day(slot) if is_date else slot):
                break
            if pause.end is None:
                return None
            stopped.append((min(started, slot), max(received, self.office.slot(pause.end))))
            shift = stopped[-1][1] - stopped[-1][0]
            slot, moved = slot + shift, moved + shift
        counted = Counted(self.office.slot_end(slot), whole and moved % 2 == 0, tuple(stopped), slot)
        return counted if same_day or not counted.whole_day else self._ended(counted)

    def _moved_by_minutes(self, at: datetime, pauses: Sequence[Pause]) -> Counted | None:
        stopped = []
        for pause in pauses:
            if pause.start > at:
                break
            if pause.end is None:
                return None
            stopped.append((self.office.elapsed(pause.start), self.office.elapsed(pause.end)))
            paused = stopped[-1][1] - stopped[-1][0]
            if paused:
                at = self.office.moment(self.office.elapsed(at) + paused)
        return Counted(at, whole_day=False, stopped=tuple(stopped))

    # Dates

    def _on_dates(self, parts: Sequence[Part], pauses: Sequence[Pause]) -> Counted | None:
        day0 = day = self.day0()
        stopped = []
        for part in parts:
            day = self._date_after(part, day)
        for pause in pauses:
            if pause.start.date() > self.office.working_on_or_after(day):
                break
            if pause.end is None:
                return None
            if len(parts) > 1:
                raise TermNotCountable(self.term, "gồm cả ngày làm việc và ngày lịch mà lại có lần tạm dừng")
            first = min(max(pause.start.date(), day0), day)
            last = max(self.office.covered(pause.end).date(), day0)
            stopped.append((first.toordinal(), last.toordinal()))
            day += last - first
        at = self.office.close_of(self.office.working_on_or_after(day))
        return self._ended(Counted(at, whole_day=True, stopped=tuple(stopped), last=day.toordinal()))

    def _date_after(self, part: Part, day: date) -> date:
        if part.measure is Measure.DATES:
            return day + timedelta(days=part.amount)
        if part.measure is not Measure.HALF_DAYS or part.amount % 2:
            raise TermNotCountable(self.term, "gồm ngày lịch và phần lẻ chưa đủ một ngày làm việc")
        end = self.office.add_working_days(day, part.amount // 2)
        if self.office.slots_through(end) - self.office.slots_through(day) != part.amount:
            raise TermNotCountable(self.term, "gồm ngày lịch và buổi sáng thứ Bảy tính nửa ngày")
        return end

    def day0(self) -> date:
        """Return the day before the first counted one: the day of receipt, by default."""
        received = self._receipt_day()
        return received - DAY if self.is_day1_included else received

    @property
    def is_day1_included(self) -> bool:
        """Tell whether the day of receipt itself is the first day counted."""
        return self.conventions.start is Start.DAY1_INCLUDED

    def _receipt_day(self) -> date:
        day = self.received_at.date()
        if self.office.days.is_working(day):
            return self.office.add_working_days(day, 1) if self._is_late() else day
        natural = self.conventions.nonworking_receipt is NonworkingReceipt.NATURAL_DAY0
        return day if natural else self.office.working_on_or_after(day)

    def _ended(self, counted: Counted) -> Counted:
        """Give a term of whole days the end its convention names."""
        end, day = self.conventions.end, counted.at.date()
        if end is End.DAY_END:
            return replace(counted, at=self.office.close_of(day), whole_day=False)
        if end is End.SAME_CLOCK:
            return replace(counted, at=self._same_clock(day), whole_day=False)
        return counted if end is End.DATE else replace(counted, whole_day=False)

    def _same_clock(self, day: date) -> datetime:
        """Return the receipt's time of day on another day, moved into the office hours of that day."""
        if not self.office.days.is_working(self.received_at.date()) or self._is_late():
            return self.office.open_of(day)
        clock = datetime.combine(day, self.received_at.time())
        return self.office.into_hours(min(clock, self.office.close_of(day)))

    # Natural hours (Điều 147.1)

    def _natural(self, minutes: int, pauses: Sequence[Pause]) -> Counted | None:
        at = self.received_at + minutes * MINUTE
        for pause in pauses:
            if pause.start > at:
                break
            if pause.end is None:
                return None
            at += self.office.covered(pause.end) - pause.start
        if self.office.days.is_working(at.date()):
            return Counted(at, whole_day=False)
        return Counted(self.office.close_of(self.office.working_on_or_after(at.date())), whole_day=False)
