"""The errands of both counter pages in the whole window, counted in keys."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.terms import Form, Status
from desktop.ui.main import CUSTODY, RETURNING, Desk

from .conftest import TakeIn


@pytest.fixture
def desk(qtbot: QtBot, practice_place: Workplace) -> Iterator[Desk]:
    made = Desk(practice_place)
    made.setParent(made.window)  # it ends with its window, on the thread of the window
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.board.wake_at(10**8)


def scan(qtbot: QtBot, text: str) -> None:
    for letter in text:
        qtbot.keyClicks(QApplication.focusWidget(), letter)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_ten_hand_overs_take_ten_scans_one_key_to_record_and_one_to_leave_the_list(
    qtbot: QtBot, desk: Desk, practice_place: Workplace, take_in: TakeIn
) -> None:
    codes = take_in(10)
    desk.window.go_to(CUSTODY)
    for code in codes:
        scan(qtbot, code)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: desk.window.stack.currentWidget() is desk.preview)
    assert desk.preview._heading.text() == "Danh sách bàn giao hồ sơ"
    assert "Đã ghi bàn giao 10 hồ sơ" in desk.window.messages.text.text()
    assert {practice_place.view(code).dossier.custodian for code in codes} == {None}
    qtbot.keyClick(desk.preview, Qt.Key.Key_Escape)
    assert desk.window.current_key() == CUSTODY
    assert desk.custody.send.code.hasFocus()


def test_the_board_hands_a_result_out_on_the_return_page(
    qtbot: QtBot, desk: Desk, practice_place: Workplace, played: Callable[[str], Dossier]
) -> None:
    dossier = played("ready")
    desk.board.action_chosen.emit(dossier.id, "return-result")
    assert desk.window.current_key() == RETURNING
    assert desk.returning.dossier is not None
    desk.returning.SETTLE_MS = 0
    qtbot.keyClick(desk.returning.taker, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: desk.window.stack.currentWidget() is desk.preview)
    assert practice_place.view(dossier.id).dossier.status is Status.RETURNED
    assert practice_place.view(dossier.id).dossier.issued_paper(Form.RESULT_RECEIPT) is not None


def test_a_locked_window_keeps_the_scans(qtbot: QtBot, desk: Desk, take_in: TakeIn) -> None:
    codes = take_in(2)
    desk.window.go_to(CUSTODY)
    for code in codes:
        scan(qtbot, code)
    desk.window.hide()
    desk.window.show()
    assert [row.dossier.reference for row in desk.custody.send.rows if row.dossier] == codes
