"""The calendar's section: the year on the left, the office's own days, hours and Saturdays on the right."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.app import national_document
from desktop.deadlines import CalendarMissing, DayKind
from desktop.errors import UserFacingError
from desktop.handling.rights import Work
from desktop.models.calendar_in_force import CalendarInForce
from desktop.ui import icons, theme
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.layouts import GAP, Card, RoundedFrame, label
from desktop.ui.controls.pills import Pill
from desktop.ui.refusals import spoken
from desktop.ui.settings.calendar import rows
from desktop.ui.settings.calendar.affected import Affected, AffectedModel
from desktop.ui.settings.calendar.days import day_words, year_status
from desktop.ui.settings.calendar.marks import Legend
from desktop.ui.settings.calendar.year_view import YearView
from desktop.ui.settings.grid import PASTE_HINT, Grid
from desktop.ui.settings.section import Section, stays

SIDE = 412
PAUSE_MS = 300
Tried = tuple[CalendarInForce, list[Affected]]


class CalendarSection(Section):
    """The section; while rows are edited the year shows what they would give."""

    key, title, icon = "calendar", "Lịch làm việc", "calendar_20_regular"
    summary = "Ngày đã hẹn không tự đổi theo lịch."
    work = Work.CALENDAR

    def build(self) -> None:
        self._used = self.place.calendar_in_force
        self._trial = 0
        self._wait = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.view = YearView(self._describe, self.place.now().date())
        self.days = Grid("Ngày riêng của đơn vị", rows.DAYS, hint=PASTE_HINT)
        self.seasons = Grid(
            "Giờ làm việc theo mùa", rows.SEASONS, hint="16/04 cho mọi năm; ghi cả năm cho riêng năm đó."
        )
        self.desks = Grid("Trực sáng thứ Bảy", rows.DESKS, hint="Buổi trực chỉ nhận và trả hồ sơ.")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(GAP)
        self._row.addLayout(self._build_year(), 1)
        self._side = self._build_side()
        self._row.addWidget(self._side)
        self.body.addLayout(self._row, 1)
        self._connect()
        self.setFocusProxy(self.view)

    def fit(self, width: int) -> None:
        """Put the tables under the year where there is no room beside it."""
        beside = width > SIDE + 500
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._side.setMinimumSize(SIDE, 0 if beside else 480)
        self._side.setMaximumWidth(SIDE if beside else 16_000)

    def _build_year(self) -> QVBoxLayout:
        self.back, self.forth = (
            self._turner("chevron_left_20_regular", "Năm trước", -1),
            self._turner("chevron_right_20_regular", "Năm sau", 1),
        )
        self.year_label, self.status = label("", "section"), Pill("")
        head = QHBoxLayout()
        head.setSpacing(6)
        for part in (self.back, self.year_label, self.forth, self.status):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(Legend())
        card = Card()
        card.body.addLayout(head)
        card.body.addWidget(self.view, 1)
        column = QVBoxLayout()
        column.setSpacing(GAP)
        column.addWidget(card, 1)
        column.addWidget(self._build_detail())
        return column

    def _turner(self, icon: str, name: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(icon, theme.palette().muted, 20))
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({'Page Up' if step < 0 else 'Page Down'})")
        button.clicked.connect(lambda: self.view.show_year(self.view.year + step))
        stays(button)
        return button

    def _build_detail(self) -> Card:
        card = self._detail = Card()
        card.body.setContentsMargins(16, 8, 12, 10)
        self.what, self.where = label("", "strong"), label("", "small")
        for line in (self.what, self.where):
            line.setWordWrap(True)
        self.day_off, self.day_on = Button("Nghỉ riêng ngày này"), Button("Làm việc ngày này")
        row = QHBoxLayout()
        row.addWidget(self.what, 1)
        row.addWidget(self.day_off)
        row.addWidget(self.day_on)
        card.body.setSpacing(4)
        card.body.addLayout(row)
        card.body.addWidget(self.where)
        card.setMinimumHeight(92)
        return card

    def _build_side(self) -> QWidget:
        side = QWidget()
        self.tabs = QTabWidget()
        for grid in (self.days, self.seasons, self.desks):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, GAP, 0, 0)
            column.addWidget(grid)
            self.tabs.addTab(holder, "")
        self.fault = label("", "error")
        self.fault.setWordWrap(True)
        self.fault.hide()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tabs, 3)
        column.addWidget(self.fault)
        column.addWidget(self._build_affected(), 2)
        return side

    def _build_affected(self) -> Card:
        card = Card()
        self.moved = label("", "section")
        self.moved_note = label("", "small")
        self.moved_note.setWordWrap(True)
        self.affected, self.table = AffectedModel(self), QTableView()
        self.table.setModel(self.affected)
        self.table.setAccessibleName("Hồ sơ có hạn tính lại khác")
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(30)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.setStyleSheet("QTableView::item { padding: 0 6px; } QHeaderView::section { padding: 0 8px; }")
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(0, 172)
        card.body.addWidget(self.moved)
        card.body.addWidget(self.moved_note)
        self.table_frame = RoundedFrame(self.table)
        card.body.addWidget(self.table_frame, 100)
        card.body.addStretch(1)
        return card

    def _connect(self) -> None:
        self.view.day_chosen.connect(lambda _day: self._tell_day())
        self.view.year_wanted.connect(lambda _year: self._tell_year())
        self._wait.timeout.connect(self._try)
        for grid in (self.days, self.seasons, self.desks):
            grid.edited.connect(self._edited)
        self.days.row_chosen.connect(self._show_row)
        self.day_off.clicked.connect(lambda: self.add_day(DayKind.LOCAL_OFF))
        self.day_on.clicked.connect(lambda: self.add_day(DayKind.LOCAL_WORK))

    # Reading

    def show_stored(self) -> None:
        self._before = self.place.own_calendar()
        for grid, found in zip((self.days, self.seasons, self.desks), rows.rows_of(self._before), strict=True):
            grid.show_rows(found)
        self._count()
        self._show_used(self.place.calendar_in_force)
        self._try()

    def _show_used(self, used: CalendarInForce) -> None:
        self._used = used
        self.view.show_calendar(used)
        self._tell_year()
        self._tell_day()

    def _describe(self, day: date) -> tuple[str, str]:
        sources: Mapping[str, Any] = national_document().get("sources", {})
        return day_words(self._used, day, self.place.office.office_hours(), self.place.office.code, sources)

    def _tell_year(self) -> None:
        self.year_label.setText(str(self.view.year))
        self.status.show_text(*year_status(self._used, self.view.year))

    def _tell_day(self) -> None:
        what, where = self._describe(self.view.day)
        self.what.setText(what)
        self.where.setText(where)
        if self.place.why_not(Work.CALENDAR):
            self.day_off.hide()
            self.day_on.hide()
            self._detail.setMinimumHeight(64)
            return
        known = self.view.day.year in self._used.calendar.statuses
        works = known and self._used.calendar.is_working(self.view.day)
        self.day_off.setVisible(works)
        self.day_on.setVisible(known and not works)

    # Editing

    def add_day(self, kind: DayKind) -> None:
        """Write the chosen day into the table of own days, or over the row that stands there already."""
        day = f"{self.view.day:%d/%m/%Y}"
        self.tabs.setCurrentIndex(0)
        found = self.days.model.rows()
        at = next((place for place, row in enumerate(found) if row["day"] == day), -1)
        if at < 0:
            at = self.days.model.add_row({"day": day, "kind": str(kind)})
        else:
            self.days.model.setData(self.days.model.index(at, 1), str(kind))
        name = self.days.model.index(at, len(rows.DAYS) - 1)
        self.days.view.setCurrentIndex(name)
        self.days.view.setFocus()
        self.days.view.edit(name)

    def _show_row(self, at: int) -> None:
        """Show in the year the day of the row the keyboard is in."""
        found = self.days.model.rows()
        day = rows.read_date(found[at]["day"]) if 0 <= at < len(found) else None
        if day is not None and day != self.view.day:
            self.view.choose(day)

    def _edited(self) -> None:
        self._count()
        self.days.check(rows.day_faults)
        self.seasons.check(rows.season_faults)
        self.desks.check(rows.desk_faults)
        self.mark()
        self._wait.start()

    def _count(self) -> None:
        for at, (words, grid) in enumerate(
            (("Ngày riêng", self.days), ("Giờ theo mùa", self.seasons), ("Trực thứ Bảy", self.desks))
        ):
            count = len(grid.rows())
            self.tabs.setTabText(at, f"{words} ({count})" if count else words)

    def written(self) -> Any:
        return (self.days.rows(), self.seasons.rows(), self.desks.rows())

    def _document(self) -> dict[str, Any]:
        """Return the document as written.

        Raises:
            UserFacingError: a cell is wrong; its table is shown.
        """
        checks = (rows.day_faults, rows.season_faults, rows.desk_faults)
        for at, (check, grid) in enumerate(zip(checks, (self.days, self.seasons, self.desks), strict=True)):
            found = check(grid.rows())
            if found:
                self.tabs.setCurrentIndex(at)
                raise UserFacingError(f"{next(iter(found.values()))} Lịch chưa được lưu.")
        named = {"office": self.place.office.name} | self._before
        return rows.document_of(named, *(grid.rows() for grid in (self.days, self.seasons, self.desks)))

    # Trying what would be

    def _try(self) -> None:
        """Count beside the window what the rows would give; the last edit wins."""
        self._trial += 1
        trial, place = self._trial, self.place
        try:
            document = self._document() if self.is_dirty() else None
        except UserFacingError:
            return

        def work() -> Tried:
            used = place.tried_calendar(document) if document else place.calendar_in_force
            return used, place.differing_promises(place.clock_by(used))

        job: Job[Tried] = Job(lambda _: work(), self)
        job.done.connect(lambda tried: self._tried(trial, tried))
        job.failed.connect(lambda error: self._not_tried(trial, error))
        self._counting = job
        job.start()

    def _tried(self, trial: int, tried: Tried) -> None:
        if trial != self._trial:
            return
        used, found = tried
        self.fault.hide()
        self._show_used(used)
        self.affected.show_found(found)
        self.table_frame.setVisible(bool(found))
        after = "Nếu lưu: " if self.is_dirty() else ""
        count = f"{len(found)} hồ sơ" if found else "không hồ sơ nào"
        said = f"{after}{count} có hạn tính lại khác"
        self.moved.setText(said[:1].upper() + said[1:])
        self.moved_note.setText(
            "Ngày đã hẹn giữ nguyên; hẹn muộn hơn thì phải báo công dân ở trang Hồ sơ (Điều chỉnh ngày hẹn)."
            if found
            else "Mọi hồ sơ đang giải quyết giữ đúng ngày đã hẹn."
        )

    def _not_tried(self, trial: int, error: Exception) -> None:
        if trial != self._trial:
            return
        if not isinstance(error, UserFacingError | CalendarMissing):
            raise error
        self.fault.setText(spoken(error))
        self.fault.show()

    def is_counting(self) -> bool:
        """Whether what the rows would give is still being counted."""
        return self._wait.isActive() or self._counting.is_running()

    def store(self) -> str:
        self.place.set_calendar(self._document())
        return "Đã lưu lịch làm việc của đơn vị; ngày đã hẹn giữ nguyên."
