"""The table of what was late: whose it was, of which sort, how long, and why; sorted by any column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtCore import QSortFilterProxyModel as QProxy
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.registers.lateness import NO_CAUSE, SORT, SORT_WHY, By, LateRow, name_of
from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.palette import tones
from desktop.ui.registers.wording import TONES

ROW_ROLE, LOWER_ROLE, SORT_ROLE = (Qt.ItemDataRole.UserRole + place for place in (1, 2, 3))
ROW = 48
AnyIndex = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Say = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, two lines of text, what it is sorted by, its share of the width."""

    title: str
    upper: Callable[[LateRow, Say], str]
    lower: Callable[[LateRow, Say], str]
    key: Callable[[LateRow], str | int]
    share: float


def _since(row: LateRow, _say: Say) -> str:
    return f"{row.since:%H:%M %d/%m} – nay" if row.open else f"{row.since:%H:%M %d/%m} – {row.until:%H:%M %d/%m}"


COLUMNS = (
    Column("Hồ sơ", lambda row, _: row.code, lambda row, _: row.applicant, lambda row: row.code, 0.16),
    Column("Bước, thủ tục", lambda row, _: row.step, lambda row, _: row.procedure, lambda row: row.step, 0.235),
    Column("Đơn vị, cán bộ", lambda row, _: row.unit, lambda row, _: row.officer, lambda row: row.unit, 0.185),
    Column("Chậm trong kỳ", lambda row, say: say(row.minutes), _since, lambda row: row.minutes, 0.165),
    Column(
        "Loại",
        lambda row, _: SORT[row.sort],
        lambda row, _: "quá hạn" if row.overdue else "",
        lambda row: row.sort,
        0.09,
    ),
    Column(
        "Nguyên nhân",
        lambda row, _: row.cause or NO_CAUSE,
        lambda row, _: row.explanation or row.why_unknown,
        lambda row: row.cause,
        0.165,
    ),
)
LENGTH, KIND, CAUSE = 3, 4, 5
PILL_MORE = 12
"""So many pixels the column of marks takes from the last one, which holds free text."""
CODE_WIDTH = 170
"""A dossier's code is never cut off."""


class LateTableModel(QAbstractTableModel):
    """Frozen rows in, two lines of text a cell out."""

    def __init__(self, say: Say, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._rows: tuple[LateRow, ...] = ()

    def show_rows(self, rows: Sequence[LateRow]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        upper, lower = column.upper(row, self._say), column.lower(row, self._say)
        if role == Qt.ItemDataRole.DisplayRole:
            return upper
        if role == LOWER_ROLE:
            return lower
        if role == ROW_ROLE:
            return row
        if role == SORT_ROLE:
            return column.key(row)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            more = SORT_WHY[row.sort] if index.column() == KIND else ""
            return "\n".join(part for part in (upper, lower, more) if part)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        return None


class LateProxy(QProxy):
    """Sorts by what a column means, and lets only the rows of one unit (officer, cause …) through."""

    def __init__(self, model: LateTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._only: tuple[By, str] | None = None
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)

    def show_only(self, by: By | None, name: str = "") -> None:
        """Let only these rows through; None lets all."""
        self.beginFilterChange()
        self._only = (by, name) if by is not None else None
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: AnyIndex) -> bool:
        if self._only is None:
            return True
        row = self.sourceModel().index(source_row, 0, source_parent).data(ROW_ROLE)
        by, name = self._only
        return name_of(row, by) == name


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(80, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colors, box = theme.palette(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colors.accent_soft))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(colors.line))
        _paint_cell(painter, box.adjusted(12, 0, -6, 0), index)
        painter.restore()


def _paint_cell(painter: QPainter, box: QRectF, index: AnyIndex) -> None:
    colors, row = theme.palette(), index.data(ROW_ROLE)
    upper = QRectF(box.left(), box.top() + 5, box.width(), 20)
    lower = QRectF(box.left(), box.top() + 25, box.width(), 18)
    words, under = index.data(Qt.ItemDataRole.DisplayRole), index.data(LOWER_ROLE)
    if index.column() == KIND:
        painting.pill(painter, box.left() - 4, upper.center().y() + 1, words, tones(colors)[TONES[row.sort]])
        painting.left_text(painter, lower, under, fonts.font(12), colors.overdue.text)
        return
    said = index.column() != CAUSE or row.cause
    face = fonts.strong() if index.column() == LENGTH else fonts.font()
    painting.left_text(painter, upper, words, face, colors.ink if said else colors.soon.text)
    painting.left_text(painter, lower, under, fonts.font(12), colors.muted)


class LateTable(QTableView):
    """Arrows choose a row, Enter opens its dossier."""

    opened = Signal(str)
    chosen = Signal()

    def __init__(self, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = LateTableModel(say, self)
        self.proxy = LateProxy(self.rows, self)
        self.setModel(self.proxy)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Hồ sơ, bước chậm")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.setSortingEnabled(True)
        self.sortByColumn(LENGTH, Qt.SortOrder.DescendingOrder)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    def current_row(self) -> LateRow | None:
        """Return the row chosen."""
        found = self.currentIndex().data(ROW_ROLE)
        return found if isinstance(found, LateRow) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if row is not None and event.key() in _ENTER:
            self.opened.emit(row.dossier_id)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: Any) -> None:
        row = self.current_row()
        if row is not None:
            self.opened.emit(row.dossier_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width()
        first = max(CODE_WIDTH, int(room * COLUMNS[0].share))
        self.setColumnWidth(0, first)
        for place, column in enumerate(COLUMNS[1:], start=1):
            width = int((room - first) * column.share / (1 - COLUMNS[0].share))
            self.setColumnWidth(place, width - PILL_MORE if place == CAUSE else width + PILL_MORE * (place == KIND))
