"""Random calendars, hours, conventions, terms and pauses, counted twice: by tables and by walking from day to day."""

import importlib.util
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.deadlines import (
    Calendar,
    CalendarDay,
    Clock,
    Conventions,
    DayKind,
    OfficeHours,
    Pause,
    SaturdayDesk,
    Season,
    Span,
    Term,
    Timetable,
    Unit,
)

# Hypothesis prints the whole calendar beside a failing example and warns of its length.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

_spec = importlib.util.spec_from_file_location("slow_clock", Path(__file__).parent / "slow_clock.py")
slow_clock = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(slow_clock)

YEARS = {str(year): {"status": "official", "days": []} for year in (2030, 2031, 2032)}
WEEKS = Calendar.load({"format": "vn-days-off/1", "as_of": "2029-11-01", "years": YEARS})
HOURS = [
    ["07:30", "11:30", "13:30", "17:00"],
    ["07:00", "11:30", "13:30", "17:00"],
    ["07:30", "11:30", "13:00", "17:00"],
    ["07:30", "11:30", "13:30", "16:00"],
    ["08:00", "12:00", "13:00", "16:30"],
]
QUICK = settings(deadline=None, max_examples=60)

days = st.dates(date(2030, 1, 2), date(2032, 6, 30))
minutes = st.integers(0, 24 * 60 - 1)
# Half of the receipts at the edges of the sessions, where mistakes are made.
EDGES = [
    time.fromisoformat(text)
    for text in ("07:29", "07:30", "11:30", "11:31", "12:15", "13:30", "15:00", "17:00", "17:01")
]
clocks_of_day = st.sampled_from(EDGES) | minutes.map(lambda minute: time(*divmod(minute, 60)))
receipts = st.builds(datetime.combine, st.dates(date(2030, 2, 1), date(2031, 6, 30)), clocks_of_day)
spans = st.tuples(st.integers(-3, 40), clocks_of_day, st.integers(0, 30), clocks_of_day)


@st.composite
def offices(draw, **choices):
    """Draw a random office, twice: as the program's clock and as the slow one."""
    rows = draw(st.dictionaries(days, st.booleans(), max_size=40))
    # A run of days off, so that terms cross something like Tết.
    start = draw(st.dates(date(2030, 1, 20), date(2031, 6, 30)))
    rows |= {start + timedelta(days=number): False for number in range(draw(st.integers(0, 9)))}
    usual, summer = draw(st.sampled_from(HOURS)), draw(st.sampled_from([None, *HOURS]))
    first, last = sorted([draw(days), draw(days)])
    desk, counts = draw(st.booleans()), draw(st.booleans())
    named = {name: draw(st.sampled_from(values)) for name, values in choices.items()}
    kinds = {True: DayKind.LOCAL_WORK, False: DayKind.LOCAL_OFF}
    calendar = WEEKS.with_overlay([CalendarDay(day, kinds[works], "riêng") for day, works in rows.items()])
    timetable = Timetable(
        (Season(Span(first, last, yearly=False), OfficeHours.parse(summer)),) if summer else (),
        (SaturdayDesk(time(7, 30), time(11, 0)),) if desk else (),
    )
    conventions = Conventions.parse({**named, "saturday_desk": "HALF_DAY" if counts else "RECEPTION_ONLY"})
    half_saturdays = desk and counts

    def is_half(day):
        return half_saturdays and day.weekday() == 5 and day not in rows

    def works(day):
        return rows.get(day, day.weekday() < 5 or is_half(day))

    def hours(day):
        if is_half(day):
            return [(time(7, 30), time(11, 0))]
        return slow_clock.full_day(summer if summer and first <= day <= last else usual)

    return (
        Clock(calendar, OfficeHours.parse(usual), conventions, timetable),
        slow_clock.SlowClock(works, hours, named),
    )


RECEIPT_CHOICES = {
    "after_close": ["SAME_DAY0", "NEXT_OPENING"],
    "nonworking_receipt": ["NEXT_WORKING_DAY_IS_DAY0", "NATURAL_DAY0"],
}


def pauses_after(received, drawn):
    """Return the drawn pauses as moments around the receipt."""
    for begin, begins, length, ends in drawn:
        start = datetime.combine(received.date() + timedelta(days=begin), begins)
        end = datetime.combine(start.date() + timedelta(days=length), ends)
        yield min(start, end), max(start, end)


@given(
    office=offices(**RECEIPT_CHOICES, end=["DATE", "SLOT_END"]),
    received=receipts,
    halves=st.integers(1, 70),
    drawn=st.lists(spans, max_size=3),
)
@QUICK
def test_half_days_with_pauses(office, received, halves, drawn):
    clock, slow = office
    pauses = list(pauses_after(received, drawn))
    expected, whole = slow.half_days(received, halves, pauses)
    assume(expected is not None)
    due = clock.due(received, Term(halves / 2, Unit.WORKING_DAY), [Pause(*span) for span in pauses])
    assert due.at == expected
    assert due.whole_day is (whole and clock.conventions.end == "DATE")


@given(office=offices(), received=receipts, hours=st.integers(1, 100), drawn=st.lists(spans, max_size=3))
@QUICK
def test_working_hours_with_pauses(office, received, hours, drawn):
    clock, slow = office
    pauses = list(pauses_after(received, drawn))
    due = clock.due(received, Term(hours, Unit.WORKING_HOUR), [Pause(*span) for span in pauses])
    expected = slow.working_minutes(received, hours * 60, pauses)
    # A pause that opens at the very end of the term still moves it; the walk has arrived before.
    assume(all(start != expected for start, _ in slow_clock.joined(pauses, received)))
    assert due.at == expected


