"""What every command may be given, and reading what it is given."""

import getpass
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cyclopts import Parameter

from desktop.app import Workplace, open_office
from desktop.errors import UserFacingError
from desktop.models.store import owners


@dataclass(frozen=True)
class Options:
    """What every command may be given, before or after its name."""

    data_dir: Path
    officer: str | None
    password_file: Path | None
    json: bool
    at: datetime | None
    clock: datetime | None

    def say(self, document: Any, words: str | Iterable[str]) -> None:
        """Print one JSON document, or the words for people."""
        if self.json:
            print(msgspec.json.encode(document).decode())
        else:
            print(words if isinstance(words, str) else "\n".join(words))

    def password(self, *, confirm: bool = False) -> str:
        """Return the password: environment, file, or a prompt."""
        if self.password_file is not None:
            return read_bytes(self.password_file).decode().rstrip("\r\n")
        given = os.environ.get("MOTCUA_PASSWORD")
        if given is not None:
            return given
        if not sys.stdin.isatty():
            raise UserFacingError("Chưa có mật khẩu. Hãy đặt biến MOTCUA_PASSWORD hoặc dùng --password-file.")
        password = getpass.getpass("Mật khẩu: ")
        if confirm and getpass.getpass("Nhập lại mật khẩu: ") != password:
            raise UserFacingError("Hai lần nhập mật khẩu không giống nhau. Hãy làm lại.")
        return password

    @contextmanager
    def place(self) -> Iterator[Workplace]:
        """Give the officer's place at the store, and let go of it afterwards."""
        known = owners(self.data_dir)
        place = open_office(self.data_dir, self.officer or known[0], self.password(), now=self.clock)
        try:
            yield place
        finally:
            place.close()


Given = Annotated[Options, Parameter(parse=False)]


def make_folder(folder: Path) -> None:
    """Make a folder, or say why it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserFacingError(
            f"Không tạo được thư mục “{folder}” ({error.strerror}). Hãy cắm lại USB hoặc chọn thư mục khác."
        ) from error


def json_files(files: Sequence[Path]) -> list[Path]:
    """Return the files, and for a folder the JSON files in it."""
    return [found for file in files for found in (sorted(file.glob("*.json")) if file.is_dir() else [file])]


def read_bytes(file: Path) -> bytes:
    """Return a file's bytes; "-" is standard input."""
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise UserFacingError(f"Không đọc được tệp “{file}” ({error.strerror}). Hãy xem lại đường dẫn.") from error


def read_json(file: Path) -> Any:
    """Return what a JSON file says."""
    try:
        return msgspec.json.decode(read_bytes(file))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UserFacingError(f"Tệp “{file}” không phải JSON đúng ({error}). Hãy sửa tệp rồi làm lại.") from error
