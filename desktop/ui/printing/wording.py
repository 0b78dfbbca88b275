"""How what is set for a printer is said on screen."""

from desktop.terms import Form
from desktop.ui.printing.printer_settings import PrinterSettings, ReceiptLayout, Tray

TRAY: dict[Tray, str] = {
    Tray.AUTO: "Máy in tự chọn",
    Tray.UPPER: "Khay trên",
    Tray.MIDDLE: "Khay giữa",
    Tray.LOWER: "Khay dưới",
    Tray.MANUAL: "Nạp tay",
    Tray.CASSETTE: "Hộp giấy",
}

RECEIPT_LAYOUT: dict[ReceiptLayout, str] = {
    ReceiptLayout.TWO_A5: "Hai tờ A5, mỗi liên một tờ",
    ReceiptLayout.ONE_A4: "Một tờ A4, hai liên cạnh nhau",
}


def copies_words(copies: int) -> str:
    """Return "2 bản"."""
    return f"{copies} bản"


def settings_words(settings: PrinterSettings, form: Form | None) -> str:
    """Return what will happen when "In" is pressed: "2 bản · Khay dưới · mở hộp thoại của máy in"."""
    wanted = settings.form(form)
    parts = [copies_words(wanted.copies)]
    if wanted.tray is not Tray.AUTO:
        parts.append(TRAY[wanted.tray])
    if form is Form.RECEIPT and settings.receipt_layout is ReceiptLayout.ONE_A4:
        parts.append("hai liên trên một tờ A4")
    if not settings.silent:
        parts.append("hỏi trước khi in")
    return " · ".join(parts)
