"""A card with a figure and a word that filters when pressed, and shows everything again when pressed once more.

card = FilterCard("Chờ duyệt", "soon", "tin")
card.show_count(6)
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.palette import tones

TALL, LOW = 62, 36


class FilterCard(QAbstractButton):
    """The card; `tone` as for pills, `unit` is what it counts, in words. `short` is shown where the window is small."""

    def __init__(self, title: str, tone: str, unit: str, short: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._short, self._tone, self._unit = title, short or title, tone, unit
        self._figure, self._low = "0", False
        self.setCheckable(True)
        self.setText(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show a figure."""
        self.show_figure(str(count), f"{count} {self._unit}")

    def show_figure(self, figure: str, spoken: str = "") -> None:
        """Show a figure as written; `spoken` is told on hover and to screen readers."""
        self._figure = figure
        self.setAccessibleName(f"{self._title}: {spoken or figure}")
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def figure(self) -> str:
        """Return the figure shown."""
        return self._figure

    def set_low(self, low: bool) -> None:
        """Use one line instead of two, in a small window."""
        self._low = low
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = self._short if self._low else self._title
        width = fonts.metrics(12).horizontalAdvance(words)
        figure = fonts.metrics(16, fonts.strong().weight()).horizontalAdvance(self._figure)
        return QSize(round(width + figure) + 26, LOW) if self._low else QSize(max(104, round(width) + 30), TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box, checked = theme.palette(), QRectF(self.rect()), self.isChecked()
        tone = tones(colors)[self._tone]
        fill = tone.soft if checked else colors.raised if self.underMouse() else colors.surface
        painting.frame(painter, box, fill, f"#66{tone.bar[1:]}" if checked else colors.line, 10)
        if checked:
            painter.setPen(QPen(QColor(tone.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 9, 9)
        if checked and not self._low:
            icons.draw(painter, "dismiss_20_regular", tone.text, box.right() - 24, 10, 14)
        if self.hasFocus():
            painting.focus_ring(painter, box, 9)
        figure = tone.text if self._figure not in {"0", "–"} else colors.muted
        self._paint_words(painter, box, figure, tone.text if checked else colors.muted)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRectF, figure: str, label: str) -> None:
        if self._low:
            place = box.adjusted(10, 0, -6, 0)
            width = painting.left_text(painter, place, self._figure, fonts.strong(16), figure)
            painting.left_text(painter, place.adjusted(width + 6, 0, 0, 0), self._short, fonts.font(12), label)
            return
        upper = QRectF(box.left() + 14, 7, box.width() - 24, 28)
        painting.left_text(painter, upper, self._figure, fonts.strong(20), figure)
        painting.left_text(
            painter, QRectF(box.left() + 14, 34, box.width() - 24, 20), self._title, fonts.font(12), label
        )
