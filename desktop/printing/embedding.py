"""A face inside a PDF: only the characters of the paper, whose text stays text to search and copy.

Text stands in the file as UTF-16. For each face one table says which glyph a character is, and another, the same for
all faces, that each character means itself (ISO 32000-1, 9.7: composite fonts; 9.10: extraction of text).
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObjectReference, PDFStream

from desktop.printing.typeface import Typeface

_SERIF, _SYMBOLIC, _ITALIC = 1 << 1, 1 << 2, 1 << 6
"""Flags of a font descriptor (ISO 32000-1, table 123)."""
_STEM = 80
"""Thickness of upright stems; viewers need it only to imitate a face that is not embedded."""

_CUTS_KEPT = 64
"""Papers share most of their characters, so many of a day's papers carry the same cut of a face."""

_SYSTEM = "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
_ITSELF = "each-character-itself"


@dataclass(frozen=True, slots=True)
class _Cut:
    """What a paper carries of a face: the font file and the tables of its characters, ready to be written."""

    name: str
    file: bytes
    file_length: int
    glyphs: bytes
    widths: str


def embed(typeface: Typeface, name: str, characters: Iterable[str], resource: str, document: Any) -> None:
    """Add the face to a document as the resource of that name ("/F1"), cut to these characters."""
    cut = _cut(typeface, name, "".join(sorted(typeface.glyphs.keys() & characters)))
    file = _stream(cut.file, Length1=cut.file_length)
    drawn = PDFDictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": cut.name,
            "CIDSystemInfo": _SYSTEM,
            "CIDToGIDMap": document.Reference(_stream(cut.glyphs)),
            "FontDescriptor": document.Reference(_descriptor(typeface, cut.name, document.Reference(file))),
            "W": cut.widths,
        }
    )
    font = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": cut.name,
        "Encoding": "/Identity-H",
        "DescendantFonts": PDFArray([document.Reference(drawn)]),
        "ToUnicode": _each_itself(typeface, document),
    }
    document.idToObject["BasicFonts"].dict[resource[1:]] = PDFDictionary(font)


@lru_cache(maxsize=_CUTS_KEPT)
def _cut(typeface: Typeface, name: str, characters: str) -> _Cut:
    glyphs = [typeface.glyphs[sign] for sign in characters]
    file, numbers = typeface.cut(glyphs)
    codes = [ord(sign) for sign in characters]
    return _Cut(
        name=f"/{_tag(name + characters)}+{name}",
        file=zlib.compress(file, 9),
        file_length=len(file),
        glyphs=zlib.compress(_glyph_of_each(codes, [numbers[glyph] for glyph in glyphs]), 9),
        widths=_widths(codes, [typeface.width(glyph) for glyph in glyphs]),
    )


def _tag(content: str) -> str:
    """Return the six letters that tell cuts of one face apart."""
    number = int.from_bytes(sha256(content.encode()).digest()[:4], "big")
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))


def _glyph_of_each(codes: Sequence[int], numbers: Sequence[int]) -> bytes:
    table = bytearray(2 * max(codes, default=0) + 2)
    for code, number in zip(codes, numbers, strict=True):
        table[2 * code : 2 * code + 2] = number.to_bytes(2, "big")
    return bytes(table)


def _widths(codes: Sequence[int], widths: Sequence[int]) -> str:
    """Return the widths as PDF lists them: a first character, then the widths from there on without a gap."""
    parts = ["["]
    before = None
    for code, width in zip(codes, widths, strict=True):
        if before != code - 1:
            parts.append(f"]{code}[" if before is not None else f"{code}[")
        parts.append(f"{width} ")
        before = code
    return "".join([*parts, "]]" if codes else "]"])


def _descriptor(typeface: Typeface, name: str, file: PDFObjectReference) -> PDFDictionary:
    def thousandths(measure: float) -> int:
        return round(measure * 1000 / typeface.units)

    entries = {
        "Type": "/FontDescriptor",
        "FontName": name,
        "Flags": _SERIF | _SYMBOLIC | (_ITALIC if typeface.slant else 0),
        "FontBBox": PDFArray([thousandths(side) for side in typeface.box]),
        "ItalicAngle": typeface.slant,
        "Ascent": thousandths(typeface.ascent),
        "Descent": thousandths(typeface.descent),
        "CapHeight": thousandths(typeface.cap_height),
        "StemV": _STEM,
        "FontFile2": file,
    }
    return PDFDictionary(entries)


def _each_itself(typeface: Typeface, document: Any) -> Any:
    """Return a reference to the table that says what each character means, which a document holds once."""
    if _ITSELF not in document.idToObject:
        document.Reference(_stream(_packed_meanings(typeface)), _ITSELF)
    return PDFObjectReference(_ITSELF)


@cache
def _packed_meanings(typeface: Typeface) -> bytes:
    """Return the table, which knows characters by their high byte; the four faces have the same ones."""
    high = sorted({ord(sign) >> 8 for sign in typeface.glyphs})
    ranges = " ".join(f"<{byte:02X}00><{byte:02X}FF><{byte:02X}00>" for byte in high)
    return zlib.compress(_MEANINGS.format(count=len(high), ranges=ranges).encode("ascii"), 9)


_MEANINGS = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000><FFFF>
endcodespacerange
{count} beginbfrange
{ranges}
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def _stream(packed: bytes, **entries: object) -> PDFStream:
    return PDFStream(PDFDictionary({"Filter": "/FlateDecode", **entries}), packed)
