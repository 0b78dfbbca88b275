"""The one door to other threads: long work runs beside the window, tells how far it is and can be cancelled.

job = Job(lambda progress: exporter.export(ids, progress), parent=self)
job.progressed.connect(bar.show_progress)      # finished, total
job.done.connect(self._show_package)
job.failed.connect(self._show_fault)
job.start()
"""

import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal, Slot

T = TypeVar("T")

WORKED, REST = 5, 0.002
"""Items between two rests, and how long one lasts, in seconds."""


class Cancelled(Exception):
    """Raised inside the work, by its next call of `progress`, after the officer cancelled."""


class Progress:
    """What the work calls to say how far it is: `progress(finished, total)`; `total` 0 means not known.

    Raises:
        Cancelled: the officer cancelled; let it pass, so that open transactions roll back.
    """

    def __init__(self, tell: Callable[[int, int], None], stop: threading.Event) -> None:
        self._tell = tell
        self._stop = stop

    def __call__(self, finished: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._tell(finished, total)


def unhurried(items: Iterable[T]) -> Iterator[T]:
    """Yield items with rests between them, so that work on thousands of them leaves the window its turn.

    Python does one thing at a time: without rests a page being scrolled would wait for the work at every step.
    """
    for number, item in enumerate(items, 1):
        yield item
        if number % WORKED == 0:
            time.sleep(REST)


class _Outlet(QObject):
    """Signals sent from the other thread; kept until the work ends, so that a page may be closed meanwhile."""

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ended.connect(self._release, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _release(self) -> None:
        """Let go on the GUI thread: a Qt object must not die on a foreign one."""
        _WORKING.discard(self)


_WORKING: set[_Outlet] = set()


def _run(work: Callable[[Progress], object], outlet: _Outlet, stop: threading.Event) -> None:
    """Do the work; this is the only function of the program that runs on another thread."""
    try:
        result = work(Progress(outlet.progressed.emit, stop))
    except Cancelled:
        outlet.cancelled.emit()
    except Exception as error:  # an edge: whatever goes wrong there is told to the window, which sorts it
        outlet.failed.emit(error)
    else:
        outlet.done.emit(result)
    outlet.ended.emit()


class Collector(QObject):
    """Throws unreachable objects away between events of the GUI thread only.

    Python collects wherever an allocation happens to trip it. On a worker thread, a Qt object that dies there takes the
    window with it; in the midst of a call into Qt, its destructor waits for a lock that very call holds. So automatic
    collection is off for the rest of the process, and a slow timer does it instead.
    """

    EVERY_MS = 2_000
    WORTH_IT = 700
    """Objects made since the last time; below that nothing is done, so an idle window stays idle."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._rounds = 0
        self._timer = QTimer(self, interval=self.EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def _collect(self) -> None:
        if gc.get_count()[0] < self.WORTH_IT:
            return
        self._rounds += 1
        gc.collect(2 if self._rounds % 30 == 0 else 1)


def finish() -> None:
    """Wait for work under way, before the program and what the work uses come to an end."""
    QThreadPool.globalInstance().waitForDone()


class Job(QObject, Generic[T]):
    """One piece of long work. Every signal arrives on the GUI thread; exactly one of done, failed, cancelled ends it.

    When the parent is destroyed the work is cancelled and nothing more is told. `failed` carries the exception.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, work: Callable[[Progress], T], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._outlet = _Outlet()
        self._running = False
        self._connect()

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._outlet.progressed.connect(self.progressed, queued)
        self._outlet.done.connect(self._finish_done, queued)
        self._outlet.failed.connect(self._finish_failed, queued)
        self._outlet.cancelled.connect(self._finish_cancelled, queued)
        self.destroyed.connect(self._stop.set)

    def start(self) -> None:
        """Begin; a job runs once."""
        self._running = True
        _WORKING.add(self._outlet)
        QThreadPool.globalInstance().start(partial(_run, self._work, self._outlet, self._stop))

    def cancel(self) -> None:
        """Ask the work to stop at its next sign of progress."""
        self._stop.set()

    def is_running(self) -> bool:
        """Return whether the work was started and has not ended."""
        return self._running

    @Slot(object)
    def _finish_done(self, result: object) -> None:
        self._running = False
        self.done.emit(result)

    @Slot(object)
    def _finish_failed(self, error: object) -> None:
        self._running = False
        self.failed.emit(error)

    @Slot()
    def _finish_cancelled(self) -> None:
        self._running = False
        self.cancelled.emit()
