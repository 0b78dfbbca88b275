from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.ui.shell import wording
from desktop.ui.shell.message_bar import Tidings
from desktop.ui.shell.rail import RailItem
from desktop.ui.shell.search_box import SearchHit
from desktop.ui.shell.status_bar import StatusLine
from desktop.ui.shell.top_bar import DeskSign
from desktop.ui.shell.window import MainWindow

SIGN = DeskSign("Nông Thị Lan", "Quầy 1 · UBND xã Quang Hán")
HITS = [SearchHit("Đàm Thị Bưởi", "H14.12.3-261005-0004", "a"), SearchHit("Đàm Văn Riêm", "H14.12.3-261012-0007", "b")]


@pytest.fixture
def open_window(qtbot: QtBot) -> Callable[..., MainWindow]:
    def build(*, practice: bool = False) -> MainWindow:
        items = [
            RailItem("board", "Bảng hạn", "timer_24", QLabel("một")),
            RailItem("intake", "Tiếp nhận", "document_add_24", QLabel("hai")),
            RailItem("settings", "Thiết lập", "settings_24", QLabel("ba"), bottom=True),
        ]
        window = MainWindow(
            items, SIGN, lambda: datetime(2026, 11, 23, 9, 42), suggest=lambda _text: HITS, practice=practice
        )
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return build


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window()


@pytest.mark.parametrize(
    ("key", "page"), [(Qt.Key.Key_1, "board"), (Qt.Key.Key_2, "intake"), (Qt.Key.Key_3, "settings")]
)
def test_control_and_a_figure_turn_to_a_page(qtbot: QtBot, window: MainWindow, key: Qt.Key, page: str) -> None:
    window.go_to("board" if page != "board" else "intake")
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert window.current_key() == page
    assert window.rail.buttons[page].isChecked()


def test_a_click_in_the_rail_turns_to_a_page(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.page_shown) as told:
        qtbot.mouseClick(window.rail.buttons["intake"], Qt.MouseButton.LeftButton)
    assert told.args == ["intake"]


@pytest.mark.parametrize(
    ("size", "narrow"), [((1366, 768), False), ((910, 512), True), ((1366, 600), True)], ids=["full", "150 %", "low"]
)
def test_a_small_window_keeps_icons_only(window: MainWindow, size: tuple[int, int], narrow: bool) -> None:
    window.resize(*size)
    assert window.rail.is_narrow() is narrow
    assert all(button.toolTip() and button.accessibleName() for button in window.rail.buttons.values())


def test_the_smallest_window_is_not_wider_than_a_scaled_screen(window: MainWindow) -> None:
    smallest = window.minimumSizeHint()
    assert smallest.width() <= 910
    assert smallest.height() <= 512


def test_control_k_goes_to_the_search_box(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.search.hasFocus()


def type_and_wait(qtbot: QtBot, window: MainWindow, text: str) -> None:
    window.search.setFocus()
    with qtbot.waitSignal(window.search.typed) as told:
        qtbot.keyClicks(window.search, text)
    assert told.args == [text]


def test_typing_offers_dossiers_and_the_arrow_picks_one(qtbot: QtBot, window: MainWindow) -> None:
    type_and_wait(qtbot, window, "dam")
    assert window.search.popup is not None
    assert window.search.popup.isVisible()
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.search.hit_chosen) as told, qtbot.assertNotEmitted(window.search.searched):
        qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert told.args == ["b"]
    assert not window.search.popup.isVisible()
    assert window.search.text() == ""


def test_enter_without_a_pick_searches(qtbot: QtBot, window: MainWindow) -> None:
    type_and_wait(qtbot, window, "dam")
    with qtbot.waitSignal(window.search.searched) as told:
        qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert told.args == ["dam"]


def test_a_scanner_is_faster_than_any_suggestion(qtbot: QtBot, window: MainWindow) -> None:
    window.search.setFocus()
    with qtbot.waitSignal(window.search.searched) as told, qtbot.assertNotEmitted(window.search.typed, wait=200):
        qtbot.keyClicks(window.search, "H14.12.3-261005-0004")
        qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert told.args == ["H14.12.3-261005-0004"]


def test_escape_closes_the_list_first_and_then_empties_the_box(qtbot: QtBot, window: MainWindow) -> None:
    type_and_wait(qtbot, window, "dam")
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.search.text() == "dam"
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.search.text() == ""


def test_a_click_on_a_suggestion_opens_it(qtbot: QtBot, window: MainWindow) -> None:
    type_and_wait(qtbot, window, "dam")
    popup = window.search.popup
    assert popup is not None
    place = popup.visualRect(popup.model().index(0, 0)).center()
    with qtbot.waitSignal(window.search.hit_chosen) as told:
        qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["a"]


def test_practice_is_marked(open_window: Callable[..., MainWindow]) -> None:
    assert open_window(practice=True).practice_mark.isVisible()
    assert "DIỄN TẬP" in open_window(practice=True).windowTitle()
    assert not open_window().practice_mark.isVisible()


def test_the_status_line_says_what_it_is_given(window: MainWindow) -> None:
    window.show_status(StatusLine(office_open=True, office="Trong giờ làm việc", outbox="41 mục tỉnh chưa nhận"))
    assert window.status.office.isVisible()
    assert "41 mục tỉnh chưa nhận" in window.status.outbox.accessibleName()
    assert not window.status.backup.isVisible()


def test_good_news_leave_and_faults_stay(window: MainWindow) -> None:
    bar = window.messages
    window.show_message("Đã ghi.", Tidings.GOOD)
    assert bar.isVisible()
    assert bar._fade.isActive()
    window.show_message("Chưa in được. Kiểm tra máy in rồi bấm In lại.", Tidings.FAULT)
    assert not bar._fade.isActive()
    assert bar.text.text() == "Chưa in được. Kiểm tra máy in rồi bấm In lại."


def test_a_message_may_offer_the_way_out(qtbot: QtBot, window: MainWindow) -> None:
    done: list[str] = []
    window.messages.tell("Chưa in được.", Tidings.FAULT, "In lại", lambda: done.append("in lại"))
    assert window.messages.action.text() == "In lại"
    qtbot.mouseClick(window.messages.action, Qt.MouseButton.LeftButton)
    assert done == ["in lại"]
    assert not window.messages.isVisible()


def test_the_clock_says_day_and_time(window: MainWindow) -> None:
    assert window.top.clock.accessibleName() == "Thứ Hai, 23/11/2026, 09:42"


@pytest.mark.parametrize(
    ("day", "words"),
    [(22, "Chủ nhật, 22/11/2026"), (23, "Thứ Hai, 23/11/2026"), (28, "Thứ Bảy, 28/11/2026")],
)
def test_days_are_named_in_vietnamese(day: int, words: str) -> None:
    assert wording.day_in_words(datetime(2026, 11, day)) == words


@pytest.mark.parametrize(("name", "letters"), [("Nông Thị Lan", "NL"), ("Páo", "P"), ("đàm thị bưởi", "ĐB"), ("", "")])
def test_a_name_has_initials(name: str, letters: str) -> None:
    assert wording.initials(name) == letters
