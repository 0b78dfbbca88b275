"""A drop-down of which exactly one choice holds.

case = OptionBox("Trường hợp")
case.offer([("Xã miền núi", "remote"), ("Xã thường", "standard")])
case.picked.connect(self._show_case)
"""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QWidget

from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting

HEIGHT = 36
WIDEST_LIST = 560


class OptionBox(QComboBox):
    """The drop-down; `picked` carries the value behind the choice, told only when the officer changes it."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setObjectName("options")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(12)
        self.setItemDelegate(QStyledItemDelegate(self))  # the default one ignores the style sheet's item height
        self.activated.connect(lambda at: self.picked.emit(self.itemData(at)))
        self.currentTextChanged.connect(self.setToolTip)

    def offer(self, choices: Iterable[tuple[str, object]], chosen: object = None) -> None:
        """Replace the choices by (words, value) and choose one; tells nothing."""
        self.clear()
        for words, value in choices:
            self.addItem(words, value)
        self.choose(chosen)

    def value(self) -> object:
        """Return the value chosen, None when nothing is offered."""
        return self.currentData()

    def choose(self, value: object) -> None:
        """Choose a value; an unknown one chooses the first."""
        places = [at for at in range(self.count()) if self.itemData(at) == value]
        self.setCurrentIndex(places[0] if places else 0)

    def sizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(90, HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that scrolls the page must not change a choice on its way."""
        event.ignore()

    def showPopup(self) -> None:
        widest = max((fonts.metrics().horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0)
        self.view().setMinimumWidth(max(self.width(), min(WIDEST_LIST, round(widest) + 48)))
        super().showPopup()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box = theme.palette(), QRectF(self.rect())
        painting.frame(painter, box, colors.surface, colors.accent if self.underMouse() else colors.edge)
        if self.hasFocus():
            painting.focus_ring(painter, box)
        painting.left_text(painter, box.adjusted(12, 0, -30, 0), self.currentText(), fonts.font(), colors.ink)
        icons.draw(painter, "chevron_down_20_regular", colors.muted, box.right() - 27, box.center().y() - 8, 16)
        painter.end()
