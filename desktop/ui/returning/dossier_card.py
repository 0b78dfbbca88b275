"""The dossier whose result is handed out: who, what, by when, what goes with it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.deadlines import Clock
from desktop.dossiers.dossier import Dossier
from desktop.handling.handing_out import originals_handed_in, punctual, result_missing
from desktop.handling.promise_words import promise_words
from desktop.ui.controls.elided import ElidedTitle
from desktop.ui.controls.fitted import FittedScroll
from desktop.ui.controls.layouts import GAP, Card, Line, SectionTitle, label
from desktop.ui.controls.status_mark import StatusMark
from desktop.ui.dossier.page import phone_words
from desktop.ui.returning.words import NOT_NOW, Mark, mark_of, message_lines, moment_words, paper_line

SIDE_BY_SIDE = 640
NO_FEE = "không ghi"
NO_ORIGINALS = "Không có bản chính nào được nộp."
NO_MESSAGES = "Chưa có tin nhắn nào."


class Facts(QWidget):
    """A grid of small titles with what they say below, three in a row."""

    COLUMNS = 3

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        self._values: dict[str, QLabel] = {}
        for at, title in enumerate(titles):
            cell = QVBoxLayout()
            cell.setSpacing(1)
            value = label("", "strong")
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            cell.addWidget(label(title, "small"))
            cell.addWidget(value)
            grid.addLayout(cell, at // self.COLUMNS, at % self.COLUMNS, Qt.AlignmentFlag.AlignTop)
            self._values[title] = value
        for column in range(self.COLUMNS):
            grid.setColumnStretch(column, 1)

    def say(self, title: str, words: str) -> None:
        """Fill one in."""
        self._values[title].setText(words)

    def said(self, title: str) -> str:
        """Return what one says."""
        return self._values[title].text()


DUE, READY, FEE, RECEIVED, PHONE, CITIZEN = (
    "Hẹn trả",
    "Có kết quả",
    "Lệ phí trên giấy hẹn",
    "Nhận hồ sơ",
    "Điện thoại",
    "Số định danh chủ hồ sơ",
)


class Lines(Card):
    """A titled list: words at the left, a note at the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(title)
        self.body.setSpacing(6)
        self.body.addWidget(SectionTitle(title))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def show_lines(self, lines: Sequence[tuple[str, str]], nothing: str) -> None:
        """Replace the lines; `nothing` is said where there are none."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        if not lines:
            self._rows.addWidget(label(nothing, "muted"))
        for at, (words, note) in enumerate(lines):
            if at:
                self._rows.addWidget(Line())
            self._rows.addWidget(_line(words, note))


def _line(words: str, note: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 6, 0, 6)
    row.setSpacing(12)
    said = label(words)
    said.setWordWrap(True)
    row.addWidget(said, 1)
    row.addWidget(label(note, "muted"), 0, Qt.AlignmentFlag.AlignTop)
    return made


class DossierCard(FittedScroll):
    """Everything an officer looks at before handing out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GAP)
        self.name = ElidedTitle()
        self.mark = StatusMark()
        self.what = label("")
        self.what.setWordWrap(True)
        self.moves = label("", "small")
        self.moves.setWordWrap(True)
        self.facts = Facts((DUE, READY, FEE, RECEIVED, PHONE, CITIZEN))
        self.papers = Lines("Giấy tờ công dân đã nộp bản chính")
        self.messages = Lines("Đã báo cho công dân")
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        self._code = label("", "muted")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head.addWidget(self.name)
        head.addWidget(self._code)
        head.addStretch(1)
        head.addWidget(self.mark)
        card = Card()
        card.body.addLayout(head)
        card.body.addWidget(self.what)
        card.body.addSpacing(6)
        card.body.addWidget(self.facts)
        card.body.addWidget(self.moves)
        self.body.addWidget(card)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(GAP)
        self._below.addWidget(self.papers, 1)
        self._below.addWidget(self.messages, 1)
        self.body.addLayout(self._below)

    def show_dossier(self, dossier: Dossier, clock: Clock, now: datetime, *, can: bool) -> None:
        """Show a dossier; `can`: its result may be handed out now."""
        person = dossier.applicant
        self.name.setText(person.named)
        self._code.setText(dossier.reference)
        self.what.setText(" · ".join(part for part in (dossier.plan.name, dossier.plan.variant_label) if part))
        self.show_mark(mark_of(punctual(dossier, clock), clock) if can or dossier.ready_at else NOT_NOW)
        promise = promise_words(dossier, clock, now)
        self.facts.say(DUE, moment_words(dossier.promise.due if dossier.promise else None))
        self.facts.say(READY, "chưa ghi" if result_missing(dossier) else moment_words(dossier.ready_at))
        self.facts.say(FEE, dossier.plan.fee_text or NO_FEE)
        self.facts.say(RECEIVED, moment_words(dossier.received_at))
        self.facts.say(PHONE, phone_words(person.phone) or "–")
        self.facts.say(CITIZEN, person.identity_no or "–")
        self.moves.setText("\n".join(promise.moves) if promise else "")
        self.moves.setVisible(bool(promise and promise.moves))
        self.papers.show_lines([paper_line(paper) for paper in originals_handed_in(dossier)], NO_ORIGINALS)
        self.messages.show_lines(message_lines(dossier.messages), NO_MESSAGES)
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two lists side by side need room; a narrow window has them one below the other."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._below.setDirection(across if self.width() >= SIDE_BY_SIDE else down)
        super().resizeEvent(event)

    def show_mark(self, mark: Mark) -> None:
        """Say how the result kept its time."""
        self.mark.show_status(mark.words, mark.tone, mark.icon)
