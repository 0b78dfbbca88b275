"""Days off: the shipped table, the desk's own rows, years without a calendar, and documents that are wrong."""

import copy
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.deadlines import Calendar, CalendarDay, CalendarMissing, DayKind
from desktop.errors import UserFacingError

# Hypothesis prints the whole calendar beside a failing example and warns of its length.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

MONDAY = date(2026, 3, 9)
SATURDAY = date(2026, 3, 14)


def row(day, kind, name="Dòng của đơn vị", partner=None):
    return CalendarDay(day, kind, name, "desk", "entered", partner)


def days_of(document, year):
    return document["years"][str(year)]["days"]


# The shipped table


def test_every_row_names_a_source_of_the_document(national):
    for block in national["years"].values():
        for day in block["days"]:
            assert day["source"] in national["sources"], day
            assert day["evidence"] in national["evidence_levels"], day


def test_statutory_days_of_each_year(national):
    counted = {
        int(year): sum(day["kind"] == "holiday" for day in block["days"]) for year, block in national["years"].items()
    }
    # Bộ luật Lao động 2012: 10 days; 2019 (from 2021): 11; Ngày Văn hóa Việt Nam from 2026.
    assert counted == {2018: 10, 2019: 10, 2020: 10, **dict.fromkeys(range(2021, 2026), 11), 2026: 12, 2027: 12}


def test_every_compensatory_day_stands_for_a_holiday_on_a_weekend(calendar):
    compensatory = [day for day in calendar.rows.values() if day.kind is DayKind.COMPENSATORY]
    assert len(compensatory) > 20
    for day in compensatory:
        assert calendar.rows[day.partner].kind is DayKind.HOLIDAY
        assert day.partner.weekday() >= 5


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 11, 21), "thứ Bảy"),
        (date(2026, 11, 22), "Chủ nhật"),
        (date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),
        (date(2026, 4, 27), "Nghỉ bù Giỗ Tổ Hùng Vương"),
        (date(2024, 4, 29), "nghỉ hoán đổi, làm bù 04/5"),
        (date(2026, 1, 2), "nghỉ hoán đổi, làm bù 10/01"),
        (date(2018, 12, 31), "nghỉ hoán đổi, làm bù 05/01/2019"),
        (date(2024, 5, 4), ""),
        (date(2026, 11, 23), ""),
    ],
    ids=lambda value: value.isoformat() if isinstance(value, date) else value or "working day",
)
def test_reason_off(day, reason, calendar):
    assert calendar.reason_off(day) == reason
    assert calendar.is_working(day) is (reason == "")


def test_year_that_is_not_announced_is_provisional(calendar):
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_provisional(date(2027, 1, 4))


@pytest.mark.parametrize("day", [date(2028, 1, 3), date(2017, 12, 29)])
def test_year_without_calendar_is_refused_by_name(day, calendar):
    for question in (calendar.is_working, calendar.is_provisional, calendar.reason_off):
        with pytest.raises(CalendarMissing, match=f"năm {day.year}") as caught:
            question(day)
        assert caught.value.year == day.year


def test_saturday_office(national):
    week = Calendar.load(national, week=frozenset(range(6)))
    assert week.is_working(SATURDAY)
    assert not week.is_working(SATURDAY + timedelta(days=1))


# The desk's own rows


def test_swap_entered_by_the_desk(calendar):
    swapped = calendar.with_overlay(
        [row(date(2026, 11, 23), DayKind.SWAP_OFF), row(date(2026, 11, 28), DayKind.MAKEUP_WORK)]
    )
    assert swapped.reason_off(date(2026, 11, 23)) == "nghỉ hoán đổi, làm bù 28/11"
    assert swapped.is_working(date(2026, 11, 28))
    assert calendar.is_working(date(2026, 11, 23)), "the calendar below is not changed"


@pytest.mark.parametrize("kind", [DayKind.SWAP_OFF, DayKind.MAKEUP_WORK])
def test_half_a_swap_is_refused(kind, calendar):
    with pytest.raises(UserFacingError, match="2026-03-09"):
        calendar.with_overlay([row(MONDAY, kind)])


