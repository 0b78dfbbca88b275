"""A scan in the page, beside the facts of its dossier: look, save a copy, leave (xem bản chụp)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pypdfium2 import PdfiumError
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.elided import ElidedTitle
from desktop.ui.controls.layouts import GAP, Card, label
from desktop.ui.dossier.side_cards import empty
from desktop.ui.printing.pages import PageSize, page_sizes
from desktop.ui.printing.preview import PageView
from desktop.ui.printing.saving import save_pdf
from desktop.ui.scans.progress import UNSEEN_MS

UNREADABLE = "Không mở được bản chụp này để xem. Hãy lưu một bản rồi mở bằng chương trình khác."
SAVE = "Lưu một bản…"
_EDGE, _NARROW = 12, 640


@dataclass(frozen=True, slots=True)
class Opened:
    """A scan read from the store; without sizes it can be saved but not drawn."""

    data: bytes
    sizes: tuple[PageSize, ...]


def opened(load: Callable[[], bytes]) -> Opened:
    """Read a scan and look how large its pages are; it may run on any thread."""
    data = load()
    try:
        return Opened(data, tuple(page_sizes(data)))
    except PdfiumError:  # another office's program let it pass
        return Opened(data, ())


class _Name(ElidedTitle):
    """The name of the file, a size below the dossier's own heading."""

    SIZE = 15


class ScanPreview(Card):
    """The panel. `closed` when the officer leaves, `saved` with the path of a copy."""

    closed = Signal()
    saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("Xem bản chụp")
        self.views: list[PageView] = []
        self._job: Job[Opened] | None = None
        self._data = b""
        self._name = ""
        self._folder = ""
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(lambda: self._say_busy("Đang mở…"))
        self._build()

    def _build(self) -> None:
        self.body.setContentsMargins(0, 12, 0, 0)
        self.title = _Name()
        self.facts = label("", "muted")
        self.facts.setWordWrap(True)
        self.save = Button(SAVE, keys="Ctrl+S", icon_name="save_20_regular")
        self.close_button = Button("Đóng", keys="Esc")
        self.close_button.setShortcut("")  # the page reads it, as it leaves its other panels
        self.save.clicked.connect(self._ask_where)
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        row.addLayout(words, 1)
        row.addWidget(self.save)
        row.addWidget(self.close_button)
        self.fault = label("", "error")
        self.fault.setContentsMargins(16, 0, 16, 0)
        self.fault.setWordWrap(True)
        self.fault.hide()
        self._pages = QVBoxLayout()
        self._pages.setContentsMargins(_EDGE, 4, _EDGE, _EDGE)
        self._pages.setSpacing(GAP)
        content = QWidget()
        content.setLayout(self._pages)
        self.pages_view = QScrollArea()
        self.pages_view.setAccessibleName("Các trang của bản chụp")
        self.pages_view.setWidgetResizable(True)
        self.pages_view.setFrameShape(QScrollArea.Shape.NoFrame)
        self.pages_view.setWidget(content)
        self.setFocusProxy(self.pages_view)
        self.body.addLayout(row)
        self.body.addWidget(self.fault)
        self.body.addWidget(self.pages_view, 1)

    def show_scan(self, name: str, about: str, load: Callable[[], bytes]) -> None:
        """Show a scan; `load` fetches its PDF beside the window and may refuse in words."""
        self._clear()
        self._name, self._about = name, about
        self.title.setText(name)
        self.title.setToolTip(name)
        self.facts.setText(about)
        job: Job[Opened] = Job(lambda _: opened(load), self)
        job.done.connect(lambda found: self._show(job, found))
        job.failed.connect(lambda error: self._refused(job, error))
        self._job = job
        self._wait.start(UNSEEN_MS)
        job.start()

    def leave(self) -> None:
        """Let go of what is shown."""
        self._clear()
        self._job = None

    def is_busy(self) -> bool:
        """Return whether a scan is being fetched."""
        return self._job is not None and self._job.is_running()

    def _clear(self) -> None:
        self._wait.stop()
        self._data, self.views = b"", []
        empty(self._pages)
        self.save.setEnabled(False)
        self._say("")

    def _show(self, job: Job[Opened], found: Opened) -> None:
        job.deleteLater()
        if job is not self._job:  # the officer has gone on to another scan
            return
        self._job = None
        self._wait.stop()
        self._data = found.data
        self.save.setEnabled(True)
        pages = f"{len(found.sizes)} trang" if found.sizes else ""
        self.facts.setText(" · ".join(part for part in (pages, self._about) if part))
        self._say("" if found.sizes else UNREADABLE)
        self.views = [PageView(found.data, number, size) for number, size in enumerate(found.sizes)]
        for view in self.views:
            self._pages.addWidget(view, 0, Qt.AlignmentFlag.AlignHCenter)
        self._pages.addStretch(1)
        self._fit()
        self.pages_view.verticalScrollBar().setValue(0)

    def _refused(self, job: Job[Opened], error: Exception) -> None:
        job.deleteLater()
        if job is not self._job:
            return
        self._job = None
        self._wait.stop()
        self.facts.setText(self._about)
        if not isinstance(error, UserFacingError):
            raise error
        self._say(error.message)

    def _say_busy(self, words: str) -> None:
        self.facts.setText(words)

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    def _fit(self) -> None:
        """Let no page be wider than what can be seen of it."""
        bar = self.pages_view.verticalScrollBar().sizeHint().width()
        for view in self.views:
            view.fit(self.width() - 2 * _EDGE - bar - 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.save.setText("Lưu…" if self.width() < _NARROW else SAVE)
        self.save.setAccessibleName(SAVE)
        self._fit()

    def _ask_where(self) -> None:
        proposed = str(Path(self._folder) / self._name) if self._folder else self._name
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu một bản của bản chụp", proposed, "Tệp PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write a copy; an older file of this name is replaced whole or not at all."""
        self._say("")
        try:
            written = save_pdf(path, self._data)
        except UserFacingError as error:
            self._say(error.message)
            return
        self._folder = str(written.parent)
        self.saved.emit(written)
