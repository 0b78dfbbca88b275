"""The dossier page: one dossier with everything about it, or the list a search found (hồ sơ).

page = DossierPage(place)
page.show_dossier("H14.12.3-261005-0004")
page.changed.connect(board.refresh)
page.print_wanted.connect(preview)          # reference, Form
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.app import DossierView, Workplace
from desktop.dossiers.dossier import Attachment, Dossier
from desktop.errors import UserFacingError
from desktop.handling.actions import ACTIONS, Action
from desktop.handling.board import Viewer, next_actions
from desktop.handling.lateness import late_dossier, late_step
from desktop.handling.promise_words import promise_words
from desktop.handling.record import Recorded
from desktop.handling.timeline import timeline
from desktop.notices.prepare import Prepared
from desktop.terms import ENDED, Form, MessageState, Role, Status
from desktop.ui import theme
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.elided import ElidedTitle
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.layouts import GAP, MARGIN, Card, RoundedFrame, ScrollPage, SectionTitle, label
from desktop.ui.controls.notice import Notice
from desktop.ui.controls.pills import Pill
from desktop.ui.controls.status_mark import StatusMark
from desktop.ui.dossier.action_order import arranged, offered_actions
from desktop.ui.dossier.action_panel import ActionPanel
from desktop.ui.dossier.actions_card import ActionsCard
from desktop.ui.dossier.asking import Situation, at_once
from desktop.ui.dossier.fact_cards import FactsCard, late_facts, message_facts, transfer_facts
from desktop.ui.dossier.hits import HitList
from desktop.ui.dossier.journal_card import JournalCard, journal_lines
from desktop.ui.dossier.notices import Answer, Noticed, NoticeKind, notices_of
from desktop.ui.dossier.side_cards import PapersCard, PromiseCard
from desktop.ui.dossier.status_tone import status_icon, status_tone
from desktop.ui.dossier.timeline_view import Legend, TimelineView
from desktop.ui.dossier.writers import Writers, writers
from desktop.ui.scans.attaching import Attached, Refused, Wanted, look_at
from desktop.ui.scans.card import ScansCard
from desktop.ui.scans.offer import ScanOffer
from desktop.ui.scans.preview import ScanPreview
from desktop.ui.scans.rows import scan_facts
from desktop.ui.scans.scanner_folder import ScannerFolder
from desktop.ui.scans.scanner_settings import ScannerBook
from desktop.ui.scans.transfer import files_of
from desktop.wording import CHANNEL, STATUS

RIGHT, RIGHT_NARROW, NARROW_BELOW = 340, 296, 1000
NOTHING = ("Chưa chọn hồ sơ.", "Nhấn Ctrl+K rồi gõ mã, tên, số định danh hoặc quét mã trên giấy hẹn.")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DossierPage(QWidget):
    """See the module. `told` says what was recorded, `typed` carries a letter typed where there is no field,
    `resume_wanted` the slip of an intake that may go on."""

    changed = Signal()
    print_wanted = Signal(str, object)
    told = Signal(str)
    refused = Signal(str)
    typed = Signal(str)
    resume_wanted = Signal(str)

    SETTLE_MS = 400
    """For so long after a dossier appeared, Enter does nothing: many scanners end a code with two Enters."""

    def __init__(self, place: Workplace, scanner: ScannerBook | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Hồ sơ")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.place = place
        self.scanner = scanner or ScannerBook()
        self.view: DossierView | None = None
        self.panel: ActionPanel | None = None
        self._primary: Action | None = None
        self._shown_for = QElapsedTimer()
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self._watch_scanner()

    # Building

    def _build(self) -> None:
        self.empty = EmptyState("search_48_regular", *NOTHING)
        self.hits = HitList()
        self._hits_title = label("", "title")
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(GAP)
        column.addWidget(self._hits_title)
        column.addWidget(RoundedFrame(self.hits), 1)
        self._faces = QStackedWidget()
        for face in (self.empty, self._build_dossier(), found):
            self._faces.addWidget(face)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._faces)

    def _build_dossier(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(MARGIN, 12, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._build_head())
        column.addWidget(self._line)
        column.addLayout(self._build_notices())
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        self.preview = ScanPreview()
        self._wide = QStackedWidget()
        self._wide.addWidget(self._build_left())
        self._wide.addWidget(_with_margins(self.preview))
        columns.addWidget(self._wide, 1)
        columns.addWidget(self._build_right())
        column.addLayout(columns, 1)
        return made

    def _build_head(self) -> QHBoxLayout:
        self._name = ElidedTitle()
        self._code = label("", "muted")
        self._code.setMinimumWidth(1)  # it gives way before the window does
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._status = StatusMark()
        self._late = Pill("", "overdue")
        self.reprint = Button("In lại giấy hẹn", icon_name="print_20_regular")
        self.primary = Button("", Rank.PRIMARY, keys="Enter")
        self.primary.setShortcut("")  # read by the page itself, so that Enter in the search box stays a search
        self._line = QLabel()
        self._line.setTextFormat(Qt.TextFormat.RichText)
        self._line.setWordWrap(True)
        self._line.setContentsMargins(0, 0, MARGIN, 0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, MARGIN, 0)
        row.setSpacing(10)
        for widget in (self._name, self._code, self._status, self._late):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.reprint)
        row.addWidget(self.primary)
        return row

    def _build_notices(self) -> QVBoxLayout:
        """One line each for what must be seen before anything is done; hidden while there is nothing to say."""
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, MARGIN, 0)
        column.setSpacing(6)
        self.notices = {kind: Notice() for kind in NoticeKind}
        for notice in self.notices.values():
            column.addWidget(notice)
        self.offer = ScanOffer()
        column.addWidget(self.offer)
        return column

    def _build_left(self) -> QWidget:
        self.timeline = TimelineView()
        self._course = Card()
        head = QHBoxLayout()
        head.addWidget(SectionTitle("Tiến trình"))
        head.addStretch(1)
        head.addWidget(Legend())
        self._course.body.addLayout(head)
        self._course.body.addWidget(self.timeline)
        self.journal = JournalCard()
        self._left = ScrollPage()
        _keep_edge(self._left, GAP)
        self._left.body.addWidget(self._course)
        self._left.body.addWidget(self.journal, 1)
        return self._left

    def _build_right(self) -> QWidget:
        self.promise = PromiseCard()
        self.papers = PapersCard()
        self.action_card = ActionsCard()
        self.scans = ScansCard(self.place)
        self.folder = ScannerFolder(self)
        self.late, self.messages, self.transfers = FactsCard("Chậm"), FactsCard("Tin nhắn"), FactsCard("Bàn giao")
        self._right = ScrollPage()
        _keep_edge(self._right, MARGIN)
        cards = (self.promise, self.action_card, self.scans, self.late, self.papers, self.messages, self.transfers)
        for card in cards:
            self._right.body.addWidget(card)
        self._right.body.addStretch(1)
        self._right.setFixedWidth(RIGHT + MARGIN)
        return self._right

    def _connect(self) -> None:
        self.hits.opened.connect(self.show_dossier)
        self.primary.clicked.connect(self._do_primary)
        self.reprint.clicked.connect(lambda: self._want_print(Form.RECEIPT))
        self.papers.chosen.connect(self._want_print)
        self.action_card.chosen.connect(self._choose)
        self.late.pressed.connect(lambda step: self._open_panel(ACTIONS["explain"], {"step": step}))
        self.scans.opened.connect(self._look_at_scan)
        self.scans.ended.connect(self._scans_attached)
        self.scans.menu.chosen.connect(self._choose_scanner)
        self.preview.closed.connect(self._close_preview)
        self.preview.saved.connect(lambda path: self.told.emit(f"Đã lưu {path}."))
        self.folder.arrived.connect(self._scanned)
        self.folder.changed.connect(self._tell_scanner)
        self.offer.accepted.connect(self._take_offered)
        self.offer.look_wanted.connect(self._look_at_offered)
        self.offer.skipped.connect(self._skipped)

    # Showing

    def show_dossier(self, reference: str) -> bool:
        """Show a dossier by code, slip reference or id; an unknown one is said and leaves the page as it was."""
        try:
            view = self.place.view(reference)
        except UserFacingError as error:
            self.refused.emit(error.message)
            return False
        self._leave_panel()
        self._leave_preview()
        self._show(view)
        self._shown_for.start()
        for column in (self._left, self._right):
            column.verticalScrollBar().setValue(0)
        self.action_card.open(False)
        self.setFocus()
        return True

    def show_hits(self, dossiers: Sequence[Dossier], query: str = "") -> None:
        """Show what a search found; a single hit opens at once."""
        if len(dossiers) == 1:
            self.show_dossier(dossiers[0].id)
            return
        words = f" cho “{query}”" if query else ""
        if not dossiers:
            self.empty.say(f"Không tìm thấy hồ sơ nào{words}.", "Hãy xem lại mã trên giấy hẹn, hoặc gõ tên không dấu.")
            self._faces.setCurrentIndex(0)
            return
        self.view = None
        self._hits_title.setText(f"{len(dossiers)} hồ sơ{words}")
        self.hits.show_dossiers(dossiers)
        self._faces.setCurrentIndex(2)
        self.hits.setFocus()

    def refresh(self) -> None:
        """Read the dossier shown again, unless something is being filled in."""
        if self.view is not None and self.panel is None:
            self._show(self.place.view(self.view.dossier.id))

    def open_action(self, reference: str, action: str) -> None:
        """Show a dossier with the panel of an action open, as the board asks for it."""
        if self.show_dossier(reference) and action in self.action_card.buttons:
            self._choose(ACTIONS[action], with_details=True)

    def _show(self, view: DossierView) -> None:
        self.view = view
        dossier, clock, now = view.dossier, self.place.clock, self.place.now()
        self._show_head(view, now)
        self._course.setVisible(dossier.received_at is not None)
        if dossier.received_at is not None:
            self.timeline.show_timeline(timeline(dossier, clock, now))
        names = writers(view.entries, self.place.office, self.place.store.desk_id)
        self.journal.show_lines(journal_lines(view.entries, dossier, clock, names, now))
        self.promise.show_words(promise_words(dossier, clock, now))
        self.papers.show_papers(dossier)
        self.papers.setVisible(bool(self.papers.buttons))
        self._show_actions(view)
        self._show_scans(dossier)
        self._show_facts(view, names)
        self._show_notices(view)
        self._faces.setCurrentIndex(1)

    def _show_head(self, view: DossierView, now: datetime) -> None:
        dossier = view.dossier
        self._name.setText(dossier.applicant.named)
        contact = (dossier.applicant.phone, dossier.applicant.identity_no, dossier.applicant.address)
        self._name.setToolTip("\n".join(part for part in contact if part))
        self._code.setText(
            " · ".join(part for part in (dossier.reference, phone_words(dossier.applicant.phone)) if part)
        )
        self._status.show_status(STATUS[dossier.status], status_tone(dossier.status), status_icon(dossier.status))
        self._show_late(dossier, now)
        self._show_line()
        self.reprint.setVisible(dossier.issued_paper(Form.RECEIPT) is not None)

    def _show_line(self) -> None:
        """Put the code before the line where there is no room for it in the heading."""
        if self.view is not None:
            lead = self.view.dossier.reference if self.width() < NARROW_BELOW else ""
            self._line.setText(header_line(self.view.dossier, lead))

    def _show_late(self, dossier: Dossier, now: datetime) -> None:
        running = dossier.status not in ENDED and not dossier.waiting
        words = ""
        if running and late_dossier(dossier, now):
            self._late.show_text(words := "quá hạn trả", "overdue")
        elif running and late_step(dossier, now):
            self._late.show_text(words := "chậm tiến độ", "today")
        self._late.setVisible(bool(words))

    def _show_actions(self, view: DossierView) -> None:
        office, role = self.place.office.code, self.place.officer.role
        likely = next_actions(view.dossier, self.place.clock, self.place.now(), Viewer(office, role))
        likely = likely if view.dossier.status not in ENDED and not self._is_sender(view.dossier) else ()
        self._primary = ACTIONS[likely[0].key] if likely else None
        resumes = view.dossier.status is Status.GUIDED and view.dossier.code is None
        self.primary.setVisible(bool(likely) or resumes)
        self.primary.setText(likely[0].label if likely else "Tiếp nhận tiếp")
        offered = offered_actions(view, office, role)
        details = frozenset(each.action.name for each in offered if at_once(view.dossier, each.action, office))
        self.action_card.show_actions(arranged(offered, self._primary), self._why_few(view), details=details)

    def _show_facts(self, view: DossierView, names: Writers) -> None:
        own, clock = self.place.office, self.place.clock.under(view.dossier.conventions)
        offices = {peer.office_code: peer.office_name for peer in self.place.peer_statuses()} | {own.code: own.name}
        explains = ACTIONS["explain"] in view.actions
        self.late.show_facts(late_facts(view.late, clock, names, offices, explains=explains))
        self.messages.show_facts(message_facts(view.dossier.messages, own.code, offices, self._prepared(view.dossier)))
        self.transfers.show_facts(transfer_facts(view.dossier.transfers))

    def _prepared(self, dossier: Dossier) -> dict[str, Prepared]:
        """Return our messages that nobody let go yet, as they would be told now."""
        ours = [message for message in dossier.messages if message.office == self.place.office.code]
        waiting = [message.entry for message in ours if message.state is MessageState.PREPARED]
        return {entry: self.place.telling.preview(dossier, entry) for entry in waiting}

    # What must be seen first

    def _show_notices(self, view: DossierView) -> None:
        dossier = view.dossier
        twins = []
        if dossier.status not in ENDED and dossier.code is not None:
            found = self.place.duplicates(dossier.applicant, dossier.plan.procedure_id)
            twins = [twin for twin in found if twin.id != dossier.id]
        said = notices_of(view, twins)
        for kind, notice in self.notices.items():
            noticed = said.get(kind)
            if noticed is None:
                notice.hide()
            elif notice.isHidden() or notice.text.text() != noticed.sentence:
                notice.say(noticed.sentence, noticed.tone, *self._answers(noticed))

    def _answers(self, noticed: Noticed) -> list[tuple[str, Callable[[], None]]]:
        return [(answer.label, partial(self._answer, answer)) for answer in noticed.answers]

    def _answer(self, answer: Answer) -> None:
        if answer.action:
            self._open_panel(ACTIONS[answer.action], answer.preset)
        else:
            self.show_dossier(answer.reference)

    def _is_sender(self, dossier: Dossier) -> bool:
        """Whether the paper is on its way from here: it may be taken back, but that is never the likeliest act."""
        return dossier.in_transit_to is not None and dossier.in_transit_to.code != self.place.office.code

    def _why_few(self, view: DossierView) -> str:
        """Say why there is little to do here, where it is so."""
        dossier = view.dossier
        if self.place.officer.role is Role.AUDITOR:
            return "Tài khoản kiểm tra chỉ được xem."
        if dossier.in_transit_to is not None:
            return f"Hồ sơ giấy đang trên đường đến {dossier.in_transit_to.name}. Nơi nhận sẽ ghi tiếp."
        if dossier.custodian is not None and dossier.custodian.code != self.place.office.code:
            return f"Hồ sơ giấy đang ở {dossier.custodian.name}, nơi đó ghi tiếp."
        return ""

    # Acting

    def _want_print(self, form: Form) -> None:
        if self.view is not None:
            self.print_wanted.emit(self.view.dossier.reference, form)

    def _do_primary(self) -> None:
        if self.panel is not None or self.view is None:
            return
        if self._primary is not None:
            self._choose(self._primary)
        elif self.view.dossier.status is Status.GUIDED:
            self.resume_wanted.emit(self.view.dossier.reference)

    def _choose(self, action: Action, with_details: bool = False) -> None:
        if self.view is None:
            return
        if with_details or not at_once(self.view.dossier, action, self.place.office.code):
            self._open_panel(action)
            return
        try:
            self._record(action, {}, None)
        except UserFacingError as error:
            self.refused.emit(error.message)

    def _open_panel(self, action: Action, preset: Mapping[str, str] | None = None) -> None:
        assert self.view is not None
        self._leave_panel()
        self.panel = ActionPanel(Situation(self.place, self.view, action, self.place.now(), preset or {}))
        self.panel.submitted.connect(self._submit)
        self.panel.left.connect(self._close_panel)
        for card in self._beside_the_panel():
            card.hide()
        for notice in self.notices.values():
            notice.hide()
        self.offer.hide()
        self._leave_preview()
        self.primary.setEnabled(False)
        self._right.body.insertWidget(1, self.panel)
        self.panel.show()
        self._open_wide(self.panel)
        self._make_room()
        self._right.verticalScrollBar().setValue(0)
        self.panel.setFocus()

    def _open_wide(self, panel: ActionPanel) -> None:
        """Give a field that needs it the wide column, in the place of the course."""
        for asked in panel.wide_fields():
            self._course.hide()
            self._left.body.insertWidget(0, asked.widget)
            asked.widget.show()
            self._left.verticalScrollBar().setValue(0)

    def _make_room(self) -> None:
        """Let the promise give way where the panel would not be seen whole beside it."""
        if self.panel is not None:
            whole = self.promise.sizeHint().height() + self.panel.sizeHint().height() + 3 * GAP
            self.promise.setVisible(whole <= self._right.viewport().height())

    def _beside_the_panel(self) -> tuple[QWidget, ...]:
        """The cards that make room for a panel."""
        return (self.papers, self.action_card, self.scans, self.late, self.messages, self.transfers)

    def _close_panel(self) -> None:
        self._leave_panel()
        self.setFocus()

    def _leave_panel(self) -> None:
        if self.panel is None or self.view is None:
            return
        for made in (self.panel, *(asked.widget for asked in self.panel.wide_fields())):
            made.hide()
            made.setParent(None)
            made.deleteLater()
        self.panel = None
        self.primary.setEnabled(True)
        self.promise.show()
        self.action_card.show()
        self._course.setVisible(self.view.dossier.received_at is not None)
        self.papers.setVisible(bool(self.papers.buttons))
        self._show_scans(self.view.dossier)
        for card in (self.late, self.messages, self.transfers):
            card.setVisible(bool(card.facts))
        self._show_notices(self.view)

    def _submit(self, fields: Mapping[str, Any], at: datetime | None) -> None:
        if self.panel is None:
            return
        panel = self.panel
        try:
            self._record(panel.action, fields, at)
        except UserFacingError as error:
            panel.refuse(error)

    def _record(self, action: Action, fields: Mapping[str, Any], at: datetime | None) -> None:
        assert self.view is not None
        recorded = self.place.do(self.view.dossier.id, action.name, fields, at)
        self._close_panel()
        self._show(self.place.view(recorded.dossier.id))
        self.changed.emit()
        self.told.emit(recorded_words(action, recorded))
        if action.form is not None:
            self.print_wanted.emit(recorded.dossier.reference, action.form)

    # Scans

    def _show_scans(self, dossier: Dossier) -> None:
        self.scans.show_dossier(dossier)
        self.scans.setVisible(self.panel is None and self.scans.anything())
        self.offer.show_papers(dossier.id, [item.name for item in dossier.papers])
        self._show_offer()

    def _show_offer(self) -> None:
        """Offer what was scanned where there is a dossier to put it to, and nothing else being filled in."""
        self.offer.setVisible(bool(self.offer.waiting) and not self.scans.why_not and self.panel is None)

    def is_looking(self) -> bool:
        """Return whether a scan stands in the wide column."""
        return self._wide.currentIndex() == 1

    def _look_at_scan(self, scan: Attachment) -> None:
        facts = " · ".join(part for part in (scan.paper, scan_facts(scan, self.place.now()), scan.note) if part)
        self._open_preview(scan.name, facts, partial(self.place.attachment, scan.hash))
        self.scans.mark(scan.entry)

    def _look_at_offered(self, path: Path) -> None:
        self._open_preview(path.name, "bản quét mới, chưa đính kèm", partial(look_at, path))
        self.scans.mark("")

    def _open_preview(self, name: str, facts: str, load: Callable[[], bytes]) -> None:
        self._wide.setCurrentIndex(1)
        self.preview.show_scan(name, facts, load)
        self.preview.setFocus()

    def _close_preview(self) -> None:
        """Go back to course and journal; the keyboard goes back to the scan that was looked at."""
        shown = next((button for button in self.scans.buttons().values() if button.isChecked()), None)
        self._leave_preview()
        (shown or self).setFocus()

    def _leave_preview(self) -> None:
        self._wide.setCurrentIndex(0)
        self.preview.leave()
        self.scans.mark("")

    def _scans_attached(self, reference: str, result: Attached) -> None:
        """Show what was attached, say beside its paper what was not; of a dossier left meanwhile, as a message."""
        self.offer.set_busy(busy=False)
        at_offer = self._settle_offer(result)
        here = self.view is not None and self.view.dossier.id == reference
        if result.done:
            self._show_attached(reference, result, here=here)
        others = [each for each in result.refused if each is not at_offer]
        if here:
            self.scans.show_refused(others)
        elif others:
            words = "; ".join(f"{each.wanted.path.name}: {each.why}" for each in others)
            self.refused.emit(f"Chưa đính kèm vào hồ sơ {self.place.view(reference).dossier.reference}: {words}")

    def _show_attached(self, reference: str, result: Attached, *, here: bool) -> None:
        dossier = self.place.view(reference).dossier
        if here and self.panel is None:
            self._show(self.place.view(reference))
        elif here:
            self.scans.show_dossier(dossier)
        self.changed.emit()
        left = f" Đã dừng, còn {len(result.left)} tệp chưa đính kèm." if result.left else ""
        self.told.emit(f"Đã đính kèm {len(result.done)} bản chụp vào hồ sơ {dossier.reference}.{left}")

    # What the scanner wrote

    def _watch_scanner(self) -> None:
        self.folder.watch(None if self.scans.why_not else self.scanner.folder)
        self._tell_scanner()

    def _choose_scanner(self, folder: Path | None) -> None:
        try:
            self.scanner.set_folder(folder)
        except UserFacingError as error:
            self.refused.emit(error.message)
        self._watch_scanner()

    def _tell_scanner(self) -> None:
        """Say on the card which folder is watched, and what is wrong with it."""
        folder = self.folder.folder
        gone = f"Không thấy thư mục máy quét “{folder}”. Hãy kiểm tra mạng, hoặc chọn lại thư mục."
        self.scans.menu.show_folder(folder)
        self.scans.tell_scanner(gone if self.folder.missing else self.scanner.fault)

    def _scanned(self, path: Path) -> None:
        self.offer.add(path)
        self._show_offer()

    def _take_offered(self, path: Path, paper: str) -> None:
        self.offer.set_busy(busy=True)
        self.scans.attach([Wanted(path, paper)])

    def _settle_offer(self, result: Attached) -> Refused | None:
        """Offer no more what is attached; say at the offer why it was refused, and return which file that was."""
        self.offer.settle([each.path for each in result.done])
        offered = next((each for each in result.refused if each.wanted.path in self.offer.waiting[:1]), None)
        if offered is not None:
            self.offer.refuse(offered.why)
        self._show_offer()
        return offered

    def _skipped(self, _paths: Sequence[Path]) -> None:
        if self.is_looking() and not any(button.isChecked() for button in self.scans.buttons().values()):
            self._close_preview()
        self._show_offer()

    # Files dragged over the page

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.scans.isVisible() and self.scans.takes(event):
            self._right.ensureWidgetVisible(self.scans)
            self.scans.light(lit=True)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.scans.light(lit=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.scans.light(lit=False)
        if self.scans.isVisible() and self.scans.takes(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.scans.attach([Wanted(path) for path in files_of(event.mimeData())])

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panel is not None:
            self._close_panel()
        elif event.key() == Qt.Key.Key_Escape and self.is_looking():
            self._close_preview()
        elif event.key() in _ENTER and self._faces.currentIndex() == 1:
            if not event.isAutoRepeat() and self._shown_for.elapsed() >= self.SETTLE_MS:
                self._enter()
        elif event.text().isprintable() and event.text().strip() and not _with_command(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and focused.isEnabled() and focused is not self.primary:
            focused.click()
        elif not self.is_looking():  # who reads a scan means nothing else with this key
            self._do_primary()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        self._right.setFixedWidth((RIGHT_NARROW if narrow else RIGHT) + MARGIN)
        self.reprint.setText("In lại" if narrow else "In lại giấy hẹn")
        self._code.setVisible(not narrow)
        self._show_line()


def _with_margins(panel: QWidget) -> QWidget:
    """Stand a panel where the scrolling column beside it has its cards."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 4, GAP, 16)
    column.addWidget(panel)
    return made


