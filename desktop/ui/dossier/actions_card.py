"""What may be done with the dossier now: the likeliest in sight, the rest behind one button, by groups."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.controls.buttons import HEIGHT, Button, Rank
from desktop.ui.controls.layouts import Card, label
from desktop.ui.dossier.action_order import Arranged, Offered
from desktop.ui.dossier.side_cards import empty

QUIET_HEIGHT = 30
CLOSED, OPEN = "chevron_down_20_regular", "chevron_up_20_regular"


class ActionsCard(Card):
    """Only what is allowed now. `chosen` carries an action and whether its details are to be asked for."""

    chosen = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Việc có thể làm", parent)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addLayout(self._column)
        self.buttons: dict[str, Button] = {}
        self.more = QWidget()
        self.opener = Button("", Rank.QUIET, icon_name=CLOSED)
        self._count = 0
        self._first_of_more: QWidget = self.opener
        self._shown: object = None

    def show_actions(self, arranged: Arranged, note: str = "", *, details: frozenset[str] = frozenset()) -> None:
        """Show a button an action; `details` names those that one click records, and that may be told more.

        Where nothing changed, all stays as it is: open or closed, and the keyboard on its button.
        """
        if (arranged, note, details) == self._shown:
            return
        self._shown = (arranged, note, details)
        empty(self._column)
        self.buttons = {}
        if note:
            words = label(note, "muted")
            words.setWordWrap(True)
            self._column.addWidget(words)
        for offered in arranged.first:
            self._column.addWidget(self._row(offered, details))
        if arranged.rest:
            self._add_more(arranged, details)

    def _add_more(self, arranged: Arranged, details: frozenset[str]) -> None:
        self.more = QWidget()
        column = QVBoxLayout(self.more)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for title, group in arranged.rest:
            heading = label(title, "small")
            heading.setContentsMargins(14, 6, 0, 2)
            column.addWidget(heading)
            for offered in group:
                column.addWidget(self._row(offered, details, quiet=True))
        self._count = sum(len(group) for _, group in arranged.rest)
        self._first_of_more = self.buttons[arranged.rest[0][1][0].action.name]
        self.opener = Button("", Rank.QUIET)
        self.opener.clicked.connect(lambda: self.open(self.more.isHidden()))
        self._column.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.more)
        self.open(False)

    def open(self, shown: bool) -> None:
        """Show or hide the rest; the keyboard goes to the first of it."""
        self.more.setVisible(shown)
        self.opener.icon_name = OPEN if shown else CLOSED
        self.opener.setText(f"Việc khác ({self._count})")
        self.opener.setAccessibleDescription("Đang mở" if shown else "Đang thu gọn")
        if shown and self.opener.hasFocus():
            self._first_of_more.setFocus()

    def _row(self, offered: Offered, details: frozenset[str], *, quiet: bool = False) -> QWidget:
        action = offered.action
        button = _LeftButton(offered.label, quiet=quiet)
        button.clicked.connect(lambda: self.chosen.emit(action, False))
        self.buttons[action.name] = button
        if action.name not in details:
            return button
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(button, 1)
        row.addWidget(self._details_button(offered))
        return holder

    def _details_button(self, offered: Offered) -> QToolButton:
        made = QToolButton()
        made.setIcon(icons.icon("history_20_regular", theme.palette().muted, 20))
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setToolTip("Ghi kèm chi tiết, hoặc với thời điểm khác: việc đã xảy ra trước đó")
        made.setAccessibleName(f"{offered.label}, ghi kèm chi tiết hoặc với thời điểm khác")
        made.clicked.connect(lambda: self.chosen.emit(offered.action, True))
        return made


class _LeftButton(Button):
    """A button as wide as its column with its words at the left, as in a list; a quiet one has no frame at rest."""

    def __init__(self, text: str, *, quiet: bool) -> None:
        self._quiet = quiet
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), QUIET_HEIGHT if self._quiet else HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box = theme.palette(), QRectF(self.rect())
        lit = self.underMouse() or self.isDown()
        fill = colors.accent_soft if lit else colors.surface
        edge = colors.accent if lit and not self._quiet else fill if self._quiet else colors.edge
        painting.frame(painter, box, fill, edge)
        if self.hasFocus():
            painting.focus_ring(painter, box)
        face = fonts.font() if self._quiet else fonts.strong()
        painting.left_text(painter, box.adjusted(14, 0, -10, 0), self.text(), face, colors.ink)
        painter.end()
