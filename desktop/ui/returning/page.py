"""The return page: scan the receipt, see whose it is and how it kept its time, one key records (trả kết quả).

page = ReturnPage(place)
page.changed.connect(board.refresh)
page.print_wanted.connect(preview)          # reference, Form
"""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.handling.handing_out import owner_of, punctual
from desktop.intake.scan import dossier_code, read_card
from desktop.terms import Form
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.code_field import CodeField, undo_typing
from desktop.ui.controls.dossier_rows import RowList
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.layouts import GAP, MARGIN, RoundedFrame, SectionTitle, label
from desktop.ui.controls.notice import Notice
from desktop.ui.dossier.hits import HitList
from desktop.ui.intake.scanner import ScannerFilter, is_card
from desktop.ui.refusals import spoken
from desktop.ui.returning.dossier_card import DossierCard
from desktop.ui.returning.taker_card import TakerCard
from desktop.ui.returning.words import NOT_NOW, mark_of, returned_face

ACTION = "return-result"
PROMPT = "Quét giấy hẹn; không có giấy thì gõ mã, tên hoặc số định danh rồi nhấn Enter"
NOTHING = ("Hôm nay chưa trả kết quả nào.", "Quét giấy hẹn của công dân; máy quét dùng được dù con trỏ ở đâu.")
SHOWN = 30
COUNTER, HITS = range(2)
RIGHT, RIGHT_NARROW, NARROW_BELOW, ROOM_FOR_BOTH = 360, 290, 1000, 560
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReturnPage(QWidget):
    """See the module. `told` says what was recorded, `dossier_wanted` asks for a dossier's own page."""

    told = Signal(str)
    refused = Signal(str)
    changed = Signal()
    print_wanted = Signal(str, object)
    dossier_wanted = Signal(str)

    SETTLE_MS = 400
    """For so long after a dossier appeared, Enter does nothing: many scanners end a code with two Enters."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Trả kết quả")
        self._place = place
        self.dossier: Dossier | None = None
        self._refusal = ""
        self._shown_for = QElapsedTimer()
        self._build()
        self._connect()
        self._turn()

    # Building

    def _build(self) -> None:
        self.code = CodeField("Mã trên giấy hẹn", PROMPT)
        self.notice = Notice()
        self._count = label("", "muted")
        self._count.hide()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label("Trả kết quả", "title"))
        head.addWidget(self.code, 1)
        head.addWidget(self._count)
        self._faces = QStackedWidget()
        for face in (self._build_counter(), self._build_hits()):
            self._faces.addWidget(face)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self._faces, 1)
        self.setFocusProxy(self.code)
        self._scanner = ScannerFilter(self, undo_typing)

    def _build_counter(self) -> QWidget:
        """The dossier with who takes it, above what was handed out today."""
        self.card = DossierCard()
        self.taker = TakerCard(self._place.now)
        self.taker.setFixedWidth(RIGHT)
        self._rest = QWidget()
        left = QVBoxLayout()
        left.setSpacing(GAP)
        for part, room in ((self.card, 300), (self._build_today(), 200), (self._rest, 1)):
            left.addWidget(part, room)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(left, 1)
        row.addWidget(self.taker)
        return made

    def _build_today(self) -> QWidget:
        self.today = RowList("Kết quả đã trả hôm nay", "Enter để in giấy giao nhận kết quả của dòng đang chọn")
        self.print_proof = Button("In giấy giao nhận", keys="Ctrl+P", icon_name="print_20_regular")
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(SectionTitle("Đã trả hôm nay"))
        head.addStretch(1)
        head.addWidget(self.print_proof)
        column.addLayout(head)
        column.addWidget(RoundedFrame(self.today), 1)
        self._today_faces = QStackedWidget()
        self._today_faces.addWidget(EmptyState("box_checkmark_24_regular", *NOTHING))
        self._today_faces.addWidget(made)
        return self._today_faces

    def _build_hits(self) -> QWidget:
        self.hits = HitList()
        self._hits_title = label("", "section")
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._hits_title)
        column.addWidget(RoundedFrame(self.hits), 1)
        return made

    def _connect(self) -> None:
        self.code.entered.connect(self.look_up)
        self.hits.opened.connect(self.show_dossier)
        self.today.opened.connect(self._print_proof)
        self.print_proof.clicked.connect(lambda: self._print_proof(self.today.current_key()))
        self.taker.recorded.connect(self.record)
        self.taker.left.connect(self.leave)
        self.taker.dated.connect(self._show_dated)
        self._scanner.scanned.connect(self.scan)

    # Finding

    def scan(self, text: str) -> None:
        """Take what a scanner read: a receipt's code shows its dossier, an identity card says who takes it."""
        self.notice.hide()
        if not is_card(text):
            self.show_dossier(text)
            return
        try:
            card = read_card(text)
        except UserFacingError as error:
            self._warn(error.message)
            return
        if self.dossier is not None:
            self.taker.show_card(card)
        else:
            self.look_up(card.number)

    def look_up(self, text: str) -> None:
        """Show the dossier of a code, or let the officer choose among those of a name or number."""
        self.notice.hide()
        if dossier_code(text) is not None:
            self.show_dossier(text)
            return
        found = self._place.search(text, SHOWN)
        if not found:
            self._warn(f"Không tìm thấy hồ sơ nào cho “{text}”. Hãy xem lại mã trên giấy hẹn, hoặc gõ tên không dấu.")
        elif len(found) == 1:
            self.show_dossier(found[0].id)
        else:
            self._show_hits(found, text)

    def _show_hits(self, found: Sequence[Dossier], text: str) -> None:
        """Those with a result stand on top: they are what people come for."""
        ordered = sorted(found, key=lambda dossier: dossier.ready_at is None or dossier.ended_at is not None)
        self.dossier = None
        self._hits_title.setText(f"{len(found)} hồ sơ cho “{text}”: chọn hồ sơ cần trả")
        self.hits.show_dossiers(ordered)
        self._faces.setCurrentIndex(HITS)
        self.hits.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_dossier(self, reference: str) -> bool:
        """Show a dossier by code or id, ready to be handed out where the workplace lets it; False: there is none."""
        try:
            dossier = self._place.view(reference).dossier
        except UserFacingError as error:
            self._warn(spoken(error))
            return False
        left = self.dossier
        self.dossier = dossier
        self._refusal = self._why_not(dossier)
        self.card.show_dossier(dossier, self._place.clock, self._place.now(), can=not self._refusal)
        self.taker.show_dossier(dossier, self._refusal)
        self._turn()
        self._shown_for.start()
        self.taker.first_stop().setFocus(Qt.FocusReason.OtherFocusReason)
        if left is not None and left.id != dossier.id:
            self._warn(f"Chưa ghi trả hồ sơ {left.reference} – {left.applicant.named}.", "today")
        return True

    def _why_not(self, dossier: Dossier) -> str:
        """Return why nothing can be handed out; what the officer can fill in is no such reason."""
        refused = self._place.refusal(dossier.id, ACTION, {"to_whom": owner_of(dossier)})
        return spoken(refused) if refused and refused.field != "result_at" else ""

    def _show_dated(self, signed: datetime | None) -> None:
        """Say how the result kept its time, once its date is known."""
        if self.dossier is not None:
            found = punctual(self.dossier, self._place.clock, signed) if signed else None
            self.card.show_mark(NOT_NOW if self._refusal else mark_of(found, self._place.clock))

    def _turn(self) -> None:
        """Show the dossier there is, and today's list where there is room for both."""
        shown, some = self.dossier is not None, self.today.faces.rowCount() > 0
        self._faces.setCurrentIndex(COUNTER)
        self._today_faces.setCurrentIndex(1 if some else 0)
        self._today_faces.setVisible(not shown or (some and self.height() >= ROOM_FOR_BOTH))
        self._rest.setVisible(self._today_faces.isHidden())
        for part in (self.card, self.taker):
            part.setVisible(shown)

    def _warn(self, words: str, tone: str = "overdue") -> None:
        self.notice.say(words, tone)

    def leave(self) -> None:
        """Put the dossier away and wait for the next scan."""
        self.dossier = None
        self.notice.hide()
        self.code.clear()
        self._turn()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    # Recording

    def record(self, printing: bool = False) -> None:
        """Write down that the result was handed out."""
        if self.dossier is None or self._refusal:
            return
        try:
            done = self._place.do(self.dossier.id, ACTION, self.taker.fields(), self.taker.at()).dossier
        except UserFacingError as error:
            self.taker.refuse(error)
            return
        self.leave()
        self.refresh()
        self.changed.emit()
        self.told.emit(f"Đã ghi: trả kết quả {done.reference} cho {done.returned_to}.")
        if printing:
            self.print_wanted.emit(done.reference, Form.RESULT_RECEIPT)

    def refresh(self) -> None:
        """Read afresh, beside the window, what was handed out today."""
        job = Job(lambda _: self._place.returned_on(self._place.now().date()), self)
        job.done.connect(self._show_today)
        job.start()

    def _show_today(self, dossiers: Sequence[Dossier]) -> None:
        clock = self._place.clock
        self.today.show_faces([returned_face(dossier, punctual(dossier, clock), clock) for dossier in dossiers])
        if self._faces.currentIndex() == COUNTER:
            self._turn()
        self._count.setText(f"hôm nay đã trả {len(dossiers)}")
        self._count.setVisible(bool(dossiers))

    def _print_proof(self, key: str) -> None:
        if key:
            self.print_wanted.emit(key, Form.RESULT_RECEIPT)

    # Window

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _ENTER and self._is_handing_out():
            if not event.isAutoRepeat() and self._shown_for.elapsed() >= self.SETTLE_MS:
                self._enter()
        elif _is_letter(event) and not self._is_handing_out():
            self.code.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.code.insert(event.text())
        else:
            super().keyPressEvent(event)

    def _is_handing_out(self) -> bool:
        return self.dossier is not None and self._faces.currentIndex() == COUNTER

    def _enter(self) -> None:
        """Record, unless the keyboard stands on another button."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and focused.isEnabled() and focused is not self.taker.go:
            focused.click()
        elif focused is not self.code:
            self.record()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._scanner.watch(on=True)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._scanner.watch(on=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.taker.setFixedWidth(RIGHT_NARROW if self.width() < NARROW_BELOW else RIGHT)
        if self._faces.currentIndex() == COUNTER:
            self._turn()


def _is_letter(event: QKeyEvent) -> bool:
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return event.text().isprintable() and bool(event.text().strip()) and not event.modifiers() & command
