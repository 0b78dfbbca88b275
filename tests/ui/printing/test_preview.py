from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.terms import Form
from desktop.ui import background
from desktop.ui.printing.pages import page_image, page_sizes
from desktop.ui.printing.preview import PreviewPage
from desktop.ui.printing.printer import PrintFault, prepare, print_pdf, printer_of
from desktop.ui.printing.printer_settings import FormSettings, PrinterBook, PrinterSettings, ReceiptLayout, Tray
from desktop.ui.printing.sample import sample_receipt
from desktop.ui.printing.sheets import laid_out


@pytest.fixture
def receipt(practice_place: Workplace) -> bytes:
    dossier = next(found for found in practice_place.search("004") if found.issued_paper(Form.RECEIPT))
    return practice_place.look_at_paper(dossier, Form.RECEIPT)


@pytest.fixture
def short() -> bytes:
    """A receipt with a single page for each liên."""
    return sample_receipt("2025", datetime(2026, 11, 23, 9, 42))


class Recorder:
    """Stands for the journal: counts how often a print was written down."""

    def __init__(self, paper: bytes) -> None:
        self.paper, self.times = paper, 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.paper


@pytest.fixture
def preview(qtbot: QtBot) -> PreviewPage:
    page = PreviewPage()
    qtbot.addWidget(page)
    page.resize(1280, 680)
    page.show()
    return page


def file_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(150)
    return printer


def show(preview: PreviewPage, recorder: Recorder, printers: list[str]) -> None:
    preview.find_printers = lambda: printers
    preview.show_paper("Giấy tiếp nhận", "giay.pdf", recorder.paper, recorder, form=Form.RECEIPT)


def sizes_of(path: Path) -> list[tuple[int, int]]:
    return [(round(size.width), round(size.height)) for size in page_sizes(path.read_bytes())]


def test_pages_are_drawn_in_their_size(receipt: bytes) -> None:
    size = page_sizes(receipt)[0]
    image = page_image(receipt, 0, 144)
    assert image.width() == pytest.approx(size.width * 2, abs=2)
    dark = sum(image.pixelColor(x, y).lightness() < 100 for x in range(0, image.width(), 3) for y in range(0, 400, 3))
    assert dark > 100


def ink_box(image: QImage) -> tuple[int, ...]:
    """Where the ink lies: left, top, right, bottom, in points."""
    dark = [
        (x, y)
        for x in range(3, image.width() - 3)
        for y in range(3, image.height() - 3)
        if QColor(image.pixel(x, y)).lightness() < 120
    ]
    columns, rows = zip(*dark, strict=True)
    return min(columns), min(rows), max(columns), max(rows)


def test_every_page_comes_out_in_true_size_with_its_ink(receipt: bytes, tmp_path: Path) -> None:
    print_pdf(receipt, file_printer(tmp_path / "out.pdf"), "Giấy hẹn")
    before, after = pypdfium2.PdfDocument(receipt), pypdfium2.PdfDocument(tmp_path / "out.pdf")
    assert len(after) == len(before)
    assert after.get_page_size(0) == pytest.approx(before.get_page_size(0), abs=2)
    boxes = [ink_box(page_image(data, 0, 72)) for data in (receipt, (tmp_path / "out.pdf").read_bytes())]
    assert boxes[1] == pytest.approx(boxes[0], abs=2)
    before.close()
    after.close()


@pytest.mark.qt_log_ignore("QPrinter::begin|could not open|QPainter::begin", extend=True)
def test_a_printer_that_cannot_start_is_said(receipt: bytes, tmp_path: Path) -> None:
    with pytest.raises(PrintFault, match="không nhận lệnh"):
        print_pdf(receipt, file_printer(tmp_path / "missing" / "out.pdf"), "Giấy hẹn")


def test_without_a_printer_the_page_offers_a_file(preview: PreviewPage, receipt: bytes, tmp_path: Path) -> None:
    recorder = Recorder(receipt)
    show(preview, recorder, [])
    assert "chưa cài máy in" in preview.fault.text()
    assert not preview.print_button.isEnabled()
    assert recorder.times == 0
    preview.save_to(tmp_path / "giay.pdf")
    assert (tmp_path / "giay.pdf").read_bytes() == receipt
    assert recorder.times == 1
    preview.save_to(tmp_path / "giay.pdf")
    assert recorder.times == 1


def test_enter_prints_after_the_print_was_recorded(
    qtbot: QtBot, preview: PreviewPage, receipt: bytes, tmp_path: Path
) -> None:
    recorder = Recorder(receipt)
    show(preview, recorder, ["HP LaserJet"])
    preview.make_printer = lambda _name: file_printer(tmp_path / "out.pdf")
    with qtbot.waitSignal(preview.printed):
        qtbot.keyClick(preview, Qt.Key.Key_Return)
    assert recorder.times == 1
    assert (tmp_path / "out.pdf").stat().st_size > 1000


