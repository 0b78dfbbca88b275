"""The form that describes an office and its first officers; it reads what was typed and shows faults beside fields."""

from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.models.key_slots import check_password
from desktop.office import Office, Officer, checked_office
from desktop.terms import Area, Level, Role
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.labeled import PickOrType
from desktop.ui.controls.layouts import Card, label
from desktop.wording import AREA, LEVEL, ROLE

LEVELS = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)
FIRST_ROWS, MOST_ROWS = 2, 8


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the form was filled in with, checked."""

    office: Office
    password: str


def session_hours(text: str) -> tuple[str, ...]:
    """Return the borders of the working day written as "07:30 – 11:30, 13:30 – 17:00"."""
    for sign in ("–", "-", ",", ";"):
        text = text.replace(sign, " ")
    return tuple(text.split())


class OfficerRow:
    """Log-in name, full name and role of one officer."""

    def __init__(self, grid: QGridLayout, at: int) -> None:
        self.name, self.full_name = QLineEdit(), QLineEdit()
        self._unit = ""
        self.name.setPlaceholderText("lan")
        self.full_name.setPlaceholderText("Nông Thị Lan")
        self.role = PickOrType("Vai trò", [(role.value, ROLE[role]) for role in Role])
        self.role.title.hide()
        for column, (widget, words) in enumerate(
            ((self.full_name, "Họ và tên"), (self.name, "Tên đăng nhập"), (self.role, "Vai trò"))
        ):
            widget.setAccessibleName(f"{words}, cán bộ {at}")
            grid.addWidget(widget, at, column)

    def fill(self, officer: Officer) -> None:
        """Show an officer."""
        self.name.setText(officer.name)
        self.full_name.setText(officer.full_name)
        self.role.choose(officer.role)
        self._unit = officer.unit

    def officer(self) -> Officer | None:
        """Return what is written, None for an empty row."""
        name, full_name = self.name.text().strip(), " ".join(self.full_name.text().split())
        if not name and not full_name:
            return None
        return Officer(name, full_name or name, Role(self.role.value()), self._unit)


class OfficeForm(QWidget):
    """The form. `read` returns what it says or marks the field at fault."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = Office(code="", name="")
        self.fields = {
            "name": LabeledField("Tên đơn vị", placeholder="UBND xã Quang Hán"),
            "code": LabeledField("Mã định danh", placeholder="H14.12.3"),
            "superior": LabeledField("Cơ quan cấp trên", placeholder="UBND huyện Trùng Khánh"),
            "place": LabeledField("Địa danh ghi trên giấy", placeholder="Quang Hán"),
            "phone": LabeledField("Điện thoại", placeholder="0206 3826 000"),
            "hours": LabeledField("Giờ làm việc", placeholder="07:30 – 11:30, 13:30 – 17:00"),
        }
        self.level = PickOrType("Cấp", [(level.value, LEVEL[level].capitalize()) for level in LEVELS])
        self.area = PickOrType("Địa bàn", [(area.value, AREA[area]) for area in Area])
        self.rows: list[OfficerRow] = []
        self.password = LabeledField("Mật khẩu ban đầu, chung cho các cán bộ trên")
        self.again = LabeledField("Nhập lại mật khẩu")
        self._build()
        self.fields["hours"].set_text("07:30 – 11:30, 13:30 – 17:00")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._build_office())
        column.addWidget(self._build_officers())
        column.addWidget(self._build_password())

    def _build_office(self) -> Card:
        card = Card("Đơn vị")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        places = (
            (self.fields["name"], 0, 0, 2),
            (self.fields["code"], 0, 2, 1),
            (self.fields["superior"], 1, 0, 2),
            (self.level, 1, 2, 1),
            (self.fields["place"], 2, 0, 1),
            (self.fields["phone"], 2, 1, 1),
            (self.fields["hours"], 2, 2, 1),
            (self.area, 3, 0, 2),
        )
        for widget, row, column, span in places:
            grid.addWidget(widget, row, column, 1, span)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        return card

    def _build_officers(self) -> Card:
        card = Card("Cán bộ")
        self._officers = QGridLayout()
        self._officers.setHorizontalSpacing(12)
        self._officers.setVerticalSpacing(6)
        for column, words in enumerate(("Họ và tên", "Tên đăng nhập", "Vai trò")):
            self._officers.addWidget(label(words, "muted"), 0, column)
            self._officers.setColumnStretch(column, 1)
        for _ in range(FIRST_ROWS):
            self.add_row()
        self._officers_fault = label("", "error")
        self._officers_fault.setWordWrap(True)
        self._officers_fault.hide()
        self._add = Button("Thêm cán bộ", icon_name="add_20_regular")
        self._add.clicked.connect(self.add_row)
        card.body.addLayout(self._officers)
        card.body.addWidget(self._officers_fault)
        card.body.addWidget(self._add)
        self._add.setSizePolicy(self._add.sizePolicy().Policy.Fixed, self._add.sizePolicy().Policy.Fixed)
        return card

    def _build_password(self) -> Card:
        card = Card("Mật khẩu")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for column, field in enumerate((self.password, self.again)):
            field.line.setEchoMode(QLineEdit.EchoMode.Password)
            grid.addWidget(field, 0, column)
            grid.setColumnStretch(column, 1)
        self._password_note = label(
            "Mỗi người tự đặt mật khẩu riêng ở màn hình đăng nhập, mục “Đổi hoặc quên mật khẩu”.", "small"
        )
        card.body.addLayout(grid)
        card.body.addWidget(self._password_note)
        return card

    def add_row(self) -> None:
        """Offer room for one more officer."""
        if len(self.rows) < MOST_ROWS:
            self.rows.append(OfficerRow(self._officers, len(self.rows) + 1))

    def fill(self, office: Office, password: str) -> None:
        """Show a prepared office with a password everybody may read, as the practice office has."""
        self._base = office
        for name in ("name", "code", "superior", "place", "phone"):
            self.fields[name].set_text(getattr(office, name))
        morning, noon, after, evening = office.hours
        self.fields["hours"].set_text(f"{morning} – {noon}, {after} – {evening}")
        self.level.choose(office.level)
        self.area.choose(office.area)
        while len(self.rows) < len(office.officers):
            self.add_row()
        for row, officer in zip(self.rows, office.officers, strict=False):
            row.fill(officer)
        for field in (self.password, self.again):
            field.set_text(password)
            field.line.setEchoMode(QLineEdit.EchoMode.Normal)
        self._password_note.setText("Mật khẩu diễn tập dùng chung cho mọi cán bộ, không cần giữ kín.")

    def read(self) -> SetUp | None:
        """Return what was filled in, or None after a fault was shown beside its field."""
        self._clear()
        try:
            return self._checked()
        except UserFacingError as error:
            self.refuse(error)
            return None

    def _checked(self) -> SetUp:
        typed = {name: field.text() for name, field in self.fields.items() if name != "hours"}
        office = Office(
            **typed,
            level=Level(self.level.value()),
            area=Area(self.area.value()),
            hours=session_hours(self.fields["hours"].text()),
            officers=tuple(officer for row in self.rows if (officer := row.officer())),
            units=self._base.units,
            head_title=self._base.head_title,
            form_set=self._base.form_set,
        )
        checked_office(office)
        check_password(self.password.text())
        if self.password.text() != self.again.text():
            raise UserFacingError("Hai lần nhập mật khẩu không giống nhau. Hãy nhập lại.", field="again")
        return SetUp(office, self.password.text())

    def refuse(self, error: UserFacingError) -> None:
        """Show a fault beside the field it names; one that names none stands under the officers."""
        fields = {**self.fields, "password": self.password, "again": self.again, "office_hours": self.fields["hours"]}
        field = fields.get(error.field)
        if field is not None:
            field.set_error(error.message)
            field.setFocus()
            return
        self._officers_fault.setText(error.message)
        self._officers_fault.show()

    def officers_fault(self) -> str:
        """Return the sentence shown under the officers."""
        return self._officers_fault.text()

    def _clear(self) -> None:
        for field in (*self.fields.values(), self.password, self.again):
            field.clear_mark()
        self._officers_fault.setText("")
        self._officers_fault.hide()
