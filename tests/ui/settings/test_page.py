import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.office import Officer
from desktop.terms import Role
from desktop.ui.main import BOARD, SETTINGS, Desk
from desktop.ui.settings.office import OfficeSection
from desktop.ui.settings.page import SettingsPage
from tests.ui.settings.conftest import Open

KEYS = ["office", "officers", "procedures", "calendar", "forms", "messages", "rules", "printer", "backup"]


@pytest.fixture
def page(qtbot: QtBot, practice_place: Workplace) -> SettingsPage:
    made = SettingsPage(practice_place)
    qtbot.addWidget(made)
    made.resize(1240, 640)
    made.show()
    made.refresh()
    return made


def test_every_section_opens_with_nothing_unsaved(page: SettingsPage) -> None:
    for key in KEYS:
        page.go_to(key)
        section = page.shown()
        assert section.key == key
        assert not section.is_dirty(), key
        assert not section.save.isEnabled()


def test_arrow_keys_walk_through_the_sections(qtbot: QtBot, page: SettingsPage) -> None:
    qtbot.keyClick(page.names, Qt.Key.Key_Down)
    assert page.shown().key == "officers"


@pytest.mark.parametrize(("officer", "closed"), [("lan", {"calendar"}), ("hoang", set(KEYS) - {"printer", "backup"})])
def test_what_a_role_may_not_do_is_shown_with_the_reason(open_section: Open, officer: str, closed: set[str]) -> None:
    for key in KEYS:
        section = open_section(key, officer)
        assert bool(section.reason) is (key in closed), key
        if key in closed:
            assert section.notice.text.text() == section.reason
            assert not section.save.isVisible()


def test_turning_away_asks_and_loses_nothing(qtbot: QtBot, page: SettingsPage) -> None:
    office = page.shown()
    assert isinstance(office, OfficeSection)
    qtbot.keyClicks(office.fields["phone"].line, "9")
    page.go_to("rules")
    assert page.shown() is office
    assert page.names.key() == "office"
    assert "chưa lưu" in page.asking.text.text()
    page.asking.buttons[2].click()
    assert office.is_dirty()
    page.go_to("rules")
    page.asking.buttons[1].click()
    assert page.shown().key == "rules"
    assert not office.is_dirty()


def test_saving_before_turning_away(qtbot: QtBot, page: SettingsPage, practice_place: Workplace) -> None:
    office = page.shown()
    assert isinstance(office, OfficeSection)
    qtbot.keyClicks(office.fields["phone"].line, "9")
    page.go_to("rules")
    page.asking.buttons[0].click()
    assert page.shown().key == "rules"
    assert practice_place.office.phone.endswith("9")


def test_typing_a_thing_back_is_no_change(qtbot: QtBot, page: SettingsPage) -> None:
    office = page.shown()
    assert isinstance(office, OfficeSection)
    qtbot.keyClicks(office.fields["phone"].line, "9")
    assert office.unsaved.isVisible()
    qtbot.keyClick(office.fields["phone"].line, Qt.Key.Key_Backspace)
    assert not office.is_dirty()
    assert not office.unsaved.isVisible()


def test_the_window_asks_before_it_closes_over_unsaved_settings(qtbot: QtBot, practice_place: Workplace) -> None:
    desk = Desk(practice_place)
    qtbot.addWidget(desk.window)
    desk.window.show()
    desk.window.go_to(SETTINGS)
    office = desk.settings.shown()
    assert isinstance(office, OfficeSection)
    office.fields["name"].set_text("UBND xã Trung Phúc")
    office.mark()
    desk.window.go_to(BOARD)
    assert "“Đơn vị” có thay đổi chưa lưu" in desk.window.messages.text.text()
    desk.window.close()
    assert desk.window.isVisible()
    desk.window.messages.action.click()
    assert not desk.window.isVisible()
    assert practice_place.office.name == "UBND xã Quang Hán"


def test_a_renamed_office_is_seen_at_once(qtbot: QtBot, practice_place: Workplace) -> None:
    desk = Desk(practice_place)
    qtbot.addWidget(desk.window)
    desk.window.go_to(SETTINGS)
    office = desk.settings.shown()
    assert isinstance(office, OfficeSection)
    office.fields["name"].set_text("UBND xã Trung Phúc")
    office.mark()
    office.save.click()
    assert "UBND xã Trung Phúc" in desk.window.top.officer.accessibleName()
    assert practice_place.officer.role is Role.DESK


def test_one_key_saves_what_is_in_view(qtbot: QtBot, page: SettingsPage, practice_place: Workplace) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    for key in ("rules", "office"):  # sections out of view have the same key and keep silent
        page.go_to(key)
    office = page.shown()
    assert isinstance(office, OfficeSection)
    qtbot.keyClicks(office.fields["phone"].line, "9")
    with qtbot.waitSignal(page.told):
        qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert practice_place.office.phone.endswith("9")


def test_rights_follow_who_works_here(page: SettingsPage, practice_place: Workplace) -> None:
    office = page.shown()
    assert not office.reason
    hoang = next(officer for officer in practice_place.office.officers if officer.name == "hoang")
    practice_place.change_officer(Officer(hoang.name, hoang.full_name, Role.ADMIN, hoang.unit))
    page.go_to("backup")
    page.go_to("office")
    assert page.shown() is not office
    assert "Quản trị" in page.shown().notice.text.text()
