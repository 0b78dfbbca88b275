"""The messages page: what citizens will be told, let go one by one or all that are shown, and sent (tin nhắn).

page = MessagesPage(place)
page.dossier_wanted.connect(desk.open_dossier)
page.changed.connect(dossier_page.refresh)
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.errors import UserFacingError
from desktop.exchange.carrier import read_bounded
from desktop.handling.journal_words import officer_names
from desktop.handling.rights import Work, may
from desktop.notices.outbox import MAX_FILE, Answers
from desktop.notices.workflow import Listed
from desktop.terms import MessageState
from desktop.ui.background import Job, Progress
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.filter_card import FilterCard
from desktop.ui.controls.layouts import GAP, MARGIN, RoundedFrame, label
from desktop.ui.controls.notice import Notice
from desktop.ui.messages import arrangement
from desktop.ui.messages.arrangement import SHORT, TITLES, TONES, Group, MessageRow
from desktop.ui.messages.detail import APPROVE, MessageDetail, Shown
from desktop.ui.messages.history import history, why
from desktop.ui.messages.list_model import MessageListModel
from desktop.ui.messages.list_view import MessageListView
from desktop.ui.messages.outcome_words import Released, answers_words, delivered_words, released_words

NOTHING_YET = (
    "Chưa có tin nhắn nào.",
    "Chương trình tự soạn tin khi tiếp nhận, yêu cầu bổ sung… Hãy tiếp nhận hồ sơ (Ctrl+2) để có tin đầu tiên.",
)
NOTHING_FITS = ("Không có tin nào ở tình trạng này.", "Nhấn Esc để xem tất cả tin.")
WAITING = (MessageState.PREPARED, MessageState.FAILED, MessageState.RELEASED, MessageState.HANDED)
SETTLED = (MessageState.WITHHELD, MessageState.CONFIRMED)
DETAIL, DETAIL_NARROW, NARROW_BELOW, LOW_BELOW = 384, 316, 1000, 540


class MessagesPage(QWidget):
    """The page. `told` says what was done, `refused` why not; `changed`: dossiers have new entries."""

    told = Signal(str)
    refused = Signal(str)
    changed = Signal()
    dossier_wanted = Signal(str)

    SETTLE_MS = 700
    """For so long after a message was let go the key does nothing, so that the next one is read before it goes."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Tin nhắn")
        self.place = place
        self.may_act = may(place.officer.role, Work.MESSAGES)
        self._found: dict[str, Listed] = {}
        self._rows: list[MessageRow] = []
        self._job: Job[Any] | None = None
        self._acted = QElapsedTimer()
        self._narrow = False
        self._model = MessageListModel(self)
        self._build()
        self._connect()

    # Building

    def _build(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(GAP)
        column.addLayout(self._build_head())
        column.addLayout(self._build_cards())
        column.addLayout(self._build_busy())
        self.notice = Notice()
        column.addWidget(self.notice)
        self.view = MessageListView(self._model)
        self.empty = EmptyState("chat_24_regular", *NOTHING_YET)
        self.detail = MessageDetail(may_act=self.may_act)
        self.detail.setFixedWidth(DETAIL)
        self._body = QStackedWidget()
        self._body.addWidget(RoundedFrame(self.view))
        self._body.addWidget(self.empty)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._body, 1)
        row.addWidget(self.detail)
        column.addLayout(row, 1)
        self.setFocusProxy(self.view)

    def _build_head(self) -> QHBoxLayout:
        self._summary = label("", "muted")
        self._summary.setMinimumWidth(1)
        self.answers_button = Button("Nhập trả lời của cổng…", icon_name="arrow_download_20_regular")
        self.file_button = Button("Ghi tệp cho cổng của tỉnh…", icon_name="save_20_regular")
        self.gateway_button = Button("Gửi qua cổng", Rank.PRIMARY, icon_name="send_20_regular")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label("Tin nhắn", "title"))
        row.addSpacing(4)
        row.addWidget(self._summary, 1)
        for button in (self.answers_button, self.file_button, self.gateway_button):
            row.addWidget(button)
            button.setVisible(self.may_act)
        return row

    def _build_cards(self) -> QHBoxLayout:
        self.cards = {group: FilterCard(TITLES[group], TONES[group], "tin", SHORT[group]) for group in Group}
        self.approve_all = Button("Duyệt tất cả đang hiện…", icon_name="checkmark_20_regular")
        self.approve_all.setVisible(self.may_act)
        row = QHBoxLayout()
        row.setSpacing(8)
        for card in self.cards.values():
            row.addWidget(card)
        row.addStretch(1)
        row.addWidget(self.approve_all, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _build_busy(self) -> QHBoxLayout:
        self.busy = QProgressBar()
        self.cancel = Button("Dừng", Rank.QUIET)
        row = QHBoxLayout()
        row.addWidget(self.busy, 1)
        row.addWidget(self.cancel)
        self.busy.hide()
        self.cancel.hide()
        return row

    def _connect(self) -> None:
        self.view.chosen.connect(self._show_detail)
        self.view.opened.connect(self.dossier_wanted)
        self.detail.dossier_wanted.connect(self.dossier_wanted)
        self.detail.approve_wanted.connect(self.approve)
        self.detail.withhold_wanted.connect(self.withhold)
        self.approve_all.clicked.connect(self._ask_approve_all)
        self.file_button.clicked.connect(self._ask_folder)
        self.gateway_button.clicked.connect(self.send_to_gateway)
        self.answers_button.clicked.connect(self._ask_answers)
        self.cancel.clicked.connect(self._cancel)
        for card in self.cards.values():
            card.clicked.connect(lambda _on, pressed=card: self._press(pressed))
        for keys, act in (("F9", self.approve), ("F12", self.detail.ask_reason)):
            key = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.setAutoRepeat(False)
            key.activated.connect(act)

    # Showing

    def refresh(self) -> None:
        """Read the messages afresh; the one chosen stays chosen while it is there."""
        telling = self.place.telling
        found = [*telling.listed(WAITING), *telling.listed(SETTLED, newest=True)]
        self._found = {listed.message.entry: listed for listed in found}
        self._rows = arrangement.rows_of(found)
        self._show_rows()

    def _show_rows(self) -> None:
        chosen, place = self.view.current_row(), self.view.verticalScrollBar().value()
        for group, count in arrangement.counts(self._rows).items():
            self.cards[group].show_count(count)
        self._model.show_items(arrangement.arrange(self._rows, self._only()))
        self._body.setCurrentIndex(0 if self._model.rowCount() else 1)
        self.empty.say(*(NOTHING_FITS if self._rows else NOTHING_YET))
        self.detail.setVisible(bool(self._rows))
        self.view.choose(chosen.key if chosen else "")
        self.view.verticalScrollBar().setValue(place)
        self._show_detail()
        self._show_buttons()

    def rows(self) -> list[MessageRow]:
        """Return the messages shown, in their order."""
        return self._model.rows()

    def _only(self) -> Group | None:
        return next((group for group, card in self.cards.items() if card.isChecked()), None)

    def _show_detail(self) -> None:
        row = self.view.current_row()
        self.detail.show_message(self._shown(row.key) if row else None)

    def _shown(self, key: str) -> Shown:
        listed = self._found[key]
        entries = self.place.view(listed.dossier.id).entries
        names = officer_names(entries, self.place.office.officers)
        return Shown(listed, why(entries, key, listed.dossier, names), tuple(history(entries, key, names)))

    def _show_buttons(self) -> None:
        counts, idle = arrangement.counts(self._rows), self._job is None
        waiting, gateway = counts[Group.RELEASED], bool(self.place.telling.gateway()[0])
        all_shown = len(self._approvable())
        what = "…" if self._narrow else " tin đang hiện…"
        self.approve_all.setText(f"Duyệt cả {all_shown}{what}" if all_shown else f"Duyệt cả{what}")
        self.approve_all.setEnabled(idle and all_shown > 0)
        self.file_button.setEnabled(idle and waiting > 0)
        self.gateway_button.setVisible(self.may_act and gateway)
        self.gateway_button.setEnabled(idle and (waiting > 0 or counts[Group.HANDED] > 0))
        self.answers_button.setEnabled(idle)
        self._summary.setText("" if self._narrow else self._summary_words(counts))

    def _summary_words(self, counts: dict[Group, int]) -> str:
        said = [
            f"{counts[group]} tin {SHORT[group].lower()}" for group in (Group.PREPARED, Group.RELEASED) if counts[group]
        ]
        said = said or ["Không có tin nào chờ" if self._rows else ""]
        return " · ".join([*said, *([] if self.may_act else ["vai trò của bạn chỉ được xem"])])

    def _press(self, pressed: FilterCard) -> None:
        for card in self.cards.values():
            if card is not pressed:
                card.setChecked(False)
        self.notice.hide()
        self._show_rows()

    def clear_filter(self) -> None:
        """Show every message again."""
        for card in self.cards.values():
            card.setChecked(False)
        self.notice.hide()
        self._show_rows()

    # Letting go, withholding

    def approve(self) -> None:
        """Let the chosen message go, or go again (F9); without a choice nothing happens."""
        row = self.view.current_row()
        if row is None or not self.may_act or self._job is not None or row.group not in APPROVE or self._settling():
            return
        listed = self._found[row.key]
        self._act(row, lambda: self._release(listed), f"Đã duyệt tin cho {row.name}: {row.kind}.")

    def _release(self, listed: Listed) -> None:
        telling, dossier, message = self.place.telling, listed.dossier.id, listed.message
        failed = [one.channel for one in message.deliveries if one.state is MessageState.FAILED]
        for channel in failed:
            telling.retry(dossier, message.entry, channel)
        if not failed:
            telling.release(dossier, message.entry)

    def withhold(self, reason: str) -> None:
        """Decide not to tell the chosen message."""
        row = self.view.current_row()
        if row is None or not self.may_act or self._job is not None:
            return
        act = lambda: self.place.telling.withhold(row.dossier_id, row.key, reason)  # noqa: E731 - one call
        self._act(row, act, f"Đã ghi không gửi tin cho {row.name}.")

    def _act(self, row: MessageRow, act: Callable[[], Any], words: str) -> None:
        following, place = self._next_after(row), self.view.verticalScrollBar().value()
        try:
            act()
        except UserFacingError as error:
            self.detail.refuse(error.message)
            return
        self._acted.start()
        self.refresh()
        self.view.choose(following)
        self.view.verticalScrollBar().setValue(place)
        self.view.setFocus()
        self.told.emit(words)
        self.changed.emit()

    def _next_after(self, row: MessageRow) -> str:
        """Return the message that takes the place of this one in its group, if any."""
        members = [other.key for other in self.rows() if other.group is row.group]
        place = members.index(row.key)
        return next(iter(members[place + 1 :] or members[:place][-1:]), "")

    def _settling(self) -> bool:
        return self._acted.isValid() and self._acted.elapsed() < self.SETTLE_MS

    def _approvable(self) -> list[MessageRow]:
        return [row for row in self.rows() if row.group is Group.PREPARED and row.sendable]

    def _ask_approve_all(self) -> None:
        rows = self._approvable()
        self.notice.say(
            f"Duyệt {len(rows)} tin đang hiện? Tin đã duyệt chờ ở nhóm “{TITLES[Group.RELEASED]}” đến khi ghi tệp "
            "hoặc gửi qua cổng; trước lúc đó vẫn chọn không gửi được.",
            "proposal",
            (f"Duyệt {len(rows)} tin", lambda: self.approve_rows(rows)),
            ("Không", self.view.setFocus),
        )

    def approve_rows(self, rows: Sequence[MessageRow]) -> None:
        """Let several messages go, beside the window; one that is refused stops none of the others."""
        chosen = [self._found[row.key] for row in rows if row.key in self._found]

        def work(progress: Progress) -> Released:
            refusals: list[str] = []
            for done, listed in enumerate(chosen):
                progress(done, len(chosen))
                try:
                    self._release(listed)
                except UserFacingError as error:
                    refusals.append(f"{listed.dossier.reference}: {error.message}")
            return Released(len(chosen) - len(refusals), tuple(refusals))

        self._run(work, lambda done: self._say(released_words(done)), cancellable=True)

    # Sending

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn thư mục để ghi tệp cho cổng nhắn tin")
        if chosen:
            self.send_to_folder(Path(chosen))

    def send_to_folder(self, folder: Path) -> None:
        """Write what was let go into a file for the province's gateway."""
        self._run(
            lambda _: self.place.telling.send_to_folder(folder),
            lambda done: self._say(delivered_words(done, f"vào tệp trong thư mục {folder}")),
        )

    def send_to_gateway(self) -> None:
        """Send what was let go, and ask what became of what went before."""
        self._run(
            lambda _: self.place.telling.send_to_gateway(), lambda done: self._say(delivered_words(done, "cho cổng"))
        )

    def _ask_answers(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Chọn tệp trả lời của cổng", "", "Tệp trả lời (*.json *.csv)")
        if chosen:
            self.take_answers(Path(chosen))

    def take_answers(self, path: Path) -> None:
        """Read what the province's gateway says became of messages."""

        def work(_: Progress) -> Answers:
            return self.place.telling.take_answers(read_bounded(path, MAX_FILE), path.name)

        self._run(work, lambda answers: self._say(answers_words(answers)))

    # Together

    def _run(self, work: Callable[[Progress], Any], done: Callable[[Any], None], *, cancellable: bool = False) -> None:
        if self._job is not None:
            return
        job: Job[Any] = Job(work, self)
        self._job = job
        job.progressed.connect(self._show_progress)
        job.done.connect(lambda result: self._ended(lambda: done(result)))
        job.failed.connect(self._failed)
        job.cancelled.connect(lambda: self._ended(lambda: self.told.emit("Đã dừng; các tin còn lại vẫn chờ duyệt.")))
        self.busy.setRange(0, 0)
        self.busy.show()
        self.cancel.setVisible(cancellable)
        self._show_buttons()
        job.start()

    def _show_progress(self, finished: int, total: int) -> None:
        self.busy.setRange(0, total)
        self.busy.setValue(finished)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _ended(self, then: Callable[[], None]) -> None:
        self._job = None
        self.busy.hide()
        self.cancel.hide()
        self.refresh()
        then()
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            self._ended(lambda: None)
            raise error
        self._ended(lambda: self.notice.say(error.message, "overdue"))

    def _say(self, lines: Sequence[str]) -> None:
        """Tell the first line above; what needs a person's eye stays in the page."""
        self.told.emit(lines[0])
        if lines[1:]:
            self.notice.say("\n".join(lines[1:]), "soon")
        else:
            self.notice.hide()

    # Keys and size

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear_filter()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low, narrow = self.height() < LOW_BELOW, self.width() < NARROW_BELOW
        for card in self.cards.values():
            card.set_low(low or narrow)
        self.detail.setFixedWidth(DETAIL_NARROW if narrow else DETAIL)
        self._narrow = narrow
        self.detail.set_narrow(narrow=narrow)
        self._show_buttons()
        self.answers_button.setText("Nhập trả lời…" if narrow else "Nhập trả lời của cổng…")
        self.file_button.setText("Ghi tệp…" if narrow else "Ghi tệp cho cổng của tỉnh…")
        margin = 10 if low else 16
        self._column.setContentsMargins(MARGIN, margin, MARGIN, margin)
        self._column.setSpacing(8 if low else GAP)
