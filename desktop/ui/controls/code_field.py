"""Where a code is scanned or typed; a scanner may also begin anywhere else on the page.

field = CodeField("Mã trên giấy hẹn", "Quét giấy hẹn, hoặc gõ mã rồi nhấn Enter")
field.entered.connect(self._look_up)
scanner = ScannerFilter(page, undo_typing)
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.ui import icons, theme


class CodeField(QLineEdit):
    """The field; `entered` carries what was typed when Enter is pressed, and the field is empty again."""

    entered = Signal(str)

    def __init__(self, name: str, prompt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription(prompt)
        self.setPlaceholderText(prompt)
        self.setTextMargins(30, 0, 0, 0)
        self.returnPressed.connect(self._enter)

    def _enter(self) -> None:
        text = self.text().strip()
        self.clear()
        if text:
            self.entered.emit(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        colors = theme.palette()
        color = colors.accent if self.hasFocus() else colors.muted
        icons.draw(painter, "qr_code_20_regular", color, 12, round(self.height() / 2 - 10), 20)
        painter.end()


def undo_typing() -> Callable[[], None]:
    """Return what takes back the keys a scanner is about to type into the field that has the keyboard."""
    focus = QApplication.focusWidget()
    if not isinstance(focus, QLineEdit):
        return lambda: None
    field, before = focus, focus.text()

    def undo() -> None:
        field.setText(before)
        field.textEdited.emit(before)

    return undo
