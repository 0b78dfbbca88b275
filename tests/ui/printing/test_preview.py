from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.terms import Form
from desktop.ui.printing.pages import page_image, page_sizes
from desktop.ui.printing.preview import PreviewPage
from desktop.ui.printing.printer import PrintFault, print_pdf


@pytest.fixture
def receipt(practice_place: Workplace) -> bytes:
    dossier = next(found for found in practice_place.search("004") if found.issued_paper(Form.RECEIPT))
    return practice_place.look_at_paper(dossier, Form.RECEIPT)


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
    preview.show_paper("Giấy tiếp nhận", "giay.pdf", recorder.paper, recorder)


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
    assert "kiểm tra máy in" in preview.fault.text()
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
