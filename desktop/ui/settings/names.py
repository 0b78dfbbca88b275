"""A list of names to choose from: soft ground and a bar at the chosen one, a small line under a name where one is set.

kinds = NameList("Các loại tin", 220)
kinds.offer([("received", "Đã tiếp nhận hồ sơ")])
kinds.chosen.connect(self._show)      # the key
kinds.say("received", "của đơn vị")
"""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.palette import tones

_Index = QModelIndex | QPersistentModelIndex
_KEY, _ICON, _UNDER, _TONE, _DOT = (Qt.ItemDataRole.UserRole + number for number in range(1, 6))
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_ICONS_ONLY = 60
_UNDER_ROOM = 17


class _Delegate(QStyledItemDelegate):
    """Paints icon, name, the line under it, and a dot where something is unsaved."""

    @staticmethod
    def _left(index: _Index) -> int:
        return 44 if index.data(_ICON) else 14

    def _height(self, index: _Index, width: float) -> float:
        """Return the height of the name in weight 600, which is the wider one."""
        measures = fonts.metrics(fonts.BODY_PX, fonts.strong().weight())
        room = QRectF(0, 0, width - self._left(index) - 14, 400)
        return measures.boundingRect(room, int(_WRAP), index.data()).height()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListWidget) else 180
        if width < _ICONS_ONLY:
            return QSize(width, 40)
        under = _UNDER_ROOM if index.data(_UNDER) else 0
        return QSize(width, max(40 if index.data(_ICON) else 34, round(self._height(index, width)) + 16 + under))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colors, box = theme.palette(), QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(box, QColor(colors.accent_soft))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), QColor(colors.accent))
        if index.data(_ICON):
            color = colors.accent if chosen else colors.muted
            icons.draw(painter, index.data(_ICON), color, box.left() + 14, round(box.center().y() - 9), 20)
        if box.width() >= _ICONS_ONLY:
            self._paint_words(painter, box, index, chosen=chosen)
        if index.data(_DOT):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.soon.bar))
            painter.drawEllipse(QRectF(box.right() - 14, box.top() + 8, 8, 8))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, box.adjusted(2, 2, -2, -2), 6)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRectF, index: _Index, *, chosen: bool) -> None:
        colors, under = theme.palette(), index.data(_UNDER)
        height = self._height(index, box.width())
        left, width = box.left() + self._left(index), box.width() - self._left(index) - 14
        top = box.center().y() - (height + (_UNDER_ROOM if under else 0)) / 2
        painter.setFont(fonts.strong() if chosen else fonts.font())
        painter.setPen(QColor(colors.accent if chosen else colors.ink))
        painter.drawText(QRectF(left, top, width, height + 2), int(_WRAP), index.data())
        if under:
            color = tones(colors)[index.data(_TONE)].text if index.data(_TONE) else colors.muted
            painting.left_text(painter, QRectF(left, top + height, width, _UNDER_ROOM), under, fonts.font(11), color)


class NameList(QListWidget):
    """The list; `chosen` carries the key of the name the officer turned to."""

    chosen = Signal(str)

    def __init__(self, name: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(_Delegate(self))
        self.setStyleSheet("QListWidget { border: none; }")
        self.setFixedWidth(width)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.currentItemChanged.connect(self._turned)

    def offer(self, names: Iterable[tuple[str, str]], icon_names: Iterable[str] = ()) -> None:
        """Fill the list with (key, words), and icons beside them where there are some."""
        found = list(icon_names)
        for at, (key, words) in enumerate(names):
            item = QListWidgetItem(words)
            item.setData(_KEY, key)
            item.setData(_ICON, found[at] if found else None)
            item.setToolTip(words)
            self.addItem(item)

    def _item(self, key: str) -> QListWidgetItem:
        return next(item for at in range(self.count()) if (item := self.item(at)).data(_KEY) == key)

    def say(self, key: str, under: str, tone: str = "") -> None:
        """Put a small line under a name, or take it away."""
        item = self._item(key)
        if item.data(_UNDER) != under:
            item.setData(_UNDER, under)
            item.setData(_TONE, tone)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {under}" if under else item.text())
            self.scheduleDelayedItemsLayout()

    def dot(self, key: str, *, shown: bool) -> None:
        """Put a dot beside a name: something there is unsaved."""
        item = self._item(key)
        item.setData(_DOT, shown)
        spoken = f"{item.text()}, có thay đổi chưa lưu" if shown else item.text()
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()

    def key(self) -> str:
        """Return the key of the name chosen, empty before the first."""
        item = self.currentItem()
        return str(item.data(_KEY)) if item else ""

    def choose(self, key: str, *, tell: bool = True) -> None:
        """Turn to a name."""
        blocked = self.blockSignals(not tell)
        self.setCurrentItem(self._item(key))
        self.blockSignals(blocked)
        self.viewport().update()

    def _turned(self, now: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if now is not None:
            self.chosen.emit(str(now.data(_KEY)))
