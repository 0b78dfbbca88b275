"""The painted course of a dossier: grey plan above, what happened below, waiting hatched, a line for today."""

from datetime import datetime

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.handling.timeline import SpanKind, Timeline, TimelineRow, Tone
from desktop.ui import fonts, theme
from desktop.ui.controls import painting

TALL, LOW = 28, 24
"""Height of a row; many steps stand closer."""
MANY = 9
FOOT = 20
TITLE_SHARE, TITLE_MOST = 0.27, 250
RESULT = 132
BAR = 8.0


class TimelineView(QWidget):
    """The rows of a timeline; the tool-tip of a row gives its dates."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Tiến trình giải quyết")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line: Timeline | None = None

    def show_timeline(self, line: Timeline) -> None:
        """Draw another course."""
        self._line = line
        self.setAccessibleDescription("; ".join(f"{row.title}: {row.result or 'chưa đến'}" for row in line.rows))
        self.updateGeometry()
        self.update()

    def row_height(self) -> int:
        """Return the height of a row in pixels."""
        return LOW if self._line and len(self._line.rows) > MANY else TALL

    def sizeHint(self) -> QSize:
        rows = len(self._line.rows) if self._line else 0
        return QSize(600, rows * self.row_height() + FOOT)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._line:
            at = event.pos().y() // self.row_height()
            if 0 <= at < len(self._line.rows):
                QToolTip.showText(event.globalPos(), tip_of(self._line.rows[at]), self)
                return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chart = self.chart()
        self._paint_marks(painter, chart, self._line)
        for at, row in enumerate(self._line.rows):
            box = QRectF(0, at * self.row_height(), self.width(), self.row_height())
            self._paint_row(painter, box, chart, row, self._line)
        painter.end()

    def chart(self) -> QRectF:
        """Return the part between titles and results."""
        left = min(self.width() * TITLE_SHARE, TITLE_MOST) + 12
        return QRectF(left, 0, self.width() - RESULT - 12 - left, self.height() - FOOT)

    def place_of(self, moment: datetime) -> float:
        """Return where on the axis a moment lies, in pixels from the left edge."""
        assert self._line is not None
        chart, whole = self.chart(), (self._line.end - self._line.start).total_seconds()
        share = (moment - self._line.start).total_seconds() / whole
        return chart.left() + chart.width() * min(max(share, 0.0), 1.0)

    def _paint_row(self, painter: QPainter, box: QRectF, chart: QRectF, row: TimelineRow, line: Timeline) -> None:
        colors = theme.palette()
        title = QRectF(0, box.top(), chart.left() - 12, box.height())
        face = fonts.strong() if row.current else fonts.font()
        future = not row.actual and not row.current
        painting.left_text(painter, title, row.title, face, colors.muted if future else colors.ink)
        middle = box.center().y()
        if row.planned:
            self._bar(
                painter, *row.planned, middle - 6.5, QBrush(QColor(colors.edge if row.current else colors.track)), 6
            )
        for span in row.actual:
            if span.kind is SpanKind.PAUSE:
                left = self.place_of(span.start)
                hatch(painter, QRectF(left, middle + 1, max(4.0, self.place_of(span.end) - left), BAR))
            else:
                self._bar(painter, span.start, span.end, middle + 1, _brush(span.kind))
        self._paint_result(painter, QRectF(chart.right() + 12, box.top(), RESULT, box.height()), row)

    def _bar(
        self, painter: QPainter, start: datetime, end: datetime, top: float, brush: QBrush, height: float = BAR
    ) -> None:
        left = self.place_of(start)
        box = QRectF(left, top, max(4.0, self.place_of(end) - left), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        radius = min(height / 2, box.width() / 2)
        painter.drawRoundedRect(box, radius, radius)

    def _paint_result(self, painter: QPainter, box: QRectF, row: TimelineRow) -> None:
        colors = theme.palette()
        color = {
            Tone.GOOD: colors.in_time.text,
            Tone.LATE: colors.today.text,
            Tone.WAITING: colors.stopped.text,
            Tone.PLAIN: colors.muted,
        }[row.tone]
        face = fonts.font(12, QFont.Weight.Medium if row.current else QFont.Weight.Normal)
        painter.setFont(face)
        painter.setPen(QColor(color))
        shown = fonts.metrics(12, face.weight()).elidedText(row.result, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_marks(self, painter: QPainter, chart: QRectF, line: Timeline) -> None:
        """Draw the lines of today and of the promise; their words stand below, apart where the lines lie close."""
        colors = theme.palette()
        marks = [(line.due, f"hẹn trả {line.due:%d/%m}", colors.faint, colors.muted)] if line.due else []
        if line.today:
            marks.append((line.today, "hôm nay", colors.accent, colors.accent))
        spots = sorted((self.place_of(moment), words, stroke, ink) for moment, words, stroke, ink in marks if moment)
        foot = QRectF(chart.left(), chart.bottom() + 2, chart.width(), FOOT - 2)
        free = chart.left() + self._paint_word(painter, foot, f"{line.start:%d/%m}", colors.muted) + 10
        for number, (x, words, stroke, ink) in enumerate(spots):
            painter.setPen(QPen(QColor(stroke), 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(QPointF(x, 0), QPointF(x, chart.bottom() + 2)))
            width = fonts.metrics(11).horizontalAdvance(words)
            following = spots[number + 1][0] if number + 1 < len(spots) else self.width()
            left = x - width / 2 if following - x > width else x - width - 3
            left = max(free, min(left, chart.right() + RESULT - width))
            self._paint_word(painter, QRectF(left, foot.top(), width + 4, foot.height()), words, ink)
            free = left + width + 10

    def _paint_word(self, painter: QPainter, box: QRectF, words: str, color: str) -> float:
        return painting.left_text(painter, box, words, fonts.font(11), color)


def hatch(painter: QPainter, box: QRectF) -> None:
    """Paint slanted stripes: time in which the clock stood still."""
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QPen(QColor(theme.palette().stopped.bar), 2.6))
    x = box.left() - box.height()
    while x < box.right() + box.height():
        painter.drawLine(QLineF(x, box.top() - 1, x + box.height() + 2, box.bottom() + 1))
        x += 5.5
    painter.restore()


def _brush(kind: SpanKind) -> QBrush:
    colors = theme.palette()
    return QBrush(QColor(colors.in_time.bar if kind is SpanKind.IN_TIME else colors.today.bar))


def tip_of(row: TimelineRow) -> str:
    """Return the dates of a row, for its tool-tip."""
    lines = [row.title, *([row.holder] if row.holder else [])]
    if row.planned:
        lines.append(f"Kế hoạch: {row.planned[0]:%H:%M %d/%m} – {row.planned[1]:%H:%M %d/%m/%Y}")
    words = {SpanKind.PAUSE: "Dừng", SpanKind.LATE: "Thực tế (chậm)", SpanKind.IN_TIME: "Thực tế"}
    lines += [f"{words[span.kind]}: {span.start:%H:%M %d/%m} – {span.end:%H:%M %d/%m/%Y}" for span in row.actual]
    return "\n".join(lines)


class Legend(QWidget):
    """What the bars mean, in one line."""

    PARTS = (("kế hoạch", ""), ("đúng hạn", "in_time"), ("chậm", "late"), ("dừng", "pause"))

    def sizeHint(self) -> QSize:
        width = sum(fonts.metrics(12).horizontalAdvance(words) + 38 for words, _ in self.PARTS)
        return QSize(round(width) - 16, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, left = theme.palette(), 0.0
        for words, kind in self.PARTS:
            mark = QRectF(left, 7, 16, 7)
            if kind == SpanKind.PAUSE:
                hatch(painter, mark)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(_brush(SpanKind(kind)) if kind else QBrush(QColor(colors.edge)))
                painter.drawRoundedRect(mark, 2, 2)
            box = QRectF(left + 22, 0, 200, 20)
            left += 38 + painting.left_text(painter, box, words, fonts.font(12), colors.muted)
        painter.end()
