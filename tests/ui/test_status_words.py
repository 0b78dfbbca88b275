from collections.abc import Callable
from datetime import datetime

import pytest

from desktop.app import national_calendar
from desktop.deadlines import Clock, OfficeHours
from desktop.handling.board_row import BoardGroup, BoardRow
from desktop.ui.status_words import board_wake_ms, status_line, status_wake_ms, tomorrow_note, wall_span

MakeRow = Callable[..., BoardRow]
CLOCK = Clock(national_calendar(), OfficeHours.parse(["07:30", "11:30", "13:30", "17:00"]))


@pytest.mark.parametrize(
    ("now", "is_open", "words"),
    [
        (datetime(2026, 11, 23, 9, 42), True, "Trong giờ làm việc · còn 1 giờ 48 phút đến nghỉ trưa"),
        (datetime(2026, 11, 23, 16, 0), True, "Trong giờ làm việc · còn 1 giờ đến hết giờ"),
        (datetime(2026, 11, 23, 12, 0), False, "Ngoài giờ làm việc · mở cửa lại lúc 13:30"),
        (datetime(2026, 11, 23, 18, 0), False, "Ngoài giờ làm việc · mở cửa lại lúc 07:30 Thứ Tư 25/11"),
    ],
    ids=["morning", "afternoon", "lunch", "evening before a holiday"],
)
def test_office_hours_in_words(now: datetime, is_open: bool, words: str) -> None:
    line = status_line(CLOCK, now, 41)
    assert (line.office_open, line.office, line.outbox) == (is_open, words, "41 mục cấp trên chưa nhận")


def test_the_calendar_tells_how_sure_it_is_and_the_next_holiday() -> None:
    line = status_line(CLOCK, datetime(2026, 11, 23, 9, 42), None)
    assert line.calendar == "Lịch 2026 chính thức · 24/11 nghỉ Ngày Văn hóa Việt Nam"
    assert line.outbox == ""
    assert status_line(CLOCK, datetime(2026, 9, 21, 9, 0), 0).outbox == "Cấp trên đã nhận đủ"


def test_a_year_without_a_calendar_is_said() -> None:
    assert "1999" in status_line(CLOCK, datetime(1999, 5, 4, 9, 0), None).calendar


def test_the_next_working_day_names_what_it_skips() -> None:
    assert (
        tomorrow_note(CLOCK, datetime(2026, 11, 23).date()) == "Thứ Tư 25/11 – bỏ qua 24/11 nghỉ Ngày Văn hóa Việt Nam"
    )
    assert tomorrow_note(CLOCK, datetime(2026, 11, 20).date()) == "Thứ Hai 23/11"


@pytest.mark.parametrize(
    ("now", "ms"),
    [
        (datetime(2026, 11, 23, 9, 42, 30), 30_000),
        (datetime(2026, 11, 23, 13, 20), 10 * 60_000),
        (datetime(2026, 11, 23, 20, 0), 3_600_000),
    ],
    ids=["full minute", "when it opens", "at most an hour"],
)
def test_the_status_line_changes_next(now: datetime, ms: int) -> None:
    assert status_wake_ms(CLOCK, now) == ms


@pytest.mark.parametrize(
    ("now", "due", "ms"),
    [
        (datetime(2026, 11, 23, 9, 42, 30), datetime(2026, 11, 23, 11, 30), 30_000),
        (datetime(2026, 11, 23, 9, 42), datetime(2026, 11, 25, 11, 30), 49 * 60_000),
        (datetime(2026, 11, 23, 11, 30), datetime(2026, 11, 23, 11, 30), 1),
        (datetime(2026, 11, 23, 20, 0), datetime(2026, 11, 25, 11, 30), 3_600_000),
    ],
    ids=["the minute of a nearby one", "the hour of a far one", "just after a due time", "at most an hour"],
)
def test_the_board_is_read_again_when_a_row_changes(make_row: MakeRow, now: datetime, due: datetime, ms: int) -> None:
    row = make_row(group=BoardGroup.WEEK, due=due, counted_due=due)
    assert board_wake_ms([row], CLOCK, now) == ms


def test_beyond_the_calendar_the_window_still_wakes(make_row: MakeRow) -> None:
    now = datetime(2035, 1, 2, 9, 0)
    row = make_row(counted_due=datetime(2026, 11, 19, 11, 30))
    assert board_wake_ms([row], CLOCK, now) == status_wake_ms(CLOCK, now) == 3_600_000
    assert tomorrow_note(CLOCK, now.date()) == ""


def test_minutes_of_the_wall_clock() -> None:
    assert [wall_span(minutes) for minutes in (0, 5, 60, 108)] == ["dưới 1 phút", "5 phút", "1 giờ", "1 giờ 48 phút"]
