"""Each named convention beside DP-1 on the same receipt, counted by hand in the margin.

Desk 07:30-11:30, 13:30-17:00 (450 minutes). March 2026: the 9th is a Monday; no day off but weekends.
"""

from dataclasses import replace
from datetime import datetime, time

import pytest

from desktop.deadlines import Conventions, Due, Pause, SaturdayDesk, Span, Term, TermNotCountable, Timetable, Unit


def march(text):
    return datetime.fromisoformat(f"2026-03-{text}")


def working(value):
    return Term(value, Unit.WORKING_DAY)


def calendar_days(value):
    return Term(value, Unit.CALENDAR_DAY)


def same_day(cutoff):
    return Term(unit=Unit.SAME_DAY, cutoff=time.fromisoformat(cutoff))


HOURS = Unit.WORKING_HOUR
CASES = {
    # start
    "DAY0_EXCLUDED: Mon 9 is day 0; Tue 1, Wed 2, Thu 3": ({}, "09T09:00", working(3), "12"),
    "DAY1_INCLUDED: Mon 9 is day 1; Tue 2, Wed 3": ({"start": "DAY1_INCLUDED"}, "09T09:00", working(3), "11"),
    "DAY1_INCLUDED: one day is the day of receipt": ({"start": "DAY1_INCLUDED"}, "09T16:00", working(1), "09"),
    "DAY1_INCLUDED: received Sat 14, Mon 16 is day 1, Tue 2": (
        {"start": "DAY1_INCLUDED"},
        "14T09:00",
        working(2),
        "17",
    ),
    "DAY1_INCLUDED: calendar days 9, 10, … the 7th is Sun 15, so Mon 16": (
        {"start": "DAY1_INCLUDED"},
        "09T09:00",
        calendar_days(7),
        "16",
    ),
    # after_close
    "SAME_DAY0: Tue 10 17:01 is day 0; Wed 1": ({}, "10T17:01", working(1), "11"),
    "SAME_DAY0: Tue 10 17:01 is its afternoon, + 1 session = Wed morning": ({}, "10T17:01", working(0.5), "11T11:30"),
    "NEXT_OPENING: Tue 10 17:01 is Wed 11 07:30; Thu 1": (
        {"after_close": "NEXT_OPENING"},
        "10T17:01",
        working(1),
        "12",
    ),
    "NEXT_OPENING: Wed 11 morning + 1 session = its afternoon": (
        {"after_close": "NEXT_OPENING"},
        "10T17:01",
        working(0.5),
        "11T17:00",
    ),
    "NEXT_OPENING: 17:00 itself is within hours": ({"after_close": "NEXT_OPENING"}, "10T17:00", working(1), "11"),
    "NEXT_OPENING: Fri 13 17:30 is Mon 16; Tue 1": ({"after_close": "NEXT_OPENING"}, "13T17:30", working(1), "17"),
    "NEXT_OPENING: calendar days from Wed 11: Thu 12": (
        {"after_close": "NEXT_OPENING"},
        "10T18:00",
        calendar_days(1),
        "12",
    ),
    # nonworking_receipt
    "NEXT_WORKING_DAY_IS_DAY0: Sun 15 counts as Mon 16; Tue 1": ({}, "15T20:00", working(1), "17"),
    "NEXT_WORKING_DAY_IS_DAY0: Mon morning + 1 session": ({}, "15T20:00", working(0.5), "16T17:00"),
    "NATURAL_DAY0: Sun 15 is day 0; Mon 16 is 1": (
        {"nonworking_receipt": "NATURAL_DAY0"},
        "15T20:00",
        working(1),
        "16",
    ),
    "NATURAL_DAY0: calendar days 16, 17, 18": (
        {"nonworking_receipt": "NATURAL_DAY0"},
        "15T20:00",
        calendar_days(3),
        "18",
    ),
    # end
    "DATE: the date counts": ({"end": "DATE"}, "09T09:00", working(1), "10"),
    "SLOT_END: morning in, morning out": ({"end": "SLOT_END"}, "09T09:00", working(1), "10T11:30"),
    "SLOT_END: afternoon in, afternoon out": ({"end": "SLOT_END"}, "09T14:00", working(1), "10T17:00"),
    "DAY_END: closing time whenever received": ({"end": "DAY_END"}, "09T09:00", working(1), "10T17:00"),
    "DAY_END: half a day still ends with its session": ({"end": "DAY_END"}, "09T09:00", working(1.5), "10T17:00"),
    "SAME_CLOCK: 09:10 in, 09:10 out": ({"end": "SAME_CLOCK"}, "09T09:10", working(1), "10T09:10"),
    "SAME_CLOCK: 18:00 in, closing time out": ({"end": "SAME_CLOCK"}, "09T18:00", working(1), "10T17:00"),
    "SAME_CLOCK: 12:15 in, 13:30 out: nobody is there at noon": (
        {"end": "SAME_CLOCK"},
        "09T12:15",
        working(1),
        "10T13:30",
    ),
    "SAME_CLOCK: received Sunday, opening time out": ({"end": "SAME_CLOCK"}, "15T20:00", working(1), "17T07:30"),
    # half_day
    "SLOT: 09:00 is the morning, + 1 session = 17:00": ({}, "09T09:00", working(0.5), "09T17:00"),
    "CLOCK_HALF: half of 450 = 225 minutes; 150 to 11:30, 75 from 13:30": (
        {"half_day": "CLOCK_HALF"},
        "09T09:00",
        working(0.5),
        "09T14:45",
    ),
    "CLOCK_HALF: 16:00 + 60 to closing, 165 from 07:30": (
        {"half_day": "CLOCK_HALF"},
        "09T16:00",
        working(0.5),
        "10T10:15",
    ),
    "EIGHT_HOURS: 4 h; 150 minutes to 11:30, 90 from 13:30": (
        {"half_day": "EIGHT_HOURS"},
        "09T09:00",
        working(0.5),
        "09T15:00",
    ),
    "EIGHT_HOURS: 2.5 days = two days of 450 and 240 minutes": (
        {"half_day": "EIGHT_HOURS"},
        "09T09:00",
        working(2.5),
        "11T15:00",
    ),
    # cutoff
    "EXCLUSIVE: 15:00:00 is the same day": ({}, "12T15:00", same_day("15:00"), "12"),
    "EXCLUSIVE: a second later is the next working day": ({}, "12T15:00:01", same_day("15:00"), "13"),
    "INCLUSIVE: 15:00:00 is the next working day": ({"cutoff": "INCLUSIVE"}, "12T15:00", same_day("15:00"), "13"),
    "INCLUSIVE: 14:59 is the same day": ({"cutoff": "INCLUSIVE"}, "12T14:59", same_day("15:00"), "12"),
    "INCLUSIVE on Friday: Monday": ({"cutoff": "INCLUSIVE"}, "13T15:00", same_day("15:00"), "16"),
    # plain hours and days
    "NATURAL: 24 hours by the wall clock": ({}, "12T10:00", Term(24, Unit.HOUR), "13T10:00"),
    "WORKING: 8 hours = 480 minutes; 330 to closing, 150 from 07:30": (
        {"plain_hour": "WORKING"},
        "12T09:30",
        Term(8, Unit.HOUR),
        "13T10:00",
    ),
    "plain days as working days": ({"plain_day": "WORKING"}, "09T09:00", Term(5, Unit.DAY), "16"),
    "plain days as calendar days: 14 is Saturday, so 16": (
        {"plain_day": "CALENDAR"},
        "09T09:00",
        Term(5, Unit.DAY),
        "16",
    ),
    # plus10: 2 working days (Wed 11) + 10 "ngày"
    "PLUS10_WORKING: 12 working days: 13 = 4, 20 = 9, 23, 24, 25": (
        {},
        "09T09:00",
        Term(parts=(working(2), Term(10, Unit.DAY))),
        "25",
    ),
    "PLUS10_CALENDAR_AT_END: Wed 11 + 10 = Sat 21, so Mon 23": (
        {"plus10": "PLUS10_CALENDAR_AT_END"},
        "09T09:00",
        Term(parts=(working(2), Term(10, Unit.DAY))),
        "23",
    ),
    "PLUS10_CALENDAR_IN_STEP: alone the same": (
        {"plus10": "PLUS10_CALENDAR_IN_STEP"},
        "09T09:00",
        Term(parts=(working(2), Term(10, Unit.DAY))),
        "23",
    ),
}


