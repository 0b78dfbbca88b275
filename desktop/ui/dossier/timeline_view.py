"""The painted course of a dossier: grey plan above, what happened below, waiting hatched, a line for today."""

from datetime import datetime

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.handling.timeline import Mark, SpanKind, Timeline, TimelineRow, Tone
from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.palette import Palette
from desktop.ui.palette import Tone as Colors

TALL, LOW = 28, 24
"""Height of a row; many steps stand closer."""
MANY = 9
FOOT = 20
TITLE_SHARE, TITLE_MOST = 0.27, 250
RESULT, RESULT_WIDE, WIDE_FROM = 132, 184, 760
BAR = 8.0
MARKS = {Mark.UNRECORDED: "chưa ghi", Mark.UNFORESEEN: "ngoài quy trình"}
"""Words of the small labels behind a step's title; steps that run together are joined by a line instead."""


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
        self.setAccessibleDescription("; ".join(spoken(row) for row in line.rows))
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
        self._paint_groups(painter, chart, self._line)
        for at, row in enumerate(self._line.rows):
            box = QRectF(0, at * self.row_height(), self.width(), self.row_height())
            self._paint_row(painter, box, chart, row, self._line)
        painter.end()

    def chart(self) -> QRectF:
        """Return the part between titles and results."""
        left = min(self.width() * TITLE_SHARE, TITLE_MOST) + 12
        return QRectF(left, 0, self.width() - self.result_width() - 12 - left, self.height() - FOOT)

    def result_width(self) -> int:
        """Return the room for the words at the right."""
        return RESULT_WIDE if self.width() >= WIDE_FROM else RESULT

    def place_of(self, moment: datetime) -> float:
        """Return where on the axis a moment lies, in pixels from the left edge."""
        assert self._line is not None
        chart, whole = self.chart(), (self._line.end - self._line.start).total_seconds()
        share = (moment - self._line.start).total_seconds() / whole
        return chart.left() + chart.width() * min(max(share, 0.0), 1.0)

    def _paint_groups(self, painter: QPainter, chart: QRectF, line: Timeline) -> None:
        """Join the titles of steps that run at the same time by a bracket at their right."""
        height, x = self.row_height(), chart.left() - 5
        painter.setPen(QPen(QColor(theme.palette().edge), 1.5))
        for first, last in together(line):
            top, bottom = first * height + 6, (last + 1) * height - 6
            for start, end in (((x, top), (x, bottom)), ((x - 4, top), (x, top)), ((x - 4, bottom), (x, bottom))):
                painter.drawLine(QLineF(QPointF(*start), QPointF(*end)))

    def _paint_row(self, painter: QPainter, box: QRectF, chart: QRectF, row: TimelineRow, line: Timeline) -> None:
        colors = theme.palette()
        title = QRectF(0, box.top(), chart.left() - 12, box.height())
        face = fonts.strong() if row.current else fonts.font()
        future = not row.actual and not row.current
        self._paint_title(painter, title, row, face, colors.muted if future else colors.ink)
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
        if row.waits_until:
            self._paint_limit(painter, self.place_of(row.waits_until), middle)
        self._paint_result(painter, QRectF(chart.right() + 12, box.top(), self.result_width(), box.height()), row)

    def _paint_title(self, painter: QPainter, box: QRectF, row: TimelineRow, face: QFont, color: str) -> None:
        """Paint the title with its labels behind it; where there is no room for their words, only their colour."""
        words = [(MARKS[mark], _mark_tone(mark, theme.palette())) for mark in MARKS if mark in row.marks]
        room = sum(painting.pill_width(text) + 6 for text, _ in words)
        narrow = room > box.width() * 0.55
        room = 12.0 * len(words) if narrow else room
        left = box.left() + painting.left_text(painter, box.adjusted(0, 0, -room, 0), row.title, face, color) + 6
        for text, tone in words:
            if narrow:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(tone.bar))
                painter.drawEllipse(QPointF(left + 4, box.center().y()), 3.5, 3.5)
                left += 12
            else:
                left += painting.pill(painter, left, box.center().y(), text, tone) + 6

    def _paint_limit(self, painter: QPainter, x: float, middle: float) -> None:
        """Paint until when a wait may last: a small upright stroke behind its stripes."""
        painter.setPen(QPen(QColor(theme.palette().stopped.text), 2))
        painter.drawLine(QLineF(QPointF(x, middle - 1), QPointF(x, middle + BAR + 3)))

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
            left = max(free, min(left, chart.right() + self.result_width() - width))
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


def _mark_tone(mark: Mark, colors: Palette) -> Colors:
    return colors.proposal if mark is Mark.UNFORESEEN else colors.soon


def together(line: Timeline) -> list[tuple[int, int]]:
    """Return the first and last row of each group of steps that run at the same time."""
    found: list[tuple[int, int]] = []
    for at, row in enumerate(line.rows):
        if row.group and found and found[-1][1] == at - 1 and line.rows[at - 1].group == row.group:
            found[-1] = (found[-1][0], at)
        elif row.group:
            found.append((at, at))
    return [pair for pair in found if pair[0] < pair[1]]


def spoken(row: TimelineRow) -> str:
    """Return what a screen reader says of a row."""
    marks = [words for mark, words in {**MARKS, Mark.PARALLEL: "song song"}.items() if mark in row.marks]
    return ", ".join([f"{row.title}: {row.result or 'chưa đến'}", *marks])


def tip_of(row: TimelineRow) -> str:
    """Return the dates of a row, for its tool-tip."""
    lines = [row.title, *([row.holder] if row.holder else [])]
    if row.planned:
        lines.append(f"Kế hoạch: {row.planned[0]:%H:%M %d/%m} – {row.planned[1]:%H:%M %d/%m/%Y}")
    words = {SpanKind.PAUSE: "Dừng", SpanKind.LATE: "Thực tế (chậm)", SpanKind.IN_TIME: "Thực tế"}
    lines += [f"{words[span.kind]}: {span.start:%H:%M %d/%m} – {span.end:%H:%M %d/%m/%Y}" for span in row.actual]
    if row.waits_until:
        lines.append(f"Chờ đến {row.waits_until:%H:%M %d/%m/%Y}")
    if Mark.UNRECORDED in row.marks:
        lines.append("Chưa ghi: việc đã làm hoặc phải xong mà sổ chưa ghi")
    if Mark.UNFORESEEN in row.marks:
        lines.append(f"Ngoài quy trình đã công bố: {row.reason}")
    if Mark.PARALLEL in row.marks:
        lines.append("Làm song song với các bước cùng nhóm")
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
