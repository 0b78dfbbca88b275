"""One of the two sides of the hand-over page: a word, a count and the key that turns to it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.palette import tones

HEIGHT = 36


class ModeTab(QAbstractButton):
    """Painted like the choice it is: filled when chosen."""

    def __init__(self, text: str, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys, self._count = keys, 0
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        QShortcut(QKeySequence(keys), self).activated.connect(self.click)  # at once: a scan may follow
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"Phím tắt {keys}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        """Show how many dossiers wait there; none shows nothing."""
        self._count = count
        self.setAccessibleName(f"{self.text()}: {count} hồ sơ" if count else self.text())
        self.updateGeometry()
        self.update()

    def _words_width(self) -> float:
        return fonts.metrics(fonts.BODY_PX, fonts.strong().weight()).horizontalAdvance(self.text())

    def sizeHint(self) -> QSize:
        pill = painting.pill_width(str(self._count)) + 8 if self._count else 0
        return QSize(round(self._words_width() + pill + painting.chip_width(self._keys)) + 38, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box, chosen = theme.palette(), QRectF(self.rect()), self.isChecked()
        fill = colors.accent_soft if chosen or self.underMouse() else colors.surface
        painting.frame(painter, box, fill, colors.accent if chosen else colors.edge)
        if self.hasFocus():
            painting.focus_ring(painter, box)
        left, middle = 14.0, box.center().y()
        face = fonts.strong() if chosen else fonts.font()
        words = QRectF(left, 0, self._words_width() + 2, box.height())
        painting.left_text(painter, words, self.text(), face, colors.accent if chosen else colors.ink)
        left += self._words_width() + 10
        if self._count:
            left += painting.pill(painter, left, middle, str(self._count), tones(colors)["neutral"]) + 8
        painting.chip(painter, left, middle, self._keys, colors.muted, QColor(colors.edge).name())
        painter.end()
