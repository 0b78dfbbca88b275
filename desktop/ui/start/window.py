"""The window before the main window: first set-up, or log-in."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.models.store import exists
from desktop.ui import fonts, theme
from desktop.ui.controls.layouts import label
from desktop.ui.start.login_page import LoginPage
from desktop.ui.start.setup_page import SetupPage


class StartWindow(QWidget):
    """`opened` carries a Workplace and whether the office was set up just now."""

    opened = Signal(object, bool)

    def __init__(self, data_dir: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Một Cửa")
        self.setMinimumSize(800, 480)
        self.resize(1366, 768)
        self._data_dir = data_dir
        self.setup: SetupPage | None = None
        self.login: LoginPage | None = None
        brand = label("Một Cửa")
        brand.setFont(fonts.font(18, fonts.strong().weight()))
        brand.setStyleSheet(f"color: {theme.palette().accent}; font-size: 18px; font-weight: 700;")
        self.fault = label("", "error")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self._faces = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 20)
        column.addWidget(brand)
        column.addWidget(self.fault)
        column.addWidget(self._faces, 1)
        if exists(data_dir):
            self._need_login()
        else:
            self._start_setup()

    def _start_setup(self) -> None:
        self.setup = SetupPage(self._data_dir)
        self.setup.finished.connect(lambda place: self.opened.emit(place, True))
        self._faces.addWidget(self.setup)

    def _need_login(self) -> LoginPage:
        if self.login is None:
            self.login = LoginPage(self._data_dir)
            self.login.opened.connect(self._logged_in)
            self._faces.addWidget(self.login)
        self._faces.setCurrentWidget(self.login)
        self.login.prepare()
        return self.login

    def _logged_in(self, place: Workplace) -> None:
        self.opened.emit(place, False)

    def tell(self, words: str) -> None:
        """Say that something went wrong with the program itself."""
        self.fault.setText(words)
        self.fault.show()

    def lock(self, officer: str) -> None:
        """Ask for the password again."""
        self._need_login().show_locked(officer)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.palette().page))
        painter.end()
