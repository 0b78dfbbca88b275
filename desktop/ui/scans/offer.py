"""The line that offers what the scanner has just written; nothing is taken without being asked (bản quét mới)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from desktop.ui import icons, theme
from desktop.ui.controls import painting
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.layouts import label
from desktop.ui.controls.option_box import OptionBox
from desktop.ui.palette import tones

NO_PAPER = "Không thuộc giấy tờ nào"
_BOX_WIDTH = 200
_NARROW = 900
"""Below this width the sentence stands above the buttons."""


class ScanOffer(QWidget):
    """The oldest file not yet decided on. `accepted` carries it and the paper it shows, `look_wanted` the file."""

    accepted = Signal(object, str)
    look_wanted = Signal(object)
    skipped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.waiting: list[Path] = []
        self._fault = ""
        self._dossier_id = ""
        self.text = label("")
        self.text.setWordWrap(True)
        self.paper = OptionBox("Bản quét này là giấy tờ nào")
        self.paper.setMinimumWidth(_BOX_WIDTH)
        self.paper.setMaximumWidth(2 * _BOX_WIDTH)
        self.look = Button("Xem", icon_name="eye_20_regular")
        self.take = Button("Đính vào hồ sơ này", icon_name="attach_20_regular")
        self.skip = Button("Bỏ qua", Rank.QUIET)
        self.skip_all = Button("Bỏ qua hết", Rank.QUIET)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.paper, 1)
        for button in (self.look, self.take, self.skip, self.skip_all):
            row.addWidget(button)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(40, 4, 8, 4)
        self._box.setSpacing(6)
        self._box.addWidget(self.text, 1)
        self._box.addLayout(row)
        self.setMinimumHeight(44)
        self.look.clicked.connect(lambda: self.look_wanted.emit(self.waiting[0]))
        self.take.clicked.connect(lambda: self.accepted.emit(self.waiting[0], str(self.paper.value() or "")))
        self.skip.clicked.connect(lambda: self.forget([self.waiting[0]]))
        self.skip_all.clicked.connect(lambda: self.forget(list(self.waiting)))
        self.hide()

    def add(self, path: Path) -> None:
        """Offer a file, behind those that wait already; a file written anew is offered once."""
        if path not in self.waiting:
            self.waiting.append(path)
        self._say()

    def settle(self, done: Sequence[Path]) -> None:
        """Offer no more what was attached."""
        self.waiting = [path for path in self.waiting if path not in done]
        self._fault = ""
        self._say()

    def forget(self, paths: Sequence[Path]) -> None:
        """Offer these no more; the files stay where they are."""
        self.settle(paths)
        self.skipped.emit(list(paths))

    def show_papers(self, dossier_id: str, names: Sequence[str]) -> None:
        """Offer the papers of the dossier on show; for another dossier choice and fault of the one before are gone."""
        chosen = self.paper.value() if dossier_id == self._dossier_id else ""
        if dossier_id != self._dossier_id:
            self.refuse("")
        self._dossier_id = dossier_id
        self.paper.offer([(NO_PAPER, ""), *((name, name) for name in names)], chosen)
        self.paper.setVisible(bool(names))

    def refuse(self, sentence: str) -> None:
        """Say why the file was not attached; it stays on offer."""
        self._fault = sentence
        self._say()

    def set_busy(self, *, busy: bool) -> None:
        """Take no second click while the file is on its way."""
        self.take.setEnabled(not busy)

    def _say(self) -> None:
        if not self.waiting:
            return
        more = len(self.waiting) - 1
        name = self.waiting[0].name
        sentence = f"Bản quét mới: {name}" + (f" (còn {more} bản nữa)" if more else "")
        words = f"{name}: {self._fault}" if self._fault else f"{sentence} – đính vào hồ sơ này?"
        tone = tones(theme.palette())[self._tone()]
        self.text.setText(words)
        self.text.setStyleSheet(f"color: {tone.text}; font-weight: 500;")
        self.text.setToolTip(str(self.waiting[0]))
        self.skip_all.setVisible(bool(more))
        if self.accessibleName() != words:
            self.setAccessibleName(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self.update()

    def _tone(self) -> str:
        return "overdue" if self._fault else "proposal"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._box.setDirection(below if self.width() < _NARROW else beside)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone, box = tones(theme.palette())[self._tone()], QRectF(self.rect())
        painting.frame(painter, box, tone.soft, f"#60{tone.bar[1:]}")
        sign = "error_circle_20_filled" if self._fault else "info_20_filled"
        middle = self.text.geometry().center().y()
        icons.draw(painter, sign, tone.text, 12, round(middle - 9.5), 20)
        painter.end()
