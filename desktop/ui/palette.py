"""The colours of the program, light and dark, in one place; every text colour keeps 4.5 : 1 on what it stands on."""

from dataclasses import dataclass
from enum import StrEnum

LEAST_TEXT_CONTRAST = 4.5


class Mode(StrEnum):
    """Which palette is shown."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tone:
    """One meaning of time: `text` for words, `soft` behind them, `bar` for lines and marks that carry no words."""

    text: str
    soft: str
    bar: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as "#RRGGBB".

    `faint` is for icons and hairlines only: it is too pale to read. `edge` outlines fields and buttons.
    """

    page: str
    surface: str
    raised: str
    line: str
    edge: str
    track: str
    ink: str
    muted: str
    faint: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    disabled: str
    disabled_text: str
    overdue: Tone
    today: Tone
    soon: Tone
    in_time: Tone
    stopped: Tone
    neutral: Tone
    proposal: Tone


LIGHT = Palette(
    page="#F5F7F8",
    surface="#FFFFFF",
    raised="#FAFBFC",
    line="#E3E8EB",
    edge="#C3CCD2",
    track="#E6EAED",
    ink="#1B2429",
    muted="#5B6770",
    faint="#8A949B",
    accent="#0F6E84",
    accent_strong="#0B5668",
    accent_soft="#E9F4F6",
    on_accent="#FFFFFF",
    disabled="#EDF0F2",
    disabled_text="#616D75",
    overdue=Tone("#B3261E", "#FDECEA", "#C4362E"),
    # #B85A00 reaches only 4.2 : 1 on its own soft ground, so words are a shade darker.
    today=Tone("#A85200", "#FDF0E1", "#E07C1A"),
    soon=Tone("#806200", "#FBF3D9", "#D2A315"),
    in_time=Tone("#24704A", "#E7F3EC", "#3F9D67"),
    stopped=Tone("#546270", "#EDF0F3", "#8A98A6"),
    neutral=Tone("#1B2429", "#EDF0F3", "#3F9D67"),
    proposal=Tone("#0F6E84", "#E0F0F4", "#0F6E84"),
)

DARK = Palette(
    page="#12181B",
    surface="#1A2226",
    raised="#1D262A",
    line="#2B363B",
    edge="#44525A",
    track="#2F3B41",
    ink="#E8EDEF",
    muted="#A5B1B8",
    faint="#7B8890",
    accent="#4FB3C8",
    accent_strong="#74C6D7",
    accent_soft="#17333B",
    on_accent="#0B1518",
    disabled="#232D32",
    disabled_text="#8F9BA3",
    overdue=Tone("#FF8A80", "#3A1D1B", "#E5675D"),
    today=Tone("#FFB067", "#38270F", "#E8913D"),
    soon=Tone("#E6C34A", "#332B10", "#CFAE3C"),
    in_time=Tone("#6FCF97", "#16301F", "#55B27C"),
    stopped=Tone("#A9B7C4", "#252E35", "#7F8E9B"),
    neutral=Tone("#E8EDEF", "#2A353A", "#55B27C"),
    proposal=Tone("#6FC4D6", "#17333B", "#4FB3C8"),
)

PALETTES = {Mode.LIGHT: LIGHT, Mode.DARK: DARK}


def tones(palette: Palette) -> dict[str, Tone]:
    """Return the tones of a palette by name, for pills, badges and bars."""
    return {
        "overdue": palette.overdue,
        "today": palette.today,
        "soon": palette.soon,
        "in_time": palette.in_time,
        "stopped": palette.stopped,
        "neutral": palette.neutral,
        "proposal": palette.proposal,
    }


def text_pairs(palette: Palette) -> dict[str, tuple[str, str]]:
    """Return every pair (words, ground) that occurs on a screen, by a name that says where."""
    grounds = {"page": palette.page, "surface": palette.surface, "raised": palette.raised, "row": palette.accent_soft}
    words = {"ink": palette.ink, "muted": palette.muted, "accent": palette.accent}
    words |= {name: tone.text for name, tone in tones(palette).items()}
    pairs = {f"{word} on {ground}": (words[word], grounds[ground]) for word in words for ground in grounds}
    pairs |= {f"{name} on its soft": (tone.text, tone.soft) for name, tone in tones(palette).items()}
    pairs["button"] = (palette.on_accent, palette.accent)
    pairs["pressed button"] = (palette.on_accent, palette.accent_strong)
    pairs["disabled button"] = (palette.disabled_text, palette.disabled)
    return pairs


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1.0 to 21.0 (WCAG 2.1, relative luminance)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else float(((channel + 0.055) / 1.055) ** 2.4)
