from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop import practice
from desktop.app import Workplace, open_office
from desktop.models.store import exists
from desktop.office import Office, Officer
from desktop.printing.recovery import recovery_sheet
from desktop.terms import Role
from desktop.ui.start.login_page import LoginPage, caps_lock_on
from desktop.ui.start.office_form import OfficeForm, session_hours
from desktop.ui.start.setup_page import SetupPage
from desktop.ui.start.window import StartWindow

OFFICE = Office(code="H14.12.4", name="UBND xã Đàm Thủy", officers=(Officer("lan", "Nông Thị Lan"),))
SECRET = "mat-khau-rieng-1"


@pytest.fixture
def form(qtbot: QtBot) -> OfficeForm:
    made = OfficeForm()
    qtbot.addWidget(made)
    made.fill(OFFICE, SECRET)
    return made


@pytest.fixture
def setup_page(qtbot: QtBot, tmp_path: Path) -> SetupPage:
    made = SetupPage(tmp_path / "data", clock=lambda: datetime(2026, 11, 23, 9, 42))
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_form_reads_what_it_shows(form: OfficeForm) -> None:
    read = form.read()
    assert read is not None
    assert (read.office, read.password) == (OFFICE, SECRET)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("code", "xã Đàm Thủy", "H14.12.3"),
        ("name", " ", "Chưa có tên đơn vị"),
        ("hours", "7h đến 5h", "bốn mốc"),
    ],
)
def test_a_fault_stands_beside_its_field(form: OfficeForm, field: str, text: str, sentence: str) -> None:
    form.fields[field].set_text(text)
    assert form.read() is None
    assert sentence in form.fields[field].error()


def test_passwords_are_long_enough_and_alike(form: OfficeForm) -> None:
    form.password.set_text("ngắn")
    assert form.read() is None
    assert "8 ký tự" in form.password.error()
    form.password.set_text("mat-khau-dai")
    assert form.read() is None
    assert "không giống nhau" in form.again.error()


def test_officers_are_needed_once_each(form: OfficeForm) -> None:
    form.rows[1].fill(Officer("lan", "Hoàng Thị Lan", Role.LEADER))
    assert form.read() is None
    assert "trùng" in form.officers_fault()
    for row in form.rows:
        row.fill(Officer("", ""))
    assert form.read() is None
    assert "ít nhất một cán bộ" in form.officers_fault()


def test_rows_for_officers_are_added_up_to_a_bound(form: OfficeForm) -> None:
    for _ in range(20):
        form.add_row()
    assert len(form.rows) == 8
    form.rows[7].fill(Officer("pao", "Hoàng Văn Páo", Role.SPECIALIST))
    read = form.read()
    assert read is not None
    assert [officer.name for officer in read.office.officers] == ["lan", "pao"]


@pytest.mark.parametrize("text", ["07:30 – 11:30, 13:30 – 17:00", "07:30-11:30 13:30-17:00", "07:30 11:30 13:30 17:00"])
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert session_hours(text) == ("07:30", "11:30", "13:30", "17:00")


def test_first_start_makes_a_store_and_shows_the_recovery_key_once(
    qtbot: QtBot, setup_page: SetupPage, tmp_path: Path
) -> None:
    qtbot.keyClick(setup_page.real, Qt.Key.Key_Return)
    assert setup_page.faces.currentIndex() == 1
    setup_page.form.fill(OFFICE, SECRET)
    setup_page.make_button.click()
    qtbot.waitUntil(lambda: setup_page.faces.currentIndex() == 2, timeout=10_000)
    key = setup_page.key.text()
    assert len(key.replace("-", "")) == 32
    assert not setup_page.enter.isEnabled()
    setup_page.copy.click()
    assert QGuiApplication.clipboard().text() == key
    setup_page.save_to(tmp_path / "khoa.pdf")
    assert key in text_of((tmp_path / "khoa.pdf").read_bytes())
    setup_page.tick.click()
    with qtbot.waitSignal(setup_page.finished) as finished:
        setup_page.enter.click()
    place: Workplace = finished.args[0]
    assert place.office == OFFICE
    assert not place.practice
    assert place.fixed_now is None
    assert setup_page.key.text() == ""
    place.close()
    assert exists(tmp_path / "data")
    open_office(tmp_path / "data", "lan", SECRET).close()


