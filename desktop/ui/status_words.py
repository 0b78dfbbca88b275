"""What the status line and the board's notes say, from office hours, calendar and exchange. Pure."""

from datetime import date, datetime, timedelta

from desktop.deadlines import CalendarMissing, Clock, OfficeState
from desktop.ui.shell.status_bar import StatusLine

AHEAD_DAYS = 45
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


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
        day = "" if opening.date() == now.date() else f" {WEEKDAYS[opening.weekday()]} {opening:%d/%m}"
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
    off = next_holiday(clock, today)
    words = f"Lịch {today.year} {sure}"
    return f"{words} · {off[0]:%d/%m} nghỉ {off[1]}" if off else words


def next_holiday(clock: Clock, today: date) -> tuple[date, str] | None:
    """Return the next working-week day off within six weeks, and why."""
    for ahead in range(AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        try:
            if day.weekday() < 5 and not clock.calendar.is_working(day):
                return day, clock.calendar.reason_off(day)
        except CalendarMissing:
            return None
    return None


def tomorrow_note(clock: Clock, today: date) -> str:
    """Return which day "the next working day" is, and the holidays it passes over."""
    following = clock.next_working_day(today)
    between = (today + timedelta(days=ahead) for ahead in range(1, (following - today).days))
    skipped = [f"{day:%d/%m} nghỉ {clock.calendar.reason_off(day)}" for day in between if day.weekday() < 5]
    words = f"{WEEKDAYS[following.weekday()]} {following:%d/%m}"
    return f"{words} – bỏ qua {', '.join(skipped)}" if skipped else words


def next_change_ms(clock: Clock, now: datetime) -> int:
    """Return in how many milliseconds the board's words change next: at the full minute, or when the office opens."""
    to_minute = 60_000 - now.second * 1000 - now.microsecond // 1000
    state = clock.office_state(now)
    if state.open:
        return to_minute
    # Closed: nothing counts down; look again when it opens, and at least once an hour because clocks get set.
    return min(to_minute + max(0, state.minutes - 1) * 60_000, 3_600_000)
