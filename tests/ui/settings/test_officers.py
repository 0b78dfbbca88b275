from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop import practice
from desktop.app import AccountClosed, Workplace, open_office
from desktop.models.key_slots import WrongPassword
from desktop.office import Officer
from desktop.terms import Role
from desktop.ui.settings.officers.model import CLOSED, NO_PASSWORD, OfficersModel, officer_lines
from desktop.ui.settings.officers.rights_view import RightsModel
from desktop.ui.settings.officers.rights_words import right_rows, standing_words
from desktop.ui.settings.officers.section import OfficersSection
from tests.ui.settings.conftest import Open

NEW = "mat-khau-moi-2026"


@pytest.fixture
def officers(open_section: Open) -> OfficersSection:
    made = open_section("officers")
    assert isinstance(made, OfficersSection)
    return made


def turn_to(officers: OfficersSection, name: str) -> None:
    officers.table.setCurrentIndex(officers.model.index(officers.model.row_of(name), 0))


def type_passwords(officers: OfficersSection, new: str, again: str, own: str) -> None:
    for field, text in zip(officers.form.passwords.fields(), (new, again, own), strict=True):
        field.line.setText(text)


def fill_new(officers: OfficersSection, *passwords: str) -> None:
    officers.add.click()
    officers.form.full_name.set_text("Bế Thị Hoa")
    officers.form.name.set_text("hoa")
    officers.form.role.choose(Role.ADMIN)
    type_passwords(officers, *passwords)


def test_models_keep_their_promises(practice_place: Workplace, qtmodeltester: ModelTester) -> None:
    model = OfficersModel()
    model.show_lines(officer_lines(practice_place.office, practice_place.accounts()))
    qtmodeltester.check(model)
    qtmodeltester.check(RightsModel())


def test_a_new_officer_can_log_in(officers: OfficersSection, practice_place: Workplace, practice_dir: Path) -> None:
    fill_new(officers, NEW, NEW, practice.PASSWORD)
    assert officers.try_to_save(), officers.notice.text.text()
    place = open_office(practice_dir, "hoa", NEW)
    assert place.officer == Officer("hoa", "Bế Thị Hoa", Role.ADMIN)
    place.close()
    assert [officer.name for officer in practice_place.office.officers] == ["lan", "hoang", "leader", "hoa"]


@pytest.mark.parametrize(
    ("passwords", "field", "said"),
    [
        pytest.param(("ngan", "ngan", practice.PASSWORD), "password", "ít nhất 8 ký tự", id="too short"),
        pytest.param((NEW, NEW + "x", practice.PASSWORD), "again", "không giống nhau", id="not the same twice"),
        pytest.param((NEW, NEW, "sai-mat-khau"), "own", "không đúng", id="own password wrong"),
        pytest.param((NEW, NEW, ""), "own", "Hãy nhập mật khẩu", id="own password missing"),
    ],
)
def test_a_wrong_password_stands_at_its_field_and_nothing_is_stored(
    officers: OfficersSection, practice_place: Workplace, passwords: tuple[str, str, str], field: str, said: str
) -> None:
    fill_new(officers, *passwords)
    assert not officers.try_to_save()
    assert said in getattr(officers.form.passwords, field).error()
    assert "hoa" not in practice_place.accounts()
    assert len(practice_place.office.officers) == 3


def test_a_taken_name_is_refused(officers: OfficersSection, practice_place: Workplace) -> None:
    fill_new(officers, NEW, NEW, practice.PASSWORD)
    officers.form.name.set_text("hoang")
    assert not officers.try_to_save()
    assert "trùng" in officers.form.name.error()
    assert len(practice_place.office.officers) == 3


