"""The square code a scanner reads off the paper (mã QR)."""

from collections.abc import Iterator

import segno
from reportlab.platypus import Flowable

_WHITE_BORDER = 2
"""White modules laid around the square, over a practice mark; the bare paper gives the rest of the quiet zone."""


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
