"""A year at a glance: twelve months, each special day by a mark and a colour; arrow keys walk from day to day."""

import calendar as months
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.models.calendar_in_force import CalendarInForce
from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.settings.calendar.marks import paint_day

ACROSS, DOWN = 4, 3
_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_TITLE, _HEAD, _GAP = 18.0, 13.0, 12.0
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class YearView(QWidget):
    """The year; `day_chosen` carries the day, `year_wanted` another year the keys walked into."""

    day_chosen = Signal(object)
    year_wanted = Signal(int)

    def __init__(self, describe: Callable[[date], tuple[str, str]], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._describe, self._today = describe, today
        self._used: CalendarInForce | None = None
        self.day = today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Lịch cả năm")

    @property
    def year(self) -> int:
        """The year shown."""
        return self.day.year

    def sizeHint(self) -> QSize:
        return QSize(560, 352)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, 350)

    def show_calendar(self, used: CalendarInForce) -> None:
        """Show the days of a calendar."""
        self._used = used
        self._tell()

    def show_year(self, year: int) -> None:
        """Turn to a year, keeping day and month."""
        last = months.monthrange(year, self.day.month)[1]
        self.choose(self.day.replace(year=year, day=min(self.day.day, last)))

    def choose(self, day: date) -> None:
        """Choose a day."""
        turned, self.day = day.year != self.day.year, day
        self._tell()
        if turned:
            self.year_wanted.emit(day.year)
        self.day_chosen.emit(day)

    def _tell(self) -> None:
        if self._used is not None:
            self.setAccessibleDescription(" ".join(self._describe(self.day)))
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    # Where days lie

    def _cell(self) -> tuple[float, float]:
        width = (self.width() - (ACROSS - 1) * _GAP) / ACROSS / 7
        height = (self.height() / DOWN - _TITLE - _HEAD - 5) / 6
        return width, min(height, 26.0)

    def _month_at(self, month: int) -> tuple[float, float]:
        across, down = (month - 1) % ACROSS, (month - 1) // ACROSS
        return across * (self._cell()[0] * 7 + _GAP), down * self.height() / DOWN

    def box_of(self, day: date) -> QRectF:
        """Return where a day stands."""
        left, top = self._month_at(day.month)
        width, height = self._cell()
        place = day.replace(day=1).weekday() + day.day - 1
        return QRectF(left + place % 7 * width, top + _TITLE + _HEAD + place // 7 * height, width, height)

    def day_at(self, point: QPoint) -> date | None:
        """Return the day under a point, None beside the days."""
        width, height = self._cell()
        across = int(point.x() // (width * 7 + _GAP))
        down = int(point.y() // (self.height() / DOWN))
        month = down * ACROSS + across + 1
        if not (0 <= across < ACROSS and 0 <= down < DOWN):
            return None
        left, top = self._month_at(month)
        column, row = int((point.x() - left) // width), int((point.y() - top - _TITLE - _HEAD) // height)
        number = row * 7 + column - date(self.year, month, 1).weekday() + 1
        inside = 0 <= column < 7 and row >= 0 and 1 <= number <= months.monthrange(self.year, month)[1]
        return date(self.year, month, number) if inside else None

    # The officer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self.choose(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            self.choose(self.day + timedelta(days=_KEYS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.show_year(self.year + (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose(date(self.year, *((1, 1) if key == Qt.Key.Key_Home else (12, 31))))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._used is not None:
            day = self.day_at(event.pos())
            if day is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), "\n".join(self._describe(day)), self, self.box_of(day).toRect())
            return True
        return super().event(event)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            self._paint_month(painter, month)
        if self.hasFocus():
            painting.focus_ring(painter, self.box_of(self.day).adjusted(-1, -1, 1, 1), 5)
        else:
            painting.frame(painter, self.box_of(self.day), "#00000000", theme.palette().accent, 5)
        painter.end()

    def _paint_month(self, painter: QPainter, month: int) -> None:
        colors = theme.palette()
        left, top = self._month_at(month)
        width, _ = self._cell()
        painting.left_text(
            painter, QRectF(left + 3, top, width * 7, _TITLE), f"Tháng {month}", fonts.strong(12), colors.ink
        )
        painter.setFont(fonts.font(9))
        painter.setPen(QColor(colors.muted))
        for at, words in enumerate(_WEEKDAYS):
            box = QRectF(left + at * width, top + _TITLE, width, _HEAD)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        for number in range(1, months.monthrange(self.year, month)[1] + 1):
            day = date(self.year, month, number)
            paint_day(painter, self.box_of(day), day, self._used, today=day == self._today)
