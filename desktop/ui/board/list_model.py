"""The Qt model of the board: one line per header or row, no decisions."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.handling.board_row import BoardRow
from desktop.ui.board.arrangement import BoardItem, GroupHeader, spoken

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
AnyIndex = QModelIndex | QPersistentModelIndex


class BoardListModel(QAbstractListModel):
    """Headers can not be chosen, so the arrow keys pass over them. `explain` gives a dossier's tool-tip when asked."""

    def __init__(self, parent: QObject | None = None, explain: Callable[[str], str] = lambda _: "") -> None:
        super().__init__(parent)
        self._explain = explain
        self._items: tuple[BoardItem, ...] = ()

    def show_items(self, items: Sequence[BoardItem]) -> None:
        """Replace what is shown; when only texts changed the view keeps its place untouched."""
        fresh = tuple(items)
        if [_identity(item) for item in fresh] == [_identity(item) for item in self._items]:
            self._items = fresh
            if fresh:
                self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._items = fresh
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title if isinstance(item, GroupHeader) else f"{item.code} {item.applicant}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(item)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(item, BoardRow):
            return self._explain(item.dossier_id) or None
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._items[index.row()], GroupHeader):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def line_of(self, dossier_id: str) -> int:
        """Return the line of a dossier, -1 when it is not shown."""
        lines = (
            at for at, item in enumerate(self._items) if isinstance(item, BoardRow) and item.dossier_id == dossier_id
        )
        return next(lines, -1)

    def first_row(self) -> int:
        """Return the line of the most urgent dossier, -1 on an empty board."""
        return next((at for at, item in enumerate(self._items) if isinstance(item, BoardRow)), -1)


def _identity(item: BoardItem) -> str:
    return f"#{item.group}" if isinstance(item, GroupHeader) else item.dossier_id
