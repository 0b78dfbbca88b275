"""The navigation rail on the left: icon and word, one key each; narrows to icons when the window is small."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting

WIDE, NARROW = 84, 56
BRAND = "Một Cửa"


@dataclass(frozen=True, slots=True)
class RailItem:
    """A page in the rail.

    `icon` is the stem of a Fluent icon that is shipped regular and filled ("timer_24"); `bottom` sets it apart at the
    foot of the rail. Keys Ctrl+1, Ctrl+2 … follow the order of the list.
    """

    key: str
    label: str
    icon: str
    page: QWidget
    bottom: bool = False


class RailButton(QAbstractButton):
    """One item, painted: filled icon, weight 600 and a bar at the left when it is the page shown."""

    def __init__(self, item: RailItem, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self._narrow = False
        self.setText(item.label)
        self.setCheckable(True)
        self.setToolTip(f"{item.label} ({keys})")
        self.setAccessibleName(item.label)
        self.setAccessibleDescription(f"Phím tắt {keys}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon only."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROW, 42) if self._narrow else QSize(WIDE, 56)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box = theme.palette(), QRectF(self.rect()).adjusted(0, 0, -1, 0)
        if self.isChecked() or self.underMouse():
            painter.fillRect(box, QColor(colors.accent_soft if self.isChecked() else colors.page))
        if self.isChecked():
            painter.fillRect(QRectF(0, 0, 3, box.height()), QColor(colors.accent))
        self._paint_content(painter, box, colors.accent if self.isChecked() else colors.muted)
        if self.hasFocus():
            painting.focus_ring(painter, box.adjusted(4, 2, -2, -2), 6)
        painter.end()

    def _paint_content(self, painter: QPainter, box: QRectF, color: str) -> None:
        name = f"{self._item.icon}_{'filled' if self.isChecked() else 'regular'}"
        top = (box.height() - 24) / 2 if self._narrow else 7
        icons.draw(painter, name, color, round(box.center().x() - 11.5), round(top), 24)
        if self._narrow:
            return
        face = fonts.strong(11) if self.isChecked() else fonts.font(11)
        painter.setFont(face)
        painter.setPen(QColor(color))
        painter.drawText(QRectF(2, 33, box.width() - 3, 18), Qt.AlignmentFlag.AlignCenter, self.text())


class Rail(QWidget):
    """The rail; `chosen` carries the key of the page."""

    chosen = Signal(str)

    def __init__(self, items: Sequence[RailItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Thanh điều hướng")
        self._narrow = False
        self._group = QButtonGroup(self)
        self.buttons = {item.key: self._button(item, number) for number, item in enumerate(items, start=1)}
        self._build([item for item in items if not item.bottom], [item for item in items if item.bottom])

    def _button(self, item: RailItem, number: int) -> RailButton:
        keys = f"Ctrl+{number}"
        button = RailButton(item, keys, self)
        self._group.addButton(button)
        button.clicked.connect(lambda: self.chosen.emit(item.key))
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: self.chosen.emit(item.key))
        return button

    def _build(self, upper: Sequence[RailItem], lower: Sequence[RailItem]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 60, 0, 0)
        column.setSpacing(1)
        for item in upper:
            column.addWidget(self.buttons[item.key])
        column.addStretch(1)
        for item in lower:
            column.addWidget(self.buttons[item.key])
        self.set_narrow(narrow=False)

    def show_chosen(self, key: str) -> None:
        """Mark the page that is shown."""
        self.buttons[key].setChecked(True)

    def set_narrow(self, *, narrow: bool) -> None:
        """Keep icons only, for a small window; the words stay in tooltips and for screen readers."""
        self._narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDE)
        for button in self.buttons.values():
            button.set_narrow(narrow)

    def is_narrow(self) -> bool:
        """Return whether only icons are shown."""
        return self._narrow

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme.palette()
        painter.fillRect(self.rect(), QColor(colors.surface))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(colors.line))
        painter.setFont(fonts.font(18 if self._narrow else 16, fonts.strong().Weight.Bold))
        painter.setPen(QColor(colors.accent))
        mark = "MC" if self._narrow else BRAND
        painter.drawText(QRectF(0, 4, self.width() - 1, 52), Qt.AlignmentFlag.AlignCenter, mark)
        painter.end()
