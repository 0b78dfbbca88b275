"""Be Vietnam Pro from our own resources: registered once, asked for by size and weight."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from desktop import paths

FAMILY = "Be Vietnam Pro"
BODY_PX = 13
FILES = (
    "BeVietnamPro_400Regular.ttf",
    "BeVietnamPro_500Medium.ttf",
    "BeVietnamPro_600SemiBold.ttf",
    "BeVietnamPro_700Bold.ttf",
)


def register_fonts() -> None:
    """Make the typeface known to Qt.

    Raises:
        FileNotFoundError: a font file is missing or unreadable, so the installation is damaged.
    """
    for name in FILES:
        path = paths.resources() / "fonts" / name
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(path)


@cache
def font(size_px: int = BODY_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the typeface at a size in logical pixels."""
    made = QFont(FAMILY)
    made.setPixelSize(size_px)
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


def strong(size_px: int = BODY_PX) -> QFont:
    """Return the typeface at weight 600, for emphasis."""
    return font(size_px, QFont.Weight.DemiBold)


@cache
def metrics(size_px: int = BODY_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFontMetricsF:
    """Return the measures of `font(size_px, weight)` in logical pixels."""
    return QFontMetricsF(font(size_px, weight))