SCROLL_BAR = 12
"""Width of a scroll bar, as the style sheet has it."""


def _keep_edge(page: ScrollPage, room: int) -> None:
    """Leave `room` at the right of a scrolling column, its scroll bar included, so that cards keep their width."""
    bar = page.verticalScrollBar()

    def fit(_low: int, high: int) -> None:
        page.body.setContentsMargins(0, 4, room - SCROLL_BAR if high else room, 16)

    bar.rangeChanged.connect(fit)
    fit(0, 0)


def phone_words(number: str) -> str:
    """Return a telephone number in groups, as people read it out: "0961 234 567"."""
    return f"{number[:4]} {number[4:7]} {number[7:]}" if number.isdigit() and len(number) == 10 else number


def _with_command(event: QKeyEvent) -> bool:
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.modifiers() & command)


def header_line(dossier: Dossier, lead: str = "") -> str:
    """Return the one line under the name, as rich text: what, which case, when it came, where its paper lies."""
    received = dossier.received_at or dossier.opened_at
    parts = [
        *([lead] if lead else []),
        dossier.plan.name,
        *([dossier.plan.variant_label] if dossier.plan.variant_label else []),
    ]
    parts.append(f"nhận {received:%H:%M} ngày {received:%d/%m/%Y} {CHANNEL[dossier.channel]}")
    words = " · ".join(escape(part) for part in parts)
    where = f" · {where_words(dossier)}" if dossier.received_at else ""
    return f"<span style='color:{theme.palette().muted}'>{words}{where}</span>"


def where_words(dossier: Dossier) -> str:
    """Return where the paper dossier lies, as rich text."""
    ink = theme.palette().ink
    if dossier.in_transit_to is not None:
        return f"hồ sơ giấy đang chuyển đến <b style='color:{ink}'>{escape(dossier.in_transit_to.name)}</b>"
    name = escape(dossier.custodian.name) if dossier.custodian else "không rõ nơi giữ"
    return f"hồ sơ giấy đang ở <b style='color:{ink}'>{name}</b>"


def recorded_words(action: Action, recorded: Recorded) -> str:
    """Return the sentence that says what was written down."""
    dossier = recorded.dossier
    what = action.label.removesuffix("…")
    what = what if what.startswith("Ghi") else what[:1].lower() + what[1:]
    said = what.removeprefix("Ghi ").strip()
    step = f" Bước tiếp theo: {dossier.step.title}." if action.name == "finish-step" and dossier.step else ""
    return f"Đã ghi: {said} – {dossier.applicant.named}, {dossier.reference}.{step}"
