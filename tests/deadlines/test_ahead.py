"""What lies ahead: how near a due time is and when that changes, holidays in view, the honest new date."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.deadlines import (
    CalendarMissing,
    Nearness,
    Term,
    Unit,
    earliest_new_due,
    eve,
    holidays_before_next_working_day,
    just_after,
    nearness,
    next_holiday,
    next_nearness_change,
    provisional_years,
)

# Hypothesis prints the whole calendar beside a failing example and warns of its length.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

MINUTES = st.integers(0, 25 * 24 * 60).map(lambda minutes: datetime(2026, 4, 20) + timedelta(minutes=minutes))
"""Three weeks around 30 April 2026, a Thursday: two holidays beside a week-end."""


def at(text):
    return datetime.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("now", "due", "near"),
    [
        ("11-25T11:30", "11-25T11:30", Nearness.TODAY),
        ("11-25T11:31", "11-25T11:30", Nearness.PAST),
        ("11-23T09:00", "11-25T11:30", Nearness.NEXT_WORKING_DAY),  # the 24th is a holiday
        ("11-27T09:00", "11-28T11:30", Nearness.NEXT_WORKING_DAY),  # a Saturday comes before Monday
        ("11-23T09:00", "11-27T11:30", Nearness.THIS_WEEK),
        ("11-23T09:00", "11-30T11:30", Nearness.LATER),
        ("11-29T09:00", "12-01T11:30", Nearness.LATER),  # on Sunday, Tuesday is another week
        ("11-30T00:00", "12-02T11:30", Nearness.THIS_WEEK),
    ],
)
def test_how_near(now, due, near, clock):
    assert nearness(clock, at(now), at(due)) is near


@given(now=MINUTES, due=MINUTES)
@settings(deadline=None, max_examples=80)
def test_nearness_stands_still_until_it_changes_and_no_longer(now, due, clock):
    change, before = next_nearness_change(clock, now, due), nearness(clock, now, due)
    if change is None:
        assert before is Nearness.PAST
        return
    assert nearness(clock, change, due) is not before
    quarters = int((change - datetime.resolution - now) / timedelta(minutes=15))
    moments = [now + number * timedelta(minutes=15) for number in range(quarters + 1)]
    assert all(nearness(clock, moment, due) is before for moment in [*moments, change - datetime.resolution])


def test_just_after_is_no_minute_later():
    assert at("11-25T11:30") < just_after(at("11-25T11:30")) < at("11-25T11:30") + timedelta(milliseconds=1)


def test_the_eve_is_a_working_day(clock):
    assert eve(clock, at("11-25T11:30")) == date(2026, 11, 23)
    assert eve(clock, at("11-27T11:30")) == date(2026, 11, 26)


def test_the_next_holiday_within_sight(calendar):
    assert next_holiday(calendar, date(2026, 11, 21), 45) == (date(2026, 11, 24), "Ngày Văn hóa Việt Nam")
    assert next_holiday(calendar, date(2026, 11, 24), 1) == (date(2026, 11, 24), "Ngày Văn hóa Việt Nam")
    assert next_holiday(calendar, date(2026, 11, 21), 3) is None
    assert next_holiday(calendar, date(2035, 1, 1), 45) is None


def test_holidays_passed_over(clock):
    assert holidays_before_next_working_day(clock, date(2026, 11, 23)) == [
        (date(2026, 11, 24), "Ngày Văn hóa Việt Nam")
    ]
    assert holidays_before_next_working_day(clock, date(2026, 11, 20)) == [], "a week-end needs no name"


def test_years_not_announced(calendar):
    assert provisional_years(calendar, date(2026, 11, 23), date(2027, 1, 25)) == [2027]
    assert provisional_years(calendar, date(2026, 11, 23), date(2026, 12, 1)) == []
    with pytest.raises(CalendarMissing):
        provisional_years(calendar, date(2026, 11, 23), date(2035, 1, 1))


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([], "2026-12-02"),
        ([Term(1, Unit.WORKING_DAY)], "2026-12-02"),
        ([Term(5, Unit.WORKING_DAY), Term(5, Unit.WORKING_DAY)], "2026-12-08"),
        ([Term(None, None)], "2026-12-02"),
    ],
    ids=["nothing left", "ends before the promise", "ends after it", "not countable"],
)
def test_the_earliest_honest_new_date(terms, expected, clock):
    found = earliest_new_due(clock, at("11-23T09:42"), at("12-01T17:00"), terms)
    assert found == date.fromisoformat(expected)


def test_no_new_date_beyond_the_calendar(clock):
    assert earliest_new_due(clock, at("11-23T09:42"), at("12-01T17:00"), [Term(900, Unit.WORKING_DAY)]) is None
