from xml.etree import ElementTree

import pytest

from desktop import paths
from desktop.ui.palette import DARK, LEAST_TEXT_CONTRAST, LIGHT, PALETTES, Mode, contrast, text_pairs

PAIRS = [
    pytest.param(words, ground, id=f"{mode}: {name}")
    for mode, palette in PALETTES.items()
    for name, (words, ground) in text_pairs(palette).items()
]


@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_can_be_read(words: str, ground: str) -> None:
    assert contrast(words, ground) >= LEAST_TEXT_CONTRAST


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#FFFFFF", "#FFFFFF", 1.0), ("#767676", "#FFFFFF", 4.54)],
    ids=["black on white", "white on white", "the grey every manual names"],
)
def test_contrast_is_the_ratio_of_the_standard(first: str, second: str, ratio: float) -> None:
    assert contrast(first, second) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_control_edge_mark_stands_out(palette: object) -> None:
    """Icons and the focus ring carry meaning, so they keep the 3 : 1 asked of graphics."""
    assert contrast(palette.accent, palette.page) >= 3
    assert contrast(palette.muted, palette.page) >= 3


@pytest.mark.parametrize("mode", list(Mode))
def test_the_material_theme_uses_our_colours(mode: Mode) -> None:
    tree = ElementTree.parse(paths.resources() / "theme" / f"{mode}.xml")
    colors = {node.get("name"): node.text for node in tree.iter("color")}
    palette = PALETTES[mode]
    assert colors["primaryColor"] == palette.accent
    assert colors["secondaryDarkColor"] == palette.page
    assert colors["primaryTextColor"] == palette.ink
