"""The running dossiers whose promise a changed calendar would count otherwise; their promises stay."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.deadlines import Recomputed
from desktop.dossiers.dossier import Dossier

AnyIndex = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
HEADS = ("Hồ sơ", "Đã hẹn", "Tính lại")
Affected = tuple[Dossier, Recomputed]


def cells(found: Affected) -> tuple[str, ...]:
    """Return a row: code, what was promised, what would be counted."""
    dossier, counted = found
    due, before = counted.computed, counted.promised.at
    if due is None:
        return (dossier.reference, f"{before:%d/%m/%Y}", "không tính được")
    form = "%H:%M %d/%m" if due.at.date() == before.date() else "%d/%m/%Y"
    return (dossier.reference, format(before, form), format(due.at, form))


class AffectedModel(QAbstractTableModel):
    """The dossiers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[Affected, ...] = ()

    def show_found(self, found: Sequence[Affected]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._found = tuple(found)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._found)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return HEADS[section]
        if orientation is Qt.Orientation.Horizontal and role == _Role.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid() or role not in (_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole):
            return None
        found = self._found[index.row()]
        text = cells(found)[index.column()]
        if role == _Role.ToolTipRole:
            return f"{found[0].applicant.named}, {found[0].plan.name}"
        return f"{HEADS[index.column()]}: {text}" if role == _Role.AccessibleTextRole else text
