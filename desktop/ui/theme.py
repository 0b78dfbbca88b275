"""The look: qt-material below, our palette and style sheet above it; change it in one call.

Painted controls ask `palette()` while they paint, so a change of mode needs no restart.
"""

import atexit
import logging
import re
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop import paths
from desktop.ui import fonts
from desktop.ui.palette import LIGHT, PALETTES, Mode, Palette

# qt-material draws these well once it has our colours. Its fields, buttons, tabs and tables are too thick, in capitals,
# and its rules for "*" and QWidget would overrule every font and ground set elsewhere: they stay out.
KEPT_FROM_MATERIAL = (
    "QCheckBox",
    "QRadioButton",
    "QSlider",
    "QSpinBox::",
    "QDoubleSpinBox::",
    "QDateEdit::",
    "QDateTimeEdit::",
    "QComboBox::",
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class _Shown:
    """The palette in use; one per process, because an application has one look."""

    palette: Palette = LIGHT
    fonts_ready: bool = False


def palette() -> Palette:
    """Return the palette in use."""
    return _Shown.palette


def apply_theme(app: QApplication, mode: Mode) -> None:
    """Give the whole application the light or dark look; may be called again at any time (GUI thread)."""
    if not _Shown.fonts_ready:
        fonts.register_fonts()
        _Shown.fonts_ready = True
    _Shown.palette = PALETTES[mode]
    app.setStyle("Fusion")
    sheet = material_base(mode) + own_rules(_Shown.palette)
    app.setFont(fonts.font())
    app.setPalette(qt_palette(_Shown.palette))
    app.setStyleSheet(sheet)


def material_base(mode: Mode) -> str:
    """Return qt-material's rules for the small indicators, in our colours.

    qt-material writes the icons it tints into a folder; a fresh one for each run keeps two windows from
    deleting each other's, and leaves the officer's home folder alone.
    """
    import qt_material  # it looks for an imported Qt when it is first imported

    theme = paths.resources() / "theme" / f"{mode}.xml"
    tinted = tempfile.mkdtemp(prefix="motcua-theme-")
    atexit.register(shutil.rmtree, tinted, ignore_errors=True)
    sheet = qt_material.build_stylesheet(str(theme), extra={"density_scale": "-1"}, parent=tinted)
    if sheet is None:
        logging.getLogger(__name__).error("qt-material could not read %s", theme)
        return ""
    return kept_rules(sheet).replace("icon:/", Path(tinted).as_posix() + "/")


def kept_rules(sheet: str) -> str:
    """Return those rules of a style sheet that speak of `KEPT_FROM_MATERIAL`, and of nothing else."""
    rules = [(_kept(selectors), body) for selectors, body in _RULE.findall(_COMMENT.sub("", sheet))]
    return "".join(f"{selectors} {{{body}}}\n" for selectors, body in rules if selectors)


def _kept(selectors: str) -> str:
    parts = (selector.strip() for selector in selectors.split(","))
    return ", ".join(part for part in parts if part.startswith(KEPT_FROM_MATERIAL))


def own_rules(colors: Palette) -> str:
    """Return our style sheet with the palette filled in."""
    source = (paths.resources() / "theme" / "motcua.qss").read_text(encoding="utf-8")
    return Template(source).substitute(_flat(colors), family=fonts.FAMILY, body_px=str(fonts.BODY_PX))


def _flat(colors: Palette) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in asdict(colors).items():
        flat |= {name: value} if isinstance(value, str) else {f"{name}_{part}": color for part, color in value.items()}
    return flat


def qt_palette(colors: Palette) -> QPalette:
    """Return the palette for everything Qt draws without a style sheet."""
    role = QPalette.ColorRole
    made = QPalette()
    for each, color in {
        role.Window: colors.page,
        role.WindowText: colors.ink,
        role.Base: colors.surface,
        role.AlternateBase: colors.raised,
        role.Text: colors.ink,
        role.PlaceholderText: colors.muted,
        role.Button: colors.surface,
        role.ButtonText: colors.ink,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.on_accent,
        role.ToolTipBase: colors.ink,
        role.ToolTipText: colors.surface,
        role.Link: colors.accent,
        role.Mid: colors.line,
    }.items():
        made.setColor(each, QColor(color))
    for each in (role.Text, role.ButtonText, role.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(colors.disabled_text))
    return made