@pytest.mark.qt_log_ignore("QPrinter::begin|could not open|QPainter::begin", extend=True)
def test_a_failed_print_is_offered_again_without_recording_twice(
    qtbot: QtBot, preview: PreviewPage, receipt: bytes, tmp_path: Path
) -> None:
    recorder = Recorder(receipt)
    show(preview, recorder, ["HP LaserJet"])
    preview.make_printer = lambda _name: file_printer(tmp_path / "missing" / "out.pdf")
    preview.print_now()
    qtbot.waitUntil(lambda: not preview.is_printing())
    assert "kiểm tra máy in" in preview.fault.text()
    assert not preview.fault.isHidden()
    assert preview.print_button.text() == "In lại"
    preview.make_printer = lambda _name: file_printer(tmp_path / "out.pdf")
    with qtbot.waitSignal(preview.printed):
        preview.print_now()
    assert recorder.times == 1


def test_escape_closes_and_records_nothing(qtbot: QtBot, preview: PreviewPage, receipt: bytes) -> None:
    recorder = Recorder(receipt)
    show(preview, recorder, ["HP LaserJet"])
    with qtbot.waitSignal(preview.closed):
        qtbot.keyClick(preview, Qt.Key.Key_Escape)
    assert recorder.times == 0


def test_a_folder_that_cannot_be_written_is_said(preview: PreviewPage, receipt: bytes, tmp_path: Path) -> None:
    show(preview, Recorder(receipt), ["HP LaserJet"])
    preview.save_to(tmp_path / "missing" / "giay.pdf")
    assert preview.fault.text()


# What is set for a printer


@pytest.mark.parametrize("copies", [1, 3])
def test_as_many_copies_come_out_as_are_set(receipt: bytes, tmp_path: Path, copies: int) -> None:
    printer = file_printer(tmp_path / "out.pdf")
    prepare(printer, FormSettings(copies=copies, tray=Tray.LOWER))
    assert printer.paperSource() == QPrinter.PaperSource.Lower
    print_pdf(receipt, printer, "Giấy hẹn")
    assert len(sizes_of(tmp_path / "out.pdf")) == len(page_sizes(receipt)) * copies
    data = (tmp_path / "out.pdf").read_bytes()
    for number in range(len(page_sizes(receipt)) * copies):
        assert scanned(data, number) == scanned(receipt, number % len(page_sizes(receipt)))


def scanned(pdf: bytes, number: int) -> list[str]:
    """What a scanner reads off the QR codes of a page."""
    image = page_image(pdf, number, 150).convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(image.constBits()).cast("B")
    rows = [bytes(pixels[y * image.bytesPerLine() :][: image.width()]) for y in range(image.height())]
    picture = Image.frombytes("L", (image.width(), image.height()), b"".join(rows))
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def test_a_receipt_set_to_one_a4_comes_out_on_one_sheet(
    qtbot: QtBot, preview: PreviewPage, short: bytes, tmp_path: Path
) -> None:
    preview.book.change("HP LaserJet", PrinterSettings(receipt_layout=ReceiptLayout.ONE_A4))
    show(preview, Recorder(short), ["HP LaserJet"])
    assert preview._count.text() == "1 trang khổ A4"
    assert "hai liên trên một tờ A4" in preview._settings.text()
    preview.make_printer = lambda _name: file_printer(tmp_path / "out.pdf")
    with qtbot.waitSignal(preview.printed):
        preview.print_now()
    assert sizes_of(tmp_path / "out.pdf") == [(842, 595)]
    codes = scanned((tmp_path / "out.pdf").read_bytes(), 0)
    assert len(codes) == 2
    assert len(set(codes)) == 1


def test_the_paper_is_shown_as_the_printer_picked_will_have_it(preview: PreviewPage, short: bytes) -> None:
    preview.book.change("Canon", PrinterSettings(receipt_layout=ReceiptLayout.ONE_A4))
    show(preview, Recorder(short), ["HP LaserJet", "Canon"])
    assert preview._count.text() == "2 trang khổ A5"
    preview.printer.choose("Canon")
    assert preview._count.text() == "1 trang khổ A4"
    preview.printer.choose("HP LaserJet")
    assert preview._count.text() == "2 trang khổ A5"


def test_only_receipts_are_laid_on_one_sheet_and_their_words_stay_words(short: bytes) -> None:
    assert laid_out(short, Form.SUPPLEMENT, ReceiptLayout.ONE_A4) == short
    assert laid_out(short, Form.RECEIPT, ReceiptLayout.TWO_A5) == short
    sheet = laid_out(short, Form.RECEIPT, ReceiptLayout.ONE_A4)
    assert words_of(sheet).count("HẸN TRẢ KẾT QUẢ") == words_of(short).count("HẸN TRẢ KẾT QUẢ") == 2
    assert laid_out(sheet, Form.RECEIPT, ReceiptLayout.ONE_A4) == sheet


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_the_printer_used_last_is_offered_first(
    qtbot: QtBot, preview: PreviewPage, receipt: bytes, tmp_path: Path
) -> None:
    show(preview, Recorder(receipt), ["HP LaserJet", "Canon"])
    preview.printer.choose("Canon")
    preview.make_printer = lambda _name: file_printer(tmp_path / "out.pdf")
    with qtbot.waitSignal(preview.printed):
        preview.print_now()
    show(preview, Recorder(receipt), ["HP LaserJet", "Canon"])
    assert preview.printer.value() == "Canon"


