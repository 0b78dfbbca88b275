"""Working minutes, the words of the board, office state, and how a due date is explained."""

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.deadlines import CalendarMissing, Clock, OfficeHours, OfficeState, SkippedDay, Term, Unit

# Hypothesis prints the whole calendar beside a failing example and warns of its length.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

MOMENTS = st.datetimes(datetime(2018, 1, 1), datetime(2027, 12, 31, 23))
HOURS = [
    ["07:30", "11:30", "13:30", "17:00"],
    ["07:00", "11:30", "13:30", "17:00"],
    ["07:30", "11:30", "13:00", "17:00"],
    ["07:30", "11:30", "13:30", "16:00"],
]
QUICK = settings(deadline=None, max_examples=200)


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-03-09T09:00", "2026-03-09T10:15", 75),
        ("2026-03-09T11:00", "2026-03-09T14:00", 60),
        ("2026-03-09T16:00", "2026-03-10T08:30", 120),
        ("2026-03-13T16:30", "2026-03-16T07:30", 30),
        ("2026-02-13T16:00", "2026-02-23T08:00", 90),
        ("2026-01-09T17:00", "2026-01-12T07:30", 450),
        ("2026-03-09T09:00:59", "2026-03-09T10:00:01", 60),
    ],
    ids=["one session", "over lunch", "over night", "weekend", "Tết", "make-up Saturday", "seconds are cut"],
)
def test_minutes_between(start, end, minutes, clock):
    assert clock.minutes_between(at(start), at(end)) == minutes
    assert clock.minutes_between(at(end), at(start)) == -minutes


@given(first=MOMENTS, second=MOMENTS, third=MOMENTS)
@QUICK
def test_minutes_add_up(first, second, third, clock):
    through = clock.minutes_between(first, second) + clock.minutes_between(second, third)
    assert through == clock.minutes_between(first, third)


@given(start=MOMENTS, span=st.timedeltas(timedelta(0), timedelta(days=60)), hours=st.sampled_from(HOURS))
@QUICK
def test_minutes_equal_a_count_day_by_day(start, span, hours, calendar):
    clock = Clock(calendar, OfficeHours.parse(hours))
    end = min(start + span, datetime(2027, 12, 31, 23))
    sessions = [(hours[0], hours[1]), (hours[2], hours[3])]
    start, end = start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0)
    counted, day = timedelta(0), start.date()
    while day <= end.date():
        for opening, closing in sessions if calendar.is_working(day) else []:
            opened, closed = at(f"{day}T{opening}"), at(f"{day}T{closing}")
            counted += max(timedelta(0), min(closed, end) - max(opened, start))
        day += timedelta(days=1)
    assert clock.minutes_between(start, end) == counted // timedelta(minutes=1)


# Words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "đến hạn"),
        (48, "còn 48 phút"),
        (60, "còn 1 giờ"),
        (135, "còn 2 giờ 15 phút"),
        (450, "còn 1 ngày"),
        (455, "còn 1 ngày"),
        (630, "còn 1 ngày 3 giờ"),
        (650, "còn 1 ngày 3 giờ"),
        (899, "còn 1 ngày 7 giờ"),
        (-1, "quá 1 phút"),
        (-960, "quá 2 ngày 1 giờ"),
        (-900, "quá 2 ngày"),
    ],
)
def test_remaining_words_on_a_seven_and_a_half_hour_desk(minutes, words, clock):
    assert clock.remaining_words(minutes) == words


def test_a_day_is_the_day_of_this_desk(calendar):
    eight_hours = Clock(calendar, OfficeHours.parse(["07:00", "11:30", "13:30", "17:00"]))
    assert eight_hours.remaining_words(480) == "còn 1 ngày"
    assert eight_hours.remaining_words(450) == "còn 7 giờ 30 phút"


@given(minutes=st.integers(-100_000, 100_000).filter(bool), hours=st.sampled_from(HOURS))
@QUICK
def test_words_say_the_minutes_cut_to_their_last_unit(minutes, hours, calendar):
    office = OfficeHours.parse(hours)
    words = Clock(calendar, office).remaining_words(minutes)
    unit = {"ngày": office.minutes_per_day, "giờ": 60, "phút": 1}
    parts = re.findall(r"(\d+) (ngày|giờ|phút)", words)
    said = sum(int(count) * unit[name] for count, name in parts)
    finest = 60 if abs(minutes) >= office.minutes_per_day else 1
    assert words.startswith("còn " if minutes > 0 else "quá ")
    assert all(count != "0" for count, _ in parts)
    assert 0 <= abs(minutes) - said < finest


