"""Frames that hold a page together: card, section title, hairline, scrolling page.

card = Card("Người nộp")
card.body.addWidget(LabeledField("Họ và tên"))
page = ScrollPage(); page.body.addWidget(card)
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.ui import theme

MARGIN = 20
GAP = 12


def label(text: str, role: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label; `role` is one of title, section, strong, muted, small, error, figure, or empty for body text."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


class SectionTitle(QLabel):
    """The heading of a card or a part of a page (14 px, weight 600)."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "section")


class Line(QFrame):
    """A hairline between rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "line")


class Card(QFrame):
    """A white frame with a 1-pixel line and a 10-pixel radius; put things into `body`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 14)
        self.body.setSpacing(8)
        if title:
            self.setAccessibleName(title)
            self.body.addWidget(SectionTitle(title))


class ScrollPage(QScrollArea):
    """A page that scrolls up and down when the window is low; put cards into `body`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(MARGIN, 16, MARGIN, 16)
        self.body.setSpacing(GAP)
        self.setWidget(content)


class _Corners(QWidget):
    """Paints the page's ground over square corners, and the frame's line."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box = theme.palette(), QRectF(self.rect())
        inside = QPainterPath()
        inside.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        outside = QPainterPath()
        outside.addRect(box)
        painter.fillPath(outside.subtracted(inside), QColor(colors.page))
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.drawPath(inside)
        painter.end()


class RoundedFrame(QWidget):
    """A card around one list or table that fills it to the edge; it rounds what the list paints into its corners."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        self.setFocusProxy(content)
        self._corners = _Corners(self)
        self._corners.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._corners.setGeometry(self.rect())
        self._corners.raise_()
