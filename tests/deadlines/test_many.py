"""Many dossiers at once: the same answers as one by one, and the same refusals."""

import random
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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

# Hypothesis prints the whole calendar beside a failing example and warns of its length.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

SUMMER = Season(Span.every_year((4, 16), (10, 15)), OfficeHours.parse(["07:00", "12:00", "13:00", "16:00"]))
ODD_SUMMER = Season(Span.every_year((4, 16), (8, 24)), OfficeHours.parse(["07:01", "11:30", "13:30", "17:03"]))
DESK = SaturdayDesk(time(7, 30), time(11, 0))
OFFICES = {
    "usual hours": Timetable(),
    "summer hours": Timetable((SUMMER,)),
    "summer hours of odd minutes": Timetable((ODD_SUMMER,)),
    "Saturday desk": Timetable((), (DESK,)),
    "summer hours and Saturday desk": Timetable((SUMMER,), (DESK,)),
}
TERMS = [
    Term(0.5, Unit.WORKING_DAY),
    Term(30, Unit.WORKING_DAY),
    Term(3, Unit.WORKING_HOUR),
    Term(75, Unit.WORKING_HOUR),
    Term(9, Unit.CALENDAR_DAY),
    Term(30, Unit.HOUR),
    Term(unit=Unit.SAME_DAY, cutoff=time(15)),
    Term(parts=(Term(18, Unit.WORKING_DAY), Term(10, Unit.DAY))),
]
TABLED = {Unit.WORKING_DAY, Unit.WORKING_HOUR, Unit.CALENDAR_DAY}
CONVENTIONS = [
    {},
    {"end": "SLOT_END"},
    {"end": "DAY_END"},
    {"end": "SAME_CLOCK"},
    {"after_close": "NEXT_OPENING"},
    {"nonworking_receipt": "NATURAL_DAY0"},
    {"half_day": "CLOCK_HALF", "plus10": "PLUS10_CALENDAR_AT_END"},
    {"half_day": "EIGHT_HOURS", "cutoff": "INCLUSIVE", "plus10": "PLUS10_CALENDAR_IN_STEP"},
]
# Ten days around a make-up Saturday and the National Day, every seven minutes and a second, over all hours.
RECEIPTS = [datetime(2026, 8, 20, 0, 0, second) + timedelta(minutes=7 * n) for n in range(2_100) for second in (0, 1)]
SHUFFLED = random.Random(2026).sample(RECEIPTS, len(RECEIPTS))
ORDERS = {"as a register gives them": RECEIPTS, "in any order": SHUFFLED, "the last one first": RECEIPTS[::-1]}


@pytest.mark.parametrize("timetable", OFFICES.values(), ids=OFFICES.keys())
@pytest.mark.parametrize("named", CONVENTIONS, ids=str)
def test_due_many_equals_one_by_one(timetable, named, clock):
    office = replace(clock, timetable=timetable, conventions=Conventions(**named, saturday_desk="HALF_DAY"))
    for term in TERMS:
        receipts = SHUFFLED[:250]
        dues = refusal_or(lambda: [office.due(received, term).at for received in receipts])  # noqa: B023
        assert refusal_or(lambda: office.due_many(receipts, term)) == dues  # noqa: B023
        if term.unit in TABLED:
            assert office.due_many(SHUFFLED, term)[:250] == dues


def refusal_or(count):
    # Calendar days after a Saturday counted half are refused, in bulk as one by one.
    try:
        return count()
    except TermNotCountable as refused:
        return str(refused)


@pytest.mark.parametrize("receipts", ORDERS.values(), ids=ORDERS.keys())
@pytest.mark.parametrize("timetable", OFFICES.values(), ids=OFFICES.keys())
@pytest.mark.parametrize("term", TERMS[1:5:2], ids=Term.in_words)
def test_order_of_the_receipts_changes_nothing(receipts, timetable, term, clock):
    office = replace(clock, timetable=timetable, conventions=Conventions(saturday_desk="HALF_DAY"))
    dues = {received: office.due(received, term).at for received in receipts[::5]}
    assert office.due_many(receipts, term)[::5] == list(dues.values())
    assert office.due_many(tuple(receipts), term)[::5] == list(dues.values())


