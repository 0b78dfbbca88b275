"""Icons: Fluent SVG outlines from our resources, tinted with the colour asked for."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop import paths

SCALES = (1.0, 1.25, 1.5, 2.0)


def icon(name: str, color: str, size: int = 20) -> QIcon:
    """Return the icon `name` ("print_20_regular", the file's name without .svg) in a colour, sharp on every screen.

    The colour is baked in; a control that must follow a change of mode paints with `draw` instead.
    """
    made = QIcon()
    for scale in SCALES:
        made.addPixmap(pixmap(name, color, size, scale))
    return made


@lru_cache(maxsize=512)
def pixmap(name: str, color: str, size: int, scale: float) -> QPixmap:
    """Return the icon as `size` logical pixels square at a screen scale.

    Raises:
        FileNotFoundError: no such icon is shipped.
    """
    renderer = _renderer(name)
    made = QPixmap(round(size * scale), round(size * scale))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(made.rect()))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(made.rect(), QColor(color))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


def draw(painter: QPainter, name: str, color: str, left: float, top: float, size: int) -> None:
    """Paint the icon with its upper left corner at (left, top)."""
    scale = painter.device().devicePixelRatioF()
    painter.drawPixmap(QRectF(left, top, size, size).topLeft(), pixmap(name, color, size, scale))


@lru_cache(maxsize=128)
def _renderer(name: str) -> QSvgRenderer:
    path = paths.resources() / "icons" / f"{name}.svg"
    return QSvgRenderer(QByteArray(path.read_bytes()))
