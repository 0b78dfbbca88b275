"""How a due time came about: what was counted, what was skipped and why (giải thích hạn trả)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Protocol

from desktop.deadlines.counting import Counted, Counting
from desktop.deadlines.parts import Measure, Part
from desktop.deadlines.term import UNIT_WORDS, Unit
from desktop.deadlines.words import WEEKDAYS, day_words, number_words
from desktop.deadlines.working_days import WorkingDays

DAY = timedelta(days=1)
MEASURED = {
    Measure.HALF_DAYS: Unit.WORKING_DAY,
    Measure.OFFICE_MINUTES: Unit.WORKING_HOUR,
    Measure.DATES: Unit.CALENDAR_DAY,
    Measure.SAME_DAY: Unit.SAME_DAY,
    Measure.NATURAL_MINUTES: Unit.HOUR,
}


class Office(Protocol):
    """What an explanation asks about a day."""

    def is_working(self, day: date) -> bool:
        """Tell whether this day counts."""

    def reason_off(self, day: date) -> str:
        """Say why it does not."""

    def reason_worked(self, day: date) -> str:
        """Say why a rest day does."""


class DayUse(StrEnum):
    """What became of a day on the way to the due time."""

    OFF = "off"  # the office does not work
    PAUSED = "paused"  # the clock stood still, the whole day
    PARTLY_PAUSED = "partly_paused"  # for one of its sessions


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that did not count (or not wholly), with the reason to show."""

    day: date
    reason: str
    use: DayUse = DayUse.OFF


@dataclass(frozen=True, slots=True)
class MadeUpDay:
    """A day of rest that counted, with the reason to show ("làm bù cho 29/4")."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a due date came about.

    `counted_days`: whole working days after day 0 that counted; `skipped`: days off and pauses on the way; `made_up`:
    rest days that counted. `amount` in `unit` is what was counted of the term itself, found by going through the way
    and not taken from the term; None where parts of several units follow each other. `day0` is the day not counted,
    `restarted` tells that the term began again there after a pause.
    """

    counted_days: int
    skipped: tuple[SkippedDay, ...]
    made_up: tuple[MadeUpDay, ...] = ()
    amount: float | None = None
    unit: Unit | None = None
    day0: date | None = None
    restarted: bool = False


def explain_span(office: Office, received_at: datetime, due_at: datetime, days: WorkingDays, day0: date) -> Explanation:
    """Explain a due time of which only the moment is known."""
    span = list(_dates(received_at.date(), due_at.date()))
    counted = days.through(due_at.date()) - days.through(day0)
    return Explanation(max(0, counted), tuple(_off(office, span)), tuple(_made_up(office, span, day0)), day0=day0)


def explain_count(
    office: Office, counting: Counting, counted: Counted, parts: Sequence[Part], received_at: datetime
) -> Explanation:
    """Explain a due time with the count that led to it."""
    measures = {part.measure for part in parts}
    measure = measures.pop() if len(measures) == 1 else None
    day0 = counting.day0()
    span = list(_dates(counting.received_at.date(), counted.at.date()))
    paused = list(_paused(office, counting, counted, measure, span))
    skipped = sorted([*_off(office, span), *paused], key=lambda skip: skip.day)
    whole = {skip.day for skip in paused if skip.use is DayUse.PAUSED}
    days = sum(office.is_working(day) and day not in whole for day in span if day > day0)
    amount = _amount(counting, counted, measure)
    made_up = tuple(made_up for made_up in _made_up(office, span, day0) if made_up.day not in whole)
    return Explanation(
        counted_days=int(amount) if measure is Measure.HALF_DAYS and amount is not None else days,
        skipped=tuple(skipped),
        made_up=made_up,
        amount=amount,
        unit=MEASURED[measure] if measure else None,
        day0=day0,
        restarted=counting.received_at != received_at,
    )


def _amount(counting: Counting, counted: Counted, measure: Measure | None) -> float | None:
    """Add up what counted, piece by piece: the sessions, the minutes of each day, the dates."""
    office = counting.office
    if measure is Measure.HALF_DAYS:
        return sum(not _stopped(counted, slot) for slot in range(_first_slot(counting) + 1, counted.last + 1)) / 2
    if measure is Measure.OFFICE_MINUTES:
        stopped = sum(last - first for first, last in counted.stopped)
        return (office.elapsed(counted.at) - office.elapsed(counting.received_at) - stopped) / 60
    if measure is Measure.DATES:
        # The dates by which a last day off was moved on are no part of the term.
        return float(
            sum(not _stopped(counted, day) for day in range(counting.day0().toordinal() + 1, counted.last + 1))
        )
    return None


