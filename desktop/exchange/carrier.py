"""Files on a USB stick (USB, thư mục chung): written whole or not at all, and read back before anybody hears "done".

FAT and exFAT have no journal, sticks get pulled and antivirus holds new files open for a moment, so a file grows under
another name, is flushed to the medium, renamed and read again. A stick may still lie about a flush: the true proof of
delivery is the recipient's signed acknowledgement.
"""

import contextlib
import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from desktop.errors import UserFacingError
from desktop.exchange.batch_file import SUFFIX

PART_SUFFIX: Final = ".part"

PATIENCE: Final = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
"""Seconds between tries, 2.5 in all: longer than a virus scan of one file, shorter than an officer's patience."""

_FULL: Final = "Nơi lưu đã đầy hoặc không chứa được tệp lớn như vậy; hãy dùng USB khác hoặc giải phóng chỗ rồi làm lại."
_WRITE_PROTECTED: Final = "USB đang khoá chống ghi; hãy gạt khoá trên USB hoặc dùng USB khác rồi làm lại."
_FORBIDDEN: Final = (
    "Không có quyền đọc, ghi ở nơi này hoặc tệp đang bị chương trình khác giữ; "
    "hãy đóng chương trình đó, đợi quét vi-rút xong hoặc chọn thư mục khác rồi làm lại."
)
_GONE: Final = "Không thấy USB hoặc thư mục đã chọn; hãy cắm lại USB, chọn lại thư mục rồi làm lại."
_BROKEN: Final = "USB bị rút giữa chừng hoặc bị lỗi; hãy cắm lại rồi làm lại, nếu vẫn lỗi thì dùng USB khác."
_OTHER: Final = "Không đọc hoặc ghi được tệp ở nơi này; hãy thử lại hoặc dùng USB, thư mục khác."

_SENTENCES: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EROFS: _WRITE_PROTECTED,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.ENODEV: _GONE,
    errno.ENXIO: _GONE,
    errno.EIO: _BROKEN,
}

# Python folds these Windows codes into EACCES, EINVAL or nothing fitting: write protect, not ready, handle disk full,
# disk full, no such device, I/O device error, device not connected.
_FROM_WINDOWS: Final = {
    19: errno.EROFS,
    21: errno.ENOENT,
    39: errno.ENOSPC,
    112: errno.ENOSPC,
    433: errno.ENODEV,
    1117: errno.EIO,
    1167: errno.EIO,
}

# Answers of systems that can not open or flush a folder (Windows: EACCES); any other, as of a pulled stick, is a fault.
_NO_FOLDER_FLUSH: Final = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF, errno.EISDIR}


class CarrierFault(UserFacingError):
    """The stick or folder failed; no half file was left behind as far as it can still be reached."""


class NameTaken(UserFacingError):
    """Another file of that name is there; it was not touched."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Ở nơi lưu đã có tệp khác tên {path.name}; hãy đổi tên tệp mới hoặc chọn thư mục khác.")


class FileTooBig(UserFacingError):
    """The file is longer than anything this program writes."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Tệp {path.name} lớn quá mức của gói dữ liệu; hãy kiểm tra lại và chọn đúng tệp cần nhận.")


def write_verified(path: Path, data: bytes) -> None:
    """Store a new file and make sure it can be read again; the officer may pull the stick afterwards.

    A file that already holds exactly this is accepted as it is.

    Raises:
        NameTaken: another file has this name.
        CarrierFault: stick or folder failed; nothing of the new file remains.
    """
    try:
        if path.exists():
            _accept_same(path, data)
        else:
            _place(path, data)
    except OSError as error:
        raise _fault(error) from error


def batches_in(folder: Path) -> list[Path]:
    """Return the batch files lying in a folder by name, not those in folders below.

    Raises:
        CarrierFault: the folder can not be read.
    """
    try:
        return sorted(path for path in folder.iterdir() if _is_batch(path))
    except OSError as error:
        raise _fault(error) from error


def read_bounded(path: Path, limit: int) -> bytes:
    """Return the content of a file of at most `limit` bytes.

    Raises:
        FileTooBig: it is longer; it was not read.
        CarrierFault: it can not be read.
    """
    try:
        if path.stat().st_size > limit:
            raise FileTooBig(path)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise _fault(error) from error
    if len(data) > limit:
        raise FileTooBig(path)
    return data


@contextlib.contextmanager
def told_as_fault() -> Iterator[None]:
    """Turn faults of a disk or folder into a sentence that says what to do.

    Raises:
        CarrierFault: for every one of them.
    """
    try:
        yield
    except OSError as error:
        raise _fault(error) from error


def _place(path: Path, data: bytes) -> None:
    # One fixed name: what a pulled stick left half written is replaced by the next try instead of piling up.
    part = path.with_name(path.name + PART_SUFFIX)
    with _removed_on_failure(part):
        _write_flushed(part, data)
        _patiently(partial(os.replace, part, path))
    with _removed_on_failure(path):
        _flush_folder(path.parent)
        _patiently(partial(_check_read_back, path, data))


def _write_flushed(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_FLUSH:
            raise


def _check_read_back(path: Path, data: bytes) -> None:
    if not _holds(path, data):
        raise OSError(errno.EIO, "the file reads back differently", str(path))


def _accept_same(path: Path, data: bytes) -> None:
    if not path.is_file() or path.stat().st_size != len(data) or not _holds(path, data):
        raise NameTaken(path)


def _holds(path: Path, data: bytes) -> bool:
    with path.open("rb") as file:
        _forget_cache(file.fileno())
        found = hashlib.file_digest(file, "sha256").digest()
    return found == hashlib.sha256(data).digest()


def _forget_cache(handle: int) -> None:
    """Ask the system to read from the medium and not from memory, where it knows how."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _patiently(action: Callable[[], None]) -> None:
    """Do it, again and again for a while if another program (antivirus on Windows) holds the file."""
    for seconds in PATIENCE:
        try:
            return action()
        except PermissionError:
            time.sleep(seconds)
    return action()


@contextlib.contextmanager
def _removed_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):  # the stick may be gone; the first fault is the one to tell
            _patiently(partial(path.unlink, missing_ok=True))
        raise


def _is_batch(path: Path) -> bool:
    # Names with a leading dot are what other systems strew on sticks ("._lo-0017.motcua").
    return path.suffix.lower() == SUFFIX and not path.name.startswith(".") and path.is_file()


def _fault(error: OSError) -> CarrierFault:
    code = _FROM_WINDOWS.get(getattr(error, "winerror", None) or 0, error.errno)
    return CarrierFault(_SENTENCES.get(code or 0, _OTHER))
