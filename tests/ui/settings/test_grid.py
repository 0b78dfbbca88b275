import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.ui.settings.columns import TICKED, Column
from desktop.ui.settings.grid import Grid

COLUMNS = (Column("name", "Tên"), Column("days", "Ngày", 80, first="1"), Column("counts", "Tính", 80, tick=True))


@pytest.fixture
def grid(qtbot: QtBot) -> Grid:
    made = Grid("Bảng thử", COLUMNS, ordered=True, hint="Dán được.")
    qtbot.addWidget(made)
    made.show_rows(
        [{"name": "Một", "days": "2", "counts": "", "_id": "m"}, {"name": "Hai", "days": "3", "counts": TICKED}]
    )
    made.show()
    return made


def test_the_model_keeps_its_promises_to_views(grid: Grid, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(grid.model)
    grid.model.move_row(0, 1)
    grid.model.take_row(1)
    grid.model.paste("a\t1\nb\t2\nc\t3", 0, 0)
    assert grid.model.rowCount() == 3


def test_a_cell_is_typed_into(qtbot: QtBot, grid: Grid) -> None:
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    with qtbot.waitSignal(grid.edited):
        qtbot.keyClick(grid.view, "B")
        editor = grid.view.viewport().findChild(QLineEdit)
        qtbot.keyClicks(editor, "a")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert grid.rows()[0] == {"name": "Ba", "days": "2", "counts": "", "_id": "m"}


def test_space_and_a_click_turn_a_tick(qtbot: QtBot, grid: Grid) -> None:
    cell = grid.model.index(0, 2)
    grid.view.setCurrentIndex(cell)
    qtbot.keyClick(grid.view, Qt.Key.Key_Space)
    assert grid.rows()[0]["counts"] == TICKED
    qtbot.mouseClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=grid.view.visualRect(cell).center())
    assert grid.rows()[0]["counts"] == ""


def test_rows_come_from_a_spreadsheet(qtbot: QtBot, grid: Grid) -> None:
    QGuiApplication.clipboard().setText("Mới\t4\tx\nThêm\t5\t")
    grid.view.setCurrentIndex(grid.model.index(1, 0))
    qtbot.keyClick(grid.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [row["name"] for row in grid.rows()] == ["Một", "Mới", "Thêm"]
    assert grid.rows()[0]["_id"] == "m"


def test_rows_are_added_moved_and_taken_away_by_keys(qtbot: QtBot, grid: Grid) -> None:
    qtbot.keyClick(grid.view, Qt.Key.Key_Insert)
    assert grid.model.rowCount() == 3
    assert len(grid.rows()) == 2, "a new row says nothing yet"
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    grid.down.click()
    assert [row["name"] for row in grid.rows()] == ["Hai", "Một"]
    qtbot.keyClick(grid.view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [row["name"] for row in grid.rows()] == ["Hai"]


def test_a_fault_stands_at_its_cell_though_empty_rows_lie_between(grid: Grid) -> None:
    grid.show_rows([{"name": "", "days": "1", "counts": ""}, {"name": "Hai", "days": "không", "counts": ""}])
    assert not grid.check(
        lambda rows: {(at, "days"): "Hãy ghi số." for at, row in enumerate(rows) if row["days"] == "không"}
    )
    assert grid.model.faults_of(1) == ["Hãy ghi số."]
    assert grid.note.text() == "Dòng 2: Hãy ghi số."
    spoken = grid.model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Ngày: không. Lỗi: Hãy ghi số."


def test_a_frozen_table_can_only_be_read(qtbot: QtBot, grid: Grid) -> None:
    grid.freeze()
    before = grid.rows()
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    for key in (Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_Space):
        qtbot.keyClick(grid.view, key)
    assert grid.rows() == before
    assert not grid.add.isVisible()
