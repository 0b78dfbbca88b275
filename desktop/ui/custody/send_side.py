"""Giving papers away: scan each, choose the receiver, one key records them all on one list (giao đi)."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.errors import UserFacingError
from desktop.handling.record import Recorded
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.code_field import CodeField
from desktop.ui.controls.dossier_rows import RowList
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.layouts import GAP, RoundedFrame
from desktop.ui.controls.notice import Action, Notice
from desktop.ui.custody.bar import GOOD, INFO, WARN, CustodyBar
from desktop.ui.custody.scanned import FINISH, HAND_OVER, Leaving, leaving, leaving_face
from desktop.ui.custody.send_options import SendOptions
from desktop.ui.refusals import spoken

PROMPT = "Quét giấy hẹn của hồ sơ sẽ giao, hoặc gõ mã rồi nhấn Enter"
NOTHING = (
    "Chưa có hồ sơ nào để giao.",
    "Quét giấy hẹn của từng hồ sơ; máy quét dùng được dù con trỏ đang ở ô nào.",
)
ROW_KEYS = "Mũi tên để chọn dòng, Delete để bỏ dòng khỏi danh sách"
RIGHT, RIGHT_NARROW = 340, 270


class SendSide(QWidget):
    """`list_wanted` carries a dossier's reference: its hand-over list is to be shown for printing."""

    told = Signal(str)
    changed = Signal()
    edited = Signal()
    list_wanted = Signal(str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._job: Job[Any] | None = None
        self.rows: tuple[Leaving, ...] = ()
        self._build()
        self._connect()
        self.offer_offices()
        self._show()

    # Building

    def _build(self) -> None:
        self.code = CodeField("Mã hồ sơ sẽ giao", PROMPT)
        self.options = SendOptions(self._place.now)
        self.options.setFixedWidth(RIGHT)
        self.note = Notice()
        self.list = RowList("Hồ sơ sẽ giao", ROW_KEYS)
        self._faces = QStackedWidget()
        self._faces.addWidget(EmptyState("arrow_swap_24_regular", *NOTHING))
        self._faces.addWidget(RoundedFrame(self.list))
        self.finish = Button("Ghi xong bước", keys="F10")
        self.record = Button("Ghi bàn giao và in danh sách", Rank.PRIMARY, keys="F9")
        self.bar = CustodyBar("Ghi bàn giao", (self.finish, self.record))
        left = QVBoxLayout()
        left.setSpacing(8)
        for part, room in ((self.code, 0), (self.note, 0), (self._faces, 1)):
            left.addWidget(part, room)
        columns = QHBoxLayout()
        columns.setSpacing(14)
        columns.addLayout(left, 1)
        columns.addWidget(self.options)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP)
        whole.addLayout(columns, 1)
        whole.addWidget(self.bar)
        self.setFocusProxy(self.code)

    def _connect(self) -> None:
        self.code.entered.connect(self.scan)
        self.list.removed.connect(self.remove)
        self.record.clicked.connect(self.hand_over)
        self.finish.clicked.connect(self.finish_steps)
        self.options.clear_button.clicked.connect(self.clear)
        self.options.edited.connect(self._tell)
        self.options.edited.connect(self.edited)
        QShortcut(QKeySequence("F4"), self).activated.connect(self.options.to_office.setFocus)

    def set_narrow(self, *, narrow: bool) -> None:
        """Use fewer words and a slimmer card, in a narrow window."""
        self.record.setText("Ghi bàn giao" if narrow else "Ghi bàn giao và in danh sách")
        self.options.setFixedWidth(RIGHT_NARROW if narrow else RIGHT)

    # What stands on the list

    def scan(self, reference: str) -> None:
        """Add a scanned dossier; one that stands there already is only pointed at."""
        row = leaving(self._place, reference)
        known = next((at for at, other in enumerate(self.rows, start=1) if other.key == row.key), 0)
        if known:
            self._say(f"Đã có trong danh sách: dòng {known}, {reference.upper()}.")
            self.list.go_to(row.key)
            return
        self.rows = (*self.rows, row)
        self._say("")
        self._show()
        self.list.go_to(row.key)
        self.edited.emit()

    def remove(self, key: str) -> None:
        """Take a row out again."""
        self.rows = tuple(row for row in self.rows if row.key != key)
        self._say("")
        self._show()
        self.edited.emit()
        if not self.rows:
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Take every row out; it can be taken back."""
        kept, self.rows = self.rows, ()
        self._say(f"Đã xóa danh sách {len(kept)} hồ sơ.", ("Khôi phục", lambda: self._put_back(kept)))
        self._show()
        self.edited.emit()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_back(self, kept: tuple[Leaving, ...]) -> None:
        there = {row.key for row in self.rows}
        self.rows = (*(row for row in kept if row.key not in there), *self.rows)
        self._show()
        self.edited.emit()

    def fitting(self, action: str) -> list[str]:
        """Return the ids of the dossiers with which the act can be recorded."""
        return [row.dossier.id for row in self.rows if row.dossier is not None and row.can(action)]

    def look_again(self) -> None:
        """Ask afresh what may be done with each row, beside the window: much may have happened meanwhile."""
        wanted = [row.key for row in self.rows]
        if wanted:
            job = Job(lambda _: [leaving(self._place, reference) for reference in wanted], self)
            job.done.connect(lambda found: self._looked(dict(zip(wanted, found, strict=True))))
            job.start()

    def _looked(self, found: Mapping[str, Leaving]) -> None:
        fresh = [found.get(row.key, row) for row in self.rows]
        self.rows = tuple({row.key: row for row in fresh}.values())
        self._show()

    def offer_offices(self) -> None:
        """Offer the offices we have a card of."""
        self.options.offer_offices(self._place.known_offices())

    # Showing

    def _show(self) -> None:
        self.list.show_faces([leaving_face(number, row) for number, row in enumerate(self.rows, start=1)])
        self._faces.setCurrentIndex(1 if self.rows else 0)
        self._tell()

    def _tell(self) -> None:
        leave, finish = len(self.fitting(HAND_OVER)), len(self.fitting(FINISH))
        free = self._job is None
        self.record.setEnabled(free and leave > 0)
        self.finish.setEnabled(free and finish > 0)
        self.options.clear_button.setEnabled(free and bool(self.rows))
        self.finish.setText(f"Ghi xong bước ({finish})" if finish else "Ghi xong bước")
        self.bar.say(*self._sentence(leave))

    def _sentence(self, leave: int) -> tuple[str, tuple[str, str]]:
        if self._job is not None:
            return "Đang ghi…", INFO
        if not self.rows:
            return "Quét hồ sơ, chọn nơi nhận, rồi nhấn F9.", INFO
        stay = len(self.rows) - leave
        left = f" {stay} hồ sơ không giao được, xem lý do ở từng dòng." if stay else ""
        if not leave:
            return left.strip(), WARN
        receiver = self.options.receiver()
        if not receiver:
            return f"{leave} hồ sơ. Hãy chọn nơi nhận (F4).{left}", WARN
        return f"{leave} hồ sơ sẽ giao cho {receiver}, {self.options.way_words()}.{left}", WARN if stay else GOOD

    def _say(self, words: str, *actions: Action) -> None:
        """Say something about the last scan beside the field it was scanned into."""
        if words:
            self.note.say(words, "proposal", *actions)
        else:
            self.note.hide()

    # Recording

    def hand_over(self) -> None:
        """Record that the papers left, on one list: all of them or none."""
        self._do(HAND_OVER, self.options.fields, self._handed_over)

    def finish_steps(self) -> None:
        """Record that the present step of each is done."""
        self._do(FINISH, self.options.when.fields, self._finished)

    def _do(self, action: str, read: Callable[[], Mapping[str, Any]], done: Callable[[list[Recorded]], None]) -> None:
        try:
            fields, at = read(), self.options.when.at()
        except UserFacingError as error:
            self.options.refuse(error)
            return
        wanted = self.fitting(action)
        if not wanted or self._job is not None:
            return
        self._job = Job(lambda _: self._place.do_many(wanted, action, fields, at), self)
        self._job.done.connect(lambda recorded: self._recorded(recorded, done))
        self._job.failed.connect(self._refused)
        self._job.start()
        self._tell()

    def _recorded(self, recorded: list[Recorded], done: Callable[[list[Recorded]], None]) -> None:
        self._job = None
        gone = {one.dossier.id for one in recorded}
        self.rows = tuple(row for row in self.rows if row.key not in gone)
        self.options.clear()
        self._say("")
        self._show()
        self.edited.emit()
        self.changed.emit()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        done(recorded)

    def _handed_over(self, recorded: list[Recorded]) -> None:
        transfer = recorded[0].dossier.transfers[-1]
        self.told.emit(
            f"Đã ghi bàn giao {len(recorded)} hồ sơ cho {transfer.to_office.name}, danh sách số {transfer.list_no}."
        )
        self.list_wanted.emit(recorded[0].dossier.reference)

    def _finished(self, recorded: list[Recorded]) -> None:
        self.told.emit(f"Đã ghi xong bước cho {len(recorded)} hồ sơ.")

    def _refused(self, error: Exception) -> None:
        self._job = None
        self._tell()
        if not isinstance(error, UserFacingError):
            raise error
        if self.options.refuse(error):
            return
        self.look_again()
        self.note.say(spoken(error), "overdue")

    # Drafts

    def draft(self) -> dict[str, Any]:
        """Return what is to be kept against log-out and power cuts."""
        codes = [row.dossier.reference if row.dossier else row.key for row in self.rows]
        return {"codes": codes, **self.options.draft()}

    def restore(self, kept: Mapping[str, Any]) -> int:
        """Show what was kept; return how many dossiers were on the list."""
        self.options.restore(kept)
        codes = [str(code) for code in kept.get("codes", [])]
        self.rows = tuple({row.key: row for row in (leaving(self._place, code) for code in codes)}.values())
        self._show()
        return len(self.rows)
