"""The office's own calendar: what it changes, what it survives, and how its mistakes are named."""

import copy
import json
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import paths
from desktop.deadlines import (
    Calendar,
    Clock,
    Conventions,
    OfficeHours,
    OfficeOverlay,
    SaturdayDesk,
    Season,
    Span,
    Term,
    Timetable,
    Unit,
    read_overlay,
    write_overlay,
)
from desktop.errors import UserFacingError

SUMMER = ["07:00", "11:30", "13:30", "17:00"]
DOCUMENT = {
    "format": "office-calendar/1",
    "office": "UBND xã (ví dụ)",
    "days": [
        {"date": "2026-11-23", "kind": "swap_off", "name_vi": "Hoán đổi"},
        {"date": "2026-11-28", "kind": "makeup_work", "name_vi": "Làm bù"},
        {"date": "2026-09-09", "kind": "local_off", "name_vi": "Nghỉ do bão"},
    ],
    "hours": [
        {"from": "04-16", "to": "10-15", "hours": SUMMER, "name_vi": "Giờ mùa hè"},
        {"from": "2026-06-01", "to": "2026-06-30", "hours": ["07:00", "11:00", "14:00", "17:00"]},
    ],
    "saturday_desk": [{"hours": ["07:30", "11:00"]}],
}


def at(text):
    return datetime.fromisoformat(text)


@pytest.fixture(scope="module")
def office(calendar):
    return read_overlay(DOCUMENT).clock(calendar, OfficeHours.parse(["07:30", "11:30", "13:30", "17:00"]))


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        ("2026-04-15", time(7, 30)),
        ("2026-04-16", time(7)),
        ("2026-10-15", time(7)),
        ("2026-10-16", time(7, 30)),
        ("2025-07-01", time(7)),
    ],
)
def test_hours_by_season(day, opens, office):
    assert office.hours_on(date.fromisoformat(day)).morning_open == opens


def test_hours_of_one_year_stand_before_those_of_every_year(office):
    assert office.hours_on(date(2026, 6, 1)).morning_close == time(11)
    assert office.hours_on(date(2027, 6, 1)).morning_close == time(11, 30)


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        # Wed 15/4 16:00: 60 minutes to 17:00, then summer: Thu 16/4 from 07:00, 4 h 30 to 11:30
        ("2026-04-15T16:00", 2, "2026-04-16T08:00"),
        ("2026-04-15T16:00", 6, "2026-04-16T14:00"),
        # Thu 15/10 16:00 in summer, Fri 16/10 from 07:30 again
        ("2026-10-15T16:00", 2, "2026-10-16T08:30"),
    ],
)
def test_working_hours_across_the_change_of_season(received, hours, due, office):
    assert office.due(at(received), Term(hours, Unit.WORKING_HOUR)).at == at(due)
    assert office.minutes_between(at(received), at(due)) == hours * 60


def test_session_ends_follow_the_season(office):
    assert office.due(at("2026-05-29T09:00"), Term(1, Unit.WORKING_DAY)).at == at("2026-06-01T11:00")
    # 11:15 belongs to the afternoon in June 2026
    assert office.due(at("2026-06-01T11:15"), Term(0.5, Unit.WORKING_DAY)).at == at("2026-06-02T11:00")


def test_same_clock_stays_within_the_hours_of_the_last_day(office):
    same_clock = replace(office, conventions=Conventions(end="SAME_CLOCK"))
    assert same_clock.due(at("2026-10-15T07:10"), Term(1, Unit.WORKING_DAY)).at == at("2026-10-16T07:30")


def test_office_opens_by_the_season(office):
    assert office.office_state(at("2026-04-16T07:10")).open
    assert not office.office_state(at("2026-04-15T07:10")).open
    assert office.next_opening(at("2026-04-15T18:00")) == at("2026-04-16T07:00")


def test_days_of_the_office(office):
    assert office.reason_off(date(2026, 11, 23)) == "nghỉ hoán đổi, làm bù 28/11"
    assert office.reason_worked(date(2026, 11, 28)) == "làm bù cho 23/11"
    assert office.reason_off(date(2026, 9, 9)) == "Nghỉ do bão"


def test_season_over_new_year():
    span = Span.every_year((10, 16), (4, 15))
    inside = [date(2026, 10, 16), date(2026, 12, 31), date(2027, 1, 1), date(2027, 4, 15)]
    assert all(day in span for day in inside)
    assert date(2026, 4, 16) not in span
    assert date(2026, 10, 15) not in span


def test_overlay_survives_a_newer_national_calendar(national, office):
    year = {"status": "official", "days": [{"date": "2027-02-05", "kind": "holiday", "name_vi": "Tết"}]}
    newer = {"format": "vn-days-off/1", "as_of": "2027-01-15", "years": {"2027": year}}
    renewed = read_overlay(DOCUMENT).clock(Calendar.merged([newer, national]), office.hours)
    assert not renewed.is_working(date(2026, 9, 9))
    assert not renewed.is_working(date(2027, 2, 5))
    assert renewed.hours_on(date(2027, 5, 3)).morning_open == time(7)


