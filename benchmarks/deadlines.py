"""How fast due times and countdowns are counted, beside other ways to count working days, in one run.

    python benchmarks/deadlines.py [--count 100000] [--rounds 5]

Needs the optional extra `bench`. Every figure is the median of the rounds; every way gets the same days off and the
same receipts, slow ones a part of them in any order, scaled up: the table says which part. Two kinds of peers: calendar
packages, which count one receipt a call (holidays, workalendar, businesstimedelta, the offsets of pandas), and numpy, a
numeric library that counts whole arrays of dates. The plain table look-up is the barest thing one could write: a number
for every date and a date for every number; it gives dates without sessions.

Workloads: a year of a province, as its register gives it and in any order; the same spread over ten years. Terms: 5 and
30 working days (30: the land procedure of twelve steps), and the written total of each shipped procedure, the receipts
shared out among them; half days are left out there, because no peer can count them.

Correctness: the public whole-day cases that every peer could express (whole working days, no pauses, default
conventions), the receipt's date being day 0.
"""

import argparse
import gc
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import businesstimedelta
import holidays
import numpy as np
import pandas as pd
from workalendar.core import Calendar as WorkalendarBase

from desktop.deadlines import Calendar, Clock, OfficeHours, Term, Unit, many
from desktop.procedures.catalogue import shipped

ROOT = Path(__file__).parents[1]
HOURS = ("07:30", "11:30", "13:30", "17:00")
FIRST, LAST = date(2018, 1, 1), date(2027, 12, 31)
YEAR, TEN_YEARS = (date(2025, 1, 1), date(2025, 12, 31)), (date(2018, 1, 2), date(2027, 9, 1))
SHORT, LONG, HOURS_OF_TERM = 5, 30, 20
ONLINE = 0.05  # of the receipts come at any time of any day
TIMES_AS_FAST, TABLES = 200, 1.5  # the aims: against calendar packages, against the plain table look-up


class Kind(StrEnum):
    """What a way to count is."""

    OURS = "ours"
    TABLE = "plain table"
    NUMERIC = "numeric library"
    CALENDAR = "calendar package"


@dataclass(frozen=True)
class Way:
    """A way to count: `run` takes receipts and their numbers of days or hours; `part` of them is timed.

    `prepare` gives the receipts the form this way wants, outside the timing; `due_on` counts one public case.
    """

    name: str
    kind: Kind
    run: Callable[[Sequence[Any], Sequence[int]], object]
    due_on: Callable[[datetime, int], date] | None = None
    prepare: Callable[[list[datetime]], Sequence[Any]] = list
    part: float = 1.0
    in_order: bool = False


@dataclass(frozen=True)
class Workload:
    """Receipts in any order, and how many working days each of them has."""

    title: str
    receipts: list[datetime]
    days: list[int]

    def by_days(self, *, in_order: bool) -> list[tuple[int, list[datetime]]]:
        """Return the receipts by number of days, as the register of each procedure gives them."""
        found: dict[int, list[datetime]] = {}
        for moment, days in zip(self.receipts, self.days, strict=True):
            found.setdefault(days, []).append(moment)
        return [(days, fresh(sorted(moments) if in_order else moments)) for days, moments in found.items()]


def fresh(moments: Sequence[datetime]) -> list[datetime]:
    """Return the moments made one after the other, as reading them from a file does: their order in memory counts."""
    return [moment.replace() for moment in moments]


def receipts_of(count: int, span: tuple[date, date], calendar: Calendar) -> list[datetime]:
    """Return moments of receipt in any order, the same in every run: mostly in office hours, some at any time."""
    dice = random.Random(20261121)
    every = [span[0] + timedelta(days=offset) for offset in range((span[1] - span[0]).days + 1)]
    worked = [datetime(day.year, day.month, day.day) for day in every if calendar.is_working(day)]
    minutes = [*range(450, 690), *range(810, 1_020)]
    midnights = [datetime(day.year, day.month, day.day) for day in every]
    return [
        dice.choice(midnights) + timedelta(minutes=dice.randrange(1_440))
        if dice.random() < ONLINE
        else dice.choice(worked) + timedelta(minutes=dice.choice(minutes), seconds=dice.randrange(60))
        for _ in range(count)
    ]