def test_a_printer_set_to_ask_opens_its_window_and_records_only_after_the_officer_agreed(
    qtbot: QtBot, preview: PreviewPage, receipt: bytes, tmp_path: Path
) -> None:
    recorder = Recorder(receipt)
    preview.book.change("HP LaserJet", PrinterSettings(silent=False))
    show(preview, recorder, ["HP LaserJet"])
    preview.make_printer = lambda _name: file_printer(tmp_path / "out.pdf")
    preview.print_now()
    preview.findChild(QPrintDialog).reject()
    assert recorder.times == 0
    assert not (tmp_path / "out.pdf").exists()
    preview.print_now()
    dialog = next(found for found in preview.findChildren(QPrintDialog) if found.isVisible())
    with qtbot.waitSignal(preview.printed):
        dialog.done(QPrintDialog.DialogCode.Accepted)
    assert recorder.times == 1
    assert len(sizes_of(tmp_path / "out.pdf")) == len(page_sizes(receipt))


# What goes wrong


def test_a_printer_that_is_gone_is_said_and_nothing_is_recorded(preview: PreviewPage, receipt: bytes) -> None:
    with pytest.raises(PrintFault, match="Không thấy máy in “HP đã gỡ”"):
        printer_of("HP đã gỡ")
    recorder = Recorder(receipt)
    show(preview, recorder, ["HP đã gỡ"])
    preview.print_now()
    assert "Không thấy máy in “HP đã gỡ”" in preview.fault.text()
    assert preview.print_button.text() == "In lại"
    assert preview.print_button.isEnabled()
    assert recorder.times == 0


def test_a_print_under_way_cannot_be_started_twice(
    qtbot: QtBot, preview: PreviewPage, receipt: bytes, tmp_path: Path
) -> None:
    recorder, printed = Recorder(receipt), []
    show(preview, recorder, ["HP LaserJet"])
    preview.make_printer = lambda _name: file_printer(tmp_path / f"out-{recorder.times}.pdf")
    preview.printed.connect(printed.append)
    with qtbot.waitSignal(preview.printed):
        qtbot.keyClick(preview, Qt.Key.Key_Return)
        assert preview.is_printing()
        qtbot.keyClick(preview, Qt.Key.Key_Return)
    assert recorder.times == 1
    assert printed == ["Giấy tiếp nhận"]
    assert [path.name for path in tmp_path.glob("out-*.pdf")] == ["out-0.pdf"]


def test_what_becomes_of_a_print_is_told_after_the_officer_has_gone_on(
    qtbot: QtBot, preview: PreviewPage, receipt: bytes, tmp_path: Path
) -> None:
    show(preview, Recorder(receipt), ["HP LaserJet"])
    preview.make_printer = lambda _name: file_printer(tmp_path / "out.pdf")
    with qtbot.waitSignal(preview.printed_behind) as told, qtbot.assertNotEmitted(preview.printed):
        preview.print_now()
        show(preview, Recorder(receipt), ["HP LaserJet"])
    assert told.args == ["Giấy tiếp nhận"]
    assert preview.print_button.text() == "In"


@pytest.mark.qt_log_ignore("QPrinter::begin|could not open|QPainter::begin", extend=True)
def test_a_fault_after_the_officer_has_gone_on_is_told_and_offered_again_on_coming_back(
    qtbot: QtBot, preview: PreviewPage, receipt: bytes, tmp_path: Path
) -> None:
    show(preview, Recorder(receipt), ["HP LaserJet"])
    preview.make_printer = lambda _name: file_printer(tmp_path / "missing" / "out.pdf")
    with qtbot.waitSignal(preview.failed_behind) as told:
        preview.print_now()
        preview.hide()
    assert told.args[0].startswith("Giấy tiếp nhận: Máy in không nhận lệnh.")
    assert preview.print_button.text() == "In lại"


def test_a_paper_that_is_replaced_while_it_prints_does_not_lock_the_next(
    qtbot: QtBot, preview: PreviewPage, receipt: bytes, tmp_path: Path
) -> None:
    show(preview, Recorder(receipt), ["HP LaserJet"])
    preview.make_printer = lambda _name: file_printer(tmp_path / "out.pdf")
    preview.print_now()
    show(preview, Recorder(receipt), ["HP LaserJet"])
    assert preview.print_button.isEnabled()
    background.finish()
    qtbot.wait(10)


def test_settings_that_could_not_be_read_are_said(qtbot: QtBot, receipt: bytes, tmp_path: Path) -> None:
    (tmp_path / "printers.json").write_text("{", encoding="utf-8")
    page = PreviewPage(PrinterBook(tmp_path / "printers.json"))
    qtbot.addWidget(page)
    show(page, Recorder(receipt), ["HP LaserJet"])
    assert "cài đặt thông thường" in page.fault.text()
    assert page.print_button.isEnabled()
