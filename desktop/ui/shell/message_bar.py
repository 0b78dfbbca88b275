"""Messages inside the window, above the page: said in place, read aloud, gone by themselves when all is well.

window.messages.tell("Đã ghi: hồ sơ H14.12.3-261116-0011 đã chuyển VPĐKĐĐ.", Tidings.GOOD)
window.messages.tell("Chưa in được phiếu. Kiểm tra máy in rồi bấm In lại.", Tidings.FAULT, "In lại", self._reprint)
"""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from desktop.ui import icons, theme
from desktop.ui.controls import painting
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.layouts import label
from desktop.ui.palette import Tone, tones

GOOD_NEWS_MS = 8_000


class Tidings(StrEnum):
    """What kind of message it is; each has its own icon and colour."""

    GOOD = "good"
    NOTE = "note"
    WARNING = "warning"
    FAULT = "fault"


_LOOKS = {
    Tidings.GOOD: ("checkmark_circle_20_filled", "in_time"),
    Tidings.NOTE: ("info_20_filled", "proposal"),
    Tidings.WARNING: ("warning_20_filled", "today"),
    Tidings.FAULT: ("error_circle_20_filled", "overdue"),
}


class MessageBar(QWidget):
    """One message at a time; a fault stays until it is closed or followed by another message."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = Tidings.NOTE
        self._act: Callable[[], None] | None = None
        self._fade = QTimer(self, singleShot=True, interval=GOOD_NEWS_MS)
        self._fade.timeout.connect(self.hide)
        self.text: QLabel = label("")
        self.text.setWordWrap(True)
        self.action = Button("", Rank.SECONDARY)
        self.action.clicked.connect(self._run_action)
        self._close = QToolButton(self)
        self._close.setAccessibleName("Đóng thông báo")
        self._close.setToolTip("Đóng thông báo")
        self._close.setAutoRaise(True)
        self._close.clicked.connect(self.hide)
        self._build()
        self.hide()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(60, 14, 30, 0)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)

    def tell(
        self, text: str, kind: Tidings = Tidings.NOTE, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Show a sentence, with a button when `action` names one; good news leaves after eight seconds."""
        self.kind, self._act = kind, act
        self.text.setText(text)
        self.text.setStyleSheet(f"color: {self._tone().text}; font-weight: 500;")
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._close.setIcon(icons.icon("dismiss_20_regular", self._tone().text, 20))
        self.setAccessibleName(text)
        self.setMinimumHeight(58 if action else 54)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        if kind == Tidings.GOOD and not action:
            self._fade.start()
        else:
            self._fade.stop()

    def _run_action(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def _tone(self) -> Tone:
        return tones(theme.palette())[_LOOKS[self.kind][1]]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = self._tone()
        box = QRectF(self.rect()).adjusted(20, 14, -20, 0)
        painting.frame(painter, box, tone.soft, f"#80{tone.bar[1:]}")
        icons.draw(painter, _LOOKS[self.kind][0], tone.text, 32, round(box.center().y() - 10), 20)
        painter.end()
