"""The applicant's card: particulars checked where they stand, what is known of a citizen who was here before."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop.dossiers import particulars
from desktop.dossiers.bodies import Applicant
from desktop.errors import UserFacingError
from desktop.intake.form import applicant_warnings
from desktop.intake.take_in import ReturningApplicant
from desktop.terms import Channel
from desktop.ui import icons, theme
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.layouts import Card, SectionTitle, label
from desktop.ui.controls.notice import Notice
from desktop.ui.controls.occurred import OccurredField
from desktop.ui.controls.option_box import OptionBox
from desktop.ui.controls.pills import Pill
from desktop.ui.controls.segments import Segments
from desktop.wording import CHANNEL

FROM_CARD = "Đã đọc từ thẻ căn cước"
KNOWN = "Đã điền theo hồ sơ trước"
MORE, LESS = "Tổ chức, ủy quyền, email, nhận trước đó…", "Thu gọn"

Check = Callable[[str], str]


def shown_birth_date(stored: str) -> str:
    """Return a stored birth date as people write it: 12/05/1990, or a bare year."""
    year, *rest = stored.split("-")
    return "/".join([*reversed(rest), year]) if rest else stored


class ApplicantCard(Card):
    """The card; `changed` on every change, `identified` with a whole identity number once it is typed and good."""

    changed = Signal()
    identified = Signal(str)
    resumed = Signal(str)

    def __init__(self, now: Callable[[], datetime] = datetime.now, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("Người nộp")
        self._known_number = ""
        self.name = LabeledField("Họ và tên")
        self.identity = LabeledField("Số định danh")
        self.birth = LabeledField("Ngày sinh", placeholder="12/05/1990")
        self.sex = Segments("Giới tính", ("Nam", "Nữ"))
        self.phone = LabeledField("Điện thoại nhận tin nhắn")
        self.address = LabeledField("Địa chỉ")
        self.organisation = LabeledField("Tổ chức, doanh nghiệp")
        self.tax = LabeledField("Mã số thuế")
        self.email = LabeledField("Email")
        self.delegate = LabeledField("Người được ủy quyền nộp")
        self.channel = OptionBox("Cách nộp")
        self.received = OccurredField("Nhận giấy tờ lúc", now)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.body.setContentsMargins(15, 11, 15, 10)
        self.body.addLayout(self._build_head())
        self.body.addLayout(self._build_resume())
        self.body.addLayout(self._build_fields())
        self.body.addWidget(self._build_more())
        self.warnings = label("", "small")
        self.warnings.setWordWrap(True)
        self.warnings.hide()
        self.body.addWidget(self.warnings)
        self.body.addWidget(self._build_toggle(), 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.name.line)

    def _build_head(self) -> QHBoxLayout:
        self.pill = Pill(FROM_CARD, "proposal")
        self.pill.hide()
        self.history = label("", "muted")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(SectionTitle("Người nộp"))
        row.addWidget(self.pill)
        row.addStretch(1)
        row.addWidget(self.history)
        return row

    def _build_resume(self) -> QVBoxLayout:
        self.unfinished = Notice()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.unfinished)
        return column

    def _build_fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.identity, 0, 1)
        grid.addLayout(self._build_birth(), 1, 0)
        grid.addWidget(self.phone, 1, 1)
        grid.addWidget(self.address, 2, 0, 1, 2)
        return grid

    def _build_birth(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.birth, 1)
        cell = QVBoxLayout()
        cell.setSpacing(4)
        cell.addWidget(label("Giới tính", "muted"))
        cell.addWidget(self.sex)
        cell.addStretch(1)
        row.addLayout(cell)
        return row

    def _build_more(self) -> QWidget:
        self.more = QWidget()
        grid = QGridLayout(self.more)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for at, field in enumerate((self.organisation, self.tax, self.delegate, self.email)):
            grid.addWidget(field, at // 2, at % 2)
            grid.setColumnStretch(at % 2, 1)
        cell = QVBoxLayout()
        cell.setSpacing(4)
        cell.addWidget(label("Cách nộp", "muted"))
        cell.addWidget(self.channel)
        cell.addStretch(1)
        grid.addLayout(cell, 2, 0)
        grid.addWidget(self.received, 2, 1)
        self.channel.offer([(words[:1].upper() + words[1:], channel) for channel, words in CHANNEL.items()])
        self.more.hide()
        return self.more

    def _build_toggle(self) -> QToolButton:
        self.toggle = QToolButton()
        self.toggle.setObjectName("quiet")
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.clicked.connect(lambda: self.show_more(wanted=self.more.isHidden()))
        self.show_more(wanted=False)
        return self.toggle

    def show_more(self, *, wanted: bool) -> None:
        """Open or close the row of particulars that most citizens do not need."""
        self.more.setVisible(wanted)
        self.toggle.setText(LESS if wanted else MORE)
        self.toggle.setAccessibleName(self.toggle.text())
        name = "chevron_up_20_regular" if wanted else "chevron_down_20_regular"
        self.toggle.setIcon(icons.icon(name, theme.palette().muted, 16))

    def _connect(self) -> None:
        checks: tuple[tuple[LabeledField, Check], ...] = (
            (self.identity, particulars.identity_number),
            (self.birth, particulars.birth_date),
            (self.phone, particulars.phone_number),
            (self.tax, particulars.tax_code),
            (self.email, particulars.email),
        )
        for field, check in checks:
            field.line.editingFinished.connect(lambda f=field, c=check: self._check(f, c))
        for field in self._fields().values():
            field.edited.connect(lambda _text, f=field: self._type(f))
        self.identity.edited.connect(self._look_at_number)
        self.sex.picked.connect(lambda _word: self._tell())
        self.channel.picked.connect(lambda _value: self.changed.emit())

    def _fields(self) -> dict[str, LabeledField]:
        return {
            "full_name": self.name,
            "identity_no": self.identity,
            "birth_date": self.birth,
            "phone": self.phone,
            "address": self.address,
            "organisation": self.organisation,
            "tax_code": self.tax,
            "email": self.email,
            "delegate": self.delegate,
        }

    def _type(self, field: LabeledField) -> None:
        field.clear_mark()
        self.pill.hide()
        self._tell()

    def _tell(self) -> None:
        self._show_warnings()
        self.changed.emit()

    def _look_at_number(self, text: str) -> None:
        """Twelve digits are a whole number: look the citizen up without waiting for Tab."""
        if len(text.replace(" ", "").replace(".", "")) == 12:
            self._check(self.identity, particulars.identity_number)

    def _check(self, field: LabeledField, check: Check) -> None:
        if not field.text():
            field.clear_mark()
            return
        try:
            good = check(field.text())
        except UserFacingError as error:
            field.set_error(error.message)
            return
        if field is not self.identity:
            field.clear_mark()
            return
        field.set_ok()
        if good != self._known_number:
            self._known_number = good
            self.identified.emit(good)

    def _show_warnings(self) -> None:
        typed = self.applicant()
        try:
            number, phone = particulars.identity_number(typed.identity_no), particulars.phone_number(typed.phone)
        except UserFacingError:
            number = phone = ""
        found = applicant_warnings(
            Applicant(typed.full_name, identity_no=number, phone=phone, birth_date=typed.birth_date, sex=typed.sex)
        )
        self.warnings.setText("\n".join(found))
        self.warnings.setStyleSheet(f"color: {theme.palette().soon.text};")
        self.warnings.setVisible(bool(found))

    def applicant(self) -> Applicant:
        """Return what stands in the fields, unchecked."""
        values = {name: field.text() for name, field in self._fields().items()}
        return Applicant(**values, sex=self.sex.value())

    def show_applicant(self, applicant: Applicant, *, source: str = "") -> None:
        """Fill the fields; `source` says where they come from. Nothing is told."""
        for name, field in self._fields().items():
            text = getattr(applicant, name)
            field.set_text(shown_birth_date(text) if name == "birth_date" else text)
            field.clear_mark()
        self.sex.choose(applicant.sex)
        self._check_quietly()
        self.pill.setVisible(bool(source))
        if source:
            self.pill.show_text(source, "proposal")
        more = (applicant.organisation, applicant.tax_code, applicant.email, applicant.delegate)
        self.show_more(wanted=any(more) or not self.more.isHidden())
        self._show_warnings()

    def _check_quietly(self) -> None:
        if self.identity.text():
            self.blockSignals(True)
            self._check(self.identity, particulars.identity_number)
            self.blockSignals(False)

    def show_returning(self, known: ReturningApplicant | None) -> None:
        """Say how often this citizen was here, and offer a slip that waits for them."""
        self.history.setText(
            f"Đã nộp {known.dossiers} hồ sơ · gần nhất {known.last_seen:%d/%m/%Y}" if known else "Công dân nộp lần đầu"
        )
        waiting = known.unfinished[0] if known and known.unfinished else None
        self.unfinished.hide()
        if waiting is not None:
            reference = waiting.reference
            self.unfinished.say(
                f"Phiếu {reference} chưa tiếp nhận: {waiting.plan.name}.",
                "proposal",
                ("Tiếp tục phiếu này", lambda: self.resumed.emit(reference)),
            )

    def show_error(self, field: str, message: str) -> bool:
        """Show a fault beside its field and go there; return whether the field is one of these."""
        found = self._fields().get(field.removeprefix("applicant."))
        if found is None:
            return False
        if not self.more.isVisible() and found in (self.organisation, self.tax, self.email, self.delegate):
            self.show_more(wanted=True)
        found.set_error(message)
        found.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def clear(self) -> None:
        """Wait for the next citizen."""
        self._known_number = ""
        self.show_applicant(Applicant(""))
        self.show_more(wanted=False)
        self.channel.choose(Channel.COUNTER)
        self.history.clear()
        self.unfinished.hide()