def written(due):
    return f"{due.at:%d}" if due.whole_day else f"{due.at:%dT%H:%M}"


@pytest.mark.parametrize(("named", "received", "term", "expected"), CASES.values(), ids=CASES.keys())
def test_convention(named, received, term, expected, clock):
    due = replace(clock, conventions=Conventions.parse(named)).due(march(received), term)
    assert (due.at.month, written(due)) == (3, expected)


def pause(start, end):
    return Pause(march(start), march(end))


PAUSED = {
    # due without a pause: Mon 9 + 5 = Mon 16
    "SHIFT: Tue 10 morning to Thu 12 morning = 4 sessions; Mon 16 + 2 = Wed 18": (
        "SHIFT",
        working(5),
        [pause("10T09:00", "12T09:00")],
        "18",
    ),
    "RESTART: all 5 days again from Thu 12: 13, 16, 17, 18, 19": (
        "RESTART",
        working(5),
        [pause("10T09:00", "12T09:00")],
        "19",
    ),
    "CALENDAR_SHIFT: Mon 16 + 48 hours = Wed 18": ("CALENDAR_SHIFT", working(5), [pause("10T09:00", "12T09:00")], "18"),
    "SHIFT over a weekend: Fri 13 to Mon 16 morning = 2 sessions; Tue 17": (
        "SHIFT",
        working(5),
        [pause("13T09:00", "16T09:00")],
        "17",
    ),
    "RESTART over a weekend: from Mon 16: Mon 23": ("RESTART", working(5), [pause("13T09:00", "16T09:00")], "23"),
    "CALENDAR_SHIFT over a weekend: Mon 16 + 3 days = Thu 19": (
        "CALENDAR_SHIFT",
        working(5),
        [pause("13T09:00", "16T09:00")],
        "19",
    ),
    "CALENDAR_SHIFT into a weekend: Mon 16 + 5 days = Sat 21, so Mon 23": (
        "CALENDAR_SHIFT",
        working(5),
        [pause("10T09:00", "15T09:00")],
        "23",
    ),
    "CALENDAR_SHIFT of hours: Mon 9 11:00 + 5 h = 16:00": (
        "CALENDAR_SHIFT",
        Term(2, HOURS),
        [pause("09T10:00", "09T15:00")],
        "09T16:00",
    ),
    "CALENDAR_SHIFT of hours beyond closing: Mon 9 11:00 + 7 h = 18:00, so Tue 10 07:30": (
        "CALENDAR_SHIFT",
        Term(2, HOURS),
        [pause("09T10:00", "09T17:00")],
        "10T07:30",
    ),
    "RESTART twice: the second pause opens before the new end; from Thu 19: Thu 26": (
        "RESTART",
        working(5),
        [pause("10T09:00", "12T09:00"), pause("17T09:00", "19T09:00")],
        "26",
    ),
    "SHIFT after the due date: not revived": ("SHIFT", working(5), [pause("17T09:00", "19T09:00")], "16"),
    "RESTART after the due date: not revived": ("RESTART", working(5), [pause("17T09:00", "19T09:00")], "16"),
    "CALENDAR_SHIFT after the due date: not revived": (
        "CALENDAR_SHIFT",
        working(5),
        [pause("17T09:00", "19T09:00")],
        "16",
    ),
    "SHIFT by half a day: Tue 10 morning to afternoon; Mon 16 afternoon": (
        "SHIFT",
        working(5),
        [pause("10T09:00", "10T14:00")],
        "16T17:00",
    ),
    "SHIFT by half a day twice: a whole date again": (
        "SHIFT",
        working(5),
        [pause("10T09:00", "10T14:00"), pause("11T09:00", "11T14:00")],
        "17",
    ),
    "SHIFT of hours: 11:00 + 60 minutes paused: 30 to 11:30, 30 from 13:30": (
        "SHIFT",
        Term(2, HOURS),
        [pause("09T09:30", "09T10:00"), pause("09T10:30", "09T11:00")],
        "09T14:00",
    ),
    "RESTART of hours: 2 h from 10:00": ("RESTART", Term(2, HOURS), [pause("09T09:30", "09T10:00")], "09T14:00"),
    "SHIFT of calendar days: Sat 14 + 3 = Tue 17": ("SHIFT", calendar_days(5), [pause("10T09:00", "13T15:00")], "17"),
}


