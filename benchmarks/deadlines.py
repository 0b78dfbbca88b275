"""How fast due times and countdowns are counted, beside the packages that count working days, in one run.

    python benchmarks/deadlines.py [--count 100000] [--rounds 3]

Needs the optional extra `bench`. Every peer gets the same days off. Slow peers run on a sample and are scaled up; the
table says on how much. Correctness: the public whole-day cases that every peer could express (whole working days, no
pauses, default conventions), the receipt's date being day 0. The plain table look-up gives dates without sessions.
"""

import argparse
import gc
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import businesstimedelta
import holidays
import numpy as np
import pandas as pd
from workalendar.core import Calendar as WorkalendarBase

from desktop.deadlines import Calendar, Clock, OfficeHours, Term, Unit, many
from desktop.deadlines.countdown import remaining_words

ROOT = Path(__file__).parents[1]
HOURS = ("07:30", "11:30", "13:30", "17:00")
FIRST, LAST = date(2018, 1, 1), date(2027, 12, 31)
SHORT, LONG, HOURS_OF_TERM = 5, 30, 20  # 30 working days: the land procedure of twelve steps


@dataclass(frozen=True)
class Peer:
    """A way to count: `run` takes receipts, `due_on` one receipt and a number of days; `share` of them is timed."""

    name: str
    run: Callable[[Sequence[Any]], object]
    due_on: Callable[[datetime, int], date] | None = None
    receipts: Sequence[Any] | None = None
    share: float = 1.0

    def sample(self, receipts: Sequence[Any]) -> Sequence[Any]:
        """Return what this peer is timed on."""
        given = receipts if self.receipts is None else self.receipts
        return given[: max(1, int(len(given) * self.share))]


class Vietnam(WorkalendarBase):  # type: ignore[misc]
    """A workalendar calendar fed with the official days off; it has no notion of a worked Saturday."""

    WEEKEND_DAYS = (5, 6)

    def __init__(self, days_off: Sequence[date]) -> None:
        super().__init__()
        self._days_off = days_off

    def holidays(self, year: int | None = None) -> list[tuple[date, str]]:
        return [(day, "nghỉ") for day in self._days_off if day.year == year]


def receipts_of(count: int) -> list[datetime]:
    """Return moments of receipt at any time of any day, the same in every run."""
    dice = random.Random(20261121)
    start, minutes = datetime(2018, 1, 2), (datetime(2027, 11, 1) - datetime(2018, 1, 2)) // timedelta(minutes=1)
    return [start + timedelta(minutes=dice.randrange(minutes)) for _ in range(count)]


def plain_table(calendar: Calendar) -> tuple[dict[date, int], list[date]]:
    """Return the barest thing one could write: a number for every date, a date for every number."""
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


