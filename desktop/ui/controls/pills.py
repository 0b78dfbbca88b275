"""Pills: a word in a coloured round frame; the colour repeats what the word says.

Pill("dự kiến", "soon")
"""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import theme
from desktop.ui.controls import painting
from desktop.ui.palette import tones


class Pill(QWidget):
    """A small label; `tone` is one of overdue, today, soon, in_time, stopped, neutral, proposal."""

    def __init__(self, text: str, tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_text(text, tone)

    def show_text(self, text: str, tone: str) -> None:
        """Change words and colour together."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the words shown."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(round(painting.pill_width(self._text) + 1), round(painting.PILL_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.pill(painter, 0, self.height() / 2, self._text, tones(theme.palette())[self._tone])
        painter.end()
