"""Text with its bold and italic parts; what people typed is text and nothing else."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from string import Formatter
from typing import NamedTuple

from desktop.printing.characters import clean
from desktop.printing.forms import Words
from desktop.printing.words import date_parts


class Run(NamedTuple):
    """A stretch of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False


Markup = tuple[Run, ...]
"""What one paragraph says; a line end in it ends the line on paper."""


def plain(text: str) -> Markup:
    """Return the text as it shall be printed: cleaned, line ends kept."""
    return (Run(clean(text)),)


def bold(text: str) -> Markup:
    """Return the text in bold."""
    return (Run(clean(text), bold=True),)


def italic(text: str, *, bold: bool = False) -> Markup:
    """Return the text in italics."""
    return (Run(clean(text), bold=bold, italic=True),)


def spaced(*parts: Markup) -> Markup:
    """Return the parts one after the other with a space between."""
    return joined(" ", parts)


def joined(glue: str, parts: tuple[Markup, ...]) -> Markup:
    """Return the parts one after the other with the glue between."""
    first, *others = parts
    return first + tuple(run for part in others for run in (Run(glue), *part))


def filled(words: Words, /, **values: Markup) -> Markup:
    """Return the form's wording with the dossier's data in its places."""
    return tuple(run for text, name in _pieces(words.text) for run in _piece(text, values[name] if name else ()))


def _piece(text: str, value: Markup) -> Iterator[Run]:
    if text:
        yield Run(text)
    yield from value


@lru_cache(maxsize=2048)
def _pieces(wording: str) -> tuple[tuple[str, str], ...]:
    """Return a form's wording as pairs of text and the name of what follows it, empty at the end."""
    return tuple((text, name or "") for text, name, _, _ in Formatter().parse(clean(wording)))


def dated(day: date) -> dict[str, Markup]:
    """Return day, month and year for the places of a sentence."""
    return {name: plain(value) for name, value in date_parts(day).items()}
