import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot

from desktop.handling.board_row import Badge, BadgeKind, BoardGroup, BoardRow, NextAction
from desktop.ui.board.arrangement import GroupHeader
from desktop.ui.board.list_model import ITEM_ROLE
from desktop.ui.board.page import NOTHING_FITS, NOTHING_YET, BoardPage
from desktop.ui.board.row_delegate import columns, fitting_pills
from desktop.ui.controls import painting


@pytest.fixture
def page(qtbot: QtBot, board_rows: list[BoardRow]) -> BoardPage:
    board = BoardPage()
    qtbot.addWidget(board)
    board.resize(1280, 680)
    board.show_rows(board_rows, "Thứ Tư 25/11")
    board.show()
    board.view.setFocus()
    return board


def shown(page: BoardPage) -> list[str]:
    model = page.view.model()
    items = [model.index(at, 0).data(ITEM_ROLE) for at in range(model.rowCount())]
    return [item.dossier_id for item in items if isinstance(item, BoardRow)]


def current(page: BoardPage) -> str:
    row = page.view.current_row()
    return row.dossier_id if row else ""


def test_arrows_walk_over_dossiers_and_skip_headers(qtbot: QtBot, page: BoardPage) -> None:
    page.view.setCurrentIndex(page.view.model().index(1, 0))
    walked = [current(page)]
    for _ in range(4):
        qtbot.keyClick(page.view, Qt.Key.Key_Down)
        walked.append(current(page))
    assert walked == ["late", "late2", "today", "week", "paused"]
    qtbot.keyClick(page.view, Qt.Key.Key_Up)
    assert current(page) == "week"


def test_home_and_end_land_on_dossiers(qtbot: QtBot, page: BoardPage) -> None:
    page.view.setCurrentIndex(page.view.model().index(2, 0))
    qtbot.keyClick(page.view, Qt.Key.Key_End)
    assert current(page) == "paused"
    qtbot.keyClick(page.view, Qt.Key.Key_Home)
    assert current(page) == "late"


def test_page_keys_always_land_on_a_dossier(qtbot: QtBot, page: BoardPage, make_row) -> None:
    page.show_rows([make_row(dossier_id=str(at), group=list(BoardGroup)[at // 10]) for at in range(60)])
    page.view.setCurrentIndex(page.view.model().index(1, 0))
    for key in [Qt.Key.Key_PageDown] * 8 + [Qt.Key.Key_PageUp] * 8:
        qtbot.keyClick(page.view, key)
        assert current(page) != ""
    assert current(page) == "0"


def test_enter_opens_the_dossier(qtbot: QtBot, page: BoardPage) -> None:
    page.view.setCurrentIndex(page.view.model().index(2, 0))
    with qtbot.waitSignal(page.opened) as told, qtbot.assertNotEmitted(page.action_chosen):
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert told.args == ["late2"]


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    ],
    ids=["Space", "Ctrl+Enter"],
)
def test_a_key_does_the_first_action(qtbot: QtBot, page: BoardPage, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    page.view.setCurrentIndex(page.view.model().index(1, 0))
    with qtbot.waitSignal(page.action_chosen) as told, qtbot.assertNotEmitted(page.opened):
        qtbot.keyClick(page.view, key, modifier)
    assert told.args == ["late", "xin_loi"]


def test_a_row_without_action_ignores_the_key(qtbot: QtBot, page: BoardPage) -> None:
    page.view.setCurrentIndex(page.view.model().index(page.view.model().line_of("week"), 0))
    with qtbot.assertNotEmitted(page.action_chosen):
        qtbot.keyClick(page.view, Qt.Key.Key_Space)


def button_place(page: BoardPage, dossier_id: str) -> QPoint:
    index = page.view.model().index(page.view.model().line_of(dossier_id), 0)
    box = QRectF(page.view.visualRect(index))
    return columns(box, index.data(ITEM_ROLE)).action.center().toPoint()


def test_a_click_on_the_painted_button_does_the_action(qtbot: QtBot, page: BoardPage) -> None:
    with qtbot.waitSignal(page.action_chosen) as told:
        qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=button_place(page, "today"))
    assert told.args == ["today", "xin_loi"]


def test_a_click_beside_the_button_only_chooses_the_row(qtbot: QtBot, page: BoardPage) -> None:
    place = button_place(page, "today")
    with qtbot.assertNotEmitted(page.action_chosen), qtbot.assertNotEmitted(page.opened):
        qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, place.y()))
    assert current(page) == "today"