def workloads(count: int, calendar: Calendar) -> Iterator[Workload]:
    """Yield what is counted: two spans of receipts, three sets of terms."""
    written = shipped_days()
    shared_out = list(islice(cycle(written), count))
    for words, span in (("a year", YEAR), ("ten years", TEN_YEARS)):
        receipts = receipts_of(count, span, calendar)
        yield Workload(f"{SHORT} working days, receipts of {words}", receipts, [SHORT] * count)
        yield Workload(f"{LONG} working days, receipts of {words}", receipts, [LONG] * count)
        amounts = f"{len(written)} shipped procedures, {min(written)} to {max(written)} working days"
        yield Workload(f"the terms of {amounts}, receipts of {words}", receipts, shared_out)


def shipped_days() -> list[int]:
    """Return the written total of each shipped procedure that has one in whole working days."""
    totals = [procedure.total for procedure in shipped() if procedure.total and procedure.total.unit == "working_day"]
    return [int(total.value) for total in totals if total.value and total.value == int(total.value)]


class Vietnam(WorkalendarBase):  # type: ignore[misc]
    """A workalendar calendar fed with the official days off; it has no notion of a worked Saturday."""

    WEEKEND_DAYS = (5, 6)

    def __init__(self, days_off: Sequence[date]) -> None:
        super().__init__()
        self._days_off = days_off

    def get_calendar_holidays(self, year: int) -> list[tuple[date, str]]:
        """Return the days off of a year; the package keeps them."""
        return [(day, "nghỉ") for day in self._days_off if day.year == year]


def plain_table(calendar: Calendar) -> tuple[dict[date, int], list[date]]:
    """Return a number for every date and a date for every number."""
    number, days = {}, []
    day = FIRST
    while day <= LAST:
        number[day] = len(days)
        if calendar.is_working(day):
            days.append(day)
        day += timedelta(days=1)
    return number, days


def days_off_of(calendar: Calendar) -> list[date]:
    """Return the weekdays nobody works: all that the peers' lists of holidays can be told."""
    every = (FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1))
    return [day for day in every if day.weekday() < 5 and not calendar.is_working(day)]


def our_ways(clock: Clock, load: Workload) -> list[Way]:
    """Return our own ways for a workload; several terms take one call of `due_many` each."""
    in_order, any_order = load.by_days(in_order=True), load.by_days(in_order=False)

    def due_many(groups: list[tuple[int, list[datetime]]]) -> object:
        return [clock.due_many(moments, Term(days, Unit.WORKING_DAY)) for days, moments in groups]

    def first_call(_moments: Sequence[datetime], _days: Sequence[int]) -> object:
        many._slots_by_ordinal.cache_clear()
        many._last_moments.cache_clear()
        return due_many(any_order)

    def one_by_one(moments: Sequence[datetime], days: Sequence[int]) -> object:
        return [clock.due(m, Term(n, Unit.WORKING_DAY)) for m, n in zip(moments, days, strict=True)]

    def one_date(moment: datetime, days: int) -> date:
        return clock.due_many([moment] * 3_000, Term(days, Unit.WORKING_DAY))[-1].date()

    return [
        Way("due_many, as a register gives them", Kind.OURS, lambda *_: due_many(in_order), one_date, in_order=True),
        Way("due_many, in any order", Kind.OURS, lambda *_: due_many(any_order), one_date),
        Way("due_many, in any order, tables built anew", Kind.OURS, first_call),
        Way("due, one by one", Kind.OURS, one_by_one, part=0.05),
    ]


