"""The bar on top: search, date and clock, who is at the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.shell import wording
from desktop.ui.shell.search_box import SearchBox, Suggest

HEIGHT = 56


@dataclass(frozen=True, slots=True)
class DeskSign:
    """Who works where: "Nông Thị Lan", "Quầy 1 · UBND xã Quang Hán"."""

    officer: str
    office: str


class ClockText(QWidget):
    """Date and clock; wakes at each full minute. The clock is asked, never counted on, so practice time shows too."""

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._shown = clock()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.tick)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.tick()

    def tick(self) -> None:
        """Show what the clock says now and wake again at the next minute."""
        self._shown = self._clock()
        self.setAccessibleName(f"{wording.day_in_words(self._shown)}, {self._shown:%H:%M}")
        self._timer.start(60_000 - self._shown.second * 1000 - self._shown.microsecond // 1000 + 20)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(210, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(50, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors, box = theme.palette(), QRectF(self.rect())
        day, time = wording.day_in_words(self._shown) + " · ", f"{self._shown:%H:%M}"
        room = painting.tabular_width(time, fonts.BODY_PX, fonts.strong().weight())
        if painting.tabular_width(day, fonts.BODY_PX) + room <= box.width():
            box.setLeft(box.left() + painting.left_text(painter, box, day, fonts.font(), colors.muted))
        painting.tabular_text(painter, box, time, fonts.strong(), colors.ink)
        painter.end()


class OfficerSign(QWidget):
    """Name, office and initials at the right."""

    def __init__(self, sign: DeskSign, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.show_sign(sign)

    def show_sign(self, sign: DeskSign) -> None:
        """Show another officer, after signing in."""
        self._sign = sign
        self.setAccessibleName(f"Công chức: {sign.officer}. {sign.office}")
        self.setToolTip(f"{sign.officer}\n{sign.office}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        name = fonts.metrics(13, fonts.strong().weight()).horizontalAdvance(self._sign.officer)
        office = fonts.metrics(11).horizontalAdvance(self._sign.office)
        return QSize(round(max(name, office)) + 46, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(36, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, right = theme.palette(), float(self.width())
        disc = QRectF(right - 32, self.height() / 2 - 16, 32, 32)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.accent))
        painter.drawEllipse(disc)
        painter.setPen(QColor(colors.on_accent))
        painter.setFont(fonts.strong(12))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, wording.initials(self._sign.officer))
        if right > 110:
            self._paint_lines(painter, right - 42)
        painter.end()

    def _paint_lines(self, painter: QPainter, width: float) -> None:
        colors, middle = theme.palette(), self.height() / 2
        lines = (
            (self._sign.officer, fonts.strong(), colors.ink, -18),
            (self._sign.office, fonts.font(11), colors.muted, 0),
        )
        for text, face, color, top in lines:
            shown = fonts.metrics(face.pixelSize(), face.weight()).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.setFont(face)
            painter.setPen(QColor(color))
            box = QRectF(0, middle + top, width, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)


class TopBar(QWidget):
    """Search box, clock and officer in a row of 56 pixels."""

    def __init__(
        self, sign: DeskSign, clock: Callable[[], datetime], suggest: Suggest, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.search = SearchBox(suggest, self)
        self.search.setMinimumWidth(280)
        self.search.setMaximumWidth(480)
        self.clock = ClockText(clock, self)
        self.officer = OfficerSign(sign, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 1)
        row.setSpacing(16)
        row.addWidget(self.search, 5)
        row.addWidget(self.clock, 2)
        row.addStretch(1)
        row.addWidget(self.officer, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme.palette()
        painter.fillRect(self.rect(), QColor(colors.surface))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colors.line))
        painter.end()
