"""The Qt model of the messages: one line per header or message, no decisions."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.ui.messages.arrangement import Header, Item, MessageRow

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
AnyIndex = QModelIndex | QPersistentModelIndex


class MessageListModel(QAbstractListModel):
    """Headers can not be chosen, so the arrow keys pass over them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Item, ...] = ()

    def show_items(self, items: Sequence[Item]) -> None:
        """Replace what is shown."""
        fresh = tuple(items)
        if fresh == self._items:
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
        if isinstance(item, Header):
            return item.title if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{item.name} {item.code}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.text or None
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._items[index.row()], Header):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def line_of(self, key: str) -> int:
        """Return the line of a message, -1 when it is not shown."""
        lines = (at for at, item in enumerate(self._items) if isinstance(item, MessageRow) and item.key == key)
        return next(lines, -1)

    def rows(self) -> list[MessageRow]:
        """Return the messages shown."""
        return [item for item in self._items if isinstance(item, MessageRow)]
