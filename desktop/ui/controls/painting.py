"""Small painted pieces of the look: pills, key chips, focus rings, tabular figures. Sizes in logical pixels."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from desktop.ui import fonts, theme
from desktop.ui.palette import Tone

PILL_PX = 11
PILL_HEIGHT = 20.0
CHIP_HEIGHT = 18.0
RADIUS = 8.0
_DEMI = QFont.Weight.DemiBold
_MEDIUM = QFont.Weight.Medium


def left_text(painter: QPainter, box: QRectF, text: str, face: QFont, color: str) -> float:
    """Paint one line, elided to the box, centred in its height; return the width it took."""
    painter.setFont(face)
    painter.setPen(QColor(color))
    measures = fonts.metrics(face.pixelSize(), face.weight())
    shown = measures.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    return measures.horizontalAdvance(shown)


def tabular_width(text: str, size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> float:
    """Return the width of a text whose figures all take the same room."""
    cell = figure_width(size_px, weight)
    return sum(cell if character.isdigit() else _advance(character, size_px, weight) for character in text)


@lru_cache(maxsize=2048)
def _advance(text: str, size_px: int, weight: QFont.Weight) -> float:
    """Return the width of a piece of text; codes and times are made of few pieces, measured again for every row."""
    return fonts.metrics(size_px, weight).horizontalAdvance(text)


def figure_width(size_px: int, weight: QFont.Weight) -> float:
    """Return the room of one figure, a little under that of a zero, which keeps the slim 1 from standing apart.

    Be Vietnam Pro has no tabular figures of its own ("tnum"), so columns of times and codes are set figure by figure.
    """
    return _advance("0", size_px, weight) * 0.96


def tabular_text(painter: QPainter, box: QRectF, text: str, face: QFont, color: str) -> float:
    """Paint one line with figures of equal width; falls back to an elided line where the box is too narrow."""
    size, weight = face.pixelSize(), face.weight()
    total = tabular_width(text, size, weight)
    if total > box.width():
        return left_text(painter, box, text, face, color)
    painter.setFont(face)
    painter.setPen(QColor(color))
    measures, cell = fonts.metrics(size, weight), figure_width(size, weight)
    baseline = box.center().y() + (measures.ascent() - measures.descent()) / 2
    left = box.left()
    for piece in _pieces(text):
        own = _advance(piece, size, weight)
        room = cell if piece.isdigit() else own
        painter.drawText(QPointF(left + (room - own) / 2, baseline), piece)
        left += room
    return total


def _pieces(text: str) -> list[str]:
    """Cut a text into single figures and the runs between them, so that runs keep their kerning."""
    pieces: list[str] = []
    for character in text:
        if pieces and not character.isdigit() and not pieces[-1].isdigit():
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def pill_width(text: str) -> float:
    """Return how much room `pill` needs for a text."""
    return _advance(text, PILL_PX, _MEDIUM) + 14


def pill(painter: QPainter, left: float, middle: float, text: str, tone: Tone) -> float:
    """Paint a rounded label centred on the height `middle`; return its width."""
    width = pill_width(text)
    box = QRectF(left, middle - PILL_HEIGHT / 2, width, PILL_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.soft))
    painter.drawRoundedRect(box, PILL_HEIGHT / 2, PILL_HEIGHT / 2)
    painter.setFont(fonts.font(PILL_PX, _MEDIUM))
    painter.setPen(QColor(tone.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return width


def chip_width(keys: str) -> float:
    """Return how much room `chip` needs."""
    return max(22.0, fonts.metrics(PILL_PX, _MEDIUM).horizontalAdvance(keys) + 12)


def chip(painter: QPainter, left: float, middle: float, keys: str, color: str, edge: str) -> None:
    """Paint the name of a key in a small frame ("F9")."""
    box = QRectF(left, middle - CHIP_HEIGHT / 2, chip_width(keys), CHIP_HEIGHT).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(QColor(edge), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(fonts.font(PILL_PX, _MEDIUM))
    painter.setPen(QColor(color))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, keys)


def frame(painter: QPainter, box: QRectF, fill: str, edge: str, radius: float = RADIUS) -> None:
    """Paint a rounded ground with a crisp 1-pixel edge."""
    painter.setPen(QPen(QColor(edge), 1))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def focus_ring(painter: QPainter, box: QRectF, radius: float = RADIUS) -> None:
    """Paint the ring that says where the keyboard is."""
    painter.setPen(QPen(QColor(theme.palette().accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)


def text_button(painter: QPainter, box: QRectF, text: str, *, hover: bool) -> None:
    """Paint a quiet button inside a row."""
    colors = theme.palette()
    frame(painter, box, colors.accent_soft if hover else colors.surface, colors.accent if hover else colors.edge)
    painter.setFont(fonts.font(12, _DEMI))
    painter.setPen(QColor(colors.accent if hover else colors.ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def text_button_width(text: str) -> float:
    """Return how much room `text_button` needs."""
    return _advance(text, 12, _DEMI) + 22
