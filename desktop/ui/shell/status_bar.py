"""The quiet line at the foot of the window: office hours, last backup, what the province has not received, calendar."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.palette import Palette

HEIGHT = 28


@dataclass(frozen=True, slots=True)
class StatusLine:
    """What the status line says, ready to show; empty texts take no room.

    `office`: "Trong giờ làm việc · còn 1 giờ 48 phút đến nghỉ trưa"; `backup`: "Sao lưu lúc 09:30";
    `outbox`: "41 mục tỉnh chưa nhận"; `calendar`: "Lịch 2026 chính thức · 24/11 nghỉ Ngày Văn hóa".
    """

    office_open: bool = False
    office: str = ""
    backup: str = ""
    backup_good: bool = True
    outbox: str = ""
    calendar: str = ""


class StatusPart(QWidget):
    """A mark and a few words; one that `gives_way` is shortened first when the window is narrow."""

    def __init__(self, name: str, parent: QWidget | None = None, *, gives_way: bool = False) -> None:
        super().__init__(parent)
        self._name = name
        self._gives_way = gives_way
        self._text = self._icon = ""
        self._warns = self._lit = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, text: str, icon: str = "", *, warns: bool = False, lit: bool = False) -> None:
        """Show words after an icon, or after a dot when `icon` is empty; `warns` colours both."""
        self._text, self._icon, self._warns, self._lit = text, icon, warns, lit
        self.setAccessibleName(f"{self._name}: {text}")
        self.setToolTip(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(fonts.metrics(12).horizontalAdvance(self._text)) + (23 if self._icon else 15), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, HEIGHT) if self._gives_way else self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme.palette()
        color = colors.today.text if self._warns else colors.muted
        left = self._paint_mark(painter, colors, color)
        box = QRectF(left, 0, self.width() - left, self.height())
        painting.left_text(painter, box, self._text, fonts.font(12), color)
        painter.end()

    def _paint_mark(self, painter: QPainter, colors: Palette, color: str) -> float:
        if self._icon:
            icons.draw(painter, self._icon, color, 0, round(self.height() / 2 - 8), 16)
            return 22
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.in_time.bar if self._lit else colors.faint))
        painter.drawEllipse(QRectF(0, self.height() / 2 - 4, 8, 8))
        return 14


class StatusBar(QWidget):
    """The line itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Dòng trạng thái")
        self.office = StatusPart("Giờ làm việc", self)
        self.backup = StatusPart("Sao lưu", self)
        self.outbox = StatusPart("Trao đổi với tỉnh", self)
        self.calendar = StatusPart("Lịch", self, gives_way=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 1, 20, 0)
        row.setSpacing(26)
        for part in (self.office, self.backup, self.outbox):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.calendar)

    def show_status(self, line: StatusLine) -> None:
        """Show what is given."""
        self.office.say(line.office, lit=line.office_open)
        shield = "shield_20_regular" if line.backup_good else "shield_error_20_regular"
        self.backup.say(line.backup, shield, warns=not line.backup_good)
        self.outbox.say(line.outbox, "usb_stick_20_regular")
        self.calendar.say(line.calendar, "calendar_20_regular")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme.palette()
        painter.fillRect(self.rect(), QColor(colors.surface))
        painter.fillRect(0, 0, self.width(), 1, QColor(colors.line))
        painter.end()
