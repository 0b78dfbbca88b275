from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.app import national_calendar
from desktop.deadlines import OfficeHours
from desktop.intake.due_text import (
    DueUnreadable,
    UnitShare,
    provisional_words,
    read_due,
    short_words,
    unit_shares,
)
from desktop.procedures.catalogue import shipped
from desktop.procedures.plan import plan
from desktop.procedures.procedure import Limit
from desktop.terms import Level

HOURS = OfficeHours.parse(["07:30", "11:30", "13:30", "17:00"])


def test_a_year_without_an_official_calendar_is_named() -> None:
    calendar = national_calendar()
    assert provisional_words(calendar, date(2026, 11, 23), date(2027, 1, 25)) == "lịch 2027 chưa công bố"
    assert provisional_words(calendar, date(2026, 11, 23), date(2026, 12, 1)) == ""


def test_the_line_of_steps_joins_neighbours_and_shows_where_the_clock_stands() -> None:
    procedure = next(each for each in shipped() if each.id == "qtnb-chuyen-hinh-thuc-su-dung-dat")
    shares = unit_shares(plan(procedure, ("remote",), Level.COMMUNE))
    assert shares[:4] == (
        UnitShare("UBND cấp xã", "3 ngày"),
        UnitShare("Bộ phận Một cửa cấp huyện", "0,5 ngày"),
        UnitShare("Văn phòng Đăng ký đất đai cấp huyện", "20,5 + 10 ngày"),
        UnitShare("Cơ quan thuế", "dừng"),
    )


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Limit(2.5, "working_day"), "2,5 ngày"),
        (Limit(4, "working_hour"), "4 giờ"),
        (Limit(parts=(Limit(18, "working_day"), Limit(10, "day"))), "18 + 10 ngày"),
        (Limit(unit="same_day"), "trong ngày"),
    ],
    ids=["half a day", "hours", "mixed", "same day"],
)
def test_short_words(limit: Limit, words: str) -> None:
    assert short_words(limit) == words


@pytest.mark.parametrize(
    "text", ["25/1/2027 11:30", "11:30 25/01/2027", "11g30 ngày 25/01/2027", " 25-01-2027  11h30 ", "25.1.2027 11:30"]
)
def test_a_moment_is_read_as_people_write_it(text: str) -> None:
    assert read_due(text, HOURS) == datetime(2027, 1, 25, 11, 30)


@pytest.mark.parametrize("text", ["", "mai", "2027", "31/02/2027", "25/01/27", "25/01/2027 25:00", "1/1/2027 11:30 x"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(DueUnreadable) as caught:
        read_due(text, HOURS)
    assert caught.value.field == "due"


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_a_moment_shown_is_read_back(moment: datetime) -> None:
    shown = moment.replace(second=0, microsecond=0)
    assert read_due(f"{shown:%d/%m/%Y %H:%M}", HOURS) == shown
    assert read_due(f"{shown:%d/%m/%Y}", HOURS) - datetime.combine(shown.date(), HOURS.afternoon_close) == timedelta()
