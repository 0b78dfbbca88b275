"""Tells a hand scanner from an officer: a scanner is a keyboard that types whole lines within milliseconds.

A scan may begin while the keyboard is anywhere on the page. What it typed into a field is taken out again, and while
the keyboard is on a button its blanks must not press it.
"""

from collections.abc import Callable
from time import monotonic
from unicodedata import combining

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QWidget

from desktop.errors import UserFacingError
from desktop.intake.scan import dossier_code, looks_like_card, read_card

BURST_MS = 50
SILENCE_MS = 150
"""After this a scanner that sends nothing at the end has sent all."""

_ENDS = ("\r", "\n", "\t")
"""What scanners are set to send at the end: Enter, line feed or Tab."""

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock)


def is_card(text: str) -> bool:
    """Return whether a burst of keys has the bars of an identity card's text."""
    return text.count("|") >= 4


def is_scan(text: str) -> bool:
    """Return whether a burst of keys is a card's text or the code of a dossier."""
    return is_card(text) or dossier_code(text) is not None


class ScannerFilter(QObject):
    """Watches the keys that go to a page. `scanned` carries the text, after `undo` has taken the typed rest back.

    `remember` is called when a burst may begin and returns what undoes it.
    """

    scanned = Signal(str)

    def __init__(self, page: QWidget, remember: Callable[[], Callable[[], None]]) -> None:
        super().__init__(page)
        self._page = page
        self._remember = remember
        self._undo: Callable[[], None] = lambda: None
        self._burst = ""
        self._last = 0
        self._silence = QTimer(self, singleShot=True, interval=SILENCE_MS)
        self._silence.timeout.connect(lambda: self._end(quick=True))

    def watch(self, *, on: bool) -> None:
        """Begin or stop watching, as the page is shown or hidden."""
        application = QApplication.instance()
        if application is not None:
            (application.installEventFilter if on else application.removeEventFilter)(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._is_ours(watched):
            return False
        if event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._take_composed(event.commitString())
            return False
        return event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._take(event)

    def _take_composed(self, text: str) -> None:
        """Count what an input method made of the scanner's keys as typed: whether it can be read is seen at the end."""
        now = round(monotonic() * 1000)
        quick, self._last = now - self._last <= BURST_MS, now
        if quick and self._burst:
            self._burst += text
        elif text:
            self._begin(text)

    def _is_ours(self, watched: QObject) -> bool:
        focus = QApplication.focusWidget()
        return watched is focus and focus is not None and self._page.isAncestorOf(focus)

    def _take(self, event: QKeyEvent) -> bool:
        """Return whether the key is kept from the page."""
        if event.key() in _MODIFIERS:
            return False
        now, text = _pressed_at(event), event.text()
        quick = now - self._last <= BURST_MS and not event.isAutoRepeat()
        self._last = now
        if text in _ENDS:
            return self._end(quick) or self._end_of_slow_card()
        if event.key() == Qt.Key.Key_Backspace and quick and self._burst:
            self._burst = self._burst[:-1]  # an input method puts another letter in place of one
            return False
        if not text or not text.isprintable():
            self._burst = ""
            return False
        if quick and self._burst:
            self._burst += text
            if is_card(self._burst):
                self._silence.start()
            return not _takes_text()
        self._begin(text)
        return False

    def _begin(self, text: str) -> None:
        """A code and a card's text begin with a letter or figure, or what a Vietnamese keyboard makes of one."""
        self._burst = text if text.isalnum() or combining(text[0]) else ""
        if self._burst:
            self._undo = self._remember()

    def _end(self, quick: bool) -> bool:
        self._silence.stop()
        text, self._burst = self._burst, ""
        if not (quick and is_scan(text)) or (is_card(text) and self._stands_whole(text)):
            return False
        self._undo()
        self.scanned.emit(text)
        return True

    def _stands_whole(self, burst: str) -> bool:
        """Whether the burst lost its beginning to a slow first key, and the field it was typed into has all of it."""
        return not _is_readable(burst) and _is_readable(_typed_text())

    def _end_of_slow_card(self) -> bool:
        """A slow scanner, or a person pasting, leaves the whole card in one field: Enter there is enough.

        One that an input method damaged is handed on as well, so that the officer is told to switch it off.
        """
        field, text = QApplication.focusWidget(), _typed_text()
        if not isinstance(field, QLineEdit) or not looks_like_card(text):
            return False
        field.clear()
        self.scanned.emit(text)
        return True


def _typed_text() -> str:
    field = QApplication.focusWidget()
    return field.text() if isinstance(field, QLineEdit) else ""


def _is_readable(text: str) -> bool:
    """Return whether the text is that of an identity card, whole."""
    try:
        read_card(text)
    except UserFacingError:
        return False
    return True


def _pressed_at(event: QKeyEvent) -> int:
    """Return when the key went down, in milliseconds; a busy window may come to it only later."""
    return event.timestamp() or round(monotonic() * 1000)


def _takes_text() -> bool:
    return isinstance(QApplication.focusWidget(), QLineEdit | QAbstractSpinBox | QPlainTextEdit)
