import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from desktop.handling.board_row import BoardGroup, BoardRow
from desktop.ui.board.arrangement import Choice, arrange
from desktop.ui.board.list_model import ITEM_ROLE, BoardListModel, lines_staying
from desktop.ui.board.page import BoardPage
from tests.ui.conftest import _ROW


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: ModelTester, board_rows: list[BoardRow]) -> None:
    model = BoardListModel()
    qtmodeltester.check(model)
    model.show_items(arrange(board_rows, Choice()))
    qtmodeltester.check(model)


def test_headers_can_not_be_chosen(board_rows: list[BoardRow]) -> None:
    model = BoardListModel()
    model.show_items(arrange(board_rows, Choice()))
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_hovering_explains_the_row(board_rows: list[BoardRow]) -> None:
    model = BoardListModel(explain=lambda dossier_id: f"Vì sao {dossier_id}")
    model.show_items(arrange(board_rows, Choice()))
    assert model.index(1).data(Qt.ItemDataRole.ToolTipRole) == f"Vì sao {board_rows[0].dossier_id}"
    assert model.index(0).data(Qt.ItemDataRole.ToolTipRole) is None


def test_five_thousand_dossiers_show_at_once(qtbot, make_row) -> None:
    groups = list(BoardGroup)
    rows = [
        make_row(dossier_id=str(at), group=groups[at % len(groups)], unit=f"Đơn vị {at % 30}") for at in range(5000)
    ]
    page = BoardPage()
    qtbot.addWidget(page)
    page.resize(1280, 680)
    page.show()
    began = time.perf_counter()
    page.show_rows(rows)
    page.grab()
    assert time.perf_counter() - began < 2
    assert page.view.model().rowCount() == 5000 + len(groups)
    began = time.perf_counter()
    page.view.scrollToBottom()
    page.grab()
    assert time.perf_counter() - began < 0.5


def row_named(name: str) -> BoardRow:
    return replace(_ROW, dossier_id=name)


LINES = st.lists(st.sampled_from("abcdefghij"), unique=True)


@given(LINES, LINES)
def test_lines_that_stay_keep_their_order_in_both(old: list[str], new: list[str]) -> None:
    staying = lines_staying(old, new)
    assert [line for line in old if line in staying] == [line for line in new if line in staying]


@given(LINES, st.sampled_from("abcdefghij"))
def test_one_line_that_moves_leaves_all_others(old: list[str], moved: str) -> None:
    new = [line for line in old if line != moved]
    assert lines_staying(old, new) == set(new)
    assert lines_staying(old, [*new, moved]) >= set(new)


@given(st.permutations("abcdefg"), st.integers(0, 7))
def test_whatever_changes_the_board_shows_the_new_lines(order: list[str], shown: int) -> None:
    model = BoardListModel()
    rows = {name: row_named(name) for name in order}
    model.show_items([rows[name] for name in "abcdefg"])
    model.show_items([rows[name] for name in order[:shown]])
    assert [model.index(at).data(ITEM_ROLE).dossier_id for at in range(model.rowCount())] == list(order[:shown])


def test_a_minute_later_nothing_is_laid_out_anew(board_rows: list[BoardRow]) -> None:
    model, told = BoardListModel(), list[str]()
    model.show_items(arrange(board_rows, Choice()))
    model.modelReset.connect(lambda: told.append("reset"))
    model.rowsInserted.connect(lambda *_: told.append("inserted"))
    model.dataChanged.connect(lambda first, last, *_: told.append(f"{first.row()}-{last.row()}"))
    model.show_items(arrange(board_rows, Choice()))
    assert told == []
    later = [replace(board_rows[0], remaining="quá 2 ngày 2 giờ"), *board_rows[1:]]
    model.show_items(arrange(later, Choice()))
    assert told == ["1-1"]
