"""The left card: which procedure, which case of it, and when the result is due."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.intake.cases import case_of, cases
from desktop.procedures.plan import Plan
from desktop.procedures.procedure import Procedure
from desktop.ui import theme
from desktop.ui.controls.layouts import Card, ScrollPage, SectionTitle, label
from desktop.ui.controls.option_box import OptionBox
from desktop.ui.intake.due_panel import DuePanel
from desktop.ui.intake.procedure_list import details
from desktop.ui.intake.procedure_picker import ProcedurePicker


class ChosenProcedure(QWidget):
    """The procedure chosen, looking like the selected row of the list it came from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 8)
        column.setSpacing(2)
        self.name = label("", "strong")
        self.details = label("", "small")
        for line in (self.name, self.details):
            line.setWordWrap(True)
            column.addWidget(line)

    def show_procedure(self, procedure: Procedure) -> None:
        """Name a procedure."""
        self.name.setText(procedure.name_vi)
        self.details.setText(details(procedure))
        self.details.setVisible(bool(self.details.text()))
        self.setAccessibleName(f"Thủ tục đã chọn: {procedure.name_vi}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors, box = theme.palette(), QRectF(self.rect())
        painter.fillRect(box, QColor(colors.accent_soft))
        painter.fillRect(QRectF(0, 0, 3, box.height()), QColor(colors.accent))
        painter.end()


class ProcedureCard(Card):
    """The card; `changed` says that procedure, case or due time are others, `chosen` that a procedure was picked."""

    changed = Signal()
    chosen = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._place = place
        self.procedure: Procedure | None = None
        self.plan: Plan | None = None
        self.setAccessibleName("Thủ tục")
        self.picker = ProcedurePicker(place)
        self.selected = ChosenProcedure()
        self.case = OptionBox("Trường hợp")
        self.due = DuePanel(place)
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(15, 0, 15, 0)
        head.setSpacing(8)
        head.addWidget(SectionTitle("Thủ tục"))
        head.addWidget(self.picker.field)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.picker)
        self._stack.addWidget(self._build_details())
        self.body.setContentsMargins(1, 12, 1, 6)
        self.body.setSpacing(10)
        self.body.addLayout(head)
        self.body.addWidget(self._stack, 1)
        self.setFocusProxy(self.picker.field)

    def _build_details(self) -> ScrollPage:
        page = ScrollPage()
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.body.setContentsMargins(0, 0, 0, 8)
        page.body.addWidget(self.selected)
        inner = QVBoxLayout()
        inner.setContentsMargins(15, 2, 15, 0)
        inner.setSpacing(6)
        self._case_title = label("Trường hợp", "muted")
        self._condition = label("", "small")
        self._condition.setWordWrap(True)
        for part in (self._case_title, self.case, self._condition):
            inner.addWidget(part)
        inner.addSpacing(6)
        inner.addWidget(self.due)
        inner.addStretch(1)
        page.body.addLayout(inner)
        return page

    def _connect(self) -> None:
        self.picker.chosen.connect(self._choose)
        self.picker.searching.connect(lambda wanted: self._stack.setCurrentIndex(0 if wanted else 1))
        self.case.picked.connect(lambda _value: self._show_case(None))
        self.due.changed.connect(self.changed)

    def _choose(self, procedure: Procedure) -> None:
        self.show_procedure(procedure)
        self.chosen.emit()

    def show_procedure(self, procedure: Procedure, variants: list[str] | None = None, due: object = None) -> None:
        """Choose a procedure, its case by the variants named or the office's usual one, and a due time given before."""
        self.procedure = procedure
        self.selected.show_procedure(procedure)
        offered = cases(procedure, self._place.office)
        usual = case_of(procedure, self._place.office, variants)
        self.case.offer([(case.label, case) for case in offered], usual)
        for part in (self._case_title, self.case):
            part.setVisible(len(offered) > 1)
        self.picker.show_choice(procedure)
        self._show_case(due)

    def _show_case(self, due: object) -> None:
        assert self.procedure is not None
        case = self.case.value()
        variants = list(case.variants) if case is not None else None  # type: ignore[attr-defined]
        condition = getattr(case, "condition", "")
        self._condition.setText(condition)
        self._condition.setVisible(bool(condition))
        self.plan = self._place.plan(self.procedure.id, variants)
        self.due.show_plan(self.procedure, self.plan, due)  # type: ignore[arg-type]

    def variants(self) -> list[str] | None:
        """Return the variants of the case chosen, None while no procedure is."""
        case = self.case.value()
        return list(case.variants) if self.procedure and case else None  # type: ignore[attr-defined]

    def clear(self) -> None:
        """Wait for the next citizen; the list starts with what was taken in last."""
        self.procedure = self.plan = None
        self.due.clear()
        self.picker.show_choice(None)
