"""Log-in: who, and the password; the same page stands in front of a locked window (đăng nhập, khóa)."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.app import Workplace, open_office
from desktop.errors import UserFacingError
from desktop.models.key_slots import RECOVERY, WrongPassword
from desktop.models.store import change_password, owners
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.labeled import PickOrType
from desktop.ui.controls.layouts import Card, label

CAPS_LOCK = "Phím Caps Lock đang bật."


def caps_lock_on(text: str, *, shift: bool) -> bool | None:
    """Tell from a typed letter whether Caps Lock is on; None where the key says nothing about it."""
    if len(text) != 1 or text.lower() == text.upper():
        return None
    return text.isupper() is not shift


class LoginPage(QWidget):
    """`opened` carries the Workplace of who logged in."""

    opened = Signal(object)

    def __init__(self, data_dir: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data_dir = data_dir
        self.officer = PickOrType("Cán bộ", [(name, name) for name in owners(data_dir)])
        self.password = LabeledField("Mật khẩu")
        self.recovery = LabeledField("Mật khẩu hiện tại, hoặc khóa khôi phục")
        self.again = LabeledField("Nhập lại mật khẩu mới")
        self.caps = label(CAPS_LOCK, "small")
        self.enter = Button("Đăng nhập", Rank.PRIMARY, keys="Enter")
        self.forgot = Button("Đổi hoặc quên mật khẩu…", Rank.QUIET)
        self._heading = label("Đăng nhập", "title")
        self._note = label("", "muted")
        self._build()
        self._connect()
        self._forget(on=False)

    def _build(self) -> None:
        card = Card()
        card.setFixedWidth(400)
        card.body.setContentsMargins(24, 22, 24, 22)
        card.body.setSpacing(12)
        self._note.setWordWrap(True)
        self.enter.setShortcut("")
        for field in (self.password, self.recovery, self.again):
            field.line.setEchoMode(QLineEdit.EchoMode.Password)
        parts = (self._heading, self._note, self.officer, self.recovery, self.password, self.again, self.caps)
        for part in parts:
            card.body.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.forgot)
        row.addStretch(1)
        row.addWidget(self.enter)
        card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.caps.hide()

    def _connect(self) -> None:
        self.enter.clicked.connect(self._log_in)
        self.forgot.clicked.connect(lambda: self._forget(on=not self._forgotten))
        for field in (self.recovery, self.password, self.again):
            field.line.installEventFilter(self)
            field.entered.connect(lambda _text: self._log_in())

    def show_locked(self, officer: str) -> None:
        """Stand in front of a window that keeps its unsaved input."""
        self._heading.setText("Đã khóa")
        self._note.setText("Nhập mật khẩu để làm tiếp; nội dung đang nhập vẫn được giữ nguyên.")
        self._note.show()
        self.officer.choose(officer)
        self.prepare()

    def prepare(self) -> None:
        """Empty the secret and put the keyboard into it."""
        self._forget(on=False)
        self.password.setFocus()

    def _forget(self, *, on: bool) -> None:
        self._forgotten = on
        for field in (self.password, self.recovery, self.again):
            field.set_text("")
            field.clear_mark()
        self.password.title.setText("Mật khẩu mới" if on else "Mật khẩu")
        for field in (self.recovery, self.again):
            field.setVisible(on)
        self.forgot.setText("Quay lại" if on else "Đổi hoặc quên mật khẩu…")
        self.enter.setText("Đặt mật khẩu mới" if on else "Đăng nhập")
        if not self._note.text():
            self._note.hide()
        (self.recovery if on else self.password).setFocus()

    def _log_in(self) -> None:
        if not self.enter.isEnabled():
            return
        for field in (self.password, self.recovery, self.again):
            field.clear_mark()
        if self._forgotten and self.password.text() != self.again.text():
            self.again.set_error("Hai lần nhập mật khẩu không giống nhau. Hãy nhập lại.")
            return
        if self._forgotten and not self.recovery.text():
            self.recovery.set_error("Chưa nhập mật khẩu hiện tại hoặc khóa khôi phục.")
            return
        self.enter.setEnabled(False)
        officer, password = self.officer.value(), self.password.line.text()
        recovery = self.recovery.text() if self._forgotten else ""
        job: Job[Workplace] = Job(lambda _: self._open(officer, password, recovery), self)
        job.done.connect(self._done)
        job.failed.connect(self._failed)
        job.start()

    def _open(self, officer: str, password: str, recovery: str) -> Workplace:
        """Open the store; runs beside the window, since deriving the key takes a while on purpose."""
        if recovery:
            self._change(officer, password, recovery)
        return open_office(self._data_dir, officer, password)

    def _change(self, officer: str, password: str, secret: str) -> None:
        """Set a new password by the old one or by the recovery key; people type whichever they have."""
        try:
            change_password(self._data_dir, officer, secret, officer, password)
        except WrongPassword:
            try:
                change_password(self._data_dir, RECOVERY, secret, officer, password)
            except WrongPassword as error:
                words = "Mật khẩu hiện tại hoặc khóa khôi phục không đúng. Hãy xem lại rồi nhập lần nữa."
                raise WrongPassword(words, field="recovery") from error

    def _done(self, place: Workplace) -> None:
        self.enter.setEnabled(True)
        self._forget(on=False)
        self.caps.hide()
        self.opened.emit(place)

    def _failed(self, error: Exception) -> None:
        self.enter.setEnabled(True)
        if not isinstance(error, UserFacingError):
            raise error
        field = self.recovery if error.field == "recovery" else self.password
        field.set_error(error.message)
        field.setFocus()
        field.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            on = caps_lock_on(event.text(), shift=shift)
            if on is not None:
                self.caps.setVisible(on)
        return super().eventFilter(watched, event)
