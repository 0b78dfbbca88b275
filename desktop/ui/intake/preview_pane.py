"""The right column: the receipt itself, drawn beside the window while the officer types."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop.printing import pdf
from desktop.printing.papers import Receipt
from desktop.ui import fonts, icons, theme
from desktop.ui.background import Job
from desktop.ui.controls.layouts import SectionTitle, label
from desktop.ui.printing.pages import POINTS_PER_INCH, page_image, page_sizes

PAUSE_MS = 25
"""Changes that come together, as of a scanned card, are drawn once; drawing itself is done beside the window."""

COPIES = 2
_EDGE = 20
_LARGE = 460
NOTHING = "Chọn thủ tục để xem trước giấy hẹn."


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pages of the applicant's copy, and the receipt they show."""

    receipt: Receipt
    pages: tuple[QImage, ...]


def draw(receipt: Receipt, width: int) -> Drawn:
    """Draw the copy the applicant takes home; `width` in device pixels."""
    drawn = pdf(receipt)
    sizes = page_sizes(drawn)
    dots_per_inch = width / sizes[0].width * POINTS_PER_INCH
    pages = range(len(sizes) // COPIES, len(sizes))
    return Drawn(receipt, tuple(page_image(drawn, number, dots_per_inch) for number in pages))


class Sheet(QWidget):
    """One page on a grey ground, as large as fits; a sentence where there is no page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: QImage | None = None
        self._large = False
        self.sentence = NOTHING
        self.setAccessibleName("Xem trước giấy hẹn")

    def show_page(self, page: QImage | None, sentence: str) -> None:
        """Show a page, or a sentence instead."""
        self.page, self.sentence = page, sentence
        self.setAccessibleDescription("" if page else sentence)
        self.update()

    def set_large(self, *, large: bool) -> None:
        """Show the page at a size that can be read and let it be scrolled, or show it whole."""
        self._large = large
        self.setMinimumHeight(round(_LARGE * 2**0.5) + 2 * _EDGE if large else 0)
        self.update()

    def page_box(self) -> QRectF:
        """Return where an A5 page stands."""
        room = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        ratio = self.page.height() / self.page.width() if self.page else 2**0.5
        fitting = min(_LARGE, room.width()) if self._large else min(room.width(), room.height() / ratio)
        width = max(80.0, fitting)
        return QRectF(round(room.center().x() - width / 2), _EDGE, round(width), round(width * ratio))

    def sizeHint(self) -> QSize:
        return QSize(388, 540)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        colors = theme.palette()
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.setBrush(QColor(colors.track))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        if self.page is None:
            self._paint_sentence(painter)
        else:
            painter.drawImage(self.page_box(), self.page)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.page_box().adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()

    def _paint_sentence(self, painter: QPainter) -> None:
        colors, box = theme.palette(), QRectF(self.rect())
        icons.draw(painter, "document_text_20_regular", colors.faint, box.center().x() - 18, box.center().y() - 64, 36)
        painter.setFont(fonts.font())
        painter.setPen(QColor(colors.muted))
        words = QRectF(32, box.center().y() - 16, box.width() - 64, 80)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(words, flags, self.sentence)


class PreviewPane(QWidget):
    """The column; call `show_receipt` as often as the form changes, drawing waits for a pause and never piles up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._receipt: Receipt | None = None
        self._job: Job[Drawn] | None = None
        self._stale = False
        self._pages: tuple[QImage, ...] = ()
        self._at = 0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        self.sheet = Sheet()
        self.kind = label("A5 · 2 liên", "muted")
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addStrut(28)
        head.addWidget(SectionTitle("Xem trước giấy hẹn"))
        head.addStretch(1)
        self.back = self._turner("chevron_left_20_regular", "Trang trước", -1)
        self.forth = self._turner("chevron_right_20_regular", "Trang sau", 1)
        self.number = label("", "small")
        for part in (self.back, self.number, self.forth, self.kind):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.sheet)
        column.addWidget(area, 1)
        self._show_page()

    def set_large(self, *, large: bool) -> None:
        """Show pages large enough to read where there is little room, whole where there is enough."""
        self.sheet.set_large(large=large)

    def _turner(self, icon: str, name: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(icon, theme.palette().muted, 20))
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.clicked.connect(lambda: self._turn(step))
        return button

    def show_receipt(self, receipt: Receipt | None, sentence: str = NOTHING) -> None:
        """Draw this receipt soon; without one, say why there is none."""
        self._receipt = receipt
        if receipt is None:
            self._pause.stop()
            self._pages = ()
            self._at = 0
            self.sheet.sentence = sentence
            self._show_page()
        else:
            self._pause.start()

    def _draw(self) -> None:
        if self._receipt is None:
            return
        if self._job is not None and self._job.is_running():
            self._stale = True
            return
        receipt, width = self._receipt, round(self.sheet.page_box().width() * self.devicePixelRatioF())
        job: Job[Drawn] = Job(lambda _progress: draw(receipt, width), parent=self)
        job.done.connect(self._show_drawn)
        job.failed.connect(self._show_failed)
        self._stale, self._job = False, job
        job.start()

    def _show_drawn(self, drawn: Drawn) -> None:
        if self._receipt is None:
            return
        self._pages = drawn.pages
        self._at = min(self._at, len(drawn.pages) - 1)
        self._show_page()
        if self._stale:
            self._draw()

    def _show_failed(self, error: Exception) -> None:
        self._pages = ()
        self.sheet.sentence = f"Chưa vẽ được bản xem trước ({error}). Vẫn có thể tiếp nhận và in."
        self._show_page()

    def _turn(self, step: int) -> None:
        self._at = max(0, min(self._at + step, len(self._pages) - 1))
        self._show_page()

    def _show_page(self) -> None:
        page = self._pages[self._at] if self._pages else None
        self.sheet.show_page(page, self.sheet.sentence)
        many = len(self._pages) > 1
        for part in (self.back, self.number, self.forth):
            part.setVisible(many)
        self.number.setText(f"{self._at + 1} / {len(self._pages)}")
        self.back.setEnabled(self._at > 0)
        self.forth.setEnabled(self._at < len(self._pages) - 1)

    def is_drawn(self) -> bool:
        """Return whether the page shown is that of the last receipt."""
        drawing = self._job is not None and self._job.is_running()
        return bool(self._pages) and not drawing and not self._pause.isActive()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._receipt is not None:
            self._pause.start()
