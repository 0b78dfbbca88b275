"""Data made safe for reportlab's paragraph markup, so that "<" or "&" in a name is printed and never obeyed."""

from datetime import date
from typing import NewType
from xml.sax.saxutils import escape

from desktop.printing.characters import clean
from desktop.printing.forms import Words
from desktop.printing.words import date_parts

Markup = NewType("Markup", str)


def plain(text: str) -> Markup:
    """Return the text as it shall be printed: cleaned, line ends kept."""
    return Markup(escape(clean(text)).replace("\n", "<br/>"))


def bold(text: str) -> Markup:
    """Return the text in bold."""
    return Markup(f"<b>{plain(text)}</b>")


def italic(text: str) -> Markup:
    """Return the text in italics."""
    return Markup(f"<i>{plain(text)}</i>")


def filled(words: Words, **values: Markup) -> Markup:
    """Return the form's wording with the dossier's data in its places."""
    return Markup(plain(words.text).format_map(values))


def dated(day: date) -> dict[str, Markup]:
    """Return day, month and year for the places of a sentence."""
    return {name: plain(value) for name, value in date_parts(day).items()}
