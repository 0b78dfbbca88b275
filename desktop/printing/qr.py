"""The codes a scanner reads off the paper: the square one and the line of bars (mã QR, mã vạch)."""

from collections.abc import Iterator

import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

_WHITE_BORDER = 2
"""White modules laid around the square, over a practice mark; the bare paper gives the rest of the quiet zone."""

_BAR_HEIGHT = 5 * mm
_WIDEST_BAR = 0.33 * mm
_NARROWEST_BAR = 0.19 * mm
"""7.5 mil: what office scanners still read."""
_QUIET_BARS = 10
"""White bars on each side of a Code 128 (ISO/IEC 15417)."""


class QrSquare(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The code of a dossier or slip as a square, `side` points wide, on a white ground a little larger."""

    def __init__(self, content: str, side: float) -> None:
        super().__init__()
        self.width = self.height = side
        self._matrix = segno.make_qr(content, error="m").matrix

    def draw(self) -> None:
        """Draw all dark modules as one shape: separate squares show hairlines between them on some printers."""
        module = self.width / len(self._matrix)
        self._draw_ground(_WHITE_BORDER * module)
        dark = self.canv.beginPath()
        for row, start, length in _dark_runs(self._matrix):
            dark.rect(start * module, self.height - (row + 1) * module, length * module, module)
        self.canv.setFillGray(0)
        self.canv.drawPath(dark, stroke=0, fill=1)

    def _draw_ground(self, border: float) -> None:
        self.canv.setFillGray(1)
        self.canv.rect(-border, -border, self.width + 2 * border, self.height + 2 * border, stroke=0, fill=1)


class BarLine(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The code as a Code 128, centred in a line `room` points wide; nothing where it would be too fine to scan."""

    def __init__(self, content: str, room: float) -> None:
        super().__init__()
        self.width, self.height = room, 0.0
        encoded = Code128(content, barWidth=1, quiet=0) if content.isascii() and content.isprintable() else None
        bar = min(_WIDEST_BAR, room / (encoded.width + 2 * _QUIET_BARS)) if encoded else 0
        self._bars = Code128(content, barWidth=bar, barHeight=_BAR_HEIGHT, quiet=0) if bar >= _NARROWEST_BAR else None
        if self._bars:
            self.height = _BAR_HEIGHT

    def draw(self) -> None:
        """Draw the bars on a white ground, which keeps a practice mark out of them."""
        if not self._bars:
            return
        wide = float(self._bars.width)
        left = (self.width - wide) / 2
        quiet = min(left, _QUIET_BARS * _WIDEST_BAR)
        self.canv.setFillGray(1)
        self.canv.rect(left - quiet, 0, wide + 2 * quiet, self.height, stroke=0, fill=1)
        self.canv.setFillGray(0)
        self._bars.drawOn(self.canv, left, 0)


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
