"""The cards on top of the board: a figure and a word each; pressing one shows only its rows, pressing again all."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.handling.board_row import BoardGroup
from desktop.ui import fonts, icons, theme
from desktop.ui.board.tones import group_tone
from desktop.ui.controls import painting
from desktop.ui.palette import Tone

TALL, LOW = 62, 36
FIGURE_PX = 20


class CountCard(QAbstractButton):
    """A card for a group, or for what is not recorded yet when `kind` is None."""

    def __init__(self, kind: BoardGroup | None, title: str, short: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._title, self._short = title, short
        self._count = 0
        self._low = False
        self.setCheckable(True)
        self.setText(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int, note: str = "") -> None:
        """Show a figure; `note` is told on hover."""
        self._count = count
        self.setAccessibleName(f"{self._title}: {count} hồ sơ")
        self.setToolTip("\n".join(part for part in (f"{self._title}: {count} hồ sơ", note) if part))
        self.updateGeometry()
        self.update()

    def count(self) -> int:
        """Return the figure shown."""
        return self._count

    def set_low(self, low: bool) -> None:
        """Use one line instead of two, in a small window."""
        self._low = low
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if not self._low:
            return QSize(max(104, round(fonts.metrics(12).horizontalAdvance(self._title)) + 30), TALL)
        figure = fonts.metrics(16, fonts.strong().weight()).horizontalAdvance(str(self._count))
        return QSize(round(fonts.metrics(12).horizontalAdvance(self._short) + figure) + 26, LOW)

    def _tone(self) -> Tone:
        colors = theme.palette()
        return colors.today if self.kind is None else group_tone(colors, self.kind)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, tone, box = theme.palette(), self._tone(), QRectF(self.rect())
        warns = self.kind is None and self._count > 0
        fill = tone.soft if warns or self.isChecked() else colors.raised if self.underMouse() else colors.surface
        painting.frame(painter, box, fill, f"#66{tone.bar[1:]}" if warns or self.isChecked() else colors.line, 10)
        if self.isChecked():
            self._paint_checked(painter, box, tone)
        if self.hasFocus():
            painting.focus_ring(painter, box, 9)
        figure_color = tone.text if self._count else colors.muted
        label_color = tone.text if warns or self.isChecked() else colors.muted
        (self._paint_low if self._low else self._paint_tall)(painter, box, figure_color, label_color)
        painter.end()

    def _paint_checked(self, painter: QPainter, box: QRectF, tone: Tone) -> None:
        """A thicker edge and a cross that says how to see everything again."""
        painter.setPen(QPen(QColor(tone.text), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 9, 9)
        if not self._low:
            icons.draw(painter, "dismiss_20_regular", tone.text, box.right() - 24, 10, 14)

    def _paint_tall(self, painter: QPainter, box: QRectF, figure: str, label: str) -> None:
        place = QRectF(box.left() + 14, 7, box.width() - 24, 28)
        painting.left_text(painter, place, str(self._count), fonts.strong(FIGURE_PX), figure)
        place = QRectF(box.left() + 14, 34, box.width() - 24, 20)
        painting.left_text(painter, place, self._title, fonts.font(12), label)

    def _paint_low(self, painter: QPainter, box: QRectF, figure: str, label: str) -> None:
        place = box.adjusted(10, 0, -6, 0)
        width = painting.left_text(painter, place, str(self._count), fonts.strong(16), figure)
        painting.left_text(painter, place.adjusted(width + 6, 0, 0, 0), self._short, fonts.font(12), label)
