"""Saving a paper as a PDF file: whole or not at all, an older file of that name untouched until then (lưu PDF)."""

import contextlib
import errno
import os
from pathlib import Path

from desktop.errors import UserFacingError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO})
_WINDOWS_FULL, _WINDOWS_WRITE_PROTECTED = frozenset({39, 112}), 19
"""ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL; ERROR_WRITE_PROTECT. Python has no fitting errno for them."""


class NotSaved(UserFacingError):
    """The file could not be written; nothing of it is left behind, an older file is as it was."""


def save_pdf(path: Path, data: bytes) -> Path:
    """Write the file and return where it lies: with the ending .pdf, whatever was typed.

    Raises:
        NotSaved: says why, and where to save instead.
    """
    path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
    part = path.with_name(f"{path.name}.part")
    try:
        _write_flushed(part, data)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):  # the first fault is the one to tell
            part.unlink(missing_ok=True)
        raise NotSaved(_sentence(path, error)) from error
    return path


def _write_flushed(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sentence(path: Path, error: OSError) -> str:
    windows = getattr(error, "winerror", None)
    if error.errno in _FULL or windows in _WINDOWS_FULL:
        return "Ổ đĩa đã đầy, chưa lưu được tệp PDF. Hãy xóa bớt tệp không cần hoặc chọn ổ đĩa khác."
    if error.errno in _READ_ONLY or windows == _WINDOWS_WRITE_PROTECTED:
        return f"Nơi lưu “{path.parent}” chỉ cho đọc. Hãy mở khóa chống ghi của USB hoặc chọn thư mục khác."
    if error.errno in _FORBIDDEN:
        return (
            f"Không ghi được “{path.name}” vào “{path.parent}”. Nếu tệp đang mở thì hãy đóng lại; "
            "nếu thư mục chỉ cho đọc thì hãy chọn thư mục khác, chẳng hạn Tài liệu."
        )
    if error.errno in _GONE:
        return f"Không thấy thư mục “{path.parent}”. Hãy cắm lại USB hoặc chọn thư mục khác."
    return f"Chưa lưu được “{path.name}” ({error.strerror}). Hãy chọn thư mục khác rồi lưu lại."
