"""What the status line and the board's notes say, from office hours, calendar and exchange. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from desktop.deadlines import (
    CalendarMissing,
    Clock,
    OfficeState,
    holidays_before_next_working_day,
    next_holiday,
)
from desktop.deadlines.words import weekday_words
from desktop.handling.board import next_board_change
from desktop.handling.board_row import BoardRow
from desktop.ui.shell.status_bar import StatusLine

AHEAD_DAYS = 45
MILLISECOND, MINUTE_MS, HOUR_MS = timedelta(milliseconds=1), 60_000, 3_600_000


def status_line(clock: Clock, now: datetime, not_yet_above: int | None) -> StatusLine:
    """Return the status line; `not_yet_above` is None where no office above is known."""
    try:
        state, calendar = clock.office_state(now), calendar_words(clock, now.date())
    except CalendarMissing as error:
        return StatusLine(office="Ngoài lịch làm việc", calendar=error.message)
    outbox = f"{not_yet_above} mục cấp trên chưa nhận" if not_yet_above else ""
    if not_yet_above == 0:
        outbox = "Cấp trên đã nhận đủ"
    return StatusLine(state.open, office_words(clock, state, now), outbox=outbox, calendar=calendar)


def office_words(clock: Clock, state: OfficeState, now: datetime) -> str:
    """Return such as "Trong giờ làm việc · còn 1 giờ 48 phút đến nghỉ trưa"."""
    if not state.open:
        opening = state.until
        day = "" if opening.date() == now.date() else f" {weekday_words(opening)} {opening:%d/%m}"
        return f"Ngoài giờ làm việc · mở cửa lại lúc {opening:%H:%M}{day}"
    end = "nghỉ trưa" if state.until.time() == clock.hours.morning_close else "hết giờ"
    return f"Trong giờ làm việc · còn {wall_span(state.minutes)} đến {end}"


def wall_span(minutes: int) -> str:
    """Return minutes of the wall clock in words: "1 giờ 48 phút"."""
    hours, left = divmod(minutes, 60)
    return " ".join(f"{count} {name}" for count, name in ((hours, "giờ"), (left, "phút")) if count) or "dưới 1 phút"


def calendar_words(clock: Clock, today: date) -> str:
    """Return how sure this year's calendar is, and the next day off that is no weekend."""
    sure = "dự kiến" if clock.calendar.is_provisional(today) else "chính thức"
    off = next_holiday(clock.calendar, today, AHEAD_DAYS)
    words = f"Lịch {today.year} {sure}"
    return f"{words} · {off[0]:%d/%m} nghỉ {off[1]}" if off else words


def tomorrow_note(clock: Clock, today: date) -> str:
    """Return which day "the next working day" is, and the holidays it passes over; empty beyond the calendar."""
    try:
        following = clock.next_working_day(today)
        passed = holidays_before_next_working_day(clock, today)
    except CalendarMissing:
        return ""
    words = f"{weekday_words(following)} {following:%d/%m}"
    skipped = [f"{day:%d/%m} nghỉ {reason}" for day, reason in passed]
    return f"{words} – bỏ qua {', '.join(skipped)}" if skipped else words


def board_wake_ms(rows: Iterable[BoardRow], clock: Clock, now: datetime) -> int:
    """Return in how many milliseconds to read the board again: when its words change, but at least once an hour,
    because a computer's clock gets set."""
    change = next_board_change(rows, clock, now)
    return HOUR_MS if change is None else min(_ms_until(change, now), HOUR_MS)


def status_wake_ms(clock: Clock, now: datetime) -> int:
    """Return in how many milliseconds the status line changes: at the full minute, or when the office opens."""
    to_minute = MINUTE_MS - now.second * 1000 - now.microsecond // 1000
    try:
        state = clock.office_state(now)
    except CalendarMissing:
        return HOUR_MS
    return to_minute if state.open else min(_ms_until(state.until, now), HOUR_MS)


def _ms_until(moment: datetime, now: datetime) -> int:
    """Return milliseconds, rounded up: a timer must never fire before the moment."""
    return -((now - moment) // MILLISECOND)
