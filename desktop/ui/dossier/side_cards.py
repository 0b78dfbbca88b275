"""The right column of the dossier page: the promise, the papers, what may be done."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.dossiers.dossier import Dossier, IssuedPaper
from desktop.handling.actions import Action
from desktop.handling.promise_words import PromiseWords
from desktop.terms import Form
from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.layouts import Card, label
from desktop.ui.controls.pills import Pill
from desktop.wording import FORM

SHOWN_ACTIONS = 4


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

    def show_papers(self, dossier: Dossier) -> None:
        """List the papers, oldest first."""
        empty(self._column)
        self.buttons = {}
        for paper in latest_papers(dossier):
            note = f"{paper.issued:%d/%m}" if paper.prints else "chưa in"
            button = PaperButton(paper_name(paper), note, urgent=not paper.prints)
            button.clicked.connect(lambda _on=False, form=paper.form: self.chosen.emit(form))
            self.buttons[paper.form] = button
            self._column.addWidget(button)
        self.setVisible(bool(self.buttons))


def paper_name(paper: IssuedPaper) -> str:
    """Return such as "Phiếu yêu cầu bổ sung số 7"."""
    numbered = paper.number is not None and paper.form is not Form.RECEIPT
    return f"{FORM[paper.form]} số {paper.number}" if numbered else FORM[paper.form]


class ActionsCard(Card):
    """Only what is allowed now. `chosen` carries an action and whether its time is to be asked for."""

    chosen = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Việc có thể làm", parent)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addLayout(self._column)
        self.body.addStretch(1)
        self.buttons: dict[str, Button] = {}
        self._more: QWidget | None = None

    def show_actions(self, actions: Sequence[Action], note: str = "") -> None:
        """Show a button an action; more than a handful wait behind "Việc khác"."""
        empty(self._column)
        self.buttons = {}
        if note:
            words = label(note, "muted")
            words.setWordWrap(True)
            self._column.addWidget(words)
        cut = SHOWN_ACTIONS if len(actions) > SHOWN_ACTIONS + 1 else len(actions)
        for action in actions[:cut]:
            self._column.addWidget(self._row(action))
        if actions[cut:]:
            self._add_more(actions[cut:])

    def _add_more(self, actions: Sequence[Action]) -> None:
        more = QWidget()
        column = QVBoxLayout(more)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for action in actions:
            column.addWidget(self._row(action))
        more.hide()
        button = Button(f"Việc khác ({len(actions)})", Rank.QUIET, icon_name="chevron_down_20_regular")
        button.clicked.connect(more.show)
        button.clicked.connect(button.hide)
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(more)

    def _row(self, action: Action) -> QWidget:
        button = _LeftButton(action.label)
        button.clicked.connect(lambda: self.chosen.emit(action, False))
        self.buttons[action.name] = button
        if action.asks:
            return button
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(button, 1)
        row.addWidget(self._time_button(action))
        return holder

    def _time_button(self, action: Action) -> QToolButton:
        made = QToolButton()
        made.setIcon(icons.icon("history_20_regular", theme.palette().muted, 20))
        made.setToolTip("Ghi với thời điểm khác: việc đã xảy ra trước đó")
        made.setAccessibleName(f"{action.label}, ghi với thời điểm khác")
        made.clicked.connect(lambda: self.chosen.emit(action, True))
        return made


class _LeftButton(Button):
    """A button as wide as its column with its words at the left, as in a list."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box = theme.palette(), QRectF(self.rect())
        lit = self.underMouse() or self.isDown()
        edge = colors.accent if lit else colors.edge
        painting.frame(painter, box, colors.accent_soft if lit else colors.surface, edge)
        if self.hasFocus():
            painting.focus_ring(painter, box)
        painting.left_text(painter, box.adjusted(14, 0, -10, 0), self.text(), fonts.strong(), colors.ink)
        painter.end()
