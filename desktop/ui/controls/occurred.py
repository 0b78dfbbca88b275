"""When something happened, for what is written down later than it was done (thời điểm xảy ra, lý do ghi muộn).

when = OccurredField("Giao lúc", place.now)
place.do_many(codes, "hand-over", fields | when.fields(), when.at())
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.labeled import read_moment
from desktop.ui.refusals import spoken


class OccurredField(QWidget):
    """Empty means now. The reason is asked for only where the workplace wants one."""

    def __init__(self, title: str, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.moment = LabeledField(title, placeholder="Bây giờ; việc đã qua: 08:30 20/11")
        self.reason = LabeledField("Lý do ghi muộn")
        self.reason.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.moment)
        column.addWidget(self.reason)
        self.setFocusProxy(self.moment)
        for field in (self.moment, self.reason):
            field.edited.connect(lambda _text, edited=field: edited.clear_mark())

    def at(self) -> datetime | None:
        """Return the moment typed, None for now.

        Raises:
            UserFacingError: no such moment was typed.
        """
        text = self.moment.text()
        return read_moment(text, self._now().year, "occurred_at") if text else None

    def fields(self) -> dict[str, str]:
        """Return what goes into the command."""
        return {"late_reason": self.reason.text()} if self.reason.text() else {}

    def refuse(self, error: UserFacingError) -> bool:
        """Show a fault of time beside its field and go there; return whether it is one."""
        field = {"occurred_at": self.moment, "late_reason": self.reason}.get(error.field)
        if field is None:
            return False
        field.show()
        field.set_error(spoken(error))
        field.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def clear(self) -> None:
        """Back to now."""
        for field in (self.moment, self.reason):
            field.set_text("")
            field.clear_mark()
        self.reason.hide()
