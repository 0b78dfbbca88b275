"""When the words of the board change: never a minute too late, never for nothing."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.deadlines import CalendarMissing, OfficeHours, Season, Span, Timetable

# Hypothesis prints the whole calendar beside a failing example and warns of its length.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

LONG_DAYS = Timetable(
    (
        Season(
            Span(date(2026, 3, 16), date(2026, 6, 1), yearly=False),
            OfficeHours.parse(["07:00", "11:30", "13:30", "17:00"]),
        ),
    )
)
moments = st.datetimes(datetime(2026, 2, 2), datetime(2026, 5, 20))


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "due", "expected"),
    [
        # 2 days 2 h 30: "còn 2 ngày 2 giờ" until 2 h are left over less a minute, 31 minutes later
        ("2026-03-09T09:00", "2026-03-11T11:30", "2026-03-09T09:31"),
        ("2026-03-09T09:00", "2026-03-09T09:30", "2026-03-09T09:01"),
        ("2026-03-09T09:00:45", "2026-03-09T09:30", "2026-03-09T09:01"),
        ("2026-03-09T12:00", "2026-03-09T15:00", "2026-03-09T13:31"),
        ("2026-03-09T11:29", "2026-03-09T15:00", "2026-03-09T11:30"),
        ("2026-03-13T17:00", "2026-03-16T08:00", "2026-03-16T07:31"),
        ("2026-02-13T18:00", "2026-02-23T08:00", "2026-02-23T07:31"),
        # late by 6 h: every minute; by 1 day 1 h: the second hour is full after 60; by 1 day 7 h: the day after 30
        ("2026-03-11T09:00", "2026-03-10T10:30", "2026-03-11T09:01"),
        ("2026-03-11T08:30", "2026-03-09T17:00", "2026-03-11T09:30"),
        ("2026-03-11T16:30", "2026-03-10T07:30", "2026-03-11T17:00"),
        ("2026-03-09T09:00", "2026-03-09T09:00", "2026-03-09T09:01"),
    ],
)  # fmt: skip
def test_next_change_of_one_row(now, due, expected, clock):
    assert clock.next_text_change(at(now), [at(due)]) == at(expected)


def words(clock, now, dues):
    return [clock.remaining_words(clock.minutes_between(now, due), due) for due in dues]


@given(now=moments, dues=st.lists(moments, min_size=1, max_size=6), long_days=st.booleans())
@settings(deadline=None, max_examples=120)
def test_words_stand_still_until_the_change_and_no_longer(now, dues, long_days, clock):
    office = replace(clock, timetable=LONG_DAYS) if long_days else clock
    change = office.next_text_change(now, dues)
    said, minute = words(office, now, dues), now
    while minute < change - timedelta(minutes=1):
        minute += timedelta(minutes=1) if office.office_state(minute).open else timedelta(minutes=30)
        if minute < change:
            assert words(office, minute, dues) == said
    assert words(office, change - timedelta(microseconds=1), dues) == said
    assert words(office, change, dues) != said


def test_nothing_to_say_never_changes(clock):
    assert clock.next_text_change(at("2026-03-09T09:00"), []) is None


def test_end_of_the_last_calendar_is_refused(clock):
    with pytest.raises(CalendarMissing, match="2028"):
        clock.next_text_change(at("2027-12-31T17:00"), [at("2027-12-31T16:00")])


def test_five_thousand_rows_cost_milliseconds(clock):
    now = at("2026-03-09T09:00")
    dues = [clock.next_opening(now + timedelta(hours=2 * n)) + timedelta(minutes=n % 200) for n in range(2, 5_002)]
    clock.next_text_change(now, dues[:1])
    start = perf_counter()
    assert clock.next_text_change(now, dues) > now
    assert perf_counter() - start < 0.25, "fifty times what it takes, for slow machines"


def test_words_use_the_day_of_the_season(clock):
    office = replace(clock, timetable=LONG_DAYS)
    assert office.remaining_words(480, at("2026-04-01T11:30")) == "còn 1 ngày"
    assert office.remaining_words(480, at("2026-03-10T11:30")) == "còn 1 ngày"
    assert office.remaining_words(450, at("2026-04-01T11:30")) == "còn 7 giờ 30 phút"
    assert office.remaining_words(450) == "còn 1 ngày"
