"""The folder behind the hub's address: what desks bring, piece by piece, and what waits for them (kho gói)."""

import shutil
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from desktop.deadlines import to_utc
from desktop.errors import UserFacingError
from desktop.exchange import directory
from desktop.exchange.batch_file import MAX_FILE, SUFFIX
from desktop.exchange.pending import Pending, digest_of, prepare
from desktop.exchange.sync_words import PIECE, Taken
from desktop.hub.hub import Hub
from desktop.models.store import Store
from desktop.models.tables import BatchRow

MAX_PARTS: Final = 8
"""Uploads one desk may have begun at once."""

KEPT_DAYS: Final = 14
"""Days that an upload may rest half-way."""


class Source(Protocol):
    """A line from which bytes come as they arrive."""

    def read1(self, size: int = -1, /) -> bytes:
        """Return what is there, waiting for the first byte; nothing at the end of the line."""


class WrongPlace(Exception):
    """The piece does not begin where the last one ended; `at` is where that is."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class TooMuch(UserFacingError):
    """A desk brings more than a batch may hold, or more at once than it needs."""


class Refused(UserFacingError):
    """The batch arrived whole and was not taken in."""


@dataclass
class Counter:
    """Takes pieces in and gives batches out. `now` is local wall-clock."""

    store: Store
    folder: Path
    now: Callable[[], datetime]
    _locks: dict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock), repr=False)
    _import: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        self._drop_old_parts()

    def _drop_old_parts(self) -> None:
        limit = time.time() - KEPT_DAYS * 86400
        for part in self.folder.glob("in/*/*.part"):
            if part.stat().st_mtime < limit:
                part.unlink(missing_ok=True)

    # What desks bring

    def offset(self, desk: str, digest: str) -> int | None:
        """Return how many bytes of a batch are here; None where it was taken in before."""
        with self.store.read() as session:
            if session.get(BatchRow, digest) is not None:
                return None
        part = self._part(desk, digest)
        return part.stat().st_size if part.exists() else 0

    def receive(self, desk: str, digest: str, at: int, length: int, total: int, source: Source) -> Taken | None:
        """Put a piece behind those that are here; once the batch is whole, take it in and say what became of it.

        What has arrived stays, also where the line breaks in the middle of the piece. Returns None while it is not
        whole.

        Raises:
            WrongPlace: the piece begins elsewhere.
            TooMuch: nothing of it is kept.
            Refused: the batch is whole and was not taken in.
        """
        if total > MAX_FILE or at + length > total:
            raise TooMuch("Tệp lớn quá mức của gói dữ liệu. Hãy cập nhật chương trình ở đơn vị rồi gửi lại.")
        part = self._part(desk, digest)
        with self._locks[desk]:
            here = self.offset(desk, digest)
            if here is None:
                return Taken("known")
            if here != at:
                raise WrongPlace(here)
            self._check_room(part, total)
        self._copy(desk, part, at, length, source)
        with self._locks[desk]:
            if not part.exists():  # another line brought the end of it
                return Taken("known")
            return self._whole(part, digest) if part.stat().st_size == total else None

    def _copy(self, desk: str, part: Path, at: int, length: int, source: Source) -> None:
        """Write what comes as it comes.

        Nobody waits for a line that has fallen silent: the lock is held for the writing only, and a line that was given
        up and speaks again finds that another one went on.
        """
        end = at + length
        while at < end:
            piece = source.read1(min(PIECE, end - at))
            if not piece:
                raise ConnectionError("the desk went away within a piece")
            with self._locks[desk]:
                _append(part, at, piece)
            at += len(piece)

    def _part(self, desk: str, digest: str) -> Path:
        return self.folder / "in" / desk / f"{digest}.part"

    def _check_room(self, part: Path, total: int) -> None:
        part.parent.mkdir(parents=True, exist_ok=True)
        begun = [other for other in part.parent.glob("*.part") if other != part]
        if len(begun) >= MAX_PARTS:
            min(begun, key=lambda other: other.stat().st_mtime).unlink(missing_ok=True)
        if shutil.disk_usage(part.parent).free < total + 2 * MAX_FILE:
            raise TooMuch("Đầu mối đã gần hết chỗ lưu nên chưa nhận. Hãy báo người quản trị tỉnh rồi gửi lại sau.")

    def _whole(self, part: Path, digest: str) -> Taken:
        if digest_of(part) != digest:
            part.unlink()
            raise WrongPlace(0)
        batch = part.with_suffix(SUFFIX)
        part.replace(batch)
        try:
            return self._take_in(batch)
        finally:
            batch.unlink(missing_ok=True)  # what is in the store is not needed twice, what is refused is at the desk's

    def _take_in(self, batch: Path) -> Taken:
        with self._import:
            (outcome,) = Hub(self.store, self.now()).import_files([batch])
        words = " ".join(outcome.messages)
        if outcome.arrival == "refused":
            raise Refused(words)
        return Taken(outcome.arrival, words)

    # What waits for them

    def waiting(self, desk: str) -> list[Pending]:
        """Return the batches for a desk, made now where there is news for it."""
        with self._locks[desk]:
            with self.store.write() as session:
                directory.publish(session, self.store, to_utc(self.now()))
            return prepare(self.store, desk, self._out(desk), self.now(), again=True)

    def _out(self, desk: str) -> Path:
        return self.folder / "out" / desk

    def file(self, desk: str, digest: str) -> Path | None:
        """Return the file of a batch that lies ready for this desk and no other."""
        with self.store.read() as session:
            row = session.get(BatchRow, digest)
        if row is None or row.direction != "out" or row.desk_id != desk:
            return None
        path = self._out(desk) / row.file_name
        return path if path.is_file() else None


def _append(part: Path, at: int, piece: bytes) -> None:
    with part.open("ab") as file:
        if file.tell() != at:
            raise WrongPlace(file.tell())
        file.write(piece)
