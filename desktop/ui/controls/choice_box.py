"""A drop-down that filters: its first entry lets everything through.

unit = ChoiceBox("Mọi đơn vị", name="Lọc theo đơn vị")
unit.offer(["Tư pháp – hộ tịch", "VPĐKĐĐ"])
unit.chosen.connect(self._filter)        # "" means everything
"""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QWidget

from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting

HEIGHT = 34
WIDEST = 220


class ChoiceBox(QComboBox):
    """The drop-down; `chosen` carries the value picked, empty for everything."""

    chosen = Signal(str)

    def __init__(self, everything: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(16)
        self.setItemDelegate(QStyledItemDelegate(self))  # the default one ignores the style sheet's item height
        self.addItem(everything, "")
        self.currentIndexChanged.connect(self._tell)

    def offer(self, values: Iterable[str]) -> None:
        """Replace the values; the one picked stays picked while it is still offered."""
        wanted = sorted({value for value in values if value}, key=str.casefold)
        if wanted == [self.itemData(at) for at in range(1, self.count())]:
            return
        picked = self.value()
        self.blockSignals(True)
        while self.count() > 1:
            self.removeItem(1)
        for value in wanted:
            self.addItem(value, value)
        self.setCurrentIndex(max(0, self.findData(picked)))
        self.blockSignals(False)
        self.updateGeometry()
        if self.value() != picked:
            self._tell()

    def value(self) -> str:
        """Return the value picked, empty for everything."""
        return str(self.currentData() or "")

    def choose(self, value: str) -> None:
        """Pick a value; an unknown one picks everything."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def _tell(self) -> None:
        self.setToolTip(self.currentText())
        self.updateGeometry()
        self.chosen.emit(self.value())

    def sizeHint(self) -> QSize:
        width = fonts.metrics(fonts.BODY_PX, fonts.strong().weight()).horizontalAdvance(self.currentText()) + 44
        return QSize(min(WIDEST, round(width)), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, HEIGHT)

    def showPopup(self) -> None:
        widest = max(fonts.metrics().horizontalAdvance(self.itemText(at)) for at in range(self.count()))
        self.view().setMinimumWidth(max(self.width(), min(480, round(widest) + 48)))
        super().showPopup()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box, filters = theme.palette(), QRectF(self.rect()), bool(self.value())
        fill = colors.accent_soft if filters or self.underMouse() else colors.surface
        painting.frame(painter, box, fill, colors.accent if filters else colors.edge)
        if self.hasFocus():
            painting.focus_ring(painter, box)
        face = fonts.strong() if filters else fonts.font()
        text_box = box.adjusted(12, 0, -30, 0)
        painting.left_text(painter, text_box, self.currentText(), face, colors.accent if filters else colors.ink)
        icons.draw(painter, "chevron_down_20_regular", colors.muted, box.right() - 27, box.center().y() - 8, 16)
        painter.end()