def test_swap_whose_halves_do_not_point_at_each_other_is_refused(calendar):
    rows = [
        row(MONDAY, DayKind.SWAP_OFF, partner=SATURDAY),
        row(SATURDAY, DayKind.MAKEUP_WORK, partner=MONDAY + timedelta(days=1)),
        row(MONDAY + timedelta(days=1), DayKind.SWAP_OFF, partner=SATURDAY),
    ]
    with pytest.raises(UserFacingError, match="hoán đổi"):
        calendar.with_overlay(rows)


def test_stored_swap_of_the_desk_stands_before_a_later_national_one(calendar):
    national = [row(date(2026, 11, 23), DayKind.SWAP_OFF), row(date(2026, 11, 21), DayKind.MAKEUP_WORK)]
    desk = [row(date(2026, 11, 23), DayKind.SWAP_OFF), row(date(2026, 11, 28), DayKind.MAKEUP_WORK)]
    both = calendar.with_overlay(national).with_overlay(desk)
    assert both.reason_off(date(2026, 11, 23)) == "nghỉ hoán đổi, làm bù 28/11"


def test_desk_cancels_a_shipped_swap(calendar):
    cancelled = calendar.with_overlay(
        [row(date(2026, 8, 31), DayKind.LOCAL_WORK), row(date(2026, 8, 22), DayKind.LOCAL_OFF)]
    )
    assert cancelled.is_working(date(2026, 8, 31))
    assert not cancelled.is_working(date(2026, 8, 22))


@given(
    day=st.dates(date(2018, 1, 1), date(2027, 12, 31)),
    kind=st.sampled_from([DayKind.LOCAL_OFF, DayKind.LOCAL_WORK, DayKind.HOLIDAY]),
    national_last=st.booleans(),
)
@example(day=date(2024, 5, 4), kind=DayKind.HOLIDAY, national_last=False)
@settings(deadline=None, max_examples=40)
def test_local_before_national_before_weekly_pattern(day, kind, national_last, calendar):
    national_row = row(day, DayKind.HOLIDAY, "Lễ")
    rows = [row(day, kind), national_row] if national_last else [national_row, row(day, kind)]
    assert calendar.with_overlay(rows).is_working(day) is (kind is DayKind.LOCAL_WORK)
    layered = calendar.with_overlay(rows[:1]).with_overlay(rows[1:])
    assert layered.is_working(day) is (kind is DayKind.LOCAL_WORK)


def test_local_row_waits_for_the_calendar_of_its_year(calendar, national):
    day = date(2028, 1, 4)
    overlaid = calendar.with_overlay([row(day, DayKind.LOCAL_OFF, "Nghỉ do bão")])
    with pytest.raises(CalendarMissing):
        overlaid.is_working(day)
    grown = overlaid.with_years(new_year(2028))
    assert grown.reason_off(day) == "Nghỉ do bão"
    assert grown.is_working(day + timedelta(days=1))


def new_year(year, status="official"):
    holiday = {"date": f"{year}-01-01", "kind": "holiday", "name_vi": "Tết Dương lịch"}
    return {
        "format": "vn-days-off/1",
        "as_of": "2027-10-01",
        "years": {str(year): {"status": status, "days": [holiday]}},
    }


def test_announced_calendar_replaces_the_predicted_year(calendar):
    announced = calendar.with_years(new_year(2027))
    assert calendar.is_provisional(date(2027, 2, 4))
    assert not announced.is_provisional(date(2027, 2, 4))
    assert announced.is_working(date(2027, 2, 4)), "the predicted Tết days are gone"
    assert announced.is_working(date(2024, 5, 4)), "the other years stay"


def test_documents_add_up_in_whatever_order_they_arrive(national):
    announced, predicted = new_year(2027), {**new_year(2027, "provisional"), "as_of": "2027-12-01"}
    for documents in ([national, announced, predicted], [predicted, announced, national]):
        merged = Calendar.merged(documents)
        assert not merged.is_provisional(date(2027, 2, 4)), "a prediction never replaces an announcement"
        assert merged.is_working(date(2027, 2, 4))
        assert merged.is_working(date(2024, 5, 4))


def test_later_announcement_replaces_an_earlier_one(national):
    older = {**new_year(2027), "as_of": "2027-01-01"}
    newer = {**new_year(2027), "as_of": "2027-06-01"}
    newer["years"]["2027"]["days"].append({"date": "2027-02-05", "kind": "holiday", "name_vi": "Tết"})
    for documents in ([national, older, newer], [newer, older, national]):
        merged = Calendar.merged(documents)
        assert not merged.is_working(date(2027, 2, 5))
        assert merged.as_of == "2027-06-01"


