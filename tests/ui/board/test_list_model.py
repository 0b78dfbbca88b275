import time

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from desktop.handling.board_row import BoardGroup, BoardRow
from desktop.ui.board.arrangement import Choice, arrange
from desktop.ui.board.list_model import BoardListModel
from desktop.ui.board.page import BoardPage


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
