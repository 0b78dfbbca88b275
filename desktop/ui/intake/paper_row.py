"""One paper of the checklist: a tick circle, its name, how many originals and copies, a note."""

from functools import partial

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QIntValidator, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.intake.filling import PaperChoice
from desktop.intake.form import PaperTick
from desktop.ui import icons, theme
from desktop.ui.intake.paper_name import PaperName

COUNT_WIDTH, MORE_WIDTH = 58, 30
MOST = 99
NOT_NEEDED, OPTIONAL, WANTED = "không áp dụng", "(nếu có)", "cần bổ sung"
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.OtherFocusReason)


class TickMark(QAbstractButton):
    """The circle: green with a tick, red while a paper is missing, grey where none is expected, struck out if unneeded.

    `toggle_wanted` on Space or click; `moved` with -1 or 1 on arrows; `key` with a letter.
    """

    moved = Signal(int)
    key = Signal(str)
    reached = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = ("circle_20_regular", "")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(30, 30)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step:
            self.moved.emit(step)
        elif event.text().upper() in ("K", "G", "B") and not event.modifiers():
            self.key.emit(event.text().upper())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit(event.reason() in _KEYBOARD)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.reached.emit(False)

    def sizeHint(self) -> QSize:
        return QSize(30, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name, color = self.look
        box = QRectF(self.rect())
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.palette().accent_soft))
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        icons.draw(painter, name, color or theme.palette().faint, 5, 5, 20)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.palette().accent), 2))
            painter.drawEllipse(box.adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()


class Count(QLineEdit):
    """How many sheets or sets: typed, or stepped with the arrow keys. What is not there shows a dash."""

    changed = Signal(int)

    def __init__(self, name: str, least: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        self.setObjectName("count")
        self.setAccessibleName(name)
        self.setValidator(QIntValidator(least, MOST, self))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(COUNT_WIDTH, 30)
        self.textEdited.connect(lambda _text: self.changed.emit(self.value()))
        self.editingFinished.connect(lambda: self.show_value(self.value()))

    def value(self) -> int:
        """Return the number; an empty field counts as the least."""
        return int(self.text()) if self.text().isdigit() else self._least

    def show_value(self, value: int | None) -> None:
        """Show a number, a dash for None; tells nothing."""
        self.setText("–" if value is None else str(max(value, self._least)))
        self.setEnabled(value is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.show_value(max(self._least, min(self.value() + step, MOST)))
        self.changed.emit(self.value())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)


class PaperRow(QWidget):
    """The row; `tick` is what it says now. `changed` on every change, `moved` when the keyboard leaves up or down."""

    changed = Signal()
    moved = Signal(int)
    removed = Signal()
    reached = Signal()

    def __init__(self, choice: PaperChoice, *, own: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = choice
        self.own = own
        self.tick = choice.tick
        self.required = choice.required and choice.tick.applies
        self._decided = False
        self.mark = TickMark()
        self.name = PaperName(choice.tick.name)
        self.own_name = QLineEdit(choice.tick.name)
        self.note = QLineEdit()
        self.originals, self.copies = Count("Số bản chính"), Count("Số bản sao")
        self.more = QToolButton()
        self._current = False
        self._build()
        self._connect()
        self.show_tick(choice.tick)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(6)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._build_words(), 1)
        row.addWidget(self.originals)
        row.addWidget(self.copies)
        row.addWidget(self.more)
        self.more.setIcon(icons.icon("more_horizontal_20_regular", theme.palette().muted, 20))
        self.more.setFixedSize(MORE_WIDTH, 30)
        self.more.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumHeight(39)

    def _build_words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addStretch(1)
        column.addWidget(self.own_name if self.own else self.name)
        (self.name if self.own else self.own_name).setParent(None)
        self.own_name.setObjectName("own")
        self.own_name.setPlaceholderText("Tên giấy tờ")
        self.own_name.setAccessibleName("Tên giấy tờ")
        self.note.setObjectName("note")
        self.note.setPlaceholderText("Ghi chú, in trên giấy hẹn")
        self.note.setAccessibleName(f"Ghi chú: {self.choice.tick.name}")
        column.addWidget(self.note)
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        self.mark.clicked.connect(self._toggle)
        self.mark.moved.connect(self.moved)
        self.mark.key.connect(self._do)
        self.mark.reached.connect(self._show_reached)
        self.more.clicked.connect(self._open_menu)
        for count in (self.originals, self.copies):
            count.changed.connect(self._read_counts)
        self.note.textEdited.connect(lambda text: self._change(note=text))
        self.own_name.textEdited.connect(lambda text: self._change(name=text))
        self.own_name.returnPressed.connect(lambda: self.moved.emit(1))
        self.note.returnPressed.connect(lambda: self.moved.emit(1))

    def show_tick(self, tick: PaperTick) -> None:
        """Show a state; tells nothing."""
        self.tick = tick
        self.note.setText(tick.note)
        self.note.setVisible(bool(tick.note) or self.note.hasFocus())
        self.own_name.setText(tick.name)
        self.own_name.setCursorPosition(0)
        self._decided = not self.own and tick.applies != self.choice.tick.applies and not tick.ok
        self._show()

    def is_missing(self) -> bool:
        """Return whether a supplement slip would ask for this paper."""
        return self.tick.applies and not self.tick.ok

    def _show(self) -> None:
        tick, colors = self.tick, theme.palette()
        looks = {
            "in": ("checkmark_circle_20_filled", colors.in_time.text, "đã nhận"),
            "missing": ("circle_20_regular", colors.overdue.text, "chưa có"),
            "unneeded": ("subtract_circle_20_regular", colors.muted, NOT_NEEDED),
            "open": ("circle_20_regular", colors.faint, "chưa nộp"),
        }
        state = "in" if tick.ok else "missing" if tick.applies else "unneeded" if self.required else "open"
        icon, color, words = looks[state]
        self.mark.look = (icon, color)
        self.mark.setAccessibleName(f"{tick.name}: {words}")
        self.mark.update()
        self._show_counts()
        remark = OPTIONAL if not self.required and not self.choice.required and not self.own else ""
        remark = WANTED if state == "missing" and not self.required else remark
        self.name.show_remark(NOT_NEEDED if state == "unneeded" else remark, quiet=state == "unneeded")
        self.more.setAccessibleName(f"Việc khác với {tick.name}")

    def _show_counts(self) -> None:
        for count, value in ((self.originals, self.tick.originals), (self.copies, self.tick.copies)):
            if not (count.hasFocus() and self.tick.ok):
                count.show_value((value or 0) if self.tick.ok else None)

    def _change(self, **values: object) -> None:
        self.tick = msgspec.structs.replace(self.tick, **values)
        self._show()
        self.changed.emit()

    def _toggle(self) -> None:
        by_key = self.mark.hasFocus() and self._current
        if self.tick.ok:
            self._decided = False
            self._change(ok=False, applies=self.required)
        else:
            self._change(ok=True, applies=True)
        if by_key:
            self.moved.emit(1)

    def set_applies(self, *, applies: bool) -> None:
        """Say for the officer whether this case needs the paper at all; one that is handed in stays."""
        if not self.tick.ok and self.choice.required:
            self._decided = True
            self._change(applies=applies)

    def set_required(self, *, required: bool) -> None:
        """Say whether the dossier cannot do without it as things stand; what the officer decided goes before."""
        if required == self.required:
            return
        self.required = required
        if not self.tick.ok and not self._decided:
            self.tick = msgspec.structs.replace(self.tick, applies=required)
        self._show()

    def _do(self, letter: str) -> None:
        acts = {"K": self._turn_need, "B": self._turn_need, "G": self.write_note}
        acts[letter]()

    def _turn_need(self) -> None:
        self._decided = True
        self._change(ok=False, applies=not (self.tick.applies and not self.tick.ok))

    def write_note(self) -> None:
        """Open the line for a note."""
        self.note.show()
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_counts(self) -> None:
        self._change(originals=self.originals.value(), copies=self.copies.value())

    def menu(self) -> QMenu:
        """Return what else may be done with this paper."""
        menu = QMenu(self)
        menu.addAction("Ghi chú\tG", self.write_note)
        if self.own:
            menu.addAction("Bỏ dòng này", self.removed.emit)
        else:
            menu.addAction(self._need_words(), self._turn_need)
        return menu

    def _need_words(self) -> str:
        if self.required:
            return "Không áp dụng trong trường hợp này\tK" if self.is_missing() or self.tick.ok else "Áp dụng lại\tK"
        return "Không cần bổ sung\tB" if self.is_missing() else "Cần bổ sung giấy này\tB"

    def _open_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _show_reached(self, keyboard: bool) -> None:
        self._current = self.mark.hasFocus()
        self.name.show_whole(whole=keyboard and self._current)
        self.update()
        if self.mark.hasFocus():
            self.reached.emit()

    def stops(self) -> list[QWidget]:
        """Return what Tab visits, in the order of the eye."""
        return [self.mark, *([self.own_name] if self.own else []), self.note, self.originals, self.copies]

    def set_in_tab_chain(self, *, inside: bool) -> None:
        """Let Tab stop here or pass; only one row of the list is a stop, arrows walk the others."""
        policy = Qt.FocusPolicy.StrongFocus if inside else Qt.FocusPolicy.ClickFocus
        for stop in self.stops():
            stop.setFocusPolicy(policy)

    def focus_first(self) -> None:
        """Put the keyboard here."""
        first = self.own_name if self.own and not self.tick.name.strip() else self.mark
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme.palette()
        if self.mark.hasFocus():
            painter.fillRect(self.rect(), QColor(colors.accent_soft))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colors.line))
        painter.end()


class GroupRow(QWidget):
    """A case the source names as the heading of its papers, with one button that says it does not apply."""

    def __init__(self, title: str, rows: list[PaperRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setObjectName("paperGroup")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 4)
        self.title = PaperName(title)
        self.title.show_remark("", quiet=True)
        self.button = QToolButton()
        self.button.setObjectName("quiet")
        self.button.clicked.connect(partial(self._turn, None))
        row.addWidget(self.title, 1)
        row.addWidget(self.button)
        self.button.setVisible(any(paper.choice.required for paper in rows))
        self.show_state()

    def _needed(self) -> bool:
        return any(paper.is_missing() for paper in self.rows)

    def _turn(self, _on: object) -> None:
        needed = self._needed()
        for paper in self.rows:
            paper.set_applies(applies=not needed)

    def show_state(self) -> None:
        """Name what the button would do now."""
        self.button.setText("Không áp dụng" if self._needed() else "Áp dụng")
        self.button.setEnabled(not all(paper.tick.ok for paper in self.rows if paper.choice.required))
        self.button.setAccessibleName(f"{self.button.text()}: {self.title.toolTip()}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.palette().raised))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.palette().line))
        painter.end()
