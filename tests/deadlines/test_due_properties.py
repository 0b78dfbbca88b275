"""What holds for every due time, checked against a slow day-by-day walk."""

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.deadlines import Pause, Term, Unit

# Hypothesis prints the whole calendar beside a failing example and warns of its length.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

MOMENTS = st.datetimes(datetime(2018, 1, 2), datetime(2026, 9, 30)).map(lambda at: at.replace(second=0, microsecond=0))
HALVES = st.integers(1, 80)
SPANS = st.timedeltas(timedelta(0), timedelta(days=20)).map(
    lambda span: timedelta(minutes=span // timedelta(minutes=1))
)
UNITS = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WORKING_HOUR, Unit.HOUR])
QUICK = settings(deadline=None, max_examples=200)


def half_days(count):
    return Term(count / 2, Unit.WORKING_DAY)


def comparable(due, unit):
    # Natural hours that end on a day off get the whole next working day (Điều 148.5), so only their dates keep order.
    return due.at.date() if unit is Unit.HOUR else due.at


@given(received=MOMENTS, value=st.integers(1, 60), unit=UNITS)
@QUICK
def test_due_lies_on_a_working_day_after_the_receipt(received, value, unit, clock):
    due = clock.due(received, Term(value, unit))
    assert clock.calendar.is_working(due.at.date())
    assert due.at > received
    assert due.whole_day is (unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY))


@given(received=MOMENTS, days=st.integers(1, 40))
@QUICK
def test_working_days_equal_a_walk_through_the_calendar(received, days, clock):
    day, left = received.date(), days
    while not clock.calendar.is_working(day):  # received on a day off: the next working day is day 0
        day += timedelta(days=1)
    while left:
        day += timedelta(days=1)
        left -= clock.calendar.is_working(day)
    assert clock.due(received, Term(days, Unit.WORKING_DAY)).at.date() == day


@given(received=MOMENTS, hours=st.integers(1, 60))
@QUICK
def test_working_hours_equal_the_minutes_between(received, hours, clock):
    due = clock.due(received, Term(hours, Unit.WORKING_HOUR))
    assert clock.minutes_between(received, due.at) == hours * 60


@given(received=MOMENTS, steps=st.lists(st.integers(1, 40), min_size=1, max_size=12))
@QUICK
def test_steps_add_up_to_the_whole(received, steps, clock):
    dues = clock.due_after(received, [half_days(step) for step in steps])
    assert dues[-1] == clock.due(received, half_days(sum(steps)))
    assert [due.at for due in dues] == sorted(due.at for due in dues)


@given(received=MOMENTS, first=HALVES, second=HALVES)
@QUICK
def test_step_started_at_the_due_time_of_the_one_before(received, first, second, clock):
    chained = clock.due(clock.due(received, half_days(first)).at, half_days(second))
    assert chained.at == clock.due(received, half_days(first + second)).at


@given(received=MOMENTS, later=SPANS, value=st.integers(1, 40), unit=UNITS)
@QUICK
def test_later_receipt_is_never_due_earlier(received, later, value, unit, clock):
    earlier_due, later_due = (
        clock.due(received, Term(value, unit)).at,
        clock.due(received + later, Term(value, unit)).at,
    )
    if unit is Unit.HOUR:  # a term of natural hours that ends on a day off gets the whole next working day (Điều 148.5)
        earlier_due, later_due = earlier_due.date(), later_due.date()
    assert earlier_due <= later_due


@given(received=MOMENTS, count=HALVES, into=SPANS, first=SPANS, second=SPANS)
@QUICK
def test_pause_in_two_pieces_shifts_like_one(received, count, into, first, second, clock):
    due = clock.due(received, half_days(count))
    start = received + into
    assume(start <= due.at)
    middle, end = start + first, start + first + second
    whole = clock.shift(due.at, Pause(start, end))
    assert clock.shift(clock.shift(due.at, Pause(start, middle)), Pause(middle, end)) == whole
    pieces = [Pause(middle, end), Pause(start, middle)]
    assert clock.due(received, half_days(count), pieces).at == whole


@given(received=MOMENTS, value=st.integers(1, 40), unit=UNITS, into=SPANS, length=SPANS)
@QUICK
def test_pause_never_brings_the_due_time_forward(received, value, unit, into, length, clock):
    due = clock.due(received, Term(value, unit))
    stop = Pause(received + into, received + into + length)
    moved = clock.due(received, Term(value, unit), [stop])
    assert comparable(moved, unit) >= comparable(due, unit)
    if stop.start.date() > due.at.date():
        assert moved == due
    elif stop.start <= due.at and unit is Unit.WORKING_DAY:
        assert clock.minutes_between(stop.end, moved.at) >= 0, "nothing is overdue while the clock stands still"