def test_the_practice_office_comes_with_dossiers(
    qtbot: QtBot, setup_page: SetupPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice.fill, "__defaults__", (practice.CASES[:3], 7))
    setup_page.rehearse.click()
    assert setup_page.form.password.line.echoMode() == setup_page.form.password.line.EchoMode.Normal
    setup_page.make_button.click()
    qtbot.waitUntil(lambda: setup_page.faces.currentIndex() == 2, timeout=20_000)
    setup_page.tick.click()
    with qtbot.waitSignal(setup_page.finished) as finished:
        setup_page.enter.click()
    place: Workplace = finished.args[0]
    assert place.practice
    assert len(place.board()) == 3
    place.close()


def test_a_folder_that_cannot_be_written_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    page = SetupPage(tmp_path / "file" / "data")
    qtbot.addWidget(page)
    page.form.fill(OFFICE, SECRET)
    page.make_button.click()
    qtbot.waitUntil(lambda: bool(page.form.officers_fault()), timeout=10_000)


def test_an_existing_store_is_never_overwritten(qtbot: QtBot, practice_dir: Path) -> None:
    page = SetupPage(practice_dir)
    qtbot.addWidget(page)
    page.form.fill(OFFICE, SECRET)
    page.make_button.click()
    qtbot.waitUntil(lambda: "đã có dữ liệu" in page.form.officers_fault(), timeout=10_000)
    assert page.make_button.isEnabled()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    return str(text)


def test_the_recovery_sheet_says_what_it_is_for() -> None:
    text = text_of(recovery_sheet("UBND xã Đàm Thủy", "ABCDE-FGHIJ", datetime(2026, 11, 23).date()))
    assert "UBND xã Đàm Thủy" in text
    assert "ABCDE-FGHIJ" in text
    assert "23/11/2026" in text


# Log-in


@pytest.fixture
def login(qtbot: QtBot, practice_dir: Path) -> LoginPage:
    made = LoginPage(practice_dir)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_right_password_opens(qtbot: QtBot, login: LoginPage) -> None:
    login.officer.choose("hoang")
    qtbot.keyClicks(login.password.line, practice.PASSWORD)
    with qtbot.waitSignal(login.opened) as opened:
        qtbot.keyClick(login.password.line, Qt.Key.Key_Return)
    place: Workplace = opened.args[0]
    assert place.officer.full_name == "Hoàng Văn Páo"
    assert login.password.line.text() == ""
    place.close()


def test_a_wrong_password_is_said_under_the_field(qtbot: QtBot, login: LoginPage) -> None:
    qtbot.keyClicks(login.password.line, "sai-mat-khau")
    with qtbot.assertNotEmitted(login.opened):
        login.enter.click()
        qtbot.waitUntil(login.enter.isEnabled)
        qtbot.waitUntil(lambda: "không đúng" in login.password.error())
    assert login.password.line.hasSelectedText()


def test_caps_lock_is_hinted_at(qtbot: QtBot, login: LoginPage) -> None:
    qtbot.keyClick(login.password.line, "a")
    assert not login.caps.isVisible()
    qtbot.keyClick(login.password.line, "A")
    assert login.caps.isVisible()


@pytest.mark.parametrize(
    ("text", "shift", "on"),
    [("A", False, True), ("a", True, True), ("a", False, False), ("A", True, False), ("7", False, None)],
)
def test_a_letter_tells_whether_caps_lock_is_on(text: str, shift: bool, on: bool | None) -> None:
    assert caps_lock_on(text, shift=shift) is on


def test_a_new_password_is_set_by_the_old_one(qtbot: QtBot, login: LoginPage, practice_dir: Path) -> None:
    login.forgot.click()
    login.recovery.set_text("khong-phai-mat-khau")
    login.password.set_text("mat-khau-moi-1")
    login.again.set_text("mat-khau-moi-1")
    login.enter.click()
    qtbot.waitUntil(lambda: "không đúng" in login.recovery.error(), timeout=10_000)
    login.recovery.set_text(practice.PASSWORD)
    with qtbot.waitSignal(login.opened, timeout=10_000) as opened:
        login.enter.click()
    opened.args[0].close()
    open_office(practice_dir, "lan", "mat-khau-moi-1").close()


def test_two_unlike_new_passwords_are_refused(login: LoginPage) -> None:
    login.forgot.click()
    login.password.set_text("mat-khau-moi-1")
    login.enter.click()
    assert "không giống nhau" in login.again.error()


def test_the_window_asks_for_what_is_needed(qtbot: QtBot, tmp_path: Path, practice_dir: Path) -> None:
    fresh, known = StartWindow(tmp_path / "nothing"), StartWindow(practice_dir)
    for window in (fresh, known):
        qtbot.addWidget(window)
    assert fresh.setup is not None
    assert fresh.login is None
    assert known.login is not None
    assert known.login.officer.value() == "lan"
