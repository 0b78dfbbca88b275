"""The first face: the period in six figures, the on-time share of half a year, and whose lateness it was."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.handling.attribution import Sort
from desktop.registers.desk import Overview
from desktop.registers.lateness import SORT, By, late_sums
from desktop.registers.statistics import Figures
from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.layouts import GAP, Card, SectionTitle, label
from desktop.ui.controls.segments import Segments
from desktop.ui.palette import tones
from desktop.ui.registers.months_chart import Legend, MonthsChart, months_of
from desktop.ui.registers.sums_view import SumsView
from desktop.ui.registers.wording import TONES, share_words

BARS: dict[str, By] = {
    "Đơn vị": By.UNIT,
    "Cán bộ": By.OFFICER,
    "Nguyên nhân": By.CAUSE,
    "Bước": By.STEP,
}
NOTHING_LATE = ("Không có bước nào chậm trong kỳ này.", "Chậm việc, ghi muộn sẽ hiện ở đây theo đơn vị và cán bộ.")
TALL, LOW = 62, 38

FIGURES: tuple[tuple[str, str, str, Callable[[Figures], str]], ...] = (
    ("Tiếp nhận trong kỳ", "Tiếp nhận", "neutral", lambda each: str(each.received)),
    ("Từ kỳ trước chuyển sang", "Kỳ trước", "neutral", lambda each: str(each.carried)),
    ("Đã giải quyết", "Đã giải quyết", "neutral", lambda each: str(each.solved)),
    ("Sớm và đúng hạn", "Đúng hạn", "in_time", lambda each: share_words(each.timely_share)),
    ("Đang giải quyết", "Đang giải quyết", "neutral", lambda each: str(each.running)),
    ("Đang quá hạn", "Quá hạn", "overdue", lambda each: str(each.overdue)),
)


class Figure(QWidget):
    """A figure and its word; nothing to press."""

    def __init__(self, title: str, short: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._short, self._tone = title, short, tone
        self._figure, self._low = "–", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: str) -> None:
        """Show a figure."""
        self._figure = figure
        self.setAccessibleName(f"{self._title}: {figure}")
        self.setToolTip(self.accessibleName())
        self.update()

    def figure(self) -> str:
        """Return the figure shown."""
        return self._figure

    def set_low(self, *, low: bool) -> None:
        """Use one line instead of two."""
        self._low = low
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(96, LOW if self._low else TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box = theme.palette(), QRectF(self.rect())
        painting.frame(painter, box, colors.surface, colors.line, 10)
        color = colors.muted if self._figure in {"0", "–"} else tones(colors)[self._tone].text
        if self._low:
            place = box.adjusted(10, 0, -6, 0)
            width = painting.left_text(painter, place, self._figure, fonts.strong(16), color)
            place.setLeft(place.left() + width + 6)
            painting.left_text(painter, place, self._short, fonts.font(11), colors.muted)
        else:
            upper, lower = box.adjusted(14, 7, -8, -27), box.adjusted(14, 34, -8, -8)
            painting.left_text(painter, upper, self._figure, fonts.strong(20), color)
            painting.left_text(painter, lower, self._title, fonts.font(12), colors.muted)
        painter.end()


class OverviewFace(QWidget):
    """The face; `picked` carries what a bar stands for (`By`) and its name."""

    picked = Signal(object, str)

    def __init__(self, say: Callable[[int], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overview: Overview | None = None
        self.figures = [Figure(title, short, tone) for title, short, tone, _ in FIGURES]
        figures = QHBoxLayout()
        figures.setSpacing(8)
        for figure in self.figures:
            figures.addWidget(figure)
        charts = QHBoxLayout()
        charts.setSpacing(GAP)
        charts.addWidget(self._build_months(), 5)
        charts.addWidget(self._build_bars(say), 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(figures)
        column.addLayout(charts, 1)

    def _build_months(self) -> Card:
        card = Card()
        head = QHBoxLayout()
        head.addWidget(SectionTitle("Tỉ lệ sớm và đúng hạn"))
        head.addStretch(1)
        head.addWidget(Legend((("sớm, đúng hạn", "in_time"), ("quá hạn", "overdue"))))
        self.months = MonthsChart()
        self._months_note = label("", "small")
        self._months_note.setWordWrap(True)
        card.body.addLayout(head)
        card.body.addWidget(self.months, 1)
        card.body.addWidget(self._months_note)
        return card

    def _build_bars(self, say: Callable[[int], str]) -> Card:
        card = Card()
        self.by = Segments("Chậm theo", tuple(BARS))
        self.by.choose("Đơn vị")
        self.bars = SumsView(say)
        self._none = EmptyState("checkmark_circle_20_regular", *NOTHING_LATE)
        self._faces = QStackedWidget()
        self._faces.addWidget(self.bars)
        self._faces.addWidget(self._none)
        head = QHBoxLayout()
        head.addWidget(SectionTitle("Chậm theo"))
        head.addWidget(self.by)
        head.addStretch(1)
        card.body.addLayout(head)
        card.body.addWidget(self._faces, 1)
        card.body.addWidget(Legend([(SORT[sort], TONES[sort]) for sort in Sort]))
        self.by.picked.connect(self._pick_by)
        self.bars.picked.connect(lambda name: self.picked.emit(BARS[self.by.value()], name))
        return card

    def show_overview(self, overview: Overview, now: datetime) -> None:
        """Show a period."""
        self._overview = overview
        for figure, (_, _, _, read) in zip(self.figures, FIGURES, strict=True):
            figure.show_figure(read(overview.statistics.total))
        self.months.show_months(months_of(overview.months))
        last = overview.months[-1].period
        unfinished = f"Tháng {last.first_on:%m/%Y} tính đến {now:%H:%M %d/%m}. " if last.holds(now) else ""
        self._months_note.setText(f"{unfinished}Xét theo giờ hẹn in trên giấy.")
        self._show_bars()

    def _pick_by(self, words: str) -> None:
        if not words:
            self.by.choose("Đơn vị")
        self._show_bars()

    def _show_bars(self) -> None:
        rows = self._overview.late if self._overview else ()
        self.bars.sums.show_sums(late_sums(rows, BARS[self.by.value()]))
        self._faces.setCurrentIndex(0 if rows else 1)

    def set_low(self, *, low: bool) -> None:
        """Make room in a small window."""
        for figure in self.figures:
            figure.set_low(low=low)
        self._months_note.setVisible(not low)
