"""A text field with its label above and its fault below, so that an error always stands beside its cause.

phone = LabeledField("Điện thoại nhận tin nhắn", placeholder="09xx xxx xxx")
phone.edited.connect(self._check_phone)
phone.set_error("Số điện thoại phải có 10 chữ số. Vui lòng kiểm tra lại.")
phone.set_ok()
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.ui import icons, theme
from desktop.ui.controls.layouts import label


class LabeledField(QWidget):
    """Label, field, and a line for the fault, which takes no room while there is none."""

    edited = Signal(str)
    """The officer changed the text."""
    entered = Signal(str)
    """The officer pressed Enter in the field."""

    def __init__(self, title: str, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(title)
        self.setFocusProxy(self.line)
        self._mark = QAction(self)
        self._build(title)
        self.line.textEdited.connect(self.edited)
        self.line.returnPressed.connect(lambda: self.entered.emit(self.line.text()))

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.title = label(title, "muted")
        self.title.setBuddy(self.line)
        column.addWidget(self.title)
        column.addWidget(self.line)
        column.addWidget(self._build_fault())
        column.addStretch(1)

    def _build_fault(self) -> QWidget:
        self._fault = QWidget()
        row = QHBoxLayout(self._fault)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._fault_mark = QLabel()
        self._fault_text = label("", "error")
        self._fault_text.setWordWrap(True)
        row.addWidget(self._fault_mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._fault_text, 1)
        self._fault.hide()
        return self._fault

    def text(self) -> str:
        """Return what stands in the field, without blanks at the ends."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Fill the field; no `edited` signal."""
        self.line.setText(text)

    def set_error(self, message: str) -> None:
        """Show a Vietnamese sentence under the field that says what to do."""
        color = theme.palette().overdue.text
        self._fault_mark.setPixmap(icons.icon("error_circle_20_regular", color, 16).pixmap(16))
        self._fault_text.setText(message)
        self._fault.show()
        self._show_state("error", message)
        self.line.removeAction(self._mark)

    def set_ok(self) -> None:
        """Show a tick inside the field: checked and good."""
        self.clear_mark()
        self._mark.setIcon(icons.icon("checkmark_circle_20_filled", theme.palette().in_time.text, 20))
        self._mark.setToolTip("Đã kiểm tra, hợp lệ")
        self.line.addAction(self._mark, QLineEdit.ActionPosition.TrailingPosition)
        self._show_state("ok", "Đã kiểm tra, hợp lệ")

    def clear_mark(self) -> None:
        """Take fault and tick away."""
        self._fault.hide()
        self._fault_text.clear()
        self.line.removeAction(self._mark)
        self._show_state("", "")

    def error(self) -> str:
        """Return the fault shown, or an empty text."""
        return self._fault_text.text()

    def _show_state(self, state: str, description: str) -> None:
        self.line.setAccessibleDescription(description)
        self.line.setProperty("state", state)
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
