"""The scans of a dossier, under the papers they show: attach by button, key or drag and drop, click to look.

card = ScansCard(place)
card.show_dossier(dossier)
card.opened.connect(preview.show_scan)            # Attachment
card.ended.connect(self._attached)                # reference, Attached
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.dossiers.bodies import PaperItem
from desktop.dossiers.dossier import Attachment, Dossier
from desktop.handling.rights import Work
from desktop.ui import theme
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.layouts import Card, SectionTitle, label
from desktop.ui.dossier.side_cards import empty
from desktop.ui.scans.attaching import SUFFIXES, Attached, Refused, Wanted, attach_files
from desktop.ui.scans.progress import AttachProgress
from desktop.ui.scans.rows import NOT_HANDED_IN, PaperScans, ScanButton, scan_facts
from desktop.ui.scans.scanner_menu import ScannerMenu
from desktop.ui.scans.transfer import files_of

SHOWN = 5
"""So many papers without a scan stand in sight; the rest waits behind a button."""
TITLE = "Giấy tờ, bản chụp"
OTHERS = "Bản chụp khác"
KINDS = "Bản chụp (" + " ".join(f"*.{suffix}" for suffix in SUFFIXES) + ")"
_DROP = Qt.DropAction.CopyAction


class ScansCard(Card):
    """The card. `opened` carries the scan to look at, `ended` the dossier's id and what became of the files."""

    opened = Signal(object)
    ended = Signal(str, object)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(TITLE)
        self.setAcceptDrops(True)
        self.place = place
        self.why_not = place.why_not(Work.ATTACH)
        self.rows: list[PaperScans] = []
        self._dossier: Dossier | None = None
        self._shown: tuple[object, ...] = ()
        self._open = False
        self._lit = False
        self._on_show = ""
        self._job: Job[Attached] | None = None
        self._queue: list[tuple[str, list[Wanted]]] = []
        self._folder = ""
        self._build()

    def _build(self) -> None:
        self.body.setContentsMargins(10, 12, 10, 12)
        self.count = label("", "small")
        self.menu = ScannerMenu()
        head = QHBoxLayout()
        head.setContentsMargins(6, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(SectionTitle(TITLE))
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.menu)
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        self.fault = label("", "error")
        self.fault.setContentsMargins(6, 0, 0, 0)
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.progress = AttachProgress()
        self.progress.stopped.connect(self._stop)
        self.attach_button = Button("Đính kèm bản chụp…", keys="Ctrl+O", icon_name="attach_20_regular")
        self.attach_button.clicked.connect(lambda: self.ask_files(""))
        self.hint = label("", "small")
        self.hint.setContentsMargins(6, 0, 0, 0)
        self.hint.setWordWrap(True)
        self.body.addLayout(head)
        self.body.addLayout(self._column)
        for part in (self.progress, self.fault):
            self.body.addWidget(part)
        foot = QHBoxLayout()
        foot.setContentsMargins(6, 0, 6, 0)
        foot.addWidget(self.attach_button)
        self.body.addLayout(foot)
        self.body.addWidget(self.hint)
        self.scanner_fault = label("", "small")
        self.scanner_fault.setContentsMargins(6, 0, 0, 0)
        self.scanner_fault.setWordWrap(True)
        self.scanner_fault.setStyleSheet(f"color: {theme.palette().soon.text};")
        self.scanner_fault.hide()
        self.body.addWidget(self.scanner_fault)
        self.attach_button.setHidden(bool(self.why_not))
        self.menu.setHidden(bool(self.why_not))
        self.hint.setText(self.why_not or "Hoặc kéo tệp PDF, JPEG, PNG vào giấy tờ ở trên.")

    # Showing

    def show_dossier(self, dossier: Dossier) -> None:
        """Show the papers and scans of a dossier; where nothing changed everything stays as it is."""
        if self._dossier is None or self._dossier.id != dossier.id:
            self._open = False
            self.clear_faults()
        self._dossier = dossier
        shown = (dossier.id, dossier.papers, dossier.attachments)
        if shown != self._shown:
            self._shown = shown
            self._fill()
        self.progress.setHidden(self.progress.isHidden() or not self.is_busy())

    def anything(self) -> bool:
        """Whether there is something to see or to do here."""
        return self._dossier is not None and bool(self._dossier.attachments or not self.why_not)

    def _fill(self) -> None:
        assert self._dossier is not None
        held = self._keyboard()
        empty(self._column)
        names = [item.name for item in self._dossier.papers]
        scans = self._dossier.attachments
        self.rows = [self._paper_row(item, [scan for scan in scans if scan.paper == item.name]) for item in
                     self._dossier.papers]  # fmt: skip
        others = [scan for scan in scans if scan.paper not in names]
        if others or not names:
            self.rows.append(self._row("", OTHERS if names else "Bản chụp", "", others))
        for row in self.rows:
            self._column.addWidget(row)
        self._fold()
        covered = sum(any(scan.paper == name for scan in scans) for name in names)
        self.count.setText(f"{covered}/{len(names)} có bản chụp" if names else "")
        self.mark(self._on_show)
        self._give_keyboard(held)

    def _paper_row(self, item: PaperItem, scans: Sequence[Attachment]) -> PaperScans:
        return self._row(item.name, item.name, "" if item.ok else NOT_HANDED_IN, scans)

    def _row(self, paper: str, title: str, remark: str, scans: Sequence[Attachment]) -> PaperScans:
        now = self.place.now()
        shown = [(scan, scan_facts(scan, now)) for scan in scans]
        row = PaperScans(paper, title, remark, shown, may_attach=not self.why_not and bool(paper))
        row.opened.connect(self.opened)
        row.attach_wanted.connect(self.ask_files)
        return row

    def _fold(self) -> None:
        """Put papers without a scan behind a button where the list is long."""
        bare = [row for row in self.rows[SHOWN:] if not row.buttons]
        if self._open or len(bare) < 2:
            return
        for row in bare:
            row.hide()
        more = Button(f"Giấy tờ khác ({len(bare)})", Rank.QUIET, icon_name="chevron_down_20_regular")
        more.clicked.connect(lambda: self._unfold(more))
        self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _unfold(self, more: Button) -> None:
        self._open = True
        hidden = [row for row in self.rows if row.isHidden()]
        for row in hidden:
            row.show()
        more.hide()
        first = next((row.attach for row in hidden if row.attach is not None), None)
        if first is not None:
            first.setFocus()

    def mark(self, entry: str) -> None:
        """Mark the scan that is on show, by the entry that brought it; "" marks none."""
        self._on_show = entry
        for button in self.buttons().values():
            button.setChecked(button.scan.entry == entry)

    def buttons(self) -> dict[str, ScanButton]:
        """Return the button of each scan, by the entry that brought it."""
        return {entry: button for row in self.rows for entry, button in row.buttons.items()}

    def row_of(self, paper: str) -> PaperScans | None:
        """Return the row of a paper."""
        return next((row for row in self.rows if row.paper == paper), None)

    def _keyboard(self) -> tuple[str, str] | None:
        """Return on which paper's button, or which scan, the keyboard is."""
        for row in self.rows:
            if row.attach is not None and row.attach.hasFocus():
                return "paper", row.paper
        return next((("scan", entry) for entry, button in self.buttons().items() if button.hasFocus()), None)

    def _give_keyboard(self, held: tuple[str, str] | None) -> None:
        kind, key = held or ("", "")
        row = self.row_of(key)
        target: QWidget | None = self.buttons().get(key) if kind == "scan" else row.attach if kind and row else None
        if target is not None:
            target.setFocus()

    # Attaching

    def ask_files(self, paper: str) -> None:
        """Let the officer choose files for a paper."""
        title = f"Chọn bản chụp: {paper}" if paper else "Chọn bản chụp"
        chosen, _ = QFileDialog.getOpenFileNames(self, title, self._folder, KINDS)
        if chosen:
            self._folder = str(Path(chosen[0]).parent)
            self.attach([Wanted(Path(name), paper) for name in chosen])

    def attach(self, wanted: Sequence[Wanted]) -> None:
        """Attach files to the dossier on show, beside the window; what is asked for meanwhile waits its turn."""
        if self._dossier is None or self.why_not or not wanted:
            return
        self.clear_faults()
        self._queue.append((self._dossier.id, list(wanted)))
        if not self.is_busy():
            self._next()

    def is_busy(self) -> bool:
        """Return whether files are being attached."""
        return self._job is not None

    def _next(self) -> None:
        reference, wanted = self._queue.pop(0)
        job: Job[Attached] = Job(lambda progress: attach_files(self.place, reference, wanted, progress), self)
        job.progressed.connect(self.progress.advance)
        job.done.connect(lambda result: self._ended(reference, result))
        job.failed.connect(self._failed)
        self._job = job
        self.progress.begin(len(wanted))
        job.start()

    def _stop(self) -> None:
        self._queue.clear()
        if self._job is not None:
            self._job.cancel()

    def _ended(self, reference: str, result: Attached) -> None:
        self._let_go()
        self.ended.emit(reference, result)
        if self._queue and not self.is_busy():
            self._next()

    def _failed(self, error: Exception) -> None:
        self._let_go()
        self._queue.clear()
        raise error

    def _let_go(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
        self._job = None
        self.progress.end()

    # Faults

    def show_refused(self, refused: Sequence[Refused]) -> None:
        """Say beside each paper which files were not attached to it; those for no paper, at the foot."""
        papers = {each.wanted.paper for each in refused}
        for paper in papers:
            words = "\n".join(f"{each.wanted.path.name}: {each.why}" for each in refused if each.wanted.paper == paper)
            row = self.row_of(paper) if paper else None
            if row is not None:
                row.refuse(words)
            else:
                self.fault.setText(words)
                self.fault.show()

    def clear_faults(self) -> None:
        """Forget what was refused before."""
        self.fault.setText("")
        self.fault.hide()
        for row in self.rows:
            row.refuse("")

    def tell_scanner(self, sentence: str) -> None:
        """Say what is wrong with the scanner's folder; an empty sentence says nothing."""
        self.scanner_fault.setText(sentence)
        self.scanner_fault.setVisible(bool(sentence) and not self.why_not)

    # Files dragged over it

    def takes(self, event: QDragEnterEvent | QDragMoveEvent | QDropEvent) -> bool:
        """Whether what is dragged could be attached here."""
        return not self.why_not and self._dossier is not None and bool(files_of(event.mimeData()))

    def light(self, *, lit: bool) -> None:
        """Show that files may be let go here."""
        if lit != self._lit:
            self._lit = lit
            self.update()
        if not lit:
            for row in self.rows:
                row.light(lit=False)

    def _row_at(self, point: QPoint) -> PaperScans | None:
        return next((row for row in self.rows if row.isVisible() and row.geometry().contains(point)), None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.takes(event):
            self.light(lit=True)
            event.setDropAction(_DROP)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not self.takes(event):
            return
        under = self._row_at(event.position().toPoint())
        for row in self.rows:
            row.light(lit=row is under)
        event.setDropAction(_DROP)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.light(lit=False)

    def dropEvent(self, event: QDropEvent) -> None:
        if not self.takes(event):
            return
        self.light(lit=False)
        under = self._row_at(event.position().toPoint())
        event.setDropAction(_DROP)
        event.accept()
        self.attach([Wanted(path, under.paper if under else "") for path in files_of(event.mimeData())])

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._lit:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.palette().accent), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        painter.end()