def test_a_double_click_opens(qtbot: QtBot, page: BoardPage) -> None:
    place = button_place(page, "today")
    with qtbot.waitSignal(page.opened) as told:
        qtbot.mouseDClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, place.y()))
    assert told.args == ["today"]


def test_the_menu_offers_every_action(qtbot: QtBot, page: BoardPage, make_row) -> None:
    row = make_row(next_actions=(NextAction("a", "Ghi đã chuyển"), NextAction("b", "Gia hạn…")))
    menu = page.view.menu_for(row)
    assert [action.text() for action in menu.actions()] == ["Mở hồ sơ", "Ghi đã chuyển", "Gia hạn…"]
    with qtbot.waitSignal(page.action_chosen) as told:
        menu.actions()[2].trigger()
    assert told.args == ["d1", "b"]


def test_a_card_shows_its_group_and_pressed_again_everything(qtbot: QtBot, page: BoardPage) -> None:
    qtbot.mouseClick(page.cards[BoardGroup.OVERDUE], Qt.MouseButton.LeftButton)
    assert shown(page) == ["late", "late2"]
    qtbot.mouseClick(page.cards[BoardGroup.TODAY], Qt.MouseButton.LeftButton)
    assert shown(page) == ["today"]
    qtbot.mouseClick(page.cards[BoardGroup.TODAY], Qt.MouseButton.LeftButton)
    assert len(shown(page)) == 5


def test_a_card_answers_the_keyboard(qtbot: QtBot, page: BoardPage) -> None:
    qtbot.keyClick(page.cards[BoardGroup.PAUSED], Qt.Key.Key_Space)
    assert shown(page) == ["paused"]


def test_what_is_not_recorded_has_its_own_card(qtbot: QtBot, page: BoardPage) -> None:
    assert page.unrecorded_card.count() == 1
    qtbot.mouseClick(page.unrecorded_card, Qt.MouseButton.LeftButton)
    assert shown(page) == ["late2"]


def test_drop_downs_filter_and_the_cards_count_with_them(page: BoardPage) -> None:
    page.unit.choose("UBND xã")
    assert shown(page) == ["late2", "today"]
    assert page.cards[BoardGroup.OVERDUE].count() == 1
    assert page.cards[BoardGroup.WEEK].count() == 0
    page.procedure.choose("Đăng ký khai tử")
    assert shown(page) == ["today"]


