"""The calendar of working days: weekly pattern, national days off, and the desk's own days."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from desktop.deadlines.calendar_document import check_contiguous, read_document
from desktop.deadlines.days_off import CalendarDay, check_swaps, paired
from desktop.deadlines.words import WEEKDAYS
from desktop.deadlines.working_days import CalendarMissing, WorkingDays

MONDAY_TO_FRIDAY = frozenset(range(5))
OFFICIAL = "official"


@dataclass(frozen=True, eq=False, repr=False)
class Calendar:
    """Which days the office works (lịch làm việc); immutable.

    A day is worked when its row says so, or when it has no row and lies in the working week. A row of the desk stands
    before a national row, a national row before the weekly pattern. Make-up Saturdays are working days for deadlines.
    """

    as_of: str
    statuses: Mapping[int, str]
    rows: Mapping[date, CalendarDay]
    week: frozenset[int] = MONDAY_TO_FRIDAY

    @classmethod
    def load(cls, document: Mapping[str, Any], *, week: frozenset[int] = MONDAY_TO_FRIDAY) -> "Calendar":
        """Return the calendar a `vn-days-off/1` document describes.

        Args:
            document: the parsed JSON.
            week: working weekdays of this desk, Monday is 0.

        Raises:
            UserFacingError: the document is wrong; the message names the row.
        """
        content = read_document(document)
        return cls(content.as_of, content.statuses, content.rows, week)

    @classmethod
    def merged(cls, documents: Iterable[Mapping[str, Any]], *, week: frozenset[int] = MONDAY_TO_FRIDAY) -> "Calendar":
        """Return the calendar several documents add up to, in whatever order they arrived.

        For each year the document known latest (`as_of`) holds, but an announced year is never replaced by a predicted
        one: an old shipped file can not undo what the province has sent since.

        Raises:
            UserFacingError: one of the documents is wrong, there is none, or a year between two others is missing.
        """
        contents = sorted(map(read_document, documents), key=lambda content: content.as_of)
        statuses: dict[int, str] = {}
        rows: dict[date, CalendarDay] = {}
        for content in contents:
            for year, status in content.statuses.items():
                if statuses.get(year) == OFFICIAL != status:
                    continue
                statuses[year] = status
                rows = {day: row for day, row in rows.items() if day.year != year}
                rows |= {day: row for day, row in content.rows.items() if day.year == year}
        check_contiguous(statuses)
        return cls(max(content.as_of for content in contents), statuses, rows, week)

    def of_years(self, years: Iterable[int]) -> "Calendar":
        """Return this calendar knowing only some of its years; any other year is then refused by name.

        Raises:
            UserFacingError: none of the years has a calendar, or one is missing between two others.
        """
        wanted = frozenset(years)
        statuses = {year: status for year, status in self.statuses.items() if year in wanted}
        if not statuses:
            raise CalendarMissing(min(wanted, default=0))
        check_contiguous(statuses)
        return replace(self, statuses=statuses)

    def with_years(self, document: Mapping[str, Any]) -> "Calendar":
        """Return this calendar with the years of a newer document in place of its own or added to them.

        Rows the desk entered (local kinds) stay. The desk's overlay of national kinds is to be laid on again.
        """
        newer = read_document(document)
        statuses = {**self.statuses, **newer.statuses}
        check_contiguous(statuses)
        kept = {day: row for day, row in self.rows.items() if day.year not in newer.statuses or row.kind.is_local}
        return replace(self, as_of=newer.as_of, statuses=statuses, rows={**newer.rows, **kept})

    def with_overlay(self, days: Iterable[CalendarDay]) -> "Calendar":
        """Return this calendar with the desk's rows laid over it.

        A local row outranks a national one; of two equal rank the later wins. A row in a year without a calendar has no
        effect until that year's calendar arrives.

        Raises:
            UserFacingError: a swap was entered with only one half.
        """
        entered = paired(days)
        if not entered:
            return self  # and keep the tables already built
        rows = dict(self.rows)
        for row in entered:
            below = rows.get(row.day)
            if below is None or row.kind.is_local or not below.kind.is_local:
                rows[row.day] = row
        # Only the desk's own swaps are checked: a later national calendar must never make a stored overlay unusable.
        check_swaps(entered, rows, self.statuses)
        return replace(self, rows=rows)

    def __repr__(self) -> str:
        return f"<Calendar {self.version}>"

    @cached_property
    def version(self) -> str:
        """A short content hash that a due date keeps, so that one can tell by which calendar it was counted."""
        rows = [
            [row.day.isoformat(), row.kind, row.name_vi, row.partner and row.partner.isoformat()]
            for _, row in sorted(self.rows.items())
        ]
        content = json.dumps([sorted(self.statuses.items()), sorted(self.week), rows], ensure_ascii=False)
        return f"vn-{self.as_of}/{hashlib.sha256(content.encode()).hexdigest()[:8]}"

    @cached_property
    def working_days(self) -> WorkingDays:
        """The numbered working days of all years covered, computed once."""
        return WorkingDays.of_years(min(self.statuses), max(self.statuses), self._works)

    def _works(self, day: date) -> bool:
        row = self.rows.get(day)
        return row.kind.is_work if row else day.weekday() in self.week

    def is_working(self, day: date) -> bool:
        """Tell whether the office works on this day.

        Raises:
            CalendarMissing: there is no calendar for that year; nothing is guessed.
        """
        return self.working_days.is_working(day)

    def is_provisional(self, day: date) -> bool:
        """Tell whether the official calendar of that year has not been announced yet (dự kiến).

        Raises:
            CalendarMissing: there is no calendar for that year at all.
        """
        if day.year not in self.statuses:
            raise CalendarMissing(day.year)
        return self.statuses[day.year] != OFFICIAL

    def reason_off(self, day: date) -> str:
        """Say why this day is not worked ("thứ Bảy", "Ngày Văn hóa Việt Nam"); empty for a working day.

        Raises:
            CalendarMissing: there is no calendar for that year.
        """
        if self.is_working(day):
            return ""
        row = self.rows.get(day)
        return (row.why_off() if row else "") or WEEKDAYS[day.weekday()]

    def reason_worked(self, day: date) -> str:
        """Say why a day of rest is worked ("làm bù cho 29/4"); empty for any other day."""
        row = self.rows.get(day)
        return row.why_worked() if row and row.kind.is_work else ""
