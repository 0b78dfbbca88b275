"""Which period, and which field of work: four usual periods, or two days typed."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.errors import UserFacingError
from desktop.registers.period import Period, month_before, month_of, quarter_of, year_of
from desktop.ui.controls.choice_box import ChoiceBox
from desktop.ui.controls.labeled import read_day
from desktop.ui.controls.layouts import label
from desktop.ui.controls.segments import Segments

USUAL: dict[str, Callable[[date], Period]] = {
    "Tháng này": month_of,
    "Tháng trước": month_before,
    "Quý này": quarter_of,
    "Năm nay": year_of,
}
_DATE_WIDTH = 112


class PeriodBar(QWidget):
    """The bar; `changed` when another period or field holds, `refused` with a sentence when no period was typed."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._period = month_of(today())
        self.usual = Segments("Kỳ báo cáo", tuple(USUAL))
        self.first, self.last = _day_line("Từ ngày"), _day_line("Đến ngày")
        self.field = ChoiceBox("Mọi lĩnh vực", name="Lọc theo lĩnh vực")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.usual)
        self._words = (label("từ", "muted"), label("đến", "muted"))
        for words, line in zip(self._words, (self.first, self.last), strict=True):
            row.addWidget(words)
            row.addWidget(line)
            line.editingFinished.connect(self._typed)
        row.addStretch(1)
        row.addWidget(self.field)
        self.usual.picked.connect(self._pick)
        self.field.chosen.connect(lambda _value: self.changed.emit())
        self._show()

    def period(self) -> Period:
        """Return the period that holds."""
        return self._period

    def set_period(self, period: Period) -> None:
        """Let another period hold."""
        changed = period != self._period
        self._period = period
        self._show()
        if changed:
            self.changed.emit()

    def _show(self) -> None:
        self.first.setText(f"{self._period.first_on:%d/%m/%Y}")
        self.last.setText(f"{self._period.last_on:%d/%m/%Y}")
        named = (words for words, made in USUAL.items() if made(self._today()) == self._period)
        self.usual.choose(next(named, ""))

    def _pick(self, words: str) -> None:
        self.set_period(USUAL[words](self._today()) if words else self._period)

    def _typed(self) -> None:
        try:
            year = self._today().year
            typed = Period(read_day(self.first.text(), year), read_day(self.last.text(), year))
        except UserFacingError as error:
            self.refused.emit(error.message)
            return
        self.set_period(typed)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the small words out where the window is small."""
        for words in self._words:
            words.setVisible(not narrow)


def _day_line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setToolTip(f"{name}, ví dụ 05/11/2026")
    line.setFixedWidth(_DATE_WIDTH)
    line.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return line
