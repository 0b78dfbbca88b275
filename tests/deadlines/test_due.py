"""Due times beyond the table: pauses, chained steps, named conventions, provisional years, terms for the officer."""

from dataclasses import replace
from datetime import datetime, time

import pytest

from desktop.deadlines import CalendarMissing, Clock, Conventions, Due, OfficeHours, Pause, Term, TermNotCountable, Unit
from desktop.errors import UserFacingError


def at(text):
    return datetime.fromisoformat(text)


def days(value, unit=Unit.WORKING_DAY):
    return Term(value, unit)


def pause(start, end=None):
    return Pause(at(start), end and at(end))


def agreed(clock, **conventions):
    return replace(clock, conventions=Conventions(**conventions))


SEED_STEPS = [0.5, 0.5, 2, 18, 1, 0.5, 0.5, 2.5, 3, 1, 0.5]
EIGHTEEN_PLUS_TEN = Term(parts=(days(18), days(10, Unit.DAY)))
MONDAY = at("2026-03-09T09:00")


# Chained steps


def test_eleven_half_day_steps_end_on_day_thirty(clock):
    dues = clock.due_after(at("2023-03-06T08:00"), [days(value) for value in SEED_STEPS])
    whole = clock.due(at("2023-03-06T08:00"), days(30))
    assert dues[-1] == whole == Due(at("2023-04-17T11:30"), whole_day=True, provisional=False)
    assert [due.whole_day for due in dues[:5]] == [False, True, True, True, True]


def test_extra_days_of_a_mountainous_commune_inside_the_steps(clock):
    steps = [days(0.5), EIGHTEEN_PLUS_TEN, days(1.5)]
    assert clock.due_after(MONDAY, steps)[-1] == clock.due(MONDAY, days(30))


def test_hours_and_days_in_one_chain_follow_the_office_clock(clock):
    dues = clock.due_after(MONDAY, [days(4, Unit.WORKING_HOUR), days(1), days(2, Unit.WORKING_HOUR)])
    assert [due.at for due in dues] == [at("2026-03-09T15:00"), at("2026-03-10T17:00"), at("2026-03-11T09:30")]
    assert not any(due.whole_day for due in dues)


def test_same_day_step_within_a_chain_ends_at_closing(clock):
    dues = clock.due_after(MONDAY, [days(1), Term(1, Unit.SAME_DAY), days(0.5)])
    assert [due.at for due in dues] == [at("2026-03-10T11:30"), at("2026-03-10T17:00"), at("2026-03-11T11:30")]


def test_no_steps_no_dues(clock):
    assert clock.due_after(MONDAY, []) == []


# Extra days (calendar.md's +10) and other named conventions


@pytest.mark.parametrize(
    ("plus10", "expected"),
    [
        ("PLUS10_WORKING", ["2026-03-05", "2026-03-12"]),
        ("PLUS10_CALENDAR_IN_STEP", ["2026-02-23", "2026-02-27"]),
        ("PLUS10_CALENDAR_AT_END", ["2026-02-12", "2026-03-09"]),
    ],
)
def test_extra_days_by_convention(plus10, expected, clock):
    # 18 working days from Mon 19/1/2026 are Thu 12/2; + 10 calendar days = Sun 22/2. With 5 working days more:
    # in the step, Mon 23/2 to Fri 27/2; at the end, 23 working days are Thu 26/2, + 10 = Sun 8/3, so Mon 9/3.
    dues = agreed(clock, plus10=plus10).due_after(at("2026-01-19T09:00"), [EIGHTEEN_PLUS_TEN, days(5)])
    assert [due.at.date().isoformat() for due in dues] == expected


