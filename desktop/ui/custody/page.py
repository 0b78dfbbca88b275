"""The hand-over page: scan many papers that leave, or tick those that came; one key records them (bàn giao).

page = CustodyPage(place)
page.changed.connect(board.refresh)
page.list_wanted.connect(show_hand_over_list)     # reference of a dossier on the list
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.ui.controls.code_field import undo_typing
from desktop.ui.controls.layouts import GAP, MARGIN, label
from desktop.ui.custody.mode_tab import ModeTab
from desktop.ui.custody.send_side import SendSide
from desktop.ui.custody.take_side import TakeSide
from desktop.ui.intake.scanner import ScannerFilter, is_card

DRAFT, DRAFT_MS = "custody", 1_000
NARROW_BELOW = 1000
NO_CARD = "Đây là thẻ căn cước. Ở trang này hãy quét mã trên giấy hẹn."


class CustodyPage(QWidget):
    """The page. `told` says what was recorded, `changed` that other screens should refresh."""

    told = Signal(str)
    refused = Signal(str)
    changed = Signal()
    list_wanted = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Bàn giao")
        self._place = place
        self._restored = False
        self._build()
        self._connect()
        self.show_side(0)

    def _build(self) -> None:
        self.send, self.take = SendSide(self._place), TakeSide(self._place)
        self.sides = QStackedWidget()
        self.tabs = (ModeTab("Giao đi", "F2"), ModeTab("Nhận về", "F3"))
        group = QButtonGroup(self)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label("Bàn giao", "title"))
        head.addSpacing(12)
        for tab, side in zip(self.tabs, (self.send, self.take), strict=True):
            group.addButton(tab)
            head.addWidget(tab)
            self.sides.addWidget(side)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.sides, 1)
        self._scanner = ScannerFilter(self, undo_typing)
        self._draft = QTimer(self, singleShot=True, interval=DRAFT_MS)

    def _connect(self) -> None:
        for at, tab in enumerate(self.tabs):
            tab.clicked.connect(lambda _on=False, side=at: self.show_side(side))
        for side in (self.send, self.take):
            side.told.connect(self.told)
            side.changed.connect(self.changed)
            side.edited.connect(self._edited)
        self.send.list_wanted.connect(self.list_wanted)
        self._scanner.scanned.connect(self.scan)
        self._draft.timeout.connect(self.keep_draft)

    def show_side(self, at: int) -> None:
        """Turn to giving away (0) or taking in (1)."""
        self.sides.setCurrentIndex(at)
        self.tabs[at].setChecked(True)
        side = self.send if at == 0 else self.take
        self.setFocusProxy(side.code)
        if self.isVisible():
            side.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def scan(self, text: str) -> None:
        """Take what a scanner read to the side that is shown."""
        if is_card(text):
            self.refused.emit(NO_CARD)
            return
        (self.send if self.sides.currentWidget() is self.send else self.take).scan(text)

    def refresh(self) -> None:
        """Read afresh what may be done and what is on its way."""
        if not self._restored:
            self._restored = True
            self._restore()
        self.send.offer_offices()
        self.send.look_again()
        self.take.refresh()

    def _edited(self) -> None:
        self.tabs[0].show_count(len(self.send.rows))
        self._draft.start()

    # Drafts

    def keep_draft(self) -> None:
        """Keep what was scanned against log-out and power cuts."""
        self._draft.stop()
        if self.send.rows or self.take.has_work():
            self._place.save_draft({"send": self.send.draft(), "take": self.take.draft()}, DRAFT)
        else:
            self._place.drop_draft(DRAFT)

    def _restore(self) -> None:
        kept = self._place.load_draft(DRAFT)
        if kept is None:
            return
        values = kept[1]
        self.send.restore(values.get("send", {}))
        self.take.restore(values.get("take", {}))
        self.tabs[0].show_count(len(self.send.rows))

    # Window

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = self.send if self.sides.currentWidget() is self.send else self.take
        if event.key() == Qt.Key.Key_Escape:
            side.code.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.text().isprintable() and event.text().strip() and not event.modifiers() & _COMMAND:
            side.code.setFocus(Qt.FocusReason.ShortcutFocusReason)
            side.code.insert(event.text())
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._scanner.watch(on=True)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._scanner.watch(on=False)
        if self._draft.isActive():
            self.keep_draft()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for side in (self.send, self.take):
            side.set_narrow(narrow=self.width() < NARROW_BELOW)


_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
