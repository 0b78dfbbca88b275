"""The checklist (thành phần hồ sơ): what the procedure asks for, what the citizen brought."""

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.intake.filling import PaperChoice, paper_choices
from desktop.intake.form import PaperTick, required_papers
from desktop.procedures.procedure import Procedure
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.layouts import Card, Line, SectionTitle, label
from desktop.ui.intake.paper_row import COUNT_WIDTH, MORE_WIDTH, Count, GroupRow, PaperRow

CHOOSE_FIRST = "Chọn thủ tục, danh mục giấy tờ sẽ hiện ở đây."
NO_LIST = "Nguồn không nêu thành phần hồ sơ. Hãy ghi những giấy tờ công dân nộp."


class PapersCard(Card):
    """The card; `changed` on every change, `listed` when its lines are others."""

    changed = Signal()
    listed = Signal()
    reached = Signal(QWidget)
    """The keyboard came to a line: a page that scrolls should show it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("Thành phần hồ sơ")
        self._procedure: Procedure | None = None
        self.rows: list[PaperRow] = []
        self._groups: list[GroupRow] = []
        self.counted = label("", "muted")
        self.hint = label(CHOOSE_FIRST, "muted")
        self.add_button = Button("Giấy tờ khác…", Rank.QUIET, keys="Ctrl+G", icon_name="add_20_regular")
        self.sets = Count("Số bộ hồ sơ", 1)
        self._build()

    def _build(self) -> None:
        self.body.setContentsMargins(1, 8, 1, 6)
        self.body.setSpacing(0)
        self.body.addLayout(self._build_head())
        self.body.addSpacing(6)
        self.body.addWidget(Line())
        self.hint.setWordWrap(True)
        self.hint.setContentsMargins(16, 14, 16, 14)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.hint)
        column.addLayout(self._list)
        column.addLayout(self._build_foot())
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inner)
        self.area.verticalScrollBar().rangeChanged.connect(self._keep_columns_below_heads)
        self.body.addWidget(self.area, 1)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(SectionTitle("Thành phần hồ sơ"))
        row.addWidget(self.counted)
        row.addStretch(1)
        for words in ("Bản chính", "Bản sao"):
            head = label(words, "small")
            head.setFixedWidth(COUNT_WIDTH)
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addWidget(head)
        row.addSpacing(MORE_WIDTH + 6)
        self._head = row
        return row

    def _keep_columns_below_heads(self, _least: int, most: int) -> None:
        """A scroll bar moves the counts to the left; their headings go with them."""
        bar = self.area.verticalScrollBar().sizeHint().width() if most else 0
        self._head.setContentsMargins(14, 0, 8 + bar, 0)

    def _build_foot(self) -> QHBoxLayout:
        self.sets.changed.connect(lambda _n: self.changed.emit())
        self.add_button.clicked.connect(lambda: self.add_own().focus_first())
        self.add_button.hide()
        row = QHBoxLayout()
        row.setContentsMargins(4, 5, 8, 2)
        row.addWidget(self.add_button)
        row.addStretch(1)
        self._sets_title = label("Số bộ", "small")
        row.addWidget(self._sets_title)
        row.addWidget(self.sets)
        row.addSpacing(MORE_WIDTH + 6)
        self._sets_title.hide()
        self.sets.hide()
        return row

    def show_procedure(self, procedure: Procedure | None, ticks: Iterable[PaperTick] = ()) -> None:
        """List a procedure's papers as `ticks` left them; ticks of other papers become lines of their own."""
        choices = paper_choices(procedure) if procedure else []
        self._procedure = procedure
        self._clear_rows()
        for title, group in groupby(choices, key=lambda choice: choice.group):
            self._add_group(title, list(group))
        for tick in ticks:
            self._restore(tick)
        self.hint.setText(NO_LIST if procedure else CHOOSE_FIRST)
        for part in (self.add_button, self.sets, self._sets_title):
            part.setVisible(procedure is not None)
        self.sets.show_value((procedure.document_sets if procedure else 1) or 1)
        if self.rows:
            self._let_tab_stop_at(self.rows[0])
        self._refresh()
        self.area.verticalScrollBar().setValue(0)
        self.listed.emit()

    def _add_group(self, title: str, choices: list[PaperChoice]) -> None:
        rows = [PaperRow(choice) for choice in choices]
        if title:
            heading = GroupRow(title, rows)
            self._groups.append(heading)
            self._list.addWidget(heading)
        for row in rows:
            self._add_row(row)

    def _add_row(self, row: PaperRow) -> None:
        self.rows.append(row)
        self._list.addWidget(row)
        row.changed.connect(self._tell)
        row.moved.connect(lambda step, moved=row: self._move(moved, step))
        row.reached.connect(lambda reached=row: self._reach(reached))
        row.removed.connect(lambda gone=row: self._remove(gone))

    def _restore(self, tick: PaperTick) -> None:
        untouched = [row for row in self.rows if row.tick.name == tick.name and row.tick is row.choice.tick]
        row = untouched[0] if untouched else self.add_own()
        row.show_tick(tick)

    def add_own(self) -> PaperRow:
        """Add a line for a paper the list does not name."""
        row = PaperRow(PaperChoice(PaperTick("", 1, 0, ok=True), required=False), own=True)
        self._add_row(row)
        self._refresh()
        self.listed.emit()
        return row

    def _remove(self, row: PaperRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self._tell()

    def _clear_rows(self) -> None:
        for gone in (*self.rows, *self._groups):
            gone.hide()
            self._list.removeWidget(gone)
            gone.deleteLater()
        self.rows, self._groups = [], []

    def ticks(self) -> tuple[PaperTick, ...]:
        """Return the checklist as it stands; own lines without a name are left out."""
        return tuple(row.tick for row in self.rows if row.tick.name.strip())

    def _tell(self) -> None:
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        required = required_papers(self._procedure, self.ticks()) if self._procedure else frozenset()
        for row in self.rows:
            row.set_required(required=row.tick.name in required)
        for group in self._groups:
            group.show_state()
        self.hint.setVisible(not self.rows)
        needed = [row for row in self.rows if (row.required and (row.tick.applies or row.tick.ok)) or row.is_missing()]
        handed_in = sum(row.tick.ok for row in needed)
        extra = sum(row.tick.ok for row in self.rows) - handed_in
        words = f"{handed_in} / {len(needed)} giấy tờ bắt buộc" if needed else f"{extra} giấy tờ đã nhận"
        self.counted.setText(words if self.rows else "")

    def stops(self) -> list[QWidget]:
        """Return what Tab may visit, in the order of the eye; arrows walk the rows, Tab stops at one of them."""
        return [*(stop for row in self.rows for stop in row.stops()), self.add_button, self.sets]

    def first_stop(self) -> QWidget:
        """Return where Tab enters the list."""
        return self.rows[0].mark if self.rows else self.add_button

    def _reach(self, row: PaperRow) -> None:
        self._let_tab_stop_at(row)
        self.area.ensureWidgetVisible(row, 0, 24)
        self.reached.emit(row)

    def _let_tab_stop_at(self, row: PaperRow) -> None:
        for each in self.rows:
            each.set_in_tab_chain(inside=each is row)

    def _move(self, row: PaperRow, step: int) -> None:
        at = self.rows.index(row) + step
        if 0 <= at < len(self.rows):
            self.rows[at].focus_first()
        elif step > 0:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first_missing(self) -> None:
        """Put the keyboard on the first paper that is missing."""
        missing = [row for row in self.rows if row.is_missing()]
        (missing or self.rows)[0].focus_first() if self.rows else self.add_button.setFocus()

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 190)
