"""Blocks laid out from top to bottom over as many pages as they need. Measures are points.

A block knows its height in a given width, draws itself below a given top, and can be parted where a page ends.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from desktop.printing.pen import HAIR, Pen

_ROUNDING = 1e-6
"""Sums of heights may miss what they add up to by this."""


class Block(ABC):
    """Something on paper, as wide as the room it is given."""

    before = 0.0
    """Least distance from the block above; the larger of the two blocks' wishes counts."""
    after = 0.0
    """Least distance to the block below."""

    @abstractmethod
    def height(self, width: float) -> float:
        """Return how high the block is in this width."""

    @abstractmethod
    def draw(self, pen: Pen, left: float, top: float, width: float) -> None:
        """Draw the block."""

    def split(self, width: float, room: float, page: float) -> "tuple[Block | None, Block | None]":
        """Return what goes into this much room and what is left for the next page; most blocks are never parted.

        Args:
            width: as for `height`.
            room: height left on this page, too little for the whole block.
            page: height of an empty page.
        """
        return None, self


Placed = tuple[Block, float]
"""A block and how far its top lies below that of the text area."""


class Space(Block):
    """Empty room."""

    def __init__(self, high: float = 0) -> None:
        self._high = high

    def height(self, width: float) -> float:
        return self._high

    def draw(self, pen: Pen, left: float, top: float, width: float) -> None:
        """Leave the paper white."""


class PageBreak(Space):
    """What follows begins a new page."""


class Rule(Block):
    """A line across the middle of the room."""

    before = 2.0

    def __init__(self, length: float) -> None:
        self._length = length

    def height(self, width: float) -> float:
        return HAIR

    def draw(self, pen: Pen, left: float, top: float, width: float) -> None:
        start = left + (width - self._length) / 2
        pen.line(start, top - HAIR / 2, start + self._length, top - HAIR / 2)


class Stack(Block):
    """Blocks below each other; a stack that shall stay together is parted only where it is higher than a page."""

    def __init__(self, blocks: Sequence[Block], *, together: bool = False, before: float = 0, after: float = 0) -> None:
        self._blocks = blocks
        self._together = together
        self.before = before or (blocks[0].before if blocks else 0)
        self.after = after or (blocks[-1].after if blocks else 0)

    def height(self, width: float) -> float:
        high = 0.0
        for block, down in _below_each_other(self._blocks, width):
            high = down + block.height(width)
        return high

    def draw(self, pen: Pen, left: float, top: float, width: float) -> None:
        for block, down in _below_each_other(self._blocks, width):
            block.draw(pen, left, top - down, width)

    def split(self, width: float, room: float, page: float) -> "tuple[Stack | None, Stack | None]":
        if self._together and self.height(width) <= page:
            return None, self
        for at, (block, down) in enumerate(_below_each_other(self._blocks, width)):
            if down + block.height(width) > room + _ROUNDING:
                fits, left = block.split(width, room - down, page)
                return self._part([*self._blocks[:at], fits]), self._part([left, *self._blocks[at + 1 :]])
        return self, None

    def _part(self, blocks: Iterable[Block | None]) -> "Stack | None":
        kept = [block for block in blocks if block]
        return Stack(kept, together=self._together) if kept else None


def _below_each_other(blocks: Sequence[Block], width: float) -> Iterator[tuple[Block, float]]:
    """Yield each block and how far below the first one's top it begins."""
    down, wish = 0.0, 0.0
    for at, block in enumerate(blocks):
        down += max(wish, block.before) if at else 0
        yield block, down
        down += block.height(width)
        wish = block.after


def pages(blocks: Iterable[Block], width: float, tall: float) -> list[list[Placed]]:
    """Return the blocks laid out on pages with a text area of this width and height.

    A block that cannot be parted and is higher than a page hangs over its foot: nothing is left out.
    """
    done: list[list[Placed]] = [[]]
    down = wish = 0.0
    waiting = deque(blocks)
    while waiting:
        block = waiting.popleft()
        page = done[-1]
        top = down + max(wish, block.before) if page else 0.0
        fits, rest = _parted(block, width, tall - top, tall)
        if not fits and not page:
            fits, rest = block, None
        if fits:
            page.append((fits, top))
            down, wish = top + fits.height(width), fits.after
        if rest:
            waiting.appendleft(rest)
        if rest or isinstance(block, PageBreak):
            done.append([])
            down = wish = 0.0
    return done


def _parted(block: Block, width: float, room: float, page: float) -> tuple[Block | None, Block | None]:
    if block.height(width) <= room + _ROUNDING:
        return block, None
    return block.split(width, room, page)
