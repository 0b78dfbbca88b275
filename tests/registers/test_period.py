from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.registers.period import (
    Period,
    PeriodRefused,
    month_before,
    month_of,
    months_until,
    quarter_of,
    year_of,
)

DAYS = st.dates(date(2001, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (month_of(date(2026, 11, 23)), "tháng 11/2026"),
        (month_before(date(2026, 1, 31)), "tháng 12/2025"),
        (quarter_of(date(2026, 11, 23)), "quý 4/2026"),
        (year_of(date(2026, 11, 23)), "năm 2026"),
        (Period(date(2026, 11, 3), date(2026, 11, 20)), "từ 03/11/2026 đến 20/11/2026"),
        (Period(date(2026, 11, 3), date(2026, 11, 3)), "ngày 03/11/2026"),
    ],
)
def test_in_words(period: Period, words: str) -> None:
    assert period.words() == words


def test_both_days_belong_to_it() -> None:
    november = month_of(date(2026, 11, 23))
    assert november.holds(datetime(2026, 11, 1, 0, 0))
    assert november.holds(datetime(2026, 11, 30, 23, 59))
    assert not november.holds(datetime(2026, 12, 1, 0, 0))
    assert not november.holds(None)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 11, 2), date(2026, 11, 1), "last_on"),
        (date(1, 1, 1), date(2026, 11, 1), "first_on"),
        (date(2026, 1, 1), date(9999, 12, 31), "first_on"),
    ],
)
def test_two_days_that_make_no_period_are_refused(first: date, last: date, field: str) -> None:
    with pytest.raises(PeriodRefused, match="Hãy sửa") as refusal:
        Period(first, last)
    assert refusal.value.field == field


@given(DAYS, st.integers(1, 30))
def test_months_follow_each_other_without_a_gap(day: date, count: int) -> None:
    months = months_until(day, count) if day.year > 2010 else months_until(day.replace(year=2011), count)
    assert len(months) == count
    for before, after in pairwise(months):
        assert before.end == after.start
