"""Draw a page into a picture without a screen, for the demo and the documentation."""

import os
from pathlib import Path

from desktop.app import Workplace


def draw_board(place: Workplace, path: Path, width: int = 1366, height: int = 768) -> None:
    """Draw the countdown board, in the real window, into a PNG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from desktop.ui import background
    from desktop.ui.main import open_main_window
    from desktop.ui.palette import Mode
    from desktop.ui.theme import apply_theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, Mode.LIGHT)
    window = open_main_window(place)
    window.resize(width, height)
    window.show()
    application.processEvents()
    window.grab().save(str(path))
    window.close()
    background.finish()
