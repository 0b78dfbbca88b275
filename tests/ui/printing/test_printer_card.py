from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from desktop.terms import Form
from desktop.ui.printing.card import PrinterCard
from desktop.ui.printing.pages import page_sizes
from desktop.ui.printing.printer_settings import PRINTERS, FormSettings, PrinterBook, ReceiptLayout, Tray
from desktop.ui.printing.sample import sample_receipt
from desktop.wording import FORM

NOW = datetime(2026, 11, 23, 9, 42)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / PRINTERS


@pytest.fixture
def card(qtbot: QtBot, path: Path) -> PrinterCard:
    made = PrinterCard(PrinterBook(path), lambda: sample_receipt("2025", NOW))
    made.find_printers = lambda: ["HP LaserJet", "Canon"]
    qtbot.addWidget(made)
    made.show()
    return made


def pick(box: object, value: object) -> None:
    """Choose as an officer does: the drop-down tells."""
    box.choose(value)  # type: ignore[attr-defined]
    box.activated.emit(box.currentIndex())  # type: ignore[attr-defined]


def file_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(150)
    return printer


def test_every_paper_has_its_row(card: PrinterCard) -> None:
    assert {row.title.text() for row in card.rows.values()} == {FORM[form] for form in Form}


def test_what_is_chosen_is_kept_for_this_printer_alone(qtbot: QtBot, card: PrinterCard, path: Path) -> None:
    pick(card.printer, "Canon")
    with qtbot.waitSignal(card.changed) as told:
        pick(card.rows[Form.CONTROL].copies, 3)
    assert told.args == ["Canon"]
    pick(card.rows[Form.RECEIPT].tray, Tray.LOWER)
    pick(card.layout_box, ReceiptLayout.ONE_A4)
    card.silent.click()
    kept = PrinterBook(path)
    assert kept.settings("Canon").form(Form.CONTROL) == FormSettings(copies=3)
    assert kept.settings("Canon").form(Form.RECEIPT) == FormSettings(tray=Tray.LOWER)
    assert kept.settings("Canon").receipt_layout is ReceiptLayout.ONE_A4
    assert kept.settings("Canon").silent is False
    assert kept.settings("HP LaserJet").forms == {}


def test_each_printer_shows_its_own(card: PrinterCard) -> None:
    pick(card.rows[Form.CONTROL].copies, 3)
    pick(card.printer, "Canon")
    assert card.rows[Form.CONTROL].copies.value() == 1
    pick(card.printer, "HP LaserJet")
    assert card.rows[Form.CONTROL].copies.value() == 3


def test_a_printer_plugged_in_is_found(qtbot: QtBot, card: PrinterCard) -> None:
    card.find_printers = list
    card.refresh()
    assert "chưa cài máy in" in card.notice.text.text()
    assert card.printer.isHidden()
    assert card.test.isHidden()
    card.find_printers = lambda: ["Brother"]
    qtbot.mouseClick(card.again, Qt.MouseButton.LeftButton)
    assert card.name() == "Brother"
    assert card.notice.isHidden()
    assert not card.test.isHidden()


def test_the_test_page_comes_out_as_set_for_receipts(qtbot: QtBot, card: PrinterCard, tmp_path: Path) -> None:
    pick(card.layout_box, ReceiptLayout.ONE_A4)
    pick(card.rows[Form.RECEIPT].copies, 2)
    card.make_printer = lambda _name: file_printer(tmp_path / "out.pdf")
    qtbot.mouseClick(card.test, Qt.MouseButton.LeftButton)
    assert not card.test.isEnabled()
    qtbot.waitUntil(card.test.isEnabled)
    assert "Đã gửi trang in thử đến “HP LaserJet”" in card.notice.text.text()
    sizes = page_sizes((tmp_path / "out.pdf").read_bytes())
    assert [(round(size.width), round(size.height)) for size in sizes] == [(842, 595)] * 2


@pytest.mark.qt_log_ignore("QPrinter::begin|could not open|QPainter::begin", extend=True)
def test_a_test_page_that_failed_is_said_and_can_be_tried_again(
    qtbot: QtBot, card: PrinterCard, tmp_path: Path
) -> None:
    card.make_printer = lambda _name: file_printer(tmp_path / "missing" / "out.pdf")
    card.print_test()
    qtbot.waitUntil(card.test.isEnabled)
    assert "bấm “In thử”" in card.notice.text.text()
    card.make_printer = lambda _name: file_printer(tmp_path / "out.pdf")
    card.notice.buttons[0].click()
    qtbot.waitUntil(lambda: "Đã gửi" in card.notice.text.text())


def test_a_printer_that_is_gone_is_said(card: PrinterCard) -> None:
    card.print_test()
    assert "Không thấy máy in “HP LaserJet”" in card.notice.text.text()
    assert card.test.isEnabled()


def test_settings_that_cannot_be_kept_are_said(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    made = PrinterCard(PrinterBook(tmp_path / "file" / PRINTERS), lambda: b"")
    made.find_printers = lambda: ["HP LaserJet"]
    qtbot.addWidget(made)
    made.show()
    pick(made.rows[Form.CONTROL].copies, 3)
    assert "đến khi đóng chương trình" in made.notice.text.text()
