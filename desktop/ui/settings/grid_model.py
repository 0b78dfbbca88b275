"""The Qt model of an editable table: rows of texts in, rows of texts out, faults at the cell that caused them."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from desktop.ui import icons, theme
from desktop.ui.settings.columns import TICKED, Column, Row, blank, pasted

AnyIndex = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
Faults = Mapping[tuple[int, str], str]
"""Sentences by row and column key; the empty key stands for the whole row."""


class GridModel(QAbstractTableModel):
    """The rows; `edited` after whatever the officer changed, never after `show_rows`."""

    edited = Signal()

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.read_only = False
        self._rows: list[Row] = []
        self._faults: Faults = {}
        self._notes: Faults = {}

    def rows(self) -> list[Row]:
        """Return copies of the rows."""
        return [dict(row) for row in self._rows]

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._rows, self._faults, self._notes = [dict(row) for row in rows], {}, {}
        self.endResetModel()

    def show_faults(self, faults: Faults, notes: Faults | None = None) -> None:
        """Mark cells at fault, and those with something to know; what was marked before is not any more."""
        fresh = (dict(faults), dict(notes or {}))
        if fresh != (self._faults, self._notes):
            self._faults, self._notes = fresh
            self._repaint()

    def notes_of(self, row: int) -> list[str]:
        """Return what is to be known about a row."""
        return [words for (at, _), words in self._notes.items() if at == row]

    def faults_of(self, row: int) -> list[str]:
        """Return the sentences about a row."""
        return [words for (at, _), words in self._faults.items() if at == row]

    def _repaint(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    # Qt reads

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == _Role.DisplayRole else None
        column = self.columns[section]
        told = {
            _Role.DisplayRole: column.title,
            _Role.ToolTipRole: column.hint or None,
            _Role.TextAlignmentRole: int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
        }
        return told.get(_Role(role))

    def data(self, index: AnyIndex, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, value = self.columns[index.column()], self._value(index)
        if role == _Role.CheckStateRole and column.tick:
            return Qt.CheckState.Checked if value == TICKED else Qt.CheckState.Unchecked
        if role == _Role.DisplayRole:
            return "" if column.tick else column.words(value)
        if role == _Role.EditRole:
            return value
        return self._look(index, column, value, role)

    def _look(self, index: AnyIndex, column: Column, value: str, role: int) -> Any:
        fault, colors = self._said(index, self._faults), theme.palette()
        note = self._said(index, self._notes)
        if role == _Role.ToolTipRole:
            return fault or note or (column.words(value) if not column.tick else None) or None
        if role == _Role.BackgroundRole and (fault or note):
            return QColor(colors.overdue.soft if fault else colors.soon.soft)
        if role == _Role.ForegroundRole:
            return QColor(colors.overdue.text if fault else colors.muted if column.fixed else colors.ink)
        if role == _Role.DecorationRole and (fault or note) and not column.tick:
            name, color = ("error_circle_20_regular", colors.overdue) if fault else ("warning_20_regular", colors.soon)
            return icons.icon(name, color.text, 16)
        if role == _Role.AccessibleTextRole:
            said = ("có" if value == TICKED else "không") if column.tick else column.words(value)
            return (
                f"{column.title}: {said or 'trống'}{f'. Lỗi: {fault}' if fault else f'. Lưu ý: {note}' if note else ''}"
            )
        return None

    def _said(self, index: AnyIndex, said: Faults) -> str:
        at, key = index.row(), self.columns[index.column()].key
        return said.get((at, key)) or (said.get((at, ""), "") if index.column() == 0 else "")

    def _value(self, index: AnyIndex) -> str:
        return self._rows[index.row()].get(self.columns[index.column()].key, "")

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        known = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        column = self.columns[index.column()]
        if self.read_only or column.fixed:
            return known
        return known | (Qt.ItemFlag.ItemIsUserCheckable if column.tick else Qt.ItemFlag.ItemIsEditable)

    # The officer writes

    def setData(self, index: AnyIndex, value: Any, role: int = _Role.EditRole) -> bool:
        if not index.isValid() or self.read_only:
            return False
        column = self.columns[index.column()]
        if column.fixed or (role == _Role.CheckStateRole) != column.tick:
            return False
        ticked = Qt.CheckState(value) is Qt.CheckState.Checked if column.tick else False
        new = (TICKED if ticked else "") if column.tick else column.read(str(value))
        if new != self._value(index):
            self._rows[index.row()][column.key] = new
            self.dataChanged.emit(index, index)
            self.edited.emit()
        return True

    def add_row(self, row: Row | None = None) -> int:
        """Add a row at the end and return its place."""
        at = len(self._rows)
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.append(blank(self.columns) | (row or {}))
        self.endInsertRows()
        self.edited.emit()
        return at

    def take_row(self, at: int) -> None:
        """Take a row away."""
        self.beginRemoveRows(QModelIndex(), at, at)
        del self._rows[at]
        self._faults, self._notes = {}, {}
        self.endRemoveRows()
        self.edited.emit()

    def move_row(self, at: int, to: int) -> bool:
        """Put a row in another place; tells whether there is such a place."""
        if not 0 <= to < len(self._rows) or at == to:
            return False
        self.beginMoveRows(QModelIndex(), at, at, QModelIndex(), to + 1 if to > at else to)
        self._rows.insert(to, self._rows.pop(at))
        self._faults, self._notes = {}, {}
        self.endMoveRows()
        self.edited.emit()
        return True

    def paste(self, text: str, at: int, first: int) -> int:
        """Lay a spreadsheet's cells over the rows from a cell on, adding rows as needed; return how many lines."""
        found = pasted(text, self.columns, first)
        fixed = {column.key for column in self.columns if column.fixed}
        self.beginResetModel()
        for line, part in enumerate(found, start=at):
            if line >= len(self._rows):
                self._rows.append(blank(self.columns))
            self._rows[line] |= {key: value for key, value in part.items() if key not in fixed}
        self._faults, self._notes = {}, {}
        self.endResetModel()
        self.edited.emit()
        return len(found)
