"""Lateness by unit, officer, cause or step: a bar each, made of the three sorts, with the words beside it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.handling.attribution import Sort
from desktop.registers.lateness import SORT, LateSum
from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.palette import tones
from desktop.ui.registers.wording import TONES

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
ROW = 44
AnyIndex = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SumsModel(QAbstractListModel):
    """One line a sum; `say` turns working minutes into words."""

    def __init__(self, say: Callable[[int], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._sums: tuple[LateSum, ...] = ()

    def show_sums(self, sums: Sequence[LateSum]) -> None:
        """Replace the sums."""
        self.beginResetModel()
        self._sums = tuple(sums)
        self.endResetModel()

    def most(self) -> int:
        """Return the minutes of the longest bar, at least 1."""
        return max([1, *(each.minutes for each in self._sums)])

    def words(self, each: LateSum) -> str:
        """Return such as "3 ngày 2 giờ · 4 lượt"."""
        return f"{self._say(each.minutes)} · {each.stretches} lượt"

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._sums)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        each = self._sums[index.row()]
        if role == ITEM_ROLE:
            return each
        if role == Qt.ItemDataRole.DisplayRole:
            return each.name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return f"{each.name}: {self.words(each)} trong {each.dossiers} hồ sơ. {self._sorts(each)}"
        return None

    def _sorts(self, each: LateSum) -> str:
        found = ((Sort.WORK, each.work), (Sort.RECORDING, each.recording), (Sort.UNKNOWN, each.unknown))
        return ", ".join(f"{SORT[sort]} {self._say(minutes)}" for sort, minutes in found if minutes)


class _Delegate(QStyledItemDelegate):
    """Paints name and words above, the bar below."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        if not isinstance(model, SumsModel):
            return
        colors, box, each = theme.palette(), QRectF(option.rect), index.data(ITEM_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)
        box = box.adjusted(8, 0, -8, 0)
        words = model.words(each)
        room = fonts.metrics(12).horizontalAdvance(words) + 2
        name = QRectF(box.left(), box.top() + 5, box.width() - room - 12, 20)
        painting.left_text(painter, name, each.name, fonts.font(), colors.ink)
        place = QRectF(box.right() - room, box.top() + 5, room, 20)
        painting.left_text(painter, place, words, fonts.font(12), colors.muted)
        _paint_bar(painter, QRectF(box.left(), box.top() + 28, box.width(), 8), each, model.most())
        painter.restore()


def _paint_bar(painter: QPainter, box: QRectF, each: LateSum, most: int) -> None:
    colors = theme.palette()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colors.track))
    painter.drawRoundedRect(box, 3, 3)
    left = box.left()
    for sort, minutes in ((Sort.WORK, each.work), (Sort.RECORDING, each.recording), (Sort.UNKNOWN, each.unknown)):
        if minutes:
            width = max(3.0, box.width() * minutes / most)
            piece = QRectF(left, box.top(), min(width, box.right() - left), box.height())
            painter.setBrush(QColor(tones(colors)[TONES[sort]].bar))
            painter.drawRoundedRect(piece, 2, 2)
            left = piece.right() + 1


class SumsView(QListView):
    """The bars; `picked` carries the name whose rows are wanted: a click, or Enter on it."""

    picked = Signal(str)

    def __init__(self, say: Callable[[int], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sums = SumsModel(say, self)
        self.setModel(self.sums)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("boardList")
        self.setAccessibleName("Tổng hợp chậm")
        self.setAccessibleDescription("Mũi tên để chọn, Enter để xem các hồ sơ")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.picked.emit(self.currentIndex().data(ITEM_ROLE).name)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(index.data(ITEM_ROLE).name)
