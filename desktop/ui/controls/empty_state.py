"""What an empty page says: what is missing and what to do first.

EmptyState("timer_48_regular", "Chưa có hồ sơ", "Nhấn Ctrl+2 để tiếp nhận hồ sơ đầu tiên.")
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui import icons, theme
from desktop.ui.controls.layouts import label

ICON = 48


class EmptyState(QWidget):
    """An icon, a sentence in weight 600 and one that says what to do, in the middle of the room there is."""

    def __init__(self, icon_name: str, title: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(2)
        column.addSpacing(ICON + 12)
        self.title = label("", "section")
        self.hint = label("", "muted")
        for line in (self.title, self.hint):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addStretch(3)
        self.say(title, hint)

    def say(self, title: str, hint: str) -> None:
        """Change both sentences."""
        self.title.setText(title)
        self.hint.setText(hint)
        self.setAccessibleName(f"{title} {hint}")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        left = (self.width() - ICON) / 2
        icons.draw(painter, self._icon_name, theme.palette().faint, round(left), self.title.y() - ICON - 12, ICON)
        painter.end()
