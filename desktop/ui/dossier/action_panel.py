"""An action's own small form, in the right column of the dossier page: fields, when it happened, record or leave."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.labeled import MomentField, TextArea
from desktop.ui.controls.layouts import Card, label
from desktop.ui.dossier.asked_fields import Asked, Situation, asked_fields, values_of
from desktop.wording import FORM

_SERIOUS = frozenset({"reject", "stop", "withdraw"})
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ActionPanel(Card):
    """`submitted` carries the fields and the moment (None: now); whoever records calls `refuse` or takes it away."""

    submitted = Signal(object, object)
    left = Signal()

    def __init__(self, situation: Situation, parent: QWidget | None = None) -> None:
        super().__init__(situation.action.label.removesuffix("…"), parent)
        self.action = situation.action
        self.fields: list[Asked] = asked_fields(situation)
        self.occurred = MomentField("Xảy ra lúc (sửa nếu việc đã xảy ra trước đó)", situation.now, field="occurred_at")
        self._fault = label("", "error")
        self._fault.setWordWrap(True)
        self._fault.hide()
        self._build()

    def _build(self) -> None:
        if self.action.form is not None:
            self.body.addWidget(label(f"Sau khi ghi sẽ in: {FORM[self.action.form]}", "small"))
        for field in self.fields:
            if field.mark is not None:
                self.body.addWidget(field.widget)
        self.body.addWidget(self.occurred)
        self.body.addWidget(self._fault)
        self.body.addLayout(self._build_buttons())
        self.setFocusProxy(self._first())

    def _build_buttons(self) -> QHBoxLayout:
        rank = Rank.DANGER if self.action.name in _SERIOUS else Rank.PRIMARY
        only_enter = not any(isinstance(field.widget, TextArea) for field in self.fields)
        self.ok = Button("Ghi và in" if self.action.form else "Ghi", rank, keys="Enter" if only_enter else "Ctrl+Enter")
        self.cancel = Button("Bỏ", keys="Esc")
        for button in (self.ok, self.cancel):
            button.setShortcut("")  # the panel reads its keys itself, so that Enter in the search box stays there
        self.ok.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.ok)
        return row

    def _first(self) -> QWidget:
        return next((field.widget for field in self.fields if field.mark is not None), self.occurred)

    def field(self, name: str) -> Any:
        """Return the widget of a field.

        Raises:
            StopIteration: the action does not ask for it.
        """
        return next(field.widget for field in self.fields if field.name == name)

    def submit(self) -> None:
        """Read the fields and hand them over; a field that cannot be read is marked."""
        self._clear()
        try:
            values = values_of(self.fields)
            at: datetime | None = self.occurred.value() if self.occurred.is_changed() else None
        except UserFacingError as error:
            self.refuse(error)
            return
        self.submitted.emit(values, at)

    def refuse(self, error: UserFacingError) -> None:
        """Show why it was not recorded, beside the field at fault or at the foot of the panel."""
        name = error.field.split(".")[0] if error.field != "occurred_at" else "occurred_at"
        name = {"applicant": "changes"}.get(name, name)
        if name == "occurred_at":
            self.occurred.set_error(error.message)
            self.occurred.setFocus()
            return
        field = next((field for field in self.fields if field.name == name and field.mark), None)
        if field is None or field.mark is None:
            self._fault.setText(error.message)
            self._fault.show()
            return
        field.mark.set_error(error.message)
        field.widget.setFocus()

    def fault(self) -> str:
        """Return the sentence at the foot of the panel."""
        return self._fault.text()

    def _clear(self) -> None:
        self._fault.setText("")
        self._fault.hide()
        self.occurred.clear_mark()
        for field in self.fields:
            if field.mark is not None:
                field.mark.clear_mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _ENTER and not event.isAutoRepeat():
            (self.left.emit if self.cancel.hasFocus() else self.submit)()
        else:
            super().keyPressEvent(event)
