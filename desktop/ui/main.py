"""The window put together: pages around one officer's place, log-in before it, lock in front of it.

`run_window(data_dir)` is what `motcua` calls; whether a window can be opened is asked of `availability` before.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.app import Workplace
from desktop.deadlines import CalendarMissing, Recomputed
from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.handling.actions import ACTIONS
from desktop.handling.board_row import BoardRow
from desktop.intake.take_in import TakenIn
from desktop.terms import Form
from desktop.ui import background, faults, status_words
from desktop.ui.board.page import BoardPage
from desktop.ui.custody.page import CustodyPage
from desktop.ui.dossier.asking import at_once
from desktop.ui.dossier.page import DossierPage, recorded_words
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.intake.page import IntakePage
from desktop.ui.messages.page import MessagesPage
from desktop.ui.palette import Mode
from desktop.ui.printing.preview import PreviewPage
from desktop.ui.printing.printer_settings import PRINTERS, PrinterBook
from desktop.ui.registers.page import RegistersPage
from desktop.ui.returning.page import ReturnPage
from desktop.ui.scans.scanner_settings import SCANNER, ScannerBook
from desktop.ui.settings.page import SettingsPage
from desktop.ui.shell.message_bar import Tidings
from desktop.ui.shell.rail import RailItem
from desktop.ui.shell.search_box import SearchHit
from desktop.ui.shell.top_bar import DeskSign
from desktop.ui.shell.window import MainWindow
from desktop.ui.start.window import StartWindow
from desktop.ui.theme import apply_theme
from desktop.wording import FORM, STATUS

BOARD, INTAKE, DOSSIER, EXCHANGE = "board", "intake", "dossier", "exchange"
RETURNING, CUSTODY = "returning", "custody"
MESSAGES, REGISTERS = "messages", "registers"
SETTINGS = "settings"
SUGGESTED = 8
FIRST_LOOK_MS = 200
"""Time for the window to be painted before thousands of dossiers are read beside it."""

AT_ONCE = 300
"""So many rows are read within a blink; more are read beside the window."""

CARD_MARK = "|"
"""Separates the fields of an identity card's QR code; no dossier code or name holds it."""


@dataclass(frozen=True, slots=True)
class BoardLook:
    """What one look at the board gave: its rows, the note on the next working day, and when to look again."""

    rows: list[BoardRow]
    note: str
    wake_ms: int
    fault: str = ""


def sign_of(place: Workplace) -> DeskSign:
    """Return who works where, for the top bar."""
    unit = place.office.unit_name(place.officer.unit) if place.officer.unit else ""
    return DeskSign(place.officer.full_name, " · ".join(part for part in (unit, place.office.name) if part))


def hit_of(dossier: Dossier) -> SearchHit:
    """Return a suggestion for the search box."""
    subtitle = f"{dossier.reference} · {dossier.plan.name} · {STATUS[dossier.status]}"
    return SearchHit(dossier.applicant.named, subtitle, dossier.id)