def table_ways(clock: Clock) -> list[Way]:
    """Return the plain table look-up, on receipts in order and in any order."""
    number, working = plain_table(clock.calendar)

    def look_up(moments: Sequence[datetime], days: Sequence[int]) -> object:
        n, *others = set(days)
        if not others:  # no need to carry the number along
            return [working[number[moment.date()] + n] for moment in moments]
        return [working[number[moment.date()] + n] for moment, n in zip(moments, days, strict=True)]

    def one_date(moment: datetime, days: int) -> date:
        return working[number[moment.date()] + days]

    return [
        Way("table, as a register gives them", Kind.TABLE, look_up, one_date, in_order=True),
        Way("table, in any order", Kind.TABLE, look_up, one_date, prepare=fresh),
    ]


def whole_day_peers(clock: Clock) -> list[Way]:
    """Return who else counts whole working days."""
    off = days_off_of(clock.calendar)
    numpy_off = np.busdaycalendar(holidays=off)
    offsets = {n: pd.offsets.CustomBusinessDay(n, holidays=off) for n in range(1, 101)}
    package = holidays.country_holidays("VN", years=range(FIRST.year, LAST.year + 1))
    workalendar = Vietnam(off)

    def numpy_one(moment: datetime, count: int) -> np.datetime64:
        return np.busday_offset(moment.date(), count, roll="forward", busdaycal=numpy_off)

    return [
        Way(
            "numpy busday_offset, whole array",
            Kind.NUMERIC,
            lambda moments, days: np.busday_offset(moments, days, roll="forward", busdaycal=numpy_off),
            prepare=lambda moments: np.array([moment.date() for moment in moments], dtype="datetime64[D]"),
        ),
        Way(
            "numpy busday_offset, one by one",
            Kind.NUMERIC,
            lambda moments, days: list(map(numpy_one, moments, days)),
            lambda moment, count: numpy_one(moment, count).item(),
            part=0.05,
        ),
        Way(
            "pandas CustomBusinessDay",
            Kind.CALENDAR,
            lambda moments, days: [moment + offsets[n] for moment, n in zip(moments, days, strict=True)],
            lambda moment, count: (pd.Timestamp(moment) + offsets[count]).date(),
            prepare=lambda moments: [pd.Timestamp(moment) for moment in moments],
            part=0.05,
        ),
        Way(
            "holidays get_nth_working_day",
            Kind.CALENDAR,
            lambda moments, days: [
                package.get_nth_working_day(m.date(), n) for m, n in zip(moments, days, strict=True)
            ],
            lambda moment, count: package.get_nth_working_day(moment.date(), count),
            part=0.02,
        ),
        Way(
            "workalendar add_working_days",
            Kind.CALENDAR,
            lambda moments, days: [
                workalendar.add_working_days(m.date(), n) for m, n in zip(moments, days, strict=True)
            ],
            lambda moment, count: workalendar.add_working_days(moment.date(), count),
            part=0.01,
        ),
    ]


def hour_ways(clock: Clock, load: Workload) -> list[Way]:
    """Return who counts working hours, ours first."""
    off, term = days_off_of(clock.calendar), Term(HOURS_OF_TERM, Unit.WORKING_HOUR)
    custom_hour = pd.offsets.CustomBusinessHour(
        HOURS_OF_TERM, holidays=off, start=[HOURS[0], HOURS[2]], end=[HOURS[1], HOURS[3]]
    )
    sessions = (
        (clock.hours.morning_open, clock.hours.morning_close),
        (clock.hours.afternoon_open, clock.hours.afternoon_close),
    )
    rules = [
        businesstimedelta.WorkDayRule(start_time=opens, end_time=closes, working_days=[0, 1, 2, 3, 4])
        for opens, closes in sessions
    ]
    closed = businesstimedelta.HolidayRule(dict.fromkeys(off, "nghỉ"))
    amount = businesstimedelta.BusinessTimeDelta(businesstimedelta.Rules([*rules, closed]), hours=HOURS_OF_TERM)
    [(_, in_order)], [(_, any_order)] = load.by_days(in_order=True), load.by_days(in_order=False)

    def first_call(_moments: Sequence[datetime], _days: Sequence[int]) -> object:
        many._minutes_of.cache_clear()
        return clock.due_many(any_order, term)

    return [
        Way(
            "due_many, as a register gives them",
            Kind.OURS,
            lambda *_: clock.due_many(in_order, term),
            in_order=True,
        ),
        Way("due_many, in any order", Kind.OURS, lambda *_: clock.due_many(any_order, term)),
        Way("due_many, in any order, tables built anew", Kind.OURS, first_call),
        Way("due, one by one", Kind.OURS, lambda moments, _: [clock.due(m, term) for m in moments], part=0.05),
        Way(
            "pandas CustomBusinessHour",
            Kind.CALENDAR,
            lambda moments, _: [m + custom_hour for m in moments],
            prepare=lambda moments: [pd.Timestamp(moment) for moment in moments],
            part=0.01,
        ),
        Way("businesstimedelta", Kind.CALENDAR, lambda moments, _: [m + amount for m in moments], part=0.002),
    ]


