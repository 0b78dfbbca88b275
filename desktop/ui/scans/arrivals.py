"""What is new in the scanner's folder, and whole: a file is told once it has rested and its end is there. No Qt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.ui.scans.attaching import SUFFIXES

SETTLE_MS = 1500
"""For so long a file must stay as it is before it is looked into."""
PATIENCE_MS = 60_000
"""After so long at rest a file is told even without its end: attaching then says what is wrong with it."""
_TAIL = 4096
_ENDS = {b"%PDF": b"startxref", b"\xff\xd8\xff": b"\xff\xd9", b"\x89PNG": b"IEND"}
"""How a file begins, and what stands near its end once its writer is through."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it lay there: another size or time of change make it another file. `changed` is in nanoseconds."""

    path: Path
    size: int
    changed: int


def look(folder: Path) -> tuple[Found, ...]:
    """Return the files of a folder that may be scans, in the order in which they were changed.

    Raises:
        OSError: the folder is not there or not to be read.
    """
    found = []
    for path in folder.iterdir():
        if path.suffix.lower().lstrip(".") in SUFFIXES and not path.name.startswith((".", "~")):
            try:
                status = path.stat()
            except OSError:  # renamed or taken away since; the next look finds it
                continue
            if path.is_file():
                found.append(Found(path, status.st_size, status.st_mtime_ns))
    return tuple(sorted(found, key=lambda file: (file.changed, file.path.name)))


def is_whole(path: Path) -> bool:
    """Whether a file begins as a scan does and its end is written; a file its writer still locks is not whole."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
            size = file.seek(0, 2)
            file.seek(max(size - _TAIL, 0))
            tail = file.read()
    except OSError:
        return False
    return any(head.startswith(begin) and end in tail for begin, end in _ENDS.items())


class Arrivals:
    """Tells new files apart from those that lay there before. Times are milliseconds of any steady clock."""

    def __init__(self, whole: Callable[[Path], bool] = is_whole) -> None:
        self._whole = whole
        self._known: set[Found] | None = None
        self._resting: dict[Path, tuple[Found, int]] = {}

    @property
    def waits(self) -> bool:
        """Whether a file is there that is still being written."""
        return bool(self._resting)

    def see(self, found: Iterable[Found], at: int) -> list[Found]:
        """Return the files that are new and whole now, each once; what the first look finds is not new."""
        if self._known is None:
            self._known = set(found)
            return []
        files = [file for file in found if file not in self._known]
        self._resting = {file.path: self._rest(file, at) for file in files}
        ready = [file for file in files if self._is_ready(file, at)]
        for file in ready:
            self._known.add(file)
            del self._resting[file.path]
        return ready

    def _rest(self, file: Found, at: int) -> tuple[Found, int]:
        before = self._resting.get(file.path)
        return before if before is not None and before[0] == file else (file, at)

    def _is_ready(self, file: Found, at: int) -> bool:
        rested = at - self._resting[file.path][1]
        return file.size > 0 and rested >= SETTLE_MS and (rested >= PATIENCE_MS or self._whole(file.path))
