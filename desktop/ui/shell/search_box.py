"""The search box for everything (Ctrl+K): suggestions while typing, a scanner's code on Enter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui import fonts, icons, theme
from desktop.ui.background import Job
from desktop.ui.controls import painting

PROMPT = "Mã hồ sơ, tên, số định danh, điện thoại… hoặc quét mã"
ROW_HEIGHT = 46
MOST_SHOWN = 8
HIT_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A dossier found: two lines of text and its id."""

    title: str
    subtitle: str
    dossier_id: str


Suggest = Callable[[str], Sequence[SearchHit]]
"""Asked on another thread than the window's."""


class HitDelegate(QStyledItemDelegate):
    """Paints a suggestion in two lines."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: SearchHit = index.data(HIT_ROLE)
        colors, box = theme.palette(), QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colors.accent_soft))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), QColor(colors.accent))
        line = QRectF(box.left() + 14, box.top() + 4, box.width() - 28, 20)
        painting.left_text(painter, line, hit.title, fonts.strong(), colors.ink)
        painting.left_text(painter, line.translated(0, 18), hit.subtitle, fonts.font(12), colors.muted)
        painter.restore()


class SearchBox(QLineEdit):
    """The box. `searched` on Enter, `hit_chosen` with a dossier id from the list.

    `typed` says that what was found for the text it carries stands there.
    """

    typed = Signal(str)
    searched = Signal(str)
    hit_chosen = Signal(str)

    def __init__(self, suggest: Suggest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggest = suggest
        self._job: Job[Sequence[SearchHit]] | None = None
        self._wanted = ""
        self.setPlaceholderText(PROMPT)
        self.setAccessibleName("Tìm kiếm hồ sơ")
        self.setAccessibleDescription(f"{PROMPT}. Phím tắt Ctrl+K")
        self.setClearButtonEnabled(False)
        self.setTextMargins(30, 0, 62, 0)
        self.textEdited.connect(lambda _text: self._offer())
        self.popup: QListView | None = None

    def install_popup(self, window: QWidget) -> None:
        """Prepare the list of suggestions as a part of the window, so that the keyboard never leaves the box."""
        self.popup = QListView(window)
        self.popup.setModel(QStandardItemModel(self.popup))
        self.popup.setItemDelegate(HitDelegate(self.popup))
        self.popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.popup.setAccessibleName("Hồ sơ tìm thấy")
        self.popup.setObjectName("suggestions")
        self.popup.clicked.connect(self._choose)
        self.popup.hide()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._hide_popup()
        return super().eventFilter(watched, event)

    def _offer(self) -> None:
        """Look beside the window for what stands in the box; what is typed meanwhile is looked for next, once."""
        self._wanted = self.text().strip()
        if not self._wanted:
            self._hide_popup()
        elif self._job is None or not self._job.is_running():
            self._look(self._wanted)

    def _look(self, text: str) -> None:
        self._job = Job(lambda _progress: self._suggest(text), parent=self)
        self._job.done.connect(lambda hits: self._take_hits(text, hits))
        self._job.failed.connect(_raise)
        self._job.start()

    def _take_hits(self, text: str, hits: Sequence[SearchHit]) -> None:
        """Show what was found for what still stands there; a box left or emptied meanwhile shows nothing."""
        if text == self._wanted:
            self._show_hits(list(hits)[:MOST_SHOWN])
            self.typed.emit(text)
        elif self._wanted:
            self._look(self._wanted)

    def _show_hits(self, hits: Sequence[SearchHit]) -> None:
        if self.popup is None:
            return
        if not hits:
            self._hide_popup()
            return
        model = self.popup.model()
        assert isinstance(model, QStandardItemModel)
        model.clear()
        for hit in hits:
            item = QStandardItem(f"{hit.title}, {hit.subtitle}")
            item.setData(hit, HIT_ROLE)
            item.setEditable(False)
            model.appendRow(item)
        self._place_popup(len(hits))

    def _place_popup(self, count: int) -> None:
        assert self.popup is not None
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        self.popup.setGeometry(corner.x(), corner.y(), self.width(), count * ROW_HEIGHT + 2)
        self.popup.show()
        self.popup.raise_()

    def _hide_popup(self) -> None:
        if self.popup is not None:
            self.popup.hide()

    def _choose(self, index: QModelIndex) -> None:
        hit: SearchHit = index.data(HIT_ROLE)
        self._hide_popup()
        self.clear()
        self.hit_chosen.emit(hit.dossier_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.popup is not None and self.popup.isVisible():
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """Open the suggestion marked, else search; a scanner ends its code with Enter before any suggestion shows."""
        self._wanted = ""
        if self.popup is not None and self.popup.isVisible() and self.popup.currentIndex().isValid():
            self._choose(self.popup.currentIndex())
        elif text := self.text().strip():
            self._hide_popup()
            self.searched.emit(text)

    def _move(self, step: int) -> None:
        assert self.popup is not None
        model, current = self.popup.model(), self.popup.currentIndex()
        row = current.row() + step if current.isValid() else (0 if step > 0 else model.rowCount() - 1)
        self.popup.setCurrentIndex(model.index(max(0, min(row, model.rowCount() - 1)), 0))

    def _escape(self) -> None:
        self._wanted = ""
        if self.popup is not None and self.popup.isVisible():
            self._hide_popup()
        else:
            self.clear()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._wanted = ""
        self._hide_popup()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme.palette()
        icons.draw(painter, "search_20_regular", colors.muted, 12, round(self.height() / 2 - 9), 18)
        if not self.text():
            keys = "Ctrl K"
            left = self.width() - painting.chip_width(keys) - 12
            painting.chip(painter, left, self.height() / 2, keys, colors.muted, colors.edge)
        painter.end()


def _raise(error: Exception) -> None:
    """Let a fault of the search go where every fault of the window goes."""
    raise error