def test_empty_overlay_changes_nothing(calendar, clock):
    bare = read_overlay({"format": "office-calendar/1"})
    assert bare == OfficeOverlay()
    assert bare.clock(calendar, clock.hours) == Clock(calendar, clock.hours)


def test_shipped_example_can_be_used(calendar, clock):
    path = paths.resources() / "calendars" / "office-calendar-example.json"
    overlay = read_overlay(json.loads(path.read_text(encoding="utf-8")))
    assert overlay.clock(calendar, clock.hours).hours_on(date(2026, 7, 1)).morning_open == time(7)


def test_written_and_read_back():
    overlay = read_overlay(DOCUMENT)
    assert read_overlay(json.loads(json.dumps(write_overlay(overlay)))) == overlay


dates = st.dates(date(2001, 1, 1), date(2100, 1, 1))
clock_times = st.lists(st.integers(0, 1439), min_size=4, max_size=4, unique=True).map(sorted)


@given(first=dates, last=dates, minutes=clock_times, yearly=st.booleans())
def test_any_season_written_and_read_back(first, last, minutes, yearly):
    opened = [time(*divmod(minute, 60)) for minute in minutes]
    span = (
        Span.every_year((first.month, first.day), (last.month, last.day))
        if yearly
        else Span(*sorted([first, last]), False)
    )
    overlay = OfficeOverlay(
        timetable=Timetable((Season(span, OfficeHours(*opened), "Mùa"),), (SaturdayDesk(opened[0], opened[1], span),))
    )
    assert read_overlay(write_overlay(overlay)) == overlay


BROKEN = {
    "another format": (lambda doc: doc.update(format="office-calendar/2"), "office-calendar/1"),
    "misspelt list": (lambda doc: doc.update(houres=[]), "houres"),
    "days are no list": (lambda doc: doc.update(days={}), "days"),
    "unknown kind of day": (lambda doc: doc["days"][2].update(kind="storm"), "2026-09-09"),
    "day twice": (lambda doc: doc["days"].append(doc["days"][2]), "2026-09-09"),
    "half a swap": (lambda doc: doc["days"].pop(0), "2026-11-28"),
    "season is no object": (lambda doc: doc["hours"].append("mùa hè"), "hours, dòng 3"),
    "season with a misspelt key": (lambda doc: doc["hours"][1].update(until="07-01"), "hours, dòng 2.*until"),
    "season without end": (lambda doc: doc["hours"][0].pop("to"), "hours, dòng 1: to"),
    "season with an impossible date": (lambda doc: doc["hours"][1].update(to="2026-02-30"), "hours, dòng 2: to"),
    "season half yearly": (lambda doc: doc["hours"][0].update(to="2026-10-15"), "hours, dòng 1: from và to"),
    "season ends before it begins": (lambda doc: doc["hours"][1].update(to="2026-05-01"), "hours, dòng 2.*2026-05-01"),
    "season with three times": (lambda doc: doc["hours"][1]["hours"].pop(), "hours, dòng 2: giờ làm việc"),
    "season with falling times": (
        lambda doc: doc["hours"][0].update(hours=SUMMER[::-1]),
        "hours, dòng 1: giờ làm việc",
    ),
    "season named by a number": (lambda doc: doc["hours"][0].update(name_vi=7), "hours, dòng 1: name_vi"),
    "seasons overlap": (
        lambda doc: doc["hours"].append({"from": "10-15", "to": "12-31", "hours": SUMMER}),
        "hours: dòng 1 và dòng 3",
    ),
    "Saturday desk with four times": (
        lambda doc: doc["saturday_desk"][0].update(hours=SUMMER),
        "saturday_desk, dòng 1",
    ),
    "Saturday desk closes before it opens": (
        lambda doc: doc["saturday_desk"][0].update(hours=["11:00", "07:30"]),
        "saturday_desk, dòng 1",
    ),
    "Saturday desks overlap": (
        lambda doc: doc["saturday_desk"].append({"hours": ["08:00", "11:00"]}),
        "saturday_desk: dòng 1 và dòng 2",
    ),
}


@pytest.mark.parametrize(("damage", "named"), BROKEN.values(), ids=BROKEN.keys())
def test_wrong_document_is_refused_and_the_row_named(damage, named):
    document = copy.deepcopy(DOCUMENT)
    damage(document)
    with pytest.raises(UserFacingError, match=named):
        read_overlay(document)


@pytest.mark.parametrize("document", [None, [], "lịch", 7, {}])
def test_no_document_at_all(document):
    with pytest.raises(UserFacingError, match="office-calendar/1"):
        read_overlay(document)


def test_desk_that_closes_before_it_opens():
    with pytest.raises(UserFacingError, match="11:00 - 07:30"):
        SaturdayDesk(time(11), time(7, 30))
