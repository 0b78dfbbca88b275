"""A part of a card that takes the room its content needs, and scrolls where the window is too low for that.

fields = FittedScroll()
fields.body.addWidget(LabeledField("Họ và tên"))
card.body.addWidget(fields)
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.ui.controls.layouts import ScrollPage

LEAST = 72
FOCUS_ROOM, ABOVE = 2, 28
"""Pixels a focus ring needs below its field, and a field's label above it."""


class FittedScroll(ScrollPage):
    """Never higher than its content; put things into `body`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.body.setContentsMargins(0, 0, 0, FOCUS_ROOM)
        self.body.setSpacing(8)
        content = self.body.parentWidget()
        if content is not None:
            content.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMaximumHeight(self._wanted())
        self.updateGeometry()
        self._follow(None, QApplication.focusWidget())

    def _follow(self, _before: QWidget | None, focus: QWidget | None) -> None:
        """Keep the field in sight that has the keyboard, with its label."""
        if focus is not None and self.isVisible() and self.isAncestorOf(focus):
            self.ensureWidgetVisible(focus, 0, ABOVE)

    def _wanted(self) -> int:
        width = max(self.viewport().width(), 1)
        return (
            self.body.totalHeightForWidth(width)
            if self.body.hasHeightForWidth()
            else self.body.totalSizeHint().height()
        )

    def sizeHint(self) -> QSize:
        return QSize(200, self._wanted())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(LEAST, self._wanted()))
