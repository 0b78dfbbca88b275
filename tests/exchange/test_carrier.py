"""What lies on the stick is whole or not there, whatever happens while it is written."""

import contextlib
import errno
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.exchange.carrier import (
    PATIENCE,
    CarrierFault,
    FileTooBig,
    NameTaken,
    batches_in,
    read_bounded,
    write_verified,
)

DATA = os.urandom(200_000)
NAME = "XaQuangHan-3f2a-den-HuyenTrungKhanh-lo-0017-41muc.motcua"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds the program would have waited; nobody waits here."""
    asked: list[float] = []
    monkeypatch.setattr(time, "sleep", asked.append)
    return asked


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small real file system; skipped where the test may not mount one."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this account may not mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


class Failing:
    """Stands in for a system call that fails the first few times, then calls the true one."""

    def __init__(self, code: int, times: int = 10**6, winerror: int = 0) -> None:
        self.code, self.left, self.winerror = code, times, winerror

    def __call__(self, *arguments: object, **options: object) -> object:
        if self.left:
            self.left -= 1
            error = OSError(self.code, os.strerror(self.code))
            if self.winerror:
                error.winerror = self.winerror  # type: ignore[attr-defined]
            raise error
        return self.genuine(*arguments, **options)

    def instead_of(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self.genuine: Callable[..., object] = getattr(os, name)
        monkeypatch.setattr(os, name, self)


def test_file_is_there_and_nothing_else(tmp_path: Path) -> None:
    write_verified(tmp_path / NAME, DATA)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(NAME, DATA)]


def test_data_and_folder_are_flushed_before_the_officer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    genuine_fsync, genuine_replace = os.fsync, os.replace

    def fsync(handle: int) -> None:
        steps.append("flush folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "flush file")
        genuine_fsync(handle)

    def replace(source: Path, target: Path) -> None:
        steps.append("rename")
        genuine_replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    write_verified(tmp_path / NAME, DATA)
    assert steps == ["flush file", "rename", "flush folder"]


def test_second_copy_of_the_same_is_accepted(tmp_path: Path) -> None:
    write_verified(tmp_path / NAME, DATA)
    before = (tmp_path / NAME).stat().st_mtime_ns
    write_verified(tmp_path / NAME, DATA)
    assert (tmp_path / NAME).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "other", [pytest.param(b"old", id="shorter"), pytest.param(bytes(len(DATA)), id="same length")]
)
def test_different_file_of_that_name_stays(tmp_path: Path, other: bytes) -> None:
    (tmp_path / NAME).write_bytes(other)
    with pytest.raises(NameTaken, match=f"{NAME}; hãy đổi tên"):
        write_verified(tmp_path / NAME, DATA)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [other]


def test_folder_of_that_name_stays(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(NameTaken):
        write_verified(tmp_path / NAME, DATA)
    assert (tmp_path / NAME).is_dir()


def test_half_file_of_a_pulled_stick_is_replaced_by_the_next_try(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.part").write_bytes(DATA + DATA)
    write_verified(tmp_path / NAME, DATA)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).read_bytes() == DATA


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("code", "winerror", "says"),
    [
        pytest.param(errno.ENOSPC, 0, "đã đầy", id="disk full"),
        pytest.param(errno.EDQUOT, 0, "đã đầy", id="quota used up"),
        pytest.param(errno.EFBIG, 0, "không chứa được", id="too big for FAT"),
        pytest.param(errno.EROFS, 0, "chống ghi", id="write-protected"),
        pytest.param(errno.EACCES, 19, "chống ghi", id="write-protected on Windows"),
        pytest.param(errno.EIO, 0, "rút giữa chừng", id="pulled"),
        pytest.param(errno.EINTR, 1117, "rút giữa chừng", id="pulled on Windows"),
        pytest.param(errno.ENODEV, 0, "cắm lại USB", id="gone"),
        pytest.param(errno.ENOMEM, 0, "thử lại", id="anything else"),
    ],
)
def test_fault_at_a_step_leaves_nothing_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, winerror: int, says: str
) -> None:
    (tmp_path / "older.motcua").write_bytes(b"older")
    with monkeypatch.context() as patch:
        Failing(code, winerror=winerror).instead_of(patch, call)
        with pytest.raises(CarrierFault, match=says) as caught:
            write_verified(tmp_path / NAME, DATA)
    assert "hãy" in caught.value.message
    assert [path.name for path in tmp_path.iterdir()] == ["older.motcua"]
    write_verified(tmp_path / NAME, DATA)


def test_stick_pulled_after_the_rename_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Failing(errno.EIO).instead_of(monkeypatch, "open")  # the folder is opened last, to be flushed
    with pytest.raises(CarrierFault, match="rút giữa chừng"):
        write_verified(tmp_path / NAME, DATA)
    assert list(tmp_path.iterdir()) == []


def test_interrupted_program_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_verified(tmp_path / NAME, DATA)
    assert list(tmp_path.iterdir()) == []


def test_stick_full_for_real_leaves_it_as_it_was(tmp_path: Path) -> None:
    with mounted(tmp_path / "stick", "size=128k") as stick:
        (stick / "older.motcua").write_bytes(b"older")
        with pytest.raises(CarrierFault, match="đã đầy"):
            write_verified(stick / NAME, DATA)
        assert [path.name for path in stick.iterdir()] == ["older.motcua"]
        write_verified(stick / NAME, DATA[:50_000])


def test_write_protected_for_real(tmp_path: Path) -> None:
    with mounted(tmp_path / "stick", "ro") as stick, pytest.raises(CarrierFault, match="gạt khoá"):
        write_verified(stick / NAME, DATA)


def test_file_size_limit_for_real_leaves_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(CarrierFault, match="không chứa được"):
            write_verified(tmp_path / NAME, DATA)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows folders ignore the mode")
def test_folder_without_permission_for_real(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with _ordinary_account(), pytest.raises(CarrierFault, match="Không có quyền"):
        write_verified(folder / NAME, DATA)
    assert list(folder.iterdir()) == []


@contextlib.contextmanager
def _ordinary_account() -> Iterator[None]:
    """Root is denied nothing, so root becomes nobody for the moment."""
    own = os.geteuid()
    if own == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(own)


@pytest.mark.parametrize("path", ["missing/lo.motcua", "file/lo.motcua"])
def test_folder_that_is_not_there(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CarrierFault, match="cắm lại USB"):
        write_verified(tmp_path / path, DATA)


def test_antivirus_that_lets_go_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    Failing(errno.EACCES, times=3).instead_of(monkeypatch, "replace")
    write_verified(tmp_path / NAME, DATA)
    assert waits == list(PATIENCE[:3])
    assert (tmp_path / NAME).read_bytes() == DATA


def test_antivirus_that_never_lets_go_is_waited_for_2_5_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    Failing(errno.EACCES).instead_of(monkeypatch, "replace")
    with pytest.raises(CarrierFault, match="quét vi-rút"):
        write_verified(tmp_path / NAME, DATA)
    assert sum(waits) == pytest.approx(2.5)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "spoiled",
    [
        pytest.param(DATA[:-1] + bytes([DATA[-1] ^ 1]), id="one bit"),
        pytest.param(DATA[:100_000], id="half of it"),
        pytest.param(bytes(len(DATA)), id="zeros"),
    ],
)
def test_stick_that_gives_back_something_else_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoiled: bytes
) -> None:
    def lying_replace(source: Path, target: Path) -> None:
        source.unlink()
        target.write_bytes(spoiled)

    monkeypatch.setattr(os, "replace", lying_replace)
    with pytest.raises(CarrierFault, match="dùng USB khác"):
        write_verified(tmp_path / NAME, DATA)
    assert list(tmp_path.iterdir()) == []


def test_system_that_can_not_flush_a_folder_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Failing(errno.EACCES).instead_of(monkeypatch, "open")  # what Windows answers for a folder
    write_verified(tmp_path / NAME, DATA)
    assert (tmp_path / NAME).read_bytes() == DATA


def test_batches_are_found_by_name_and_nothing_else(tmp_path: Path) -> None:
    for name in ("b.motcua", "a.MOTCUA", "._a.motcua", "c.motcua.part", "anh.jpg", "the.motcua-the"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder.motcua").mkdir()
    assert [path.name for path in batches_in(tmp_path)] == ["a.MOTCUA", "b.motcua"]


def test_stick_that_is_not_there_holds_no_batches_but_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CarrierFault, match="cắm lại USB"):
        batches_in(tmp_path / "missing")


def test_file_up_to_the_limit_is_read_and_a_longer_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(DATA)
    assert read_bounded(path, len(DATA)) == DATA
    with pytest.raises(FileTooBig, match=NAME):
        read_bounded(path, len(DATA) - 1)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs an endless file")
def test_endless_file_is_not_read_for_ever() -> None:
    with pytest.raises(FileTooBig):
        read_bounded(Path("/dev/zero"), 1000)


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CarrierFault, match="cắm lại USB"):
        read_bounded(tmp_path / NAME, 10)
