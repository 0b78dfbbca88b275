"""Dates and names as the top bar says them."""

from datetime import datetime

from desktop.deadlines.words import weekday_words


def day_in_words(moment: datetime) -> str:
    """Return such as "Thứ Hai, 23/11/2026"."""
    return f"{weekday_words(moment)}, {moment:%d/%m/%Y}"


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name: "Nông Thị Lan" gives "NL"."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
