"""The shipped tables of other systems' words, read and checked once (bảng ánh xạ)."""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from desktop.errors import UserFacingError
from desktop.paths import resources

Table = TypeVar("Table")


class MappingUnreadable(UserFacingError):
    """A table in `resources/mapping`, or one an office made, cannot be used."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"Bảng ánh xạ “{name}” không dùng được ({why}). Hãy sửa lại bảng hoặc lấy lại bản gốc.")


def decode(data: bytes, kind: type[Table], name: str) -> Table:
    """Read a table.

    Raises:
        MappingUnreadable: not JSON of the expected shape.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MappingUnreadable(name, str(error)) from error


def read_shipped(name: str, read: Callable[[bytes], Table]) -> Table:
    """Read a shipped table with its own reader.

    Raises:
        MappingUnreadable: the file is missing or cannot be read.
    """
    try:
        data = (resources() / "mapping" / name).read_bytes()
    except OSError as error:
        raise MappingUnreadable(name, error.strerror or str(error)) from error
    return read(data)
