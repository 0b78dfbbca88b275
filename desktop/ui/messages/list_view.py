"""The list of messages, painted: 36-pixel group headers and 56-pixel rows that show the very text."""

from PySide6.QtCore import QItemSelection, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.messages.arrangement import NOTES, TONES, Header, MessageRow
from desktop.ui.messages.list_model import ITEM_ROLE, AnyIndex, MessageListModel
from desktop.ui.palette import Tone, tones

HEADER_HEIGHT, ROW_HEIGHT = 36, 56
LEFT, GAP = 16.0, 14.0
TEXT_LINE = 17.0
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Delegate(QStyledItemDelegate):
    """Paints who, what, and the text itself on two lines; a narrow list leaves the text to the panel beside it."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, HEADER_HEIGHT if isinstance(index.data(ITEM_ROLE), Header) else ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        item, box = index.data(ITEM_ROLE), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, Header):
            _paint_header(painter, box, item)
        else:
            _paint_ground(painter, box, option)
            _paint_row(painter, box, item)
        painter.restore()


def _paint_header(painter: QPainter, box: QRectF, header: Header) -> None:
    colors = theme.palette()
    tone = tones(colors)[TONES[header.group]]
    painter.fillRect(box, QColor(colors.raised))
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(colors.line))
    left, middle = box.left() + 12, box.center().y()
    title = QRectF(left, box.top(), box.width() / 2, box.height())
    left += painting.left_text(painter, title, header.title, fonts.strong(), tone.text) + 8
    left += painting.pill(painter, left, middle, str(header.count), tone) + 10
    note = QRectF(left, box.top(), max(0.0, box.right() - left - 12), box.height())
    painting.left_text(painter, note, NOTES[header.group], fonts.font(12), colors.muted)


def _paint_ground(painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
    colors = theme.palette()
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if selected or option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(box, QColor(colors.accent_soft if selected else colors.raised))
    if selected:
        painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), QColor(colors.accent))
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(colors.line))


def _paint_row(painter: QPainter, box: QRectF, row: MessageRow) -> None:
    colors, tone = theme.palette(), tones(theme.palette())
    wide = box.width() >= 700
    who_width = 178.0 if wide else box.width() * 0.42
    what_width = 216.0 if wide else box.width() - who_width - LEFT * 2 - GAP
    who = QRectF(box.left() + LEFT, box.top(), who_width, box.height())
    what = QRectF(who.right() + GAP, box.top(), what_width, box.height())
    painting.left_text(painter, _upper(who), row.name, fonts.strong(), colors.ink)
    _paint_address(painter, _lower(who), row, tone["overdue"])
    painting.left_text(painter, _upper(what), row.kind, fonts.font(), colors.ink)
    _paint_lower(painter, _lower(what), row, wide=wide)
    if wide:
        text = QRectF(what.right() + GAP, box.top() + 9, box.right() - 14 - what.right() - GAP, box.height() - 16)
        _paint_text(painter, text, row)


def _paint_address(painter: QPainter, box: QRectF, row: MessageRow, bad: Tone) -> None:
    colors = theme.palette()
    if row.to:
        painting.tabular_text(painter, box, row.to, fonts.font(12), colors.muted)
    else:
        painting.left_text(painter, box, "chưa có số điện thoại", fonts.font(12), bad.text)


def _paint_lower(painter: QPainter, box: QRectF, row: MessageRow, *, wide: bool) -> None:
    """The code, and when; in a narrow list the mark stands here, since it is the news."""
    colors = theme.palette()
    if row.pill and not wide:
        painting.pill(painter, box.left(), box.center().y(), row.pill, tones(colors)[row.pill_tone])
        return
    words = f"{row.code} · {row.at:%d/%m}"
    painting.tabular_text(painter, box, words, fonts.font(12), colors.muted)


def _paint_text(painter: QPainter, box: QRectF, row: MessageRow) -> None:
    """Two lines of the text; marks and the count of parts keep the right end of the second."""
    colors, right = theme.palette(), box.right()
    lower = box.top() + TEXT_LINE * 1.5 + 2
    if row.parts:
        width = fonts.metrics(11).horizontalAdvance(row.parts) + 2
        place = QRectF(right - width, lower - 9, width, 18)
        painting.left_text(painter, place, row.parts, fonts.font(11), colors.muted)
        right -= width + 8
    if row.pill:
        width = painting.pill_width(row.pill)
        painting.pill(painter, right - width, lower, row.pill, tones(colors)[row.pill_tone])
        right -= width + 8
    first, rest = _two_lines(row.text or row.problem, box.width())
    face, color = fonts.font(12), colors.ink if row.text else tones(colors)["overdue"].text
    painting.left_text(painter, QRectF(box.left(), box.top(), box.width(), TEXT_LINE), first, face, color)
    painting.left_text(painter, QRectF(box.left(), lower - 9, max(0.0, right - box.left()), 18), rest, face, color)


def _two_lines(text: str, width: float) -> tuple[str, str]:
    """Return the text cut where its first line of this width ends; the second is elided when it is painted."""
    flat = " ".join(text.split())
    layout = QTextLayout(flat, fonts.font(12))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(max(40.0, width))
    layout.endLayout()
    end = line.textLength() if line.isValid() else 0
    return flat[:end].strip(), flat[end:].strip()


def _upper(box: QRectF) -> QRectF:
    return QRectF(box.left(), box.top() + 8, box.width(), 20)


def _lower(box: QRectF) -> QRectF:
    return QRectF(box.left(), box.top() + 29, box.width(), 18)


class MessageListView(QListView):
    """Arrows move between messages, Enter opens the dossier. Nothing is chosen until somebody chooses."""

    opened = Signal(str)
    chosen = Signal()

    def __init__(self, model: MessageListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("boardList")
        self.setAccessibleName("Tin nhắn cho công dân")
        self.setAccessibleDescription("Mũi tên để chọn, F9 để duyệt tin đang chọn, Enter để mở hồ sơ")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(28)

    def current_row(self) -> MessageRow | None:
        """Return the message chosen."""
        item = self.currentIndex().data(ITEM_ROLE)
        return item if isinstance(item, MessageRow) else None

    def choose(self, key: str) -> bool:
        """Choose a message; return whether it is shown."""
        model = self.model()
        line = model.line_of(key) if isinstance(model, MessageListModel) else -1
        self.setCurrentIndex(model.index(line, 0) if line >= 0 else QModelIndex())
        return line >= 0

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt would choose a line when the keyboard comes here; a message is chosen by a person only."""
        before = self.currentIndex()
        super().focusInEvent(event)
        if not before.isValid():
            self.setCurrentIndex(QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if row is not None and event.key() in _ENTER:
            self.opened.emit(row.dossier_id)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self.indexAt(event.position().toPoint()).data(ITEM_ROLE)
        if isinstance(item, MessageRow):
            self.opened.emit(item.dossier_id)
