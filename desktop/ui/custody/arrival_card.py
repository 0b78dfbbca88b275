"""A paper of which we know nothing yet: written down from its receipt, so that it does not lie here unseen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.dossiers.bodies import Applicant
from desktop.errors import UserFacingError
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.fitted import FittedScroll
from desktop.ui.controls.layouts import Card, label
from desktop.ui.refusals import spoken

WHY = (
    "Chưa gói dữ liệu nào nói về hồ sơ này. Hãy chép tên và thủ tục từ giấy hẹn: hồ sơ được ghi là đã đến, và tự nối "
    "khi dữ liệu đến sau."
)


class ArrivalCard(Card):
    """`given` when the officer wants it written down, `left` when not."""

    given = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Giấy đến trước dữ liệu", parent)
        self.code = label("", "strong")
        why = label(WHY, "small")
        why.setWordWrap(True)
        self.name = LabeledField("Họ và tên người nộp")
        self.procedure = LabeledField("Thủ tục (theo giấy hẹn)")
        self.remark = LabeledField("Ghi chú (nếu có)")
        self.go = Button("Ghi đã đến", Rank.PRIMARY, keys="Enter")
        self.back = Button("Bỏ", keys="Esc")
        fields = FittedScroll()
        for part in (why, self.name, self.procedure, self.remark):
            fields.body.addWidget(part)
        self.body.addWidget(self.code)
        self.body.addWidget(fields)
        self.body.addLayout(self._build_buttons())
        self.body.addStretch(1)
        self.name.edited.connect(lambda _text: self.name.clear_mark())
        self.setFocusProxy(self.name)

    def _build_buttons(self) -> QHBoxLayout:
        for button in (self.go, self.back):
            button.setShortcut("")  # the page reads its keys, so that Enter elsewhere does not write this down
        self.go.clicked.connect(self.given)
        self.back.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.go)
        return row

    def ask(self, code: str) -> None:
        """Ask for a paper by the code it bears."""
        self.code.setText(code.upper())
        for field in (self.name, self.procedure, self.remark):
            field.set_text("")
            field.clear_mark()
        self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def applicant(self) -> Applicant:
        """Return who handed it in, as typed.

        Raises:
            UserFacingError: no name, so that nobody could find the paper again.
        """
        if not self.name.text():
            raise UserFacingError("Chưa ghi tên người nộp. Hãy chép từ giấy hẹn.", field="full_name")
        return Applicant(self.name.text())

    def refuse(self, error: UserFacingError) -> None:
        """Show a fault beside the name: the only thing that must be there."""
        self.name.set_error(spoken(error))
        self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)
