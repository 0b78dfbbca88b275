"""Answers a file of deadline cases (`deadline-cases/1`): the same clock as the counter, driven from a table."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from desktop.deadlines.calendar import Calendar
from desktop.deadlines.clock import Clock, Due
from desktop.deadlines.conventions import Conventions
from desktop.deadlines.days_off import read_day
from desktop.deadlines.explaining import Explanation, explanation_lines
from desktop.deadlines.hours import OfficeHours
from desktop.deadlines.moments import to_local
from desktop.deadlines.office_calendar import OfficeOverlay, read_overlay
from desktop.deadlines.pauses import Pause
from desktop.deadlines.term import Term, Unit, read_term
from desktop.errors import UserFacingError

FORMAT = "deadline-cases/1"
DEFAULT_HOURS = ("07:30", "11:30", "13:30", "17:00")


def solve_cases(document: Mapping[str, Any], calendar: Calendar, *, explain: bool = False) -> Iterator[dict[str, Any]]:
    """Yield one answer a case, in order: `{id, due, kind, steps}`, or `{id, error}` for a case that can not be counted.

    `due` is a date or a local date-time as `kind` tells ("date", "datetime"), or None ("null") while a pause is open;
    `steps` lists the due time of every step of a case in steps, otherwise it is None. With `explain` an answer also has
    `explain`: `{counted_days, amount, unit, day0, restarted, provisional, skipped, made_up, lines}`, or None with an
    open pause.

    Of the calendar only the years that a case names in `overlay_years` count, all of them when it names none; its own
    rows (`calendar_extra`) and a document `office-calendar/1` (`office_calendar`) are laid over them.

    Raises:
        UserFacingError: the document itself is not of this format; raised before the first answer.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise UserFacingError(f'Tệp không đúng định dạng, cần "format": "{FORMAT}".')
    cases, profiles = document.get("cases"), document.get("office_hours_profiles", {})
    if not isinstance(cases, list) or not isinstance(profiles, Mapping):
        raise UserFacingError('Tệp cần danh sách "cases" và bảng "office_hours_profiles".')
    return (_answer(case, profiles, calendar, explain) for case in cases)


def _answer(case: object, profiles: Mapping[str, Any], calendar: Calendar, explain: bool) -> dict[str, Any]:
    if not isinstance(case, Mapping):
        return {"id": None, "error": f"Ca tính hạn không phải là một đối tượng: {case!r}"}
    try:
        return {"id": case.get("id"), **_solve(case, profiles, calendar, explain)}
    except UserFacingError as error:
        return {"id": case.get("id"), "error": error.message}
    except OverflowError:  # amounts whose sum leaves the range of dates
        return {"id": case.get("id"), "error": "Thời hạn dài quá mức tính được. Vui lòng sửa ca này."}


def _solve(case: Mapping[str, Any], profiles: Mapping[str, Any], calendar: Calendar, explain: bool) -> dict[str, Any]:
    clock = _clock(case, profiles, calendar)
    received_at = _moment(case.get("received_at"), "received_at")
    pauses = [_pause(row) for row in _list(case, "pauses")]
    steps = _steps(case.get("duration"))
    terms = [read_term(case.get("duration"))] if steps is None else steps
    dues = clock.due_after(received_at, terms, pauses)
    answer = _written(dues[-1], None if steps is None else [_minutes(due.at) if due else None for due in dues])
    if explain:
        why = clock.explain_steps(received_at, terms, pauses)
        answer["explain"] = _explained(why, dues[-1], received_at) if why and dues[-1] else None
    return answer


def _clock(case: Mapping[str, Any], profiles: Mapping[str, Any], calendar: Calendar) -> Clock:
    """Return the clock of one case: its years, its rows, its hours and its conventions."""
    years = _list(case, "overlay_years")
    if not all(isinstance(year, int) for year in years):
        raise _bad("overlay_years", years)
    known = _years(calendar, tuple(years)) if years else calendar
    office = case.get("office_calendar")
    overlay = OfficeOverlay() if office is None else read_overlay(office)
    extra = [read_day(row) for row in _list(case, "calendar_extra")]
    named = _conventions(case.get("conventions") or {}).deviations
    laid = replace(overlay, days=(*overlay.days, *extra))
    return laid.clock(known, _hours(case.get("office_hours"), profiles)).under({**laid.conventions.deviations, **named})


@lru_cache(maxsize=32)
def _years(calendar: Calendar, years: tuple[int, ...]) -> Calendar:
    """Keep the calendar of some years, so that its tables are built once for all cases that name them."""
    return calendar.of_years(years)


def _explained(why: Explanation, due: Due, received_at: datetime) -> dict[str, Any]:
    return {
        "counted_days": why.counted_days,
        "amount": why.amount,
        "unit": why.unit,
        "day0": why.day0.isoformat() if why.day0 else None,
        "restarted": why.restarted,
        "provisional": due.provisional,
        "skipped": [{"date": skip.day.isoformat(), "reason": skip.reason, "use": skip.use} for skip in why.skipped],
        "made_up": [{"date": made_up.day.isoformat(), "reason": made_up.reason} for made_up in why.made_up],
        "lines": list(explanation_lines(why, received_at.date())),
    }


def _written(due: Due | None, steps: list[str | None] | None) -> dict[str, Any]:
    if due is None:
        return {"due": None, "kind": "null", "steps": steps}
    if due.whole_day:
        return {"due": due.at.date().isoformat(), "kind": "date", "steps": steps}
    return {"due": _minutes(due.at), "kind": "datetime", "steps": steps}


def _minutes(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _steps(duration: object) -> list[Term] | None:
    """Return the terms of a duration in steps; a bare number is working days."""
    if not isinstance(duration, Mapping) or duration.get("unit") != "steps":
        return None
    steps = duration.get("steps")
    if not isinstance(steps, list) or not steps:
        raise _bad("steps", steps)
    return [
        read_term(step if isinstance(step, Mapping) else {"value": step, "unit": Unit.WORKING_DAY}) for step in steps
    ]


def _hours(named: object, profiles: Mapping[str, Any]) -> OfficeHours:
    """Return the hours of a profile, of four times written in place, or of the usual desk when the case is silent."""
    if isinstance(named, str):
        if named not in profiles:
            raise _bad("office_hours", named)
        named = profiles[named]
    return OfficeHours.parse(DEFAULT_HOURS if named is None else named)  # type: ignore[arg-type]  # parse checks it


def _conventions(named: object) -> Conventions:
    if not isinstance(named, Mapping):
        raise _bad("conventions", named)
    return Conventions.parse(named)


def _pause(row: object) -> Pause:
    if not isinstance(row, Mapping):
        raise _bad("pauses", row)
    end = row.get("to")
    return Pause(_moment(row.get("from"), "from"), None if end is None else _moment(end, "to"))


def _moment(written: object, field: str) -> datetime:
    """Read a wall-clock time, bringing one with an offset to Vietnam's clock; a bare date does not tell the session."""
    try:
        if not isinstance(written, str) or "T" not in written:
            raise ValueError(written)
        moment = datetime.fromisoformat(written)
        return to_local(moment) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        raise _bad(field, written) from None


def _list(case: Mapping[str, Any], field: str) -> list[Any]:
    rows = case.get(field)
    if rows is not None and not isinstance(rows, list):
        raise _bad(field, rows)
    return rows or []


def _bad(field: str, value: object) -> UserFacingError:
    return UserFacingError(f"Ca tính hạn có {field} không hợp lệ: {value!r}. Vui lòng sửa ca này.", field=field)
