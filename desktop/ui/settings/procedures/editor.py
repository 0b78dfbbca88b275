"""The editor of one procedure: general fields, papers, steps; what is odd is said while one types."""

from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.procedures.oddities import check
from desktop.procedures.procedure import Procedure, read_procedure
from desktop.ui.controls.layouts import GAP, Card, ScrollPage, label
from desktop.ui.settings.grid import PASTE_HINT, Grid
from desktop.ui.settings.procedures import rows
from desktop.ui.settings.procedures.general import GeneralFields, fresh

GENERAL, PAPERS, STEPS = range(3)
NOTHING_ODD = "Không có điều gì lạ."


class ProcedureEditor(QWidget):
    """The editor; `edited` whenever something was typed."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = fresh()
        self.general = GeneralFields(self._edited)
        self.papers = Grid("Giấy tờ của thủ tục", rows.PAPERS, ordered=True, hint=PASTE_HINT)
        self.steps = Grid("Các bước giải quyết", rows.STEPS, ordered=True, hint=PASTE_HINT)
        self.odd = label("", "small")
        self.odd.setWordWrap(True)
        self._build()
        for grid in (self.papers, self.steps):
            grid.edited.connect(self._edited)

    def _build(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.tabBar().setAccessibleName("Phần của thủ tục")
        for page, words in (
            (self.general, "Chung"),
            (_padded(self.papers), "Giấy tờ"),
            (_padded(self.steps), "Các bước"),
        ):
            self.tabs.addTab(page, words)
        scroll = ScrollPage()
        scroll.body.setContentsMargins(0, 0, 8, 0)
        scroll.body.addWidget(self.odd)
        scroll.body.addStretch(1)
        scroll.setFixedHeight(56)
        notes = Card("Điều cần biết")
        notes.body.addWidget(scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.tabs, 1)
        column.addWidget(notes)

    def show_procedure(self, procedure: Procedure) -> None:
        """Show a procedure; nothing is told."""
        self._before = procedure
        self.general.show_procedure(procedure)
        self.papers.show_rows(rows.paper_rows(procedure.document_list))
        self.steps.show_rows(rows.step_rows(procedure.step_list))
        self._count()
        self._check()

    def _count(self) -> None:
        self.tabs.setTabText(PAPERS, f"Giấy tờ ({len(self.papers.rows())})")
        self.tabs.setTabText(STEPS, f"Các bước ({len(self.steps.rows())})")

    def written(self) -> Any:
        """Return what stands in the fields."""
        return (self._before.id, self.general.written(), self.papers.rows(), self.steps.rows())

    def _edited(self) -> None:
        self._count()
        self._check()
        self.edited.emit()

    def _check(self) -> None:
        """Say beside each field and row what is wrong with it, and under all what is odd."""
        faults, paper_faults, step_faults = self._faults()
        self.general.show_faults(faults if self._before.id or self.general.name.text() else {})
        found = [] if faults or paper_faults or step_faults else check(self._laid_over())
        self.papers.check(rows.paper_faults)
        self.steps.check(rows.step_faults, lambda written: rows.step_notes(written, found))
        words = "\n".join(f"• {sentence}" for sentence in found)
        wrong = "Sửa các ô đánh dấu đỏ trước; sau đó chương trình đối chiếu tổng thời hạn và các bước."
        self.odd.setText(wrong if faults or paper_faults or step_faults else words or NOTHING_ODD)

    def _faults(self) -> tuple[dict[str, str], Any, Any]:
        papers, steps = rows.paper_faults(self.papers.rows()), rows.step_faults(self.steps.rows())
        return self.general.faults(), papers, steps

    def _laid_over(self) -> Procedure:
        written = (self.steps.rows(), self.papers.rows())
        return rows.like(self.general.laid_over(self._before), written)

    def procedure(self) -> Procedure:
        """Return the procedure as written.

        Raises:
            UserFacingError: something can not be stored; it is marked, and its part shown.
        """
        faults = self._faults()
        for part, found in zip((GENERAL, PAPERS, STEPS), faults, strict=True):
            if found:
                self.general.show_faults(faults[0])
                self.tabs.setCurrentIndex(part)
                raise UserFacingError(f"{next(iter(found.values()))} Thủ tục chưa được lưu.")
        made = self._laid_over()
        return read_procedure(msgspec.json.encode(made), made.name_vi)


def _padded(grid: Grid) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, GAP, 0, 0)
    column.addWidget(grid)
    return holder
