"""The first page: cards with counts, filters, and the list of running dossiers.

page = BoardPage()
page.show_rows(rows, tomorrow_note="Thứ Tư 25/11 – bỏ qua 24/11 nghỉ Ngày Văn hóa Việt Nam")
page.wake_at(60_000)                      # in a minute `refresh_wanted` asks for fresh rows
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.handling.board_row import BoardGroup, BoardRow
from desktop.ui.board import arrangement
from desktop.ui.board.arrangement import Choice
from desktop.ui.board.count_card import CountCard
from desktop.ui.board.list_model import BoardListModel
from desktop.ui.board.list_view import BoardListView
from desktop.ui.board.wall import WallBoard
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.choice_box import ChoiceBox
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.layouts import GAP, MARGIN, RoundedFrame, label

NOTHING_YET = ("Chưa có hồ sơ đang giải quyết.", "Nhấn Ctrl+2 để tiếp nhận hồ sơ đầu tiên.")
NOTHING_FITS = ("Không có hồ sơ nào khớp với bộ lọc.", "Nhấn Esc để bỏ lọc và xem tất cả hồ sơ đang giải quyết.")
READING = "Đang đọc các hồ sơ đang giải quyết…"
LOW_BELOW, NARROW_BELOW = 540, 1000


class BoardPage(QWidget):
    """The countdown board (bảng hạn)."""

    opened = Signal(str)
    """A dossier's id: show it."""
    action_chosen = Signal(str, str)
    """A dossier's id and the key of an action: do it."""
    refresh_wanted = Signal()
    """Time has moved on: compute the rows afresh and call `show_rows`."""

    def __init__(
        self,
        clock: Callable[[], datetime] = datetime.now,
        explain: Callable[[str], str] = lambda _: "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Bảng hạn")
        self._clock = clock
        self._rows: tuple[BoardRow, ...] = ()
        self._choice = Choice()
        self._tomorrow_note = ""
        self._wall: WallBoard | None = None
        self._wake = QTimer(self, singleShot=True)
        self._model = BoardListModel(self, explain)
        self._build()
        self._connect()
        self._refresh()

    def _build(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(GAP)
        column.addLayout(self._build_head())
        column.addLayout(self._build_cards())
        self.view = BoardListView(self._model)
        self.empty = EmptyState("timer_48_regular", *NOTHING_YET)
        self._body = QStackedWidget()
        self._body.addWidget(RoundedFrame(self.view))
        self._body.addWidget(self.empty)
        column.addWidget(self._body, 1)
        self.setFocusProxy(self.view)

    def _build_head(self) -> QHBoxLayout:
        self._total = label("", "muted")
        self.unit = ChoiceBox("Mọi đơn vị", name="Lọc theo đơn vị")
        self.holder = ChoiceBox("Mọi người xử lý", name="Lọc theo người đang xử lý")
        self.procedure = ChoiceBox("Mọi thủ tục", name="Lọc theo thủ tục")
        self.wall_button = Button("Bảng treo tường", keys="F11", icon_name="full_screen_maximize_20_regular")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label("Bảng hạn", "title"))
        row.addSpacing(4)
        row.addWidget(self._total)
        row.addStretch(1)
        for control in (self.unit, self.holder, self.procedure, self.wall_button):
            row.addWidget(control)
        return row

    def _build_cards(self) -> QHBoxLayout:
        self.cards = {
            group: CountCard(group, arrangement.TITLES[group], arrangement.SHORT_TITLES[group]) for group in BoardGroup
        }
        self.unrecorded_card = CountCard(None, arrangement.UNRECORDED, arrangement.UNRECORDED_SHORT)
        self._card_row = QHBoxLayout()
        self._card_row.setSpacing(8)
        for card in self.cards.values():
            self._card_row.addWidget(card)
        self._card_row.addStretch(1)
        self._card_row.addWidget(self.unrecorded_card)
        return self._card_row

    def _connect(self) -> None:
        for box in (self.unit, self.holder, self.procedure):
            box.chosen.connect(self._read_filters)
        for card in self._all_cards():
            card.clicked.connect(lambda _on, pressed=card: self._press(pressed))
        self.view.opened.connect(self.opened)
        self.view.action_chosen.connect(self.action_chosen)
        self.wall_button.clicked.connect(self.open_wall)
        self._wake.timeout.connect(self.refresh_wanted)

    def _all_cards(self) -> list[CountCard]:
        return [*self.cards.values(), self.unrecorded_card]

    def show_rows(self, rows: Sequence[BoardRow], tomorrow_note: str = "") -> None:
        """Show running dossiers; the row under the keyboard and the place in the list stay.

        Args:
            rows: any number; inside a group their order is kept.
            tomorrow_note: which day "the next working day" is and what it skips, in words.
        """
        self._rows, self._tomorrow_note = tuple(rows), tomorrow_note
        self.unit.offer(row.unit for row in self._rows)
        self.holder.offer(row.holder for row in self._rows)
        self.procedure.offer(row.procedure for row in self._rows)
        self._refresh()

    def has_rows(self) -> bool:
        """Return whether there is anything to look at meanwhile."""
        return bool(self._rows)

    def show_reading(self, count: int) -> None:
        """Say, before there are rows, that so many are being read."""
        if not self._rows:
            self.empty.say(READING, f"{count} hồ sơ")

    def wake_at(self, ms: int) -> None:
        """Send `refresh_wanted` once, in so many milliseconds; a later call replaces an earlier one."""
        self._wake.start(max(0, ms))

    def clear_filters(self) -> None:
        """Show every running dossier again."""
        for box in (self.unit, self.holder, self.procedure):
            box.choose("")
        for card in self._all_cards():
            card.setChecked(False)
        self._read_filters()

    def open_wall(self) -> None:
        """Open wall mode, or close it when it is open (F11)."""
        if self._wall is None:
            self._wall = WallBoard(self._clock, self)
        if self._wall.isVisible():
            self._wall.close()
            return
        self._wall.show_rows(self._rows)
        self._wall.open_on_second_screen()

    @property
    def wall(self) -> WallBoard | None:
        """The wall window, once it was opened."""
        return self._wall

    def _press(self, pressed: CountCard) -> None:
        for card in self._all_cards():
            if card is not pressed:
                card.setChecked(False)
        self._read_filters()

    def _read_filters(self) -> None:
        checked = next((group for group, card in self.cards.items() if card.isChecked()), None)
        self._choice = Choice(
            unit=self.unit.value(),
            holder=self.holder.value(),
            procedure=self.procedure.value(),
            group=checked,
            unrecorded=self.unrecorded_card.isChecked(),
        )
        self._refresh()

    def _refresh(self) -> None:
        self._show_counts()
        self._show_items()
        if self._wall is not None:
            self._wall.show_rows(self._rows)

    def _show_counts(self) -> None:
        counts = arrangement.count(self._rows, self._choice)
        for group, card in self.cards.items():
            card.show_count(counts.groups[group], self._tomorrow_note if group == BoardGroup.TOMORROW else "")
        self.unrecorded_card.show_count(counts.unrecorded, "Giấy tờ đã chuyển đi nhưng phần mềm chưa ghi")
        self._total.setText(f"{counts.total} hồ sơ đang giải quyết")

    def _show_items(self) -> None:
        items = arrangement.arrange(self._rows, self._choice, self._tomorrow_note)
        current, place = self.view.current_row(), self.view.verticalScrollBar().value()
        self._model.show_items(items)
        self._restore(current, place)
        if not items:
            self.empty.say(*(NOTHING_FITS if self._rows else NOTHING_YET))
        self._body.setCurrentIndex(0 if items else 1)

    def _restore(self, current: BoardRow | None, place: int) -> None:
        """Put the keyboard back on the dossier it stood on, or on the most urgent one."""
        line = self._model.line_of(current.dossier_id) if current is not None else -1
        line = line if line >= 0 else self._model.first_row()
        if line >= 0 and (self.view.hasFocus() or current is not None):
            self.view.setCurrentIndex(self._model.index(line))
        self.view.verticalScrollBar().setValue(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear_filters()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low, narrow = self.height() < LOW_BELOW, self.width() < NARROW_BELOW
        for card in self._all_cards():
            card.set_low(low or narrow)
        self._total.setVisible(self.width() >= NARROW_BELOW - 100)
        self.wall_button.setText("Treo tường" if narrow else "Bảng treo tường")
        margin = 10 if low else 16
        self._column.setContentsMargins(MARGIN, margin, MARGIN, margin)
        self._column.setSpacing(8 if low else GAP)
