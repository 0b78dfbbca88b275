"""One message whole: to whom, why, the very text, what stands in its way, what became of it; and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.notices.prepare import Prepared
from desktop.notices.workflow import Listed
from desktop.terms import MessageChannel, MessageState
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.elided import ElidedTitle
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.labeled import TextArea
from desktop.ui.controls.layouts import Card, Line, ScrollPage, SectionTitle, label
from desktop.ui.controls.notice import Notice
from desktop.ui.controls.pills import Pill
from desktop.ui.controls.segments import Segments
from desktop.ui.messages import arrangement
from desktop.ui.messages.arrangement import TITLES, TONES, Group
from desktop.ui.messages.history import Event
from desktop.wording import MESSAGE

NOTHING = ("Chưa chọn tin nào.", "Bấm vào một tin, hoặc dùng mũi tên ↓, để xem tin sẽ gửi cho ai và nội dung ra sao.")
APPROVE = {Group.PREPARED: "Duyệt gửi", Group.FAILED: "Gửi lại", Group.WITHHELD: "Duyệt gửi lại"}
"""What the first button says; other groups have none."""
WITHHOLDS = frozenset({Group.PREPARED, Group.FAILED, Group.RELEASED})
TEXT_TITLE = {Group.PREPARED: "Nội dung sẽ gửi", Group.FAILED: "Nội dung sẽ gửi lại", Group.WITHHELD: "Nội dung tin"}
UNKNOWN_WHY = "Không đọc được mục nhật ký gây ra tin này."
OPEN = frozenset(TEXT_TITLE)
"""Groups whose text may still change, so that it is shown as it would be worded now."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message with where it comes from and what became of it."""

    listed: Listed
    why: Event | None
    history: tuple[Event, ...]

    @property
    def group(self) -> Group:
        """Where it stands."""
        return arrangement.group_of(self.listed.message)


