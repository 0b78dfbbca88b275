"""Many dossiers at once: the same answers as one by one, and the same refusals."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from desktop.deadlines import (
    CalendarMissing,
    Conventions,
    OfficeHours,
    SaturdayDesk,
    Season,
    Span,
    Term,
    TermNotCountable,
    Timetable,
    Unit,
)

SUMMER = Season(Span.every_year((4, 16), (10, 15)), OfficeHours.parse(["07:00", "12:00", "13:00", "16:00"]))
OFFICES = {
    "usual hours": Timetable(),
    "summer hours": Timetable((SUMMER,)),
    "Saturday desk": Timetable((), (SaturdayDesk(time(7, 30), time(11, 0)),)),
}
TERMS = [
    Term(0.5, Unit.WORKING_DAY),
    Term(30, Unit.WORKING_DAY),
    Term(3, Unit.WORKING_HOUR),
    Term(9, Unit.CALENDAR_DAY),
]
CONVENTIONS = [{}, {"end": "SLOT_END"}, {"after_close": "NEXT_OPENING"}, {"end": "SAME_CLOCK"}]
# Ten days around a make-up Saturday and the National Day, every seven minutes and a second, over all hours.
RECEIPTS = [datetime(2026, 8, 20, 0, 0, second) + timedelta(minutes=7 * n) for n in range(2_100) for second in (0, 1)]


@pytest.mark.parametrize("timetable", OFFICES.values(), ids=OFFICES.keys())
@pytest.mark.parametrize("named", CONVENTIONS, ids=str)
def test_due_many_equals_one_by_one(timetable, named, clock):
    office = replace(clock, timetable=timetable, conventions=Conventions(**named, saturday_desk="HALF_DAY"))
    for term in TERMS:
        receipts = RECEIPTS if term.unit is Unit.WORKING_DAY else RECEIPTS[::40]
        assert office.due_many(receipts, term) == [office.due(received, term).at for received in receipts]
        assert office.due_many(receipts[:9], term) == office.due_many(receipts, term)[:9]


def test_remaining_many_equals_one_by_one(clock):
    now = datetime(2026, 8, 24, 9, 20)
    assert clock.remaining_many(now, RECEIPTS) == [clock.minutes_between(now, due) for due in RECEIPTS]


@pytest.mark.parametrize("count", [1, 3_000], ids=["one", "a table full"])
@pytest.mark.parametrize(("received", "year"), [("2027-12-31T16:00", 2028), ("2017-12-29T09:00", 2017)])
def test_beyond_the_calendar_is_refused_by_name(received, year, count, clock):
    receipts = [*RECEIPTS[: count - 1], datetime.fromisoformat(received)]
    with pytest.raises(CalendarMissing) as caught:
        clock.due_many(receipts, Term(1, Unit.WORKING_DAY))
    assert caught.value.year == year


def test_term_for_the_officer_is_refused(clock):
    with pytest.raises(TermNotCountable):
        clock.due_many(RECEIPTS, Term(15, Unit.DAY))
    assert clock.due_many([], Term(1, Unit.WORKING_DAY)) == []