def test_no_document_adds_up_to_a_refusal():
    with pytest.raises(UserFacingError, match="không có năm nào"):
        Calendar.merged([])


def test_calendar_that_knows_only_some_years(calendar):
    some = calendar.of_years([2024, 2025])
    assert not some.is_working(date(2024, 4, 29))
    with pytest.raises(CalendarMissing, match="2026"):
        some.is_working(date(2026, 1, 5))
    with pytest.raises(CalendarMissing, match="2031"):
        calendar.of_years([2031])
    with pytest.raises(UserFacingError, match="2025"):
        calendar.of_years([2024, 2026])


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2024, 5, 4), "làm bù cho 29/4"),
        (date(2019, 1, 5), "làm bù cho 31/12/2018"),
        (date(2024, 5, 6), ""),
        (date(2024, 4, 29), ""),
    ],
)
def test_reason_worked(day, reason, calendar):
    assert calendar.reason_worked(day) == reason


def test_version_changes_with_the_content_only(calendar, national):
    assert calendar.version == Calendar.load(copy.deepcopy(national)).version
    assert calendar.version.startswith("vn-2026-11-21/")
    overlaid = calendar.with_overlay([row(MONDAY, DayKind.LOCAL_OFF)])
    assert overlaid.version != calendar.version
    assert calendar.with_overlay([]).version == calendar.version


# Documents that are wrong


def drop_partner(document):
    days_of(document, 2024)[:] = [day for day in days_of(document, 2024) if day["kind"] != "makeup_work"]


BROKEN = {
    "format": (lambda doc: doc.update(format="vn-days-off/2"), "vn-days-off/1"),
    "no years": (lambda doc: doc.update(years={}), "years"),
    "years are a list": (lambda doc: doc.update(years=[]), "years"),
    "year in words": (lambda doc: doc["years"].update(sau={"status": "official", "days": []}), "sau"),
    "year as a block of text": (lambda doc: doc["years"].update({"2026": "official"}), "2026"),
    "gap between years": (lambda doc: doc["years"].pop("2022"), "2022"),
    "no status": (lambda doc: doc["years"]["2026"].pop("status"), "2026"),
    "no list of days": (lambda doc: doc["years"]["2026"].pop("days"), "2026"),
    "row is no object": (lambda doc: days_of(doc, 2026).append("2026-05-05"), "2026-05-05"),
    "row without date": (lambda doc: days_of(doc, 2026)[0].pop("date"), "thiếu ngày"),
    "impossible date": (lambda doc: days_of(doc, 2026)[0].update(date="2026-02-30"), "2026-02-30"),
    "unknown kind": (lambda doc: days_of(doc, 2026)[0].update(kind="party"), "2026-01-01"),
    "wrong weekday": (lambda doc: days_of(doc, 2026)[0].update(weekday="Mon"), "2026-01-01"),
    "name is a number": (lambda doc: days_of(doc, 2026)[0].update(name_vi=7), "2026-01-01"),
    "row in another year": (lambda doc: days_of(doc, 2026).append(days_of(doc, 2025)[0]), "2025-01-01"),
    "date twice": (lambda doc: days_of(doc, 2026).append(days_of(doc, 2026)[0]), "2026-01-01"),
    "half a swap": (drop_partner, "2024-04-29"),
    "partner is no date": (lambda doc: days_of(doc, 2026)[1].update(swapped_with="soon"), "2026-01-02"),
}


@pytest.mark.parametrize(("damage", "named"), BROKEN.values(), ids=BROKEN.keys())
def test_wrong_document_is_refused_and_the_place_named(damage, named, national):
    document = copy.deepcopy(national)
    damage(document)
    with pytest.raises(UserFacingError, match=named):
        Calendar.load(document)


@pytest.mark.parametrize("document", [None, [], "lịch", 7])
def test_no_document_at_all(document):
    with pytest.raises(UserFacingError):
        Calendar.load(document)


def test_document_of_one_year_keeps_a_swap_across_its_border(national):
    document = {**national, "years": {"2018": national["years"]["2018"]}}
    assert not Calendar.load(document).is_working(date(2018, 12, 31))
