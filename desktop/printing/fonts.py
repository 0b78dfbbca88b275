"""The serif face of the official papers, embedded in every PDF as far as the paper needs it (phông chữ)."""

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics

from desktop.paths import resources
from desktop.printing.embedding import embed
from desktop.printing.typeface import Typeface

SERIF = "LiberationSerif"
SERIF_BOLD = "LiberationSerif-Bold"
SERIF_ITALIC = "LiberationSerif-Italic"
SERIF_BOLD_ITALIC = "LiberationSerif-BoldItalic"

_FILES = {
    SERIF: "LiberationSerif-Regular.ttf",
    SERIF_BOLD: "LiberationSerif-Bold.ttf",
    SERIF_ITALIC: "LiberationSerif-Italic.ttf",
    SERIF_BOLD_ITALIC: "LiberationSerif-BoldItalic.ttf",
}


@dataclass(slots=True, eq=False)
class Use:
    """A face's name in one document and the characters of it used there."""

    name: str
    characters: set[str] = field(default_factory=set)


class Face:
    """One face of the serif, in the shape reportlab asks of a font that is cut to the characters of each document."""

    _dynamicFont, _multiByte, shapable = True, False, False  # noqa: N815, reportlab's names

    def __init__(self, name: str) -> None:
        self.fontName = self.name = name
        self.face = self  # reportlab asks it for its name
        self._widths = _Widths(self)
        self._uses: WeakKeyDictionary[Any, Use] = WeakKeyDictionary()

    @cached_property
    def typeface(self) -> Typeface:
        """The face as its file describes it, read when it is first needed."""
        return Typeface((resources() / "fonts" / _FILES[self.name]).read_bytes())

    def width(self, text: str, size: float) -> float:
        """Return how wide the text is, in points."""
        return sum(map(self._widths.__getitem__, text)) * size / 1000

    def use(self, document: Any) -> Use:
        """Return what a document uses of the face; whoever asks will draw with it."""
        use = self._uses.get(document)
        if use is None:
            use = self._uses[document] = Use(f"/F{len(document.fontMapping) + 1}")
            document.fontMapping[self.name] = use.name
            document.delayedFonts.append(self)
        return use

    # What reportlab's canvas calls

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        return self.width(text, size)

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        self.use(doc).characters.update(text)
        return [(0, text.encode("utf-16-be"))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        return self.use(doc).name

    def addObjects(self, doc: Any) -> None:
        use = self._uses.pop(doc)
        embed(self.typeface, self.name, use.characters, use.name, doc)


class _Widths(dict[str, int]):
    """Widths of characters in thousandths of the size, looked up when first met."""

    def __init__(self, face: Face) -> None:
        self._face = face

    def __missing__(self, sign: str) -> int:
        typeface = self._face.typeface
        width = self[sign] = typeface.width(typeface.glyphs.get(sign, 0))
        return width


_FACES = {name: Face(name) for name in _FILES}
_BY_STYLE = {
    (False, False): _FACES[SERIF],
    (True, False): _FACES[SERIF_BOLD],
    (False, True): _FACES[SERIF_ITALIC],
    (True, True): _FACES[SERIF_BOLD_ITALIC],
}


@cache
def register() -> None:
    """Make the serif known to reportlab, once per process.

    Liberation Serif has the metrics of Times New Roman, which NĐ 30/2020/NĐ-CP, Phụ lục I asks for, and may be shipped.
    """
    for one in _FACES.values():
        pdfmetrics.registerFont(one)


def face(*, bold: bool = False, italic: bool = False) -> Face:
    """Return one of the four faces."""
    return _BY_STYLE[bold, italic]


def width(text: str, font: str, size: float) -> float:
    """Return how wide the text is, in points."""
    return _FACES[font].width(text, size)


@cache
def covers(sign: str) -> bool:
    """Return whether all four faces can draw the character."""
    return all(sign in one.typeface.glyphs for one in _FACES.values())
