"""How numbers, times and spans of working time are said in Vietnamese."""

from datetime import date, time

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def weekday_words(day: date) -> str:
    """Return the day of the week as a sentence begins with it: "Thứ Hai", "Chủ nhật"."""
    name = WEEKDAYS[day.weekday()]
    return name[:1].upper() + name[1:]


def number_words(value: float) -> str:
    """Return a number with the Vietnamese decimal comma and no idle zeros: 43, 2,5."""
    return f"{value:g}".replace(".", ",")


def time_words(moment: time) -> str:
    """Return a time of day as texts of law write it: "15 giờ", "15 giờ 30"."""
    return f"{moment.hour} giờ {moment.minute:02d}" if moment.minute else f"{moment.hour} giờ"


def day_words(day: date, beside: date | None = None) -> str:
    """Return a short date, with its year only when it differs from that of the date it stands beside.

    Days below 10 and the months January and February take a leading zero, as Nghị định 30/2020/NĐ-CP writes dates.
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    year = "" if beside is not None and beside.year == day.year else f"/{day.year}"
    return f"{day.day:02d}/{month}{year}"
