"""Which document holds for a day: own before the nearest office above, that before the nation."""

import json
from datetime import date
from typing import Any

import pytest

from desktop.app import national_calendar, national_document
from desktop.models.calendar_in_force import CalendarInForce, in_force
from desktop.models.reference import NATIONAL_CALENDAR, OFFICE_CALENDAR, Reference

OWN, DISTRICT, PROVINCE = "H14.12.3", "H14.12", "H14"
MONDAY, SATURDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 5), date(2026, 12, 1)


def day(at: date, kind: str, other: date | None = None) -> dict[str, Any]:
    row = {"date": at.isoformat(), "kind": kind, "name_vi": kind}
    return row | ({"swapped_with": other.isoformat()} if other else {})


def office_calendar(office: str, *days: dict[str, Any], **more: Any) -> Reference:
    return reference(OFFICE_CALENDAR, office, {"format": "office-calendar/1", "days": list(days), **more})


def year_2027(office: str, as_of: str, *days: dict[str, Any]) -> Reference:
    years = {"2027": {"status": "official", "days": list(days)}}
    return reference(NATIONAL_CALENDAR, office, {"format": "vn-days-off/1", "as_of": as_of, "years": years})


def reference(kind: str, office: str, document: dict[str, Any]) -> Reference:
    return Reference(kind, office, f"Cơ quan {office}", "2026-11-23T01:00:00Z", json.dumps(document), "")


def used(*references: Reference) -> CalendarInForce:
    return in_force(national_document(), national_calendar(), references, OWN)


SWAP = (day(MONDAY, "swap_off", SATURDAY), day(SATURDAY, "makeup_work", MONDAY))


def worked(found: CalendarInForce) -> list[bool]:
    return [found.calendar.is_working(at) for at in (MONDAY, TUESDAY, SATURDAY)]


def test_without_documents_the_shipped_calendar_keeps_its_tables() -> None:
    assert used().calendar is national_calendar()


def test_a_swap_of_the_province_holds_below() -> None:
    assert worked(used(office_calendar(PROVINCE, *SWAP))) == [False, True, True]


def test_an_own_day_inside_a_swap_from_above_stands_and_the_other_half_stays() -> None:
    found = used(office_calendar(PROVINCE, *SWAP), office_calendar(OWN, day(MONDAY, "local_work")))
    assert worked(found) == [True, True, True]
    assert (found.origin(MONDAY), found.origin(SATURDAY)) == (OWN, PROVINCE)
    assert not any(told.problem for told in found.documents)


def test_an_own_swap_of_the_same_saturday_takes_the_place_of_the_one_from_above() -> None:
    own = (day(TUESDAY, "swap_off", SATURDAY), day(SATURDAY, "makeup_work", TUESDAY))
    found = used(office_calendar(PROVINCE, *SWAP), office_calendar(OWN, *own))
    assert worked(found) == [True, False, True]
    assert not any(told.problem for told in found.documents)


def test_hours_saturdays_and_conventions_are_the_offices_own_only() -> None:
    own = {"saturday_desk": [{"hours": ["07:30", "11:30"]}], "conventions": {"end": "SLOT_END"}}
    above = {"saturday_desk": [{"hours": ["08:00", "11:00"]}], "conventions": {"end": "DAY_END"}}
    found = used(office_calendar(DISTRICT, **above))
    assert (found.timetable.saturdays, found.conventions.name) == ((), "DP-1")
    found = used(office_calendar(DISTRICT, **above), office_calendar(OWN, **own))
    assert f"{found.timetable.saturdays[0].opens:%H:%M}" == "07:30"
    assert found.conventions.name == "DP-1, end=SLOT_END"


def test_of_two_issuers_the_calendar_known_latest_holds_for_a_year() -> None:
    newer, older = (
        year_2027(PROVINCE, "2026-12-20"),
        year_2027(DISTRICT, "2026-12-01", day(date(2027, 5, 5), "holiday")),
    )
    found = used(newer, older)
    assert found.calendar.is_working(date(2027, 5, 5))
    assert (found.years[2027], found.years[2026]) == (PROVINCE, "")


@pytest.mark.parametrize(
    "bad",
    [
        reference(OFFICE_CALENDAR, DISTRICT, {"format": "office-calendar/9"}),
        office_calendar(DISTRICT, day(MONDAY, "swap_off", SATURDAY)),
        office_calendar(DISTRICT, day(MONDAY, "holiday"), conventions={"end": "NOON"}),
        year_2027(DISTRICT, "mai"),
        reference(
            NATIONAL_CALENDAR, DISTRICT, {"format": "vn-days-off/1", "as_of": "2026-12-01", "years": {"2040": 1}}
        ),
    ],
    ids=["a newer format", "half a swap", "an unknown convention", "no date of knowledge", "a year of no shape"],
)
def test_one_bad_document_is_told_and_the_others_are_used(bad: Reference) -> None:
    found = used(bad, office_calendar(PROVINCE, day(TUESDAY, "local_off")))
    assert worked(found) == [True, False, False]
    assert [bool(told.problem) for told in found.documents] == [True, False]
