"""The office: what it is called on papers, its hours and its units (đơn vị, đầu giấy tờ)."""

from functools import partial
from typing import Any

import msgspec
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.folding import folded
from desktop.office import Office, Unit
from desktop.printing import Overrides, pdf
from desktop.printing.forms import form_set_on
from desktop.terms import Area, Form
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.labeled import PickOrType
from desktop.ui.controls.layouts import GAP, Card, label
from desktop.ui.settings.columns import Column, Row
from desktop.ui.settings.grid import Grid
from desktop.ui.settings.preview import PaperPreview
from desktop.ui.settings.samples import letterhead_of, sample
from desktop.ui.settings.section import Section
from desktop.ui.start.office_form import session_hours
from desktop.wording import AREA, LEVEL

FIELDS = {
    "name": ("Tên đơn vị", "UBND xã Quang Hán", 0, 0),
    "superior": ("Cơ quan cấp trên", "UBND tỉnh Cao Bằng", 0, 1),
    "desk": ("Tên quầy trên giấy", "Bộ phận Tiếp nhận và Trả kết quả", 1, 0),
    "symbol": ("Ký hiệu sau số giấy", "BPTNTKQ", 1, 1),
    "place": ("Địa danh ghi trước ngày tháng", "Quang Hán", 2, 0),
    "phone": ("Điện thoại", "0206 3826 000", 2, 1),
    "head_title": ("Chức danh người ký", "CHỦ TỊCH", 3, 0),
}
HOURS = "07:30 – 11:30, 13:30 – 17:00"


def hours_words(hours: tuple[str, ...]) -> str:
    """Return four borders as they are typed: "07:30 – 11:30, 13:30 – 17:00"."""
    return "{} – {}, {} – {}".format(*hours)


def unit_id(name: str, taken: set[str]) -> str:
    """Return an id for a new unit: its name without accents, numbered where another has it."""
    base = "-".join("".join(sign if sign.isalnum() else " " for sign in folded(name)).split()) or "bo-phan"
    tries = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(found for found in tries if found not in taken)


def units_of(rows: list[Row]) -> tuple[Unit, ...]:
    """Return the units written; a new one gets an id, one that was renamed keeps its own.

    Raises:
        UserFacingError: a name stands twice.
    """
    names = [row["name"] for row in rows]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UserFacingError(f"Bộ phận “{twice}” ghi hai lần. Hãy bỏ một dòng.", field="units")
    taken, made = {row.get("_id", "") for row in rows}, []
    for row in rows:
        found = row.get("_id") or unit_id(row["name"], taken)
        taken.add(found)
        made.append(Unit(found, row["name"]))
    return tuple(made)


class OfficeSection(Section):
    """The section; `written` is every field as typed."""

    key, title, icon = "office", "Đơn vị", "building_government_24_regular"
    summary = "Giấy đã phát hành giữ nguyên đầu giấy lúc in."

    def build(self) -> None:
        self.fields = {
            key: LabeledField(title, placeholder=f"Ví dụ: {like}") for key, (title, like, *_) in FIELDS.items()
        }
        self.hours = LabeledField("Giờ làm việc", placeholder=HOURS)
        self.area = PickOrType("Địa bàn", [(area.value, AREA[area]) for area in Area])
        self.units = Grid(
            "Bộ phận của đơn vị", (Column("name", "Bộ phận"),), hint="Bộ phận dùng khi phân công và bàn giao hồ sơ."
        )
        self.preview = PaperPreview("Xem trước đầu giấy tờ")
        row = QHBoxLayout()
        row.setSpacing(GAP)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self._build_names())
        left.addWidget(self._build_units(), 1)
        row.addLayout(left, 3)
        self._right = self._build_preview()
        row.addWidget(self._right, 2)
        self.body.addLayout(row, 1)
        self._connect()
        self.setFocusProxy(self.fields["name"])

    def _build_names(self) -> Card:
        card = Card("Tên và đầu giấy tờ")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for key, (_, _, row, column) in FIELDS.items():
            grid.addWidget(self.fields[key], row, column)
        grid.addWidget(self.hours, 3, 1)
        grid.addWidget(self.area, 4, 0)
        self._fixed = label("", "muted")
        self._fixed.setWordWrap(True)
        grid.addWidget(self._fixed, 4, 1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        return card

    def _build_units(self) -> Card:
        card = Card("Bộ phận")
        self.units.setMinimumHeight(150)
        card.body.addWidget(self.units)
        return card

    def fit(self, width: int) -> None:
        self._right.setVisible(width > 800)

    def _build_preview(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label("Giấy tiếp nhận với đầu giấy này", "muted"))
        column.addWidget(self.preview, 1)
        return holder

    def _connect(self) -> None:
        for field in (*self.fields.values(), self.hours):
            field.edited.connect(lambda _text: self._edited())
        self.area.edited.connect(self._edited)
        self.units.edited.connect(self._edited)

    def _edited(self) -> None:
        self.mark()
        self._draw()

    def show_stored(self) -> None:
        office = self.place.office
        for key, field in self.fields.items():
            field.set_text(getattr(office, key))
        self.hours.set_text(hours_words(office.hours))
        self.area.choose(office.area)
        self.units.show_rows([{"name": unit.name, "_id": unit.id} for unit in office.units])
        self._fixed.setText(
            f"Mã định danh {office.code} · {LEVEL[office.level]}\nKhông đổi được: mã này nằm trong mã hồ sơ đã cấp."
        )
        self._draw()

    def written(self) -> Any:
        typed = {key: field.text() for key, field in self.fields.items()}
        return typed | {"hours": self.hours.text(), "area": self.area.value(), "units": self.units.rows()}

    def _office(self) -> Office:
        """Return the office as it is written.

        Raises:
            UserFacingError: a field can not be used.
        """
        typed = {key: field.text() for key, field in self.fields.items()}
        changed = msgspec.structs.replace(self.place.office, **typed, area=Area(self.area.value()))
        hours = session_hours(self.hours.text())
        return msgspec.structs.replace(changed, hours=hours, units=units_of(self.units.rows()))

    def store(self) -> str:
        office = self._office()
        moved = office.hours != self.place.office.hours
        self.place.set_office(office)
        told = " Giờ làm việc mới tính cho hồ sơ nhận từ nay; hạn đã hẹn giữ nguyên." if moved else ""
        return f"Đã lưu thông tin đơn vị.{told}"

    def refuse(self, error: UserFacingError) -> None:
        fields = {**self.fields, "office_hours": self.hours}
        found = fields.get(error.field)
        if found is not None:
            found.set_error(error.message)
            found.setFocus()
        elif error.field == "units":
            self.units.show_faults({(at, ""): error.message for at in range(1)} if self.units.rows() else {})
            self.notice.say(error.message, "overdue")
        else:
            super().refuse(error)

    def clear_faults(self) -> None:
        super().clear_faults()
        for field in (*self.fields.values(), self.hours):
            field.clear_mark()
        self.units.show_faults({})

    def _draw(self) -> None:
        typed = {key: field.text() for key, field in self.fields.items()}
        office = msgspec.structs.replace(self.place.office, **typed)
        head = letterhead_of(office, form_set_on(self.place.now().date()))
        overrides: Overrides = self.place.form_overrides
        self.preview.show_paper(partial(pdf, sample(Form.RECEIPT, head), overrides=overrides))
