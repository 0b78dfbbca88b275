"""Fields other than a line of text, each with its label above and its fault below.

reason = TextArea("Lý do")
cause = Choices("Nguyên nhân chậm", [("objective", "khách quan"), ("subjective", "chủ quan")])
where = PickOrType("Nơi nhận", [("H14.12", "Chi nhánh VPĐKĐĐ")])
"""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons, theme
from desktop.ui.controls.layouts import label

Pairs = Sequence[tuple[str, str]]
"""Values with the words shown for them."""


class Labeled(QWidget):
    """A label, something to fill in, and a line for the fault or a hint."""

    edited = Signal()

    def __init__(self, title: str, inner: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inner = inner
        inner.setAccessibleName(title)
        self.setFocusProxy(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.title = label(title, "muted")
        self.title.setBuddy(inner)
        column.addWidget(self.title)
        column.addWidget(inner)
        self._hint = hint
        self._build_note(column)

    def _build_note(self, column: QVBoxLayout) -> None:
        self._note = QWidget()
        row = QHBoxLayout(self._note)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._mark = QLabel()
        self._text = label("", "small")
        self._text.setWordWrap(True)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        column.addWidget(self._note)
        self.clear_mark()

    def set_error(self, message: str) -> None:
        """Show a Vietnamese sentence under the field that says what to do."""
        color = theme.palette().overdue.text
        self._mark.setPixmap(icons.icon("error_circle_20_regular", color, 16).pixmap(16))
        self._mark.show()
        self._say(message, "error")

    def clear_mark(self) -> None:
        """Take the fault away; the hint comes back."""
        self._mark.hide()
        self._say(self._hint, "small")

    def _say(self, words: str, role: str) -> None:
        self._text.setProperty("role", role)
        self._text.style().polish(self._text)
        self._text.setText(words)
        self._note.setVisible(bool(words))
        self.inner.setAccessibleDescription(words)

    def error(self) -> str:
        """Return the fault shown, or an empty text."""
        return self._text.text() if self._text.property("role") == "error" else ""


class _Area(QPlainTextEdit):
    """Tab moves on; Ctrl+Enter is left to the form."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enters and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)


class TextArea(Labeled):
    """Several lines of text."""

    def __init__(self, title: str, lines: int = 3, hint: str = "", parent: QWidget | None = None) -> None:
        self.area = _Area()
        super().__init__(title, self.area, hint, parent)
        self.area.setFixedHeight(self.area.fontMetrics().lineSpacing() * lines + 22)
        self.area.textChanged.connect(self.edited)

    def text(self) -> str:
        """Return the text without blanks at the ends."""
        return self.area.toPlainText().strip()

    def lines(self) -> list[str]:
        """Return the lines that say something."""
        return [line.strip() for line in self.area.toPlainText().splitlines() if line.strip()]

    def set_text(self, text: str) -> None:
        """Fill the field."""
        self.area.setPlainText(text)


class PickOrType(Labeled):
    """A drop-down; with `typed` an unknown value may be written as well."""

    def __init__(
        self, title: str, choices: Pairs, *, typed: bool = False, hint: str = "", parent: QWidget | None = None
    ) -> None:
        self.box = QComboBox()
        self.box.setItemDelegate(QStyledItemDelegate(self.box))
        super().__init__(title, self.box, hint, parent)
        for value, words in choices:
            self.box.addItem(words, value)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(10)
        if typed:
            self.box.setEditable(True)
            self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            self.box.setCurrentIndex(0 if choices else -1)
        self.box.currentTextChanged.connect(lambda _text: self.edited.emit())

    def value(self) -> str:
        """Return the value picked, or what was typed."""
        text = self.box.currentText().strip()
        at = self.box.findText(text)
        return str(self.box.itemData(at)) if at >= 0 else text

    def choose(self, value: str) -> None:
        """Pick a value, or write it where it may be typed."""
        at = self.box.findData(value)
        if at >= 0:
            self.box.setCurrentIndex(at)
        elif self.box.isEditable():
            self.box.setEditText(value)


class Choices(Labeled):
    """Two or three choices side by side, none made at first unless `value` says so."""

    def __init__(self, title: str, choices: Pairs, value: str = "", parent: QWidget | None = None) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        self._group = QButtonGroup(holder)
        self.buttons: dict[str, QRadioButton] = {}
        for each, words in choices:
            button = QRadioButton(words)
            self._group.addButton(button)
            self.buttons[each] = button
            row.addWidget(button)
        row.addStretch(1)
        super().__init__(title, holder, "", parent)
        holder.setFocusProxy(next(iter(self.buttons.values())))
        if value:
            self.buttons[value].setChecked(True)
        self._group.buttonClicked.connect(lambda _button: self.edited.emit())

    def value(self) -> str:
        """Return the choice made, empty for none."""
        return next((value for value, button in self.buttons.items() if button.isChecked()), "")


class DayField(Labeled):
    """A calendar day."""

    def __init__(self, title: str, day: date, hint: str = "", parent: QWidget | None = None) -> None:
        self.edit = QDateEdit(QDate(day.year, day.month, day.day))
        self.edit.setDisplayFormat("dd/MM/yyyy")
        super().__init__(title, self.edit, hint, parent)
        self.edit.dateChanged.connect(lambda _day: self.edited.emit())

    def value(self) -> date:
        """Return the day."""
        shown = self.edit.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_value(self, day: date) -> None:
        """Show a day."""
        self.edit.setDate(QDate(day.year, day.month, day.day))


class MomentField(Labeled):
    """Day and time of day, to the minute."""

    def __init__(self, title: str, moment: datetime, hint: str = "", parent: QWidget | None = None) -> None:
        self._first = moment.replace(second=0, microsecond=0)
        self.edit = QDateTimeEdit(_qt(self._first))
        self.edit.setDisplayFormat("HH:mm  dd/MM/yyyy")
        super().__init__(title, self.edit, hint, parent)
        self.edit.dateTimeChanged.connect(lambda _moment: self.edited.emit())

    def value(self) -> datetime:
        """Return the moment, local wall-clock."""
        day, time = self.edit.date(), self.edit.time()
        return datetime(day.year(), day.month(), day.day(), time.hour(), time.minute())

    def set_value(self, moment: datetime) -> None:
        """Show a moment."""
        self.edit.setDateTime(_qt(moment))

    def is_changed(self) -> bool:
        """Return whether the officer chose another moment than the one offered."""
        return self.value() != self._first


def _qt(moment: datetime) -> QDateTime:
    return QDateTime(QDate(moment.year, moment.month, moment.day), QTime(moment.hour, moment.minute))