def _first_slot(counting: Counting) -> int:
    first = counting.office.slots_through(counting.day0()) - 1
    return first if counting.is_day1_included else counting.receipt_slot()


def _stopped(counted: Counted, number: int) -> bool:
    return any(first < number <= last for first, last in counted.stopped)


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + number * DAY for number in range((last - first).days + 1))


def _off(office: Office, span: Sequence[date]) -> Iterator[SkippedDay]:
    return (SkippedDay(day, office.reason_off(day)) for day in span if not office.is_working(day))


def _made_up(office: Office, span: Sequence[date], day0: date) -> Iterator[MadeUpDay]:
    return (MadeUpDay(day, why) for day in span if day > day0 and (why := office.reason_worked(day)))


def _paused(
    office: Office, counting: Counting, counted: Counted, measure: Measure | None, span: Sequence[date]
) -> Iterator[SkippedDay]:
    """Yield the working days on which the clock stood still, as the unit of the term sees them."""
    for day in span if counted.stopped else ():
        if not office.is_working(day):
            continue
        slots = range(counting.office.first_slot_on_or_after(day), counting.office.slots_through(day))
        if measure is Measure.DATES:
            stopped = [_stopped(counted, day.toordinal())]
        elif measure is Measure.OFFICE_MINUTES:
            stopped = [_stopped_minutes(counting, counted, slot) for slot in slots]
        else:
            stopped = [_stopped(counted, slot) for slot in slots]
        if all(stopped):
            yield SkippedDay(day, "tạm dừng tính thời hạn", DayUse.PAUSED)
        elif any(stopped):
            yield SkippedDay(day, "tạm dừng một phần ngày", DayUse.PARTLY_PAUSED)


def _stopped_minutes(counting: Counting, counted: Counted, slot: int) -> bool:
    """Tell whether the clock stood still for a whole session of a term in hours."""
    end = counting.office.elapsed(counting.office.slot_end(slot))
    begin = counting.office.elapsed(counting.office.slot_end(slot - 1)) if slot else 0
    return any(first <= begin and end <= last for first, last in counted.stopped)


# In words


def explanation_lines(explanation: Explanation, beside: date) -> tuple[str, ...]:
    """Return an explanation as short lines for a tool-tip, the year only where it differs from that of `beside`.

    "Tính 3 ngày làm việc, từ sau ngày 26/4", "29/4: nghỉ hoán đổi, làm bù 04/5", "9 cặp thứ Bảy, Chủ nhật",
    "04/5: làm bù cho 29/4, có tính".
    """
    return (
        _counted_line(explanation, beside),
        *skipped_lines(explanation.skipped, beside),
        *(f"{day_words(day.day, beside)}: {day.reason}, có tính" for day in explanation.made_up),
    )


def skipped_lines(skipped: Sequence[SkippedDay], beside: date) -> tuple[str, ...]:
    """Return the days that did not count, as `explanation_lines` says them: holidays by name, week-ends by number."""
    named = [skip for skip in skipped if skip.reason not in WEEKDAYS]
    runs = [list(run) for _, run in groupby(named, key=lambda skip: skip.reason)]
    return (*(f"{_span_words(run, beside)}: {run[0].reason}" for run in runs), *_weekend_lines(skipped))


def _counted_line(explanation: Explanation, beside: date) -> str:
    since = f"từ sau ngày {day_words(explanation.day0, beside)}" if explanation.day0 else "từ sau ngày nhận"
    unit = UNIT_WORDS.get(explanation.unit) if explanation.unit else None
    if explanation.amount is None or unit is None:
        return f"Có {explanation.counted_days} ngày làm việc, {since} đến ngày hẹn"
    again = "tính lại từ đầu, " if explanation.restarted else ""
    return f"Tính {number_words(explanation.amount)} {unit}, {again}{since}"


def _span_words(run: Sequence[SkippedDay], beside: date) -> str:
    first, last = run[0].day, run[-1].day
    return day_words(first, beside) + (f"–{day_words(last, beside)}" if last > first else "")


def _weekend_lines(skipped: Sequence[SkippedDay]) -> Iterator[str]:
    counts = [sum(skip.reason == name for skip in skipped) for name in WEEKDAYS]
    pairs = min(counts[5:])
    if pairs:
        yield f"{pairs} cặp thứ Bảy, Chủ nhật" if pairs > 1 else "thứ Bảy, Chủ nhật"
        counts[5:] = [count - pairs for count in counts[5:]]
    yield from (f"{count} ngày {name}" for count, name in zip(counts, WEEKDAYS, strict=True) if count)