@pytest.mark.parametrize(
    ("received", "conventions", "term", "expected"),
    [
        # 7.5-hour desk: half by the clock is 3 h 45, eight-hour counting takes 4 h
        ("2026-03-09T09:00", {"half_day": "CLOCK_HALF"}, days(0.5), "2026-03-09T14:45"),
        ("2026-03-09T09:00", {"half_day": "EIGHT_HOURS"}, days(0.5), "2026-03-09T15:00"),
        ("2026-03-09T09:00", {"half_day": "EIGHT_HOURS"}, days(1.5), "2026-03-10T15:00"),
        ("2026-03-12T10:00", {}, days(24, Unit.HOUR), "2026-03-13T10:00"),
        ("2026-03-13T10:00", {}, days(24, Unit.HOUR), "2026-03-16T17:00"),
        ("2026-03-13T10:00", {"plain_hour": "WORKING"}, days(2, Unit.HOUR), "2026-03-13T14:00"),
        ("2026-03-10T17:20", {"after_close": "NEXT_OPENING"}, days(0.5), "2026-03-11T17:00"),
        ("2026-03-10T17:20", {}, days(0.5), "2026-03-11T11:30"),
        ("2026-03-14T09:00", {"nonworking_receipt": "NATURAL_DAY0"}, days(0.5), "2026-03-16T11:30"),
        ("2026-03-10T17:20", {"end": "SAME_CLOCK"}, days(1), "2026-03-11T17:00"),
        ("2026-03-14T20:00", {"end": "SAME_CLOCK"}, days(1), "2026-03-17T07:30"),
        ("2026-03-10T06:00", {"end": "SAME_CLOCK"}, days(1), "2026-03-11T07:30"),
        ("2026-03-10T09:00", {"end": "DAY_END"}, days(3, Unit.CALENDAR_DAY), "2026-03-13T17:00"),
    ],
)
def test_moment_by_convention(received, conventions, term, expected, clock):
    assert agreed(clock, **conventions).due(at(received), term) == Due(at(expected), whole_day=False, provisional=False)


@pytest.mark.parametrize(
    ("received", "conventions", "term", "expected"),
    [
        ("2026-03-10T17:20", {"after_close": "NEXT_OPENING"}, days(3, Unit.CALENDAR_DAY), "2026-03-16"),
        ("2026-03-10T17:20", {}, days(3, Unit.CALENDAR_DAY), "2026-03-13"),
        ("2026-03-15T09:00", {}, days(3, Unit.CALENDAR_DAY), "2026-03-19"),
        ("2026-03-15T09:00", {"nonworking_receipt": "NATURAL_DAY0"}, days(3, Unit.CALENDAR_DAY), "2026-03-18"),
        ("2026-03-14T16:00", {}, Term(unit=Unit.SAME_DAY, cutoff=time(15)), "2026-03-16"),
        ("2026-03-10T17:20", {"after_close": "NEXT_OPENING"}, Term(1, Unit.SAME_DAY), "2026-03-11"),
        ("2026-03-10T09:00", {"plain_day": "WORKING"}, days(5, Unit.DAY), "2026-03-17"),
        ("2026-03-10T09:00", {"plain_day": "CALENDAR"}, days(6, Unit.DAY), "2026-03-16"),
        ("2026-03-09T09:00", {"half_day": "EIGHT_HOURS"}, days(30), "2026-04-20"),
        # a swapped-off Monday rolls on, a make-up Saturday does not
        ("2026-08-21T09:00", {}, days(10, Unit.CALENDAR_DAY), "2026-09-03"),
        ("2026-08-20T09:00", {}, days(2, Unit.CALENDAR_DAY), "2026-08-22"),
    ],
)
def test_date_by_convention(received, conventions, term, expected, clock):
    due = agreed(clock, **conventions).due(at(received), term)
    assert due.whole_day
    assert due.at.date().isoformat() == expected


def test_same_day_term_ends_at_closing(clock):
    assert clock.due(MONDAY, Term(1, Unit.SAME_DAY)) == Due(at("2026-03-09T17:00"), whole_day=True, provisional=False)


@pytest.mark.parametrize(
    "named",
    [{"end": "SOMETIME"}, {"start": "DAY2"}, {"moon": "FULL"}, {"end": None}, {"end": ["DATE"]}],
    ids=str,
)
def test_unknown_convention_is_refused(named):
    with pytest.raises(UserFacingError, match=next(iter(named))):
        Conventions.parse(named)


def test_conventions_read_by_the_names_of_case_files():
    assert Conventions.parse({"pauses": "RESTART", "extra days": "PLUS10_CALENDAR_AT_END"}) == Conventions(
        pause_mode="RESTART", plus10="PLUS10_CALENDAR_AT_END"
    )


def test_conventions_are_named_by_what_deviates():
    assert Conventions().name == "DP-1"
    assert Conventions(end="SLOT_END", plain_day="WORKING").name == "DP-1, end=SLOT_END, plain_day=WORKING"


def test_end_of_session_depends_on_the_desk(calendar):
    long_morning = Clock(calendar, OfficeHours.parse(["07:00", "11:30", "13:30", "17:00"]))
    assert long_morning.due(MONDAY, days(24, Unit.WORKING_HOUR)).at == at("2026-03-12T09:00")


# Pauses


