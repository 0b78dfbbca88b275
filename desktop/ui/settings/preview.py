"""A paper beside the fields that change it: drawn in the background after a pause, the last change wins.

preview = PaperPreview("Xem trước giấy tiếp nhận")
preview.show_paper(lambda: pdf(receipt))
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.errors import UserFacingError
from desktop.ui import fonts, theme
from desktop.ui.background import Job
from desktop.ui.printing.pages import POINTS_PER_INCH, page_image, page_sizes

PAUSE_MS = 250
_EDGE, _GAP = 12, 10
_MOST_PAGES = 6
Draw = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class _Drawn:
    width: int
    pages: tuple[QImage, ...]


def _drawn(draw: Draw, width: int) -> _Drawn:
    paper = draw()
    sizes = page_sizes(paper)[:_MOST_PAGES]
    pages = tuple(page_image(paper, at, width / size.width * POINTS_PER_INCH) for at, size in enumerate(sizes))
    return _Drawn(width, pages)


class _Pages(QWidget):
    """The pages one below the other, or a sentence where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: tuple[QImage, ...] = ()
        self.sentence = ""

    def show_pages(self, pages: tuple[QImage, ...], sentence: str = "") -> None:
        """Show pages, or a sentence instead."""
        self.pages, self.sentence = pages, sentence
        self.setAccessibleDescription(sentence)
        heights = sum(round(page.height() / page.devicePixelRatio()) + _GAP for page in pages)
        self.setMinimumHeight(heights + 2 * _EDGE - _GAP if pages else 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 300)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors, top = theme.palette(), float(_EDGE)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(QColor(colors.edge), 1))
        for page in self.pages:
            width, height = (side / page.devicePixelRatio() for side in (page.width(), page.height()))
            box = QRectF(round((self.width() - width) / 2), top, width, height)
            painter.drawImage(box, page)
            painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
            top += height + _GAP
        if self.sentence:
            painter.setFont(fonts.font())
            painter.setPen(QColor(colors.muted))
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(24, 40, self.width() - 48, self.height() - 48), flags, self.sentence)
        painter.end()


class PaperPreview(QScrollArea):
    """The view; `refused` carries the fault of a paper that can not be drawn with what is written."""

    refused = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("paperPreview")
        self.setProperty("role", "card")
        self._pages = _Pages()
        self.setWidget(self._pages)
        self._draw_next: Draw | None = None
        self._job: Job[_Drawn] | None = None
        self._stale = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._draw)

    def show_paper(self, draw: Draw) -> None:
        """Draw this soon; `draw` runs beside the window and gives a PDF."""
        self._draw_next = draw
        self._pause.start()

    def is_drawn(self) -> bool:
        """Return whether the last paper asked for is on screen."""
        busy = self._pause.isActive() or (self._job is not None and self._job.is_running())
        return bool(self._pages.pages) and not busy

    def sentence(self) -> str:
        """Return what stands in place of the pages."""
        return self._pages.sentence

    def _draw(self) -> None:
        draw = self._draw_next
        if draw is None or not self.isVisible():
            return
        if self._job is not None and self._job.is_running():
            self._stale = True
            return
        ratio = self.devicePixelRatioF()
        width = round((self.viewport().width() - 2 * _EDGE) * ratio)
        job: Job[_Drawn] = Job(lambda _: _drawn(draw, max(width, 160)), self)
        job.done.connect(lambda drawn: self._show(drawn, ratio))
        job.failed.connect(self._failed)
        self._stale, self._job = False, job
        job.start()

    def _show(self, drawn: _Drawn, ratio: float) -> None:
        for page in drawn.pages:
            page.setDevicePixelRatio(ratio)
        self._pages.show_pages(drawn.pages)
        if self._stale:
            self._draw()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        if not self._pages.pages:
            self._pages.show_pages((), error.message)
        self.refused.emit(error)
        if self._stale:
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._draw_next is not None:
            self._pause.start()