def calendar_day_ways(clock: Clock, load: Workload) -> list[Way]:
    """Return our ways to count calendar days; the peers have none."""
    [(_, in_order)], [(_, any_order)] = load.by_days(in_order=True), load.by_days(in_order=False)
    term = Term(LONG, Unit.CALENDAR_DAY)
    return [
        Way(
            "due_many, as a register gives them",
            Kind.OURS,
            lambda *_: clock.due_many(in_order, term),
            in_order=True,
        ),
        Way("due_many, in any order", Kind.OURS, lambda *_: clock.due_many(any_order, term)),
        Way("due, one by one", Kind.OURS, lambda moments, _: [clock.due(m, term) for m in moments], part=0.05),
    ]


def countdown_ways(clock: Clock, load: Workload, *, in_order: bool) -> list[Way]:
    """Return what a board does again and again, after counting the due times once."""
    now = datetime(2025, 6, 16, 9, 30)
    term = Term(LONG, Unit.WORKING_DAY)
    [(_, receipts)] = load.by_days(in_order=in_order)
    dues = fresh(clock.due_many(receipts, term))

    def with_words(_moments: Sequence[datetime], _days: Sequence[int]) -> object:
        return [clock.remaining_words(left) for left in clock.remaining_many(now, dues)]

    return [
        Way("due_many for the same dossiers", Kind.OURS, lambda *_: clock.due_many(receipts, term), in_order=in_order),
        Way("remaining_many", Kind.OURS, lambda *_: clock.remaining_many(now, dues)),
        Way("next_text_change", Kind.OURS, lambda *_: clock.next_text_change(now, dues)),
        Way("remaining_many and the words of each", Kind.OURS, with_words),
    ]


def timed(way: Way, load: Workload, rounds: int) -> float:
    """Return nanoseconds for one receipt, the median of several rounds."""
    size = max(1, int(len(load.receipts) * way.part))
    moments = fresh(sorted(load.receipts)) if way.in_order else load.receipts[:size]
    sample, days = way.prepare(moments), load.days[:size]
    return median(_once(way, sample, days) for _ in range(rounds)) / size * 1e9


def _once(way: Way, sample: Sequence[Any], days: Sequence[int]) -> float:
    gc.collect()
    start = time.process_time()
    way.run(sample, days)
    return time.process_time() - start


def whole_day_cases() -> list[dict[str, Any]]:
    """Return the public cases every peer could express."""
    path = ROOT / "tests" / "deadlines" / "deadline-cases-public.json"
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return [
        case
        for case in cases
        if case["duration"].get("unit") == "working_day"
        and case["expected_kind"] == "date"
        and not (case["pauses"] or case["conventions"] or case["calendar_extra"])
    ]


def right(way: Way, cases: Sequence[dict[str, Any]]) -> str:
    """Return how many of the cases a way answers as expected."""
    if way.due_on is None or not cases:
        return ""
    hits = sum(_agrees(way.due_on, case) for case in cases)
    return f"{hits}/{len(cases)}"


def _agrees(due_on: Callable[[datetime, int], date], case: dict[str, Any]) -> bool:
    due = due_on(datetime.fromisoformat(case["received_at"]), int(case["duration"]["value"]))
    return bool(due.isoformat() == case["expected_due"])


