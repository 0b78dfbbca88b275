"""The bar at the foot, always in sight: why it does not go on yet, and the three outcomes of an intake."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.intake.filling import Lack
from desktop.terms import Outcome
from desktop.ui import icons, theme
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.layouts import Card, label
from desktop.ui.palette import tones

READY = "Đủ điều kiện tiếp nhận."
_ICON_ROOM = 28


class Tidings(QWidget):
    """An icon and a sentence of one tone; two lines at most."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = "info_20_regular", "neutral"
        self.text = label("")
        self.text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(_ICON_ROOM, 0, 0, 0)
        row.addWidget(self.text)

    def say(self, sentence: str, icon: str, tone: str) -> None:
        """Show a sentence."""
        self._icon, self._tone = icon, tone
        self.text.setText(sentence)
        color = theme.palette().muted if tone == "neutral" else tones(theme.palette())[tone].text
        self.text.setStyleSheet(f"color: {color}; font-weight: {400 if tone == 'neutral' else 500};")
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme.palette()
        color = colors.muted if self._tone == "neutral" else tones(colors)[self._tone].text
        icons.draw(painter, self._icon, color, 0, round(QRectF(self.rect()).center().y() - 10), 20)
        painter.end()


class OutcomeBar(Card):
    """The bar; `wanted` carries the outcome whose button or key was pressed."""

    wanted = Signal(Outcome)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("Kết thúc tiếp nhận")
        self.tidings = Tidings()
        self.preview = Button("Xem giấy", Rank.SECONDARY, keys="F8")
        self.reject = Button("Từ chối…", Rank.DANGER, keys="F12")
        self.supplement = Button("Yêu cầu bổ sung", Rank.SECONDARY, keys="F10")
        self.accept = Button("Tiếp nhận và in giấy hẹn", Rank.PRIMARY, keys="F9")
        self._build()
        self.preview.hide()
        self.reject.clicked.connect(lambda: self.wanted.emit(Outcome.REJECTED))
        self.supplement.clicked.connect(lambda: self.wanted.emit(Outcome.SUPPLEMENT))
        self.accept.clicked.connect(lambda: self.wanted.emit(Outcome.ACCEPTED))

    def _build(self) -> None:
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.addWidget(self.tidings, 1)
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in (self.preview, self.reject, self.supplement, self.accept):
            row.addWidget(button)
        self._lines.addLayout(row)
        self.body.setContentsMargins(15, 10, 14, 10)
        self.body.addLayout(self._lines)

    def set_short(self, *, short: bool) -> None:
        """Use fewer words and two lines, in a narrow window."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._lines.setDirection(down if short else across)
        self._lines.setSpacing(6 if short else 10)
        margin = 8 if short else 10
        self.body.setContentsMargins(15, margin, 14, margin)
        self.accept.setText("Tiếp nhận và in" if short else "Tiếp nhận và in giấy hẹn")
        self.preview.setVisible(short)

    def show_lacks(self, lacks: tuple[Lack, ...], missing: int, *, started: bool) -> None:
        """Show what is missing; a missing paper makes the supplement slip the primary action."""
        chosen = not any(lack.field == "procedure" for lack in lacks)
        self.accept.setEnabled(not lacks)
        self.supplement.setEnabled(chosen)
        self.reject.setEnabled(chosen)
        self.supplement.setText(f"Yêu cầu bổ sung ({missing})" if missing else "Yêu cầu bổ sung…")
        self._rank(self.supplement, Rank.PRIMARY if missing else Rank.SECONDARY)
        self._rank(self.accept, Rank.SECONDARY if missing else Rank.PRIMARY)
        if not lacks:
            self.tidings.say(READY, "checkmark_circle_20_filled", "in_time")
        elif any(lack.field == "papers" for lack in lacks) and chosen and len(lacks) == 1:
            self.tidings.say(lacks[0].sentence, "warning_20_regular", "overdue")
        else:
            tone = "today" if started else "neutral"
            self.tidings.say(lacks[0].sentence, "info_20_regular", tone)

    @staticmethod
    def _rank(button: Button, rank: Rank) -> None:
        button.rank = rank
        button.update()


class ReasonPanel(Card):
    """Asks for the reason an outcome needs, above the bar; Enter goes on, Escape goes back."""

    given = Signal(Outcome, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._outcome = Outcome.REJECTED
        self.reason = LabeledField("Lý do")
        self.go = Button("", Rank.PRIMARY, keys="Ctrl+Enter")
        self.back = Button("Thôi", Rank.QUIET)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.reason, 1)
        buttons = QVBoxLayout()
        buttons.addSpacing(22)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.back)
        line.addWidget(self.go)
        buttons.addLayout(line)
        buttons.addStretch(1)
        row.addLayout(buttons)
        self.body.setContentsMargins(15, 10, 14, 10)
        self.body.addLayout(row)
        self.reason.entered.connect(lambda _text: self._give())
        self.reason.edited.connect(lambda _text: self.reason.clear_mark())
        self.go.clicked.connect(self._give)
        self.back.clicked.connect(self.close_panel)
        self.hide()

    def ask(self, outcome: Outcome) -> None:
        """Open the panel for an outcome; what was written before is kept."""
        refused = outcome is Outcome.REJECTED
        title = "Lý do từ chối, in trên phiếu trả công dân" if refused else "Nội dung cần bổ sung, in trên phiếu"
        self._outcome = outcome
        self.reason.title.setText(title)
        self.reason.line.setAccessibleName(title)
        self.go.setText("Từ chối và in phiếu" if refused else "Lập và in phiếu")
        self.reason.clear_mark()
        self.show()
        self.reason.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        self.given.emit(self._outcome, self.reason.text())

    def close_panel(self) -> None:
        """Close it without an outcome."""
        self.hide()
        self.left.emit()

    def clear(self) -> None:
        """Forget what was written."""
        self.reason.set_text("")
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)
