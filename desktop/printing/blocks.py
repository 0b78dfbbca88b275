"""The blocks papers are made of: labelled lines, sentences, lists, tables, signatures. Measures are points."""

from collections.abc import Sequence

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from desktop.printing.fonts import SERIF, SERIF_BOLD, SERIF_ITALIC
from desktop.printing.forms import Signature, Words
from desktop.printing.markup import Markup, bold, filled, italic, plain
from desktop.printing.words import BLANK

LINE = 0.5
"""Thickness of rules and table lines."""

_SIGNING_SPACE = 12 * mm

BODY = ParagraphStyle("body", fontName=SERIF, fontSize=10, leading=11.9, spaceAfter=1.1, allowWidows=0, allowOrphans=0)
BODY_CENTRED = ParagraphStyle("body-centred", BODY, alignment=TA_CENTER)
PROSE = ParagraphStyle("prose", BODY, alignment=TA_JUSTIFY, firstLineIndent=8 * mm, spaceBefore=3.5, spaceAfter=3.5)
TITLE = ParagraphStyle("title", BODY_CENTRED, fontName=SERIF_BOLD, fontSize=12.5, leading=15.5, spaceAfter=0)
UNDER_TITLE = ParagraphStyle("under-title", BODY_CENTRED, spaceBefore=1, spaceAfter=0)
ITEM = ParagraphStyle("item", BODY, leftIndent=6 * mm, bulletFontName=SERIF, bulletFontSize=BODY.fontSize)
SMALL = ParagraphStyle("small", BODY, fontSize=8.2, leading=9.4, spaceAfter=0.5)
SMALL_JUSTIFIED = ParagraphStyle("small-justified", SMALL, alignment=TA_JUSTIFY)
CELL = ParagraphStyle("cell", BODY, fontSize=9.5, leading=11.4, spaceAfter=0)
CELL_CENTRED = ParagraphStyle("cell-centred", CELL, alignment=TA_CENTER)
CELL_HEAD = ParagraphStyle("cell-head", CELL_CENTRED, fontName=SERIF_BOLD, fontSize=8.5, leading=10)
CELL_HINT = ParagraphStyle("cell-hint", CELL_CENTRED, fontName=SERIF_ITALIC)
ROLE = ParagraphStyle("role", BODY_CENTRED, fontName=SERIF_BOLD, spaceAfter=0)
HINT = ParagraphStyle("hint", BODY_CENTRED, fontName=SERIF_ITALIC, spaceAfter=0)


def paragraph(markup: Markup, style: ParagraphStyle = BODY) -> Paragraph:
    """Return running text; it breaks at spaces, and within a word only where the word alone is wider than the line."""
    return Paragraph(markup, style)


def labelled(label: Words, value: str, *, strong: bool = False, style: ParagraphStyle = BODY) -> Paragraph:
    """Return "Địa chỉ: …": the form's label and the value behind it, or dots where there is none."""
    return paragraph(_label_and_value(label, value, strong), style)


def labelled_pair(first: tuple[Words, str], second: tuple[Words, str]) -> Paragraph:
    """Return two labelled values on one line, as the forms print telephone and e-mail."""
    parts = (_label_and_value(*first, strong=False), _label_and_value(*second, strong=False))
    return paragraph(Markup("\xa0\xa0\xa0 ".join(parts)))


def sentence(words: Words, style: ParagraphStyle = BODY, **values: Markup) -> Paragraph:
    """Return a sentence of the form with the dossier's data in its places."""
    return paragraph(filled(words, **values), style)


def numbered(items: Sequence[Markup]) -> list[Paragraph]:
    """Return lines "1. …", "2. …" whose text hangs behind the number."""
    return [Paragraph(item, ITEM, bulletText=f"{number}.") for number, item in enumerate(items, start=1)]


def ruled_table(head: Sequence[Words], rows: Sequence[Sequence[object]], widths: Sequence[float]) -> Table:
    """Return a table with lines around every cell; its head is repeated on each further page."""
    table = Table(
        [[sentence(label, CELL_HEAD) for label in head], *rows],
        colWidths=widths,
        repeatRows=1,
        splitInRow=1,
        style=[
            ("FONTNAME", (0, 0), (-1, -1), SERIF),
            ("GRID", (0, 0), (-1, -1), LINE, "black"),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 1 * mm),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1 * mm),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.2),
        ],
    )
    table.spaceBefore, table.spaceAfter = 2, 3
    return table


def signature(signs: Signature, name: str = "", title: str = "") -> list[Flowable]:
    """Return one signature block: role, hint, room to sign, name. A title given replaces the form's role."""
    role = bold(title) if title else plain(signs.role.text)
    return [
        paragraph(role, ROLE),
        paragraph(plain(signs.hint.text), HINT),
        Spacer(0, _SIGNING_SPACE),
        paragraph(plain(name), ROLE),
    ]


def side_by_side(left: Sequence[Flowable], right: Sequence[Flowable], width: float) -> Table:
    """Return two blocks beside each other; never broken over pages, so no name parts from its role."""
    table = Table([[list(left), list(right)]], colWidths=[width / 2, width / 2], style=bare_style())
    table.spaceBefore = 5
    return table


def bare_style() -> list[tuple[object, ...]]:
    """Return the style of a table that only places blocks: no lines, no padding, everything on top."""
    # An empty cell, too, names a font; without ours the PDF would ask for a Helvetica that is not in it.
    font = ("FONTNAME", (0, 0), (-1, -1), SERIF)
    sides = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
    return [(side, (0, 0), (-1, -1), 0) for side in sides] + [font, ("VALIGN", (0, 0), (-1, -1), "TOP")]


def notes(label: Words, lines: Sequence[Markup]) -> list[Paragraph]:
    """Return the small notes below the signatures (ghi chú)."""
    head = ParagraphStyle("notes-head", SMALL, spaceBefore=3)
    return [
        paragraph(Markup(f"<b>{italic(label.text)}</b>"), head),
        *(paragraph(line, SMALL_JUSTIFIED) for line in lines),
    ]


def _label_and_value(label: Words, value: str, strong: bool) -> Markup:
    shown = value.strip() or BLANK
    return Markup(f"{plain(label.text)} {bold(shown) if strong else plain(shown)}")