# Received Mon 9/3 in the morning, 3 working days: without a pause the date of Thu 12/3, its morning session.
PAUSED = {
    "on the due date itself: the whole date is in time": ([("12T15:00", "16T09:00")], "16T11:30", True),
    "on the due date, until an afternoon": ([("12T15:00", "16T15:00")], "16T17:00", False),
    "after the due date: not revived": ([("13T08:00", "16T09:00")], "12T11:30", True),
    "after the due date and still open": ([("13T08:00", None)], "12T11:30", True),
    "overlapping ones count once": ([("10T08:00", "11T08:00"), ("10T14:00", "12T08:00")], "16T11:30", True),
    "second one inside the first": ([("10T08:00", "12T08:00"), ("10T14:00", "11T08:00")], "16T11:30", True),
    "second in time only thanks to the first": ([("10T08:00", "11T08:00"), ("13T08:00", "16T08:00")], "16T11:30", True),
    "over a weekend only": ([("14T08:00", "15T20:00")], "12T11:30", True),
    "begun before the receipt": ([("01T08:00", "10T09:00")], "13T11:30", True),
    "ended before the receipt": ([("01T08:00", "02T09:00")], "12T11:30", True),
}


@pytest.mark.parametrize(("spans", "expected", "whole_day"), PAUSED.values(), ids=PAUSED.keys())
def test_three_working_days_with_pauses(spans, expected, whole_day, clock):
    pauses = [pause(f"2026-03-{start}", end and f"2026-03-{end}") for start, end in spans]
    due = clock.due(MONDAY, days(3), pauses)
    assert (due.at, due.whole_day) == (at(f"2026-03-{expected}"), whole_day)


def test_calendar_term_paused_while_it_waits_for_a_working_day(clock):
    # 9/3 + 5 days is Sat 14/3, so Mon 16/3; paused from Sunday to Tuesday, nothing of the term is left but Tuesday.
    stop = pause("2026-03-15T10:00", "2026-03-17T08:00")
    assert clock.due(MONDAY, days(5, Unit.CALENDAR_DAY), [stop]).at.date() == at("2026-03-17").date()


def test_hour_term_moves_by_working_minutes(clock):
    stop = pause("2026-03-09T10:00", "2026-03-09T14:00")
    assert clock.due(MONDAY, days(3, Unit.WORKING_HOUR), [stop]).at == at("2026-03-09T16:00")


def test_natural_hours_move_by_the_time_paused(clock):
    stop = pause("2026-03-09T10:00", "2026-03-10T10:00")
    assert clock.due(MONDAY, days(24, Unit.HOUR), [stop]).at == at("2026-03-11T09:00")


@pytest.mark.parametrize("unit", [Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WORKING_HOUR, Unit.HOUR])
@pytest.mark.parametrize("mode", ["SHIFT", "RESTART", "CALENDAR_SHIFT"])
def test_open_pause_leaves_no_due_time(unit, mode, clock):
    assert agreed(clock, pause_mode=mode).due(MONDAY, days(3, unit), [pause("2026-03-09T10:00")]) is None


def test_restart_counts_the_full_term_from_the_complete_dossier(clock):
    stops = [pause("2026-03-10T10:00", "2026-03-12T10:00"), pause("2026-03-25T10:00", "2026-03-27T10:00")]
    assert agreed(clock, pause_mode="RESTART").due(MONDAY, days(3), stops) == clock.due(at("2026-03-12T10:00"), days(3))


def test_calendar_shift_moves_by_natural_time_to_a_working_day(clock):
    moved = agreed(clock, pause_mode="CALENDAR_SHIFT").due(
        MONDAY, days(3), [pause("2026-03-10T09:00", "2026-03-12T09:00"), pause("2026-03-25T10:00")]
    )
    assert moved.at == at("2026-03-16T11:30")


@pytest.mark.parametrize(
    ("due_at", "ends", "options", "expected"),
    [
        ("2026-03-12T11:30", ("2026-03-10T10:00", "2026-03-10T15:00"), {}, "2026-03-12T17:00"),
        ("2026-03-12T11:30", ("2026-03-12T14:00", "2026-03-13T09:00"), {}, "2026-03-12T11:30"),
        ("2026-03-12T11:30", ("2026-03-12T14:00", "2026-03-13T09:00"), {"whole_day": True}, "2026-03-13T11:30"),
        ("2026-03-09T15:00", ("2026-03-09T10:00", "2026-03-09T11:00"), {}, "2026-03-09T16:00"),
        ("2026-03-09T15:00", ("2026-03-09T11:30", "2026-03-09T13:00"), {}, "2026-03-09T15:00"),
        ("2026-03-09T17:00", ("2026-03-09T10:00", "2026-03-09T11:00"), {"unit": Unit.WORKING_HOUR}, "2026-03-10T08:30"),
        ("2026-03-12T17:00", ("2026-03-10T10:00", "2026-03-12T10:00"), {"unit": Unit.CALENDAR_DAY}, "2026-03-16T17:00"),
        ("2026-03-12T17:00", ("2026-03-13T10:00", "2026-03-14T10:00"), {"unit": Unit.CALENDAR_DAY}, "2026-03-12T17:00"),
    ],
)
def test_shift_of_a_known_due_time(due_at, ends, options, expected, clock):
    assert clock.shift(at(due_at), pause(*ends), **options) == at(expected)


