"""The scanner's folder under watch, beside the window: a network drive that is away must not hold the window up."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QFileSystemWatcher, QObject, QTimer, Signal

from desktop.ui.background import Job
from desktop.ui.scans.arrivals import Arrivals, Found, look

_EVERY_MS = 5000
"""Between two looks; network drives send no word of changes."""
_SOON_MS = 500


class ScannerFolder(QObject):
    """`arrived` carries the path of a new whole file, `changed` says that the folder was found or lost."""

    arrived = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self.missing = False
        self.every_ms, self.soon_ms = _EVERY_MS, _SOON_MS
        self.make_arrivals: Callable[[], Arrivals] = Arrivals
        self._arrivals = Arrivals()
        self._job: Job[list[Found] | None] | None = None
        self._clock = QElapsedTimer()
        self._clock.start()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    def watch(self, folder: Path | None) -> None:
        """Watch a folder from now on; what lies there already is not new. None: no folder."""
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self.folder, self.missing = folder, False
        self._arrivals = self.make_arrivals()
        self._timer.stop()
        self._job = None
        self._look()

    def _look(self) -> None:
        if self.folder is None or self._job is not None:
            return
        folder, arrivals, at = self.folder, self._arrivals, self._clock.elapsed()
        job: Job[list[Found] | None] = Job(lambda _: _new_in(folder, arrivals, at), self)
        job.done.connect(lambda found: self._seen(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        self._job = job
        job.start()

    def _seen(self, job: Job[list[Found] | None], found: list[Found] | None) -> None:
        job.deleteLater()
        if job is not self._job:  # another folder was chosen meanwhile
            return
        self._job = None
        self._note(missing=found is None)
        if found is not None and self.folder is not None and not self._watcher.directories():
            self._watcher.addPath(str(self.folder))
        for file in found or []:
            self.arrived.emit(file.path)
        self._timer.start(self.soon_ms if self._arrivals.waits else self.every_ms)

    def _note(self, *, missing: bool) -> None:
        if missing != self.missing:
            self.missing = missing
            self.changed.emit()

    def _failed(self, job: Job[list[Found] | None], error: Exception) -> None:
        job.deleteLater()
        self._job = None if job is self._job else self._job
        raise error


def _new_in(folder: Path, arrivals: Arrivals, at: int) -> list[Found] | None:
    """Return what is new, None where the folder is not there; one look at a time, so `arrivals` has one user."""
    try:
        return arrivals.see(look(folder), at)
    except OSError:
        return None
