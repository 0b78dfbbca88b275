"""A line of text that gives way: it is cut with "…" where the window is narrow, and said whole in its tool-tip."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import fonts, theme
from desktop.ui.controls import painting

LEAST = 90


class ElidedTitle(QWidget):
    """The heading of a page (18 px, weight 600)."""

    SIZE = 18

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show a text."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def sizeHint(self) -> QSize:
        face = fonts.strong(self.SIZE)
        return QSize(round(fonts.metrics(self.SIZE, face.weight()).horizontalAdvance(self._text)) + 3, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(LEAST, self.sizeHint().width()), 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painting.left_text(painter, QRectF(self.rect()), self._text, fonts.strong(self.SIZE), theme.palette().ink)
        painter.end()
