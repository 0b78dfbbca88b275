"""The bar at the foot of both sides: what will be recorded, or why not yet, and the keys that record it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.controls.buttons import Button
from desktop.ui.controls.layouts import Card
from desktop.ui.intake.outcome_bar import Tidings

INFO, GOOD, WARN = (
    ("info_20_regular", "neutral"),
    ("checkmark_circle_20_filled", "in_time"),
    ("warning_20_regular", "today"),
)
"""Icon and tone of a sentence."""


class CustodyBar(Card):
    """A sentence and its buttons, the main one last."""

    def __init__(self, name: str, buttons: Sequence[Button], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(name)
        self._tidings = Tidings()
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._tidings, 1)
        for button in buttons:
            row.addWidget(button)
        self.body.setContentsMargins(15, 10, 14, 10)
        self.body.addLayout(row)

    def say(self, words: str, kind: tuple[str, str] = INFO) -> None:
        """Say how things stand."""
        self._tidings.say(words, *kind)

    def words(self) -> str:
        """Return the sentence shown."""
        return self._tidings.text.text()
