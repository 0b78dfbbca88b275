from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.handling.board_row import BoardGroup, BoardRow
from desktop.ui.board.page import BoardPage
from desktop.ui.board.wall import WallBoard, name_initials, pages_of, wall_row


@pytest.fixture
def wall(qtbot: QtBot, make_row) -> WallBoard:
    board = WallBoard(lambda: datetime(2026, 11, 23, 9, 42))
    qtbot.addWidget(board)
    board.resize(1366, 768)
    board.show_rows([make_row(dossier_id=str(at)) for at in range(20)])
    return board


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Đàm Thị Bưởi", "Đ.T.B."),
        ("Hoàng A Sử", "H.A.S."),
        ("Hợp tác xã Nông nghiệp Quang Hán", "H.T.X.N.N."),
        ("", ""),
    ],
    ids=["three words", "one-letter word", "an organisation", "no name"],
)
def test_a_name_becomes_its_initials(name: str, letters: str) -> None:
    assert name_initials(name) == letters


def test_the_wall_knows_no_name_procedure_or_holder(board_rows: list[BoardRow]) -> None:
    for row in board_rows:
        told = repr(wall_row(row))
        assert row.code in told
        assert not [secret for secret in (row.applicant, row.procedure, row.holder) if secret in told]


def test_pages_turn_and_begin_again(wall: WallBoard) -> None:
    assert len(wall.pages()) == 3
    numbers = []
    for _ in range(4):
        numbers.append(wall.page_number())
        wall.turn_page()
    assert numbers == [1, 2, 3, 1]


def test_every_dossier_is_on_one_page(wall: WallBoard) -> None:
    assert sum(len(page) for page in wall.pages()) == 20


def test_an_empty_wall_has_one_page() -> None:
    assert pages_of([], 9) == [()]


def test_most_urgent_rows_come_first(wall: WallBoard, make_row) -> None:
    wall.show_rows([make_row(group=BoardGroup.PAUSED), make_row(group=BoardGroup.OVERDUE)])
    assert [row.group for row in wall.pages()[0]] == [BoardGroup.OVERDUE, BoardGroup.PAUSED]


def test_fewer_rows_never_leave_a_page_that_is_gone(wall: WallBoard, make_row) -> None:
    wall.turn_page()
    wall.turn_page()
    wall.show_rows([make_row()])
    assert wall.page_number() == 1


def test_f11_opens_and_escape_closes(qtbot: QtBot, board_rows: list[BoardRow]) -> None:
    page = BoardPage()
    qtbot.addWidget(page)
    page.show_rows(board_rows)
    page.show()
    page.wall_button.click()
    assert page.wall is not None
    assert page.wall.isVisible()
    assert not page.wall.grab().isNull()
    with qtbot.waitSignal(page.wall.closed):
        qtbot.keyClick(page.wall, Qt.Key.Key_Escape)
    assert not page.wall.isVisible()
    assert page.wall_button.shortcut().toString() == "F11"
