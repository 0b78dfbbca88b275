"""The cut of a face that a paper carries: every letter as it was drawn, and nothing that is not needed."""

from io import BytesIO
from struct import unpack, unpack_from

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.paths import resources
from desktop.printing import fonts
from desktop.printing.typeface import Typeface

from .test_characters import VIETNAMESE

FACES = {
    fonts.SERIF: "LiberationSerif-Regular.ttf",
    fonts.SERIF_BOLD: "LiberationSerif-Bold.ttf",
    fonts.SERIF_ITALIC: "LiberationSerif-Italic.ttf",
    fonts.SERIF_BOLD_ITALIC: "LiberationSerif-BoldItalic.ttf",
}
SIGNS = [*VIETNAMESE, *"bcdghklmnpqrstvxBCDGHKLMNPQRSTVX0123456789.,:;/()-–…“”%&?"]
SIZE = 24


def _file(name: str) -> str:
    return str(resources() / "fonts" / FACES[name])


def _typeface(name: str = fonts.SERIF) -> Typeface:
    return fonts._FACES[name].typeface


def _tables(file: bytes) -> dict[str, bytes]:
    entries = [unpack_from(">4s3I", file, 12 + 16 * at) for at in range(unpack_from(">H", file, 4)[0])]
    return {tag.decode(): file[start : start + length] for tag, _, start, length in entries}


def _pictured(name: str, signs: list[str]) -> Image.Image:
    """The signs as they stand in a PDF; drawn large and made smaller, as ours lack hinting."""
    written = BytesIO()
    canvas = Canvas(written, pagesize=(20 * SIZE, 21 * SIZE), initialFontName=name)
    canvas.setFont(name, SIZE)
    for at, sign in enumerate(signs):
        canvas.drawString((1 + at % 18) * SIZE, (19.5 - 1.5 * (at // 18)) * SIZE, sign)
    canvas.save()
    document = pypdfium2.PdfDocument(written.getvalue())
    try:
        picture: Image.Image = document[0].render(scale=8).to_pil().convert("L").reduce(4)
        return picture
    finally:
        document.close()


def _unlike(one: Image.Image, other: Image.Image) -> int:
    """How many dots of the pictures differ plainly."""
    return sum(ImageChops.difference(one, other).histogram()[64:])


@pytest.mark.parametrize("name", FACES)
def test_each_letter_is_drawn_as_in_the_original_face(name: str) -> None:
    fonts.register()
    pdfmetrics.registerFont(TTFont(f"Original-{name}", _file(name)))
    ours, original = _pictured(name, SIGNS), _pictured(f"Original-{name}", SIGNS)
    assert _unlike(ours, original) == 0
    assert _unlike(ours, _pictured(name, ["ỗ" if sign == "ỡ" else sign for sign in SIGNS])) > 100


@pytest.mark.parametrize(("sign", "thousandths"), [(" ", 250), ("ệ", 444), ("N", 722), ("0", 500)])
def test_widths_are_those_of_times_new_roman(sign: str, thousandths: int) -> None:
    """Liberation Serif has the metrics of the face that NĐ 30/2020/NĐ-CP, Phụ lục I asks for."""
    typeface = _typeface()
    assert typeface.width(typeface.glyphs[sign]) == thousandths
    assert fonts.width(sign * 2, fonts.SERIF, 10) == pytest.approx(2 * thousandths / 100)


def test_a_space_is_as_wide_in_every_face() -> None:
    assert {fonts.width(" ", name, 1000) for name in FACES} == {250}


@given(st.sets(st.sampled_from(SIGNS)), st.sampled_from(list(FACES)))
def test_a_cut_is_a_sound_font_file(signs: set[str], name: str) -> None:
    typeface = _typeface(name)
    glyphs = [typeface.glyphs[sign] for sign in sorted(signs)]
    file, numbers = typeface.cut(glyphs)
    tables = _tables(file)
    count = unpack_from(">H", tables["maxp"], 4)[0]
    assert set(tables) == {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
    assert {0, *glyphs} <= set(numbers)
    assert sorted(numbers.values()) == list(range(count))
    places = [2 * place for place in unpack(f">{count + 1}H", tables["loca"])]
    assert places == sorted(places)
    assert places[-1] == len(tables["glyf"])
    measures = unpack(f">{2 * count}H", tables["hmtx"])
    for glyph, number in numbers.items():
        assert round(measures[2 * number] * 1000 / typeface.units) == typeface.width(glyph)
    assert sum(unpack(f">{len(file) // 4}I", file)) & 0xFFFFFFFF == 0xB1B0AFBA


def test_an_accented_letter_brings_the_parts_it_is_composed_of() -> None:
    typeface = _typeface()
    _, numbers = typeface.cut([typeface.glyphs["ế"]])
    assert len(numbers) > 2
    assert typeface.cut([typeface.glyphs["ế"]]) == typeface.cut([typeface.glyphs["ế"]])


def test_a_cut_of_an_alphabet_is_a_small_part_of_the_face() -> None:
    typeface = _typeface()
    file, _ = typeface.cut([typeface.glyphs[sign] for sign in VIETNAMESE])
    assert len(file) < 20_000
