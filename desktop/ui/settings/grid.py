"""An editable table with its own keys: cells are typed into, rows come from a spreadsheet, faults stand under it.

papers = Grid("Giấy tờ", (Column("name", "Tên giấy tờ"), Column("originals", "Bản chính", 90)))
papers.show_rows([{"name": "Tờ khai", "originals": "1"}])
papers.edited.connect(self._check)
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.controls.layouts import RoundedFrame, label
from desktop.ui.settings.columns import TICKED, Column, Row, blank, copied
from desktop.ui.settings.grid_model import Faults, GridModel

ROW = 36
_Index = QModelIndex | QPersistentModelIndex
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_CELL_EDGES = 24
"""Room left and right of a cell's text, with the icon's left out."""
PASTE_HINT = "Dán được nhiều dòng chép từ Excel (Ctrl+V)."


class _CellDelegate(QStyledItemDelegate):
    """Opens a field without frame in a cell, or a list where there is something to pick from."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = option.widget
        if not isinstance(view, QTableView) or not view.wordWrap():
            return super().sizeHint(option, index)
        width = view.columnWidth(index.column()) - _CELL_EDGES
        text = fonts.metrics().boundingRect(QRectF(0, 0, width, 2000), int(_TOP), index.data() or "")
        return QSize(width, round(text.height()) + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if not _column(index).tick:
            super().paint(painter, option, index)
            return
        blank_option = QStyleOptionViewItem(option)
        self.initStyleOption(blank_option, index)
        blank_option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, blank_option, painter, option.widget)
        self._paint_tick(painter, QRectF(option.rect), ticked=index.data(Qt.ItemDataRole.EditRole) == TICKED)

    @staticmethod
    def _paint_tick(painter: QPainter, box: QRectF, *, ticked: bool) -> None:
        colors = theme.palette()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(round(box.center().x()) - 9, round(box.center().y()) - 9, 18, 18)
        fill, edge = (colors.accent, colors.accent) if ticked else (colors.surface, colors.edge)
        painting.frame(painter, place, fill, edge, 4)
        if ticked:
            icons.draw(painter, "checkmark_20_regular", colors.on_accent, place.left() + 1, place.top() + 1, 16)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        if not _column(index).tick or not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return super().editorEvent(event, model, option, index)
        clicked = event.type() == QEvent.Type.MouseButtonRelease
        spaced = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if clicked or (spaced and event.type() == QEvent.Type.KeyPress):
            ticked = index.data(Qt.ItemDataRole.EditRole) == TICKED
            turned = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            return model.setData(index, turned, Qt.ItemDataRole.CheckStateRole)
        return False

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index) -> QWidget:
        column = _column(index)
        if not column.choices:
            line = QLineEdit(parent)
            line.setStyleSheet("border-radius: 0; min-height: 0; padding: 0 10px;")
            line.setAccessibleName(column.title)
            return line
        box = QComboBox(parent)
        box.setStyleSheet("border-radius: 0; min-height: 0; padding: 0 10px;")
        box.setAccessibleName(column.title)
        for value, words in column.choices:
            box.addItem(words, value)
        box.activated.connect(lambda _at: self._picked(box))
        return box

    def _picked(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
            editor.showPopup()
        elif isinstance(editor, QLineEdit):
            editor.setText(value)

    def setModelData(self, editor: QWidget, model: object, index: _Index) -> None:
        assert isinstance(model, GridModel)
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


def _column(index: _Index) -> Column:
    model = index.model()
    assert isinstance(model, GridModel)
    return model.columns[index.column()]


class GridView(QTableView):
    """The table; Ctrl+V pastes a spreadsheet's cells, Ctrl+C copies, Delete empties, Ctrl+Delete takes a row away."""

    pasted = Signal(int)
    row_dropped = Signal(int)
    row_wanted = Signal()

    empty = "Chưa có dòng nào."

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setFont(fonts.font())
            painter.setPen(QColor(theme.palette().muted))
            painter.drawText(self.viewport().rect().adjusted(14, 12, -14, 0), int(_TOP), self.empty)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model, at = self.model(), self.currentIndex()
        assert isinstance(model, GridModel)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        deletes = event.key() == Qt.Key.Key_Delete
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy(model)
        elif model.read_only:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(model)
        elif deletes and control and at.isValid():
            self.row_dropped.emit(at.row())
        elif deletes and at.isValid():
            model.setData(at, "")
        elif event.key() == Qt.Key.Key_Insert:
            self.row_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _copy(self, model: GridModel) -> None:
        chosen = sorted({index.row() for index in self.selectedIndexes()})
        QGuiApplication.clipboard().setText(copied([model.rows()[at] for at in chosen], model.columns))

    def _paste(self, model: GridModel) -> None:
        at = self.currentIndex()
        row, first = (at.row(), at.column()) if at.isValid() else (model.rowCount(), 0)
        lines = model.paste(QGuiApplication.clipboard().text(), row, first)
        self.setCurrentIndex(model.index(min(row, model.rowCount() - 1), first))
        self.pasted.emit(lines)


class Grid(QWidget):
    """Table, a row of small buttons, and the sentence about the row the keyboard is in."""

    edited = Signal()
    row_chosen = Signal(int)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        grows: bool = True,
        ordered: bool = False,
        wraps: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a table. `grows`: rows may be added and taken away; `ordered`: and moved; `wraps`: long texts wrap."""
        super().__init__(parent)
        self.model, self.view = GridModel(columns, self), GridView()
        self._ordered, self._hint, self._wraps = ordered, hint, wraps
        self._build(name, grows=grows)
        self._connect()

    def _build(self, name: str, *, grows: bool) -> None:
        self._dress(name)
        self.add = self._tool("add_20_regular", "Thêm dòng", "Phím Insert")
        self.drop = self._tool("delete_20_regular", "Bỏ dòng", "Ctrl+Delete")
        self.up = self._tool("chevron_up_20_regular", "Đưa dòng lên")
        self.down = self._tool("chevron_down_20_regular", "Đưa dòng xuống")
        self.note = label(self._hint, "small")
        self.note.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(2)
        for button in (self.add, self.drop, self.up, self.down):
            row.addWidget(button)
        row.addSpacing(6)
        row.addWidget(self.note, 1)
        if grows:
            self.view.empty = "Chưa có dòng nào. Bấm dấu cộng bên dưới, hoặc dán từ Excel (Ctrl+V)."
        for button, shown in ((self.add, grows), (self.drop, grows), (self.up, self._ordered)):
            button.setVisible(shown)
        self.down.setVisible(self._ordered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(RoundedFrame(self.view), 1)
        column.addLayout(row)
        self.setFocusProxy(self.view)

    def _dress(self, name: str) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(_CellDelegate(view))
        view.setAccessibleName(name)
        view.setStyleSheet("QTableView::item { padding: 0 6px; } QHeaderView::section { padding: 0 8px; }")
        view.setTabKeyNavigation(False)
        view.setShowGrid(True)
        view.setWordWrap(self._wraps)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        view.setEditTriggers(
            trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked | trigger.SelectedClicked
        )
        rows, heads = view.verticalHeader(), view.horizontalHeader()
        rows.hide()
        rows.setDefaultSectionSize(ROW)
        rows.setMinimumSectionSize(ROW)
        rows.setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents if self._wraps else QHeaderView.ResizeMode.Fixed
        )
        heads.setHighlightSections(False)
        heads.setMinimumSectionSize(40)
        if self._wraps:
            heads.sectionResized.connect(lambda *_: QTimer.singleShot(0, view, view.resizeRowsToContents))
        for at, column in enumerate(self.model.columns):
            mode = QHeaderView.ResizeMode.Interactive if column.width else QHeaderView.ResizeMode.Stretch
            heads.setSectionResizeMode(at, mode)
            if column.width:
                view.setColumnWidth(at, column.width)

    def _tool(self, icon: str, name: str, keys: str = "") -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon, theme.palette().muted, 20))
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({keys})" if keys else name)
        return button

    def _connect(self) -> None:
        self.model.edited.connect(self.edited)
        self.add.clicked.connect(self.add_row)
        self.view.row_wanted.connect(self.add_row)
        self.view.row_dropped.connect(self.drop_row)
        self.drop.clicked.connect(lambda: self.drop_row(self.view.currentIndex().row()))
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.view.selectionModel().currentChanged.connect(self._chosen)

    def rows(self) -> list[Row]:
        """Return the rows that say something."""
        return [row for _, row in self._filled()]

    def _filled(self) -> list[tuple[int, Row]]:
        """Return the rows in which anything stands besides what a new row holds, with their places."""
        new = blank(self.model.columns)
        said = ((at, row) for at, row in enumerate(self.model.rows()))
        return [(at, row) for at, row in said if any(row.get(key, "") not in ("", new[key]) for key in new)]

    def check(
        self, faults_of: Callable[[list[Row]], Faults], notes_of: Callable[[list[Row]], Faults] | None = None
    ) -> bool:
        """Mark what is wrong with the rows that say something; tell whether nothing is."""
        filled = self._filled()
        written = [row for _, row in filled]
        faults, notes = faults_of(written), notes_of(written) if notes_of else {}
        self.show_faults(
            *({(filled[at][0], key): words for (at, key), words in said.items()} for said in (faults, notes))
        )
        return not faults

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows; tells nothing."""
        self.model.show_rows(rows)
        self._say()

    def show_faults(self, faults: Faults, notes: Faults | None = None) -> None:
        """Mark cells; the sentence about the present row, else about the first faulty one, stands under the table."""
        self.model.show_faults(faults, notes)
        self._say()

    def freeze(self) -> None:
        """Let the table be read and copied only."""
        self.model.read_only = True
        self.view.empty = "Chưa có dòng nào."
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for button in (self.add, self.drop, self.up, self.down):
            button.hide()

    def add_row(self) -> None:
        """Add a row and put the keyboard into its first cell."""
        at = self.model.add_row()
        first = next(place for place, column in enumerate(self.model.columns) if not column.fixed)
        self.view.setCurrentIndex(self.model.index(at, first))
        self.view.scrollToBottom()
        self.view.setFocus()

    def drop_row(self, at: int) -> None:
        """Take a row away."""
        if 0 <= at < self.model.rowCount() and not self.drop.isHidden():
            self.model.take_row(at)

    def _move(self, by: int) -> None:
        at = self.view.currentIndex()
        if at.isValid() and self.model.move_row(at.row(), at.row() + by):
            self.view.setCurrentIndex(self.model.index(at.row() + by, at.column()))

    def _chosen(self, at: QModelIndex) -> None:
        self._say()
        self.row_chosen.emit(at.row())

    def _say(self) -> None:
        current = self.view.currentIndex().row()
        own = self.model.faults_of(current) if current >= 0 else []
        faulty = next((at for at in range(self.model.rowCount()) if self.model.faults_of(at)), None)
        first = [f"Dòng {faulty + 1}: {self.model.faults_of(faulty)[0]}"] if faulty is not None else []
        words = " ".join(own) or " ".join(first)
        self.note.setProperty("role", "error" if words else "small")
        self.note.style().polish(self.note)
        known = " ".join(self.model.notes_of(current)) if current >= 0 else ""
        self.note.setText(words or known or self._hint)
        self.view.setAccessibleDescription(words or known or self._hint)
