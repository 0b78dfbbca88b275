"""Data made safe for reportlab's paragraph markup, so that "<" or "&" in a name is printed and never obeyed."""

import unicodedata
from typing import NewType
from xml.sax.saxutils import escape

from desktop.printing.forms import Words

Markup = NewType("Markup", str)


def plain(text: str) -> Markup:
    """Return the text as it shall be printed: composed accents, no control characters, line ends kept.

    Names typed with combining accents (NFD) are composed, because the PDF places each glyph by itself.
    """
    composed = unicodedata.normalize("NFC", text.strip().replace("\r\n", "\n").replace("\t", " "))
    kept = "".join(sign for sign in composed if sign == "\n" or not unicodedata.category(sign).startswith("C"))
    return Markup(escape(kept).replace("\n", "<br/>"))


def bold(text: str) -> Markup:
    """Return the text in bold."""
    return Markup(f"<b>{plain(text)}</b>")


def italic(text: str) -> Markup:
    """Return the text in italics."""
    return Markup(f"<i>{plain(text)}</i>")


def filled(words: Words, **values: Markup) -> Markup:
    """Return the form's wording with the dossier's data in its places."""
    return Markup(plain(words.text).format_map(values))
