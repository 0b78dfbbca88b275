from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from desktop.handling.board_row import Badge, BadgeKind, BoardGroup, BoardRow, NextAction

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

MakeRow = Callable[..., BoardRow]

_ROW = BoardRow(
    dossier_id="d1",
    code="H14.12.3-261005-0004",
    applicant="Đàm Thị Bưởi",
    procedure="Chuyển hình thức sử dụng đất",
    step="Thẩm định, kiểm tra hồ sơ",
    holder="VPĐKĐĐ · Hoàng Văn Páo",
    unit="VPĐKĐĐ",
    group=BoardGroup.OVERDUE,
    counts_down="dossier",
    due=datetime(2026, 11, 19, 11, 30),
    step_due=None,
    remaining_minutes=-1020,
    remaining="quá 2 ngày 1 giờ",
    due_text="hẹn 11:30 · 19/11",
    used=1.0,
    dossier_late=True,
    step_late=False,
    unrecorded=False,
    badges=(Badge(BadgeKind.OVERDUE, "quá hạn trả"),),
    next_actions=(NextAction("xin_loi", "Phiếu xin lỗi"),),
    explanation="Hạn trả 11:30 ngày 19/11; đã quá 2 ngày 1 giờ làm việc.",
)


@pytest.fixture(scope="session")
def themed(qapp: "QApplication") -> "QApplication":
    # Imported here, so that a computer without Qt's libraries reaches the message in tests/conftest.py.
    from desktop.ui import theme
    from desktop.ui.palette import Mode

    theme.apply_theme(qapp, Mode.LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def _look(themed: "QApplication") -> None:
    """Every test of a window sees the program's own look."""


@pytest.fixture
def make_row() -> MakeRow:
    return lambda **changes: replace(_ROW, **changes)


@pytest.fixture
def board_rows(make_row: MakeRow) -> list[BoardRow]:
    """Five dossiers in four groups, of two units, one not recorded."""
    return [
        make_row(dossier_id="late"),
        make_row(dossier_id="late2", unit="UBND xã", holder="Lãnh đạo UBND xã", unrecorded=True),
        make_row(dossier_id="today", group=BoardGroup.TODAY, unit="UBND xã", procedure="Đăng ký khai tử"),
        make_row(dossier_id="week", group=BoardGroup.WEEK, next_actions=()),
        make_row(dossier_id="paused", group=BoardGroup.PAUSED, remaining="dừng từ 16/11", remaining_minutes=None),
    ]