def show(load: Workload, title: str, ways: Sequence[Way], rounds: int, cases: Sequence[Any] = ()) -> list[str]:
    """Print one table and return which aims it misses.

    The ratios say how many times as long a way takes as `due_many` on receipts in the order of the register, and on
    receipts in any order.
    """
    print(f"\n{title}")
    print(f"{'':42} {'':17} {'ns each':>9} {'register':>9} {'any order':>9} {'timed on':>9}  right")
    each = {way.name: timed(way, load, rounds) for way in ways}
    ours = [each[way.name] for way in ways if way.kind is Kind.OURS][:2]
    missed = []
    for way in ways:
        register, any_order = each[way.name] / ours[0], each[way.name] / ours[1]
        figures = f"{each[way.name]:9,.0f} {register:9,.2f} {any_order:9,.2f} {way.part:9.1%}"
        print(f"{way.name:42} {way.kind:17} {figures}  {right(way, cases)}")
        missed += [f"{title}: {way.name}, {words}" for words in _missed(way, register, any_order)]
    return missed


def _missed(way: Way, register: float, any_order: float) -> Iterator[str]:
    """Yield which aims are missed beside this way, by how many times as long it takes as ours."""
    if way.kind is Kind.CALENDAR:
        ratios = (("register", register), ("any order", any_order))
        yield from (f"{words}: {ratio:.0f} x" for words, ratio in ratios if ratio < TIMES_AS_FAST)
    same_order = register if way.in_order else any_order
    if way.kind is Kind.TABLE and same_order * TABLES < 1:
        yield f"ours takes {1 / same_order:.2f} x as long"


def show_countdown(clock: Clock, load: Workload, title: str, rounds: int, *, in_order: bool) -> list[str]:
    """Print the countdown beside the counting of the due times, and return which of it takes longer."""
    print(f"\n{title}")
    ways = countdown_ways(clock, load, in_order=in_order)
    each = [timed(way, load, rounds) for way in ways]
    for way, nanoseconds in zip(ways, each, strict=True):
        print(f"{way.name:42} {nanoseconds:9,.0f} ns each {nanoseconds / each[0]:9,.2f} x counting the due times")
    slower = zip(ways[1:], each[1:], strict=True)
    return [f"{title}: {way.name} ({taken / each[0]:.2f} x)" for way, taken in slower if taken > each[0]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    document = json.loads((ROOT / "resources" / "calendars" / "vn-national.json").read_text(encoding="utf-8"))
    start = time.process_time()
    clock = Clock(Calendar.load(document), OfficeHours.parse(HOURS))
    clock.remaining_many(datetime(2026, 3, 9, 9), [])
    print(f"calendar read and working days numbered, once: {(time.process_time() - start) * 1e3:.1f} ms")
    cases, peers, missed = whole_day_cases(), whole_day_peers(clock), []
    loads = list(workloads(options.count, clock.calendar))
    for load in loads:
        ways = [*our_ways(clock, load), *table_ways(clock), *peers]
        missed += show(load, load.title, ways, options.rounds, cases)
    for load in (loads[1], loads[4]):
        words = load.title.partition(", ")[2]
        ways = hour_ways(clock, load)
        missed += show(load, f"{HOURS_OF_TERM} working hours, {words}", ways, options.rounds)
        missed += show(load, f"{LONG} calendar days, {words}", calendar_day_ways(clock, load), options.rounds)
    for load in (loads[1], loads[4]):
        for order, in_order in (("as a register gives them", True), ("in any order", False)):
            title = f"countdowns, {load.title.partition(', ')[2]}, {order}"
            missed += show_countdown(clock, load, title, options.rounds, in_order=in_order)
    print(f"\nAims: {TIMES_AS_FAST} x the calendar packages, at most {TABLES} x the plain table look-up in the same")
    print("order, countdowns no dearer than counting the due times once. Missed:")
    print("\n".join(f"  {line}" for line in missed) or "  none")


if __name__ == "__main__":
    main()
