"""Files held over a widget, as the file manager gives them."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def files_of(carried: QMimeData) -> list[Path]:
    """Return the files and folders of this computer that are being dragged, empty for text or web addresses."""
    return [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]