def whole_day_peers(clock: Clock, receipts: list[datetime], n: int) -> list[Peer]:
    """Return who counts n whole working days, ours first."""
    off = days_off_of(clock.calendar)
    term = Term(n, Unit.WORKING_DAY)
    number, days = plain_table(clock.calendar)
    numpy_off = np.busdaycalendar(holidays=off)
    custom_day = pd.offsets.CustomBusinessDay(n, holidays=off)
    package = holidays.country_holidays("VN", years=range(FIRST.year, LAST.year + 1))
    workalendar = Vietnam(off)

    def first_call(moments: Sequence[datetime]) -> object:
        many._tables.cache_clear()
        return clock.due_many(moments, term)

    def numpy_one(moment: datetime, count: int) -> np.datetime64:
        return np.busday_offset(moment.date(), count, roll="forward", busdaycal=numpy_off)

    return [
        Peer("ours, due_many", lambda moments: clock.due_many(moments, term), _our_date(clock)),
        Peer("ours, due_many, its table built anew", first_call),
        Peer("ours, due, one by one", lambda moments: [clock.due(m, term) for m in moments], share=0.1),
        Peer(
            "plain table look-up (dates only)",
            lambda moments: [days[number[m.date()] + n] for m in moments],
            lambda moment, count: days[number[moment.date()] + count],
        ),
        Peer(
            "numpy busday_offset, vectorised",
            lambda moments: np.busday_offset(moments, n, roll="forward", busdaycal=numpy_off),
            receipts=np.array([moment.date() for moment in receipts], dtype="datetime64[D]"),
        ),
        Peer(
            "numpy busday_offset, one by one",
            lambda moments: [numpy_one(m, n) for m in moments],
            lambda moment, count: numpy_one(moment, count).item(),
            share=0.1,
        ),
        Peer(
            "pandas CustomBusinessDay",
            lambda moments: [m + custom_day for m in moments],
            lambda moment, count: (pd.Timestamp(moment) + pd.offsets.CustomBusinessDay(count, holidays=off)).date(),
            receipts=[pd.Timestamp(moment) for moment in receipts[: len(receipts) // 10]],
        ),
        Peer(
            "holidays get_nth_working_day",
            lambda moments: [package.get_nth_working_day(m.date(), n) for m in moments],
            lambda moment, count: package.get_nth_working_day(moment.date(), count),
            share=0.02,
        ),
        Peer(
            "workalendar add_working_days",
            lambda moments: [workalendar.add_working_days(m.date(), n) for m in moments],
            lambda moment, count: workalendar.add_working_days(moment.date(), count),
            share=0.01,
        ),
    ]


def _our_date(clock: Clock) -> Callable[[datetime, int], date]:
    return lambda moment, count: clock.due_many([moment], Term(count, Unit.WORKING_DAY))[0].date()


def hour_peers(clock: Clock, receipts: list[datetime], n: int) -> list[Peer]:
    """Return who counts n working hours, ours first."""
    off, term = days_off_of(clock.calendar), Term(n, Unit.WORKING_HOUR)
    custom_hour = pd.offsets.CustomBusinessHour(n, holidays=off, start=[HOURS[0], HOURS[2]], end=[HOURS[1], HOURS[3]])
    sessions = (
        (clock.hours.morning_open, clock.hours.morning_close),
        (clock.hours.afternoon_open, clock.hours.afternoon_close),
    )
    rules = [
        businesstimedelta.WorkDayRule(start_time=opens, end_time=closes, working_days=[0, 1, 2, 3, 4])
        for opens, closes in sessions
    ]
    closed = businesstimedelta.HolidayRule(dict.fromkeys(off, "nghỉ"))
    amount = businesstimedelta.BusinessTimeDelta(businesstimedelta.Rules([*rules, closed]), hours=n)
    return [
        Peer("ours, due, one by one", lambda moments: [clock.due(m, term) for m in moments], share=0.1),
        Peer(
            "pandas CustomBusinessHour",
            lambda moments: [m + custom_hour for m in moments],
            receipts=[pd.Timestamp(moment) for moment in receipts[: len(receipts) // 100]],
        ),
        Peer("businesstimedelta", lambda moments: [m + amount for m in moments], share=0.002),
    ]


def countdown_peers(clock: Clock, receipts: list[datetime], n: int) -> list[Peer]:
    """Return what a board does again and again, beside counting the due times once."""
    term, now = Term(n, Unit.WORKING_DAY), datetime(2022, 6, 15, 9, 30)
    dues = clock.due_many(receipts, term)
    per_day = clock.hours.minutes_per_day
    return [
        Peer("ours, due_many for the same dossiers", lambda moments: clock.due_many(moments, term)),
        Peer("remaining_many", lambda moments: clock.remaining_many(now, moments), receipts=dues),
        Peer("next_text_change", lambda moments: clock.next_text_change(now, moments), receipts=dues),
        Peer(
            "remaining_many and the words of each",
            lambda moments: [remaining_words(left, per_day) for left in clock.remaining_many(now, moments)],
            receipts=dues,
        ),
    ]


def timed(peer: Peer, receipts: Sequence[Any], rounds: int) -> float:
    """Return nanoseconds for one receipt, the best of several rounds."""
    sample = peer.sample(receipts)
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        peer.run(sample)
        best = min(best, time.process_time() - start)
    return best / len(sample) * 1e9


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


def right(peer: Peer, cases: Sequence[dict[str, Any]]) -> str:
    """Return how many of the cases a peer answers as expected."""
    if peer.due_on is None:
        return ""
    hits = sum(_agrees(peer.due_on, case) for case in cases)
    return f"{hits}/{len(cases)}"


def _agrees(due_on: Callable[[datetime, int], date], case: dict[str, Any]) -> bool:
    due = due_on(datetime.fromisoformat(case["received_at"]), int(case["duration"]["value"]))
    return bool(due.isoformat() == case["expected_due"])


def show(title: str, peers: Sequence[Peer], receipts: list[datetime], rounds: int, cases: Sequence[Any]) -> None:
    """Print one table; the ratio says how many times as long as the first line a line takes."""
    print(f"\n{title}")
    print(f"{'':42} {'ns each':>10} {'ratio':>9} {'ms / ' + format(len(receipts), ','):>13} {'timed on':>9}  right")
    first = None
    for peer in peers:
        each = timed(peer, receipts, rounds)
        first = first or each
        total, timed_on = each * len(receipts) / 1e6, len(peer.sample(receipts)) / len(receipts)
        print(f"{peer.name:42} {each:10,.0f} {each / first:9,.2f} {total:13,.1f} {timed_on:9.1%}  {right(peer, cases)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    document = json.loads((ROOT / "resources" / "calendars" / "vn-national.json").read_text(encoding="utf-8"))
    start = time.process_time()
    clock = Clock(Calendar.load(document), OfficeHours.parse(HOURS))
    clock.due_many([datetime(2026, 3, 9, 9)], Term(1, Unit.WORKING_DAY))
    clock.remaining_many(datetime(2026, 3, 9, 9), [])
    print(f"calendar read and tables built once: {(time.process_time() - start) * 1e3:.1f} ms")
    receipts = receipts_of(options.count)
    cases = whole_day_cases()
    for days in (SHORT, LONG):
        show(f"{days} working days", whole_day_peers(clock, receipts, days), receipts, options.rounds, cases)
    show(f"{HOURS_OF_TERM} working hours", hour_peers(clock, receipts, HOURS_OF_TERM), receipts, options.rounds, [])
    show("countdowns", countdown_peers(clock, receipts, LONG), receipts, options.rounds, [])


if __name__ == "__main__":
    main()
