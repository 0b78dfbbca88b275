"""The pen that writes text and lines onto a page. Measures are points, heights count upwards from the page's foot.

It writes the PDF's own operators (ISO 32000-1, annex A): going through the canvas for each line of text and each rule
would take most of the time a paper needs.
"""

from collections.abc import Sequence
from typing import Any

from desktop.printing.fonts import Face, Use

Piece = tuple[Face, str]
"""Text in one face."""

HAIR = 0.5
"""Thickness of rules and table lines."""


class Pen:
    """Writes on the canvas' present page; what is written later lies above what was before."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._uses: dict[Face, Use] = {}

    def text(self, left: float, base: float, size: float, pieces: Sequence[Piece], stretch: float = 0) -> None:
        """Write a line of text, each of its spaces wider by `stretch`."""
        adjust = f"> {-1000 * stretch / size:.0f} <" if stretch else ""
        shown = [self._shown(face, text.replace("\xa0", " "), size, adjust) for face, text in pieces]
        self.write(f"BT {left:.2f} {base:.2f} Td {' '.join(shown)} ET")

    def line(self, left: float, at: float, right: float, to: float) -> None:
        """Draw a straight line."""
        self.write(f"{HAIR} w {left:.2f} {at:.2f} m {right:.2f} {to:.2f} l S")

    def boxes(self, boxes: Sequence[tuple[float, float, float, float]]) -> None:
        """Draw the outlines of boxes: left, bottom, width, height."""
        self.write(f"{HAIR} w {_rectangles(boxes)} S")

    def fill(self, grey: float, origin: tuple[float, float], scale: tuple[float, float], shape: str) -> None:
        """Fill rectangles "left bottom width height re", given in measures of their own from an origin on the page.

        Args:
            grey: 0 is black, 1 white.
            scale: the length of one such measure across and upwards; below 0 it counts downwards.
        """
        (left, bottom), (across, upright) = origin, scale
        self.write(f"q {grey} g {across:.5f} 0 0 {upright:.5f} {left:.2f} {bottom:.2f} cm {shape} f Q")

    def write(self, operators: str) -> None:
        self._canvas.addLiteral(operators)

    def _shown(self, face: Face, text: str, size: float, adjust: str) -> str:
        """Return the operators that show the text; between words stands what `adjust` says."""
        use = self._uses.get(face)
        if use is None:
            use = self._uses[face] = face.use(self._canvas._doc)
        use.characters.update(text)
        font = f"{use.name} {size:g} Tf"
        if not adjust:
            return f"{font} <{_code(text)}> Tj"
        first, *others = text.split(" ")
        return f"{font} [<{_code(first)}{''.join(f'0020{adjust}{_code(word)}' for word in others)}>] TJ"


def _code(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _rectangles(boxes: Sequence[tuple[float, float, float, float]]) -> str:
    return " ".join(f"{left:.2f} {bottom:.2f} {wide:.2f} {high:.2f} re" for left, bottom, wide, high in boxes)