def test_a_closed_account_is_kept_but_opens_nothing(
    officers: OfficersSection, practice_place: Workplace, practice_dir: Path
) -> None:
    turn_to(officers, "hoang")
    officers.form.close_account.click()
    assert "nhật ký giữ nguyên" in officers.notice.text.text()
    officers.notice.buttons[0].click()
    assert officers.model.index(officers.model.row_of("hoang"), 4).data() == CLOSED
    assert practice_place.office.officers[1].full_name == "Hoàng Văn Páo"
    assert [officer.name for officer in practice_place.office.working] == ["lan", "leader"]
    with pytest.raises(WrongPassword):
        open_office(practice_dir, "hoang", practice.PASSWORD)


def test_a_closed_officer_is_refused_where_a_password_is_left(practice_place: Workplace, practice_dir: Path) -> None:
    practice_place.store.change_office(
        lambda office: type(office)(
            **{
                **{name: getattr(office, name) for name in office.__struct_fields__},
                "officers": (office.officers[0], Officer("hoang", "Hoàng Văn Páo", Role.SPECIALIST, closed=True)),
            }
        )
    )
    with pytest.raises(AccountClosed):
        open_office(practice_dir, "hoang", practice.PASSWORD)


def test_a_reopened_account_gets_a_new_password(
    officers: OfficersSection, practice_place: Workplace, practice_dir: Path
) -> None:
    turn_to(officers, "hoang")
    officers.form.close_account.click()
    officers.notice.buttons[0].click()
    turn_to(officers, "hoang")
    officers.form.close_account.click()
    assert officers.model.index(officers.model.row_of("hoang"), 4).data() == NO_PASSWORD
    assert officers.form.is_asking_password()
    type_passwords(officers, NEW, NEW, practice.PASSWORD)
    officers.mark()
    assert officers.try_to_save()
    open_office(practice_dir, "hoang", NEW).close()


def test_nobody_closes_their_own_account(officers: OfficersSection, practice_place: Workplace) -> None:
    turn_to(officers, "lan")
    assert not officers.form.close_account.isVisible()


def test_somebody_who_may_change_settings_is_left(officers: OfficersSection, practice_place: Workplace) -> None:
    turn_to(officers, "lan")
    officers.form.role.choose(Role.AUDITOR)
    assert officers.try_to_save(), "the specialist stands in for the desk"
    assert practice_place.office.officers[0].role is Role.AUDITOR


def test_the_last_who_may_change_settings_stays(officers: OfficersSection, practice_place: Workplace) -> None:
    turn_to(officers, "hoang")
    officers.form.role.choose(Role.LEADER)
    assert officers.try_to_save()
    turn_to(officers, "lan")
    officers.form.role.choose(Role.LEADER)
    assert not officers.try_to_save()
    assert "không còn ai" in officers.form.role.error()


def test_turning_to_another_officer_asks_first(officers: OfficersSection) -> None:
    officers.form.full_name.set_text("Nông Thị Lan Anh")
    officers.mark()
    turn_to(officers, "hoang")
    assert officers.form.full_name.text() == "Nông Thị Lan Anh"
    assert officers.table.currentIndex().row() == officers.model.row_of("lan")
    officers.notice.buttons[1].click()
    assert officers.form.full_name.text() == "Hoàng Văn Páo"


def test_rights_are_said_in_words() -> None:
    words = {row.words: dict(zip(Role, row.roles, strict=True)) for row in right_rows()}
    assert words["Đặt lịch làm việc"] == {
        Role.DESK: False, Role.SPECIALIST: False, Role.LEADER: True, Role.ADMIN: True, Role.AUDITOR: False,
    }  # fmt: skip
    assert standing_words([Role.SPECIALIST, Role.ADMIN])[0].startswith("Đơn vị chưa có công chức một cửa")
    assert standing_words([Role.DESK, Role.ADMIN]) == []


def test_enter_the_rights_by_the_tab(qtbot: QtBot, officers: OfficersSection) -> None:
    officers.tabs.tabBar().setFocus()
    qtbot.keyClick(officers.tabs.tabBar(), Qt.Key.Key_Right)
    assert officers.tabs.currentIndex() == 1
