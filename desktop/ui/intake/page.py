"""The intake page, one screen, no wizard: procedure, then citizen and papers, then the paper that will be printed.

page = IntakePage(place)
page.taken_in.connect(lambda taken: board.refresh())
page.print_wanted.connect(print_paper)          # reference, form
"""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.intake.filling import Lack, filled_up, from_card, lacks, papers_missing, ticks_of
from desktop.intake.form import IntakeForm, MissingPapers, checked_applicant, plain
from desktop.intake.preview import preview_receipt
from desktop.intake.scan import dossier_code, read_card
from desktop.intake.take_in import TakenIn
from desktop.procedures.catalogue import UnknownProcedure
from desktop.terms import Channel, Form, Outcome
from desktop.ui.controls.layouts import GAP, MARGIN
from desktop.ui.controls.notice import Notice
from desktop.ui.intake.applicant_card import FROM_CARD, KNOWN, ApplicantCard
from desktop.ui.intake.due_panel import due_figure
from desktop.ui.intake.outcome_bar import OutcomeBar, ReasonPanel
from desktop.ui.intake.papers_card import PapersCard
from desktop.ui.intake.preview_pane import PreviewPane
from desktop.ui.intake.procedure_card import ProcedureCard
from desktop.ui.intake.scanner import ScannerFilter
from desktop.ui.intake.twins_panel import TwinsPanel

DRAFT_MS, MINUTE_MS, LOOK_MS = 3_000, 60_000, 300
NARROW_BELOW, LOW_BELOW = 1080, 520
LEFT_WIDTH, RIGHT_WIDTH, WIDEST = 290, 372, 16_777_215
RUNNING_ALREADY = "Tiếp nhận được, nhưng công dân đang có hồ sơ cùng thủ tục: {code}."
"""Said at the foot as well, where the comparison may be scrolled out of sight."""

_PAPERS = {Outcome.ACCEPTED: Form.RECEIPT, Outcome.SUPPLEMENT: Form.SUPPLEMENT, Outcome.REJECTED: Form.REJECTION}
_DONE = {
    Outcome.ACCEPTED: "Đã tiếp nhận {code} · {name} · hẹn trả {due}.",
    Outcome.SUPPLEMENT: "Đã lập phiếu yêu cầu bổ sung {code} · {name}.",
    Outcome.REJECTED: "Đã lập phiếu từ chối {code} · {name}.",
}


