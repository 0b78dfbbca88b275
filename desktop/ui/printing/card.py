"""The printer's part of the settings: what is remembered of each printer, and a test page (thiết lập máy in).

Every change holds and is kept at once; there is nothing to confirm.

card = PrinterCard(book, lambda: sample_receipt("2025", place.now()))
settings_page.body.addWidget(card)
"""

from collections.abc import Callable
from typing import cast

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.terms import Form
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.layouts import Card, label
from desktop.ui.controls.notice import Notice
from desktop.ui.controls.option_box import OptionBox
from desktop.ui.printing.printer import NO_PRINTER, check_running, prepare, print_pdf, printer_names, printer_of
from desktop.ui.printing.printer_settings import (
    MOST_COPIES,
    FormSettings,
    PrinterBook,
    PrinterSettings,
    ReceiptLayout,
    Tray,
    ordered,
)
from desktop.ui.printing.sheets import laid_out
from desktop.ui.printing.wording import RECEIPT_LAYOUT, TRAY, copies_words
from desktop.wording import FORM

_COPIES_WIDTH, _TRAY_WIDTH = 110, 190
_TEST_TITLE = "In thử"


class FormRow:
    """How many copies of a form, and from which tray."""

    def __init__(self, form: Form, changed: Callable[[], None]) -> None:
        self.form = form
        self.title = label(FORM[form])
        self.copies = OptionBox(f"Số bản in, {FORM[form]}")
        self.copies.offer([(copies_words(copies), copies) for copies in range(1, MOST_COPIES + 1)])
        self.tray = OptionBox(f"Khay giấy, {FORM[form]}")
        self.tray.offer([(TRAY[tray], tray) for tray in Tray])
        self.title.setBuddy(self.copies)
        for box, width in ((self.copies, _COPIES_WIDTH), (self.tray, _TRAY_WIDTH)):
            box.setFixedWidth(width)
            box.picked.connect(lambda _value: changed())

    def show_settings(self, settings: FormSettings) -> None:
        """Show what is set; tells nothing."""
        self.copies.choose(settings.copies)
        self.tray.choose(settings.tray)

    def settings(self) -> FormSettings:
        """Return what is chosen."""
        return FormSettings(copies=cast("int", self.copies.value()), tray=Tray(str(self.tray.value())))


