"""The on-time share month by month: one bar a month, the late share on top of it, the figure in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.registers.statistics import Statistics
from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.registers.wording import share_words

TOP, FOOT, WIDEST = 26.0, 42.0, 64.0
"""Room for the figure above a bar and the words below it, and the widest bar, in logical pixels."""


@dataclass(frozen=True, slots=True)
class Month:
    """One bar: `share` of solved dossiers in time, 0.0 to 1.0, None where none was solved."""

    label: str
    share: float | None
    solved: int

    def spoken(self) -> str:
        """Return the bar in words."""
        if self.share is None:
            return f"{self.label}: chưa giải quyết xong hồ sơ nào"
        return f"{self.label}: {share_words(self.share)} sớm và đúng hạn trong {self.solved} hồ sơ"


LEAST_MONTHS = 3


def months_of(found: Sequence[Statistics]) -> list[Month]:
    """Return the bars of some months, without those before the office's first figures."""
    empty = next((place for place, each in enumerate(found) if each.total.solved), len(found))
    found = found[min(empty, len(found) - LEAST_MONTHS) if len(found) > LEAST_MONTHS else 0 :]
    return [Month(f"{each.period.first_on:%m/%Y}", each.total.timely_share, each.total.solved) for each in found]


class MonthsChart(QWidget):
    """The chart; what it shows is also told on hover and to screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: tuple[Month, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)

    def show_months(self, months: Sequence[Month]) -> None:
        """Show bars, oldest at the left."""
        self._months = tuple(months)
        words = "\n".join(month.spoken() for month in self._months)
        self.setAccessibleName(f"Tỉ lệ sớm và đúng hạn từng tháng. {words}")
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 240)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme.palette()
        base = self.height() - FOOT
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.drawLine(0, round(base) + 1, self.width(), round(base) + 1)
        slot = self.width() / max(1, len(self._months))
        for place, month in enumerate(self._months):
            self._paint_month(painter, QRectF(place * slot, 0, slot, self.height()), base, month)
        painter.end()

    def _paint_month(self, painter: QPainter, slot: QRectF, base: float, month: Month) -> None:
        colors = theme.palette()
        width, tall = min(WIDEST, slot.width() * 0.55), base - TOP
        bar = QRectF(slot.center().x() - width / 2, TOP, width, tall)
        top = base
        if month.share is not None:
            good = tall * month.share
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillRect(bar, QColor(colors.overdue.bar))
            painter.fillRect(QRectF(bar.left(), base - good, width, good), QColor(colors.in_time.bar))
            top = bar.top()
        else:
            painter.fillRect(bar, QColor(colors.raised))
        face, color = (fonts.strong(), colors.ink) if month.share is not None else (fonts.font(), colors.muted)
        _centred(painter, QRectF(slot.left(), top - 24, slot.width(), 20), share_words(month.share), face, color)
        _centred(painter, QRectF(slot.left(), base + 5, slot.width(), 18), month.label, fonts.font(12), colors.ink)
        solved = f"{month.solved} hồ sơ" if slot.width() > 56 else str(month.solved)
        _centred(painter, QRectF(slot.left(), base + 22, slot.width(), 18), solved, fonts.font(11), colors.muted)


def _centred(painter: QPainter, box: QRectF, words: str, face: object, color: str) -> None:
    painter.setFont(face)  # type: ignore[arg-type]
    painter.setPen(QColor(color))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class Legend(QWidget):
    """What the colours of a chart mean, in words."""

    def __init__(self, marks: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = tuple(marks)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._width(words) for words, _ in self._marks)), 20)

    def _width(self, words: str) -> float:
        return fonts.metrics(12).horizontalAdvance(words) + 32

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, left = theme.palette(), 0.0
        for words, tone in self._marks:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(colors, tone).bar))
            painter.drawRoundedRect(QRectF(left + 4, 5, 10, 10), 2, 2)
            place = QRectF(left + 20, 0, self._width(words) - 20, 20)
            painting.left_text(painter, place, words, fonts.font(12), colors.muted)
            left += self._width(words)
        painter.end()
