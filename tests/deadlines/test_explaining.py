"""Why a due time is what it is: what counted equals the term, what did not is named with its reason."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.deadlines import (
    Conventions,
    DayUse,
    MadeUpDay,
    Pause,
    SkippedDay,
    Term,
    Unit,
    explanation_lines,
    skipped_lines,
)

# Hypothesis prints the whole calendar beside a failing example and warns of its length.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

MINUTE = timedelta(minutes=1)
MOMENTS = st.datetimes(datetime(2018, 1, 2), datetime(2026, 9, 30)).map(lambda at: at.replace(second=0, microsecond=0))


def at(text):
    return datetime.fromisoformat(text)


def days(value, unit=Unit.WORKING_DAY):
    return Term(value, unit)


def lines(clock, received, term, *pauses):
    explained = clock.explain_term(at(received), term, [Pause(at(start), at(end)) for start, end in pauses])
    return list(explanation_lines(explained, at(received).date()))


def test_swap_and_make_up_day(clock):
    explained = clock.explain_term(at("2024-04-26T09:00"), days(3))
    assert (explained.counted_days, explained.amount, explained.unit) == (3, 3, Unit.WORKING_DAY)
    assert SkippedDay(date(2024, 4, 29), "nghỉ hoán đổi, làm bù 04/5") in explained.skipped
    assert explained.made_up == (MadeUpDay(date(2024, 5, 4), "làm bù cho 29/4"),)
    assert lines(clock, "2024-04-26T09:00", days(3)) == [
        "Tính 3 ngày làm việc, từ sau ngày 26/4",
        "29/4: nghỉ hoán đổi, làm bù 04/5",
        "30/4: Ngày Chiến thắng",
        "01/5: Ngày Quốc tế Lao động",
        "thứ Bảy, Chủ nhật",
        "04/5: làm bù cho 29/4, có tính",
    ]


def test_weekends_are_joined(clock):
    said = lines(clock, "2026-06-01T09:00", days(45))
    assert said == ["Tính 45 ngày làm việc, từ sau ngày 01/6", "9 cặp thứ Bảy, Chủ nhật"]


def test_year_is_named_where_it_changes(clock):
    said = lines(clock, "2025-12-31T09:00", days(7))
    assert said[0] == "Tính 7 ngày làm việc, từ sau ngày 31/12"
    assert "10/01/2026: làm bù cho 02/01, có tính" in said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (
            "2026-11-23T09:42",
            "2027-01-25T11:30",
            ("24/11: Ngày Văn hóa Việt Nam", "01/01/2027: Tết Dương lịch", "9 cặp thứ Bảy, Chủ nhật"),
        ),
        ("2026-12-04T09:00", "2026-12-08T17:00", ("thứ Bảy, Chủ nhật",)),
        ("2026-12-04T09:00", "2026-12-05T11:00", ("1 ngày thứ Bảy",)),
        ("2026-12-07T09:00", "2026-12-09T11:30", ()),
    ],
    ids=["holidays are named", "one week-end needs no number", "a lone Saturday", "nothing skipped"],
)
def test_what_did_not_count_alone(start, end, said, clock):
    assert skipped_lines(clock.explain(at(start), at(end)).skipped, at(start).date()) == said


def test_received_on_a_make_up_day_that_is_day_0(clock):
    assert clock.explain_term(at("2024-05-04T09:00"), days(2)).made_up == ()


def test_pause_is_no_counted_time(clock):
    explained = clock.explain_term(
        at("2026-03-09T09:00"), days(10), [Pause(at("2026-03-12T14:00"), at("2026-03-17T09:00"))]
    )
    assert explained.amount == 10
    assert [skip for skip in explained.skipped if skip.use is not DayUse.OFF] == [
        SkippedDay(date(2026, 3, 13), "tạm dừng tính thời hạn", DayUse.PAUSED),
        SkippedDay(date(2026, 3, 16), "tạm dừng tính thời hạn", DayUse.PAUSED),
        SkippedDay(date(2026, 3, 17), "tạm dừng một phần ngày", DayUse.PARTLY_PAUSED),
    ]


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (days(2.5), "Tính 2,5 ngày làm việc, từ sau ngày 09/3"),
        (days(4, Unit.WORKING_HOUR), "Tính 4 giờ làm việc, từ sau ngày 09/3"),
        (days(5, Unit.CALENDAR_DAY), "Tính 5 ngày lịch, từ sau ngày 09/3"),
        (Term(parts=(days(2), days(3, Unit.CALENDAR_DAY))), "Có 5 ngày làm việc, từ sau ngày 09/3 đến ngày hẹn"),
    ],
    ids=str,
)
def test_count_in_the_unit_of_the_term(term, said, clock):
    assert lines(clock, "2026-03-09T09:00", term)[0] == said


def test_restart_is_explained_from_its_new_beginning(clock):
    restart = replace(clock, conventions=Conventions(pause_mode="RESTART"))
    said = lines(restart, "2026-03-09T09:00", days(3), ("2026-03-10T09:00", "2026-03-12T09:00"))
    assert said == ["Tính 3 ngày làm việc, tính lại từ đầu, từ sau ngày 12/3", "thứ Bảy, Chủ nhật"]


def test_open_pause_has_nothing_to_explain(clock):
    assert clock.explain_term(at("2026-03-09T09:00"), days(3), [Pause(at("2026-03-10T09:00"))]) is None


def test_steps_are_explained_as_their_sum(clock):
    steps = [days(0.5), days(2), days(0.5)]
    assert clock.explain_steps(at("2026-03-09T09:00"), steps) == clock.explain_term(at("2026-03-09T09:00"), days(3))


@given(
    received=MOMENTS,
    halves=st.integers(1, 60),
    unit=st.sampled_from([Unit.WORKING_DAY, Unit.WORKING_HOUR, Unit.CALENDAR_DAY]),
    spans=st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 20_000)), max_size=3),
    named=st.fixed_dictionaries(
        {
            "after_close": st.sampled_from(["SAME_DAY0", "NEXT_OPENING"]),
            "nonworking_receipt": st.sampled_from(["NEXT_WORKING_DAY_IS_DAY0", "NATURAL_DAY0"]),
            "end": st.sampled_from(["DATE", "SLOT_END", "DAY_END", "SAME_CLOCK"]),
            "pause_mode": st.sampled_from(["SHIFT", "RESTART"]),
        }
    ),
)
@settings(deadline=None, max_examples=150)
def test_count_equals_the_term(received, halves, unit, spans, named, clock):
    office = replace(clock, conventions=Conventions(**named))
    value = halves / 2 if unit is Unit.WORKING_DAY else halves
    starts = [(received + begin * MINUTE, received + (begin + length) * MINUTE) for begin, length in spans]
    explained = office.explain_term(received, Term(value, unit), [Pause(*span) for span in starts])
    assert (explained.amount, explained.unit) == (value, unit)


@given(received=MOMENTS, value=st.integers(1, 60))
@settings(deadline=None, max_examples=60)
def test_every_day_after_day_0_either_counts_or_is_named(received, value, clock):
    explained, due = clock.explain_term(received, days(value)), clock.due(received, days(value))
    assume(explained.day0 == received.date())
    assert (due.at.date() - explained.day0).days == value + len(explained.skipped)
    assert not any(clock.is_working(skip.day) for skip in explained.skipped)
