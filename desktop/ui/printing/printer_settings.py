"""What is remembered of each printer: copies and tray of each form, receipts on A4 or A5, printing unasked (máy in).

The settings belong to the computer and not to the office: they lie as a small readable file in the data folder.

book = PrinterBook(data_dir / PRINTERS)
book.settings("HP LaserJet").form(Form.RECEIPT).copies
book.change("HP LaserJet", book.settings("HP LaserJet").with_form(Form.RECEIPT, FormSettings(copies=2)))
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from desktop.errors import UserFacingError
from desktop.models.store import write_synced
from desktop.terms import Form

PRINTERS = "printers.json"
MOST_COPIES = 5
"""Copies of one form at a time; who needs more prints again, and the copy is marked."""


class ReceiptLayout(StrEnum):
    """How the two copies (liên) of a receipt come out; the values are those of `copies` in `desktop.printing.pdf`."""

    TWO_A5 = "a5x2"
    ONE_A4 = "a4"


class Tray(StrEnum):
    """Where the paper is drawn from (khay giấy)."""

    AUTO = "auto"
    UPPER = "upper"
    MIDDLE = "middle"
    LOWER = "lower"
    MANUAL = "manual"
    CASSETTE = "cassette"


class FormSettings(msgspec.Struct, frozen=True):
    """How one form is printed; `copies` counts prints of the whole paper, which for a receipt holds both liên."""

    copies: Annotated[int, msgspec.Meta(ge=1, le=MOST_COPIES)] = 1
    tray: Tray = Tray.AUTO


class PrinterSettings(msgspec.Struct, frozen=True):
    """One printer. `silent` prints at once; otherwise the system's own printer window comes up first."""

    silent: bool = True
    receipt_layout: ReceiptLayout = ReceiptLayout.TWO_A5
    forms: dict[str, FormSettings] = {}

    def form(self, form: Form | None) -> FormSettings:
        """Return how a form is printed; a paper that is no form of ours, as ordinary."""
        return self.forms.get(form or "", FormSettings())

    def with_form(self, form: Form, wanted: FormSettings) -> "PrinterSettings":
        """Return the same with one form printed otherwise."""
        return msgspec.structs.replace(self, forms={**self.forms, form.value: wanted})


class _File(msgspec.Struct, frozen=True):
    """What the file holds: the printer used last, and what is set for each."""

    format: Literal["printers/1"] = "printers/1"
    preferred: str = ""
    printers: dict[str, PrinterSettings] = {}


class PrinterBook:
    """The settings of all printers, read once; without a path nothing outlives the program.

    `fault` is a sentence for the officer when the file could not be read; ordinary settings then hold.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.fault = ""
        self._file = _File()
        if path is not None and path.exists():
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            self._file = msgspec.json.decode(path.read_bytes(), type=_File)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            self.fault = (
                f"Không đọc được cài đặt máy in (tệp {path.name}); tạm dùng cài đặt thông thường. "
                "Hãy xem lại số bản, khay giấy rồi lưu lại."
            )

    @property
    def preferred(self) -> str:
        """The printer used last on this computer, empty before the first print."""
        return self._file.preferred

    def settings(self, printer: str) -> PrinterSettings:
        """Return what is set for a printer."""
        return self._file.printers.get(printer, PrinterSettings())

    def change(self, printer: str, settings: PrinterSettings) -> None:
        """Set a printer otherwise, from now on and after the next start.

        Raises:
            UserFacingError: the file cannot be written; the settings hold until the program ends.
        """
        self._keep(msgspec.structs.replace(self._file, printers={**self._file.printers, printer: settings}))

    def prefer(self, printer: str) -> None:
        """Remember the printer used last; raises as `change` does."""
        if printer != self.preferred:
            self._keep(msgspec.structs.replace(self._file, preferred=printer))

    def _keep(self, file: _File) -> None:
        self._file = file
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_synced(self.path, msgspec.json.format(msgspec.json.encode(file, order="sorted"), indent=1) + b"\n")
        except OSError as error:
            raise UserFacingError(
                f"Chưa ghi được cài đặt máy in vào “{self.path}”; cài đặt chỉ có hiệu lực đến khi đóng chương trình. "
                "Hãy kiểm tra ổ đĩa còn chỗ và thư mục được phép ghi."
            ) from error
        self.fault = ""


def ordered(names: list[str], preferred: str) -> list[str]:
    """Return printers with the one used last in front, the others as they were."""
    return sorted(names, key=lambda name: name != preferred)
