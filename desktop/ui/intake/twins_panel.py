"""The same citizen's running dossier under the same procedure, beside the form being filled in (hồ sơ trùng).

It warns and never blocks: two dossiers of one person under one procedure may well be two matters.
"""

from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.dossiers.bodies import Applicant
from desktop.dossiers.dossier import Dossier
from desktop.ui import icons, theme
from desktop.ui.controls import painting
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.layouts import label
from desktop.wording import STATUS

NONE = "–"


def _moment(moment: datetime | None) -> str:
    return f"{moment:%H:%M · %d/%m/%Y}" if moment else NONE


def compared(
    twin: Dossier, applicant: Applicant, received_at: datetime, due: datetime | None, papers: int
) -> tuple[tuple[str, str, str], ...]:
    """Return the lines of the comparison: what is compared, the running dossier's, this form's."""
    person = twin.applicant
    handed_in = sum(paper.ok for paper in twin.papers)
    return (
        ("Người nộp", person.named, applicant.named or NONE),
        ("Điện thoại", person.phone or NONE, applicant.phone or NONE),
        ("Nhận", _moment(twin.received_at), _moment(received_at)),
        ("Hẹn trả", _moment(twin.due) if twin.due else STATUS[twin.status], _moment(due)),
        ("Giấy tờ", f"{handed_in} đã nhận", f"{papers} đã nhận"),
    )


class TwinsPanel(QWidget):
    """The panel; hidden while there is no such dossier. `opened` carries the code of the one to look at."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self.sentence = label("", "strong")
        self.sentence.setWordWrap(True)
        self.open_button = Button("Mở hồ sơ kia", Rank.SECONDARY)
        self.open_button.clicked.connect(lambda: self.opened.emit(self._code))
        self.cells: list[tuple[str, str, str]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(40, 8, 12, 10)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        for column in (1, 2):
            self._grid.setColumnStretch(column, 1)
        self._grid.addLayout(self._build_head(), 0, 0, 1, 3)
        self._lines: list[QWidget] = []
        self.hide()

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def show_twins(
        self, twins: list[Dossier], applicant: Applicant, received_at: datetime, due: datetime | None, papers: int
    ) -> None:
        """Put the newest of these dossiers beside the form; none hides the panel."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines, self.cells = [], []
        self.setVisible(bool(twins))
        if not twins:
            return
        twin = twins[0]
        self._code = twin.reference
        more = f" và {len(twins) - 1} hồ sơ khác" if len(twins) > 1 else ""
        self.sentence.setText(
            f"Công dân đang có hồ sơ cùng thủ tục: {twin.reference}{more}. Nếu là một việc, đừng nhận lần nữa."
        )
        self.setAccessibleName(self.sentence.text())
        self.cells = [("", twin.reference, "Phiếu này"), *compared(twin, applicant, received_at, due, papers)]
        for at, cells in enumerate(self.cells, 1):
            self._add_line(at, cells)

    def _add_line(self, at: int, cells: tuple[str, str, str]) -> None:
        differs = at > 1 and cells[1] != cells[2]
        for column, words in enumerate(cells):
            role = "small" if column == 0 or at == 1 else "strong" if differs else ""
            line = label(words, role)
            line.setWordWrap(column > 0)
            self._grid.addWidget(line, at, column)
            self._lines.append(line)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = theme.palette().soon
        painting.frame(painter, QRectF(self.rect()), tone.soft, f"#60{tone.bar[1:]}")
        icons.draw(painter, "warning_20_filled", tone.text, 12, 12, 20)
        painter.end()
