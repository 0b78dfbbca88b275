"""Numbers and dates as NĐ 30/2020/NĐ-CP, Phụ lục I has them written."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.printing.forms import form_set
from desktop.printing.words import (
    breakable,
    date_parts,
    due_words,
    moment_words,
    padded,
    place_and_date,
    short_day,
    short_moment,
    upper,
)

COMMON = form_set("2018").common


@pytest.mark.parametrize(("number", "written"), [(1, "01"), (9, "09"), (10, "10"), (123, "123")])
def test_numbers_below_ten_get_a_zero(number: int, written: str) -> None:
    assert padded(number) == written


@pytest.mark.parametrize(
    ("day", "written"),
    [
        pytest.param(date(2026, 2, 5), "Quang Hán, ngày 05 tháng 02 năm 2026", id="day and February padded"),
        pytest.param(date(2026, 1, 31), "Quang Hán, ngày 31 tháng 01 năm 2026", id="January padded"),
        pytest.param(date(2026, 3, 9), "Quang Hán, ngày 09 tháng 3 năm 2026", id="March not padded"),
        pytest.param(date(2026, 12, 10), "Quang Hán, ngày 10 tháng 12 năm 2026", id="nothing to pad"),
    ],
)
def test_place_and_date(day: date, written: str) -> None:
    assert place_and_date("Quang Hán", day, COMMON).replace("\xa0", " ") == written


def test_place_and_date_breaks_only_before_the_date() -> None:
    assert place_and_date("Hà Nội", date(2026, 2, 5), COMMON).split(" ") == [
        "Hà",
        "Nội,",
        "ngày\xa005\xa0tháng\xa002\xa0năm\xa02026",
    ]


@given(st.dates())
def test_only_single_digits_that_could_be_tampered_with_are_padded(day: date) -> None:
    parts = date_parts(day)
    assert (int(parts["day"]), int(parts["month"]), int(parts["year"])) == (day.day, day.month, day.year)
    assert len(parts["day"]) == 2
    assert len(parts["month"]) == (1 if 3 <= day.month <= 9 else 2)


def test_moment_has_two_digits_for_hour_and_minute() -> None:
    assert moment_words(datetime(2026, 11, 23, 7, 5), COMMON) == "07 giờ 05 phút, ngày 23 tháng 11 năm\xa02026"


def test_moment_to_be_written_by_hand() -> None:
    assert moment_words(None, COMMON) == "…… giờ …… phút, ngày …… tháng …… năm ……"


@pytest.mark.parametrize("provisional", [True, False])
def test_provisional_due_time_is_marked(provisional: bool) -> None:
    words = due_words(datetime(2027, 1, 25, 11, 30), provisional, COMMON).replace("\xa0", " ")
    assert words.endswith("năm 2027 (dự kiến)") is provisional
    assert words.endswith("năm 2027") is not provisional


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("UBND xã Quang Hán", "UBND XÃ QUANG HÁN"),
        ("Ủy ban nhân dân đặc khu Lý Sơn", "ỦY BAN NHÂN DÂN ĐẶC KHU LÝ SƠN"),
        ("Bộ phận Tiếp nhận và Trả kết quả", "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ"),
        (" xã Đường Âm ", "XÃ ĐƯỜNG ÂM"),
    ],
)
def test_headings_are_upper_case(name: str, heading: str) -> None:
    assert upper(name) == heading


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        pytest.param("H14.12.3-261123-0001", ["H14.12.3-", "261123-0001"], id="province"),
        pytest.param("000.00.53.H48-220921-0099", ["000.00.53.H48-", "220921-0099"], id="national unit code"),
        pytest.param("G09.20-20260609-0092637", ["G09.20-", "20260609-", "0092637"], id="ministry portal"),
        pytest.param("12345", ["12345"], id="no dash"),
    ],
)
def test_codes_are_broken_behind_their_dashes(code: str, lines: list[str]) -> None:
    assert breakable(code).split("\n") == lines


def test_days_and_times_of_tables() -> None:
    assert short_day(date(2026, 3, 5), COMMON) == "05/03/2026"
    assert short_moment(datetime(2026, 3, 5, 7, 4), COMMON) == "07:04 05/03/2026"
    assert (short_day(None, COMMON), short_moment(None, COMMON)) == ("", "")
