"""Two or three short words side by side, of which at most one holds; left and right arrows move, Space takes it back.

sex = Segments("Giới tính", ("Nam", "Nữ"))
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import fonts, theme
from desktop.ui.controls import painting

HEIGHT = 36


class Segments(QWidget):
    """The choice; `picked` carries the word, empty when nothing holds any more."""

    picked = Signal(str)

    def __init__(self, name: str, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = tuple(words)
        self._name = name
        self._value = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.choose("")

    def words(self) -> tuple[str, ...]:
        """Return the words offered."""
        return self._words

    def offer(self, words: Sequence[str]) -> None:
        """Offer other words; the one that holds stays while it is among them."""
        self._words = tuple(words)
        self.choose(self._value)
        self.updateGeometry()

    def value(self) -> str:
        """Return the word that holds, or an empty text."""
        return self._value

    def choose(self, value: str) -> None:
        """Show a word as chosen, none for an unknown one; tells nothing."""
        self._value = value if value in self._words else ""
        self.setAccessibleName(f"{self._name}: {self._value or 'chưa chọn'}")
        self.update()

    def _pick(self, value: str) -> None:
        self.choose(value)
        self.picked.emit(self._value)

    def _widths(self) -> list[float]:
        return [fonts.metrics(fonts.BODY_PX, fonts.strong().weight()).horizontalAdvance(w) + 22 for w in self._words]

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._widths())) + 4, HEIGHT)

    def _boxes(self) -> list[QRectF]:
        left, boxes = 2.0, []
        for width in self._widths():
            boxes.append(QRectF(left, 2, width, HEIGHT - 4))
            left += width
        return boxes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self._words.index(self._value) if self._value else -1
        steps = {Qt.Key.Key_Right: at + 1, Qt.Key.Key_Left: max(at, 1) - 1}
        place = steps.get(Qt.Key(event.key()))
        if place is not None:
            self._pick(self._words[min(place, len(self._words) - 1)])
        elif event.key() == Qt.Key.Key_Space:
            self._pick("" if self._value else self._words[0])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for word, box in zip(self._words, self._boxes(), strict=True):
            if box.contains(event.position()):
                self._pick("" if word == self._value else word)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme.palette()
        painting.frame(painter, QRectF(self.rect()), colors.surface, colors.edge)
        for word, box in zip(self._words, self._boxes(), strict=True):
            self._paint_word(painter, word, box)
        if self.hasFocus():
            painting.focus_ring(painter, QRectF(self.rect()))
        painter.end()

    def _paint_word(self, painter: QPainter, word: str, box: QRectF) -> None:
        colors, chosen = theme.palette(), word == self._value
        if chosen:
            painter.setPen(QPen(QColor(colors.accent), 1))
            painter.setBrush(QColor(colors.accent_soft))
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
        painter.setFont(fonts.strong() if chosen else fonts.font())
        painter.setPen(QColor(colors.accent if chosen else colors.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
