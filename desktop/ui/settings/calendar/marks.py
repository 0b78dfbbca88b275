"""How kinds of days look: each has a mark of its own besides its colour, and a legend says what they mean."""

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.deadlines import DayKind
from desktop.models.calendar_in_force import CalendarInForce
from desktop.ui import fonts, theme
from desktop.ui.palette import Palette, Tone

LEGEND: tuple[tuple[str, str], ...] = (
    (DayKind.HOLIDAY, "nghỉ lễ, tết"),
    (DayKind.COMPENSATORY, "nghỉ bù"),
    (DayKind.SWAP_OFF, "nghỉ hoán đổi"),
    (DayKind.MAKEUP_WORK, "làm bù"),
    (DayKind.LOCAL_OFF, "nghỉ riêng"),
    (DayKind.LOCAL_WORK, "làm riêng"),
    ("saturday", "trực thứ Bảy"),
    ("season", "giờ theo mùa"),
)
_DAY_PX, _MARK, _ACROSS = 11, 18, 4


def _tone(kind: str, colors: Palette) -> Tone:
    tones = {
        DayKind.HOLIDAY: colors.overdue,
        DayKind.COMPENSATORY: colors.overdue,
        DayKind.SWAP_OFF: colors.today,
        DayKind.MAKEUP_WORK: colors.in_time,
        DayKind.LOCAL_OFF: colors.stopped,
        DayKind.LOCAL_WORK: colors.proposal,
    }
    return tones.get(DayKind(kind), colors.neutral) if kind in set(DayKind) else colors.proposal


def paint_mark(painter: QPainter, box: QRectF, kind: str) -> None:
    """Paint the ground and the sign of a kind of day into a cell."""
    tone, inner = _tone(kind, theme.palette()), box.adjusted(1.5, 1, -1.5, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind in (DayKind.HOLIDAY, DayKind.SWAP_OFF, DayKind.LOCAL_OFF):
        painter.setBrush(QColor(tone.soft))
        painter.drawRoundedRect(inner, 4, 4)
    if kind in (DayKind.COMPENSATORY, DayKind.MAKEUP_WORK, DayKind.LOCAL_WORK):
        style = Qt.PenStyle.DashLine if kind == DayKind.LOCAL_WORK else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(tone.text), 1.2, style))
        painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    _paint_sign(painter, inner, kind, tone)


def _paint_sign(painter: QPainter, inner: QRectF, kind: str, tone: Tone) -> None:
    painter.setPen(QPen(QColor(tone.text), 1.4))
    low, left, right = inner.bottom() - 1.5, inner.left() + 4, inner.right() - 4
    if kind == DayKind.HOLIDAY:
        painter.setBrush(QColor(tone.text))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(inner.right() - 1.2, inner.top() + 1.6), 1.6, 1.6)
    elif kind in (DayKind.SWAP_OFF, "saturday"):
        painter.drawLine(QPointF(left, low), QPointF(right, low))
    elif kind == DayKind.MAKEUP_WORK:
        at = QPointF(inner.right(), inner.top() + 0.5)
        painter.fillRect(QRectF(at.x() - 3, at.y() - 3, 6, 6), QColor(theme.palette().surface))
        painter.drawLine(at - QPointF(2.5, 0), at + QPointF(2.5, 0))
        painter.drawLine(at - QPointF(0, 2.5), at + QPointF(0, 2.5))
    elif kind == DayKind.LOCAL_OFF:
        painter.drawLine(QPointF(inner.left() + 3, inner.bottom() - 3), QPointF(inner.right() - 3, inner.top() + 3))
    elif kind == "season":
        painter.setPen(QPen(QColor(tone.bar), 1))
        high = inner.top()
        painter.drawLine(QPointF(inner.left(), high), QPointF(inner.right(), high))


def paint_day(painter: QPainter, box: QRectF, day: date, used: CalendarInForce | None, *, today: bool) -> None:
    """Paint a day with whatever is special about it."""
    colors = theme.palette()
    row = used.calendar.rows.get(day) if used else None
    known = used is not None and day.year in used.calendar.statuses
    works = used.calendar.is_working(day) if used and known else False
    color = _tone(row.kind, colors).text if row else colors.ink if works else colors.muted
    if row:
        paint_mark(painter, box, row.kind)
    if used and known and not works and used.timetable.saturday_desk_on(day):
        paint_mark(painter, box, "saturday")
    if used and works and any(day in season.span for season in used.timetable.seasons):
        paint_mark(painter, box, "season")
    painter.setFont(fonts.font(_DAY_PX, QFont.Weight.Bold if today or row else QFont.Weight.Normal))
    painter.setPen(QColor(colors.accent if today and not row else color))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))


class Legend(QWidget):
    """The marks with their words, in as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Chú giải: " + ", ".join(words for _, words in LEGEND))

    def _columns(self) -> list[float]:
        """Return where each column of marks begins, and the whole width."""
        measures, lefts = fonts.metrics(_DAY_PX), [0.0]
        for at in range(_ACROSS):
            widest = max(measures.horizontalAdvance(words) for _, words in LEGEND[at::_ACROSS])
            lefts.append(lefts[-1] + widest + _MARK + 13)
        return lefts

    def sizeHint(self) -> QSize:
        return QSize(round(self._columns()[-1]), 44)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = self._columns()
        for at, (kind, words) in enumerate(LEGEND):
            left, top = columns[at % _ACROSS], at // _ACROSS * 22.0
            paint_mark(painter, QRectF(left, top + 2, _MARK, 17), kind)
            painter.setFont(fonts.font(_DAY_PX))
            painter.setPen(QColor(theme.palette().muted))
            painter.drawText(QRectF(left + _MARK + 6, top, 160, 21), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
