"""The square code a scanner reads off the paper (mã QR)."""

from collections.abc import Iterator

import segno
from reportlab.graphics.shapes import Drawing, Path, Rect
from reportlab.lib.colors import black, white

_WHITE_BORDER = 2
"""White modules laid around the square, over a practice mark; the bare paper gives the rest of the quiet zone."""


def qr_square(content: str, side: float) -> Drawing:
    """Return the code of a dossier or slip as a square, `side` points wide, on a white ground a little larger."""
    matrix = segno.make_qr(content, error="m").matrix
    module = side / len(matrix)
    border = _WHITE_BORDER * module
    square = Drawing(side, side)
    square.add(Rect(-border, -border, side + 2 * border, side + 2 * border, fillColor=white, strokeColor=None))
    # One path for all dark modules: separate rectangles show hairlines between them on some printers.
    dark = Path(fillColor=black, strokeColor=None)
    for row, start, length in _dark_runs(matrix):
        _add_box(dark, start * module, side - (row + 1) * module, length * module, module)
    square.add(dark)
    return square


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


def _add_box(path: Path, x: float, y: float, width: float, height: float) -> None:
    path.moveTo(x, y)
    path.lineTo(x + width, y)
    path.lineTo(x + width, y + height)
    path.lineTo(x, y + height)
    path.closePath()
