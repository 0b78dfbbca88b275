"""A TrueType face: its characters and widths, and copies of it that hold only the characters of one paper.

The copies carry outlines and measures alone. Instructions for coarse screens (hinting) are most of the original file;
no printer and no viewer of today needs them. Format: ISO/IEC 14496-22 (Open Font Format).
"""

import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from struct import pack, pack_into, unpack_from

_HAS_INSTRUCTIONS, _MORE_PARTS, _WORDS = 0x0100, 0x0020, 0x0001
_SCALES = {0x0008: 2, 0x0040: 4, 0x0080: 8}
"""Flags of a composed outline's part, and how many bytes of scale they announce."""
_CHECKSUM_OF_ALL = 0xB1B0AFBA
_SAID_OF_INSTRUCTIONS = slice(16, 28)
"""Where `maxp` says how much memory instructions need."""


class Typeface:
    """One face, read from its file; glyphs are named by their number in it. Measures are in units of the face."""

    def __init__(self, file: bytes) -> None:
        self._tables = _tables(file)
        self.units: int = unpack_from(">H", self._tables["head"], 18)[0]
        """Units of measure to the em."""
        self.glyphs: Mapping[str, int] = _glyphs_of_characters(self._tables["cmap"])
        self.cap_height: int = unpack_from(">h", self._tables["OS/2"], 88)[0]
        self.slant: float = unpack_from(">i", self._tables["post"], 4)[0] / 65536
        """Degrees, below 0 where the face leans to the right."""
        self.box: tuple[int, int, int, int] = unpack_from(">4h", self._tables["head"], 36)
        """Left, bottom, right, top of the largest outlines."""
        self.ascent, self.descent = unpack_from(">2h", self._tables["hhea"], 4)

    def width(self, glyph: int) -> int:
        """Return the width of a glyph in thousandths of the type's size, as a PDF states it."""
        return round(self._advance(glyph) * 1000 / self.units)

    def _advance(self, glyph: int) -> int:
        return int(self._measures[2 * min(glyph, self._measured - 1)])

    def cut(self, glyphs: Sequence[int]) -> tuple[bytes, Mapping[int, int]]:
        """Return a font file with these glyphs and the parts they are composed of, and each glyph's number in it."""
        numbers = self._numbers([0, *glyphs])
        outlines = [self._renumbered(glyph, numbers) for glyph in numbers]
        ends = [0, *accumulate(map(len, outlines))]
        tables = {
            "glyf": b"".join(outlines),
            "head": self._head(),
            "hhea": self._tables["hhea"][:34] + pack(">H", len(numbers)),
            "hmtx": b"".join(map(self._measure, numbers)),
            "loca": pack(f">{len(ends)}H", *(end // 2 for end in ends)),
            "maxp": self._most(len(numbers)),
        }
        return _assembled(tables), numbers

    def _numbers(self, glyphs: Sequence[int]) -> dict[int, int]:
        """Return the glyphs and all their parts, numbered from 0."""
        numbers: dict[int, int] = {}
        waiting = list(reversed(glyphs))
        while waiting:
            glyph = waiting.pop()
            if glyph not in numbers:
                numbers[glyph] = len(numbers)
                waiting += [part for _, part in self._outline(glyph)[1]]
        return numbers

    def _renumbered(self, glyph: int, numbers: Mapping[int, int]) -> bytes:
        outline, parts = self._outline(glyph)
        if not parts:
            return outline
        changed = bytearray(outline)
        for place, part in parts:
            pack_into(">H", changed, place, numbers[part])
        return bytes(changed)

    def _outline(self, glyph: int) -> tuple[bytes, Sequence[tuple[int, int]]]:
        """Return a glyph's outline without instructions, and where in it each part is named."""
        known = self._outlines.get(glyph)
        if known is None:
            start, end = self._places[glyph : glyph + 2]
            known = self._outlines[glyph] = _without_instructions(self._tables["glyf"][start:end])
        return known

    @cached_property
    def _outlines(self) -> dict[int, tuple[bytes, Sequence[tuple[int, int]]]]:
        return {}

    @cached_property
    def _places(self) -> Sequence[int]:
        """Where each glyph's outline begins."""
        wide = unpack_from(">h", self._tables["head"], 50)[0]
        places = _numbers_of("I" if wide else "H", self._tables["loca"])
        return places if wide else [2 * place for place in places]

    @cached_property
    def _measures(self) -> Sequence[int]:
        """Width and left edge of each glyph that has a width of its own."""
        return _numbers_of("H", self._tables["hmtx"])

    @cached_property
    def _measured(self) -> int:
        return int(unpack_from(">H", self._tables["hhea"], 34)[0])

    def _measure(self, glyph: int) -> bytes:
        edge = 2 * glyph + 1 if glyph < self._measured else self._measured + glyph
        return pack(">2H", self._advance(glyph), self._measures[edge])

    def _head(self) -> bytes:
        head = bytearray(self._tables["head"])
        pack_into(">I", head, 8, 0)  # the sum over the whole file, still to come
        pack_into(">h", head, 50, 0)  # outlines are found by half their distance, in two bytes
        return bytes(head)

    def _most(self, glyphs: int) -> bytes:
        most = bytearray(self._tables["maxp"])
        pack_into(">H", most, 4, glyphs)
        most[_SAID_OF_INSTRUCTIONS] = bytes(12)
        return bytes(most)


def _tables(file: bytes) -> dict[str, bytes]:
    count = unpack_from(">H", file, 4)[0]
    entries = (unpack_from(">4s3I", file, 12 + 16 * at) for at in range(count))
    return {tag.decode("ascii"): file[start : start + length] for tag, _, start, length in entries}


def _glyphs_of_characters(table: bytes) -> dict[str, int]:
    """Return the glyph of each character of the basic plane, from the table in format 4 that every face has."""
    count = unpack_from(">H", table, 2)[0]
    places = [unpack_from(">2HI", table, 4 + 8 * at) for at in range(count)]
    start = next(place for system, encoding, place in places if (system, encoding) == (3, 1))
    half = unpack_from(">H", table, start + 6)[0] // 2
    ends, firsts, deltas, offsets = (
        unpack_from(f">{half}H", table, start + 14 + 2 * half * column + (2 if column else 0)) for column in range(4)
    )
    offsets_at = start + 16 + 6 * half
    found: dict[str, int] = {}
    for at, (first, end, delta, offset) in enumerate(zip(firsts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(end, 0xFFFE) + 1):
            place = offsets_at + 2 * at + offset + 2 * (code - first)
            glyph = unpack_from(">H", table, place)[0] if offset else code
            if glyph and (glyph + delta) & 0xFFFF:
                found[chr(code)] = (glyph + delta) & 0xFFFF
    return found


def _without_instructions(outline: bytes) -> tuple[bytes, Sequence[tuple[int, int]]]:
    """Return the outline, an even number of bytes, and where in it the parts of a composed one are named."""
    if not outline:
        return b"", ()
    contours = unpack_from(">h", outline)[0]
    if contours >= 0:
        length_at = 10 + 2 * contours
        length = unpack_from(">H", outline, length_at)[0]
        return _even(outline[:length_at] + bytes(2) + outline[length_at + 2 + length :]), ()
    parts = list(_parts(outline))
    bare = bytearray(outline[: parts[-1][2]])
    for at, _, _ in parts:
        pack_into(">H", bare, at, unpack_from(">H", bare, at)[0] & ~_HAS_INSTRUCTIONS)
    return _even(bytes(bare)), [(at + 2, part) for at, part, _ in parts]


def _parts(outline: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield where each part of a composed outline begins, which glyph it is, and where it ends."""
    at, flags = 10, _MORE_PARTS
    while flags & _MORE_PARTS:
        flags, part = unpack_from(">2H", outline, at)
        end = at + (8 if flags & _WORDS else 6) + sum(size for flag, size in _SCALES.items() if flags & flag)
        yield at, part, end
        at = end


def _assembled(tables: Mapping[str, bytes]) -> bytes:
    """Return a font file of these tables, in order of their names."""
    power = len(tables).bit_length() - 1
    directory = pack(">I4H", 0x00010000, len(tables), 16 << power, power, 16 * (len(tables) - (1 << power)))
    start = 12 + 16 * len(tables)
    for tag, table in tables.items():
        directory += pack(">4s3I", tag.encode("ascii"), _sum(table), start, len(table))
        start += len(_padded(table))
    file = bytearray(directory + b"".join(map(_padded, tables.values())))
    head = 12 + 16 * len(tables) + sum(len(_padded(table)) for tag, table in tables.items() if tag < "head")
    pack_into(">I", file, head + 8, (_CHECKSUM_OF_ALL - _sum(bytes(file))) & 0xFFFFFFFF)
    return bytes(file)


def _even(outline: bytes) -> bytes:
    return outline + bytes(len(outline) % 2)


def _padded(table: bytes) -> bytes:
    return table + bytes(-len(table) % 4)


def _sum(table: bytes) -> int:
    return sum(_numbers_of("I", _padded(table))) & 0xFFFFFFFF


def _numbers_of(kind: str, table: bytes) -> "array[int]":
    """Return a table of unsigned numbers ("H": two bytes, "I": four), which are stored with the high byte first."""
    numbers = array(kind, table)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
