"""The second face: every stretch of lateness in the period, and the way to explain it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.registers.lateness import BY, SORT, SORT_WHY, By, LateRow
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.layouts import GAP, Card, RoundedFrame, label
from desktop.ui.controls.notice import Notice
from desktop.ui.registers.late_table import LateTable
from desktop.ui.registers.overview_face import NOTHING_LATE

NOTHING_CHOSEN = "Chọn một dòng để xem vì sao chậm; Enter mở hồ sơ."


class LateFace(QWidget):
    """The face; signals carry a dossier's id."""

    opened = Signal(str)
    explain_wanted = Signal(str)

    def __init__(self, say: Callable[[int], str], *, may_explain: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say, self._may_explain = say, may_explain
        self.table = LateTable(say)
        self.filter = Notice()
        self._faces = QStackedWidget()
        self._faces.addWidget(RoundedFrame(self.table))
        self._faces.addWidget(EmptyState("checkmark_circle_20_regular", *NOTHING_LATE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.filter)
        column.addWidget(self._faces, 1)
        column.addWidget(self._build_foot())
        self.setFocusProxy(self.table)
        self._connect()

    def _build_foot(self) -> Card:
        self.foot = Card()
        self.foot.body.setContentsMargins(16, 10, 14, 10)
        self.words = label("", "muted")
        self.words.setWordWrap(True)
        self.open_button = Button("Mở hồ sơ", icon_name="open_20_regular")
        self.explain_button = Button("Giải trình…", keys="F8", icon_name="edit_20_regular")
        self.explain_button.setShortcut("")  # the face listens, so that the key works with a row chosen only
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.explain_button)
        self.explain_button.setVisible(self._may_explain)
        self.foot.body.addLayout(row)
        return self.foot

    def _connect(self) -> None:
        self.table.opened.connect(self.opened)
        self.table.chosen.connect(self._show_row)
        self.open_button.clicked.connect(self._open)
        self.explain_button.clicked.connect(self._explain)
        key = QShortcut(QKeySequence("F8"), self)
        key.setAutoRepeat(False)
        key.activated.connect(self._explain)

    def show_rows(self, rows: Sequence[LateRow]) -> None:
        """Show what was late."""
        self.table.rows.show_rows(rows)
        self._faces.setCurrentIndex(0 if rows else 1)
        self.foot.setVisible(bool(rows))
        self._show_row()

    def show_only(self, by: By | None, name: str = "") -> None:
        """Show the rows of one unit, officer, cause or step; None shows all."""
        self.table.proxy.show_only(by, name)
        if by is None:
            self.filter.hide()
        else:
            self.filter.say(
                f"Chỉ xem {BY[by].lower()}: {name}", "proposal", ("Xem tất cả", lambda: self.show_only(None))
            )
        self._show_row()

    def _show_row(self) -> None:
        row = self.table.current_row()
        for button in (self.open_button, self.explain_button):
            button.setEnabled(row is not None)
        self.words.setText(self._words(row) if row else NOTHING_CHOSEN)

    def _words(self, row: LateRow) -> str:
        why = row.why_unknown or SORT_WHY[row.sort]
        said = f" Giải trình: {row.cause}{f' – {row.explanation}' if row.explanation else ''}." if row.cause else ""
        overdue = " Hồ sơ đã quá hạn trả." if row.overdue else ""
        return f"{row.code} · {row.step}: {SORT[row.sort]} {self._say(row.minutes)} – {why}.{overdue}{said}"

    def _open(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.opened.emit(row.dossier_id)

    def _explain(self) -> None:
        row = self.table.current_row()
        if row is not None and self._may_explain:
            self.explain_wanted.emit(row.dossier_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.filter.isHidden():
            self.show_only(None)
        else:
            super().keyPressEvent(event)
