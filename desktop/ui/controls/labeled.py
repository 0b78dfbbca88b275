"""Fields other than a line of text, each with its label above and its fault below.

reason = TextArea("Lý do")
cause = Choices("Nguyên nhân chậm", [("objective", "khách quan"), ("subjective", "chủ quan")])
where = PickOrType("Nơi nhận", [("H14.12", "Chi nhánh VPĐKĐĐ")])
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import UserFacingError
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
        row.setSpacing(12)
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


class _DateLine(QLineEdit):
    """Arrow up and down move the date by a day, as long as it can be read."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class DayField(Labeled):
    """A calendar day, typed: "25/11/2026", or "25/11" for this year."""

    def __init__(
        self, title: str, day: date, *, field: str = "", hint: str = "", parent: QWidget | None = None
    ) -> None:
        self.line = _DateLine()
        super().__init__(title, self.line, hint, parent)
        self._field, self._year = field, day.year
        self.set_value(day)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.stepped.connect(lambda days: self.set_value(self.value() + timedelta(days=days)))

    def value(self) -> date:
        """Return the day.

        Raises:
            UserFacingError: no such day was typed.
        """
        return read_day(self.line.text(), self._year, self._field)

    def set_value(self, day: date) -> None:
        """Show a day."""
        self.line.setText(f"{day:%d/%m/%Y}")


class MomentField(Labeled):
    """Time and day, typed: "09:42 23/11/2026"; the year may be left out."""

    def __init__(
        self, title: str, moment: datetime, *, field: str = "", hint: str = "", parent: QWidget | None = None
    ) -> None:
        self.line = _DateLine()
        super().__init__(title, self.line, hint, parent)
        self._field, self._year = field, moment.year
        self.set_value(moment)
        self._first = self.line.text()
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.stepped.connect(lambda days: self.set_value(self.value() + timedelta(days=days)))

    def value(self) -> datetime:
        """Return the moment, local wall-clock.

        Raises:
            UserFacingError: no such moment was typed.
        """
        return read_moment(self.line.text(), self._year, self._field)

    def set_value(self, moment: datetime) -> None:
        """Show a moment."""
        self.line.setText(f"{moment:%H:%M} {moment:%d/%m/%Y}")

    def is_changed(self) -> bool:
        """Return whether the officer chose another moment than the one offered."""
        return self.line.text() != self._first


def read_day(text: str, year: int, field: str = "") -> date:
    """Return the day written as day/month or day/month/year; `year` stands in for a missing one.

    Raises:
        UserFacingError: no such day; `field` names the input.
    """
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?", text.strip())
    try:
        if found:
            return date(int(found[3] or year), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise UserFacingError(f"Ngày “{text.strip()}” không đúng. Hãy nhập dạng 25/11/2026.", field=field)


def read_moment(text: str, year: int, field: str = "") -> datetime:
    """Return the moment written as "09:42 23/11/2026"; see `read_day`."""
    found = re.fullmatch(r"(\d{1,2})[:hg](\d{2})[\s,]+(\S+)", text.strip())
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return datetime.combine(read_day(found[3], year, field), time(int(found[1]), int(found[2])))
    raise UserFacingError(f"Thời điểm “{text.strip()}” không đúng. Hãy nhập dạng 09:42 23/11/2026.", field=field)