@pytest.mark.parametrize(("mode", "term", "pauses", "expected"), PAUSED.values(), ids=PAUSED.keys())
def test_pause_mode(mode, term, pauses, expected, clock):
    due = replace(clock, conventions=Conventions(pause_mode=mode)).due(march("09T09:00"), term, pauses)
    assert (due.at.month, written(due)) == (3, expected)


@pytest.mark.parametrize("term", [working(0.5), working(2.5), Term(2, HOURS)], ids=str)
def test_day_of_receipt_as_first_day_needs_whole_days(term, clock):
    with pytest.raises(TermNotCountable, match="tròn ngày"):
        replace(clock, conventions=Conventions(start="DAY1_INCLUDED")).due(march("09T09:00"), term)


# Saturday desk 07:30-11:30. Friday is the 13th, Saturday the 14th.

SATURDAYS = {
    "RECEPTION_ONLY: Fri 13 + 1 = Mon 16": ("RECEPTION_ONLY", "13T09:00", working(1), "16"),
    "RECEPTION_ONLY: received Sat 14 = Mon 16; Tue 1": ("RECEPTION_ONLY", "14T08:00", working(1), "17"),
    "HALF_DAY: Fri 13 afternoon, Sat 14 morning": ("HALF_DAY", "13T09:00", working(1), "14"),
    "HALF_DAY: Fri 13 afternoon is day 0; Sat morning, Mon morning": ("HALF_DAY", "13T14:00", working(1), "16"),
    "HALF_DAY: received Sat 14 = its morning; Mon morning, Mon afternoon": ("HALF_DAY", "14T08:00", working(1), "16"),
    "HALF_DAY: Fri 13 afternoon + 1 session": ("HALF_DAY", "13T14:00", working(0.5), "14T11:30"),
    "HALF_DAY: 3 h: 60 minutes Friday, 120 on Saturday": ("HALF_DAY", "13T16:00", Term(3, HOURS), "14T09:30"),
    "HALF_DAY: 6 h: 60 on Friday, 240 on Saturday, 60 on Monday": ("HALF_DAY", "13T16:00", Term(6, HOURS), "16T08:30"),
    "HALF_DAY: calendar days end on Saturday": ("HALF_DAY", "09T09:00", calendar_days(5), "14"),
    "HALF_DAY: received Saturday after the desk has closed: its only session": (
        "HALF_DAY",
        "14T15:00",
        working(0.5),
        "16T11:30",
    ),
}
DESK = Timetable((), (SaturdayDesk(time(7, 30), time(11, 30), Span()),))


