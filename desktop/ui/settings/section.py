"""What every section of the settings has in common: its head, saving, taking back, and what its officer may not do.

A section says what it holds by `written()`, plain data that is compared with what was read from the store; so typing a
thing and typing it back is no change, and nothing that was typed is ever lost by looking elsewhere.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.app import Workplace
from desktop.errors import UserFacingError
from desktop.handling.rights import Work
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.layouts import GAP, ScrollPage, label
from desktop.ui.controls.notice import Notice
from desktop.ui.controls.pills import Pill
from desktop.ui.refusals import spoken
from desktop.ui.settings.grid import Grid


class Section(QWidget):
    """One panel. `told` carries a sentence on what was saved, `changed` that other pages have to look again."""

    told = Signal(str)
    changed = Signal()
    marked = Signal()
    """Whether something is unsaved changed."""

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    summary: ClassVar[str] = ""
    work: ClassVar[Work | None] = Work.SETTINGS
    """What the officer's role must allow; None where everybody may."""
    saves: ClassVar[bool] = True

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.setAccessibleName(self.title)
        self._known: Any = None
        self._job: Job[Any] | None = None
        self._head()
        self.build()
        self.reason = self.reason_now()
        self.show_stored()
        self._known = self.written()
        self.mark()
        if self.reason:
            self._close()

    # What a section fills in

    def build(self) -> None:
        """Make the fields, into `self.body`."""
        raise NotImplementedError

    def show_stored(self) -> None:
        """Fill the fields from the store."""
        raise NotImplementedError

    def written(self) -> Any:
        """Return everything the officer could have changed, as it stands in the fields."""
        return None

    def store(self) -> str:
        """Save and return a sentence on it.

        Raises:
            UserFacingError: what is wrong; `field` names where.
        """
        raise NotImplementedError

    def refuse(self, error: UserFacingError) -> None:
        """Show a fault where it belongs; a section overrides this for faults that belong to a field."""
        self.notice.say(spoken(error), "overdue")

    def clear_faults(self) -> None:
        """Take faults away before another try."""
        self.notice.hide()

    # Head

    def _head(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addStrut(34)
        self.head.addWidget(label(self.title, "title"))
        self._summary = label(self.summary, "muted")
        self.unsaved = Pill("chưa lưu", "soon")
        self.unsaved.hide()
        self.head.addSpacing(4)
        self.head.addWidget(self._summary)
        self.head.addWidget(self.unsaved)
        self.head.addStretch(1)
        self.take_back = Button("Bỏ thay đổi")
        self.save = Button("Lưu", Rank.PRIMARY, keys="Ctrl+S")
        for button in (self.take_back, self.save):
            button.setVisible(self.saves)
            button.setEnabled(False)
            self.head.addWidget(button)
        self.take_back.clicked.connect(self.discard)
        self.save.clicked.connect(self.try_to_save)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setAccessibleName("Đang làm việc")
        self.busy.hide()
        self.notice = Notice()
        self._page = ScrollPage()
        self._page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.body = self._page.body
        self.body.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.head)
        column.addWidget(self.busy)
        column.addWidget(self.notice)
        column.addWidget(self._page, 1)

    def fit(self, width: int) -> None:
        """Make do with this width in logical pixels; a section that has too much side by side overrides it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._summary.setVisible(self.width() > 760)
        self.fit(self.width())

    def add_action(self, button: Button) -> None:
        """Put a button into the head, before saving."""
        self.head.insertWidget(self.head.count() - 2, button)

    # Saving

    def is_dirty(self) -> bool:
        """Whether something stands in the fields that the store does not know."""
        return self.saves and not self.reason and self.written() != self._known

    def mark(self) -> None:
        """Look whether something is unsaved; fields call this whenever they were edited."""
        dirty = self.is_dirty()
        for button in (self.take_back, self.save):
            button.setEnabled(dirty)
        self.unsaved.setVisible(dirty)
        self.marked.emit()

    def try_to_save(self) -> bool:
        """Save, or show what is wrong and return False."""
        if not self.is_dirty():
            return True
        self.clear_faults()
        try:
            words = self.store()
        except UserFacingError as error:
            self.refuse(error)
            return False
        self.settled()
        self.told.emit(words)
        self.changed.emit()
        return True

    def settled(self) -> None:
        """Show what is stored now, as unchanged."""
        self.show_stored()
        self._known = self.written()
        self.mark()

    def discard(self) -> None:
        """Take back what was not saved."""
        self.clear_faults()
        self.settled()

    def refresh(self) -> None:
        """Read the store again, unless something is being written."""
        if not self.is_dirty():
            self.settled()

    def reason_now(self) -> str:
        """Return why this officer may change nothing here, empty where they may; it changes with who works here."""
        return self.place.why_not(self.work) if self.work else ""

    def turn(self, what: str, then: Callable[[], None]) -> bool:
        """Look at another thing of this section; what is unsaved of this one is asked about in the page first."""
        if not self.is_dirty():
            self.notice.hide()
            self._turned(then)
            return True
        self.notice.say(
            f"“{what}” có thay đổi chưa lưu.",
            "soon",
            ("Lưu rồi chuyển", lambda: self._turned(then) if self.try_to_save() else None),
            ("Bỏ thay đổi", lambda: self._turned(then)),
            ("Ở lại", self.setFocus),
        )
        self.notice.buttons[0].setFocus()
        return False

    def _turned(self, then: Callable[[], None]) -> None:
        self.clear_faults()
        then()
        self._known = self.written()
        self.mark()

    def run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Do something long beside the window; a refusal is shown where it belongs."""
        self.busy.show()
        job: Job[Any] = Job(lambda _: work(), self)
        job.done.connect(lambda result: self._ended(lambda: done(result)))
        job.failed.connect(lambda error: self._ended(lambda: self._failed(error)))
        self._job = job
        job.start()

    def _ended(self, then: Callable[[], None]) -> None:
        self.busy.hide()
        then()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.refuse(error)

    def _close(self) -> None:
        """Let everything be read and nothing be changed, and say why."""
        freeze(self)
        self.notice.say(self.reason, "proposal")
        for button in (self.take_back, self.save):
            button.hide()


def freeze(widget: QWidget) -> None:
    """Make every field of a widget one to read; lists and previews stay usable."""
    for grid in widget.findChildren(Grid):
        grid.freeze()
    typed: list[QLineEdit | QPlainTextEdit] = [*widget.findChildren(QLineEdit), *widget.findChildren(QPlainTextEdit)]
    for line in typed:
        if not line.property("stays"):
            line.setReadOnly(True)
    for other in [*widget.findChildren(QAbstractButton), *widget.findChildren(QComboBox)]:
        if not other.property("stays"):
            other.setEnabled(False)


def stays(widget: QWidget) -> QWidget:
    """Mark a field that only chooses what is looked at: it works for those too who may change nothing."""
    widget.setProperty("stays", True)
    return widget