@given(
    receipts=st.lists(st.datetimes(datetime(2018, 1, 2), datetime(2026, 6, 30)), min_size=1, max_size=20),
    value=st.integers(1, 120),
    unit=st.sampled_from(sorted(TABLED)),
    timetable=st.sampled_from(list(OFFICES.values())),
    in_order=st.booleans(),
)
@settings(deadline=None, max_examples=150)
def test_tables_equal_one_by_one(receipts, value, unit, timetable, in_order, clock):
    office, term = replace(clock, timetable=timetable), Term(value / 2 if unit is Unit.WORKING_DAY else value, unit)
    enough = sorted(receipts * 2_000) if in_order else receipts * 2_000
    dues = {received: office.due(received, term).at for received in receipts}
    assert office.due_many(enough, term) == [dues[received] for received in enough]


def test_last_moment_of_a_session_belongs_to_it(clock):
    edges = [
        datetime(2026, 8, 20, 11, 30),
        datetime(2026, 8, 20, 11, 30, 0, 1),
        datetime(2026, 8, 20, 23, 59, 59, 999_999),
        datetime(2026, 8, 21),
    ]
    dues = [
        datetime(2026, 8, 21, 11, 30),
        datetime(2026, 8, 21, 17),
        datetime(2026, 8, 21, 17),
        datetime(2026, 8, 22, 11, 30),  # a make-up Saturday
    ]
    receipts = [edge for edge in edges for _ in range(2_000)]
    assert clock.due_many(receipts, Term(1, Unit.WORKING_DAY))[::2_000] == dues
    assert clock.due_many(receipts[::-1], Term(1, Unit.WORKING_DAY))[::2_000] == dues[::-1]


@pytest.mark.parametrize("dues", [RECEIPTS, [RECEIPTS[3]] * 50, []], ids=["all differ", "one for all", "none"])
def test_remaining_many_equals_one_by_one(dues, clock):
    now = datetime(2026, 8, 24, 9, 20)
    assert clock.remaining_many(now, iter(dues)) == [clock.minutes_between(now, due) for due in dues]


@pytest.mark.parametrize("unit", sorted(TABLED))
@pytest.mark.parametrize("before", [RECEIPTS[:0], RECEIPTS[:3_000], [RECEIPTS[0]] * 9_000], ids=len)
@pytest.mark.parametrize(("received", "year"), [("2027-12-31T16:00", 2028), ("2017-12-29T09:00", 2017)])
def test_beyond_the_calendar_is_refused_by_name(received, year, before, unit, clock):
    receipts = sorted([*before, datetime.fromisoformat(received)])
    with pytest.raises(CalendarMissing) as caught:
        clock.due_many(receipts, Term(8, unit))
    assert caught.value.year == year
    with pytest.raises(CalendarMissing):
        clock.due_many(receipts[::-1], Term(8, unit))


@pytest.mark.parametrize("term", [Term(15, Unit.DAY), Term(2.1, Unit.WORKING_DAY), Term()], ids=Term.in_words)
def test_term_for_the_officer_is_refused(term, clock):
    with pytest.raises(TermNotCountable):
        clock.due_many(RECEIPTS, term)


def test_hours_with_the_day_of_receipt_counted_are_refused(clock):
    office, three_days = replace(clock, conventions=Conventions(start="DAY1_INCLUDED")), Term(3, Unit.WORKING_DAY)
    with pytest.raises(TermNotCountable):
        office.due_many(RECEIPTS, Term(3, Unit.WORKING_HOUR))
    assert office.due_many(RECEIPTS[:1], three_days) == [office.due(RECEIPTS[0], three_days).at]


@pytest.mark.parametrize("unit", sorted(TABLED))
def test_no_dossier_has_no_due_time(unit, clock):
    assert clock.due_many([], Term(1, unit)) == []
