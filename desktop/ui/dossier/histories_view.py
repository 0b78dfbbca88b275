"""Two histories side by side, who wrote what and when, of which a person chooses the one that counts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from desktop.deadlines import to_local
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.errors import UserFacingError
from desktop.handling.journal_words import journal_line
from desktop.ui.controls.layouts import Card, Line, label
from desktop.ui.dossier.asking import Asked, Situation
from desktop.ui.dossier.histories import History, histories
from desktop.ui.dossier.writers import Writers, writers

PROMPT = "Hai nơi đã cùng ghi hồ sơ này khi chưa thấy nhau. Hãy đối chiếu giấy tờ rồi chọn nhật ký đúng."
SET_ASIDE = "Các mục của nhật ký không được chọn vẫn lưu trong sổ nhưng không còn tính."


def keep_field(situation: Situation) -> Asked:
    """Return the field that chooses between the histories of a disputed dossier."""
    place = situation.place
    names = writers(situation.view.entries, place.office, place.store.desk_id)
    field = HistoriesField(histories(situation.view.entries), situation.dossier, names)
    return Asked("keep", field, field, field.value, wide=True)


class HistoriesField(Card):
    """A column for each history, a button on top of each."""

    edited = Signal()

    def __init__(self, found: tuple[History, ...], dossier: Dossier, names: Writers) -> None:
        super().__init__("Chọn nhật ký đúng")
        self.buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._fault = label("", "error")
        self._fault.setWordWrap(True)
        self._fault.hide()
        for words in (PROMPT, SET_ASIDE):
            line = label(words, "muted" if words is PROMPT else "small")
            line.setWordWrap(True)
            self.body.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(12)
        for number, history in enumerate(found, start=1):
            row.addWidget(self._column(number, history, dossier, names), 1)
        self.body.addLayout(row)
        self.body.addWidget(self._fault)
        self._group.buttonClicked.connect(lambda _button: self.edited.emit())
        if self.buttons:
            self.setFocusProxy(next(iter(self.buttons.values())))

    def _column(self, number: int, history: History, dossier: Dossier, names: Writers) -> QWidget:
        made = Card()
        made.body.setSpacing(4)
        button = QRadioButton(f"Nhật ký {number}")
        button.setAccessibleName(" · ".join(part for part in (button.text(), history.desk) if part))
        spoken = "; ".join(" ".join(journal_line(entry, dossier)) for entry in history.acts)
        button.setAccessibleDescription(spoken)
        self._group.addButton(button)
        self.buttons[history.keep] = button
        made.body.addWidget(button)
        if history.desk:
            where = label(history.desk, "strong")
            where.setWordWrap(True)
            made.body.addWidget(where)
        for entry in history.acts:
            made.body.addWidget(Line())
            made.body.addWidget(_act(entry, dossier, names))
        made.body.addStretch(1)
        return made

    def value(self) -> str:
        """Return the id of the history chosen.

        Raises:
            UserFacingError: none was.
        """
        chosen = next((keep for keep, button in self.buttons.items() if button.isChecked()), "")
        if not chosen:
            raise UserFacingError("Chưa chọn nhật ký nào. Hãy chọn nhật ký đúng với giấy tờ.", field="keep")
        return chosen

    def set_error(self, message: str) -> None:
        """Show a sentence under the columns."""
        self._fault.setText(message)
        self._fault.show()

    def clear_mark(self) -> None:
        """Take the sentence away."""
        self._fault.setText("")
        self._fault.hide()

    def error(self) -> str:
        """Return the sentence, or an empty text."""
        return self._fault.text()


def _act(entry: Entry, dossier: Dossier, names: Writers) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 3, 0, 3)
    column.setSpacing(1)
    at, recorded = to_local(entry.occurred_at), to_local(entry.recorded_at)
    bold, rest = journal_line(entry, dossier)
    who = names.of(entry)
    typed = f" · ghi lúc {recorded:%H:%M %d/%m}" if recorded.replace(second=0) != at.replace(second=0) else ""
    for words, role in ((f"{at:%H:%M %d/%m/%Y} · {who}{typed}", "small"), (bold, "strong"), (rest, "")):
        if words:
            line: QLabel = label(words, role)
            line.setWordWrap(True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            column.addWidget(line)
    return made
