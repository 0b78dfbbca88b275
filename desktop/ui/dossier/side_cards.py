"""The right column of the dossier page: the promise and the papers."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.dossiers.dossier import Dossier, IssuedPaper
from desktop.handling.promise_words import PromiseWords
from desktop.terms import Form
from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.controls.layouts import Card, label
from desktop.ui.controls.pills import Pill
from desktop.wording import FORM


def empty(column: QVBoxLayout) -> None:
    """Take everything out of a column."""
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()


class PromiseCard(Card):
    """Until when the result was promised, how that moved, and what is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Hạn trả kết quả", parent)
        self.date = label("", "figure")
        self.time = label("", "muted")
        self.provisional = Pill("dự kiến", "soon")
        self.remaining = label("")
        self.moves = label("", "small")
        for words in (self.remaining, self.moves):
            words.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.date, self.time, self.provisional):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.body.setSpacing(4)
        self.body.addLayout(row)
        self.body.addWidget(self.remaining)
        self.body.addWidget(self.moves)

    def show_words(self, words: PromiseWords | None) -> None:
        """Show the promise, or that there is none."""
        self.date.setText(words.date if words else "Chưa có hẹn")
        self.time.setText(words.time if words else "")
        self.time.setVisible(bool(words and words.time))
        self.provisional.setVisible(bool(words and words.provisional))
        self.remaining.setText(words.remaining if words else "Hồ sơ chưa được tiếp nhận nên chưa tính hạn.")
        color = theme.palette().overdue.text if words and words.late else theme.palette().muted
        self.remaining.setStyleSheet(f"color: {color};")
        self.moves.setText("\n".join(words.moves) if words else "")
        self.moves.setVisible(bool(words and words.moves))


class PaperButton(QAbstractButton):
    """A paper that was issued: a click prints it again."""

    def __init__(self, words: str, note: str, *, urgent: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._note, self._urgent = words, note, urgent
        self.setText(words)
        self.setAccessibleName(f"{words}, {note}. Nhấn để in lại")
        self.setToolTip(f"{words}\n{'Chưa in: nhấn để in' if urgent else 'Nhấn để xem và in lại'}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box = theme.palette(), QRectF(self.rect())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painting.focus_ring(painter, box, 6)
        icons.draw(painter, "print_20_regular", colors.accent if self.underMouse() else colors.muted, 6, 6, 18)
        face, color = fonts.font(12), colors.soon.text if self._urgent else colors.muted
        room = fonts.metrics(12).horizontalAdvance(self._note) + 6
        painting.left_text(painter, box.adjusted(32, 0, -room - 12, 0), self._words, fonts.font(), colors.ink)
        painting.left_text(painter, QRectF(box.right() - room, 0, room, box.height()), self._note, face, color)
        painter.end()

    def enterEvent(self, event: object) -> None:  # repaint, since the look follows the mouse
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()


def latest_papers(dossier: Dossier) -> list[IssuedPaper]:
    """Return the latest paper of each form: those are what a reprint can give."""
    return [paper for paper in dossier.issued if dossier.issued_paper(paper.form) is paper]


class PapersCard(Card):
    """Papers this dossier gave rise to; `chosen` carries the form to print again."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Giấy tờ in ra", parent)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.body.setSpacing(4)
        self.body.addLayout(self._column)
        self.body.setContentsMargins(10, 12, 10, 10)
        title = self.findChild(QLabel)
        if title is not None:
            title.setContentsMargins(6, 0, 0, 0)
        self.buttons: dict[Form, PaperButton] = {}
        self._papers: list[IssuedPaper] | None = None

    def show_papers(self, dossier: Dossier) -> None:
        """List the papers, oldest first; where nothing changed the keyboard stays on its paper."""
        papers = latest_papers(dossier)
        if papers == self._papers:
            return
        self._papers = papers
        empty(self._column)
        self.buttons = {}
        for paper in papers:
            note = f"{paper.issued:%d/%m}" if paper.prints else "chưa in"
            button = PaperButton(paper_name(paper), note, urgent=not paper.prints)
            button.clicked.connect(lambda _on=False, form=paper.form: self.chosen.emit(form))
            self.buttons[paper.form] = button
            self._column.addWidget(button)


def paper_name(paper: IssuedPaper) -> str:
    """Return such as "Phiếu yêu cầu bổ sung số 7"."""
    numbered = paper.number is not None and paper.form is not Form.RECEIPT
    return f"{FORM[paper.form]} số {paper.number}" if numbered else FORM[paper.form]
