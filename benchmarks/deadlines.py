"""How fast due times and countdowns are counted, beside the packages that count working days, in one run.

    python benchmarks/deadlines.py [--count 100000] [--rounds 5]

Needs the optional extra `bench`. Every peer gets the same days off. Peers that count moments one by one at the pace of
days or minutes run on a sample and are scaled up; the table says so. Correctness: the public whole-day cases that a peer
is able to express (whole working days, no pauses, default conventions), the receipt's date being day 0.
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

from desktop.deadlines import Calendar, Clock, OfficeHours, Term, Unit

ROOT = Path(__file__).parents[1]
HOURS = ("07:30", "11:30", "13:30", "17:00")
FIRST, LAST = date(2018, 1, 1), date(2027, 12, 31)
DAYS, MINUTES = 7, 20 * 60


@dataclass(frozen=True)
class Peer:
    """A way to count: `run` takes receipts; `due_on` one receipt and a number of days; `share` of the receipts timed."""

    name: str
    run: Callable[[Sequence[Any]], object]
    due_on: Callable[[datetime, int], date] | None = None
    receipts: Sequence[Any] | None = None
    share: float = 1.0


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


def peers_of(clock: Clock, receipts: list[datetime]) -> tuple[list[Peer], list[Peer], list[Peer]]:
    """Return who counts whole days, who counts hours, and who counts down; ours first."""
    calendar = clock.calendar
    number, days = plain_table(calendar)
    every = [FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]
    off = [day for day in every if day.weekday() < 5 and not calendar.is_working(day)]
    numpy_off = np.busdaycalendar(holidays=off)
    custom_day = pd.offsets.CustomBusinessDay(DAYS, holidays=off)
    custom_hour = pd.offsets.CustomBusinessHour(
        MINUTES // 60, holidays=off, start=["07:30", "13:30"], end=["11:30", "17:00"]
    )
    package = holidays.country_holidays("VN", years=range(FIRST.year, LAST.year + 1))
    workalendar = Vietnam(off)
    rules = [
        businesstimedelta.WorkDayRule(start_time=opens, end_time=closes, working_days=[0, 1, 2, 3, 4])
        for opens, closes in (
            (clock.hours.morning_open, clock.hours.morning_close),
            (clock.hours.afternoon_open, clock.hours.afternoon_close),
        )
    ]
    closed = {day: "nghỉ" for day in off}
    office = businesstimedelta.Rules([*rules, businesstimedelta.HolidayRule(closed)])
    twenty_hours = businesstimedelta.BusinessTimeDelta(office, hours=MINUTES // 60)
    dates = [moment.date() for moment in receipts]
    days64 = np.array(dates, dtype="datetime64[D]")
    stamps = [pd.Timestamp(moment) for moment in receipts]
    term, hours = Term(DAYS, Unit.WORKING_DAY), Term(MINUTES // 60, Unit.WORKING_HOUR)
    dues = clock.due_many(receipts, term)
    now = datetime(2022, 6, 15, 9, 30)

    def on_date(moment: datetime, count: int) -> date:
        due = clock.due(moment, Term(count, Unit.WORKING_DAY))
        assert due is not None
        return due.at.date()

    whole_days = [
        Peer("ours, due_many", lambda moments: clock.due_many(moments, term), on_date),
        Peer(
            "ours, due (one by one, with provisional flag)",
            lambda moments: [clock.due(m, term) for m in moments],
            on_date,
            share=0.1,
        ),
        Peer(
            "plain table look-up",
            lambda moments: [days[number[m.date()] + DAYS] for m in moments],
            lambda moment, count: days[
                number[moment.date()]
                + count
                - (not calendar.is_working(moment.date()))
                + (not calendar.is_working(moment.date()))
            ],
        ),
        Peer(
            "numpy busday_offset, vectorised",
            lambda moments: np.busday_offset(moments, DAYS, roll="forward", busdaycal=numpy_off),
            lambda moment, count: np.busday_offset(moment.date(), count, roll="forward", busdaycal=numpy_off).item(),
            receipts=days64,
        ),
        Peer(
            "numpy busday_offset, one by one",
            lambda moments: [np.busday_offset(m.date(), DAYS, roll="forward", busdaycal=numpy_off) for m in moments],
            lambda moment, count: np.busday_offset(moment.date(), count, roll="forward", busdaycal=numpy_off).item(),
        ),
        Peer(
            "pandas CustomBusinessDay",
            lambda moments: [m + custom_day for m in moments],
            lambda moment, count: (pd.Timestamp(moment) + pd.offsets.CustomBusinessDay(count, holidays=off)).date(),
            receipts=stamps,
            share=0.1,
        ),
        Peer(
            "holidays get_nth_working_day",
            lambda moments: [package.get_nth_working_day(m.date(), DAYS) for m in moments],
            lambda moment, count: package.get_nth_working_day(moment.date(), count),
            share=0.02,
        ),
        Peer(
            "workalendar add_working_days",
            lambda moments: [workalendar.add_working_days(m.date(), DAYS) for m in moments],
            lambda moment, count: workalendar.add_working_days(moment.date(), count),
            share=0.02,
        ),
    ]
    working_hours = [
        Peer("ours, due (20 working hours)", lambda moments: [clock.due(m, hours) for m in moments], share=0.1),
        Peer(
            "pandas CustomBusinessHour", lambda moments: [m + custom_hour for m in moments], receipts=stamps, share=0.01
        ),
        Peer("businesstimedelta", lambda moments: [m + twenty_hours for m in moments], share=0.003),
    ]
    countdowns = [
        Peer("ours, remaining_many", lambda moments: clock.remaining_many(now, moments), receipts=dues),
        Peer("ours, next_text_change", lambda moments: clock.next_text_change(now, moments), receipts=dues),
        Peer("ours, due_many for the same dossiers", lambda moments: clock.due_many(moments, term)),
    ]
    return whole_days, working_hours, countdowns


def timed(peer: Peer, receipts: Sequence[Any], rounds: int) -> float:
    """Return nanoseconds for one receipt, the best of several rounds."""
    given = receipts if peer.receipts is None else peer.receipts
    sample = given[: max(1, int(len(given) * peer.share))]
    best = float("inf")
    for _ in range(rounds if peer.share == 1 else min(rounds, 3)):
        gc.collect()
        start = time.perf_counter()
        peer.run(sample)
        best = min(best, time.perf_counter() - start)
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
    print(f"{'':46} {'ns each':>10} {'ratio':>9} {'ms / ' + format(len(receipts), ','):>13} {'timed on':>9}  right")
    first = None
    for peer in peers:
        each = timed(peer, receipts, rounds)
        first = first or each
        total = each * len(receipts) / 1e6
        print(
            f"{peer.name:46} {each:10,.0f} {each / first:9,.2f} {total:13,.1f} {peer.share:9.1%}  {right(peer, cases)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    document = json.loads((ROOT / "resources" / "calendars" / "vn-national.json").read_text(encoding="utf-8"))
    start = time.perf_counter()
    clock = Clock(Calendar.load(document), OfficeHours.parse(HOURS))
    clock.due_many([datetime(2026, 3, 9, 9)], Term(1, Unit.WORKING_DAY))
    clock.remaining_many(datetime(2026, 3, 9, 9), [])
    print(f"calendar read and tables built once: {(time.perf_counter() - start) * 1e3:.1f} ms")
    receipts = receipts_of(options.count)
    whole_days, working_hours, countdowns = peers_of(clock, receipts)
    cases = whole_day_cases()
    show(f"{DAYS} working days", whole_days, receipts, options.rounds, cases)
    show(f"{MINUTES // 60} working hours", working_hours, receipts, options.rounds, [])
    show("countdowns", countdowns, receipts, options.rounds, [])


if __name__ == "__main__":
    main()