class Desk(QObject):
    """One officer's window: what the pages ask for is done here through the `Workplace`."""

    locked = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.board = BoardPage(place.now, place.explain_promise)
        self.intake = IntakePage(place)
        data_dir = place.store.folder.parent
        self.dossier = DossierPage(place, ScannerBook(data_dir / SCANNER))
        self.returning = ReturnPage(place)
        self.custody = CustodyPage(place)
        self.messages = MessagesPage(place)
        self.exchange = ExchangePage(place)
        self.registers = RegistersPage(place)
        book = PrinterBook(data_dir / PRINTERS)
        self.settings = SettingsPage(place, book)
        self.preview = PreviewPage(book)
        self.window = MainWindow(
            self._items(), sign_of(place), place.now, suggest=self._suggest, practice=place.practice
        )
        self.window.stack.addWidget(self.preview)
        self._page_before: QWidget = self.board
        self._not_yet_above: int | None = None
        self._looking: background.Job[BoardLook] | None = None
        self._look_again = False
        self._status_wake = QTimer(self, singleShot=True)
        self._connect()
        self.refresh()
        self._look_for_moved_promises()

    def _items(self) -> list[RailItem]:
        return [
            RailItem(BOARD, "Bảng hạn", "timer_24", self.board),
            RailItem(INTAKE, "Tiếp nhận", "document_add_24", self.intake),
            RailItem(DOSSIER, "Hồ sơ", "folder_search_24", self.dossier),
            RailItem(RETURNING, "Trả kết quả", "box_checkmark_24", self.returning),
            RailItem(CUSTODY, "Bàn giao", "arrow_swap_24", self.custody),
            RailItem(MESSAGES, "Tin nhắn", "chat_24", self.messages),
            RailItem(EXCHANGE, "Trao đổi", "usb_stick_24", self.exchange),
            RailItem(REGISTERS, "Sổ, báo cáo", "data_pie_24", self.registers),
            RailItem(SETTINGS, "Thiết lập", "settings_24", self.settings, bottom=True),
        ]

    def _connect(self) -> None:
        self.board.opened.connect(self.open_dossier)
        self.board.action_chosen.connect(self.act)
        self.board.refresh_wanted.connect(self.refresh)
        self._status_wake.timeout.connect(self._tell_status)
        self.window.search.hit_chosen.connect(self.open_dossier)
        self.window.search.searched.connect(self.search)
        self.dossier.changed.connect(self.refresh)
        self.dossier.told.connect(self._tell_good)
        self.dossier.refused.connect(self._tell_fault)
        self.dossier.print_wanted.connect(self.show_paper)
        self.dossier.resume_wanted.connect(self._resume)
        self.dossier.typed.connect(self._type_into_search)
        for page in (self.returning, self.custody):
            page.told.connect(self._tell_good)
            page.refused.connect(self._tell_fault)
            page.changed.connect(self.refresh)
        self.returning.print_wanted.connect(self.show_paper)
        self.custody.list_wanted.connect(lambda reference: self.show_paper(reference, Form.HANDOVER_LIST))
        self.messages.told.connect(self._tell_good)
        self.messages.refused.connect(self._tell_fault)
        self.messages.changed.connect(self.dossier.refresh)
        self.messages.dossier_wanted.connect(self.open_dossier)
        self.registers.told.connect(self._tell_good)
        self.registers.dossier_wanted.connect(self.open_dossier)
        self.registers.explain_wanted.connect(lambda dossier: self.act(dossier, "explain"))
        self.registers.paper_wanted.connect(self._show_book)
        self.exchange.told.connect(self._tell_good)
        self.exchange.refused.connect(self._tell_fault)
        self.exchange.changed.connect(self.refresh)
        self.exchange.changed.connect(self._look_for_moved_promises)
        self.preview.closed.connect(self._leave_preview)
        self.preview.printed.connect(self._printed)
        self.preview.saved.connect(lambda path: self._tell_good(f"Đã lưu {path}."))
        self.preview.printed_behind.connect(lambda title: self._tell_good(f"Đã gửi {title} đến máy in."))
        self.preview.failed_behind.connect(self._tell_fault)
        self.settings.told.connect(self._tell_good)
        self.settings.changed.connect(self._settings_changed)
        self.window.installEventFilter(self)
        self.window.page_shown.connect(self._page_shown)
        lock = QShortcut(QKeySequence("Ctrl+L"), self.window)
        lock.activated.connect(self.locked)
        self.window.top.officer.setCursor(Qt.CursorShape.PointingHandCursor)
        self.window.top.officer.installEventFilter(self)
        self.intake.taken_in.connect(self._taken_in)
        self.intake.print_wanted.connect(self.show_paper)
        self.intake.dossier_wanted.connect(self.open_dossier)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window.top.officer and event.type() == QEvent.Type.MouseButtonRelease:
            self.officer_menu().popup(QCursor.pos())
            return True
        if watched is self.window and event.type() == QEvent.Type.Close and self.settings.unsaved():
            event.ignore()
            self._ask_about_settings("Đóng, bỏ thay đổi", self._close_anyway)
            return True
        return super().eventFilter(watched, event)

    def officer_menu(self) -> QMenu:
        """Return what the officer's name at the upper right offers."""
        menu = QMenu(self.window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Khóa màn hình (Ctrl+L)").triggered.connect(self.locked)
        return menu

    # Showing

    def refresh(self) -> None:
        """Read the board and the status line afresh and wake again when their words change.

        A small board is there at once; one whose reading would hold the window up is read beside it.
        """
        count = self.place.running_count()
        if count <= AT_ONCE:
            self._show_board(self._look_at_board())
        else:
            self._look_beside(count)
        self._not_yet_above = self.place.not_yet_above()
        self._tell_status()
        self.dossier.refresh()

    def _look_beside(self, count: int) -> None:
        self.board.show_reading(count)
        self._look_again = self._looking is not None and self._looking.is_running()
        if self._look_again:
            return
        pace = background.unhurried if self.board.has_rows() else iter
        self._looking = background.Job(lambda _: self._look_at_board(pace), self)
        self._looking.done.connect(self._show_looked)
        self._looking.failed.connect(self._fail)
        QTimer.singleShot(0 if self.board.has_rows() else FIRST_LOOK_MS, self._looking.start)

    def _show_looked(self, look: BoardLook) -> None:
        """Show what was read, unless something was recorded meanwhile: then it is read once more."""
        self._show_board(look)
        if self._look_again:
            self._look_beside(len(look.rows))

    def _fail(self, error: Exception) -> None:
        raise error

    def _look_at_board(self, pace: Callable[[Iterable[Dossier]], Iterable[Dossier]] = iter) -> BoardLook:
        """Read the board's rows; in a year without a calendar none, because then the calendar is to be read in."""
        now, clock = self.place.now(), self.place.clock
        try:
            rows = self.place.board(pace)
        except CalendarMissing as error:
            return BoardLook([], "", status_words.HOUR_MS, error.message)
        wake_ms = status_words.board_wake_ms(rows, clock, now)
        return BoardLook(rows, status_words.tomorrow_note(clock, now.date()), wake_ms)

    def _show_board(self, look: BoardLook) -> None:
        if look.fault:
            self._tell_fault(look.fault)
        self.board.show_rows(look.rows, look.note)
        self.board.wake_at(look.wake_ms)

    def _tell_status(self) -> None:
        """Say how long the office stays open, minute by minute; nothing is read from the store for that."""
        now, clock = self.place.now(), self.place.clock
        self.window.show_status(status_words.status_line(clock, now, self._not_yet_above))
        self._status_wake.start(status_words.status_wake_ms(clock, now))

    def _page_shown(self, key: str) -> None:
        if key == EXCHANGE:
            self.exchange.refresh()
        if key == MESSAGES:
            self.messages.refresh()
        if key == REGISTERS:
            self.registers.refresh()
        if key == SETTINGS:
            self.settings.refresh()
        elif self.settings.unsaved():
            self._ask_about_settings("Quay lại", lambda: self.window.go_to(SETTINGS))

    def _ask_about_settings(self, words: str, act: Callable[[], None]) -> None:
        """Say which settings are not saved; they stay in their fields meanwhile."""
        named = ", ".join(f"“{section.title}”" for section in self.settings.unsaved())
        self.window.messages.tell(f"Thiết lập {named} có thay đổi chưa lưu.", Tidings.WARNING, words, act)

    def _close_anyway(self) -> None:
        self.settings.discard_all()
        self.window.close()

    def _settings_changed(self) -> None:
        """Let every page see the office, the calendar and the officers as they are now."""
        self.window.top.officer.show_sign(sign_of(self.place))
        self.refresh()
        self._look_for_moved_promises()

    def _suggest(self, text: str) -> Sequence[SearchHit]:
        if CARD_MARK in text:
            return []
        return [hit_of(dossier) for dossier in self.place.search(text, SUGGESTED)]

    def search(self, text: str) -> None:
        """Open what was searched for: one dossier, a list, or the intake page for a scanned identity card."""
        query = text.strip()
        if not query:
            return
        self.window.search.clear()
        if CARD_MARK in query:
            self.window.go_to(INTAKE)
            self.intake.scan(query)
            return
        found = self.place.search(query)
        self.window.go_to(DOSSIER)
        self.dossier.show_hits(found, query)

    def open_dossier(self, reference: str) -> None:
        """Turn to a dossier."""
        self.window.go_to(DOSSIER)
        self.dossier.show_dossier(reference)

    def _type_into_search(self, text: str) -> None:
        """Let a scanner or a quick hand search without reaching for the box first."""
        search = self.window.search
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        search.insert(text)
        search.textEdited.emit(search.text())

    def _resume(self, reference: str) -> None:
        self.window.go_to(INTAKE)
        self.intake.resume(reference)

    def _look_for_moved_promises(self) -> None:
        """Look, beside the window, for promises that a changed calendar would make otherwise."""
        job = background.Job(lambda _: self.place.differing_promises(), self)
        job.done.connect(self._tell_moved_promises)
        job.start()

    def _tell_moved_promises(self, found: Sequence[tuple[Dossier, Recomputed]]) -> None:
        if not found:
            return
        dossiers = [dossier for dossier, _ in found]
        self.window.messages.tell(
            f"Lịch làm việc đã thay đổi: {len(found)} hồ sơ có hạn tính lại khác ngày đã hẹn.",
            Tidings.WARNING,
            "Xem",
            lambda: self._show_moved(dossiers),
        )

    def _show_moved(self, dossiers: Sequence[Dossier]) -> None:
        self.window.go_to(DOSSIER)
        self.dossier.show_hits(dossiers, "hạn khác ngày đã hẹn")

    # Acting

    def act(self, dossier_id: str, name: str) -> None:
        """Do what a row of the board offers: at once, or in the dossier's panel when something must be filled in."""
        action = ACTIONS[name]
        if name == "return-result":
            self.window.go_to(RETURNING)
            self.returning.show_dossier(dossier_id)
            return
        if not at_once(self.place.view(dossier_id).dossier, action, self.place.office.code):
            self.window.go_to(DOSSIER)
            self.dossier.open_action(dossier_id, name)
            return
        try:
            recorded = self.place.do(dossier_id, name, {})
        except UserFacingError as error:
            self._tell_fault(error.message)
            return
        self.refresh()
        self._tell_good(recorded_words(action, recorded))

    def _taken_in(self, taken: TakenIn) -> None:
        self.refresh()
        dossier = taken.dossier
        self._tell_good(f"{STATUS[dossier.status]}: {dossier.applicant.named}, {dossier.reference}.")

    def _tell_good(self, words: str) -> None:
        self.window.show_message(words, Tidings.GOOD)

    def _tell_fault(self, words: str) -> None:
        self.window.show_message(words, Tidings.FAULT)

    # Paper

    def show_paper(self, reference: str, form: Form) -> None:
        """Show a paper before it is printed; looking records nothing."""
        try:
            dossier = self.place.view(reference).dossier
            look = self.place.look_at_paper(dossier, form)
        except UserFacingError as error:
            self._tell_fault(error.message)
            return
        issued = dossier.issued_paper(form)
        prints = issued.prints if issued else 0
        note = f"Đã in {prints} lần. Bản này sẽ ghi “In lại lần {prints}”." if prints else ""
        name = f"{dossier.reference}-{form}.pdf"
        self.preview.show_paper(FORM[form], name, look, lambda: self.place.paper(dossier.id, form), note, form)
        self._turn_to_preview()

    def _show_book(self, title: str, name: str, pdf: bytes) -> None:
        """Show a register before it is printed; it shows what is recorded, so a print of it is no entry."""
        self.preview.show_paper(title, name, pdf, lambda: pdf, form=Form.REGISTER)
        self._turn_to_preview()

    def _turn_to_preview(self) -> None:
        before = self.window.stack.currentWidget()
        if before is not None and before is not self.preview:
            self._page_before = before
        self.window.stack.setCurrentWidget(self.preview)
        self.preview.setFocus()

    def _printed(self, title: str) -> None:
        self._tell_good(f"Đã gửi {title} đến máy in.")
        self._leave_preview()

    def _leave_preview(self) -> None:
        if self.window.stack.currentWidget() is self.preview:
            self.window.stack.setCurrentWidget(self._page_before)
            self._page_before.setFocus()
        self.refresh()

    def close(self) -> None:
        """Close the window and let go of the store."""
        self._status_wake.stop()
        self.settings.discard_all()
        self.window.close()
        self.place.close()


def open_main_window(place: Workplace) -> MainWindow:
    """Return the main window of an officer's place, ready to be shown."""
    desk = Desk(place)
    desk.setParent(desk.window)
    return desk.window


class Program(QObject):
    """From first start through log-in and lock to the end."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__()
        self.desk: Desk | None = None
        self.start = StartWindow(data_dir)
        self.start.opened.connect(self._open)

    def _open(self, place: Workplace, fresh: bool) -> None:
        """Show the officer's window; who unlocks finds everything as it was left."""
        if self.desk is not None and self.desk.place.officer == place.officer:
            place.close()
            self.desk.refresh()
        else:
            self._let_go()
            self.desk = Desk(place)
            self.desk.locked.connect(self.lock)
            if fresh:
                self.desk.window.go_to(INTAKE)
        self.desk.window.show()
        self.desk.window.activateWindow()
        self.start.hide()

    def lock(self) -> None:
        """Put the log-in in front; what is being filled in stays behind it."""
        if self.desk is None:
            return
        self.start.lock(self.desk.place.officer.name)
        self.start.setGeometry(self.desk.window.geometry())
        self.start.show()
        self.desk.window.hide()

    def tell_fault(self, words: str) -> None:
        """Say in whichever window is open that the program itself failed."""
        if self.desk is not None and self.desk.window.isVisible():
            self.desk.window.show_message(words, Tidings.FAULT)
        else:
            self.start.tell(words)

    def _let_go(self) -> None:
        if self.desk is not None:
            self.desk.close()
            self.desk.window.deleteLater()
            self.desk.deleteLater()  # here, not wherever Python happens to collect it: it has timers
            self.desk = None

    def close(self) -> None:
        """Let go of everything."""
        self._let_go()
        self.start.close()


def run_window(data_dir: Path) -> int:
    """Open the program's window and return its exit status once it is closed."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Một Cửa")
    dark = application.styleHints().colorScheme() == Qt.ColorScheme.Dark
    apply_theme(application, Mode.DARK if dark else Mode.LIGHT)
    collector = background.Collector(application)
    program = Program(data_dir)
    put_back = faults.install(data_dir, program.tell_fault)
    program.start.show()
    try:
        return application.exec()
    finally:
        put_back()
        program.close()
        background.finish()
        collector.deleteLater()
