"""How many keys a returning citizen's dossier takes, from the scan to the printer: counted, on a real store."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.terms import Form, Status
from desktop.ui.main import INTAKE, Desk

from .conftest import CARD, MOVING
from .test_page import press, type_keys

MOST_KEYS = 12


class Counter(QObject):
    """Counts the keys an officer presses."""

    keys = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched.isWidgetType():
            self.keys += watched is QApplication.focusWidget()
        return False


@pytest.fixture
def desk(qtbot: QtBot, place: Workplace) -> Desk:
    made = Desk(place)
    qtbot.addWidget(made.window)
    made.window.resize(1366, 768)
    made.window.show()
    made.window.activateWindow()
    made.window.go_to(INTAKE)
    qtbot.waitUntil(made.intake.procedure.picker.field.hasFocus)
    return made


@pytest.fixture
def counter() -> Iterator[Counter]:
    made = Counter()
    QApplication.instance().installEventFilter(made)
    yield made
    QApplication.instance().removeEventFilter(made)


def to_file(path: Path) -> QPrinter:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_a_returning_citizen_is_taken_in_and_the_receipt_printed_with_few_keys(
    qtbot: QtBot, desk: Desk, place: Workplace, take_in: Callable[..., str], counter: Counter, tmp_path: Path
) -> None:
    take_in(procedure="tthc-1.004859")
    desk.preview.find_printers = lambda: ["Máy in quầy 1"]
    desk.preview.make_printer = lambda _name: to_file(tmp_path / "giay-hen.pdf")
    type_keys(qtbot, CARD)
    press(qtbot, Qt.Key.Key_Return)  # the scanner's own
    assert desk.intake.applicant.history.text().startswith("Đã nộp 1 hồ sơ")
    counter.keys = 0
    type_keys(qtbot, "noi cu")
    press(qtbot, Qt.Key.Key_Return)
    assert desk.intake.procedure.procedure is not None
    assert desk.intake.procedure.procedure.id == MOVING
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: desk.window.stack.currentWidget() is desk.preview)
    with qtbot.waitSignal(desk.preview.printed):
        press(qtbot, Qt.Key.Key_Return)
    assert counter.keys <= MOST_KEYS, counter.keys
    assert (tmp_path / "giay-hen.pdf").stat().st_size > 1000
    newest = place.search("dam thi buoi")[0]
    assert newest.status is Status.ACCEPTED
    issued = newest.issued_paper(Form.RECEIPT)
    assert issued is not None
    assert issued.prints == 1
    desk.close()
