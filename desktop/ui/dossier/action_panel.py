"""An action's own small form, in the right column of the dossier page: fields, when it happened, record or leave."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.errors import UserFacingError
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.labeled import MomentField
from desktop.ui.controls.layouts import Card, label
from desktop.ui.dossier.asked_fields import asked_fields
from desktop.ui.dossier.asking import Asked, Situation, values_of
from desktop.wording import FORM

_SERIOUS = frozenset({"reject", "stop", "withdraw", "merge"})
_LONG = frozenset({"reason", "text", "papers", "late_reason", "why_late"})
"""Fields of several lines, in which Enter begins a new one."""
_ONLY_NOW = frozenset({"correct", "settle", "explain"})
"""Acts about what was written: they happen when they are written."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ActionPanel(Card):
    """`submitted` carries the fields and the moment (None: now); whoever records calls `refuse` or takes it away.

    Fields that are `wide` are made here and stand elsewhere: `wide_fields`.
    """

    submitted = Signal(object, object)
    left = Signal()

    def __init__(self, situation: Situation, parent: QWidget | None = None) -> None:
        super().__init__(situation.action.label.removesuffix("…"), parent)
        self.action, self._now = situation.action, situation.now
        self.fields: list[Asked] = asked_fields(situation)
        self.occurred = MomentField("Xảy ra lúc", situation.now, field="occurred_at")
        self.occurred.title.setToolTip("Sửa nếu việc đã xảy ra trước đó")
        self.occurred.setHidden(self.action.name in _ONLY_NOW)
        self._fault = label("", "error")
        self._fault.setWordWrap(True)
        self._fault.hide()
        self._build()
        self._connect()
        self._arrange()

    def _build(self) -> None:
        *own, late_reason = [asked for asked in self.fields if not asked.wide]
        for asked in own:
            self.body.addWidget(asked.widget)
        self.body.addWidget(self.occurred)
        self.body.addWidget(late_reason.widget)
        self.body.addWidget(self._fault)
        self.body.addLayout(self._build_buttons())
        for words in self.findChildren(QLabel):
            words.setWordWrap(True)

    def _build_buttons(self) -> QHBoxLayout:
        rank = Rank.DANGER if self.action.name in _SERIOUS else Rank.PRIMARY
        self.ok = Button("Ghi và in" if self.action.form else "Ghi", rank, keys="Enter")
        self.cancel = Button("Bỏ", keys="Esc")
        for button in (self.ok, self.cancel):
            button.setShortcut("")  # the panel reads its keys itself, so that Enter in the search box stays there
        if self.action.form is not None:
            self.ok.setToolTip(f"Ghi rồi in {FORM[self.action.form]}")
            self.ok.setAccessibleDescription(self.ok.toolTip())
        self.ok.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.ok)
        return row

    def _connect(self) -> None:
        for asked in self.fields:
            edited = getattr(asked.widget, "edited", None)
            if edited is not None:
                edited.connect(self._arrange)
        self.occurred.line.textChanged.connect(self._arrange)

    def wide_fields(self) -> list[Asked]:
        """Return the fields that need the wide column."""
        return [asked for asked in self.fields if asked.wide]

    def _arrange(self, *_: object) -> None:
        """Show the fields that an act like this one needs."""
        at = self._at()
        for asked in self.fields:
            if not asked.wide:
                asked.widget.setVisible(asked.wanted(at))
        self.ok.keys = "Ctrl+Enter" if _LONG.intersection(self.shown()) else "Enter"
        self.ok.updateGeometry()
        self.setFocusProxy(self._first())

    def _at(self) -> datetime:
        """Return when it happened, as far as that can be read."""
        try:
            return self.occurred.value() if self.occurred.is_changed() else self._now
        except UserFacingError:
            return self._now

    def _shown(self) -> list[Asked]:
        at = self._at()
        return [asked for asked in self.fields if asked.wanted(at)]

    def _first(self) -> QWidget:
        return next((asked.widget for asked in self._shown()), self.occurred)

    def field(self, name: str) -> Any:
        """Return the widget of a field, shown or not.

        Raises:
            StopIteration: the action does not ask for it.
        """
        return next(asked.widget for asked in self.fields if asked.name == name)

    def shown(self) -> list[str]:
        """Return the names of the fields that are asked for now."""
        return [asked.name for asked in self._shown()]

    def submit(self) -> None:
        """Read the fields and hand them over; a field that cannot be read is marked."""
        self._clear()
        try:
            at: datetime | None = self.occurred.value() if self.occurred.is_changed() else None
            values = values_of(self.fields, at or self._now)
        except UserFacingError as error:
            self.refuse(error)
            return
        self.submitted.emit(values, at)

    def refuse(self, error: UserFacingError) -> None:
        """Show why it was not recorded, beside the field at fault or at the foot of the panel."""
        name = error.field.split(".")[0]
        if name == "occurred_at":
            self.occurred.set_error(error.message)
            self.occurred.setFocus()
            return
        asked = next((asked for asked in self._shown() if asked.name == _FIELD_OF.get(name, name)), None)
        if asked is None:
            self._fault.setText(error.message)
            self._fault.show()
            return
        asked.mark.set_error(error.message)
        asked.widget.setFocus()

    def fault(self) -> str:
        """Return the sentence at the foot of the panel."""
        return self._fault.text()

    def _clear(self) -> None:
        self._fault.setText("")
        self._fault.hide()
        self.occurred.clear_mark()
        for asked in self.fields:
            asked.mark.clear_mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _ENTER and not event.isAutoRepeat():
            (self.left.emit if self.cancel.hasFocus() else self.submit)()
        else:
            super().keyPressEvent(event)


_FIELD_OF = dict.fromkeys(("applicant", "due", "procedure", "variant", "variants", "calendar"), "changes")
"""Where a fault is shown whose field stands inside another one."""