@given(
    office=offices(**RECEIPT_CHOICES), received=receipts, count=st.integers(1, 90), drawn=st.lists(spans, max_size=3)
)
@QUICK
def test_calendar_days_with_pauses(office, received, count, drawn):
    clock, slow = office
    pauses = list(pauses_after(received, drawn))
    due = clock.due(received, Term(count, Unit.CALENDAR_DAY), [Pause(*span) for span in pauses])
    assert due.at.date() == slow.calendar_days(received, count, pauses)
    assert due.whole_day


@given(office=offices(**RECEIPT_CHOICES), received=receipts, working=st.integers(1, 40), calendar=st.integers(1, 40))
@QUICK
def test_working_days_then_calendar_days(office, received, working, calendar):
    clock, slow = office
    assume(not (clock.timetable.saturdays and clock.conventions.saturday_desk == "HALF_DAY"))
    term = Term(parts=(Term(working, Unit.WORKING_DAY), Term(calendar, Unit.CALENDAR_DAY)))
    assert clock.due(received, term).at.date() == slow.mixed(received, working, calendar)


@given(office=offices(**RECEIPT_CHOICES, cutoff=["EXCLUSIVE", "INCLUSIVE"]), received=receipts)
@QUICK
def test_same_day(office, received):
    clock, slow = office
    due = clock.due(received, Term(unit=Unit.SAME_DAY, cutoff=time(15)))
    assert due.at.date() == slow.same_day(received, time(15))


@given(office=offices(pause_mode=["RESTART"]), received=receipts, halves=st.integers(1, 60), drawn=spans)
@QUICK
def test_restart_counts_everything_again(office, received, halves, drawn):
    clock, slow = office
    [(start, end)] = pauses_after(received, [drawn])
    due = clock.due(received, Term(halves / 2, Unit.WORKING_DAY), [Pause(start, end)])
    first, whole = slow.half_days(received, halves)
    begun = max(start, received)
    opened = (begun.date() <= first.date()) if whole else (begun <= first)
    again, _ = slow.half_days(end, halves)
    assert due.at == (again if end > received and opened else first)


@given(office=offices(), start=receipts, other=receipts)
@QUICK
def test_minutes_between(office, start, other):
    clock, slow = office
    assert clock.minutes_between(start, other) == slow.minutes_between(start, other)


@given(
    office=offices(),
    received=receipts,
    count=st.integers(1, 60),
    unit=st.sampled_from([Unit.WORKING_DAY, Unit.WORKING_HOUR]),
)
@QUICK
def test_due_lies_in_office_hours(office, received, count, unit):
    clock, slow = office
    due = clock.due(received, Term(count / 2, unit))
    assert any(opens <= due.at <= closes for opens, closes in slow.sessions(due.at.date()))


@given(office=offices(end=["SAME_CLOCK", "DAY_END"]), received=receipts, count=st.integers(1, 30))
@QUICK
def test_due_lies_in_office_hours_whatever_the_end(office, received, count):
    clock, slow = office
    due = clock.due(received, Term(count, Unit.WORKING_DAY))
    assert any(opens <= due.at <= closes for opens, closes in slow.sessions(due.at.date()))
    assert due.at.date() == slow.half_days(received, 2 * count)[0].date()


@given(office=offices(), received=receipts, halves=st.lists(st.integers(1, 12), min_size=1, max_size=8))
@QUICK
def test_steps_one_by_one_equal_their_sum(office, received, halves):
    clock, slow = office
    dues = clock.due_after(received, [Term(half / 2, Unit.WORKING_DAY) for half in halves])
    assert [due.at for due in dues] == [
        slow.half_days(received, sum(halves[: number + 1]))[0] for number in range(len(halves))
    ]


@given(
    office=offices(),
    received=receipts,
    one=st.integers(1, 60),
    more=st.integers(0, 20),
    unit=st.sampled_from([Unit.WORKING_DAY, Unit.WORKING_HOUR, Unit.CALENDAR_DAY]),
)
@QUICK
def test_more_duration_is_never_due_earlier(office, received, one, more, unit):
    clock, _ = office
    assert clock.due(received, Term(one, unit)).at <= clock.due(received, Term(one + more, unit)).at


@given(office=offices(), received=receipts, halves=st.integers(1, 40), drawn=spans, cut=st.integers(0, 100))
@QUICK
def test_pause_in_two_pieces(office, received, halves, drawn, cut):
    clock, _ = office
    [(start, end)] = pauses_after(received, [drawn])
    middle = (start + (end - start) * cut / 100).replace(second=0, microsecond=0)
    term = Term(halves / 2, Unit.WORKING_DAY)
    pieces = [Pause(max(start, middle), end), Pause(start, max(start, middle))]
    assert clock.due(received, term, pieces) == clock.due(received, term, [Pause(start, end)])


@given(office=offices(), due=receipts, now=receipts, passing=st.integers(0, 5000))
@QUICK
def test_remaining_minutes_fall_by_the_working_minutes_elapsed(office, due, now, passing):
    clock, slow = office
    later = now + timedelta(minutes=passing)
    fallen = clock.minutes_between(now, due) - clock.minutes_between(later, due)
    assert fallen == slow.minutes_between(now, later)
