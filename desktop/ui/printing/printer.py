"""Sending a paper to a printer: its pages drawn at the printer's own resolution (in giấy)."""

import contextlib
import sys
from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrintEngine, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from desktop.errors import UserFacingError
from desktop.ui.printing.pages import POINTS_PER_INCH, PageSize, page_image, page_sizes
from desktop.ui.printing.printer_settings import FormSettings, Tray

MOST_DPI = 400
"""Fine enough for 8-point print and QR codes; a full 1200-dpi page would need 500 MB."""

NO_PRINTER = "Máy này chưa cài máy in nào. Hãy lưu thành tệp PDF (Ctrl+S) rồi in ở máy khác, hoặc cài máy in."

_SOURCES = {
    Tray.AUTO: QPrinter.PaperSource.Auto,
    Tray.UPPER: QPrinter.PaperSource.OnlyOne,  # Qt's one name for the upper and the only tray
    Tray.MIDDLE: QPrinter.PaperSource.Middle,
    Tray.LOWER: QPrinter.PaperSource.Lower,
    Tray.MANUAL: QPrinter.PaperSource.Manual,
    Tray.CASSETTE: QPrinter.PaperSource.Cassette,
}


_CUPS_OPTIONS, _CUPS_TRAY = 0xFE00, "InputSlot"
"""Qt's own key under which its CUPS engine takes options of a job: a paper source set on the printer stops at Qt."""

_CUPS_TRAYS = {
    Tray.UPPER: "Upper",
    Tray.MIDDLE: "Middle",
    Tray.LOWER: "Lower",
    Tray.MANUAL: "Manual",
    Tray.CASSETTE: "Cassette",
}
"""The usual names of trays in printer descriptions (PPD); one that has other names ignores them."""


class PrintFault(UserFacingError):
    """The printer took nothing, or not everything."""


def printer_names() -> list[str]:
    """Return the printers of this computer, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return sorted(names, key=lambda name: name != usual)


def printer_of(name: str) -> QPrinter:
    """Return a printer by name.

    Raises:
        PrintFault: there is no such printer any more; Qt alone would quietly print into a file without a name.
    """
    if QPrinterInfo.printerInfo(name).isNull():
        raise PrintFault(
            f"Không thấy máy in “{name}”: máy in có thể đã bị gỡ hoặc đổi tên. Hãy chọn máy in khác hoặc lưu thành PDF."
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    return printer


def prepare(printer: QPrinter, wanted: FormSettings) -> None:
    """Set copies and tray; a tray the printer does not have is the printer's own to settle."""
    printer.setCopyCount(wanted.copies)
    printer.setPaperSource(_SOURCES[wanted.tray])
    if sys.platform == "linux" and wanted.tray in _CUPS_TRAYS:
        with contextlib.suppress(ValueError):  # a Qt without such a key leaves the tray to the printer
            key = QPrintEngine.PrintEnginePropertyKey(_CUPS_OPTIONS)
            printer.printEngine().setProperty(key, [_CUPS_TRAY, _CUPS_TRAYS[wanted.tray]])


def check_running(name: str) -> None:
    """Look at a printer that has just been sent a paper; ask on the GUI thread.

    Raises:
        PrintFault: it stands still or reports an error, so that the paper waits in its queue.
    """
    found = QPrinterInfo.printerInfo(name)
    if not found.isNull() and found.state() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise PrintFault(
            f"Đã gửi giấy nhưng máy in “{name}” đang dừng hoặc báo lỗi. Hãy kiểm tra nguồn điện, giấy, dây nối; "
            "máy in chạy lại mà giấy chưa ra thì bấm “In lại”."
        )


def ask_first(printer: QPrinter, parent: QWidget, go: Callable[[], None]) -> None:
    """Open the system's printer window; `go` is called once the officer has agreed, nothing when not."""
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=False)  # a paper is printed whole
    dialog.setWindowTitle("In")
    agreed = QDialog.DialogCode.Accepted
    dialog.finished.connect(lambda result: go() if result == agreed else None)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # the print dialog's own `open` wants a slot by name


def print_pdf(pdf: bytes, printer: QPrinter, title: str) -> None:
    """Print every page in its true size, one after the other, as many times as the printer is set to.

    May run in any thread, one print a printer at a time.

    Raises:
        PrintFault: the printer does not start or gives up; nobody knows how much came out, so the officer looks.
    """
    sizes = page_sizes(pdf)
    runs = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    printer.setDocName(title)
    printer.setFullPage(True)
    _set_page(printer, sizes[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintFault("Máy in không nhận lệnh. Hãy kiểm tra máy in đã bật, còn giấy, rồi bấm “In lại”.")
    try:
        for at in range(len(sizes) * runs):
            number = at % len(sizes)
            if at:
                _turn_page(printer, sizes[number], at)
            _draw_page(painter, printer, pdf, number, sizes[number])
    finally:
        painter.end()
    if printer.printerState() == QPrinter.PrinterState.Error:
        raise PrintFault("Máy in báo lỗi. Hãy kiểm tra giấy và dây nối rồi bấm “In lại”.")


def _turn_page(printer: QPrinter, size: PageSize, printed: int) -> None:
    _set_page(printer, size)
    if not printer.newPage():
        raise PrintFault(f"Máy in dừng sau trang {printed}. Hãy kiểm tra giấy rồi bấm “In lại”.")


def _set_page(printer: QPrinter, size: PageSize) -> None:
    landscape = size.width > size.height
    points = QSizeF(min(size.width, size.height), max(size.width, size.height))
    page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageSize(page)
    turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(turned)
    printer.setPageMargins(QMarginsF())


def _draw_page(painter: QPainter, printer: QPrinter, pdf: bytes, number: int, size: PageSize) -> None:
    dots = printer.resolution()
    image = page_image(pdf, number, min(dots, MOST_DPI))
    whole = QRectF(0, 0, size.width * dots / POINTS_PER_INCH, size.height * dots / POINTS_PER_INCH)
    painter.drawImage(whole, image)
