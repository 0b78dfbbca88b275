"""The shipped table against an independent computation: every difference is known and explained."""

from datetime import date, timedelta

import holidays
import pytest

FIRST, LAST = date(2018, 1, 1), date(2027, 12, 31)

# Công văn 12729/VPCP-KGVX of 25/12/2025 swaps these two days; the package knows a swap only in a later release.
KNOWN = {
    date(2026, 1, 2): False,
    date(2026, 1, 10): True,
}


@pytest.fixture(scope="module")
def package():
    return holidays.country_holidays("VN", years=range(FIRST.year, LAST.year + 1))


def test_every_difference_from_the_package_is_known(calendar, package):
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    assert len(days) == 3652
    differences = {
        day: calendar.is_working(day) for day in days if calendar.is_working(day) != package.is_working_day(day)
    }
    assert {day: ours for day, ours in differences.items() if KNOWN.get(day) is not ours} == {}


@pytest.mark.parametrize(("day", "works"), KNOWN.items())
def test_known_difference_follows_the_notice(day, works, calendar):
    assert calendar.is_working(day) is works
    assert calendar.rows[day].source == "cv-12729-2025"
