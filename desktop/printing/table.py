"""Tables: rows of cells, with or without lines; broken over pages between rows, a row higher than a page within."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from desktop.printing.flow import Block, Stack
from desktop.printing.pen import Pen


@dataclass(frozen=True, slots=True)
class Padding:
    """Room between a cell's edge and what stands in it, in points."""

    side: float = 0
    top: float = 0
    bottom: float = 0


NO_PADDING = Padding()


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of a table's head: where it begins and over how many columns and rows it reaches."""

    block: Block
    column: int
    row: int = 0
    across: int = 1
    down: int = 1
    least: float = 0
    """Least height of what stands in it, in points."""


class Row:
    """A row of cells, as high as the highest of them."""

    def __init__(
        self, cells: Sequence[Block], widths: Sequence[float], padding: Padding, middle: Collection[int] = ()
    ) -> None:
        self._cells, self._widths, self._padding, self._middle = cells, widths, padding, middle
        self._heights = [cell.height(wide - 2 * padding.side) for cell, wide in zip(cells, widths, strict=True)]
        self.high = max(self._heights) + padding.top + padding.bottom

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draw the cells; those not in the middle hang from the top."""
        side, top = self._padding.side, top - self._padding.top
        inner = self.high - self._padding.top - self._padding.bottom
        for at, (cell, wide, high) in enumerate(zip(self._cells, self._widths, self._heights, strict=True)):
            down = (inner - high) / 2 if at in self._middle else 0
            cell.draw(pen, left + side, top - down, wide - 2 * side)
            left += wide

    def split(self, room: float, page: float) -> "tuple[Row, Row] | None":
        """Return the row in two, or None where no cell can be parted in this room."""
        side = 2 * self._padding.side
        inner = room - self._padding.top - self._padding.bottom
        halves = [
            (cell, None) if high <= inner else cell.split(wide - side, inner, page)
            for cell, wide, high in zip(self._cells, self._widths, self._heights, strict=True)
        ]
        if all(fits is None for fits, _ in halves):
            return None
        upper, lower = ([half or Stack([]) for half in each] for each in zip(*halves, strict=True))
        return self._part(upper), self._part(lower)

    def _part(self, cells: Sequence[Block]) -> "Row":
        return Row(cells, self._widths, self._padding, self._middle)


class Head:
    """The rows on top of a table, repeated on each page it reaches; their cells may reach over several columns."""

    def __init__(self, cells: Sequence[HeadCell], widths: Sequence[float], padding: Padding) -> None:
        self._cells = sorted(cells, key=lambda cell: (cell.row, cell.column))  # as they are read
        self._padding = padding
        self._lefts = [0.0, *accumulate(widths)]
        self._tops = [0.0, *accumulate(self._row_heights())]
        self.high = self._tops[-1]

    def _row_heights(self) -> list[float]:
        """Return each row's height; a cell that reaches down makes the last of its rows higher where it must."""
        heights = [0.0] * max((cell.row + cell.down for cell in self._cells), default=0)
        for cell in sorted(self._cells, key=lambda cell: cell.down):
            last = cell.row + cell.down - 1
            wanted = max(self._inner_height(cell), cell.least) + self._padding.top + self._padding.bottom
            heights[last] = max(heights[last], wanted - sum(heights[cell.row : last]))
        return heights

    def _inner_height(self, cell: HeadCell) -> float:
        return cell.block.height(self._inner_width(cell))

    def _inner_width(self, cell: HeadCell) -> float:
        return self._lefts[cell.column + cell.across] - self._lefts[cell.column] - 2 * self._padding.side

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draw the cells, each in the middle of its box."""
        for cell in self._cells:
            upper, lower = self._tops[cell.row], self._tops[cell.row + cell.down]
            inner = lower - upper - self._padding.top - self._padding.bottom
            down = upper + self._padding.top + (inner - self._inner_height(cell)) / 2
            start = left + self._lefts[cell.column] + self._padding.side
            cell.block.draw(pen, start, top - down, self._inner_width(cell))
        pen.boxes([self._box(cell, left, top) for cell in self._cells])

    def _box(self, cell: HeadCell, left: float, top: float) -> tuple[float, float, float, float]:
        start, end = self._lefts[cell.column], self._lefts[cell.column + cell.across]
        upper, lower = self._tops[cell.row], self._tops[cell.row + cell.down]
        return left + start, top - lower, end - start, lower - upper


class Table(Block):
    """Rows below each other, under their head; with lines around every cell where it is ruled."""

    def __init__(
        self,
        rows: Sequence[Row],
        widths: Sequence[float],
        head: Head | None = None,
        *,
        ruled: bool = False,
        before: float = 0,
        after: float = 0,
    ) -> None:
        self._rows, self._widths, self._head, self._ruled = rows, widths, head, ruled
        self.before, self.after = before, after
        self._head_high = head.high if head else 0
        self._high = self._head_high + sum(row.high for row in rows)

    def height(self, width: float) -> float:
        return self._high

    def draw(self, pen: Pen, left: float, top: float, width: float) -> None:
        if self._head:
            self._head.draw(pen, left, top)
        tops = list(accumulate((-row.high for row in self._rows), initial=top - self._head_high))
        for row, row_top in zip(self._rows, tops, strict=False):
            row.draw(pen, left, row_top)
        if self._ruled and self._rows:
            self._draw_lines(pen, left, tops)

    def _draw_lines(self, pen: Pen, left: float, tops: Sequence[float]) -> None:
        upright = list(accumulate(self._widths, initial=left))
        for at in tops:
            pen.line(upright[0], at, upright[-1], at)
        for at in upright:
            pen.line(at, tops[0], at, tops[-1])

    def split(self, width: float, room: float, page: float) -> "tuple[Table | None, Table | None]":
        ends = accumulate(row.high for row in self._rows)
        fit = sum(self._head_high + end <= room + 1e-6 for end in ends)
        if fit:
            return self._part(self._rows[:fit]), self._part(self._rows[fit:])
        too_high = self._rows and self._rows[0].high + self._head_high > page
        halves = self._rows[0].split(room - self._head_high, page) if too_high else None
        if not halves:
            return None, self
        return self._part([halves[0]]), self._part([halves[1], *self._rows[1:]])

    def _part(self, rows: Sequence[Row]) -> "Table":
        return Table(rows, self._widths, self._head, ruled=self._ruled, before=self.before, after=self.after)
