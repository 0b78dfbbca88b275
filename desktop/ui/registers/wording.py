"""Figures as the page says them, and which colour goes with which sort of lateness. Pure."""

from collections.abc import Mapping

from desktop.deadlines import Clock
from desktop.handling.attribution import Sort
from desktop.handling.journal_words import span_words

TONES: Mapping[Sort, str] = {Sort.WORK: "overdue", Sort.RECORDING: "today", Sort.UNKNOWN: "soon"}


def share_words(share: float | None) -> str:
    """Return such as "96,4%", never "100%" while anything is missing; a dash where nothing can be said."""
    if share is None:
        return "–"
    tenths = int(share * 1000 + 1e-9)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10},{tenths % 10}%"


def late_words(clock: Clock, minutes: int) -> str:
    """Return working time: "2 ngày 3 giờ", "không" for none."""
    return span_words(clock, minutes, "").strip() if minutes else "không"
