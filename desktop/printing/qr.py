"""The codes a scanner reads off the paper: the square one and the line of bars (mã QR, mã vạch)."""

from collections.abc import Iterator
from functools import lru_cache

import segno
from reportlab.lib.units import mm

from desktop.printing.flow import Block
from desktop.printing.pen import Pen

_WHITE_BORDER = 2
"""White modules laid around the square, over a practice mark; the bare paper gives the rest of the quiet zone."""

_BAR_HEIGHT = 5 * mm
_WIDEST_BAR = 0.33 * mm
_NARROWEST_BAR = 0.19 * mm
"""7.5 mil: what office scanners still read."""
_QUIET_BARS = 10
"""White bars on each side of a Code 128 (ISO/IEC 15417)."""

_CODES_KEPT = 64
"""Both copies of a paper bear the same code, and so do the papers of one dossier."""


class QrSquare(Block):
    """The code of a dossier or slip as a square, `side` points wide, on a white ground a little larger."""

    def __init__(self, content: str, side: float) -> None:
        self._side = side
        self._modules, self._dark = _square(content)

    def height(self, width: float) -> float:
        return self._side

    def draw(self, pen: Pen, left: float, top: float, width: float) -> None:
        """Draw all dark modules as one shape: separate squares show hairlines between them on some printers."""
        left += (width - self._side) / 2
        module = self._side / self._modules
        border = _WHITE_BORDER * module
        ground = self._side + 2 * border
        pen.fill(1, (left - border, top - self._side - border), (ground, ground), "0 0 1 1 re")
        pen.fill(0, (left, top), (module, -module), self._dark)


class BarLine(Block):
    """The code as a Code 128, centred in a line `room` points wide; nothing where it would be too fine to scan."""

    after = 2

    def __init__(self, content: str, room: float) -> None:
        self._modules, self._dark = _bars(content) if content.isascii() and content.isprintable() else (0, "")
        self._bar = min(_WIDEST_BAR, room / (self._modules + 2 * _QUIET_BARS))
        self.drawn = bool(self._modules) and self._bar >= _NARROWEST_BAR

    def height(self, width: float) -> float:
        return float(_BAR_HEIGHT)

    def draw(self, pen: Pen, left: float, top: float, width: float) -> None:
        """Draw the bars on a white ground, which keeps a practice mark out of them."""
        wide = self._modules * self._bar
        quiet = min((width - wide) / 2, _QUIET_BARS * _WIDEST_BAR)
        start, bottom = left + (width - wide) / 2, top - _BAR_HEIGHT
        pen.fill(1, (start - quiet, bottom), (wide + 2 * quiet, _BAR_HEIGHT), "0 0 1 1 re")
        pen.fill(0, (start, bottom), (self._bar, _BAR_HEIGHT), self._dark)


@lru_cache(maxsize=_CODES_KEPT)
def _square(content: str) -> tuple[int, str]:
    """Return how many modules a side has and the dark ones as rectangles, counted from the upper left corner."""
    matrix = segno.make_qr(content, error="m").matrix
    return len(matrix), " ".join(f"{start} {row} {length} 1 re" for row, start, length in _dark_runs(matrix))


@lru_cache(maxsize=_CODES_KEPT)
def _bars(content: str) -> tuple[int, str]:
    """Return how many modules the line is wide and the dark ones as rectangles.

    Reportlab writes a symbol as letters: "B" is a bar two modules wide, "b" a gap as wide.
    """
    # Imported at the first bars drawn: it brings all of reportlab's charts with it, which would delay the window.
    from reportlab.graphics.barcode.code128 import Code128

    symbol = Code128(content, barWidth=1, quiet=0)
    at, bars = 0, []
    wide = round(symbol.width)
    for letter in symbol.decomposed:
        length = ord(letter.upper()) - ord("A") + 1
        if letter.isupper():
            bars.append(f"{at} 0 {length} 1 re")
        at += length
    return wide, " ".join(bars)


def _dark_runs(matrix: tuple[bytearray, ...]) -> Iterator[tuple[int, int, int]]:
    """Yield (row, first column, length) of each unbroken run of dark modules."""
    for row, line in enumerate(matrix):
        start = 0
        for column in range(len(line) + 1):
            if column < len(line) and line[column]:
                continue
            if column > start:
                yield row, start, column - start
            start = column + 1
