"""The official figures by field of work and procedure, in the columns of the form (bảng thống kê)."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.registers.tables import MORE, Heading, Line, Table
from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.registers.wording import share_words

AnyIndex = QModelIndex | QPersistentModelIndex
NUMBER = 66
HEAD = 52
WRAPS = 13
"""A heading of so many letters takes two lines."""
GROUP_ROLE = Qt.ItemDataRole.UserRole + 1
"""Width of a column of figures."""
SHORT = {
    "Số hồ sơ nhận giải quyết": "Nhận",
    "Số hồ sơ đã giải quyết": "Đã giải quyết",
    "Số hồ sơ đang giải quyết": "Đang giải quyết",
    "": "",
}
SHORT_TITLES = {"Trực tiếp, dịch vụ bưu chính": "Trực tiếp", "Tỉ lệ sớm và đúng hạn": "Sớm, đúng hạn"}
HIDDEN = frozenset({"Chưa xét được"})
"""Columns that are shown only where they say something."""


def shown_columns(table: Table) -> list[int]:
    """Return the columns that fit a screen: those of the form; the rest stands in the file."""
    return [
        place
        for place, heading in enumerate(table.headings)
        if place > 0 and heading.group not in {MORE, "Không tiếp nhận"} and _says_something(table, place, heading)
    ]


def _says_something(table: Table, place: int, heading: Heading) -> bool:
    return heading.title not in HIDDEN or any(line.cells[place] for line in table.lines)


class FiguresModel(QAbstractTableModel):
    """A report table, its first column the names."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: list[int] = []
        self._headings: tuple[Heading, ...] = ()
        self._lines: tuple[Line, ...] = ()

    def show_table(self, table: Table) -> None:
        """Replace what is shown."""
        self.beginResetModel()
        self._columns = shown_columns(table)
        self._headings = table.headings
        self._lines = tuple(line for line in table.lines if any(line.cells[place] for place in self._columns[1:]))
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, place = self._lines[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(line, place)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return str(line.cells[place])
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return fonts.strong() if line.strong and (index.column() == 0 or line.cells[place]) else fonts.font()
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._color(line, place))
        return None

    def _words(self, line: Line, place: int) -> str:
        cell, heading = line.cells[place], self._headings[place]
        if heading.share:
            return share_words(cell if isinstance(cell, float) else None)
        return str(cell) if line.strong or place > 1 else f"    {cell}"

    def _color(self, line: Line, place: int) -> str:
        colors = theme.palette()
        late = self._headings[place].title == "Quá hạn" and line.cells[place]
        if late:
            return colors.overdue.text
        return colors.ink if place == 1 or line.cells[place] else colors.muted

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        heading = self._headings[self._columns[section]]
        if role == Qt.ItemDataRole.DisplayRole:
            return SHORT_TITLES.get(heading.title, heading.title)
        if role == GROUP_ROLE:
            return SHORT.get(heading.group, heading.group)
        if role == Qt.ItemDataRole.ToolTipRole:
            return " – ".join(part for part in (heading.group, heading.title) if part)
        return None


class GroupedHeader(QHeaderView):
    """Two lines: what a group of columns counts, and each column's own word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(HEAD)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        colors, box = theme.palette(), QRectF(rect)
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(colors.raised))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(colors.line))
        group, title = self._said(section, GROUP_ROLE), self._said(section, Qt.ItemDataRole.DisplayRole)
        lower = QRectF(
            box.left() + 8, box.top() + (26 if group else 0), box.width() - 18, 24 if group else box.height()
        )
        side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
        _words(painter, lower, title, fonts.font(12), colors.muted, side | Qt.AlignmentFlag.AlignVCenter)
        if group:
            whole = self._group_box(section, group)
            painter.fillRect(QRectF(whole.left() + 10, 25, whole.width() - 18, 1), QColor(colors.line))
            place = whole.adjusted(8, 4, -8, 0)
            _words(painter, place, group, fonts.strong(12), colors.ink, Qt.AlignmentFlag.AlignHCenter)
        painter.restore()

    def _said(self, section: int, role: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal, role) or "")

    def _group_box(self, section: int, group: str) -> QRectF:
        """Return the room of the whole group, in which each of its sections paints its own piece."""
        members = [place for place in range(self.count()) if self._said(place, GROUP_ROLE) == group]
        left = self.sectionViewportPosition(members[0])
        return QRectF(left, 0, sum(self.sectionSize(place) for place in members), HEAD)


def _words(painter: QPainter, box: QRectF, words: str, face: QFont, color: str, side: Qt.AlignmentFlag) -> None:
    painter.setFont(face)
    painter.setPen(QColor(color))
    painter.drawText(box, side | Qt.TextFlag.TextWordWrap, words)


class _Delegate(QStyledItemDelegate):
    """Paints a cell and the line under it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colors, box = theme.palette(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colors.accent_soft))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(colors.line))
        face, words = index.data(Qt.ItemDataRole.FontRole), index.data(Qt.ItemDataRole.DisplayRole)
        color = index.data(Qt.ItemDataRole.ForegroundRole).name()
        if index.column():
            width = painting.tabular_width(words, face.pixelSize(), face.weight())
            box.setLeft(box.right() - width - 12)
            painting.tabular_text(painter, box.adjusted(0, 0, 2, 0), words, face, color)
        else:
            painting.left_text(painter, box.adjusted(16, 0, -6, 0), words, face, color)
        painter.restore()


class FiguresTable(QTableView):
    """The table; names take the room the figures leave."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = FiguresModel(self)
        self.setModel(self.figures)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Thống kê theo lĩnh vực và thủ tục")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(36)
        self.setHorizontalHeader(GroupedHeader(self))
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def show_table(self, table: Table) -> None:
        """Show a report table."""
        self.figures.show_table(table)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        count = self.figures.columnCount()
        widths = [self._width(place) for place in range(1, count)]
        for place, width in enumerate(widths, start=1):
            self.setColumnWidth(place, width)
        self.setColumnWidth(0, max(180, self.viewport().width() - sum(widths)))

    def _width(self, place: int) -> int:
        words = str(self.figures.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
        longest = fonts.metrics(12).horizontalAdvance(words) if len(words) < WRAPS else 56
        return max(NUMBER, round(longest) + 22)