def test_shift_by_an_open_pause_is_a_programming_error(clock):
    with pytest.raises(ValueError, match="open pause"):
        clock.shift(MONDAY, pause("2026-03-09T08:00"))


def test_pause_that_ends_before_it_begins():
    with pytest.raises(UserFacingError, match="10:00 10/03/2026"):
        pause("2026-03-10T10:00", "2026-03-10T09:00")


# Provisional years and years without a calendar


@pytest.mark.parametrize(
    ("received", "provisional"), [("2026-12-28T09:00", False), ("2026-12-30T09:00", True), ("2027-05-04T09:00", True)]
)
def test_due_through_an_unannounced_year_is_provisional(received, provisional, clock):
    assert clock.due(at(received), days(3)).provisional is provisional


def test_due_in_an_official_year_after_a_provisional_one_is_provisional(clock):
    year = {"status": "official", "days": [{"date": "2028-01-03", "kind": "holiday", "name_vi": "Nghỉ bù"}]}
    later = clock.calendar.with_years({"format": "vn-days-off/1", "as_of": "2026-12-01", "years": {"2028": year}})
    due = replace(clock, calendar=later).due(at("2027-12-30T09:00"), days(3))
    assert due == Due(at("2028-01-05T11:30"), whole_day=True, provisional=True)


@pytest.mark.parametrize("unit", [Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WORKING_HOUR, Unit.HOUR])
def test_due_beyond_the_last_calendar_is_refused(unit, clock):
    with pytest.raises(CalendarMissing) as caught:
        clock.due(at("2027-12-31T16:00"), days(48, unit))
    assert caught.value.year == 2028
    assert "2028" in caught.value.message


# Terms the officer has to decide


@pytest.mark.parametrize(
    ("term", "quoted"),
    [
        (days(15, Unit.DAY), "15 ngày"),
        (Term(15), "15 (chưa ghi đơn vị)"),
        (Term(), "chưa ghi thời hạn"),
        (Term(unit=Unit.WORKING_DAY), "chưa ghi thời hạn"),
        (Term(unit=Unit.OFFICE_HOURS), "trong giờ hành chính"),
        (days(0.25), "0,25 ngày làm việc"),
        (days(1.5, Unit.CALENDAR_DAY), "1,5 ngày lịch"),
        (days(0.01, Unit.WORKING_HOUR), "0,01 giờ làm việc"),
        (days(0), "0 ngày làm việc"),
        (days(float("nan")), "nan"),
        (Term(parts=(days(5, Unit.DAY), days(3))), "5 ngày + 3 ngày làm việc"),
    ],
    ids=str,
)
def test_term_for_the_officer_is_named_as_written(term, quoted, clock):
    with pytest.raises(TermNotCountable) as caught:
        clock.due(MONDAY, term)
    assert f"“{quoted}" in caught.value.message
    assert caught.value.term == term


def test_plain_days_are_offered_in_both_readings(clock):
    offered = clock.candidates(MONDAY, days(15, Unit.DAY))
    assert [(words, due.at.date().isoformat()) for words, due in offered] == [
        ("tính ngày làm việc", "2026-03-30"),
        ("tính ngày lịch", "2026-03-24"),
    ]
    assert clock.candidates(MONDAY, Term(15)) == offered


def test_extra_plain_days_are_offered_in_both_readings(clock):
    offered = clock.candidates(at("2026-01-19T09:00"), EIGHTEEN_PLUS_TEN)
    assert [due.at.date().isoformat() for _, due in offered] == ["2026-03-05", "2026-02-23"]


@pytest.mark.parametrize("term", [days(15), Term(), Term(unit=Unit.OFFICE_HOURS), Term(0.3, Unit.DAY)], ids=str)
def test_nothing_to_offer(term, clock):
    assert clock.candidates(MONDAY, term) == []


def test_half_a_plain_day_can_only_be_working(clock):
    assert [words for words, _ in clock.candidates(MONDAY, days(2.5, Unit.DAY))] == ["tính ngày làm việc"]