class PrinterCard(Card):
    """The card; `changed` carries the printer's name after something about it was set otherwise."""

    changed = Signal(str)

    def __init__(self, book: PrinterBook, test_paper: Callable[[], bytes], parent: QWidget | None = None) -> None:
        """Show the printers of this computer.

        Args:
            book: where settings are read and kept.
            test_paper: draws the receipt for "In thử" as a PDF; nothing is recorded.
        """
        super().__init__("Máy in", parent)
        self.book, self._test_paper = book, test_paper
        self._job: Job[None] | None = None
        self.find_printers: Callable[[], list[str]] = printer_names
        self.make_printer: Callable[[str], QPrinter] = printer_of
        self._build()

    def _build(self) -> None:
        self.body.setSpacing(12)
        self.printer = OptionBox("Máy in đang thiết lập")
        self.printer.picked.connect(lambda _name: self._show_settings())
        self.again = Button("Tìm lại máy in", icon_name="arrow_sync_20_regular")
        self.again.clicked.connect(self.refresh)
        self.test = Button("In thử", icon_name="print_20_regular")
        self.test.clicked.connect(self.print_test)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._nothing = label("Chưa có máy in", "muted")
        for part, room in ((self.printer, 1), (self._nothing, 1), (self.again, 0), (self.test, 0)):
            row.addWidget(part, room)
        self.notice = Notice()
        self._settings = self._build_settings()
        self.body.addLayout(row)
        self.body.addWidget(self.notice)
        self.body.addWidget(self._settings)

    def _build_settings(self) -> QWidget:
        self.silent = QCheckBox("In ngay khi bấm “In”, không mở hộp thoại của máy in")
        self.silent.clicked.connect(self._keep)
        self.layout_box = OptionBox("Hai liên của giấy tiếp nhận")
        self.layout_box.offer([(words, layout) for layout, words in RECEIPT_LAYOUT.items()])
        self.layout_box.picked.connect(lambda _layout: self._keep())
        self.layout_box.setFixedWidth(_COPIES_WIDTH + _TRAY_WIDTH + 12)
        title = label("Hai liên của giấy tiếp nhận")
        title.setBuddy(self.layout_box)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.addWidget(title, 1)
        row.addWidget(self.layout_box)
        column.addWidget(self.silent)
        column.addLayout(row)
        column.addLayout(self._build_forms())
        return made

    def _build_forms(self) -> QGridLayout:
        self.rows = {form: FormRow(form, self._keep) for form in Form}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for column, words in enumerate(("Loại giấy", "Số bản mỗi lần in", "Khay giấy")):
            grid.addWidget(label(words, "muted"), 0, column)
        for at, row in enumerate(self.rows.values(), start=1):
            for column, part in enumerate((row.title, row.copies, row.tray)):
                grid.addWidget(part, at, column, Qt.AlignmentFlag.AlignVCenter)
        return grid

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def refresh(self) -> None:
        """Look for printers again; the one being set stays in view while it is there."""
        names = ordered(self.find_printers(), self.name() or self.book.preferred)
        self.printer.offer([(name, name) for name in names])
        for part in (self._settings, self.printer, self.test):
            part.setVisible(bool(names))
        self._nothing.setVisible(not names)
        self._tell_state(bool(names))
        self._show_settings()

    def _tell_state(self, found: bool) -> None:
        if not found:
            self.notice.say(NO_PRINTER.replace(" (Ctrl+S)", ""), "today")
        elif self.book.fault:
            self.notice.say(self.book.fault, "overdue")
        else:
            self.notice.hide()

    def name(self) -> str:
        """Return the printer being set, empty where there is none."""
        return str(self.printer.value() or "")

    def _show_settings(self) -> None:
        settings = self.book.settings(self.name())
        self.silent.setChecked(settings.silent)
        self.layout_box.choose(settings.receipt_layout)
        for form, row in self.rows.items():
            row.show_settings(settings.form(form))

    def _chosen(self) -> PrinterSettings:
        """Return what the card shows; forms printed in the ordinary way are not written down."""
        forms = {form.value: row.settings() for form, row in self.rows.items()}
        return msgspec.structs.replace(
            self.book.settings(self.name()),
            silent=self.silent.isChecked(),
            receipt_layout=ReceiptLayout(str(self.layout_box.value())),
            forms={form: settings for form, settings in forms.items() if settings != FormSettings()},
        )

    def _keep(self) -> None:
        try:
            self.book.change(self.name(), self._chosen())
        except UserFacingError as error:
            self.notice.say(error.message, "overdue")
        self.changed.emit(self.name())

    def print_test(self) -> None:
        """Print a receipt of nobody with what is set for receipts; says how it went."""
        name, settings = self.name(), self.book.settings(self.name())
        try:
            printer = self.make_printer(name)
        except UserFacingError as error:
            self._say_fault(error.message)
            return
        prepare(printer, settings.form(Form.RECEIPT))
        self.test.setEnabled(False)
        job: Job[None] = Job(lambda _: self._print_sample(printer, settings.receipt_layout), self)
        job.done.connect(lambda _: self._tested(name))
        job.failed.connect(self._failed)
        self._job = job
        job.start()

    def _print_sample(self, printer: QPrinter, layout: ReceiptLayout) -> None:
        """Draw and print beside the window."""
        print_pdf(laid_out(self._test_paper(), Form.RECEIPT, layout), printer, _TEST_TITLE)

    def _tested(self, name: str) -> None:
        try:
            check_running(name)
        except UserFacingError as error:
            self._failed(error)
            return
        self.test.setEnabled(True)
        self.notice.say(f"Đã gửi trang in thử đến “{name}”. Hãy xem lề giấy, chữ nhỏ và quét thử mã QR.", "in_time")

    def _failed(self, error: Exception) -> None:
        self.test.setEnabled(True)
        if not isinstance(error, UserFacingError):
            raise error
        self._say_fault(error.message.replace("“In lại”", "“In thử”"))

    def _say_fault(self, words: str) -> None:
        self.notice.say(words, "overdue", ("In thử lại", self.print_test))
