"""A time limit as a procedure states it (thời hạn giải quyết)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from desktop.deadlines.hours import CLOCK
from desktop.deadlines.words import number_words, time_words
from desktop.errors import UserFacingError


class Unit(StrEnum):
    """What a time limit is counted in."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    DAY = "day"  # the text says only "ngày" and does not tell which
    WORKING_HOUR = "working_hour"
    HOUR = "hour"
    SAME_DAY = "same_day"
    OFFICE_HOURS = "office_hours"  # "giờ hành chính": a moment, not an amount


UNIT_WORDS = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.CALENDAR_DAY: "ngày lịch",
    Unit.DAY: "ngày",
    Unit.WORKING_HOUR: "giờ làm việc",
    Unit.HOUR: "giờ",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A time limit: an amount with its unit, or parts in order when the text mixes units.

    `cutoff` belongs to same-day terms: what is received after it is due on the next working day.
    """

    value: float | None = None
    unit: Unit | None = None
    parts: tuple["Term", ...] = ()
    cutoff: time | None = None

    def leaves(self) -> Iterator["Term"]:
        """Yield the simple terms this term consists of, in order; itself when it is simple."""
        for part in self.parts:
            yield from part.leaves()
        if not self.parts:
            yield self

    def in_words(self) -> str:
        """Say the term in Vietnamese: "43 ngày làm việc", "18 ngày làm việc + 10 ngày", "trong ngày"."""
        if self.parts:
            return " + ".join(part.in_words() for part in self.parts)
        if self.unit is Unit.OFFICE_HOURS:
            return "trong giờ hành chính"
        if self.unit is Unit.SAME_DAY:
            late = f" (nhận sau {time_words(self.cutoff)}: ngày làm việc tiếp theo)" if self.cutoff else ""
            return f"trong ngày{late}"
        if self.value is None:
            return "chưa ghi thời hạn"
        unit = UNIT_WORDS[self.unit] if self.unit else "(chưa ghi đơn vị)"
        return f"{number_words(self.value)} {unit}"


class TermNotCountable(UserFacingError):
    """The program can not turn this term into a date without guessing; the officer gives the date."""

    def __init__(self, term: Term, why: str) -> None:
        super().__init__(
            f"Thời hạn “{term.in_words()}”: {why}. Vui lòng tự ghi ngày hẹn trả kết quả.",
            field="term",
        )
        self.term = term


# Names that other files use for the same thing.
UNIT_ALIASES = {"same_working_day": Unit.SAME_DAY}
MAX_DEPTH = 4


def read_term(document: object, *, depth: int = 0) -> Term:
    """Read a term from JSON: `{value, unit, cutoff}` or `{parts: [...]}`.

    Raises:
        UserFacingError: the shape, the unit, the value or the cut-off is not understood.
    """
    if not isinstance(document, Mapping):
        raise _bad(f"{document!r} không phải là thời hạn")
    parts = document.get("parts")
    if parts is not None or document.get("unit") == "mixed":
        if not isinstance(parts, list) or not parts or depth >= MAX_DEPTH:
            raise _bad("danh sách các phần (parts) trống hoặc sai")
        return Term(parts=tuple(read_term(part, depth=depth + 1) for part in parts))
    return Term(_value(document.get("value")), _unit(document.get("unit")), cutoff=_cutoff(document.get("cutoff")))


def _value(written: object) -> float | None:
    if written is None:
        return None
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise _bad(f"số lượng {written!r} phải là một số")
    return written


def _unit(written: object) -> Unit | None:
    if written is None:
        return None
    try:
        return UNIT_ALIASES.get(str(written)) or Unit(str(written))
    except ValueError:
        raise _bad(f"không biết đơn vị {written!r}") from None


def _cutoff(written: object) -> time | None:
    if written is None:
        return None
    match = CLOCK.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        raise _bad(f"giờ chốt nhận {written!r} phải viết dạng 15:00")
    return time(int(match[1]), int(match[2]))


def _bad(what: str) -> UserFacingError:
    return UserFacingError(f"Thời hạn không đọc được: {what}. Vui lòng sửa lại thời hạn.", field="term")
