"""Where the scanner of this computer writes its files (thư mục máy quét); kept beside the printers' settings.

book = ScannerBook(data_dir / SCANNER)
book.set_folder(Path("D:/Scans"))
"""

from pathlib import Path
from typing import Literal

import msgspec

from desktop.errors import UserFacingError
from desktop.models.store import write_synced

SCANNER = "scanner.json"


class _File(msgspec.Struct, frozen=True):
    """What the file holds; `folder` is empty where no scanner is set."""

    format: Literal["scanner/1"] = "scanner/1"
    folder: str = ""


class ScannerBook:
    """The setting, read once; without a path it does not outlive the program.

    `fault` is a sentence for the officer when the file could not be read; no folder is watched then.
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
            self.fault = f"Không đọc được cài đặt máy quét (tệp {path.name}). Hãy chọn lại thư mục máy quét."

    @property
    def folder(self) -> Path | None:
        """The folder that is watched, None where none is set."""
        return Path(self._file.folder) if self._file.folder else None

    def set_folder(self, folder: Path | None) -> None:
        """Watch another folder, or none, from now on and after the next start.

        Raises:
            UserFacingError: the setting cannot be written; it holds until the program ends.
        """
        self._file, self.fault = _File(folder=str(folder) if folder else ""), ""
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_synced(self.path, msgspec.json.format(msgspec.json.encode(self._file), indent=1) + b"\n")
        except OSError as error:
            raise UserFacingError(
                f"Chưa ghi được cài đặt máy quét vào “{self.path}”; cài đặt chỉ có hiệu lực đến khi đóng chương trình. "
                "Hãy kiểm tra ổ đĩa còn chỗ và thư mục được phép ghi."
            ) from error
