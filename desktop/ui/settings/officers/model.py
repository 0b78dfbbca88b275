"""The Qt model of the officers' table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from desktop.office import Office, Officer
from desktop.ui import theme
from desktop.wording import ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
HEADS = ("Họ và tên", "Tên đăng nhập", "Vai trò", "Bộ phận", "Tài khoản")
CLOSED, NO_PASSWORD, IN_USE = "đã đóng", "chưa có mật khẩu", "đang dùng"


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """One officer as the table shows them."""

    officer: Officer
    unit: str
    account: str

    def cells(self) -> tuple[str, ...]:
        """Return the texts of the row."""
        return (self.officer.full_name, self.officer.name, ROLE[self.officer.role], self.unit, self.account)


def officer_lines(office: Office, accounts: frozenset[str]) -> list[OfficerLine]:
    """Return the officers, closed accounts last."""

    def account(officer: Officer) -> str:
        return CLOSED if officer.closed else IN_USE if officer.name in accounts else NO_PASSWORD

    ordered = sorted(office.officers, key=lambda officer: officer.closed)
    return [OfficerLine(one, office.unit_name(one.unit) if one.unit else "", account(one)) for one in ordered]


class OfficersModel(QAbstractTableModel):
    """The officers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[OfficerLine, ...] = ()

    def show_lines(self, lines: Sequence[OfficerLine]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def officer(self, row: int) -> Officer:
        """Return the officer of a row."""
        return self._lines[row].officer

    def row_of(self, name: str) -> int:
        """Return the row of a log-in name, -1 for an unknown one."""
        return next((at for at, line in enumerate(self._lines) if line.officer.name == name), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return HEADS[section]
        if orientation is Qt.Orientation.Horizontal and role == _Role.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, text = self._lines[index.row()], self._lines[index.row()].cells()[index.column()]
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            return text or None
        if role == _Role.AccessibleTextRole:
            return f"{HEADS[index.column()]}: {text or 'chưa có'}"
        if role == _Role.ForegroundRole:
            colors = theme.palette()
            noted = index.column() == len(HEADS) - 1 and line.account == NO_PASSWORD
            return QColor(colors.today.text if noted else colors.muted if line.officer.closed else colors.ink)
        return None