@pytest.mark.parametrize(("counts", "received", "term", "expected"), SATURDAYS.values(), ids=SATURDAYS.keys())
def test_saturday_desk(counts, received, term, expected, clock):
    office = replace(clock, timetable=DESK, conventions=Conventions(saturday_desk=counts))
    due = office.due(march(received), term)
    assert (due.at.month, written(due)) == (3, expected)


def test_holiday_and_make_up_saturday_stand_before_the_saturday_desk(clock):
    office = replace(clock, timetable=DESK, conventions=Conventions(saturday_desk="HALF_DAY"))
    # Sat 10/1/2026 is a make-up day worked in full; Sat 2/9/2023 was Quốc khánh.
    assert office.due(datetime(2026, 1, 9, 14), working(1)) == Due(datetime(2026, 1, 10, 17), True, False)
    assert not office.is_working(datetime(2023, 9, 2).date())


def test_half_saturday_in_a_mixed_term_is_for_the_officer(clock):
    office = replace(clock, timetable=DESK, conventions=Conventions(saturday_desk="HALF_DAY"))
    with pytest.raises(TermNotCountable, match="thứ Bảy"):
        office.due(march("09T09:00"), Term(parts=(working(6), calendar_days(3))))
    assert office.due(march("09T09:00"), Term(parts=(working(2), calendar_days(3)))) is not None


def test_saturday_desk_is_open_for_people_though_it_does_not_count(clock):
    office = replace(clock, timetable=DESK)
    assert office.office_state(march("14T08:00")).open
    assert office.office_state(march("14T08:00")).until == march("14T11:30")
    assert office.office_state(march("13T18:00")).until == march("14T07:30")
    assert office.next_opening(march("13T18:00")) == march("16T07:30")
    assert office.minutes_between(march("14T08:00"), march("14T10:00")) == 0
