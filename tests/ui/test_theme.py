import re

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QPushButton

from desktop import paths
from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.palette import DARK, LIGHT, Mode


def test_the_typeface_is_our_own(themed: QApplication) -> None:
    assert QFontInfo(themed.font()).family() == fonts.FAMILY
    assert QFontInfo(fonts.strong()).weight() == 600


def test_no_capitals_and_no_rule_for_everything_come_from_the_base() -> None:
    base = theme.material_base(Mode.LIGHT)
    assert "QCheckBox::indicator" in base
    assert "uppercase" not in base
    assert not re.search(r"^(\*|QWidget|QPushButton|QLineEdit)\b", base, re.MULTILINE)


def test_the_base_finds_its_tinted_icons() -> None:
    shown = re.findall(r"url\(([^)]+)\)", theme.material_base(Mode.DARK))
    assert shown
    assert all(paths.Path(path).is_file() for path in shown)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_placeholder_of_the_style_sheet_is_filled(palette: object) -> None:
    rules = theme.own_rules(palette).split("*/", 1)[1]
    assert "$" not in rules
    assert palette.accent in rules


def test_the_look_changes_without_a_restart(themed: QApplication) -> None:
    button = QPushButton()
    theme.apply_theme(themed, Mode.DARK)
    try:
        assert theme.palette() is DARK
        assert DARK.surface in themed.styleSheet()
        assert button.palette().buttonText().color().name().upper() == DARK.ink
    finally:
        theme.apply_theme(themed, Mode.LIGHT)


@pytest.mark.parametrize("path", sorted((paths.resources() / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_each_icon_is_drawn_in_the_colour_asked_for(path: paths.Path, themed: QApplication) -> None:
    image = icons.pixmap(path.stem, "#B3261E", 48, 2.0).toImage()
    points = [image.pixelColor(x, y) for x in range(96) for y in range(96)]
    inked = [color for color in points if color.alpha() == 255]
    assert inked
    assert {color.name().upper() for color in inked} == {"#B3261E"}


def test_an_unknown_icon_is_told(themed: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no_such_icon", "#000000", 20, 1.0)


@pytest.mark.parametrize(("first", "second"), [("11:11", "00:00"), ("hẹn 17:00 · 23/11", "hẹn 08:48 · 06/09")])
def test_figures_in_columns_take_equal_room(first: str, second: str, themed: QApplication) -> None:
    assert painting.tabular_width(first, 12) == pytest.approx(painting.tabular_width(second, 12))
    assert fonts.metrics(12).horizontalAdvance(first) != fonts.metrics(12).horizontalAdvance(second)
