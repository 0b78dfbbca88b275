"""Turns a term into whole-number amounts that can be counted, or says why it can not."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise

from desktop.deadlines.conventions import Conventions, HalfDay, PlainDay, PlainHour, Plus10
from desktop.deadlines.term import Term, TermNotCountable, Unit

MAX_VALUE = 100_000  # far beyond any legal term; keeps the arithmetic inside the range of dates
HALF_OF_EIGHT_HOURS = 240
PLAIN_DAYS = {PlainDay.ASK: Unit.DAY, PlainDay.WORKING: Unit.WORKING_DAY, PlainDay.CALENDAR: Unit.CALENDAR_DAY}


class Measure(Enum):
    """What an amount is counted in, once every choice is made."""

    HALF_DAYS = auto()  # sessions of working days
    OFFICE_MINUTES = auto()
    DATES = auto()  # calendar days
    NATURAL_MINUTES = auto()
    SAME_DAY = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """An amount to count; `deferred` amounts are counted after all others (PLUS10_CALENDAR_AT_END)."""

    measure: Measure
    amount: int = 0
    cutoff: time | None = None
    deferred: bool = False


@lru_cache(maxsize=1_024)
def parts_of(term: Term, conventions: Conventions, minutes_per_day: int) -> tuple[Part, ...]:
    """Return the amounts of a term in the order they are counted.

    Raises:
        TermNotCountable: an amount or unit is missing, ambiguous, or finer than half a day.
    """
    leaves = list(term.leaves())
    extra = [before.unit is Unit.WORKING_DAY and leaf.unit is Unit.DAY for before, leaf in pairwise(leaves)]
    parts = []
    for leaf, is_extra in zip(leaves, [False, *extra], strict=True):
        part = _measured(_with_settled_unit(leaf, is_extra, conventions), term, conventions.half_day, minutes_per_day)
        deferred = is_extra and conventions.plus10 is Plus10.PLUS10_CALENDAR_AT_END
        parts.append(replace(part, deferred=deferred))
    return tuple(parts)


def is_plain(term: Term) -> bool:
    """Tell whether the text leaves open which days or hours it means ("15 ngày", or a number without a unit)."""
    return any(leaf.unit in (None, Unit.DAY) and leaf.value is not None for leaf in term.leaves())


def _with_settled_unit(leaf: Term, is_extra: bool, conventions: Conventions) -> Term:
    """Replace a plain "ngày" or "giờ" by what the conventions take it for; ASK leaves it plain."""
    if leaf.unit is Unit.DAY:
        working = conventions.plus10 is Plus10.PLUS10_WORKING
        extra_unit = Unit.WORKING_DAY if working else Unit.CALENDAR_DAY
        return replace(leaf, unit=extra_unit if is_extra else PLAIN_DAYS[conventions.plain_day])
    if leaf.unit is Unit.HOUR and conventions.plain_hour is PlainHour.WORKING:
        return replace(leaf, unit=Unit.WORKING_HOUR)
    return leaf


def _measured(leaf: Term, whole: Term, half_day: HalfDay, minutes_per_day: int) -> Part:
    if leaf.unit is Unit.SAME_DAY:
        return Part(Measure.SAME_DAY, cutoff=leaf.cutoff)
    value = _checked_value(leaf, whole)
    if leaf.unit is Unit.WORKING_DAY:
        return _working_days(value, whole, half_day, minutes_per_day)
    if leaf.unit is Unit.CALENDAR_DAY:
        return Part(Measure.DATES, _whole(value, whole, "số ngày lịch phải là số nguyên"))
    measure = Measure.OFFICE_MINUTES if leaf.unit is Unit.WORKING_HOUR else Measure.NATURAL_MINUTES
    return Part(measure, _whole(value * 60, whole, "số giờ lẻ không tròn phút"))


def _checked_value(leaf: Term, whole: Term) -> float:
    if leaf.unit is Unit.OFFICE_HOURS or leaf.value is None:
        raise TermNotCountable(whole, "không nêu thời lượng")
    if leaf.unit is None:
        raise TermNotCountable(whole, "chưa ghi đơn vị tính")
    if leaf.unit is Unit.DAY:
        raise TermNotCountable(whole, "chưa nói rõ là ngày làm việc hay ngày lịch")
    if not math.isfinite(leaf.value) or not 0 < leaf.value <= MAX_VALUE:
        raise TermNotCountable(whole, "số lượng phải lớn hơn 0 và không quá lớn")
    return leaf.value


def _working_days(value: float, whole: Term, half_day: HalfDay, minutes_per_day: int) -> Part:
    halves = _whole(value * 2, whole, "chỉ tính được đến nửa ngày làm việc")
    if halves % 2 == 0 or half_day is HalfDay.SLOT:
        return Part(Measure.HALF_DAYS, halves)
    half = minutes_per_day // 2 if half_day is HalfDay.CLOCK_HALF else HALF_OF_EIGHT_HOURS
    return Part(Measure.OFFICE_MINUTES, halves // 2 * minutes_per_day + half)


def _whole(amount: float, whole: Term, why: str) -> int:
    if amount != int(amount):
        raise TermNotCountable(whole, why)
    return int(amount)


def in_counting_order(parts: Iterable[Part]) -> list[Part]:
    """Return the parts with deferred ones last, and neighbours of one measure added up.

    Half days add up before they become a date: eleven half-day steps of 30.0 days in all end on day 30, not on day 33.
    """
    merged: list[Part] = []
    for part in sorted(parts, key=lambda part: part.deferred):
        last = merged[-1] if merged else None
        if last is not None and last.measure is part.measure is not Measure.SAME_DAY:
            merged[-1] = replace(last, amount=last.amount + part.amount)
        else:
            merged.append(part)
    return merged
