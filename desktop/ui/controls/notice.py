"""A quiet line with an icon, a sentence and what can be done about it; it stands in the page, where it belongs.

notice = Notice()
notice.say("Khôi phục phiếu đang làm lúc 09:41?", "proposal", ("Khôi phục", self._restore), ("Bỏ", self._forget))
"""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui import icons, theme
from desktop.ui.controls import painting
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.layouts import label
from desktop.ui.palette import tones

ICONS = {"in_time": "checkmark_circle_20_filled", "proposal": "info_20_filled", "overdue": "error_circle_20_filled"}

Action = tuple[str, Callable[[], None]]


class Notice(QWidget):
    """The line; hidden until something is said. Pressing one of its buttons hides it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = "proposal"
        self.buttons: list[Button] = []
        self.text = label("")
        self.text.setWordWrap(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(40, 4, 8, 4)
        self._row.setSpacing(8)
        self._row.addWidget(self.text, 1)
        self.setMinimumHeight(42)
        self.hide()

    def say(self, sentence: str, tone: str = "proposal", *actions: Action) -> None:
        """Show a sentence; `tone` as for pills."""
        self._tone = tone
        self.text.setText(sentence)
        self.text.setStyleSheet(f"color: {tones(theme.palette())[tone].text}; font-weight: 500;")
        self.setAccessibleName(sentence)
        for old in self.buttons:
            self._row.removeWidget(old)
            old.deleteLater()
        self.buttons = [self._button(words, act) for words, act in actions]
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _button(self, words: str, act: Callable[[], None]) -> Button:
        button = Button(words, Rank.SECONDARY, parent=self)
        button.clicked.connect(self.hide)
        button.clicked.connect(lambda: act())
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone, box = tones(theme.palette())[self._tone], QRectF(self.rect())
        painting.frame(painter, box, tone.soft, f"#60{tone.bar[1:]}")
        icons.draw(painter, ICONS.get(self._tone, "warning_20_filled"), tone.text, 12, round(box.center().y() - 10), 20)
        painter.end()
