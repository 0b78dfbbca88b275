"""What stands about a procedure besides its tables: name, code, field, total, fee."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.folding import folded
from desktop.procedures.procedure import SCHEMA_VERSION, Fee, Procedure
from desktop.terms import Level
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.labeled import Labeled, PickOrType, TextArea
from desktop.ui.controls.layouts import label
from desktop.ui.settings.procedures.rows import UNITS, limit_cells, limit_of, number_of
from desktop.wording import LEVEL

LEVELS = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)


def fresh() -> Procedure:
    """Return a procedure nobody has written yet."""
    return Procedure(schema_version=SCHEMA_VERSION, id="", name_vi="", kind="internal_procedure")


def procedure_id(name: str, code: str) -> str:
    """Return an id for a new procedure: by its national code, else by its name."""
    if code:
        return f"tthc-{code}"
    words = "".join(sign if sign.isalnum() else " " for sign in folded(name)).split()
    return "don-vi-" + "-".join(words[:10])


class GeneralFields(QWidget):
    """The fields; `show_procedure` fills them, `laid_over` gives the procedure with what is written."""

    def __init__(self, edited: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = TextArea("Tên thủ tục", lines=3)
        self.code = LabeledField("Mã thủ tục quốc gia", placeholder="Ví dụ: 1.004194")
        self.local_code = LabeledField("Mã của địa phương", placeholder="Ví dụ: TN13")
        self.field = LabeledField("Lĩnh vực", placeholder="Ví dụ: Đất đai")
        self.value = LabeledField("Tổng thời hạn", placeholder="Ví dụ: 15")
        self.unit = PickOrType("Đơn vị tính", UNITS)
        self.sets = LabeledField("Số bộ hồ sơ", placeholder="1")
        self.fee = LabeledField("Lệ phí (đồng)", placeholder="Để trống nếu không thu")
        self.levels = {level: QCheckBox(LEVEL[level].capitalize()) for level in LEVELS}
        self.source = label("", "small")
        self.source.setWordWrap(True)
        self._build()
        self.name.edited.connect(edited)
        self.unit.edited.connect(edited)
        for line in self._lines():
            line.edited.connect(lambda _text: edited())
        for box in self.levels.values():
            box.clicked.connect(edited)

    def _lines(self) -> Sequence[LabeledField]:
        return (self.code, self.local_code, self.field, self.value, self.sets, self.fee)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.name, 0, 0, 1, 4)
        grid.addWidget(self.field, 1, 2, 1, 2)
        grid.addWidget(self._build_levels(), 3, 0, 1, 4)
        places = ((self.code, 1, 0), (self.local_code, 1, 1), (self.value, 2, 0), (self.unit, 2, 1), (self.sets, 2, 2))
        for widget, row, column in (*places, (self.fee, 2, 3)):
            grid.addWidget(widget, row, column)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 12, 0, 0)
        column_.addLayout(grid)
        column_.addWidget(self.source)
        column_.addStretch(1)

    def _build_levels(self) -> Labeled:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(20)
        for box in self.levels.values():
            row.addWidget(box)
        row.addStretch(1)
        return Labeled("Nơi tiếp nhận", holder)

    def show_procedure(self, procedure: Procedure) -> None:
        """Fill the fields."""
        value, unit = limit_cells(procedure.total)
        self.name.area.blockSignals(True)
        self.name.set_text(procedure.name_vi)
        self.name.area.blockSignals(False)
        self.unit.box.blockSignals(True)
        self.unit.choose(unit)
        self.unit.box.blockSignals(False)
        fee = procedure.fee.amount_vnd if procedure.fee else None
        texts = (procedure.code, procedure.local_code, procedure.field_vi, value, procedure.document_sets, fee)
        for line, text in zip(self._lines(), texts, strict=True):
            line.set_text("" if text is None else str(text))
            line.line.setCursorPosition(0)
        for level, box in self.levels.items():
            box.setChecked(level in procedure.level)
        told = [" ".join(filter(None, (source.title_vi, source.as_of))) for source in procedure.source]
        self.source.setText("Nguồn: " + "; ".join(told) if told else "")

    def written(self) -> Any:
        """Return what stands in the fields."""
        levels = tuple(level for level, box in self.levels.items() if box.isChecked())
        return (self.name.text(), self.unit.value(), *(line.text() for line in self._lines()), levels)

    def faults(self) -> dict[str, str]:
        """Return what can not be stored, by field."""
        found = {}
        if not self.name.text():
            found["name"] = "Hãy ghi tên thủ tục."
        if self.value.text() and number_of(self.value.text()) is None:
            found["value"] = "Hãy ghi số, ví dụ 15 hoặc 0,5."
        for key, line in (("sets", self.sets), ("fee", self.fee)):
            if line.text() and not (line.text().isascii() and line.text().isdigit()):
                found[key] = "Hãy ghi số nguyên, không chấm phẩy."
        return found

    def show_faults(self, faults: dict[str, str]) -> None:
        """Show faults beside their fields."""
        fields: dict[str, LabeledField | TextArea] = {
            "name": self.name,
            "value": self.value,
            "sets": self.sets,
            "fee": self.fee,
            "code": self.code,
        }
        for key, field in fields.items():
            if key in faults:
                field.set_error(faults[key])
            else:
                field.clear_mark()

    def laid_over(self, before: Procedure) -> Procedure:
        """Return the procedure with what is written; only for fields without faults."""
        if self.faults():
            raise UserFacingError("Còn ô chưa đúng. Hãy sửa rồi lưu lại.")
        name, code = " ".join(self.name.text().split()), self.code.text()
        fee = int(self.fee.text()) if self.fee.text() else None
        before_fee = before.fee.amount_vnd if before.fee else None
        others = tuple(level for level in before.level if level not in LEVELS)
        return msgspec.structs.replace(
            before,
            id=before.id or procedure_id(name, code),
            name_vi=name,
            code=code or None,
            local_code=self.local_code.text() or None,
            field_vi=self.field.text(),
            total=limit_of(self.value.text(), self.unit.value(), before.total),
            document_sets=int(self.sets.text()) if self.sets.text() else None,
            fee=before.fee if fee == before_fee else Fee(amount_vnd=fee),
            level=(*(level for level, box in self.levels.items() if box.isChecked()), *others),
        )
