"""Taking papers in: what is on its way here, ticked by scanning, taken over with one key (nhận về)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.handling.custody_lists import on_list
from desktop.handling.record import Recorded
from desktop.intake.scan import dossier_code
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.code_field import CodeField
from desktop.ui.controls.dossier_rows import RowList
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.fitted import FittedScroll
from desktop.ui.controls.labeled import TextArea
from desktop.ui.controls.layouts import GAP, Card, RoundedFrame, label
from desktop.ui.controls.notice import Notice
from desktop.ui.controls.occurred import OccurredField
from desktop.ui.custody.arrival_card import ArrivalCard
from desktop.ui.custody.bar import GOOD, INFO, WARN, CustodyBar
from desktop.ui.custody.scanned import TAKE, Arriving, Came, NotToTake, arriving, arriving_face, unknown
from desktop.ui.refusals import spoken

PROMPT = "Quét giấy hẹn của hồ sơ vừa đến, hoặc mã trên danh sách bàn giao"
NOTHING = (
    "Không có hồ sơ nào đang trên đường đến.",
    "Hồ sơ giấy đã ở đây mà chưa ai ghi: quét giấy hẹn của nó.",
)
ROW_KEYS = "Mũi tên để chọn dòng, phím cách để đánh dấu đã đến"
HOW = (
    "Mỗi hồ sơ quét được sẽ được đánh dấu. Quét mã trên danh sách bàn giao thì đánh dấu cả danh sách; dòng nào thiếu "
    "giấy, bỏ dấu bằng phím cách."
)
RIGHT, RIGHT_NARROW = 340, 270
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TakeSide(QWidget):
    """The page's second side."""

    told = Signal(str)
    changed = Signal()
    edited = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._job: Job[Any] | None = None
        self._ticked_before: frozenset[str] = frozenset()
        self.rows: tuple[Arriving, ...] = ()
        self._build()
        self._connect()
        self._show()

    # Building

    def _build(self) -> None:
        self.code = CodeField("Mã hồ sơ vừa đến", PROMPT)
        self.note = Notice()
        self.list = RowList("Hồ sơ đang đến", ROW_KEYS)
        self._faces = QStackedWidget()
        self._faces.addWidget(EmptyState("box_checkmark_24_regular", *NOTHING))
        self._faces.addWidget(RoundedFrame(self.list))
        self.tick_all = Button("Đánh dấu tất cả", keys="F8")
        self.record = Button("Nhận bàn giao", Rank.PRIMARY, keys="F9")
        self.bar = CustodyBar("Nhận bàn giao", (self.tick_all, self.record))
        left = QVBoxLayout()
        left.setSpacing(8)
        for part, room in ((self.code, 0), (self.note, 0), (self._faces, 1)):
            left.addWidget(part, room)
        columns = QHBoxLayout()
        columns.setSpacing(14)
        columns.addLayout(left, 1)
        columns.addWidget(self._build_right())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP)
        whole.addLayout(columns, 1)
        whole.addWidget(self.bar)
        self.setFocusProxy(self.code)

    def _build_right(self) -> QStackedWidget:
        self.options = Card("Nhận về")
        how = label(HOW, "small")
        how.setWordWrap(True)
        self.when = OccurredField("Nhận lúc", self._place.now)
        self.reason = TextArea("Lý do nhận hồ sơ chưa ai ghi bàn giao", lines=3)
        fields = FittedScroll()
        for part in (how, self.when, self.reason):
            fields.body.addWidget(part)
        self.options.body.addWidget(fields)
        self.options.body.addStretch(1)
        self.arrival = ArrivalCard()
        self.right = QStackedWidget()
        self.right.addWidget(self.options)
        self.right.addWidget(self.arrival)
        self.right.setFixedWidth(RIGHT)
        return self.right

    def _connect(self) -> None:
        self.code.entered.connect(self.scan)
        self.list.toggled.connect(self.toggle)
        self.list.removed.connect(self._forget)
        self.tick_all.clicked.connect(self._tick_all)
        self.record.clicked.connect(self.take_over)
        self.reason.edited.connect(self.reason.clear_mark)
        self.arrival.given.connect(self.write_arrival)
        self.arrival.left.connect(self._leave_arrival)

    def set_narrow(self, *, narrow: bool) -> None:
        """Use a slimmer card, in a narrow window."""
        self.right.setFixedWidth(RIGHT_NARROW if narrow else RIGHT)

    # What is on its way

    def refresh(self) -> None:
        """Read afresh, beside the window, what is on its way here; ticks stay."""
        job = Job(lambda _: self._place.incoming(), self)
        job.done.connect(self._came)
        job.start()

    def _came(self, dossiers: Sequence[Dossier]) -> None:
        before = {row.key: row for row in self.rows}
        announced = [self._row(dossier, before.get(dossier.id)) for dossier in dossiers]
        known = {row.key for row in announced}
        others = [row for row in self.rows if row.key not in known and row.came is not Came.ANNOUNCED]
        self.rows = (*announced, *others)
        self._show()

    def _row(self, dossier: Dossier, before: Arriving | None) -> Arriving:
        ticked = before.ticked if before else dossier.reference in self._ticked_before
        return Arriving(dossier, Came.ANNOUNCED, ticked, before.fault if before else "")

    def scan(self, reference: str) -> None:
        """Tick what was scanned: a dossier, or every dossier of a hand-over list."""
        self._say("")
        listed = [row.key for row in self.rows if on_list(row.dossier, reference)]
        if listed:
            self._tick(listed)
            self._say(f"Đã đánh dấu {len(listed)} hồ sơ của danh sách {reference.upper()}. Hãy đối chiếu với giấy.")
            return
        try:
            row = arriving(self._place, reference)
        except UserFacingError as error:
            self._not_taken(reference, error)
            return
        self._add(row)

    def _add(self, row: Arriving) -> None:
        known = next((other for other in self.rows if other.key == row.key), None)
        if known is not None and known.ticked:
            self._say(f"Hồ sơ {row.dossier.reference} đã được đánh dấu.")
        elif known is not None:
            self._tick([row.key])
        else:
            self.rows = (*self.rows, row)
            self._show()
            self.edited.emit()
        self.list.go_to(row.key)

    def _not_taken(self, reference: str, error: UserFacingError) -> None:
        if unknown(error) and dossier_code(reference) is not None:
            self.right.setCurrentWidget(self.arrival)
            self.arrival.ask(reference)
            return
        self._say(spoken(error), "proposal" if isinstance(error, NotToTake) else "overdue")

    def _tick(self, keys: Sequence[str], *, ticked: bool = True) -> None:
        self.rows = tuple(replace(row, ticked=ticked) if row.key in keys else row for row in self.rows)
        self._show()
        self.edited.emit()

    def toggle(self, key: str) -> None:
        """Tick a row, or take its tick back."""
        row = next(row for row in self.rows if row.key == key)
        self._tick([key], ticked=not row.ticked)

    def _tick_all(self) -> None:
        self._tick([row.key for row in self.rows])

    def _forget(self, key: str) -> None:
        """Take a row out that only a scan brought here; what is on its way stays, without its tick."""
        row = next(row for row in self.rows if row.key == key)
        if row.came is Came.ANNOUNCED:
            self._tick([key], ticked=False)
            return
        self.rows = tuple(other for other in self.rows if other.key != key)
        self._show()
        self.edited.emit()

    # Showing

    def _show(self) -> None:
        self.list.show_faces([arriving_face(number, row) for number, row in enumerate(self.rows, start=1)])
        self._faces.setCurrentIndex(1 if self.rows else 0)
        unannounced = self._ticked(Came.UNANNOUNCED)
        self.reason.setVisible(bool(unannounced))
        self._tell()

    def _ticked(self, *ways: Came) -> list[str]:
        return [row.key for row in self.rows if row.ticked and (not ways or row.came in ways)]

    def _tell(self) -> None:
        ticked, free = len(self._ticked()), self._job is None
        self.record.setEnabled(free and ticked > 0)
        self.tick_all.setEnabled(free and ticked < len(self.rows))
        self.record.setText(f"Nhận bàn giao ({ticked})" if ticked else "Nhận bàn giao")
        self.bar.say(*self._sentence(ticked))

    def _sentence(self, ticked: int) -> tuple[str, tuple[str, str]]:
        if self._job is not None:
            return "Đang ghi…", INFO
        if not ticked:
            return f"{len(self.rows)} hồ sơ đang đến. Quét để đánh dấu." if self.rows else "Quét hồ sơ vừa đến.", INFO
        unannounced = len(self._ticked(Came.UNANNOUNCED))
        if unannounced and not self.reason.text():
            return f"{ticked} hồ sơ đã đánh dấu; {unannounced} hồ sơ cần lý do.", WARN
        return f"{ticked} hồ sơ đã đánh dấu là đến nơi.", GOOD

    def _say(self, words: str, tone: str = "proposal") -> None:
        """Say something about the last scan beside the field it was scanned into."""
        if words:
            self.note.say(words, tone)
        else:
            self.note.hide()

    # Recording

    def take_over(self) -> None:
        """Record that the ticked papers are here; those nobody handed over by themselves, with their reason."""
        told, untold = self._ticked(Came.ANNOUNCED, Came.TAKEN_BACK), self._ticked(Came.UNANNOUNCED)
        reason = self.reason.text()
        if untold and not reason:
            self.reason.set_error("Hãy ghi vì sao hồ sơ đã ở đây, ví dụ “huyện giao tay ngày 20/11, chưa ghi”.")
            self.reason.setFocus()
            return
        try:
            at = self.when.at()
        except UserFacingError as error:
            self.when.refuse(error)
            return
        if not (told or untold) or self._job is not None:
            return
        late = self.when.fields()

        def work(_: object) -> list[Recorded]:
            """What may be refused comes first, so that a refusal finds nothing recorded."""
            done = self._place.do_many(untold, TAKE, {"reason": reason, **late}, at) if untold else []
            return done + (self._place.do_many(told, TAKE, late, at) if told else [])

        self._job = Job(work, self)
        self._job.done.connect(self._taken)
        self._job.failed.connect(self._refused)
        self._job.start()
        self._tell()

    def _taken(self, recorded: Sequence[Recorded]) -> None:
        self._job = None
        gone = {one.dossier.id for one in recorded}
        self.rows = tuple(row for row in self.rows if row.key not in gone)
        self.when.clear()
        self.reason.set_text("")
        self._show()
        self.edited.emit()
        self.changed.emit()
        self.told.emit(f"Đã nhận bàn giao {len(recorded)} hồ sơ.")
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: Exception) -> None:
        self._job = None
        self._mark_faults()
        self.refresh()
        if not isinstance(error, UserFacingError):
            raise error
        if self.when.refuse(error):
            return
        if error.field == "reason" and self.reason.isVisible():
            self.reason.set_error(spoken(error))
            self.reason.setFocus()
            return
        self._say(spoken(error), "overdue")

    def _mark_faults(self) -> None:
        """Say at each ticked row why it cannot be taken over; in all others nothing is wrong."""
        fields = {"reason": self.reason.text(), **self.when.fields()}

        def fault(row: Arriving) -> str:
            refused = self._place.refusal(row.key, TAKE, fields) if row.ticked else None
            return spoken(refused) if refused else ""

        self.rows = tuple(replace(row, fault=fault(row)) for row in self.rows)
        self._show()

    # Papers without data

    def write_arrival(self) -> None:
        """Write down a paper nobody told of."""
        card = self.arrival
        try:
            done = self._place.arrive(
                card.code.text(), card.applicant(), procedure=card.procedure.text(), note=card.remark.text()
            )
        except UserFacingError as error:
            card.refuse(error)
            return
        self._leave_arrival()
        self.changed.emit()
        self.told.emit(f"Đã ghi hồ sơ {done.dossier.reference} của {done.dossier.applicant.named} đến trước dữ liệu.")

    def _leave_arrival(self) -> None:
        self.right.setCurrentWidget(self.options)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_asking(self) -> bool:
        """Whether the form for a paper without data is open."""
        return self.right.currentWidget() is self.arrival

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        inside = self.is_asking() and focus is not None and self.arrival.isAncestorOf(focus)
        if inside and event.key() in _ENTER and not event.isAutoRepeat():
            (self._leave_arrival if focus is self.arrival.back else self.write_arrival)()
        elif self.is_asking() and event.key() == Qt.Key.Key_Escape:
            self._leave_arrival()
        else:
            super().keyPressEvent(event)

    # Drafts

    def has_work(self) -> bool:
        """Return whether something was ticked or scanned that is not recorded yet."""
        return any(row.ticked or row.came is not Came.ANNOUNCED for row in self.rows)

    def draft(self) -> dict[str, Any]:
        """Return what is to be kept against log-out and power cuts."""
        others = [row.dossier.reference for row in self.rows if row.came is not Came.ANNOUNCED]
        ticked = [row.dossier.reference for row in self.rows if row.ticked]
        return {"ticked": ticked, "others": others, "reason": self.reason.text()}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show what was kept; what is on its way gets its ticks once it is read."""
        self._ticked_before = frozenset(str(code) for code in kept.get("ticked", []))
        for code in kept.get("others", []):
            try:
                row = arriving(self._place, str(code))
            except UserFacingError:
                continue  # it was taken over meanwhile
            self.rows = (*self.rows, replace(row, ticked=code in self._ticked_before))
        self.reason.set_text(str(kept.get("reason", "")))
        self._show()