def test_escape_shows_everything_again(qtbot: QtBot, page: BoardPage) -> None:
    page.unit.choose("UBND xã")
    qtbot.mouseClick(page.cards[BoardGroup.TODAY], Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert len(shown(page)) == 5
    assert page.unit.value() == ""


def test_a_filter_lives_through_a_refresh(page: BoardPage, board_rows: list[BoardRow]) -> None:
    page.unit.choose("UBND xã")
    page.show_rows(board_rows[1:])
    assert page.unit.value() == "UBND xã"
    assert shown(page) == ["late2", "today"]


def test_a_filter_whose_unit_is_gone_lets_everything_through(page: BoardPage, board_rows: list[BoardRow]) -> None:
    page.unit.choose("UBND xã")
    page.show_rows([row for row in board_rows if row.unit != "UBND xã"])
    assert shown(page) == ["late", "week", "paused"]


def test_the_keyboard_stays_on_its_dossier_when_rows_move(page: BoardPage, board_rows: list[BoardRow]) -> None:
    page.view.setCurrentIndex(page.view.model().index(page.view.model().line_of("today"), 0))
    moved = [replace(row, group=BoardGroup.OVERDUE) if row.dossier_id == "today" else row for row in board_rows]
    page.show_rows(moved)
    assert current(page) == "today"
    assert len(page.view.selectedIndexes()) == 1


def test_an_empty_board_says_what_to_do_first(page: BoardPage) -> None:
    page.show_rows([])
    assert page.empty.isVisible()
    assert (page.empty.title.text(), page.empty.hint.text()) == NOTHING_YET
    assert "Ctrl+2" in page.empty.hint.text()


def test_a_filter_without_result_says_how_to_leave_it(qtbot: QtBot, page: BoardPage) -> None:
    qtbot.mouseClick(page.cards[BoardGroup.LATER], Qt.MouseButton.LeftButton)
    assert page.empty.isVisible()
    assert (page.empty.title.text(), page.empty.hint.text()) == NOTHING_FITS


def test_the_note_of_the_next_working_day_stands_in_its_header(page: BoardPage, make_row) -> None:
    page.show_rows([make_row(group=BoardGroup.TOMORROW)], "Thứ Tư 25/11 – bỏ qua 24/11")
    header = page.view.model().index(0, 0).data(ITEM_ROLE)
    assert isinstance(header, GroupHeader)
    assert header.note == "Thứ Tư 25/11 – bỏ qua 24/11"


def test_the_page_wakes_when_told(qtbot: QtBot, page: BoardPage) -> None:
    with qtbot.waitSignal(page.refresh_wanted, timeout=2000):
        page.wake_at(5)


def test_a_later_wake_up_call_replaces_the_earlier(qtbot: QtBot, page: BoardPage) -> None:
    page.wake_at(5)
    page.wake_at(60_000)
    with qtbot.assertNotEmitted(page.refresh_wanted, wait=40):
        pass


@pytest.mark.parametrize("size", [(1282, 684), (854, 428), (744, 396)], ids=["1366x768", "150 %", "smallest"])
def test_nothing_overlaps_at_any_size(page: BoardPage, make_row, size: tuple[int, int]) -> None:
    row = make_row(next_actions=(NextAction("a", "Ghi đã thực hiện nghĩa vụ tài chính"), NextAction("b", "Gia hạn…")))
    page.resize(*size)
    places = columns(QRectF(0, 0, page.view.viewport().width(), 48), row)
    boxes = [places.remaining, places.code, places.who, places.step, places.action, places.more]
    assert all(left.right() <= right.left() for left, right in itertools.pairwise(boxes))
    assert boxes[-1].right() <= page.view.viewport().width()
    assert min(box.width() for box in boxes) > 20
    cards = [*page.cards.values(), page.unrecorded_card]
    assert all(one.geometry().right() < next_.geometry().left() for one, next_ in itertools.pairwise(cards))
    assert cards[-1].geometry().right() <= page.width()


@pytest.mark.parametrize("room", [20.0, 60.0, 120.0, 200.0, 400.0])
def test_badges_fit_or_are_counted(make_row, room: float) -> None:
    texts = ["quá hạn trả", "chưa ghi", "dự kiến"]
    row = make_row(badges=tuple(Badge(BadgeKind.UNRECORDED, text) for text in texts))
    pills = [text for text, _kind in fitting_pills(row, room)]
    hidden = int(pills[-1][1:]) if pills[-1].startswith("+") else 0
    assert len([text for text in pills if not text.startswith("+")]) + hidden == len(texts)
    assert hidden == len(texts) or sum(painting.pill_width(text) for text in pills) <= room


def test_every_control_has_a_name_for_screen_readers(page: BoardPage) -> None:
    controls = [page, page.view, page.unit, page.holder, page.procedure, page.wall_button, *page.cards.values()]
    assert all(control.accessibleName() for control in controls)
    assert page.cards[BoardGroup.OVERDUE].accessibleName() == "Quá hạn: 2 hồ sơ"