class MessageDetail(Card):
    """The panel. Its buttons ask; whoever does it calls `refuse` or shows the message anew."""

    approve_wanted = Signal()
    withhold_wanted = Signal(str)
    dossier_wanted = Signal(str)

    def __init__(self, *, may_act: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._may_act = may_act
        self._shown: Shown | None = None
        self.setAccessibleName("Chi tiết tin nhắn")
        self.body.setContentsMargins(0, 0, 0, 0)
        self._faces = QStackedWidget()
        self._faces.addWidget(EmptyState("chat_24_regular", *NOTHING))
        self._faces.addWidget(self._build())
        self.body.addWidget(self._faces)
        self._connect()

    # Building

    def _build(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(10)
        column.addLayout(self._build_head())
        column.addWidget(self._build_middle(), 1)
        column.addWidget(Line())
        column.addWidget(self._build_reason())
        column.addWidget(self._build_foot())
        return made

    def _build_head(self) -> QVBoxLayout:
        self.name = ElidedTitle()
        self.state = Pill("")
        self.address, self.kind = label("", "muted"), label("", "strong")
        self.kind.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name)
        row.addStretch(1)
        row.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(3)
        head.addLayout(row)
        head.addWidget(self.address)
        head.addSpacing(4)
        head.addWidget(self.kind)
        return head

    def _build_middle(self) -> QWidget:
        self.problem, self.note = Notice(), Notice()
        page = ScrollPage()
        page.body.setContentsMargins(16, 0, 16, 4)
        page.body.setSpacing(8)
        self._why = label("")
        self._why.setWordWrap(True)
        self._who = label("", "small")
        self._who.setWordWrap(True)
        self.open_button = Button("Mở hồ sơ", icon_name="open_20_regular")
        page.body.addWidget(self.problem)
        page.body.addWidget(self.note)
        self._build_text(page.body)
        page.body.addWidget(SectionTitle("Vì sao có tin này"))
        for part in (self._why, self._who):
            page.body.addWidget(part)
        page.body.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._history = QVBoxLayout()
        self._history.setSpacing(6)
        self._history_title = SectionTitle("Đã diễn ra")
        page.body.addWidget(self._history_title)
        page.body.addLayout(self._history)
        page.body.addStretch(1)
        return page

    def _build_text(self, column: QVBoxLayout) -> None:
        self._text_title = SectionTitle("")
        self._parts = label("", "small")
        row = QHBoxLayout()
        row.addWidget(self._text_title)
        row.addStretch(1)
        row.addWidget(self._parts)
        self.accents = Segments("Cách viết", ("", ""))
        self.text, self._text_box = _boxed()
        self._which = label("", "small")
        self._which.setWordWrap(True)
        self._letter_title = label("", "small")
        self._letter_title.setWordWrap(True)
        self.letter, self._letter_box = _boxed()
        column.addLayout(row)
        column.addWidget(self.accents)
        for part in (self._text_box, self._which, self._letter_title, self._letter_box):
            column.addWidget(part)

    def _build_reason(self) -> QWidget:
        self.reason_panel = QWidget()
        self.reason = TextArea("Lý do không gửi", 2, "Ví dụ: đã báo qua điện thoại; công dân đã đến quầy.")
        self.withhold_now = Button("Ghi không gửi", Rank.DANGER, keys="Ctrl+Enter")
        self.cancel = Button("Bỏ", keys="Esc")
        for button in (self.withhold_now, self.cancel):
            button.setShortcut("")  # the panel reads its keys itself, and only while it is open
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.withhold_now)
        column = QVBoxLayout(self.reason_panel)
        column.setContentsMargins(16, 0, 16, 0)
        column.setSpacing(8)
        column.addWidget(self.reason)
        column.addLayout(row)
        self.reason_panel.hide()
        return self.reason_panel

    def _build_foot(self) -> QWidget:
        self.foot = QWidget()
        self.withhold = Button("Không gửi…", keys="F12")
        self.approve = Button("Duyệt gửi", Rank.PRIMARY, keys="F9", icon_name="send_20_regular")
        for button in (self.withhold, self.approve):
            button.setShortcut("")  # the page listens, so that a key held down does not act twice
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.withhold)
        row.addStretch(1)
        row.addWidget(self.approve)
        return self.foot

    def _connect(self) -> None:
        self.approve.clicked.connect(self.approve_wanted)
        self.withhold.clicked.connect(self.ask_reason)
        self.withhold_now.clicked.connect(lambda: self.withhold_wanted.emit(self.reason.text()))
        self.cancel.clicked.connect(self.close_reason)
        self.open_button.clicked.connect(self._open)
        self.accents.picked.connect(self._pick_accents)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the icon of the main button out where the window is small."""
        self.approve.icon_name = "" if narrow else "send_20_regular"
        self.approve.updateGeometry()

    # Showing

    def show_message(self, shown: Shown | None) -> None:
        """Show a message, or that none is chosen."""
        self._shown = shown
        self.close_reason()
        self._faces.setCurrentIndex(0 if shown is None else 1)
        if shown is None:
            return
        self._show_head(shown)
        self._show_hindrances(shown)
        self._show_text(shown)
        self._show_history(shown.history)
        self._show_buttons(shown)

    def _show_head(self, shown: Shown) -> None:
        message, prepared = shown.listed.message, shown.listed.prepared
        channel = arrangement.shown_channel(message, prepared)
        address = arrangement.address_on(message, prepared, channel)
        self.name.setText(prepared.name)
        self.state.show_text(TITLES[shown.group].lower(), TONES[shown.group])
        self.address.setText(address or "Chưa có nơi nhận")
        self.kind.setText(MESSAGE[message.kind])
        cause = shown.why
        words = " – ".join(part for part in (cause.what, cause.more) if part) if cause else UNKNOWN_WHY
        self._why.setText(words)
        when = f"{cause.at:%H:%M %d/%m/%Y} · {cause.who} · " if cause else ""
        self._who.setText(f"{when}hồ sơ {shown.listed.dossier.reference} – {shown.listed.dossier.plan.name}")

    def _show_hindrances(self, shown: Shown) -> None:
        prepared = shown.listed.prepared
        failed = next((one.reason for one in shown.listed.message.deliveries if one.state is MessageState.FAILED), "")
        words = arrangement.blocking(prepared) if shown.group in OPEN else ""
        words = words or (f"Cổng báo: {failed}" if shown.group is Group.FAILED and failed else "")
        waiting = next(
            (one.reason for one in shown.listed.message.deliveries if one.state is MessageState.RELEASED), ""
        )
        notes = list(prepared.notes) if shown.group in OPEN else [waiting] if waiting else []
        for notice, text, tone in ((self.problem, words, "overdue"), (self.note, "\n".join(notes), "soon")):
            if text:
                notice.say(text, tone)
            else:
                notice.hide()

    def _show_text(self, shown: Shown) -> None:
        listed, is_open = shown.listed, shown.group in OPEN
        self._text_title.setText(TEXT_TITLE.get(shown.group, "Nội dung đã duyệt"))
        self._parts.setText(arrangement.parts_words(listed.message, listed.prepared, MessageChannel.SMS))
        has_sms = MessageChannel.SMS in listed.prepared.channels and bool(listed.prepared.sms)
        self.accents.setVisible(is_open and has_sms)
        self._which.setVisible(is_open and has_sms)
        self._text_box.setVisible(has_sms or not is_open)
        if is_open and has_sms:
            self._offer_accents(listed.prepared)
        else:
            self.text.setText(arrangement.text_on(listed.message, listed.prepared, MessageChannel.SMS))
        self._show_letter(shown)

    def _offer_accents(self, prepared: Prepared) -> None:
        words = (f"Có dấu · {prepared.parts} tin", f"Không dấu · {prepared.parts_plain} tin")
        self.accents.offer(words)
        self._pick_accents(words[0] if prepared.accents else words[1])

    def _pick_accents(self, word: str) -> None:
        """Show the text in one of the two ways; taking the choice back shows the way it goes."""
        if self._shown is None:
            return
        prepared = self._shown.listed.prepared
        words = self.accents.words()
        goes = words[0] if prepared.accents else words[1]
        self.accents.choose(word or goes)
        with_accents = self.accents.value() == words[0]
        self.text.setText(prepared.sms if with_accents else prepared.sms_plain)
        self._which.setText(
            "Tin sẽ gửi đúng như trên."
            if self.accents.value() == goes
            else f"Chỉ để xem: đơn vị gửi tin {'có dấu' if prepared.accents else 'không dấu'}, đổi ở trang Thiết lập."
        )

    def _show_letter(self, shown: Shown) -> None:
        message, prepared = shown.listed.message, shown.listed.prepared
        delivery = message.delivery(MessageChannel.EMAIL)
        wanted = MessageChannel.EMAIL in prepared.channels or delivery is not None
        to = arrangement.address_on(message, prepared, MessageChannel.EMAIL)
        self._letter_title.setVisible(wanted)
        self._letter_box.setVisible(wanted and bool(to))
        self._letter_title.setText(
            f"Thư điện tử đến {to}" if to else "Thư điện tử: hồ sơ không có địa chỉ nên không gửi."
        )
        self.letter.setText(arrangement.text_on(message, prepared, MessageChannel.EMAIL))

    def _show_history(self, events: Sequence[Event]) -> None:
        while (item := self._history.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._history_title.setVisible(bool(events))
        for event in events:
            what = label(f"{event.what} · {event.at:%H:%M %d/%m/%Y}")
            more = label(" · ".join(part for part in (event.who, event.more) if part), "small")
            for words in (what, more):
                words.setWordWrap(True)
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._history.addWidget(words)

    def _show_buttons(self, shown: Shown) -> None:
        action = APPROVE.get(shown.group, "")
        self.approve.setVisible(self._may_act and bool(action))
        self.approve.setText(action or "Duyệt gửi")
        self.approve.setEnabled(bool(shown.listed.prepared.sendable))
        self.withhold.setVisible(self._may_act and shown.group in WITHHOLDS)
        self.foot.setVisible(self._may_act and (bool(action) or shown.group in WITHHOLDS))

    # Acting

    def _open(self) -> None:
        if self._shown is not None:
            self.dossier_wanted.emit(self._shown.listed.dossier.id)

    def ask_reason(self) -> None:
        """Ask why a message is not to be sent."""
        if self._shown is None or self.withhold.isHidden():
            return
        self.reason.set_text("")
        self.reason.clear_mark()
        self.reason_panel.show()
        self.foot.hide()
        self.reason.setFocus()

    def close_reason(self) -> None:
        """Leave the reason without recording anything."""
        if self.reason_panel.isHidden():
            return
        self.reason_panel.hide()
        if self._shown is not None:
            self._show_buttons(self._shown)

    def refuse(self, message: str) -> None:
        """Say why nothing was recorded, where the officer looks."""
        if self.reason_panel.isHidden():
            self.problem.say(message, "overdue")
        else:
            self.reason.set_error(message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.reason_panel.isHidden():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_reason()
        elif enters and control and not event.isAutoRepeat():
            self.withhold_now.click()
        else:
            super().keyPressEvent(event)


def _boxed() -> tuple[QLabel, QFrame]:
    """Return a text that can be copied, and the frame around it."""
    text = label("")
    text.setWordWrap(True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box = QFrame()
    box.setProperty("role", "card")
    column = QVBoxLayout(box)
    column.setContentsMargins(12, 10, 12, 10)
    column.addWidget(text)
    return text, box
