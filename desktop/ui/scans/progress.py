"""How far attaching is: shown only when it takes longer than anybody notices, and can be stopped."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.layouts import label

UNSEEN_MS = 100
"""Work shorter than this is done before a bar could be read."""


class AttachProgress(QWidget):
    """The bar with its words; `stopped` when the officer wants no more files attached."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = label("", "muted")
        self.words.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Tiến độ đính kèm")
        self.stop = Button("Dừng", Rank.QUIET)
        self.stop.setAccessibleName("Dừng đính kèm")
        self.stop.clicked.connect(self.stopped)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.bar)
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self.show)
        self.hide()

    def begin(self, total: int) -> None:
        """Begin to count, unseen at first; one file alone has no measure, so the bar only moves."""
        self.bar.setRange(0, total if total > 1 else 0)
        self.advance(0, total)
        self.stop.setVisible(total > 1)
        self._wait.start(UNSEEN_MS)

    def advance(self, finished: int, total: int) -> None:
        """Say which file is under way."""
        self.bar.setValue(finished)
        self.words.setText(f"Đang đính kèm tệp {finished + 1}/{total}…" if total > 1 else "Đang đính kèm…")

    def end(self) -> None:
        """Show nothing more."""
        self._wait.stop()
        self.hide()
