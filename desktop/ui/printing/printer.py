"""Sending a paper to a printer: its pages drawn at the printer's own resolution (in giấy)."""

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.errors import UserFacingError
from desktop.ui.printing.pages import POINTS_PER_INCH, PageSize, page_image, page_sizes

MOST_DPI = 400
"""Fine enough for 8-point print and QR codes; a full 1200-dpi page would need 500 MB."""

NO_PRINTER = "Máy này chưa cài máy in nào. Hãy lưu thành tệp PDF (Ctrl+S) rồi in ở máy khác, hoặc cài máy in."


class PrintFault(UserFacingError):
    """The printer took nothing, or not everything."""


def printer_names() -> list[str]:
    """Return the printers of this computer, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return sorted(names, key=lambda name: name != usual)


def printer_of(name: str) -> QPrinter:
    """Return a printer by name."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    return printer


def print_pdf(pdf: bytes, printer: QPrinter, title: str) -> None:
    """Print every page in its true size, one after the other.

    Raises:
        PrintFault: the printer does not start or gives up; nobody knows how much came out, so the officer looks.
    """
    sizes = page_sizes(pdf)
    printer.setDocName(title)
    printer.setFullPage(True)
    _set_page(printer, sizes[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintFault("Máy in không nhận lệnh. Hãy kiểm tra máy in đã bật, còn giấy, rồi bấm “In” lần nữa.")
    try:
        for number, size in enumerate(sizes):
            if number:
                _set_page(printer, size)
                if not printer.newPage():
                    raise PrintFault(f"Máy in dừng sau trang {number}. Hãy kiểm tra giấy rồi bấm “In” lần nữa.")
            _draw_page(painter, printer, pdf, number, size)
    finally:
        painter.end()
    if printer.printerState() == QPrinter.PrinterState.Error:
        raise PrintFault("Máy in báo lỗi. Hãy kiểm tra giấy và dây nối rồi bấm “In” lần nữa.")


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
