"""One row of a calendar: a day off, or a day off that is worked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from desktop.deadlines.words import day_words
from desktop.errors import UserFacingError

WEEKDAY_CODES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class DayKind(StrEnum):
    """Why a day differs from the weekly pattern."""

    HOLIDAY = "holiday"  # statutory: Bộ luật Lao động Điều 112
    COMPENSATORY = "compensatory"  # nghỉ bù: Điều 111.3
    SWAP_OFF = "swap_off"  # ngày làm việc được hoán đổi thành ngày nghỉ
    MAKEUP_WORK = "makeup_work"  # ngày nghỉ hằng tuần phải làm bù
    LOCAL_OFF = "local_off"  # entered by the desk, e.g. a storm
    LOCAL_WORK = "local_work"

    @property
    def is_work(self) -> bool:
        """Tell whether the office works on a day of this kind."""
        return self in (DayKind.MAKEUP_WORK, DayKind.LOCAL_WORK)

    @property
    def is_local(self) -> bool:
        """Tell whether the row is the desk's own; it then outranks every national row."""
        return self in (DayKind.LOCAL_OFF, DayKind.LOCAL_WORK)


SWAPPED = {DayKind.SWAP_OFF: DayKind.MAKEUP_WORK, DayKind.MAKEUP_WORK: DayKind.SWAP_OFF}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One row: the day, its kind, its name, and how surely it is known.

    `partner` is the other half of a swap (swap_off and makeup_work) or the holiday a day off compensates.
    """

    day: date
    kind: DayKind
    name_vi: str
    source: str = ""
    evidence: str = ""
    partner: date | None = None

    def why_off(self) -> str:
        """Say why the office is closed, as the receipt explains a skipped day."""
        if self.kind is DayKind.SWAP_OFF and self.partner:
            return f"nghỉ hoán đổi, làm bù {day_words(self.partner, beside=self.day)}"
        return self.name_vi

    def why_worked(self) -> str:
        """Say why the office works on a day of rest, as the receipt explains a day that counts."""
        if self.kind is DayKind.MAKEUP_WORK and self.partner:
            return f"làm bù cho {day_words(self.partner, beside=self.day)}"
        return self.name_vi or "ngày làm việc theo lịch riêng của cơ quan"


def read_day(row: object) -> CalendarDay:
    """Read one row of a calendar document.

    Raises:
        UserFacingError: the row is wrong; the message quotes its date.
    """
    if not isinstance(row, Mapping):
        raise UserFacingError(
            f"Lịch nghỉ có một dòng không đọc được: {row!r}. Vui lòng sửa dòng này.", field="calendar"
        )
    day = _read_date(row, "date")
    if day is None:
        raise _bad(row, "thiếu ngày (date)")
    if row.get("weekday", WEEKDAY_CODES[day.weekday()]) != WEEKDAY_CODES[day.weekday()]:
        raise _bad(row, f"ngày này là {WEEKDAY_CODES[day.weekday()]}, không phải {row['weekday']}")
    partner = _read_date(row, "swapped_with") or _read_date(row, "compensates")
    name, source, evidence = (_text(row, key) for key in ("name_vi", "source", "evidence"))
    return CalendarDay(day, _kind(row), name, source, evidence, partner)


def _kind(row: Mapping[str, object]) -> DayKind:
    try:
        return DayKind(str(row.get("kind")))
    except ValueError:
        raise _bad(row, f"loại ngày (kind) phải là một trong {', '.join(DayKind)}") from None


def _text(row: Mapping[str, object], key: str) -> str:
    text = row.get(key) or ""
    if not isinstance(text, str):
        raise _bad(row, f"{key} phải là chữ")
    return text


def _read_date(row: Mapping[str, object], key: str) -> date | None:
    written = row.get(key)
    if written is None:
        return None
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        raise _bad(row, f"{key} phải viết dạng 2026-11-24") from None


def _bad(row: Mapping[str, object], what: str) -> UserFacingError:
    return UserFacingError(f"Lịch nghỉ, dòng {row.get('date')}: {what}. Vui lòng sửa dòng này.", field="calendar")


def paired(days: Iterable[CalendarDay]) -> tuple[CalendarDay, ...]:
    """Give each half of a swap entered without its partner the other half, in the order they were entered.

    Raises:
        UserFacingError: a swap has only one half (a swap keeps the number of working days).
    """
    days = tuple(days)
    off = [row.day for row in days if row.kind is DayKind.SWAP_OFF and row.partner is None]
    work = [row.day for row in days if row.kind is DayKind.MAKEUP_WORK and row.partner is None]
    if len(off) != len(work):
        raise _half_a_swap((off if len(off) > len(work) else work)[-1])
    other = dict(zip(off, work, strict=True)) | dict(zip(work, off, strict=True))
    return tuple(
        replace(row, partner=other[row.day]) if row.kind in SWAPPED and row.partner is None else row for row in days
    )


def check_swaps(entered: Iterable[CalendarDay], rows: Mapping[date, CalendarDay], years: Iterable[int]) -> None:
    """Check that each half of a swap among the rows entered has its other half, which points back.

    A half whose partner lies in a year that is not covered can not be checked and passes; so does a half whose partner
    the desk has cancelled by a row of its own.

    Raises:
        UserFacingError: naming the half that stands alone.
    """
    covered = frozenset(years)
    for row in entered:
        if row.kind not in SWAPPED or (row.partner is not None and row.partner.year not in covered):
            continue
        other = rows.get(row.partner) if row.partner else None
        if other is not None and other.kind.is_local:
            continue
        if other is None or other.kind is not SWAPPED[row.kind] or other.partner != row.day:
            raise _half_a_swap(row.day)


def _half_a_swap(day: date) -> UserFacingError:
    return UserFacingError(
        f"Ngày hoán đổi {day.isoformat()} chưa có ngày đi cùng: vui lòng nhập cả ngày nghỉ và ngày làm bù.",
        field="calendar",
    )
