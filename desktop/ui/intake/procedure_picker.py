"""The procedure field: type a few letters without accents, arrows and Enter; recent ones stand first."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.intake.filling import offered
from desktop.procedures.procedure import Procedure
from desktop.ui.controls.layouts import label
from desktop.ui.intake.procedure_list import PROCEDURE_ROLE, ProcedureDelegate, ProcedureListModel

PROMPT = "Gõ vài chữ, không cần dấu"
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class ProcedureField(QLineEdit):
    """The line itself; it says how many procedures were found, and hands arrows and Enter to the list."""

    moved = Signal(QKeyEvent)
    left = Signal()
    entered_field = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(PROMPT)
        self.setAccessibleName("Thủ tục")
        self.setAccessibleDescription(f"{PROMPT}. Mũi tên lên xuống để chọn, Enter để nhận.")
        self.count = label("", "small", self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_count(self, words: str) -> None:
        """Say how many were found, at the right end of the field."""
        self.count.setText(words)
        self.setTextMargins(0, 0, 62 if words else 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.count.setGeometry(self.width() - 82, 0, 70, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES:
            self.moved.emit(event)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered_field.emit()


class ProcedurePicker(QWidget):
    """Field and list; `chosen` carries the procedure, `searching` tells whether the list is wanted."""

    chosen = Signal(object)
    searching = Signal(bool)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._has_choice = False
        self.field = ProcedureField()
        self._model = ProcedureListModel(self)
        self.list = QListView()
        self.nothing = label("", "muted")
        self._build()
        self._connect()
        self.show_all()

    def _build(self) -> None:
        self.list.setModel(self._model)
        self.list.setItemDelegate(ProcedureDelegate(self.list))
        self.list.setObjectName("procedureList")
        self.list.setAccessibleName("Thủ tục tìm thấy")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.nothing.setWordWrap(True)
        self.nothing.setContentsMargins(16, 8, 16, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.field)

    def _connect(self) -> None:
        self.field.textEdited.connect(self._search)
        self.field.moved.connect(self._move)
        self.field.returnPressed.connect(self._take_current)
        self.list.clicked.connect(self._take)
        self.field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape in the field goes back to a choice that is already made."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.stop_searching()
            return True
        return super().eventFilter(watched, event)

    def stop_searching(self) -> None:
        """Go back to the choice made, if there is one."""
        self.field.clear()
        if self._has_choice:
            self.field.show_count("")
            self.searching.emit(False)
        else:
            self.show_all()

    def show_choice(self, procedure: Procedure | None) -> None:
        """Hide the list because a procedure is chosen, or show it because none is."""
        self._has_choice = procedure is not None
        self.field.setPlaceholderText("Đổi thủ tục khác" if procedure else PROMPT)
        self.stop_searching()

    def show_all(self) -> None:
        """Show every procedure, recent ones first."""
        recent = self._place.recent_procedures()
        rows = offered(self._place.catalogue.all(), recent, self._place.office.level)
        self._show(rows, "", frozenset(recent))
        self.field.show_count("")

    def _search(self, text: str) -> None:
        if not text.strip():
            self.stop_searching()
            return
        found = self._place.catalogue.search(text)
        self._show(found, text)
        self.field.show_count(f"{len(found)} kết quả" if found else "")

    def _show(self, rows: list[Procedure], query: str, recent: frozenset[str] = frozenset()) -> None:
        self._model.show_procedures(rows, query, recent)
        self.nothing.setVisible(not rows)
        self.nothing.setText(f"Không có thủ tục nào chứa “{query.strip()}”. Hãy gõ ít chữ hơn hoặc gõ mã thủ tục.")
        if rows and query:
            self.list.setCurrentIndex(self._model.index(0))
        self.list.scrollToTop()
        self.searching.emit(True)

    def _move(self, event: QKeyEvent) -> None:
        if self._has_choice and not self.field.text():
            self.show_all()
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._model.index(0))
            return
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
        wanted = self.list.currentIndex().row() + steps[Qt.Key(event.key())]
        self.list.setCurrentIndex(self._model.index(max(0, min(wanted, self._model.rowCount() - 1))))

    def _take_current(self) -> None:
        if self.list.currentIndex().isValid() and not (self._has_choice and not self.field.text()):
            self._take(self.list.currentIndex())

    def _take(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(PROCEDURE_ROLE))

    def shown(self) -> list[Procedure]:
        """Return the procedures in the list."""
        return [self._model.index(at).data(PROCEDURE_ROLE) for at in range(self._model.rowCount())]
