"""When the result is due and how that came about; a field and one-click choices where the officer must decide."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.deadlines import skipped_lines
from desktop.errors import UserFacingError
from desktop.handling.promising import DueNeeded
from desktop.intake.due_text import UnitShare, provisional_words, read_due, unit_shares
from desktop.intake.take_in import DuePreview
from desktop.procedures.oddities import oddities, plan_oddities
from desktop.procedures.plan import Plan
from desktop.procedures.procedure import Procedure
from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.layouts import Line, SectionTitle, label
from desktop.ui.controls.pills import Pill

OBLIGATION = "Không tính thời gian thực hiện nghĩa vụ tài chính."


def due_figure(due: datetime) -> str:
    """Return a due time as the page shows it: "11:30 · 25/01/2027"."""
    return f"{due:%H:%M · %d/%m/%Y}"


def _wrapped(role: str) -> QLabel:
    made = label("", role)
    made.setWordWrap(True)
    return made


def _emptied(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class CandidateButton(QAbstractButton):
    """A due time that may be meant, and the way of counting that gives it."""

    def __init__(self, way: str, due: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._way, self._due = f"{way[:1].upper()}{way[1:]}", due_figure(due)
        self.setAccessibleName(f"{self._way}: {self._due}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 46)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box, lit = theme.palette(), QRectF(self.rect()), self.underMouse() or self.isDown()
        painting.frame(
            painter, box, colors.accent_soft if lit else colors.surface, colors.accent if lit else colors.edge
        )
        if self.hasFocus():
            painting.focus_ring(painter, box)
        line = QRectF(12, 4, box.width() - 24, 20)
        painting.left_text(painter, line, self._due, fonts.strong(), colors.ink)
        painting.left_text(painter, line.translated(0, 18), self._way, fonts.font(12), colors.muted)
        painter.end()


class DuePanel(QWidget):
    """The panel; `changed` says that the due time is another one, or none."""

    changed = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._plan: Plan | None = None
        self._given: datetime | None = None
        self._received: datetime | None = None
        self.preview: DuePreview | None = None
        self.choices: list[CandidateButton] = []
        self._build()

    def _build(self) -> None:
        self.figure = label("", "figure")
        self.limit = _wrapped("muted")
        self.pill = Pill("dự kiến", "soon")
        self.provisional = _wrapped("small")
        self.skipped = _wrapped("small")
        self.notes = _wrapped("small")
        self.reason = _wrapped("muted")
        self.own = LabeledField("Ngày hẹn trả do cán bộ ấn định", placeholder="25/01/2027 11:30")
        self._choice_column = QVBoxLayout()
        self._choice_column.setSpacing(6)
        self._shares = QGridLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(SectionTitle("Hạn trả"))
        column.addWidget(self.figure)
        column.addWidget(self.limit)
        column.addLayout(self._build_provisional())
        column.addWidget(self.reason)
        column.addLayout(self._choice_column)
        column.addWidget(self.own)
        column.addWidget(self.skipped)
        column.addSpacing(4)
        column.addLayout(self._build_shares())
        column.addWidget(self._build_line())
        column.addWidget(self.notes)
        self.own.entered.connect(lambda _text: self._read_own())
        self.own.line.editingFinished.connect(self._read_own)

    def _build_provisional(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.provisional, 1)
        return row

    def _build_shares(self) -> QGridLayout:
        self._shares.setHorizontalSpacing(12)
        self._shares.setVerticalSpacing(3)
        self._shares.setColumnStretch(0, 1)
        return self._shares

    def _build_line(self) -> Line:
        self._note_line = Line()
        return self._note_line

    def show_plan(self, procedure: Procedure, chosen: Plan, given: datetime | None = None) -> None:
        """Show what a procedure promises if it is taken in now; `given` is a due time the officer chose before."""
        self._plan, self._given = chosen, given
        self.own.set_text(f"{given:%d/%m/%Y %H:%M}" if given else "")
        self._show_shares(unit_shares(chosen))
        self._show_notes(list(dict.fromkeys([*plan_oddities(chosen), *oddities(procedure)])))
        self.refresh()

    def refresh(self) -> None:
        """Compute the due time anew, for the time it is now; errors stand beside the officer's own date."""
        if self._plan is None:
            return
        self.own.clear_mark()
        try:
            self._show_due(self._place.preview(self._plan, self.received_at(), self._given))
        except DueNeeded as needed:
            self._show_need(needed)
        except UserFacingError as error:
            self._show_no_due(error)
        self.changed.emit()

    def received_at(self) -> datetime:
        """Return from when the due time counts: when the papers came, mostly now."""
        return self._received or self._place.now()

    def set_received(self, at: datetime | None) -> None:
        """Count from when the papers came, None for now."""
        if at != self._received:
            self._received = at
            self.refresh()

    def given(self) -> datetime | None:
        """Return the due time the officer chose, None where it is computed."""
        return self._given

    def clear(self) -> None:
        """Forget the procedure."""
        self._plan = self._given = self._received = self.preview = None
        self.own.set_text("")
        self.own.clear_mark()

    def _show_due(self, preview: DuePreview) -> None:
        received_on = self.received_at().date()
        self.preview = preview
        self.figure.setText(due_figure(preview.due))
        self.limit.setText(self._limit_words(preview))
        why = provisional_words(self._place.clock.calendar, received_on, preview.due.date())
        self.provisional.setText(why)
        skipped = " · ".join(skipped_lines(preview.explanation.skipped, received_on))
        outside = OBLIGATION if self._plan and self._plan.obligation_outside else ""
        self.skipped.setText(" ".join(part for part in (f"Bỏ qua {skipped}." if skipped else "", outside) if part))
        self._show_parts(due=True, provisional=preview.provisional)
        if self._given is not None:
            self.own.set_ok()

    def _limit_words(self, preview: DuePreview) -> str:
        counted = preview.explanation.counted_days
        if self._given is not None:
            return f"Cán bộ ấn định · {counted} ngày làm việc"
        plain = f"{counted} ngày làm việc"
        return preview.limit_text if counted == 0 or preview.limit_text == plain else f"{preview.limit_text} ({plain})"

    def _show_need(self, needed: DueNeeded) -> None:
        self.preview = None
        self.reason.setText(needed.reason)
        _emptied(self._choice_column)
        self.choices = []
        for words, due in needed.candidates:
            button = CandidateButton(words, due.at)
            button.clicked.connect(lambda _on=False, at=due.at: self.choose(at))
            self._choice_column.addWidget(button)
            self.choices.append(button)
        self._show_parts(due=False, provisional=False)

    def _show_no_due(self, error: UserFacingError) -> None:
        self.preview = None
        self._show_parts(due=False, provisional=False)
        self.reason.setVisible(self._given is None)
        self.reason.setText(error.message)
        if self._given is not None:
            self.own.set_error(error.message)

    def _show_parts(self, *, due: bool, provisional: bool) -> None:
        for part in (self.figure, self.limit):
            part.setVisible(due)
        self.skipped.setVisible(due and bool(self.skipped.text()))
        self.pill.setVisible(provisional)
        self.provisional.setVisible(provisional)
        self.reason.setVisible(not due)
        self.own.setVisible(not due or self._given is not None)
        for button in self.choices:
            button.setVisible(not due)

    def choose(self, due: datetime) -> None:
        """Take this due time as the officer's own."""
        self._given = due
        self.own.set_text(f"{due:%d/%m/%Y %H:%M}")
        self.refresh()

    def _read_own(self) -> None:
        text = self.own.text()
        try:
            given = read_due(text, self._place.clock.hours) if text else None
        except UserFacingError as error:
            self._given = self.preview = None
            self._show_parts(due=False, provisional=False)
            self.own.set_error(error.message)
            self.changed.emit()
            return
        if given != self._given:
            self._given = given
            self.refresh()

    def _show_shares(self, shares: Sequence[UnitShare]) -> None:
        _emptied(self._shares)
        for at, share in enumerate(shares):
            unit = _wrapped("")
            unit.setText(share.unit)
            time = label(share.time, "strong")
            self._shares.addWidget(unit, at, 0)
            self._shares.addWidget(time, at, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)

    def _show_notes(self, notes: Sequence[str]) -> None:
        self.notes.setText("\n".join(("Lưu ý về dữ liệu công bố:", *(f"– {note}" for note in notes))))
        self.notes.setVisible(bool(notes))
        self._note_line.setVisible(bool(notes))
