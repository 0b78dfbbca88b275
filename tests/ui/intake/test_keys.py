"""How many keys a returning citizen's dossier takes, from the scan to the printer: counted, on a real store."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.terms import Form, Status
from desktop.ui.main import INTAKE, Desk
from tests.ui.printing.conftest import paper_printer

from .conftest import CARD
from .test_page import press, type_keys

MOST_KEYS = 12


class Counter(QObject):
    """Counts the keys an officer presses."""

    keys = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched.isWidgetType():
            self.keys += watched is QApplication.focusWidget()
        return False


@pytest.fixture
def desk(qtbot: QtBot, place: Workplace) -> Desk:
    made = Desk(place)
    qtbot.addWidget(made.window)
    made.window.resize(1366, 768)
    made.window.show()
    made.window.activateWindow()
    made.window.go_to(INTAKE)
    qtbot.waitUntil(made.intake.procedure.picker.field.hasFocus)
    return made
