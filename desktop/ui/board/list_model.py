"""The Qt model of the board: one line per header or row, no decisions."""

from bisect import bisect_left
from collections.abc import Callable, Sequence, Set
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt

from desktop.handling.board_row import BoardRow
from desktop.ui.board.arrangement import BoardItem, GroupHeader, spoken

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
AnyIndex = QModelIndex | QPersistentModelIndex
HEADER_HEIGHT, ROW_HEIGHT = 36, 48
MANY = 100
"""More runs of lines than this are another board: the view lays it out once, as a whole."""

_HEADER_SIZE, _ROW_SIZE = QSize(0, HEADER_HEIGHT), QSize(0, ROW_HEIGHT)
"""Given by the model, not asked of the painter: a layout asks for each of thousands of lines."""


class BoardListModel(QAbstractListModel):
    """Headers can not be chosen, so the arrow keys pass over them. `explain` gives a dossier's tool-tip when asked."""

    def __init__(self, parent: QObject | None = None, explain: Callable[[str], str] = lambda _: "") -> None:
        super().__init__(parent)
        self._explain = explain
        self._items: tuple[BoardItem, ...] = ()

    def show_items(self, items: Sequence[BoardItem]) -> None:
        """Show other lines: what stayed is left alone, so that the view keeps its place, its choice and its layout."""
        fresh = tuple(items)
        old, new = [_identity(item) for item in self._items], [_identity(item) for item in fresh]
        staying = lines_staying(old, new) if old != new else set(old)
        gone, come = _runs(old, staying), _runs(new, staying)
        if len(gone) + len(come) > MANY:
            self.beginResetModel()
            self._items = fresh
            self.endResetModel()
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._items = self._items[:first] + self._items[last + 1 :]
            self.endRemoveRows()
        for first, last in come:
            self.beginInsertRows(QModelIndex(), first, last)
            self._items = self._items[:first] + fresh[first : last + 1] + self._items[first:]
            self.endInsertRows()
        self._change(fresh)

    def _change(self, fresh: tuple[BoardItem, ...]) -> None:
        """Put in the lines that say something else now, and tell the view of those alone."""
        before, self._items = self._items, fresh
        changed = [at for at, (was, now) in enumerate(zip(before, fresh, strict=True)) if was != now]
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]), [ITEM_ROLE])

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.SizeHintRole:
            return _HEADER_SIZE if isinstance(item, GroupHeader) else _ROW_SIZE
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


def lines_staying(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return as many lines as possible that stand in both and in the same order; each line occurs once."""
    place = {line: at for at, line in enumerate(new)}
    common = [line for line in old if line in place]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, line in enumerate(common):
        length = bisect_left(ends, place[line])
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place[line]]
        last[length : length + 1] = [at]
    staying, at = set[str](), last[-1] if last else -1
    while at >= 0:
        staying.add(common[at])
        at = before[at]
    return staying


def _runs(lines: Sequence[str], staying: Set[str]) -> list[tuple[int, int]]:
    """Return the first and last place of each run of lines that do not stay."""
    runs: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if line in staying:
            continue
        first = runs.pop()[0] if runs and runs[-1][1] == at - 1 else at
        runs.append((first, at))
    return runs
