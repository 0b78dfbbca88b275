"""The rights of each role, said in a table."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from desktop.terms import Role
from desktop.ui import theme
from desktop.ui.controls.layouts import GAP, RoundedFrame, label
from desktop.ui.settings.officers.rights_words import MAY, NOT, right_rows, standing_words
from desktop.wording import ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class RightsModel(QAbstractTableModel):
    """Works down, roles across."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = right_rows()
        self._heads = ("Việc", *(ROLE[role] for role in Role))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return self._heads[section]
        if orientation is Qt.Orientation.Horizontal and role == _Role.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, at = self._rows[index.row()], index.column()
        granted = at > 0 and row.roles[at - 1]
        if role == _Role.DisplayRole:
            return row.words if at == 0 else MAY if granted else NOT
        if role == _Role.AccessibleTextRole:
            return row.words if at == 0 else f"{self._heads[at]}: {'được' if granted else 'không được'} {row.words}"
        if role == _Role.ForegroundRole:
            colors = theme.palette()
            return QColor(colors.ink if at == 0 else colors.in_time.text if granted else colors.muted)
        return None


class RightsView(QWidget):
    """The table, and who stands in for whom here."""

    def __init__(self, roles: Callable[[], list[Role]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles = roles
        self.table, self.standing = QTableView(), label("", "muted")
        self.standing.setWordWrap(True)
        self.table.setModel(RightsModel(self))
        self.table.setAccessibleName("Quyền theo vai trò")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        heads = self.table.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for at in range(1, len(Role) + 1):
            self.table.setColumnWidth(at, 152)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.standing)
        column.addWidget(RoundedFrame(self.table), 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        said = standing_words(self._roles())
        self.standing.setText(" ".join(said) or "Mỗi vai trò chỉ làm việc ghi “được”; việc khác bị từ chối kèm lý do.")
