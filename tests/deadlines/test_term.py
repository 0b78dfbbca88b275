"""Terms in words and from JSON; office hours; local time."""

import copy
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.deadlines import LOCAL, OfficeHours, Term, Unit, read_term, to_local, to_utc
from desktop.errors import UserFacingError


@pytest.mark.parametrize(
    ("document", "term", "words"),
    [
        ({"value": 43, "unit": "working_day"}, Term(43, Unit.WORKING_DAY), "43 ngày làm việc"),
        ({"value": 2.5, "unit": "working_day"}, Term(2.5, Unit.WORKING_DAY), "2,5 ngày làm việc"),
        ({"value": 15, "unit": "day"}, Term(15, Unit.DAY), "15 ngày"),
        ({"value": 30, "unit": "calendar_day"}, Term(30, Unit.CALENDAR_DAY), "30 ngày lịch"),
        ({"value": 4, "unit": "working_hour"}, Term(4, Unit.WORKING_HOUR), "4 giờ làm việc"),
        ({"value": 24, "unit": "hour"}, Term(24, Unit.HOUR), "24 giờ"),
        ({"value": 1, "unit": "same_day"}, Term(1, Unit.SAME_DAY), "trong ngày"),
        ({"value": None, "unit": "office_hours"}, Term(unit=Unit.OFFICE_HOURS), "trong giờ hành chính"),
        ({"value": 7, "unit": None}, Term(7), "7 (chưa ghi đơn vị)"),
        ({}, Term(), "chưa ghi thời hạn"),
        (
            {"unit": "same_working_day", "cutoff": "15:00"},
            Term(unit=Unit.SAME_DAY, cutoff=time(15)),
            "trong ngày (nhận sau 15 giờ: ngày làm việc tiếp theo)",
        ),
        (
            {"unit": "same_day", "cutoff": "15:30"},
            Term(unit=Unit.SAME_DAY, cutoff=time(15, 30)),
            "trong ngày (nhận sau 15 giờ 30: ngày làm việc tiếp theo)",
        ),
        (
            {"parts": [{"value": 18, "unit": "working_day"}, {"value": 10, "unit": "day"}]},
            Term(parts=(Term(18, Unit.WORKING_DAY), Term(10, Unit.DAY))),
            "18 ngày làm việc + 10 ngày",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_term_read_and_said(document, term, words):
    assert read_term(document) == term
    assert term.in_words() == words


def test_terms_nested_without_end_are_refused():
    document = {"value": 1, "unit": "day"}
    for _ in range(5):
        document = {"parts": [copy.deepcopy(document)]}
    with pytest.raises(UserFacingError):
        read_term(document)


@pytest.mark.parametrize(
    "moments",
    [
        [],
        ["07:30", "11:30", "13:30"],
        ["07:30", "11:30", "13:30", "17:00", "18:00"],
        ["07:30", "11:30", "11:30", "17:00"],
        ["07:30", "11:30", "13:30", "24:00"],
        ["7h30", "11h30", "13h30", "17h00"],
        ["07:30", "11:30", "13:30", None],
        "07:30",
        None,
    ],
    ids=str,
)
def test_wrong_office_hours_are_refused(moments):
    with pytest.raises(UserFacingError, match="bốn mốc"):
        OfficeHours.parse(moments)


def test_office_hours_out_of_order_can_not_exist():
    with pytest.raises(UserFacingError):
        OfficeHours(time(13), time(11), time(14), time(17))


def test_minutes_per_day():
    assert OfficeHours.parse(["07:30", "11:30", "13:30", "17:00"]).minutes_per_day == 450
    assert OfficeHours.parse(["7:00", "11:30", "13:30", "17:00"]).minutes_per_day == 480


@given(local=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_local_time_and_back(local):
    stored = to_utc(local)
    assert stored.tzinfo is UTC
    assert stored.replace(tzinfo=None) == local - timedelta(hours=7)
    assert to_local(stored) == local == to_local(local.replace(tzinfo=LOCAL))


def test_moments_of_the_wrong_sort_are_refused():
    with pytest.raises(ValueError, match="aware"):
        to_local(datetime(2026, 3, 9))
    with pytest.raises(ValueError, match="naive"):
        to_utc(datetime(2026, 3, 9, tzinfo=UTC))
