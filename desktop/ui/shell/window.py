"""The main window: what stands around every page.

window = MainWindow([RailItem("board", "Bảng hạn", "timer_24", board), …], sign, clock, suggest=search)
window.search.hit_chosen.connect(open_dossier)
window.show_status(StatusLine(office_open=True, office="Trong giờ làm việc"))
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.shell.message_bar import MessageBar, Tidings
from desktop.ui.shell.rail import Rail, RailItem
from desktop.ui.shell.search_box import SearchBox, SearchHit, Suggest
from desktop.ui.shell.status_bar import StatusBar, StatusLine
from desktop.ui.shell.top_bar import DeskSign, TopBar

TITLE = "Một Cửa"
PRACTICE = "DIỄN TẬP – dữ liệu để tập làm quen, không có giá trị giải quyết hồ sơ"
NARROW_BELOW = (1000, 640)
"""Below this width or height (logical pixels) the rail keeps icons only."""


def _suggest_nothing(_text: str) -> Sequence[SearchHit]:
    return ()


class MainWindow(QMainWindow):
    """Rail, top bar, message bar, pages, status line. `page_shown` carries the key of the page just opened."""

    page_shown = Signal(str)

    def __init__(
        self,
        items: Sequence[RailItem],
        sign: DeskSign,
        clock: Callable[[], datetime],
        *,
        suggest: Suggest = _suggest_nothing,
        practice: bool = False,
    ) -> None:
        super().__init__()
        self.setWindowTitle(f"{TITLE} – DIỄN TẬP" if practice else TITLE)
        self.setMinimumSize(800, 480)
        self.resize(1366, 768)
        self._pages = {item.key: item.page for item in items}
        self.rail = Rail(items)
        self.top = TopBar(sign, clock, suggest)
        self.messages = MessageBar()
        self.stack = QStackedWidget()
        self.status = StatusBar()
        self.practice_mark = self._build_practice_mark(practice)
        self._build(items)
        self._connect()
        self.go_to(items[0].key)

    @property
    def search(self) -> SearchBox:
        """The search box, with its signals typed, searched and hit_chosen."""
        return self.top.search

    def _build_practice_mark(self, practice: bool) -> QLabel:
        mark = QLabel(PRACTICE)
        mark.setObjectName("practice")
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark.setFixedHeight(24)
        mark.setVisible(practice)
        return mark

    def _build(self, items: Sequence[RailItem]) -> None:
        for item in items:
            self.stack.addWidget(item.page)
        right = _column(self.top, self.messages, self.stack, self.status)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(right, 1)
        self.setCentralWidget(_column(self.practice_mark, body))
        self.search.install_popup(self)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go_to)
        find = QShortcut(QKeySequence("Ctrl+K"), self)
        find.activated.connect(self._start_search)

    def _start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def go_to(self, key: str) -> None:
        """Show a page and put the keyboard into it.

        Raises:
            KeyError: no page of this name stands in the rail.
        """
        page = self._pages[key]
        self.stack.setCurrentWidget(page)
        self.rail.show_chosen(key)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_shown.emit(key)

    def current_key(self) -> str:
        """Return the key of the page shown."""
        shown = self.stack.currentWidget()
        return next(key for key, page in self._pages.items() if page is shown)

    def show_status(self, line: StatusLine) -> None:
        """Fill the status line."""
        self.status.show_status(line)

    def show_message(self, text: str, kind: Tidings = Tidings.NOTE) -> None:
        """Say something above the page."""
        self.messages.tell(text, kind)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, height = NARROW_BELOW
        self.rail.set_narrow(narrow=self.width() < width or self.height() < height)


def _column(*parts: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, QStackedWidget) or (part is parts[-1] and len(parts) == 2) else 0)
    return holder
