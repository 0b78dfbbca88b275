import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.choice_box import ChoiceBox
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.layouts import Card, ScrollPage
from desktop.ui.controls.pills import Pill


@pytest.fixture
def phone(qtbot: QtBot) -> LabeledField:
    field = LabeledField("Điện thoại nhận tin nhắn")
    qtbot.addWidget(field)
    field.show()
    return field


def test_a_fault_stands_in_words_beside_its_field(phone: LabeledField) -> None:
    phone.set_error("Số điện thoại phải có 10 chữ số.")
    assert phone._fault.isVisible()
    assert phone.error() == "Số điện thoại phải có 10 chữ số."
    assert phone.line.accessibleDescription() == "Số điện thoại phải có 10 chữ số."


def test_a_good_value_takes_the_fault_away(phone: LabeledField) -> None:
    phone.set_error("Số điện thoại phải có 10 chữ số.")
    phone.set_ok()
    assert not phone._fault.isVisible()
    assert phone.error() == ""
    assert len(phone.line.actions()) == 1
    phone.clear_mark()
    assert phone.line.actions() == []


def test_typing_is_told_and_filling_is_not(qtbot: QtBot, phone: LabeledField) -> None:
    with qtbot.assertNotEmitted(phone.edited):
        phone.set_text("0961")
    with qtbot.waitSignal(phone.edited) as told:
        qtbot.keyClicks(phone.line, " ")
    assert told.args == ["0961 "]
    assert phone.text() == "0961"


@pytest.mark.parametrize("rank", list(Rank))
@pytest.mark.parametrize("enabled", [True, False], ids=["on", "off"])
def test_a_button_shows_all_it_says(qtbot: QtBot, rank: Rank, enabled: bool) -> None:
    button = Button("Tiếp nhận và in giấy hẹn", rank, keys="F9", icon_name="print_20_regular")
    qtbot.addWidget(button)
    button.setEnabled(enabled)
    bare = Button("Tiếp nhận và in giấy hẹn", rank)
    qtbot.addWidget(bare)
    assert button.sizeHint().width() >= bare.sizeHint().width() + 28 + 22
    assert not button.grab().isNull()


def test_the_key_of_a_button_presses_it(qtbot: QtBot) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    button = Button("Tiếp nhận", Rank.PRIMARY, keys="F9")
    column.addWidget(button)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(holder, Qt.Key.Key_F9)
    button.setText("Tiếp nhận và in")
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(holder, Qt.Key.Key_F9)


def test_a_choice_box_lets_everything_through_first(qtbot: QtBot) -> None:
    box = ChoiceBox("Mọi đơn vị", name="Lọc theo đơn vị")
    qtbot.addWidget(box)
    box.offer(["VPĐKĐĐ", "UBND xã", "VPĐKĐĐ", ""])
    assert [box.itemText(at) for at in range(box.count())] == ["Mọi đơn vị", "UBND xã", "VPĐKĐĐ"]
    with qtbot.waitSignal(box.chosen) as told:
        box.choose("VPĐKĐĐ")
    assert told.args == ["VPĐKĐĐ"]
    with qtbot.waitSignal(box.chosen) as told:
        box.offer(["UBND xã"])
    assert told.args == [""]


def test_pill_card_and_empty_page_tell_screen_readers(qtbot: QtBot) -> None:
    pill, card = Pill("dự kiến", "soon"), Card("Người nộp")
    empty = EmptyState("timer_48_regular", "Chưa có hồ sơ.", "Nhấn Ctrl+2.")
    for widget in (pill, card, empty):
        qtbot.addWidget(widget)
        assert not widget.grab().isNull()
    assert (pill.accessibleName(), card.accessibleName()) == ("dự kiến", "Người nộp")
    assert empty.accessibleName() == "Chưa có hồ sơ. Nhấn Ctrl+2."


def test_a_low_window_scrolls_its_page(qtbot: QtBot) -> None:
    page = ScrollPage()
    qtbot.addWidget(page)
    for number in range(12):
        card = Card(f"Thẻ {number}")
        card.setMinimumHeight(100)
        page.body.addWidget(card)
    page.resize(600, 300)
    page.show()
    assert page.verticalScrollBar().maximum() > 800
    assert page.horizontalScrollBar().maximum() == 0
