"""Wall mode (bảng treo tường): the board in large type for a second screen; pages turn by themselves.

No personal data beyond the code and the initials of the applicant: visitors read it too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.handling.board_row import BoardGroup, BoardRow
from desktop.ui import fonts, theme
from desktop.ui.board.arrangement import TITLES
from desktop.ui.board.tones import group_tone
from desktop.ui.controls import painting
from desktop.ui.palette import Tone

TURN_MS = 10_000
HEAD_SHARE, FOOT_SHARE, ROW_SHARE = 0.15, 0.06, 0.085
"""Heights as shares of the screen's height: title and counts, page number, one row."""


@dataclass(frozen=True, slots=True)
class WallRow:
    """What the wall tells of a dossier."""

    group: BoardGroup
    remaining: str
    code: str
    initials: str
    step: str
    unit: str


def wall_row(row: BoardRow) -> WallRow:
    """Return a row without name, procedure and holder."""
    return WallRow(row.group, row.remaining, row.code, name_initials(row.applicant), row.step, row.unit)


def name_initials(name: str) -> str:
    """Return "Đ.T.B." for "Đàm Thị Bưởi"; at most five letters."""
    return "".join(f"{word[0].upper()}." for word in name.split()[:5])


def pages_of(rows: Sequence[WallRow], per_page: int) -> list[Sequence[WallRow]]:
    """Cut rows into pages; an empty board has one empty page."""
    return [rows[at : at + per_page] for at in range(0, len(rows), per_page)] or [()]


class WallBoard(QWidget):
    """A window over the whole screen; Esc or F11 closes it."""

    closed = Signal()

    def __init__(self, clock: Callable[[], datetime] = datetime.now, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("Bảng hạn treo tường")
        self.setAccessibleName("Bảng hạn treo tường. Nhấn Esc để đóng")
        self._clock = clock
        self._rows: Sequence[WallRow] = ()
        self._page = 0
        self._turn = QTimer(self, interval=TURN_MS)
        self._turn.timeout.connect(self.turn_page)

    def show_rows(self, rows: Sequence[BoardRow]) -> None:
        """Show rows in the order of the groups."""
        order = {group: at for at, group in enumerate(BoardGroup)}
        self._rows = [wall_row(row) for row in sorted(rows, key=lambda row: order[row.group])]
        self._page = min(self._page, len(self.pages()) - 1)
        self.update()

    def open_on_second_screen(self) -> None:
        """Cover a screen the main window is not on, or the only one there is."""
        owner = self.parentWidget()
        home = owner.screen() if owner is not None else QGuiApplication.primaryScreen()
        others = [screen for screen in QGuiApplication.screens() if screen is not home]
        self.setGeometry((others or [home])[0].geometry())
        self.showFullScreen()
        self._turn.start()

    def pages(self) -> list[Sequence[WallRow]]:
        """Return the rows page by page at the present size."""
        room = 1 - HEAD_SHARE - FOOT_SHARE
        return pages_of(self._rows, max(1, int(room / ROW_SHARE)))

    def turn_page(self) -> None:
        """Show the next page, after the last the first again."""
        self._page = (self._page + 1) % len(self.pages())
        self.update()

    def page_number(self) -> int:
        """Return the page shown, from 1."""
        return self._page + 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_PageDown):
            self.turn_page()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._turn.stop()
        self.closed.emit()
        super().closeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.palette().page))
        width, height = float(self.width()), float(self.height())
        margin = width * 0.025
        self._paint_head(painter, QRectF(margin, 0, width - 2 * margin, height * HEAD_SHARE))
        row_height, top = height * ROW_SHARE, height * HEAD_SHARE
        for at, row in enumerate(self.pages()[self._page]):
            _paint_row(painter, QRectF(margin, top + at * row_height, width - 2 * margin, row_height), row)
        foot = QRectF(margin, height * (1 - FOOT_SHARE), width - 2 * margin, height * FOOT_SHARE)
        self._paint_foot(painter, foot)
        painter.end()

    def _paint_head(self, painter: QPainter, box: QRectF) -> None:
        colors, unit = theme.palette(), box.height()
        title = fonts.strong(round(unit * 0.3))
        line = QRectF(box.left(), box.top() + unit * 0.08, box.width(), unit * 0.42)
        painting.left_text(painter, line, "Bảng hạn", title, colors.ink)
        painter.setPen(QColor(colors.ink))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{self._clock():%H:%M}")
        left, face = box.left(), fonts.strong(round(unit * 0.17))
        for group in BoardGroup:
            count = sum(row.group == group for row in self._rows)
            text = f"{TITLES[group]}  {count}"
            place = QRectF(left, box.top() + unit * 0.53, box.right() - left, unit * 0.34)
            left += _paint_big_pill(painter, place, text, face.pixelSize(), group_tone(colors, group)) + unit * 0.1

    def _paint_foot(self, painter: QPainter, box: QRectF) -> None:
        painter.setFont(fonts.font(round(box.height() * 0.42)))
        painter.setPen(QColor(theme.palette().muted))
        text = f"Trang {self.page_number()}/{len(self.pages())}" if self._rows else "Không có hồ sơ đang giải quyết"
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "Esc: đóng bảng")


def _paint_big_pill(painter: QPainter, place: QRectF, text: str, size_px: int, tone: Tone) -> float:
    width = fonts.metrics(size_px, fonts.strong().weight()).horizontalAdvance(text) + size_px * 1.2
    box = QRectF(place.left(), place.top(), width, place.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.soft))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setFont(fonts.strong(size_px))
    painter.setPen(QColor(tone.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return width


def _paint_row(painter: QPainter, box: QRectF, row: WallRow) -> None:
    colors, unit = theme.palette(), box.height()
    tone = group_tone(colors, row.group)
    card = box.adjusted(0, unit * 0.06, 0, -unit * 0.06)
    painting.frame(painter, card, colors.surface, colors.line, 10)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.bar))
    painter.drawRoundedRect(
        QRectF(card.left(), card.top() + unit * 0.14, unit * 0.1, card.height() - unit * 0.28), 3, 3
    )
    big, plain, width = fonts.strong(round(unit * 0.36)), fonts.font(round(unit * 0.33)), box.width()
    cells = (
        (0.02, 0.24, row.remaining, big, tone.text, 0.0),
        (0.27, 0.25, row.code, plain, colors.ink, 0.0),
        (0.53, 0.1, row.initials, big, colors.ink, 0.0),
        (0.64, 0.345, row.step, fonts.font(round(unit * 0.26)), colors.ink, -0.16),
        (0.64, 0.345, row.unit, fonts.font(round(unit * 0.22)), colors.muted, 0.18),
    )
    for left, share, text, face, color, shift in cells:
        place = QRectF(box.left() + width * left, box.top() + unit * shift, width * share, unit)
        draw = painting.tabular_text if text == row.code else painting.left_text
        draw(painter, place, text, face, color)
