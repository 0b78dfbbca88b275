"""A dossier's status in its header: icon and words in a round frame, larger than a pill.

StatusMark("Đang dừng · chờ nghĩa vụ tài chính", "stopped", "pause_20_regular")
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import fonts, icons, theme
from desktop.ui.palette import tones

HEIGHT = 26
_MEDIUM = QFont.Weight.Medium


class StatusMark(QWidget):
    """The mark; `tone` as for `Pill`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text = self._icon = ""
        self._tone = "neutral"

    def show_status(self, text: str, tone: str, icon_name: str = "") -> None:
        """Change words, colour and icon together."""
        self._text, self._tone, self._icon = text, tone, icon_name
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the words shown."""
        return self._text

    def sizeHint(self) -> QSize:
        width = fonts.metrics(fonts.BODY_PX, _MEDIUM).horizontalAdvance(self._text)
        return QSize(round(width) + 20 + (22 if self._icon else 0), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone, box = tones(theme.palette())[self._tone], QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.soft))
        painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
        left = 10.0
        if self._icon:
            icons.draw(painter, self._icon, tone.text, left - 1, round(box.center().y() - 8), 16)
            left += 20
        painter.setFont(fonts.font(fonts.BODY_PX, _MEDIUM))
        painter.setPen(QColor(tone.text))
        painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()
