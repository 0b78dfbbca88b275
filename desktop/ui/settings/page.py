"""The settings page (Thiết lập): sections on the left, the chosen one beside them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.ui.controls.layouts import GAP, MARGIN, RoundedFrame
from desktop.ui.controls.notice import Notice
from desktop.ui.printing.printer_settings import PrinterBook
from desktop.ui.settings.backup import BackupSection
from desktop.ui.settings.calendar.section import CalendarSection
from desktop.ui.settings.forms.section import FormsSection
from desktop.ui.settings.messages.section import MessagesSection
from desktop.ui.settings.names import NameList
from desktop.ui.settings.office import OfficeSection
from desktop.ui.settings.officers.section import OfficersSection
from desktop.ui.settings.printer import PrinterSection
from desktop.ui.settings.procedures.section import ProceduresSection
from desktop.ui.settings.rules import RulesSection
from desktop.ui.settings.section import Section

LIST_WIDTH, NARROW_LIST = 190, 50
NARROW_BELOW = 1000
"""Below this width (logical pixels) the list keeps its icons only."""


class SettingsPage(QWidget):
    """The page; `told` carries what was saved, `changed` that something others show is another now."""

    told = Signal(str)
    changed = Signal()

    def __init__(self, place: Workplace, book: PrinterBook | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Thiết lập")
        self.place, self.book = place, book or PrinterBook()
        self._makers = _makers(place, self.book)
        self.sections: dict[str, Section] = {}
        self._wanted = ""
        self._build()
        self.names.chosen.connect(self._chosen)

    def _build(self) -> None:
        kinds = [kind for kind, _ in self._makers.values()]
        self.names = NameList("Các mục thiết lập", LIST_WIDTH)
        self.names.offer([(kind.key, kind.title) for kind in kinds], [kind.icon for kind in kinds])
        self.stack = QStackedWidget()
        self.asking = Notice()
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self.asking)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 16, MARGIN, 16)
        row.setSpacing(16)
        row.addWidget(RoundedFrame(self.names))
        row.addLayout(right, 1)
        self.setFocusProxy(self.names)

    def refresh(self) -> None:
        """Show the present section as the store has it now; what is being written stays."""
        if not self.sections:
            self.names.setCurrentRow(0)
            self._chosen(self.names.key())
        else:
            self.shown().refresh()

    def shown(self) -> Section:
        """Return the section in view."""
        section = self.stack.currentWidget()
        assert isinstance(section, Section)
        return section

    def go_to(self, key: str) -> None:
        """Turn to a section, asking first where the present one has something unsaved."""
        if not self.sections:
            self._show(self.names.key() or key)
        self.names.choose(key)

    def unsaved(self) -> list[Section]:
        """Return the sections with something unsaved."""
        return [section for section in self.sections.values() if section.is_dirty()]

    def discard_all(self) -> None:
        """Take back whatever is unsaved."""
        for section in self.unsaved():
            section.discard()

    def _chosen(self, key: str) -> None:
        dirty = self.sections and self.shown().is_dirty() and self.shown().key != key
        if dirty:
            self._ask(key)
        else:
            self._show(key)

    def _ask(self, key: str) -> None:
        """Ask in the page whether to save before turning to another section; until then the present one stays."""
        present, self._wanted = self.shown(), key
        self.names.choose(present.key, tell=False)
        self.asking.say(
            f"Mục “{present.title}” có thay đổi chưa lưu.",
            "soon",
            ("Lưu rồi chuyển", self._save_and_go),
            ("Bỏ thay đổi", self._drop_and_go),
            ("Ở lại", present.setFocus),
        )
        self.asking.buttons[0].setFocus()

    def _save_and_go(self) -> None:
        if self.shown().try_to_save():
            self.go_to(self._wanted)

    def _drop_and_go(self) -> None:
        self.shown().discard()
        self.go_to(self._wanted)

    def _show(self, key: str) -> None:
        self.asking.hide()
        made = self.sections.get(key)
        if made is not None and made.reason != made.reason_now():  # somebody else does this work since
            self.stack.removeWidget(self.sections.pop(key))
            made.deleteLater()
        if key not in self.sections:
            self.sections[key] = self._made(key)
            self.stack.addWidget(self.sections[key])
        else:
            self.sections[key].refresh()
        self.stack.setCurrentWidget(self.sections[key])

    def _made(self, key: str) -> Section:
        section = self._makers[key][1]()
        section.told.connect(self.told)
        section.changed.connect(self.changed)
        section.marked.connect(lambda: self._mark(section))
        return section

    def _mark(self, section: Section) -> None:
        dirty = section.is_dirty()
        self.names.dot(section.key, shown=dirty)
        if not dirty:
            self.asking.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.names.setFixedWidth(NARROW_LIST if self.width() < NARROW_BELOW else LIST_WIDTH)
        self.names.scheduleDelayedItemsLayout()


Maker = Callable[[], Section]


def _makers(place: Workplace, book: PrinterBook) -> dict[str, tuple[type[Section], Maker]]:
    """Return the sections in their order, each with what makes it when it is first looked at."""
    made: tuple[tuple[type[Section], Maker], ...] = (
        (OfficeSection, lambda: OfficeSection(place)),
        (OfficersSection, lambda: OfficersSection(place)),
        (ProceduresSection, lambda: ProceduresSection(place)),
        (CalendarSection, lambda: CalendarSection(place)),
        (FormsSection, lambda: FormsSection(place)),
        (MessagesSection, lambda: MessagesSection(place)),
        (RulesSection, lambda: RulesSection(place)),
        (PrinterSection, lambda: PrinterSection(place, book)),
        (BackupSection, lambda: BackupSection(place)),
    )
    return {kind.key: (kind, maker) for kind, maker in made}
