import json
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.app import Workplace, national_document
from desktop.deadlines import read_overlay
from desktop.paths import resources
from desktop.ui.settings.calendar import rows
from desktop.ui.settings.calendar.affected import AffectedModel
from desktop.ui.settings.calendar.days import day_words, year_status
from desktop.ui.settings.calendar.section import CalendarSection
from tests.ui.settings.conftest import Open

CULTURE_DAY = date(2026, 11, 24)


@pytest.fixture
def section(qtbot: QtBot, open_section: Open) -> CalendarSection:
    made = open_section("calendar", "leader")
    assert isinstance(made, CalendarSection)
    qtbot.waitUntil(lambda: not made.is_counting())
    return made


def counted(qtbot: QtBot, section: CalendarSection) -> None:
    qtbot.waitUntil(lambda: not section.is_counting())


@pytest.mark.parametrize(
    ("day", "what", "where"),
    [
        pytest.param(CULTURE_DAY, "Ngày Văn hóa Việt Nam", "lịch kèm theo chương trình – Nghị quyết", id="holiday"),
        pytest.param(date(2026, 11, 25), "ngày làm việc · giờ làm việc 07:30", "lịch kèm", id="working day"),
        pytest.param(date(2026, 11, 28), "nghỉ hằng tuần", "lịch kèm", id="Saturday"),
        pytest.param(date(2026, 1, 10), "làm bù cho", "lịch kèm", id="made up"),
        pytest.param(date(2027, 3, 2), "ngày làm việc", "dự kiến", id="a year not yet announced"),
        pytest.param(date(2050, 3, 2), "02/03/2050", "Chưa có lịch năm 2050", id="a year without a calendar"),
    ],
)
def test_a_day_says_what_it_is_and_from_whom(practice_place: Workplace, day: date, what: str, where: str) -> None:
    used, office = practice_place.calendar_in_force, practice_place.office
    said = day_words(used, day, office.office_hours(), office.code, national_document()["sources"])
    assert what in said[0]
    assert where in said[1]


def test_years_say_whether_they_are_announced(practice_place: Workplace) -> None:
    used = practice_place.calendar_in_force
    assert [year_status(used, year)[0] for year in (2026, 2027, 2050)] == ["chính thức", "dự kiến", "chưa có lịch"]


def test_keys_walk_through_the_year(qtbot: QtBot, section: CalendarSection) -> None:
    section.view.choose(date(2026, 12, 28))
    qtbot.keyClick(section.view, Qt.Key.Key_Down)
    assert section.view.day == date(2027, 1, 4)
    assert section.year_label.text() == "2027"
    assert section.status.text() == "dự kiến"
    qtbot.keyClick(section.view, Qt.Key.Key_PageUp)
    assert section.view.day == date(2026, 1, 4)


def test_a_click_chooses_the_day_under_it(qtbot: QtBot, section: CalendarSection) -> None:
    for day in (date(2026, 1, 1), date(2026, 8, 31), date(2026, 12, 31)):
        qtbot.mouseClick(section.view, Qt.MouseButton.LeftButton, pos=section.view.box_of(day).center().toPoint())
        assert section.view.day == day
    assert section.view.day_at(QPoint(1, 1)) is None


def test_an_own_day_is_written_tried_and_kept(
    qtbot: QtBot, section: CalendarSection, practice_place: Workplace
) -> None:
    leader = section.place
    section.view.choose(date(2026, 11, 25))
    section.day_off.click()
    assert section.days.model.faults_of(0), "a reason is asked for"
    section.days.model.setData(section.days.model.index(0, 3), "Nghỉ do bão")
    counted(qtbot, section)
    assert "nghỉ riêng của đơn vị: Nghỉ do bão" in section.what.text()
    assert "lịch riêng của đơn vị" in section.where.text()
    assert section.affected.rowCount() > 0, "dossiers due across that day would be counted otherwise"
    assert leader.clock.calendar.is_working(date(2026, 11, 25)), "nothing holds before it is saved"
    assert section.try_to_save(), section.notice.text.text()
    assert not leader.clock.calendar.is_working(date(2026, 11, 25))
    counted(qtbot, section)
    assert section.affected.rowCount() == len(leader.differing_promises())


def test_the_other_half_of_a_swap_is_written_along(qtbot: QtBot, section: CalendarSection) -> None:
    section.days.model.add_row({"day": "27/11/2026", "kind": "swap_off", "partner": "05/12/2026", "name": "Hoán đổi"})
    assert section.try_to_save(), section.notice.text.text()
    calendar = section.place.clock.calendar
    assert (calendar.is_working(date(2026, 11, 27)), calendar.is_working(date(2026, 12, 5))) == (False, True)
    assert [row["day"] for row in section.days.rows()] == ["27/11/2026", "05/12/2026"]


def test_seasons_and_saturdays_are_kept(qtbot: QtBot, section: CalendarSection) -> None:
    section.seasons.model.add_row(
        {"from": "16/04", "to": "15/10", "hours": "07:00 – 11:30, 13:30 – 17:00", "name": "Mùa hè"}
    )
    section.desks.model.add_row({"hours": "07:30 – 11:30"})
    assert section.try_to_save(), section.notice.text.text()
    timetable = section.place.clock.timetable
    assert timetable.seasons[0].name_vi == "Mùa hè"
    assert timetable.saturday_desk_on(date(2026, 11, 28)) is not None


@pytest.mark.parametrize(
    ("row", "key", "said"),
    [
        pytest.param({"day": "31/02/2026"}, "day", "không phải ngày", id="no such day"),
        pytest.param({"day": "25/11"}, "day", "không phải ngày", id="year left out"),
        pytest.param({"kind": "swap_off", "partner": ""}, "partner", "ngày đi cùng", id="half a swap"),
        pytest.param({"name": ""}, "name", "lý do", id="no reason"),
    ],
)
def test_what_is_wrong_with_an_own_day(row: dict[str, str], key: str, said: str) -> None:
    good = {"day": "25/11/2026", "kind": "local_off", "partner": "", "name": "Nghỉ do bão"}
    assert not rows.day_faults([good])
    assert said in rows.day_faults([{**good, **row}])[0, key]


def test_a_fault_keeps_the_calendar_as_it_was(section: CalendarSection) -> None:
    section.desks.model.add_row({"hours": "11:30 – 07:30"})
    assert not section.try_to_save()
    assert section.tabs.currentIndex() == 2
    assert "07:30 – 11:30" in section.desks.note.text()
    assert section.place.own_calendar() == {}


def test_the_shipped_example_goes_through_the_tables_unchanged() -> None:
    document = json.loads((resources() / "calendars" / "office-calendar-example.json").read_text())
    assert read_overlay(rows.document_of(document, *rows.rows_of(document))) == read_overlay(
        {**document, "days": sorted(document["days"], key=lambda row: row["date"])}
    )


def test_the_model_keeps_its_promises(section: CalendarSection, qtmodeltester: ModelTester) -> None:
    model = AffectedModel()
    model.show_found(section.place.differing_promises(section.place.clock))
    qtmodeltester.check(model)
    qtmodeltester.check(section.affected)