class IntakePage(QWidget):
    """The page (tiếp nhận)."""

    taken_in = Signal(object)
    """A `TakenIn`: something was recorded, other screens refresh."""
    print_wanted = Signal(str, Form)
    """Reference of a dossier or slip, and which of its papers to print."""
    dossier_wanted = Signal(str)
    """The code of a dossier that was scanned here: show it."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Tiếp nhận")
        self._place = place
        self._slip = ""
        self._typed = False
        self._narrow: bool | None = None
        self._cleared: IntakeForm | None = None
        self._blank = b""
        self._build()
        self._connect()
        self._refresh()
        self._blank = msgspec.json.encode(self.form())
        self._offer_draft()

    def _build(self) -> None:
        self.procedure = ProcedureCard(self._place)
        self.applicant = ApplicantCard(self._place.now)
        self.twins = TwinsPanel()
        self.papers = PapersCard()
        self.preview = PreviewPane()
        self.bar = OutcomeBar()
        self.reason = ReasonPanel()
        self.notice = Notice()
        self._scanner = ScannerFilter(self, self._remember)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.notice)
        self._column.addLayout(self._build_columns(), 1)
        self._column.addWidget(self.reason)
        self._column.addWidget(self.bar)
        self.setFocusProxy(self.procedure.picker.field)
        self._chain()

    def _build_columns(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.procedure)
        row.addWidget(self._build_middle(), 1)
        row.addWidget(self.preview)
        return row

    def _build_middle(self) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.applicant)
        column.addWidget(self.twins)
        column.addWidget(self.papers, 1)
        self._middle = QScrollArea()
        self._middle.setWidgetResizable(True)
        self._middle.setFrameShape(QScrollArea.Shape.NoFrame)
        self._middle.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._middle.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._middle.setWidget(inner)
        return self._middle

    def _chain(self) -> None:
        """Let Tab follow the eye: procedure, case, due time, citizen, papers, outcomes."""
        card = self.applicant
        stops: list[QWidget] = [self.procedure.picker.field, self.procedure.case, self.procedure.due.own.line]
        stops += [card.name.line, card.identity.line, card.birth.line, card.sex, card.phone.line, card.address.line]
        stops += [card.organisation.line, card.tax.line, card.delegate.line, card.email.line, card.channel]
        stops += [card.received.moment.line, card.received.reason.line, card.toggle, self.twins.open_button]
        stops += [*self.papers.stops(), self.reason.reason.line, self.reason.back, self.reason.go]
        stops += [self.bar.preview, self.bar.reject, self.bar.supplement, self.bar.accept]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        QApplication.instance().focusChanged.connect(self._keep_on_leaving)  # type: ignore[union-attr]
        self.procedure.changed.connect(self._change)
        self.procedure.chosen.connect(self._list_papers)
        self.applicant.changed.connect(self._change)
        self.applicant.identified.connect(self._recognise)
        self.applicant.resumed.connect(self.resume)
        self.papers.changed.connect(self._change)
        self.papers.listed.connect(self._chain)
        self.papers.reached.connect(lambda row: self._middle.ensureWidgetVisible(row, 0, 48))
        self.bar.wanted.connect(self._want)
        self.bar.preview.clicked.connect(self._turn_preview)
        self.reason.given.connect(self._end)
        self.reason.left.connect(self._leave_reason)
        self._scanner.scanned.connect(self.scan)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self._clear_undoably)
        self.twins.opened.connect(self.dossier_wanted)
        for field in (self.applicant.received.moment, self.applicant.received.reason):
            field.edited.connect(lambda _text: self._set_back())
        self.applicant.received.moment.line.editingFinished.connect(self._check_received)
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(self._look_for_twins)
        self._draft = QTimer(self, interval=DRAFT_MS)
        self._draft.timeout.connect(self.keep_draft)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.procedure.due.refresh)

    # What stands on the page

    def form(self, outcome: Outcome = Outcome.ACCEPTED, reason: str = "") -> IntakeForm:
        """Return the form as it stands, unchecked; an empty `procedure` while none is chosen."""
        procedure = self.procedure.procedure
        return IntakeForm(
            procedure=procedure.id if procedure else "",
            applicant=self.applicant.applicant(),
            outcome=outcome,
            variant=self.procedure.variants(),
            channel=Channel(str(self.applicant.channel.value())),
            sets=self.papers.sets.value(),
            papers=self.papers.ticks(),
            reason=reason,
            due=self.procedure.due.given(),
            slip=self._slip,
            received_at=self._received_at(),
            late_reason=self.applicant.received.fields().get("late_reason", ""),
        )

    def _received_at(self) -> datetime | None:
        """Return when the papers came, None for now and while no moment can be read."""
        try:
            return self.applicant.received.at()
        except UserFacingError:
            return None

    def show_form(self, form: IntakeForm) -> None:
        """Fill the page; a procedure that is no longer in the catalogue is left open."""
        self._slip = form.slip
        try:
            procedure = self._place.catalogue.get(form.procedure) if form.procedure else None
        except UnknownProcedure:
            procedure = None
        if procedure is None:
            self.procedure.clear()
        else:
            self.procedure.show_procedure(procedure, form.variants(), form.due)
        self.papers.show_procedure(procedure, form.papers)
        self.papers.sets.show_value(form.sets)
        self.applicant.show_applicant(form.applicant)
        self.applicant.channel.choose(form.channel)
        self._show_received(form.received_at, form.late_reason)
        self._typed = True
        self._refresh()

    def _show_received(self, at: datetime | None, late_reason: str) -> None:
        received = self.applicant.received
        received.clear()
        if at is not None:
            received.moment.set_text(f"{at:%H:%M %d/%m/%Y}")
            received.reason.set_text(late_reason)
            self.applicant.show_more(wanted=True)
        self._ask_why_late()
        self.procedure.due.set_received(at)

    def _set_back(self) -> None:
        """Count from the moment typed, and ask why it is written down only now when that is long ago."""
        self._ask_why_late()
        self.procedure.due.set_received(self._received_at())
        self._change()

    def _ask_why_late(self) -> None:
        """Ask, not demand: with a citizen waiting, an empty answer is recorded as well."""
        at, place = self._received_at(), self._place
        try:
            lag = place.clock.minutes_between(at, place.now()) if at else 0
        except UserFacingError:
            lag = 0
        self.applicant.received.reason.setVisible(lag > place.rules.record_tolerance_minutes)

    def _check_received(self) -> bool:
        """Return whether the moment typed can be; what is wrong with it stands beside it."""
        try:
            at = self.applicant.received.at()
        except UserFacingError as error:
            self.applicant.received.moment.set_error(error.message)
            return False
        if at is not None and at > self._place.now():
            self.applicant.received.moment.set_error("Thời điểm này còn ở tương lai. Hãy nhập lúc đã nhận giấy tờ.")
            return False
        return True

    def is_blank(self) -> bool:
        """Return whether nothing was typed or chosen since the page was cleared."""
        return msgspec.json.encode(self.form()) == self._blank

    def lacks(self) -> tuple[Lack, ...]:
        """Return what keeps the dossier from being accepted."""
        due_known = self.procedure.due.preview is not None
        return lacks(self.form(), self.procedure.procedure, due_known=due_known)

    def _change(self) -> None:
        self._typed = True
        if self._cleared is not None:
            self._cleared = None
            self.notice.hide()
        self._refresh()

    def _refresh(self) -> None:
        procedure = self.procedure.procedure
        missing = papers_missing(procedure, self.papers.ticks()) if procedure else ()
        self.bar.show_lacks(self.lacks(), len(missing), started=self._typed)
        self._show_preview()
        self._look.start()

    def _look_for_twins(self) -> None:
        """Put a running dossier of the same citizen under the same procedure beside this form; it blocks nothing."""
        form, due = self.form(), self.procedure.due.preview
        twins: list[Dossier] = []
        if form.procedure and form.applicant.named:
            try:
                twins = self._place.duplicates(checked_applicant(form.applicant), form.procedure)
            except UserFacingError:  # a number half typed
                twins = []
        if twins and not self.lacks():
            self.bar.tidings.say(RUNNING_ALREADY.format(code=twins[0].reference), "warning_20_regular", "soon")
        ticked = sum(tick.ok for tick in form.papers)
        self.twins.show_twins(
            twins, form.applicant, form.received_at or self._place.now(), due.due if due else None, ticked
        )

    def _show_preview(self) -> None:
        procedure, plan, due = self.procedure.procedure, self.procedure.plan, self.procedure.due.preview
        if procedure is None or plan is None:
            self.preview.show_receipt(None)
        elif due is None:
            self.preview.show_receipt(None, "Chọn hạn trả để xem trước giấy hẹn.")
        else:
            receipt = preview_receipt(
                self.form(),
                procedure,
                plan,
                due,
                self._place.office,
                officer=self._place.officer.full_name,
                received_at=self.procedure.due.received_at(),
                practice=self._place.practice,
            )
            self.preview.show_receipt(receipt)

    def _list_papers(self) -> None:
        self.papers.show_procedure(self.procedure.procedure)
        self._change()
        name = self.applicant.name
        (self.papers.first_stop() if name.text() else name.line).setFocus(Qt.FocusReason.OtherFocusReason)

    # Who the citizen is

    def scan(self, text: str) -> None:
        """Take what a scanner read: an identity card fills the citizen in, a code opens its slip or dossier."""
        reference = dossier_code(text)
        if reference is not None:
            self._open(reference)
            return
        try:
            card = read_card(text)
        except UserFacingError as error:
            self.notice.say(error.message, "overdue", ("Đã rõ", lambda: None))
            return
        self.applicant.show_applicant(from_card(card, self.applicant.applicant()), source=FROM_CARD)
        self._recognise(card.number)
        self._typed = True
        self._refresh()
        self._go_on()

    def _go_on(self) -> None:
        """Put the keyboard where the officer types next."""
        target: QWidget = self.papers.first_stop() if self.procedure.procedure else self.procedure.picker.field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _recognise(self, identity_no: str) -> None:
        known = self._place.returning_applicant(identity_no)
        self.applicant.show_returning(known)
        if known is None:
            return
        typed = self.applicant.applicant()
        filled = filled_up(typed, known.applicant)
        if filled != typed:
            source = FROM_CARD if self.applicant.pill.isVisibleTo(self.applicant) else KNOWN
            self.applicant.show_applicant(filled, source=source)
            self._change()

    def _open(self, reference: str) -> None:
        try:
            dossier = self._place.view(reference).dossier
        except UserFacingError as error:
            self.notice.say(error.message, "overdue", ("Đã rõ", lambda: None))
            return
        if dossier.code is None:
            self._resume(dossier)
        else:
            self.dossier_wanted.emit(dossier.code)

    def resume(self, reference: str) -> None:
        """Go on with an intake that ended in a slip: its citizen, procedure and papers stand on the page again.

        An unknown reference, or one that was accepted since, is said in a notice; the page stays as it is.
        """
        try:
            dossier = self._place.view(reference).dossier
        except UserFacingError as error:
            self.notice.say(error.message, "overdue", ("Đã rõ", lambda: None))
            return
        if dossier.code is not None:
            self.notice.say(f"Phiếu này đã được tiếp nhận với mã {dossier.code}.", "soon", ("Đã rõ", lambda: None))
            return
        self._resume(dossier)

    def _resume(self, dossier: Dossier) -> None:
        form = IntakeForm(
            procedure=dossier.plan.procedure_id,
            applicant=dossier.applicant,
            outcome=Outcome.ACCEPTED,
            variant=list(dossier.plan.variants),
            channel=dossier.channel,
            sets=dossier.sets,
            papers=ticks_of(dossier.papers),
            slip=dossier.reference,
        )
        self.show_form(form)
        self.applicant.unfinished.hide()
        self.notice.say(f"Đang tiếp tục phiếu {dossier.reference}.", "proposal", ("Làm phiếu mới", self._leave_slip))
        self.papers.focus_first_missing()

    def _leave_slip(self) -> None:
        self._slip = ""
        self._change()

    # How it ends

    def _want(self, outcome: Outcome) -> None:
        procedure = self.procedure.procedure
        missing = papers_missing(procedure, self.papers.ticks()) if procedure else ()
        if outcome is Outcome.REJECTED or (outcome is Outcome.SUPPLEMENT and not missing):
            self.bar.hide()
            self.reason.ask(outcome)
        else:
            self._end(outcome, "")

    def _leave_reason(self) -> None:
        self.bar.show()
        self.bar.reject.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self, outcome: Outcome, reason: str) -> None:
        if not self._check_received():
            self.applicant.show_more(wanted=True)
            self.applicant.received.moment.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            taken = self._place.take_in(self.form(outcome, reason))
        except UserFacingError as error:
            self._show_fault(error)
            return
        self._place.drop_draft()
        self._start_afresh()
        self._tell_done(taken, outcome)
        self.taken_in.emit(taken)
        self.print_wanted.emit(taken.dossier.reference, _PAPERS[outcome])

    def _tell_done(self, taken: TakenIn, outcome: Outcome) -> None:
        dossier = taken.dossier
        due = due_figure(dossier.due) if dossier.due else ""
        told = _DONE[outcome].format(code=dossier.reference, name=dossier.applicant.named, due=due)
        self.bar.tidings.say(told, "checkmark_circle_20_filled", "in_time")

    def _show_fault(self, error: UserFacingError) -> None:
        """Put the sentence beside the input it is about."""
        if error.field != "reason" and self.reason.isVisible():
            self.reason.hide()
            self.bar.show()
        if self.applicant.show_error(error.field, error.message) or self._show_moment_fault(error):
            return
        if isinstance(error, MissingPapers) or error.field == "papers":
            self.papers.focus_first_missing()
        elif error.field == "reason" and self.reason.isVisible():
            self.reason.reason.set_error(error.message)
            return
        elif error.field == "due":
            self.procedure.due.own.setVisible(True)
            self.procedure.due.own.set_error(error.message)
            return
        self.bar.tidings.say(error.message, "error_circle_20_regular", "overdue")

    def _show_moment_fault(self, error: UserFacingError) -> bool:
        """Put a fault of the time of receipt beside it; return whether it is one."""
        shown = self.applicant.received.refuse(error)
        if shown:
            self.applicant.show_more(wanted=True)
        return shown

    def clear(self) -> None:
        """Clear the page for the next citizen."""
        self._place.drop_draft()
        self._start_afresh()

    def _start_afresh(self) -> None:
        self._slip, self._cleared = "", None
        self.notice.hide()
        self.reason.clear()
        self.bar.show()
        self.procedure.clear()
        self.papers.show_procedure(None)
        self.applicant.clear()
        self.applicant.received.clear()
        self.twins.hide()
        self._typed = False
        self._refresh()
        self.procedure.picker.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear_undoably(self) -> None:
        if self.is_blank():
            return
        kept = self.form()
        self.clear()
        self._cleared = kept
        self.notice.say("Đã xóa phiếu đang làm.", "proposal", ("Khôi phục", lambda: self.show_form(kept)))

    # Drafts

    def keep_draft(self) -> None:
        """Keep what was typed since the last time, against power cuts."""
        if not self._typed:
            return
        self._typed = False
        if self.is_blank():
            self._place.drop_draft()
        else:
            self._place.save_draft(plain(self.form()))

    def _offer_draft(self) -> None:
        """Offer what a power cut left behind; an unreadable rest of an older program is forgotten."""
        kept = self._place.load_draft()
        if kept is None:
            return
        saved_at, values = kept
        try:
            form = msgspec.convert(values, IntakeForm)
        except msgspec.ValidationError:
            self._place.drop_draft()
            return
        who = f" ({form.applicant.named})" if form.applicant.named else ""
        self.notice.say(
            f"Khôi phục phiếu đang làm lúc {self._when(saved_at)}{who}?",
            "proposal",
            ("Bỏ", self._place.drop_draft),
            ("Khôi phục", lambda: self.show_form(form)),
        )

    def _when(self, saved_at: datetime) -> str:
        today = saved_at.date() == self._place.now().date()
        return f"{saved_at:%H:%M}" if today else f"{saved_at:%H:%M} ngày {saved_at:%d/%m/%Y}"

    # Window

    def _remember(self) -> Callable[[], None]:
        """Return what takes back the keys a scanner typed into a field."""
        focus = QApplication.focusWidget()
        if not isinstance(focus, QLineEdit):
            return lambda: None
        field, before = focus, focus.text()

        def undo() -> None:
            field.setText(before)
            field.textEdited.emit(before)

        return undo

    def _turn_preview(self) -> None:
        """In a narrow window the paper takes the place of the form, and gives it back."""
        self._show_paper_only(self.preview.isHidden())

    def _show_paper_only(self, shown: bool) -> None:
        for part in (self.procedure, self._middle):
            part.setVisible(not shown)
        self.preview.setVisible(shown)
        self.bar.preview.setText("Về phiếu" if shown else "Xem giấy")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F9 and self.lacks():
            self._go_to_first_lack()
        else:
            super().keyPressEvent(event)

    def _go_to_first_lack(self) -> None:
        """A key that is off says why: the keyboard goes where something is missing."""
        lack = self.lacks()[0]
        targets: dict[str, Callable[[], None]] = {
            "procedure": self.procedure.picker.field.setFocus,
            "due": self.procedure.due.own.line.setFocus,
            "papers": self.papers.focus_first_missing,
        }
        if lack.field in targets:
            targets[lack.field]()
            self.bar.tidings.say(lack.sentence, "warning_20_regular", "overdue")
        else:
            self.applicant.show_error(lack.field, lack.sentence)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._scanner.watch(on=True)
        self._draft.start()
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._scanner.watch(on=False)
        self._draft.stop()
        self._minute.stop()
        self.keep_draft()

    def _keep_on_leaving(self, before: QWidget | None, _now: QWidget | None) -> None:
        if before is not None and self.isVisible() and self.isAncestorOf(before):
            self.keep_draft()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, low = self.width() < NARROW_BELOW, self.height() < LOW_BELOW
        margin = 10 if low else 16
        self._column.setContentsMargins(MARGIN if not narrow else 12, margin, MARGIN if not narrow else 12, margin)
        self._column.setSpacing(8 if low else GAP)
        self.procedure.setFixedWidth(LEFT_WIDTH if not narrow else 268)
        self.preview.setMaximumWidth(WIDEST if narrow else RIGHT_WIDTH)
        self.preview.setMinimumWidth(0 if narrow else RIGHT_WIDTH)
        self.preview.set_large(large=narrow)
        if narrow != self._narrow:
            self._narrow = narrow
            self.bar.set_short(short=narrow)
            self._show_paper_only(False)
            self.preview.setVisible(not narrow)
