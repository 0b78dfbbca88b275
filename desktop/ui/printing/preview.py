"""The preview page: what will come out of the printer, and three keys (xem trước khi in).

A print is written into the journal before the paper is drawn for the printer; trying again after a printer's fault
prints the same paper and writes nothing more.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.exchange.carrier import write_verified
from desktop.ui import theme
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.labeled import PickOrType
from desktop.ui.controls.layouts import GAP, MARGIN, Card, label
from desktop.ui.printing.pages import PageSize, page_image, page_sizes
from desktop.ui.printing.printer import NO_PRINTER, print_pdf, printer_names, printer_of

SCREEN_DPI = 96.0
SIDE = 300
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PageView(QWidget):
    """One page on paper-white ground."""

    def __init__(self, pdf: bytes, number: int, size: PageSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pdf, self._number = pdf, number
        self._image: tuple[float, QImage] | None = None
        self.setFixedSize(QSize(round(size.width * SCREEN_DPI / 72) + 2, round(size.height * SCREEN_DPI / 72) + 2))
        self.setAccessibleName(f"Trang {number + 1}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect().adjusted(1, 1, -1, -1), self._picture())
        painter.setPen(QPen(QColor(theme.palette().edge), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _picture(self) -> QImage:
        """Return the page at the screen's scale, drawn once a scale."""
        scale = self.devicePixelRatioF()
        if self._image is None or self._image[0] != scale:
            self._image = scale, page_image(self._pdf, self._number, SCREEN_DPI * scale)
        return self._image[1]


class PreviewPage(QWidget):
    """`closed` when the officer leaves, `printed` with the title once the printer has taken it, `saved` with a path."""

    closed = Signal()
    printed = Signal(str)
    saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Xem trước khi in")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = self._file_name = ""
        self._record: Callable[[], bytes] = bytes
        self._final: bytes | None = None
        self.find_printers: Callable[[], list[str]] = printer_names
        self.make_printer: Callable[[str], QPrinter] = printer_of
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
        for part in (self._heading, self._count, self.printer, self._note, self.fault):
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

    def show_paper(self, title: str, file_name: str, look: bytes, record: Callable[[], bytes], note: str = "") -> None:
        """Show a paper.

        Args:
            title: what it is, for the heading and the printer's queue.
            file_name: proposed when it is saved, without folder.
            look: PDF to look at; nothing is recorded by looking.
            record: writes the print into the journal and returns the PDF to print; called once at most.
            note: a sentence under the heading.
        """
        self._title, self._file_name, self._record, self._final = title, file_name, record, None
        self._heading.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._offer_printers()
        self._show_pages(look)
        self.setFocus()

    def _offer_printers(self) -> None:
        names = self.find_printers()
        self.printer.box.clear()
        for name in names:
            self.printer.box.addItem(name, name)
        self.printer.setVisible(bool(names))
        self.print_button.setEnabled(bool(names))
        self.save_button.rank = Rank.SECONDARY if names else Rank.PRIMARY
        self.save_button.update()
        self._say("" if names else NO_PRINTER)

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    def _show_pages(self, pdf: bytes) -> None:
        while (item := self._pages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        sizes = page_sizes(pdf)
        for number, size in enumerate(sizes):
            self._pages.addWidget(PageView(pdf, number, size), 0, Qt.AlignmentFlag.AlignHCenter)
        self._pages.addStretch(1)
        wide = "A4" if max(sizes[0].width, sizes[0].height) > 700 else "A5"
        self._count.setText(f"{len(sizes)} trang khổ {wide}")
        self._scroll.verticalScrollBar().setValue(0)

    def _paper(self) -> bytes:
        """Return the paper as recorded; the first time it is written into the journal."""
        if self._final is None:
            self._final = self._record()
            self._show_pages(self._final)
        return self._final

    def print_now(self) -> None:
        """Record and print; a fault is said, and the same paper can be printed again."""
        self._say("")
        try:
            paper = self._paper()
            print_pdf(paper, self.make_printer(self.printer.value()), self._title)
        except UserFacingError as error:
            self._say(error.message)
            self.print_button.setText("In lại")
            return
        self.print_button.setText("In")
        self.printed.emit(self._title)

    def _ask_where(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu thành tệp PDF", self._file_name, "Tệp PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Record and write into a file."""
        self._say("")
        try:
            paper = self._paper()
            _make_room(path)
            write_verified(path, paper)
        except UserFacingError as error:
            self._say(error.message)
            return
        self.saved.emit(path)

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


def _make_room(path: Path) -> None:
    """Take an older file of this name away: the officer has already agreed to replace it."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise UserFacingError(
            f"Không thay được tệp “{path.name}” ({error.strerror}). Hãy đóng tệp đang mở hoặc chọn tên khác."
        ) from error
