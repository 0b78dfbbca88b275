"""The fields of one officer: name, role, unit, and a password for a new account."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from desktop.errors import UserFacingError
from desktop.models.key_slots import check_password
from desktop.office import Office, Officer
from desktop.terms import Role
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.labeled import PickOrType
from desktop.ui.controls.layouts import Card, label
from desktop.wording import ROLE

OWN_PASSWORD = "Mật khẩu của chính anh/chị"


class PasswordFields(QWidget):
    """A new password twice, and the own one of who sets it, which unlocks the keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.password = LabeledField("Mật khẩu mới, ít nhất 8 ký tự")
        self.again = LabeledField("Nhập lại mật khẩu mới")
        self.own = LabeledField(OWN_PASSWORD)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        for at, field in enumerate(self.fields()):
            field.line.setEchoMode(QLineEdit.EchoMode.Password)
            grid.addWidget(field, 0, at)
            grid.setColumnStretch(at, 1)

    def fields(self) -> tuple[LabeledField, LabeledField, LabeledField]:
        """Return the three fields."""
        return (self.password, self.again, self.own)

    def read(self) -> tuple[str, str]:
        """Return the new password and the own one.

        Raises:
            UserFacingError: too short, or not the same twice.
        """
        password = self.password.line.text()
        check_password(password)
        if password != self.again.line.text():
            raise UserFacingError("Hai lần nhập mật khẩu không giống nhau. Hãy nhập lại.", field="again")
        if not self.own.line.text():
            raise UserFacingError("Hãy nhập mật khẩu đang dùng của chính anh/chị để mở khóa.", field="own")
        return password, self.own.line.text()

    def written(self) -> tuple[str, ...]:
        """Return what stands in the fields."""
        return tuple(field.line.text() for field in self.fields())

    def clear(self) -> None:
        """Empty the fields."""
        for field in self.fields():
            field.set_text("")
            field.clear_mark()


class OfficerForm(Card):
    """One officer, known or new."""

    def __init__(self, edited: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._officer: Officer | None = None
        self.heading = label("", "section")
        self.full_name = LabeledField("Họ và tên", placeholder="Ví dụ: Nông Thị Lan")
        self.name = LabeledField("Tên đăng nhập", placeholder="Ví dụ: lan")
        self.role = PickOrType("Vai trò", [(role.value, ROLE[role]) for role in Role])
        self.unit = PickOrType("Bộ phận", [("", "Chung của đơn vị")])
        self.passwords = PasswordFields()
        self.set_password = Button("Đặt mật khẩu mới…", icon_name="lock_closed_20_regular")
        self.close_account = Button("Đóng tài khoản")
        self._build()
        for field in (self.full_name, self.name, *self.passwords.fields()):
            field.edited.connect(lambda _text: edited())
        for box in (self.role, self.unit):
            box.edited.connect(edited)
        self.set_password.clicked.connect(lambda: self.ask_password(asked=True))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.set_password)
        head.addWidget(self.close_account)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for at, field in enumerate((self.full_name, self.name, self.role, self.unit)):
            grid.addWidget(field, 0, at)
            grid.setColumnStretch(at, 1)
        self.body.addLayout(head)
        self.body.addLayout(grid)
        self.body.addWidget(self.passwords)
        self._why = label("Mật khẩu của chính anh/chị mở khóa dữ liệu để cấp quyền mở cho người khác.", "small")
        self.body.addWidget(self._why)

    def show_officer(self, officer: Officer | None, office: Office, *, own: bool) -> None:
        """Show an officer, or room for a new one; `own`: it is whoever is logged in."""
        self._officer = officer
        shown = officer or Officer("", "")
        self.unit.box.clear()
        for value, words in [("", "Chung của đơn vị"), *((unit.id, unit.name) for unit in office.units)]:
            self.unit.box.addItem(words, value)
        self.full_name.set_text(shown.full_name)
        self.name.set_text(shown.name)
        self.name.line.setReadOnly(officer is not None)
        self.name.line.setToolTip("Tên đăng nhập nằm trong nhật ký nên không đổi được." if officer else "")
        self.role.choose(shown.role)
        self.unit.choose(shown.unit)
        self.heading.setText(shown.full_name if officer else "Cán bộ mới")
        self.set_password.setVisible(officer is not None and not shown.closed)
        self.close_account.setVisible(officer is not None and not own)
        self.close_account.setText("Mở lại tài khoản" if shown.closed else "Đóng tài khoản")
        self.ask_password(asked=officer is None)

    def ask_password(self, *, asked: bool) -> None:
        """Show the fields of a password, empty, or hide them."""
        self.passwords.clear()
        self.passwords.setVisible(asked)
        self._why.setVisible(asked)
        if asked and self._officer is not None:
            self.passwords.password.setFocus()

    def is_asking_password(self) -> bool:
        """Whether a password is being set."""
        return not self.passwords.isHidden()

    def officer(self) -> Officer:
        """Return the officer as written.

        Raises:
            UserFacingError: a name is missing.
        """
        name, full_name = self.name.text(), " ".join(self.full_name.text().split())
        if not full_name:
            raise UserFacingError("Hãy nhập họ và tên.", field="full_name")
        if not name:
            raise UserFacingError("Hãy đặt tên đăng nhập, ví dụ “lan”.", field="name")
        closed = self._officer.closed if self._officer else False
        return Officer(name, full_name, Role(self.role.value()), self.unit.value(), closed)

    def known(self) -> Officer | None:
        """Return the officer that is shown, None for a new one."""
        return self._officer

    def written(self) -> Any:
        """Return what stands in the fields."""
        typed = (self.full_name.text(), self.name.text(), self.role.value(), self.unit.value())
        return (*typed, self.passwords.written() if self.is_asking_password() else ())

    def refuse(self, error: UserFacingError, own_failed: bool = False) -> bool:
        """Show a fault beside its field; False where it belongs to none."""
        fields: dict[str, Any] = {
            "full_name": self.full_name,
            "name": self.name,
            "officers": self.name,
            "role": self.role,
            "password": self.passwords.own if own_failed else self.passwords.password,
            "again": self.passwords.again,
            "own": self.passwords.own,
        }
        found = fields.get(error.field)
        if found is None:
            return False
        found.set_error(error.message)
        found.setFocus()
        return True

    def clear_faults(self) -> None:
        """Take faults away."""
        for field in (self.full_name, self.name, self.role, *self.passwords.fields()):
            field.clear_mark()
