"""The page of registers and reports: a period, its figures, its lateness, its files (sổ và báo cáo).

page = RegistersPage(place)
page.paper_wanted.connect(show_pdf)              # title, file name, PDF
page.explain_wanted.connect(lambda dossier: desk.act(dossier, "explain"))
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.errors import UserFacingError
from desktop.handling.rights import may
from desktop.registers import tables
from desktop.registers.desk import Overview
from desktop.registers.files import csv_bytes, write_file, xlsx_bytes
from desktop.registers.lateness import By
from desktop.registers.tables import Table
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.layouts import GAP, MARGIN, RoundedFrame, label
from desktop.ui.controls.notice import Notice
from desktop.ui.custody.mode_tab import ModeTab
from desktop.ui.registers.figures_table import FiguresTable
from desktop.ui.registers.late_face import LateFace
from desktop.ui.registers.overview_face import OverviewFace
from desktop.ui.registers.period_bar import PeriodBar
from desktop.ui.registers.wording import late_words

OVERVIEW, LATE, STATISTICS, EMPTY = range(4)
NOTHING = ("Không có hồ sơ nào trong kỳ này.", "Chọn kỳ khác ở trên, hoặc tiếp nhận hồ sơ đầu tiên (Ctrl+2).")
NARROW_BELOW, LOW_BELOW = 1000, 540


class RegistersPage(QWidget):
    """The page. `told` says what was written, `refused` why not."""

    told = Signal(str)
    refused = Signal(str)
    dossier_wanted = Signal(str)
    explain_wanted = Signal(str)
    paper_wanted = Signal(str, str, object)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Sổ và báo cáo")
        self.place = place
        self._overview: Overview | None = None
        self._asked = 0
        self._face = OVERVIEW
        self._build()
        self._connect()

    # Building

    def _build(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(GAP)
        self.period = PeriodBar(lambda: self.place.now().date())
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.hide()
        self.notice = Notice()
        self.faces = QStackedWidget()
        self.overview = OverviewFace(self._say)
        self.late = LateFace(self._say, may_explain=may(self.place.officer.role, "explain"))
        self.statistics = FiguresTable()
        self.empty = EmptyState("data_pie_24_regular", *NOTHING)
        for face in (self.overview, self.late, RoundedFrame(self.statistics), self.empty):
            self.faces.addWidget(face)
        column.addLayout(self._build_head())
        column.addWidget(self.period)
        column.addWidget(self.notice)
        column.addWidget(self.busy)
        column.addWidget(self.faces, 1)
        self.setFocusProxy(self.tabs[0])

    def _build_head(self) -> QHBoxLayout:
        self.tabs = (ModeTab("Tình hình", "F2"), ModeTab("Chậm", "F3"), ModeTab("Thống kê", "F4"))
        self.register_button = Button("Sổ theo dõi…", icon_name="print_20_regular")
        self.csv_button = Button("Xuất CSV…", icon_name="document_text_20_regular")
        self.xlsx_button = Button("Xuất Excel…", Rank.PRIMARY, icon_name="save_20_regular")
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._title = label("Sổ và báo cáo", "title")
        self._title.setContentsMargins(0, 0, 12, 0)
        row.addWidget(self._title)
        for tab in self.tabs:
            group.addButton(tab)
            row.addWidget(tab)
        row.addStretch(1)
        for button in (self.register_button, self.csv_button, self.xlsx_button):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        for face, tab in enumerate(self.tabs):
            tab.clicked.connect(lambda _on=False, face=face: self._turn_to(face))
        self.period.changed.connect(self.refresh)
        self.period.refused.connect(lambda words: self.notice.say(words, "overdue"))
        self.overview.picked.connect(self._show_late_of)
        self.late.opened.connect(self.dossier_wanted)
        self.late.explain_wanted.connect(self.explain_wanted)
        self.register_button.clicked.connect(self.show_register)
        self.xlsx_button.clicked.connect(lambda: self._ask_file("xlsx", "Excel (*.xlsx)"))
        self.csv_button.clicked.connect(lambda: self._ask_file("csv", "CSV (*.csv)"))
        self.show_face(OVERVIEW)

    def _say(self, minutes: int) -> str:
        return late_words(self.place.clock, minutes)

    # Showing

    def refresh(self) -> None:
        """Read the period afresh, beside the window; an answer that comes too late is passed over."""
        period, field = self.period.period(), self.period.field.value()
        self._asked += 1
        asked = self._asked
        self.notice.hide()
        self._run(
            lambda: self.place.registers.overview(period, field),
            lambda overview: self._show(overview) if asked == self._asked else None,
        )

    def _show(self, overview: Overview) -> None:
        now = self.place.now()
        self._overview = overview
        self.period.field.offer(overview.fields)
        self.overview.show_overview(overview, now)
        self.late.show_rows(overview.late)
        self.statistics.show_table(self._statistics_table(overview))
        self.tabs[LATE].show_count(len(overview.late))
        self.show_face(self._face)

    def _turn_to(self, face: int) -> None:
        """Show a face and put the keyboard into it."""
        self.show_face(face)
        (self.overview.bars, self.late.table, self.statistics)[face].setFocus()

    def show_face(self, face: int) -> None:
        """Show one of the faces; where the period holds nothing, say so."""
        self._face = face
        self.tabs[face].setChecked(True)
        total = self._overview.statistics.total if self._overview else None
        nothing = total is not None and not (total.total or total.guided or total.refused)
        nothing = nothing and not (self._overview and self._overview.late)
        self.faces.setCurrentIndex(EMPTY if nothing else face)
        for button in (self.csv_button, self.xlsx_button):
            button.setEnabled(self._overview is not None and not nothing)

    def _show_late_of(self, by: By, name: str) -> None:
        self.late.show_only(by, name)
        self.show_face(LATE)
        self.late.setFocus()

    # Files and papers

    def _statistics_table(self, overview: Overview) -> Table:
        return tables.statistics_table(overview.statistics, self.place.office.name, self.place.now())

    def tables(self) -> tuple[Table, ...]:
        """Return what the face shown says, as tables for a file."""
        overview = self._overview
        if overview is None:
            return ()
        if self._face != LATE:
            return (self._statistics_table(overview),)
        office, now = self.place.office.name, self.place.now()
        return tables.late_tables(overview.late, overview.period, office, now, self._say)

    def _ask_file(self, suffix: str, kinds: str) -> None:
        period = self.period.period()
        what = "cham-han" if self._face == LATE else "thong-ke"
        name = f"{what}-{period.first_on:%Y%m%d}-{period.last_on:%Y%m%d}.{suffix}"
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu báo cáo", name, kinds)
        if chosen:
            self.save(Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.{suffix}"))

    def save(self, path: Path) -> None:
        """Write what is shown into a file, Excel or CSV by its ending."""
        made = self.tables()

        def work() -> Path:
            write_file(path, csv_bytes(made[0]) if path.suffix.lower() == ".csv" else xlsx_bytes(made))
            return path

        self._run(work, lambda saved: self.told.emit(f"Đã lưu {saved}."))

    def show_register(self) -> None:
        """Draw the follow-up register of the period, to look at, print or save."""
        period, field = self.period.period(), self.period.field.value()
        name = f"so-theo-doi-{period.first_on:%Y%m%d}-{period.last_on:%Y%m%d}.pdf"
        self._run(
            lambda: self.place.register(period.first_on, period.last_on, field),
            lambda pdf: self.paper_wanted.emit(f"Sổ theo dõi hồ sơ, {period.words()}", name, pdf),
        )

    # Together

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        job: Job[Any] = Job(lambda _: work(), self)
        job.done.connect(lambda result: self._ended(lambda: done(result)))
        job.failed.connect(lambda error: self._ended(lambda: self._failed(error)))
        self.busy.show()
        job.start()

    def _ended(self, then: Callable[[], None]) -> None:
        self.busy.hide()
        then()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.notice.say(error.message, "overdue")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low, narrow = self.height() < LOW_BELOW, self.width() < NARROW_BELOW
        self._title.setVisible(not narrow)
        self.register_button.setText("Sổ…" if narrow else "Sổ theo dõi…")
        self.csv_button.setText("CSV…" if narrow else "Xuất CSV…")
        self.xlsx_button.setText("Excel…" if narrow else "Xuất Excel…")
        self.period.set_narrow(narrow=narrow)
        self.overview.set_low(low=low or narrow)
        margin = 10 if low else 16
        self._column.setContentsMargins(MARGIN, margin, MARGIN, margin)
        self._column.setSpacing(8 if low else GAP)
