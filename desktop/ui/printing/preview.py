"""The preview page: what will come out of the printer, and three keys (xem trước khi in).

A print is written into the journal before the paper is drawn for the printer; trying again after a printer's fault
prints the same paper and writes nothing more. The printer is served beside the window.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.terms import Form
from desktop.ui import theme
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.labeled import PickOrType
from desktop.ui.controls.layouts import GAP, MARGIN, Card, label
from desktop.ui.printing.pages import POINTS_PER_INCH, PageSize, page_image, page_sizes
from desktop.ui.printing.printer import (
    NO_PRINTER,
    ask_first,
    check_running,
    prepare,
    print_pdf,
    printer_names,
    printer_of,
)
from desktop.ui.printing.printer_settings import PrinterBook, ordered
from desktop.ui.printing.saving import save_pdf
from desktop.ui.printing.sheets import laid_out
from desktop.ui.printing.wording import settings_words

SCREEN_DPI = 96.0
SIDE = 300
_SCROLL_BAR = 14
_LEAST_WIDTH = 240
"""A page is never drawn narrower than this, in pixels; below, the view scrolls."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PageView(QWidget):
    """One page on paper-white ground, in its true size or smaller where the window is narrow."""

    def __init__(self, pdf: bytes, number: int, size: PageSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pdf, self._number, self._size = pdf, number, size
        self._dpi = 0.0
        self._image: tuple[float, QImage] | None = None
        self.setAccessibleName(f"Trang {number + 1}")

    def fit(self, room: int) -> None:
        """Take at most this width, in pixels."""
        self._dpi = min(SCREEN_DPI, max(room, _LEAST_WIDTH) * POINTS_PER_INCH / self._size.width)
        width, height = (round(side * self._dpi / POINTS_PER_INCH) for side in (self._size.width, self._size.height))
        self.setFixedSize(QSize(width + 2, height + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect().adjusted(1, 1, -1, -1), self._picture())
        painter.setPen(QPen(QColor(theme.palette().edge), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _picture(self) -> QImage:
        """Return the page at the screen's resolution, drawn once a resolution."""
        dpi = self._dpi * self.devicePixelRatioF()
        if self._image is None or self._image[0] != dpi:
            self._image = dpi, page_image(self._pdf, self._number, dpi)
        return self._image[1]


@dataclass(frozen=True, slots=True)
class _Shown:
    """The paper on screen; a new one for every paper shown, so that a late printer's answer finds its own."""

    title: str
    file_name: str
    look: bytes
    record: Callable[[], bytes]
    form: Form | None


class PreviewPage(QWidget):
    """`closed` when the officer leaves, `printed` with the title once the printer has taken it, `saved` with a path.

    What becomes of a print after the officer has gone on is told by `printed_behind` (the title) and `failed_behind`
    (a sentence).
    """

    closed = Signal()
    printed = Signal(str)
    printed_behind = Signal(str)
    failed_behind = Signal(str)
    saved = Signal(object)

    def __init__(self, book: PrinterBook | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Xem trước khi in")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.book = book or PrinterBook()
        self._paper = _Shown("", "", b"", bytes, None)
        self._final: bytes | None = None
        self._job: Job[None] | None = None
        self._pages_of = b""
        self._views: list[PageView] = []
        self._folder = ""
        self.find_printers: Callable[[], list[str]] = printer_names
        self.make_printer: Callable[[str], QPrinter] = printer_of
        self.ask_first: Callable[[QPrinter, QWidget, Callable[[], None]], None] = ask_first
        self._build()

    def _build(self) -> None:
        self._pages = QVBoxLayout()
        self._pages.setContentsMargins(MARGIN, 16, MARGIN, 16)
        self._pages.setSpacing(16)
        content = QWidget()
        content.setLayout(self._pages)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidget(content)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, MARGIN, 0)
        row.setSpacing(GAP)
        row.addWidget(self._scroll, 1)
        row.addWidget(self._build_side())

    def _build_side(self) -> QWidget:
        self._heading = label("", "title")
        self._heading.setWordWrap(True)
        self._count = label("", "muted")
        self._note = label("", "muted")
        self._note.setWordWrap(True)
        self.fault = label("", "error")
        self.fault.setWordWrap(True)
        self.printer = PickOrType("Máy in", [])
        self.printer.edited.connect(self._printer_picked)
        self._settings = label("", "small")
        self._settings.setWordWrap(True)
        self.print_button = Button("In", Rank.PRIMARY, keys="Enter", icon_name="print_20_regular")
        self.save_button = Button("Lưu PDF…", keys="Ctrl+S", icon_name="save_20_regular")
        self.close_button = Button("Đóng", keys="Esc")
        for button in (self.print_button, self.close_button):
            button.setShortcut("")
        self.print_button.clicked.connect(self.print_now)
        self.save_button.clicked.connect(self._ask_where)
        self.close_button.clicked.connect(self.closed)
        card = Card()
        card.body.setContentsMargins(16, 16, 16, 16)
        card.body.setSpacing(10)
        for part in (self._heading, self._count, self.printer, self._settings, self._note, self.fault):
            card.body.addWidget(part)
        for button in (self.print_button, self.save_button, self.close_button):
            card.body.addWidget(button)
        side = QWidget()
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 16, 0, 16)
        column.addWidget(card)
        column.addStretch(1)
        return side

    def show_paper(
        self,
        title: str,
        file_name: str,
        look: bytes,
        record: Callable[[], bytes],
        note: str = "",
        form: Form | None = None,
    ) -> None:
        """Show a paper.

        Args:
            title: what it is, for the heading and the printer's queue.
            file_name: proposed when it is saved, without folder.
            look: PDF to look at; nothing is recorded by looking.
            record: writes the print into the journal and returns the PDF to print; called once at most.
            note: a sentence under the heading.
            form: which form it is, for copies, tray and layout set for the printer.
        """
        self._paper, self._final, self._job = _Shown(title, file_name, look, record, form), None, None
        self._heading.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._offer_printers()
        self._show_busy(busy=False, words="In")
        self.setFocus()

    def _offer_printers(self) -> None:
        names = ordered(self.find_printers(), self.book.preferred)
        self.printer.box.blockSignals(True)
        self.printer.box.clear()
        for name in names:
            self.printer.box.addItem(name, name)
        self.printer.box.blockSignals(False)
        self.printer.setVisible(bool(names))
        self._settings.setVisible(bool(names))
        self.save_button.rank = Rank.SECONDARY if names else Rank.PRIMARY
        self.save_button.update()
        self._say(self.book.fault if names else NO_PRINTER)
        self._printer_picked()

    def _printer_picked(self) -> None:
        """Show the paper as this printer will have it."""
        settings = self.book.settings(self.printer.value())
        self._settings.setText(settings_words(settings, self._paper.form))
        self._show_pages(self._sheets())

    def _sheets(self) -> bytes:
        """Return the paper, recorded or not yet, as the chosen printer will have it."""
        layout = self.book.settings(self.printer.value()).receipt_layout
        return laid_out(self._paper.look if self._final is None else self._final, self._paper.form, layout)

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    def _show_pages(self, pdf: bytes) -> None:
        if pdf == self._pages_of or not pdf:
            return
        self._pages_of = pdf
        while (item := self._pages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        sizes = page_sizes(pdf)
        self._views = [PageView(pdf, number, size) for number, size in enumerate(sizes)]
        for view in self._views:
            self._pages.addWidget(view, 0, Qt.AlignmentFlag.AlignHCenter)
        self._pages.addStretch(1)
        self._fit()
        wide = "A4" if max(sizes[0].width, sizes[0].height) > 700 else "A5"
        self._count.setText(f"{len(sizes)} trang khổ {wide}")
        self._scroll.verticalScrollBar().setValue(0)

    def _fit(self) -> None:
        """Let no page be wider than what can be seen of it."""
        room = self.width() - SIDE - GAP - 3 * MARGIN - _SCROLL_BAR
        for view in self._views:
            view.fit(room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _recorded(self) -> bytes:
        """Return the paper for printer or file; the first time it is written into the journal."""
        if self._final is None:
            self._final = self._paper.record()
            self._show_pages(self._sheets())
        return self._sheets()

    def print_now(self) -> None:
        """Print with what is set for this printer and form; a fault is said, and the paper can be printed again."""
        self._say("")
        name = self.printer.value()
        settings = self.book.settings(name)
        try:
            printer = self.make_printer(name)
            prepare(printer, settings.form(self._paper.form))
            if settings.silent:
                self._send(printer, name)
            else:
                self.ask_first(printer, self, lambda: self._send_agreed(printer, name))
        except UserFacingError as error:
            self._print_again(error.message)

    def _send_agreed(self, printer: QPrinter, name: str) -> None:
        try:
            self._send(printer, name)
        except UserFacingError as error:
            self._print_again(error.message)

    def _send(self, printer: QPrinter, name: str) -> None:
        """Record, then let the printer have it beside the window."""
        sheets, paper = self._recorded(), self._paper
        job: Job[None] = Job(lambda _: print_pdf(sheets, printer, paper.title), self)
        job.done.connect(lambda _: self._taken(paper, name))
        job.failed.connect(lambda error: self._refused(paper, error))
        self._job = job
        self._show_busy(busy=True, words="Đang in…")
        job.start()

    def _taken(self, paper: _Shown, name: str) -> None:
        """The printer has taken the whole paper; it may still stand still."""
        self._remember(name)
        try:
            check_running(name)
        except UserFacingError as error:
            self._refused(paper, error)
            return
        if paper is not self._paper or not self.isVisible():
            self.printed_behind.emit(paper.title)
        if paper is self._paper:
            self._show_busy(busy=False, words="In")
            if self.isVisible():
                self.printed.emit(paper.title)

    def _refused(self, paper: _Shown, error: Exception) -> None:
        if paper is self._paper:
            self._show_busy(busy=False, words="In lại")
        if not isinstance(error, UserFacingError):
            raise error
        if paper is self._paper:
            self._print_again(error.message)
        if paper is not self._paper or not self.isVisible():
            self.failed_behind.emit(f"{paper.title}: {error.message}")

    def _remember(self, name: str) -> None:
        try:
            self.book.prefer(name)
        except UserFacingError as error:
            self._say(error.message)

    def _print_again(self, fault: str) -> None:
        self._say(fault)
        self.print_button.setText("In lại")

    def _show_busy(self, *, busy: bool, words: str) -> None:
        self.print_button.setText(words)
        self.print_button.setEnabled(not busy and self.printer.box.count() > 0)

    def is_printing(self) -> bool:
        """Return whether the paper on screen is on its way to the printer."""
        return self._job is not None and self._job.is_running()

    def _ask_where(self) -> None:
        proposed = str(Path(self._folder) / self._paper.file_name) if self._folder else self._paper.file_name
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu thành tệp PDF", proposed, "Tệp PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Record and write into a file, as it is shown; an older file of this name is replaced."""
        self._say("")
        try:
            written = save_pdf(path, self._recorded())
        except UserFacingError as error:
            self._say(error.message)
            return
        self._folder = str(written.parent)
        self.saved.emit(written)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in _ENTER and not event.isAutoRepeat():
            focused = self.focusWidget()
            button = focused if isinstance(focused, QPushButton) else self.print_button
            if button.isEnabled():
                button.click()
        else:
            super().keyPressEvent(event)
