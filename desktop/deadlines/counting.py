"""Counts amounts from a receipt to a due time: the one place where deadlines are made.

Ground: Bộ luật Dân sự 2015 Điều 147 (the day of receipt is day 0) and Điều 148 (end of a term, day off moves on).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.deadlines.conventions import AfterClose, Conventions, Cutoff, End, NonworkingReceipt
from desktop.deadlines.office_time import MINUTE, OfficeTime
from desktop.deadlines.parts import Measure, Part
from desktop.deadlines.pauses import Pause
from desktop.deadlines.term import Term, TermNotCountable


@dataclass(frozen=True, slots=True)
class Counted:
    """A due moment; `whole_day` when legally the date counts."""

    at: datetime
    whole_day: bool


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
            start = self.received_at if at is None else at
            return self.office.moment(self.office.elapsed(start) + part.amount)
        if part.measure is Measure.HALF_DAYS:
            start_slot = self._receipt_slot() if at is None else self.office.slot(at)
            return self.office.slot_end(start_slot + part.amount)
        return self.office.close_of(self._same_day(part) if at is None else at.date())

    def _receipt_slot(self) -> int:
        """Return the slot of the receipt, which is day 0."""
        day, slot = self.received_at.date(), self.office.slot(self.received_at)
        if not self.office.days.is_working(day):
            # A day off as day 0 lies between two working days: the first session after it is already half a day.
            return slot - (self.conventions.nonworking_receipt is NonworkingReceipt.NATURAL_DAY0)
        return 2 * (slot // 2 + 1) if self._is_late() else slot

    def _is_late(self) -> bool:
        """Tell whether the receipt came after closing on a working day and counts from the next opening."""
        closed = self.received_at.time() > self.office.hours.afternoon_close
        return closed and self.conventions.after_close is AfterClose.NEXT_OPENING

    def _same_day(self, part: Part) -> date:
        """Return the day a same-day term ends: today, or the next working day after the cut-off."""
        day, clock = self.received_at.date(), self.received_at.time()
        if not self.office.days.is_working(day):
            return self.office.working_on_or_after(day)
        inclusive = self.conventions.cutoff is Cutoff.INCLUSIVE
        late = part.cutoff is not None and (clock > part.cutoff or (inclusive and clock == part.cutoff))
        return self.office.add_working_days(day, 1) if late or self._is_late() else day

    def _moved_by_slots(self, at: datetime, whole: bool, same_day: bool, pauses: Sequence[Pause]) -> Counted | None:
        slot, moved = self.office.slot(at), 0
        for pause in pauses:
            started = self.office.slot(pause.start)
            # A whole-day term runs through the afternoon of its last day, whichever session it began in.
            is_date = whole and moved % 2 == 0 and self.conventions.end is End.DATE
            if started > (slot | 1 if is_date else slot):
                break
            if pause.end is None:
                return None
            shift = self.office.slot(pause.end) - min(started, slot)
            slot, moved = slot + shift, moved + shift
        at = self.office.slot_end(slot)
        if not whole or moved % 2:
            return Counted(at, whole_day=False)
        return Counted(at, whole_day=True) if same_day else self._ended(at)

    def _moved_by_minutes(self, at: datetime, pauses: Sequence[Pause]) -> Counted | None:
        for pause in pauses:
            if pause.start > at:
                break
            if pause.end is None:
                return None
            paused = self.office.elapsed(pause.end) - self.office.elapsed(pause.start)
            if paused:
                at = self.office.moment(self.office.elapsed(at) + paused)
        return Counted(at, whole_day=False)

    # Dates

    def _on_dates(self, parts: Sequence[Part], pauses: Sequence[Pause]) -> Counted | None:
        day = self.day0()
        for part in parts:
            day = self._date_after(part, day)
        for pause in pauses:
            if pause.start.date() > self.office.working_on_or_after(day):
                break
            if pause.end is None:
                return None
            if len(parts) > 1:
                raise TermNotCountable(self.term, "gồm cả ngày làm việc và ngày lịch mà lại có lần tạm dừng")
            day += self.office.covered(pause.end).date() - min(pause.start.date(), day)
        return self._ended(self.office.close_of(self.office.working_on_or_after(day)))

    def _date_after(self, part: Part, day: date) -> date:
        if part.measure is Measure.DATES:
            return day + timedelta(days=part.amount)
        if part.measure is Measure.HALF_DAYS and part.amount % 2 == 0:
            return self.office.add_working_days(day, part.amount // 2)
        raise TermNotCountable(self.term, "gồm ngày lịch và phần lẻ chưa đủ một ngày làm việc")

    def day0(self) -> date:
        """Return the day of receipt for counting: the first counted day is the next one."""
        day = self.received_at.date()
        if self.office.days.is_working(day):
            return self.office.add_working_days(day, 1) if self._is_late() else day
        natural = self.conventions.nonworking_receipt is NonworkingReceipt.NATURAL_DAY0
        return day if natural else self.office.working_on_or_after(day)

    def _ended(self, at: datetime) -> Counted:
        """Give a term of whole days the end its convention names."""
        end = self.conventions.end
        if end is End.DAY_END:
            return Counted(self.office.close_of(at.date()), whole_day=False)
        if end is End.SAME_CLOCK:
            return Counted(datetime.combine(at.date(), self._receipt_clock().time()), whole_day=False)
        return Counted(at, whole_day=end is End.DATE)

    def _receipt_clock(self) -> datetime:
        """Return the receipt moved into office hours, so that the same clock time can be kept."""
        day, hours = self.received_at.date(), self.office.hours
        opening = datetime.combine(day, hours.morning_open)
        if not self.office.days.is_working(day) or self._is_late():
            return opening
        return min(max(self.received_at, opening), self.office.close_of(day))

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
