"""The list of the board: keyboard first, the mouse as well."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView, QMenu, QWidget

from desktop.handling.board_row import BoardRow
from desktop.ui.board.list_model import ITEM_ROLE, BoardListModel
from desktop.ui.board.row_delegate import BoardDelegate, columns

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BoardListView(QListView):
    """Arrows move between dossiers, Enter opens one, Space or Ctrl+Enter does its first action, Menu offers all."""

    opened = Signal(str)
    action_chosen = Signal(str, str)

    def __init__(self, model: BoardListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = BoardDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("boardList")
        self.setAccessibleName("Hồ sơ đang giải quyết")
        self.setAccessibleDescription("Mũi tên để chọn, Enter để mở hồ sơ, phím cách để làm việc gợi ý")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)

    def current_row(self) -> BoardRow | None:
        """Return the dossier under the keyboard."""
        item = self.currentIndex().data(ITEM_ROLE)
        return item if isinstance(item, BoardRow) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if row is not None and (event.key() == Qt.Key.Key_Space or (event.key() in _ENTER and control)):
            self._do_first(row)
        elif row is not None and event.key() in _ENTER:
            self.opened.emit(row.dossier_id)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Let Home go to the first dossier: Qt would go to the header above it and stay where it was."""
        model = self.model()
        if action == QListView.CursorAction.MoveHome and isinstance(model, BoardListModel):
            return model.index(model.first_row())
        return super().moveCursor(action, modifiers)

    def _do_first(self, row: BoardRow) -> None:
        if row.next_actions:
            self.action_chosen.emit(row.dossier_id, row.next_actions[0].key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keyboard a row to stand on as soon as it comes here."""
        super().focusInEvent(event)
        model = self.model()
        if self.current_row() is None and isinstance(model, BoardListModel) and model.first_row() >= 0:
            self.setCurrentIndex(model.index(model.first_row()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._delegate.hovered = event.position()
        over = self._button_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)
        self.viewport().update(self.visualRect(self.indexAt(event.position().toPoint())))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._delegate.hovered = None
            self.viewport().update()
        return super().viewportEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        button = self._button_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else ""
        row = self._row_at(event.position())
        if row is None or not button:
            return
        if button == "more":
            self._offer_all(row, event.globalPosition().toPoint())
        else:
            self._do_first(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        if row is not None and not self._button_at(event.position()):
            self.opened.emit(row.dossier_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.current_row()
        if row is not None:
            self._offer_all(row, event.globalPos())

    def _offer_all(self, row: BoardRow, place: QPoint) -> None:
        menu = self.menu_for(row)
        menu.popup(place)

    def menu_for(self, row: BoardRow) -> QMenu:
        """Return the menu of everything that can be done with a dossier now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Mở hồ sơ").triggered.connect(lambda: self.opened.emit(row.dossier_id))
        for action in row.next_actions:
            entry = menu.addAction(action.label)
            entry.triggered.connect(lambda _on=False, key=action.key: self.action_chosen.emit(row.dossier_id, key))
        return menu

    def _index_at(self, place: QPointF) -> QModelIndex:
        return self.indexAt(place.toPoint())

    def _row_at(self, place: QPointF) -> BoardRow | None:
        item = self._index_at(place).data(ITEM_ROLE)
        return item if isinstance(item, BoardRow) else None

    def _button_at(self, place: QPointF) -> str:
        """Return "first", "more" or nothing: which painted button is there."""
        row = self._row_at(place)
        if row is None:
            return ""
        places = columns(QRectF(self.visualRect(self._index_at(place))), row)
        if places.action.contains(place):
            return "first"
        return "more" if places.more.contains(place) else ""
