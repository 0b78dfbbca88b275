"""How remaining working time is said, and when what is said changes (đếm ngược)."""

from functools import lru_cache


@lru_cache(maxsize=4_096)  # many dossiers share a due time, and a board asks for the words of all of them
def remaining_words(minutes: int, minutes_per_day: int) -> str:
    """Say working minutes left (positive) or overdue (negative); a day is one office day, not eight hours.

    Whole days are followed by hours only, because minutes beside days tell the officer nothing; below one day hours and
    minutes are exact. The unfinished rest is cut, so the words never promise more time than there is.
    """
    if not minutes:
        return "đến hạn"
    days, rest = divmod(abs(minutes), minutes_per_day)
    hours, left = divmod(rest, 60)
    parts = ((days, "ngày"), (hours, "giờ"), (0 if days else left, "phút"))
    said = " ".join(f"{count} {name}" for count, name in parts if count)
    return f"{'còn' if minutes > 0 else 'quá'} {said}"


def minutes_to_change(minutes: int, minutes_per_day: int) -> int:
    """Return after how many more working minutes `remaining_words` says something else; at least 1."""
    days, rest = divmod(abs(minutes), minutes_per_day)
    if not days:
        return 1
    if minutes > 0:
        return rest % 60 + 1
    return min(60 - rest % 60, minutes_per_day - rest)
