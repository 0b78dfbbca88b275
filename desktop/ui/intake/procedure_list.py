"""The list below the procedure field: two or three lines a procedure, what was typed marked in its name."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.folding import found_spans
from desktop.procedures.procedure import Procedure
from desktop.ui import fonts, theme

PROCEDURE_ROLE = Qt.ItemDataRole.UserRole + 1
MARKS_ROLE = Qt.ItemDataRole.UserRole + 2
_LINE = 19.0
_PADDING = 8.0
_MOST_LINES = 3
_Index = QModelIndex | QPersistentModelIndex


def details(procedure: Procedure, *, recent: bool = False) -> str:
    """Return the line under a name: "1.013950 · Đất đai"."""
    shown = ["gần đây"] if recent else []
    return " · ".join(
        [*shown, *(part for part in (procedure.code or procedure.local_code, procedure.field_vi) if part)]
    )


class ProcedureListModel(QAbstractListModel):
    """Procedures found, in the order they are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Procedure, ...] = ()
        self._query = ""
        self._recent: frozenset[str] = frozenset()

    def show_procedures(self, rows: Sequence[Procedure], query: str, recent: frozenset[str] = frozenset()) -> None:
        """Replace the rows; words of the query are marked."""
        self.beginResetModel()
        self._rows, self._query, self._recent = tuple(rows), query, recent
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        procedure = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return procedure.name_vi
        if role == PROCEDURE_ROLE:
            return procedure
        if role == MARKS_ROLE:
            marks = tuple(found_spans(procedure.name_vi, self._query)) if self._query else ()
            return marks, self._details(procedure)
        spoken = role == Qt.ItemDataRole.AccessibleTextRole
        return f"{procedure.name_vi}, {self._details(procedure)}" if spoken else None

    def _details(self, procedure: Procedure) -> str:
        return details(procedure, recent=procedure.id in self._recent)


@lru_cache(maxsize=512)
def _laid_out(name: str, marks: tuple[tuple[int, int], ...], width: int) -> QTextLayout:
    """Return the name broken into lines; cached, because a list asks for it on every repaint."""
    layout = QTextLayout(_cut(name, width), fonts.strong() if marks else fonts.font(fonts.BODY_PX, QFont.Weight.Medium))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([_marked(start, end) for start, end in marks if end < len(layout.text())])
    layout.beginLayout()
    for at in range(_MOST_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, at * _LINE))
    layout.endLayout()
    return layout


def _cut(name: str, width: int) -> str:
    """Return the name with an ellipsis where three lines cannot hold it; line ends lose about a word each."""
    measures = fonts.metrics(fonts.BODY_PX, fonts.strong().weight())
    return measures.elidedText(name, Qt.TextElideMode.ElideRight, width * _MOST_LINES - 96)


def _marked(start: int, end: int) -> QTextLayout.FormatRange:
    span = QTextLayout.FormatRange()
    span.start, span.length = start, end - start
    shown = QTextCharFormat()
    shown.setFontUnderline(True)
    shown.setFontWeight(QFont.Weight.Bold)
    span.format = shown
    return span


class ProcedureDelegate(QStyledItemDelegate):
    """Paints a procedure."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else 260
        lines = self._layout(index, width).lineCount()
        return QSize(width, round(2 * _PADDING + lines * _LINE + 18))

    @staticmethod
    def _layout(index: _Index, width: float) -> QTextLayout:
        marks, _ = index.data(MARKS_ROLE)
        return _laid_out(index.data(), marks, round(width) - 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colors, box = theme.palette(), QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colors.accent_soft))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), QColor(colors.accent))
        layout = self._layout(index, box.width())
        painter.setPen(QColor(colors.ink))
        layout.draw(painter, QPointF(box.left() + 16, box.top() + _PADDING))
        painter.setFont(fonts.font(12))
        painter.setPen(QColor(colors.muted))
        top = box.top() + _PADDING + layout.lineCount() * _LINE
        place = QRectF(box.left() + 16, top, box.width() - 30, 18)
        shown = fonts.metrics(12).elidedText(index.data(MARKS_ROLE)[1], Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
