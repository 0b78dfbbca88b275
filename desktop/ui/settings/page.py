"""The settings page (Thiết lập): sections on the left, the chosen one beside them."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.app import Workplace
from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.controls.layouts import GAP, MARGIN, RoundedFrame
from desktop.ui.controls.notice import Notice
from desktop.ui.printing.printer_settings import PrinterBook
from desktop.ui.settings.backup import BackupSection
from desktop.ui.settings.calendar.section import CalendarSection
from desktop.ui.settings.forms.section import FormsSection
from desktop.ui.settings.messages.section import MessagesSection
from desktop.ui.settings.office import OfficeSection
from desktop.ui.settings.officers.section import OfficersSection
from desktop.ui.settings.printer import PrinterSection
from desktop.ui.settings.procedures.section import ProceduresSection
from desktop.ui.settings.rules import RulesSection
from desktop.ui.settings.section import Section

LIST_WIDTH = 184
_Index = QModelIndex | QPersistentModelIndex
_ICON, _DIRTY = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2


class _NameDelegate(QStyledItemDelegate):
    """Paints a section's icon and name, and a dot where something is unsaved."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(LIST_WIDTH - 2, 40)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colors, box = theme.palette(), QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(box, QColor(colors.accent_soft))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), QColor(colors.accent))
        color = colors.accent if chosen else colors.ink
        icon_color = colors.accent if chosen else colors.muted
        icons.draw(painter, index.data(_ICON), icon_color, box.left() + 14, round(box.center().y() - 9), 20)
        face = fonts.strong() if chosen else fonts.font()
        painting.left_text(painter, box.adjusted(44, 0, -24, 0), index.data(), face, color)
        if index.data(_DIRTY):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.soon.bar))
            painter.drawEllipse(QRectF(box.right() - 18, box.center().y() - 3.5, 8, 8))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, box.adjusted(2, 2, -2, -2), 6)
        painter.restore()


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
        self.names.currentRowChanged.connect(self._chosen)
        self._items = {key: at for at, key in enumerate(self._makers)}

    def _build(self) -> None:
        self.names = QListWidget()
        self.names.setAccessibleName("Các mục thiết lập")
        self.names.setItemDelegate(_NameDelegate(self.names))
        self.names.setStyleSheet("QListWidget { border: none; }")
        self.names.setFixedWidth(LIST_WIDTH)
        for kind in self._makers.values():
            item = QListWidgetItem(kind[0].title)
            item.setData(_ICON, kind[0].icon)
            self.names.addItem(item)
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
        else:
            self.shown().refresh()

    def shown(self) -> Section:
        """Return the section in view."""
        section = self.stack.currentWidget()
        assert isinstance(section, Section)
        return section

    def go_to(self, key: str) -> None:
        """Turn to a section, asking first where the present one has something unsaved."""
        self.names.setCurrentRow(self._items[key])

    def unsaved(self) -> list[Section]:
        """Return the sections with something unsaved."""
        return [section for section in self.sections.values() if section.is_dirty()]

    def discard_all(self) -> None:
        """Take back whatever is unsaved."""
        for section in self.unsaved():
            section.discard()

    def _chosen(self, at: int) -> None:
        key = list(self._makers)[at]
        dirty = self.sections and self.shown().is_dirty() and self.shown().key != key
        if dirty:
            self._ask(key)
        else:
            self._show(key)

    def _ask(self, key: str) -> None:
        """Ask in the page whether to save before turning to another section; until then the present one stays."""
        present, self._wanted = self.shown(), key
        self.names.blockSignals(True)
        self.names.setCurrentRow(self._items[present.key])
        self.names.blockSignals(False)
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
        self.names.item(self._items[section.key]).setData(_DIRTY, dirty)
        if not dirty:
            self.asking.hide()


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
