"""Paragraphs: text broken into lines, at spaces and, where a word alone is wider than its line, within the word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from desktop.printing import fonts
from desktop.printing.flow import Block
from desktop.printing.fonts import Face
from desktop.printing.markup import Markup, Run
from desktop.printing.pen import Pen, Piece

_LEAST_LINES = 2
"""So many lines of a paragraph stay together on each side of a page's end."""

_SQUEEZE = 0.05
"""A word still goes onto a line where its spaces need become narrower by no more than this share."""

_TEXTS_KEPT = 4096
"""Most of what papers say is the forms' wording, and copies (liên) repeat it: it is broken into lines only once."""


@dataclass(frozen=True, eq=False)
class Style:
    """How a paragraph is set; measures are points."""

    size: float = 10
    leading: float = 11.9
    bold: bool = False
    italic: bool = False
    align: Literal["left", "centre", "justified"] = "left"
    before: float = 0
    after: float = 1.1
    indent: float = 0
    """How far all lines are moved in."""
    first: float = 0
    """How much further the first one is."""

    @cached_property
    def face(self) -> Face:
        return fonts.face(bold=self.bold, italic=self.italic)

    @cached_property
    def space(self) -> float:
        """Width of a space; it is the same in all four faces."""
        return self.face.width(" ", self.size)

    def face_of(self, run: Run) -> Face:
        return fonts.face(bold=self.bold or run.bold, italic=self.italic or run.italic)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is set: its pieces, spaces included, the width they need and how far it is moved in."""

    pieces: tuple[Piece, ...]
    width: float
    indent: float
    last: bool
    """Whether a line end follows: such a line is never stretched."""


@dataclass(frozen=True, slots=True)
class _Word:
    pieces: tuple[Piece, ...]
    width: float


class Text(Block):
    """A paragraph; `bullet` stands before its first line, where the indent leaves room for it."""

    def __init__(self, markup: Markup, style: Style, bullet: str = "") -> None:
        self._markup, self._style, self._bullet = markup, style, bullet
        self.before, self.after = style.before, style.after
        self._set: tuple[float, Sequence[Line]] = (-1, ())

    def height(self, width: float) -> float:
        least = 1 if self._bullet else 0  # a number stands on a line of its own even where nothing is behind it
        return max(len(self._lines(width)), least) * self._style.leading

    def draw(self, pen: Pen, left: float, top: float, width: float) -> None:
        style = self._style
        base = top - style.size
        if self._bullet:
            pen.text(left, base, style.size, [(style.face, self._bullet)])
        for line in self._lines(width):
            free = width - line.indent - line.width
            start = left + line.indent + (max(0, free / 2) if style.align == "centre" else 0)
            stretched = free < 0 or (style.align == "justified" and not line.last)
            pen.text(start, base, style.size, line.pieces, _per_space(free, line) if stretched else 0)
            base -= style.leading

    def split(self, width: float, room: float, page: float) -> "tuple[Text | None, Text | None]":
        lines = self._lines(width)
        fit = min(int(room / self._style.leading + 1e-6), len(lines) - _LEAST_LINES)
        if fit < _LEAST_LINES:
            return None, self
        return self._part(width, lines[:fit], self._bullet), self._part(width, lines[fit:], "")

    def _part(self, width: float, lines: Sequence[Line], bullet: str) -> "Text":
        part = Text(self._markup, self._style, bullet)
        part._set = (width, lines)
        return part

    def _lines(self, width: float) -> Sequence[Line]:
        """Return the lines, set anew only for another width."""
        if self._set[0] != width:
            self._set = (width, broken(self._markup, self._style, width))
        return self._set[1]


def _per_space(free: float, line: Line) -> float:
    spaces = sum(text.count(" ") + text.count("\xa0") for _, text in line.pieces)
    return free / spaces if spaces else 0


@lru_cache(maxsize=_TEXTS_KEPT)
def broken(markup: Markup, style: Style, width: float, squeeze: float = _SQUEEZE) -> Sequence[Line]:
    """Return the lines of a text set in this width, spaces narrower by up to that share where a word fits in then."""
    lines: list[Line] = []
    for part in _between_line_ends(markup):
        lines += _filled(part, style, style.indent + (0 if lines else style.first), width, squeeze)
    return lines


def lines_of(text: str, style: Style, width: float) -> list[str]:
    """Return what stands on each line of a text set in this width, its spaces as wide as they are."""
    lines = broken((Run(text),), style, width, squeeze=0)
    return ["".join(piece for _, piece in line.pieces) for line in lines]


def _between_line_ends(markup: Markup) -> Iterator[list[Run]]:
    part: list[Run] = []
    for run in markup:
        first, *others = run.text.split("\n")
        part.append(run._replace(text=first) if others else run)
        for text in others:
            yield part
            part = [run._replace(text=text)]
    yield part


def _filled(runs: Sequence[Run], style: Style, indent: float, width: float, squeeze: float) -> Iterator[Line]:
    line: list[_Word] = []
    used = 0.0
    for word in _words(runs, style, width - max(indent, style.indent)):
        wider = used + style.space + word.width if line else word.width
        if line and wider - squeeze * style.space * len(line) > width - indent + 1e-6:
            yield Line(_pieces(line), used, indent, last=False)
            line, wider, indent = [], word.width, style.indent
        line.append(word)
        used = wider
    if line:
        yield Line(_pieces(line), used, indent, last=True)


def _words(runs: Sequence[Run], style: Style, room: float) -> Iterator[_Word]:
    """Yield what stands between spaces; a word may go over from one face to another."""
    word: list[Piece] = []
    for run in runs:
        face = style.face_of(run)
        for at, text in enumerate(run.text.split(" ")):
            if at and word:
                yield from _fitting(word, style, room)
                word = []
            if text:
                word.append((face, text))
    if word:
        yield from _fitting(word, style, room)


def _fitting(pieces: Sequence[Piece], style: Style, room: float) -> Iterator[_Word]:
    """Yield the word, in parts where it is wider than a line."""
    width = sum(face.width(text, style.size) for face, text in pieces)
    if width <= room:
        yield _Word(tuple(pieces), width)
        return
    part: list[Piece] = []
    used = 0.0
    for face, text in pieces:
        for sign in text:
            wide = face.width(sign, style.size)
            if part and used + wide > room:
                yield _Word(_merged(part), used)
                part, used = [], 0.0
            part.append((face, sign))
            used += wide
    yield _Word(_merged(part), used)


def _pieces(words: Sequence[_Word]) -> tuple[Piece, ...]:
    """Return the words with a space before each but the first."""
    pieces = list(words[0].pieces)
    for word in words[1:]:
        (face, text), *others = word.pieces
        pieces += [(face, f" {text}"), *others]
    return _merged(pieces)


def _merged(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces, neighbours in one face as one."""
    merged: list[Piece] = []
    for face, text in pieces:
        if merged and merged[-1][0] is face:
            merged[-1] = (face, merged[-1][1] + text)
        else:
            merged.append((face, text))
    return tuple(merged)
