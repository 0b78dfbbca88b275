"""The printers of this computer (máy in); the settings belong to the computer, so every officer may set them."""

from PySide6.QtWidgets import QWidget

from desktop.app import Workplace
from desktop.printing.forms import form_set_on
from desktop.ui.printing.card import PrinterCard
from desktop.ui.printing.printer_settings import PrinterBook
from desktop.ui.printing.sample import sample_receipt
from desktop.ui.settings.section import Section


class PrinterSection(Section):
    """The section; whatever is chosen holds at once, there is nothing to save."""

    key, title, icon = "printer", "Máy in", "print_20_regular"
    summary = "Của riêng máy tính này; chọn xong là có hiệu lực."
    work = None
    saves = False

    def __init__(self, place: Workplace, book: PrinterBook, parent: QWidget | None = None) -> None:
        self._book = book
        super().__init__(place, parent)

    def build(self) -> None:
        self.card = PrinterCard(self._book, self._test_paper)
        self.body.addWidget(self.card)
        self.body.addStretch(1)
        self.setFocusProxy(self.card.again)

    def _test_paper(self) -> bytes:
        now = self.place.now()
        return sample_receipt(self.place.office.form_set or form_set_on(now.date()), now)

    def show_stored(self) -> None:
        """Nothing to read: the card asks the computer when it is shown."""