# Office state


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-03-09T06:30", (False, "2026-03-09T07:30", 60)),
        ("2026-03-09T07:30", (True, "2026-03-09T11:30", 240)),
        ("2026-03-09T09:15", (True, "2026-03-09T11:30", 135)),
        ("2026-03-09T11:29:30", (True, "2026-03-09T11:30", 1)),
        ("2026-03-09T11:30", (False, "2026-03-09T13:30", 120)),
        ("2026-03-09T13:30", (True, "2026-03-09T17:00", 210)),
        ("2026-03-09T17:00", (False, "2026-03-10T07:30", 870)),
        ("2026-03-13T17:30", (False, "2026-03-16T07:30", 3720)),
        ("2026-01-10T08:00", (True, "2026-01-10T11:30", 210)),
        ("2026-02-13T18:00", (False, "2026-02-23T07:30", 13_770)),
    ],
)
def test_office_state(now, state, clock):
    assert clock.office_state(at(now)) == OfficeState(state[0], at(state[1]), state[2])


@given(now=st.datetimes(datetime(2018, 1, 1), datetime(2027, 12, 30)))
@QUICK
def test_next_opening_is_the_first_open_moment_not_before_now(now, clock):
    opening = clock.next_opening(now)
    assert opening >= now
    assert clock.office_state(opening).open
    assert clock.minutes_between(now, opening) in range(clock.hours.minutes_per_day)
    if not clock.office_state(now).open:
        assert clock.minutes_between(now, opening) == 0


# Days


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-20", 2, "2026-11-25"),
        ("2026-11-22", 1, "2026-11-23"),
        ("2026-11-22", 0, "2026-11-22"),
        ("2026-11-22", -1, "2026-11-20"),
        ("2026-11-25", -2, "2026-11-20"),
        ("2026-01-09", 1, "2026-01-10"),
    ],
)
def test_add_working_days(day, count, expected, clock):
    assert clock.add_working_days(date.fromisoformat(day), count) == date.fromisoformat(expected)


@given(day=st.dates(date(2018, 6, 1), date(2027, 6, 1)), count=st.integers(1, 60))
@QUICK
def test_working_days_there_and_back(day, count, clock):
    there = clock.add_working_days(day, count)
    start = day if clock.calendar.is_working(day) else clock.add_working_days(day, -1)
    assert clock.add_working_days(there, -count) == start
    assert clock.next_working_day(day) == clock.add_working_days(day, 1)


@pytest.mark.parametrize(("day", "count", "year"), [("2027-12-31", 1, 2028), ("2018-01-02", -1, 2017)])
def test_beyond_the_calendar(day, count, year, clock):
    with pytest.raises(CalendarMissing) as caught:
        clock.add_working_days(date.fromisoformat(day), count)
    assert caught.value.year == year


def test_explanation_names_each_skipped_day(clock):
    received = at("2024-04-26T09:00")
    due = clock.due(received, Term(3, Unit.WORKING_DAY))
    explained = clock.explain(received, due.at)
    assert explained.counted_days == 3
    assert explained.skipped == (
        SkippedDay(date(2024, 4, 27), "thứ Bảy"),
        SkippedDay(date(2024, 4, 28), "Chủ nhật"),
        SkippedDay(date(2024, 4, 29), "nghỉ hoán đổi, làm bù 04/5"),
        SkippedDay(date(2024, 4, 30), "Ngày Chiến thắng"),
        SkippedDay(date(2024, 5, 1), "Ngày Quốc tế Lao động"),
    )


@given(received=st.datetimes(datetime(2018, 1, 2), datetime(2026, 9, 30)), days=st.integers(1, 60))
@QUICK
def test_explanation_counts_the_days_of_the_term(received, days, clock):
    due = clock.due(received, Term(days, Unit.WORKING_DAY))
    assert clock.explain(received, due.at).counted_days == days


def test_due_before_the_receipt_explains_nothing(clock):
    explained = clock.explain(at("2026-03-12T09:00"), at("2026-03-09T09:00"))
    assert (explained.counted_days, explained.skipped) == (0, ())


# A board of 5,000 rows recomputes at once


def test_look_ups_do_not_walk_the_calendar(clock, monkeypatch):
    assert clock.calendar.is_working(date(2026, 3, 9))  # the index is built once, before
    monkeypatch.setattr(type(clock.calendar), "_works", lambda _, day: pytest.fail(f"walked through {day}"))
    assert clock.minutes_between(at("2018-01-02T08:00"), at("2027-12-31T08:00")) > 1_000_000
    assert clock.due(at("2018-01-02T08:00"), Term(2_000, Unit.WORKING_DAY))
