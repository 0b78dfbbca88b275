"""Deadlines (thời hạn): office hours, calendar, due times, pauses, countdown. Pure: never reads the wall clock."""

from desktop.deadlines.calendar import Calendar
from desktop.deadlines.cases import solve_cases
from desktop.deadlines.clock import Clock, Due, Explanation, OfficeState, SkippedDay
from desktop.deadlines.conventions import (
    DP1,
    AfterClose,
    Conventions,
    Cutoff,
    End,
    HalfDay,
    NonworkingReceipt,
    PauseMode,
    PlainDay,
    PlainHour,
    Plus10,
    Start,
)
from desktop.deadlines.days_off import CalendarDay, DayKind, read_day
from desktop.deadlines.hours import OfficeHours
from desktop.deadlines.moments import LOCAL, to_local, to_utc
from desktop.deadlines.pauses import Pause
from desktop.deadlines.term import Term, TermNotCountable, Unit, read_term
from desktop.deadlines.working_days import CalendarMissing

__all__ = [
    "DP1",
    "LOCAL",
    "AfterClose",
    "Calendar",
    "CalendarDay",
    "CalendarMissing",
    "Clock",
    "Conventions",
    "Cutoff",
    "DayKind",
    "Due",
    "End",
    "Explanation",
    "HalfDay",
    "NonworkingReceipt",
    "OfficeHours",
    "OfficeState",
    "Pause",
    "PauseMode",
    "PlainDay",
    "PlainHour",
    "Plus10",
    "SkippedDay",
    "Start",
    "Term",
    "TermNotCountable",
    "Unit",
    "read_day",
    "read_term",
    "solve_cases",
    "to_local",
    "to_utc",
]
