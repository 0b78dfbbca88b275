"""Rows of dossiers as scans and lists show them: two lines, a mark, and the fault where there is one.

rows = RowList("Hồ sơ sẽ giao")
rows.show_faces([RowFace("id", "1", "checkmark_circle_20_filled", "in_time", …)])
rows.removed.connect(self._remove)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.palette import tones

FACE_ROLE = Qt.ItemDataRole.UserRole + 1
AnyIndex = QModelIndex | QPersistentModelIndex
ROW = 48
LEFT, MARK_AT, TEXT_AT = 12.0, 55.0, 85.0
"""Where the leading text, the mark and the columns begin, in logical pixels."""
CODE_ROOM, NARROW_BELOW = 172.0, 660.0
"""Codes are never cut; a narrower list says what stands aside before the procedure."""
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class RowFace:
    """One row, ready to paint. `lead` is short ("1", "09:42"); `mark` an icon; `tone`s as for pills."""

    key: str
    lead: str
    mark: str
    tone: str
    code: str
    under_code: str
    name: str
    procedure: str
    aside: str = ""
    under_aside: str = ""
    pill: str = ""
    pill_tone: str = "neutral"
    fault: str = ""

    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        parts = (self.name, self.code, self.procedure, self.aside, self.under_aside, self.pill, self.fault)
        return ", ".join(part for part in parts if part)


class RowModel(QAbstractListModel):
    """Frozen rows in, faces out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faces: tuple[RowFace, ...] = ()

    def show_faces(self, faces: Sequence[RowFace]) -> None:
        """Replace the rows; where only their looks changed the view keeps its place."""
        fresh = tuple(faces)
        if [face.key for face in fresh] == [face.key for face in self._faces]:
            self._faces = fresh
            if fresh:
                self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._faces = fresh
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._faces)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        face = self._faces[index.row()]
        if role == FACE_ROLE:
            return face
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{face.code} {face.name}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return face.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (face.name, face.procedure, face.aside, face.fault) if part)
        return None

    def line_of(self, key: str) -> int:
        """Return the line of a row, -1 when it is not shown."""
        return next((at for at, face in enumerate(self._faces) if face.key == key), -1)


class _RowDelegate(QStyledItemDelegate):
    """Paints a row; a fault stands whole under it, on as many lines as it needs."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        face: RowFace = index.data(FACE_ROLE)
        return QSize(0, ROW + self._fault_height(face, self._view.viewport().width()))

    def _fault_height(self, face: RowFace, width: float) -> int:
        if not face.fault:
            return 0
        room = QRectF(0, 0, max(120.0, width - TEXT_AT - 16), 1000)
        return round(fonts.metrics(12).boundingRect(room, int(_WRAP), face.fault).height()) + 6

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        face: RowFace = index.data(FACE_ROLE)
        colors, whole = theme.palette(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(whole, QColor(colors.accent_soft if selected else colors.raised))
        painter.fillRect(QRectF(whole.left(), whole.bottom() - 1, whole.width(), 1), QColor(colors.line))
        box = QRectF(whole.left(), whole.top(), whole.width(), ROW)
        _paint_texts(painter, box, face)
        if face.fault:
            painter.setFont(fonts.font(12))
            painter.setPen(QColor(colors.overdue.text))
            place = QRectF(box.left() + TEXT_AT, box.bottom() - 3, box.width() - TEXT_AT - 16, whole.height() - ROW)
            painter.drawText(place, int(_WRAP), face.fault)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, whole.adjusted(1, 0, -1, -1), 6)
        painter.restore()


def _paint_texts(painter: QPainter, box: QRectF, face: RowFace) -> None:
    colors, small = theme.palette(), fonts.font(12)
    wide = box.width() >= NARROW_BELOW
    pill = face.pill if wide or not face.fault else ""  # the fault below says it, too
    pill_room = painting.pill_width(pill) + 12 if pill else 0
    room = box.width() - TEXT_AT - 16 - pill_room
    aside_room = (room - CODE_ROOM) * 0.42 if wide and (face.aside or face.under_aside) else 0.0
    name_room = room - CODE_ROOM - aside_room
    below_name = face.procedure if wide or not face.aside else f"{face.aside} · {face.procedure}"
    upper = QRectF(box.left() + LEFT, box.top() + 5, MARK_AT - LEFT - 2, 20)
    painting.tabular_text(painter, upper.translated(0, 9), face.lead, small, colors.muted)
    color = tones(colors)[face.tone].text if face.tone else colors.faint
    icons.draw(painter, face.mark, color, round(box.left() + MARK_AT), round(box.top() + ROW / 2 - 10), 20)
    columns = (
        (TEXT_AT, CODE_ROOM - 12, (face.code, fonts.font()), face.under_code, True),
        (TEXT_AT + CODE_ROOM, name_room - 16, (face.name, fonts.strong()), below_name, False),
        (TEXT_AT + CODE_ROOM + name_room, aside_room - 8, (face.aside, fonts.font()), face.under_aside, False),
    )
    for left, width, (words, face_font), below, tabular in columns:
        if width <= 0:
            continue
        write = painting.tabular_text if tabular else painting.left_text
        line = QRectF(box.left() + left, upper.top(), width, 20)
        write(painter, line, words, face_font, colors.ink)
        write(painter, line.translated(0, 19), below, small, colors.muted)
    if pill:
        tone = tones(colors)[face.pill_tone]
        painting.pill(painter, box.right() - 16 - painting.pill_width(pill), box.center().y(), pill, tone)


class RowList(QListView):
    """Arrows move; Delete takes a row out, Space turns its mark, Enter opens it, where the page wants that."""

    removed = Signal(str)
    toggled = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, help_words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.faces = RowModel(self)
        self.setModel(self.faces)
        self.setItemDelegate(_RowDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("boardList")
        self.setAccessibleName(name)
        self.setAccessibleDescription(help_words)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)

    def show_faces(self, faces: Sequence[RowFace]) -> None:
        """Replace the rows; the keyboard stays on its row, or on the one that took its place."""
        key, line = self.current_key(), self.currentIndex().row()
        self.faces.show_faces(faces)
        self.scheduleDelayedItemsLayout()
        at = self.faces.line_of(key)
        at = at if at >= 0 else min(line, self.faces.rowCount() - 1)
        if at >= 0 and at != self.currentIndex().row():
            self.setCurrentIndex(self.faces.index(at))

    def current_key(self) -> str:
        """Return the key of the row under the keyboard, empty for none."""
        face = self.currentIndex().data(FACE_ROLE)
        return face.key if isinstance(face, RowFace) else ""

    def go_to(self, key: str) -> None:
        """Put the keyboard's mark on a row and bring it into sight."""
        at = self.faces.line_of(key)
        if at >= 0:
            self.setCurrentIndex(self.faces.index(at))
            self.scrollTo(self.faces.index(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current_key()
        if key and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(key)
        elif key and event.key() == Qt.Key.Key_Space:
            self.toggled.emit(key)
        elif key and event.key() in _ENTER:
            self.opened.emit(key)
        elif event.key() == Qt.Key.Key_Escape or event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keyboard a row to stand on as soon as it comes here."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.faces.rowCount():
            self.setCurrentIndex(self.faces.index(0))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and event.position().x() < TEXT_AT and self.current_key():
            self.toggled.emit(self.current_key())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().x() >= TEXT_AT and self.current_key():
            self.opened.emit(self.current_key())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
