"""Who takes the result: its owner with one key, or somebody else with number and power of attorney."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.dossiers import particulars
from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.handling.handing_out import owner_of, result_missing
from desktop.intake.scan import Card as IdentityCard
from desktop.ui import fonts
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.fitted import FittedScroll
from desktop.ui.controls.labeled import read_moment
from desktop.ui.controls.layouts import Card, label
from desktop.ui.controls.notice import Notice
from desktop.ui.controls.occurred import OccurredField
from desktop.ui.controls.pills import Pill
from desktop.ui.refusals import spoken

ASK_RESULT = (
    "Chưa ai ghi “Có kết quả” cho hồ sơ này. Kết quả đã ở quầy: chép lúc ký trên kết quả vào đây. Chưa có kết quả: "
    "nhấn Esc, đừng ghi trả."
)
_SIDES, _RADIO = 16, 34
CHECKED, OTHER_CARD = "Đã đối chiếu thẻ căn cước", "Đọc từ thẻ căn cước"


class TakerCard(Card):
    """`recorded` asks to record, with whether the proof is to be printed; `dated` says that the result got a date."""

    recorded = Signal(bool)
    left = Signal()
    dated = Signal(object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("Người nhận kết quả")
        self._now = now
        self._owner = self._owner_number = ""
        self._missing = False
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        self.pill = Pill(CHECKED, "in_time")
        self.pill.hide()
        head.addWidget(label("Người nhận", "section"))
        head.addWidget(self.pill)
        head.addStretch(1)
        self.signed_note = label(ASK_RESULT, "small")
        self.signed_note.setWordWrap(True)
        self.signed = LabeledField("Lúc ký trên kết quả", placeholder="09:42 23/11/2026")
        self.fault = Notice()
        self.name = LabeledField("Họ và tên người nhận")
        self.number = LabeledField("Số định danh người nhận")
        self.authority = LabeledField("Giấy ủy quyền", placeholder="số, ngày, nơi chứng thực")
        self.when = OccurredField("Trả lúc", self._now)
        self.fields_area = FittedScroll()
        for part in (self.fault, self.signed_note, self.signed, self._build_choice()):
            self.fields_area.body.addWidget(part)
        for field in (self.name, self.number, self.authority, self.when):
            self.fields_area.body.addWidget(field)
        self.body.addLayout(head)
        self.body.addWidget(self.fields_area)
        self.body.addSpacing(4)
        self._build_buttons()
        self.body.addStretch(1)

    def _build_choice(self) -> QWidget:
        self.owner, self.other = QRadioButton("Chủ hồ sơ"), QRadioButton("Người khác (F4)")
        group = QButtonGroup(self)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for button in (self.owner, self.other):
            group.addButton(button)
            column.addWidget(button)
        QShortcut(QKeySequence("F4"), self).activated.connect(self.other.click)  # at once: a name follows
        self.other.setAccessibleName("Người khác nhận thay")
        self.other.setAccessibleDescription("Phím tắt F4")
        return holder

    def _build_buttons(self) -> None:
        self.go = Button("Ghi đã trả", Rank.PRIMARY, keys="Enter")
        self.print = Button("Ghi và in", keys="F9", icon_name="print_20_regular")
        self.print.setToolTip("Ghi đã trả và in giấy giao nhận kết quả")
        self.back = Button("Bỏ", keys="Esc")
        for button in (self.go, self.back):
            button.setShortcut("")  # the page reads these keys, so that Enter in the code field stays a scan
        self.body.addWidget(self.go)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.print, 1)
        self.body.addLayout(row)

    def _connect(self) -> None:
        self.owner.clicked.connect(lambda: self.choose_other(other=False))
        self.other.clicked.connect(lambda: self.choose_other(other=True))
        self.go.clicked.connect(lambda: self.recorded.emit(False))
        self.print.clicked.connect(lambda: self.recorded.emit(True))
        self.back.clicked.connect(self.left)
        for field in (self.name, self.number, self.authority, self.signed):
            field.edited.connect(lambda _text, edited=field: edited.clear_mark())
        self.signed.edited.connect(lambda _text: self._date())
        self.number.line.editingFinished.connect(self._check_number)

    # Showing

    def show_dossier(self, dossier: Dossier, refusal: str) -> None:
        """Begin with the owner as the taker; `refusal` says why nothing can be handed out."""
        self._owner, self._owner_number = owner_of(dossier), dossier.applicant.identity_no
        self._missing = result_missing(dossier) and not refusal
        for field in (self.signed, self.authority):
            field.set_text("")
            field.clear_mark()
        self.when.clear()
        self.pill.hide()
        self.signed_note.setVisible(self._missing)
        self.signed.setVisible(self._missing)
        self.fault.setVisible(bool(refusal))
        if refusal:
            self.fault.say(refusal, "overdue")
        for button in (self.go, self.print, self.owner, self.other):
            button.setEnabled(not refusal)
        self.when.setVisible(not refusal)
        self._name_owner()
        self.choose_other(other=False)

    def _name_owner(self) -> None:
        """Put the name on the choice; a long one is cut and said whole in the tool-tip."""
        words = f"{self._owner} (chủ hồ sơ)"
        room = self.width() - 2 * _SIDES - _RADIO
        self.owner.setText(fonts.metrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room))
        self.owner.setToolTip(words)
        self.owner.setAccessibleName(words)

    def choose_other(self, *, other: bool) -> None:
        """Let the owner take it, or ask who else does."""
        (self.other if other else self.owner).setChecked(True)
        self.name.set_text("" if other else self._owner)
        self.number.set_text("")
        for field in (self.name, self.number, self.authority):
            field.clear_mark()
            field.setVisible(other and self.other.isEnabled())
        if other:
            self.pill.hide()
            self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_stop(self) -> QWidget:
        """Return where the keyboard goes when the card appears."""
        if not self.go.isEnabled():
            return self.back
        return self.signed.line if self._missing else self.go

    def show_card(self, card: IdentityCard) -> None:
        """Take the taker from an identity card: the owner's own confirms, any other is somebody else."""
        if not self.go.isEnabled():
            return
        if self._owner_number and card.number == self._owner_number:
            self.choose_other(other=False)
            self.pill.show_text(CHECKED, "in_time")
            self.first_stop().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.choose_other(other=True)
            self.name.set_text(card.full_name)
            self.number.set_text(card.number)
            self._check_number()
            self.pill.show_text(OTHER_CARD, "proposal")
            self.authority.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pill.show()

    def _check_number(self) -> None:
        if not self.number.text():
            self.number.clear_mark()
            return
        try:
            particulars.identity_number(self.number.text())
        except UserFacingError as error:
            self.number.set_error(error.message)
            return
        self.number.set_ok()

    def _date(self) -> None:
        """Tell when the result was signed, as soon as it can be read."""
        try:
            self.dated.emit(self._signed_at())
        except UserFacingError:
            self.dated.emit(None)

    def _signed_at(self) -> datetime | None:
        text = self.signed.text()
        return read_moment(text, self._now().year, "result_at") if self._missing and text else None

    # Reading

    def fields(self) -> dict[str, Any]:
        """Return what goes into the command.

        Raises:
            UserFacingError: a number or a time that cannot be read; `field` names it.
        """
        number = self.number.text() if self.other.isChecked() else ""
        if number:
            number = particulars.identity_number(number)
        signed = self._signed_at()
        return {
            "to_whom": self.name.text(),
            "identity_no": number,
            "authority": self.authority.text() if self.other.isChecked() else "",
            "result_at": signed.isoformat(timespec="minutes") if signed else "",
            **self.when.fields(),
        }

    def at(self) -> datetime | None:
        """Return when it was handed out, None for now."""
        return self.when.at()

    def refuse(self, error: UserFacingError) -> None:
        """Show a fault beside the field it is about, or above them all."""
        places = {
            "to_whom": self.name,
            "identity_no": self.number,
            "authority": self.authority,
            "result_at": self.signed,
        }
        field = places.get(error.field.removeprefix("applicant."))
        if self.when.refuse(error):
            return
        if field is None or not field.isVisible():
            self.fault.say(spoken(error), "overdue")
            return
        field.set_error(spoken(error))
        field.line.setFocus(Qt.FocusReason.OtherFocusReason)
