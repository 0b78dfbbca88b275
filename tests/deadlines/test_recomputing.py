"""After a calendar change the promise stays and the new count stands beside it."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from desktop.deadlines import CalendarDay, CalendarMissing, DayKind, Pause, Promised, Term, Unit, recompute

RECEIVED = datetime(2026, 11, 20, 9)
THREE_DAYS = [Term(1, Unit.WORKING_DAY), Term(2, Unit.WORKING_DAY)]
# Fri 20/11 is day 0; Mon 23, (24 Ngày Văn hóa), Wed 25, Thu 26.
PROMISED = Promised(datetime(2026, 11, 26, 11, 30), whole_day=True)


@pytest.fixture
def swapped(clock):
    rows = [
        CalendarDay(date(2026, 11, 23), DayKind.SWAP_OFF, "Hoán đổi"),
        CalendarDay(date(2026, 11, 28), DayKind.MAKEUP_WORK, "Làm bù"),
    ]
    return replace(clock, calendar=clock.calendar.with_overlay(rows))


def test_unchanged_calendar(clock):
    found = recompute(clock, RECEIVED, THREE_DAYS, PROMISED)
    assert found.computed.at == PROMISED.at
    assert (found.differs, found.later, found.provisional) == (False, False, False)


def test_swap_announced_after_the_promise(swapped):
    found = recompute(swapped, RECEIVED, THREE_DAYS, PROMISED)
    assert found.promised is PROMISED
    assert found.computed.at.date() == date(2026, 11, 27)
    assert (found.differs, found.later) == (True, True)


def test_earlier_count_differs_but_allows_no_new_promise(swapped):
    # Fri 27/11 is day 0 and Sat 28 now counts: Sat 28, Mon 30, Tue 1/12, one day before the promise.
    promised = Promised(datetime(2026, 12, 2, 11, 30), whole_day=True)
    found = recompute(swapped, datetime(2026, 11, 27, 9), THREE_DAYS, promised)
    assert (found.computed.at.date(), found.differs, found.later) == (date(2026, 12, 1), True, False)


def test_whole_days_compare_by_date_and_moments_by_the_minute(clock):
    closing = Promised(datetime(2026, 11, 26, 17), whole_day=True)
    assert not recompute(clock, RECEIVED, THREE_DAYS, closing).differs
    assert recompute(clock, RECEIVED, THREE_DAYS, replace(closing, whole_day=False)).differs


def test_pauses_count_too(clock):
    stop = Pause(datetime(2026, 11, 23, 9), datetime(2026, 11, 25, 9))
    found = recompute(clock, RECEIVED, THREE_DAYS, PROMISED, [stop])
    assert (found.computed.at.date(), found.later) == (date(2026, 11, 27), True)


@pytest.mark.parametrize(
    ("terms", "pauses"),
    [(THREE_DAYS, [Pause(datetime(2026, 11, 23, 9))]), ([Term(15, Unit.DAY)], []), ([Term()], []), ([], [])],
    ids=["open pause", "officer gave the date", "no term", "no steps"],
)
def test_nothing_to_compare(terms, pauses, clock):
    found = recompute(clock, RECEIVED, terms, PROMISED, pauses)
    assert (found.computed, found.differs, found.later) == (None, False, False)


def test_provisional_year(clock):
    promised = Promised(datetime(2027, 1, 5, 11, 30), whole_day=True)
    assert recompute(clock, datetime(2026, 12, 30, 9), THREE_DAYS, promised).provisional


def test_year_without_calendar(clock):
    with pytest.raises(CalendarMissing, match="2028"):
        recompute(clock, datetime(2027, 12, 30, 9), THREE_DAYS, PROMISED)
