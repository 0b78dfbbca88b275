"""Deadlines (thời hạn): calendar, due times, pauses, countdown, lateness. Pure: never reads the wall clock."""

from desktop.deadlines.calendar import Calendar
from desktop.deadlines.cases import solve_cases
from desktop.deadlines.clock import Clock, Due, OfficeState
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
    SaturdayCount,
    Start,
)
from desktop.deadlines.days_off import CalendarDay, DayKind, read_day
from desktop.deadlines.explaining import DayUse, Explanation, MadeUpDay, SkippedDay, explanation_lines
from desktop.deadlines.hours import OfficeHours
from desktop.deadlines.lateness import (
    Outcome,
    Promised,
    Promises,
    Reading,
    Running,
    Score,
    Scored,
    finished_by_day,
    finished_by_session,
    is_late_by_current,
    is_late_by_first,
    national_score,
    running_state,
)
from desktop.deadlines.moments import LOCAL, to_local, to_utc
from desktop.deadlines.office_calendar import OfficeOverlay, read_overlay, write_overlay
from desktop.deadlines.pauses import Pause
from desktop.deadlines.recomputing import Recomputed, recompute
from desktop.deadlines.term import Term, TermNotCountable, Unit, read_term
from desktop.deadlines.timetable import SaturdayDesk, Season, Span, Timetable
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
    "DayUse",
    "Due",
    "End",
    "Explanation",
    "HalfDay",
    "MadeUpDay",
    "NonworkingReceipt",
    "OfficeHours",
    "OfficeOverlay",
    "OfficeState",
    "Outcome",
    "Pause",
    "PauseMode",
    "PlainDay",
    "PlainHour",
    "Plus10",
    "Promised",
    "Promises",
    "Reading",
    "Recomputed",
    "Running",
    "SaturdayCount",
    "SaturdayDesk",
    "Score",
    "Scored",
    "Season",
    "SkippedDay",
    "Span",
    "Start",
    "Term",
    "TermNotCountable",
    "Timetable",
    "Unit",
    "explanation_lines",
    "finished_by_day",
    "finished_by_session",
    "is_late_by_current",
    "is_late_by_first",
    "national_score",
    "read_day",
    "read_overlay",
    "read_term",
    "recompute",
    "running_state",
    "solve_cases",
    "to_local",
    "to_utc",
    "write_overlay",
]
