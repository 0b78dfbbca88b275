"""A small menu on the card: which folder the scanner writes into, another one, or none."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from desktop.ui import icons, theme


class ScannerMenu(QToolButton):
    """The button with its menu; `chosen` carries the folder to watch, None to watch no more."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icons.icon("settings_24_regular", theme.palette().muted, 20))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.setAccessibleName("Thư mục máy quét")
        self._menu = QMenu(self)
        self._folder: Path | None = None
        self.which = self._menu.addAction("")
        self.which.setEnabled(False)
        self._menu.addSeparator()
        self.pick = self._menu.addAction("Chọn thư mục máy quét…")
        self.pick.triggered.connect(self._ask)
        self.leave = self._menu.addAction("Thôi theo dõi thư mục này")
        self.leave.triggered.connect(lambda: self.chosen.emit(None))
        self.setMenu(self._menu)
        self.show_folder(None)

    def show_folder(self, folder: Path | None) -> None:
        """Show which folder is watched."""
        self._folder = folder
        words = f"Đang theo dõi: {folder}" if folder else "Chưa theo dõi thư mục máy quét nào"
        self.which.setText(words.replace("&", "&&"))
        self.leave.setVisible(folder is not None)
        self.setToolTip(f"{words}. Bản quét mới trong thư mục sẽ được đề nghị đính kèm.")
        self.setAccessibleDescription(words)

    def _ask(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Chọn thư mục máy quét ghi tệp vào", str(self._folder or ""))
        if folder:
            self.chosen.emit(Path(folder))
