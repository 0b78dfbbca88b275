"""Buttons: one primary action a page, quiet ones beside it, the key that presses them shown on their face.

accept = Button("Tiếp nhận và in giấy hẹn", Rank.PRIMARY, keys="F9")
accept.clicked.connect(self._accept)
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.palette import Palette

HEIGHT = 34
_CLEAR = "#00000000"


class Rank(StrEnum):
    """How loudly a button speaks."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    DANGER = "danger"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class _Face:
    fill: str
    edge: str
    text: str
    chip: str


class Button(QPushButton):
    """A push button with an optional icon and key.

    `keys` is both shown and active while the button's window is ("F9", "Ctrl+Enter"). `icon_name` as in `icons`.
    """

    def __init__(
        self,
        text: str,
        rank: Rank = Rank.SECONDARY,
        *,
        keys: str = "",
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.rank = rank
        self.keys = keys
        self.icon_name = icon_name
        self._hover = False
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if keys:
            self.setShortcut(QKeySequence(keys.replace("Enter", "Return")))
            self.setAccessibleDescription(f"Phím tắt {keys}")

    def setText(self, text: str) -> None:
        keys = self.shortcut()
        super().setText(text)
        self.setShortcut(keys)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = fonts.metrics(fonts.BODY_PX, fonts.strong().weight()).horizontalAdvance(self.text()) + 30
        width += painting.chip_width(self.keys) + 10 if self.keys else 0
        width += 28 if self.icon_name else 0
        return QSize(round(width), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = self._face(theme.palette())
        box = QRectF(self.rect())
        painting.frame(painter, box, face.fill, face.edge)
        if self.hasFocus():
            painting.focus_ring(painter, box.adjusted(2, 2, -2, -2) if self.rank == Rank.PRIMARY else box, 6)
            if self.rank == Rank.PRIMARY:
                painter.setPen(QColor(theme.palette().on_accent))
                painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 5, 5)
        self._paint_content(painter, box, face)
        painter.end()

    def _paint_content(self, painter: QPainter, box: QRectF, face: _Face) -> None:
        left = box.left() + (box.width() - self.sizeHint().width()) / 2 + 15
        if self.icon_name:
            icons.draw(painter, self.icon_name, face.text, round(left), round(box.center().y() - 9.5), 20)
            left += 28
        text_box = QRectF(left, 0, box.right() - left, box.height())
        left += painting.left_text(painter, text_box, self.text(), fonts.strong(), face.text) + 10
        if self.keys:
            painting.chip(
                painter, left, box.center().y(), self.keys.replace("+", " "), face.chip, self._chip_edge(face)
            )

    def _chip_edge(self, face: _Face) -> str:
        return face.chip if self.rank == Rank.PRIMARY and self.isEnabled() else theme.palette().edge

    def _face(self, colors: Palette) -> _Face:
        lit = self._hover or self.isDown()
        if not self.isEnabled():
            return _Face(colors.disabled, colors.disabled, colors.disabled_text, colors.disabled_text)
        if self.rank == Rank.PRIMARY:
            fill = colors.accent_strong if lit else colors.accent
            return _Face(fill, fill, colors.on_accent, colors.on_accent)
        text = colors.overdue.text if self.rank == Rank.DANGER else colors.ink
        fill = colors.accent_soft if lit else colors.surface
        if self.rank == Rank.QUIET:
            return _Face(fill, fill, text, colors.muted) if lit else _Face(_CLEAR, _CLEAR, text, colors.muted)
        edge = text if self.rank == Rank.DANGER and lit else colors.accent if lit else colors.edge
        return _Face(fill, edge, text, colors.muted)
