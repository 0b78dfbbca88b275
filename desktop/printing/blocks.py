"""The blocks papers are made of: labelled lines, sentences, lists, tables, signatures. Measures are points."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table

from desktop.printing.fonts import SERIF, SERIF_BOLD, SERIF_ITALIC
from desktop.printing.forms import Column, Common, Signature, Words
from desktop.printing.markup import Markup, bold, filled, italic, plain
from desktop.printing.papers import PaperLine
from desktop.printing.words import BLANK, padded, unbroken

LINE = 0.5
"""Thickness of rules and table lines."""

_SIGNING_SPACE = 10.5 * mm

SIGNING_ROW = 6.5 * mm
"""Least height of a table's row in which somebody signs."""

_INDEX_WIDTH = 9 * mm
_COUNT_WIDTH = 14 * mm

BODY = ParagraphStyle("body", fontName=SERIF, fontSize=10, leading=11.9, spaceAfter=1.1, allowWidows=0, allowOrphans=0)
BODY_CENTRED = ParagraphStyle("body-centred", BODY, alignment=TA_CENTER)
PROSE = ParagraphStyle("prose", BODY, alignment=TA_JUSTIFY, firstLineIndent=8 * mm, spaceBefore=3.5, spaceAfter=3.5)
TITLE = ParagraphStyle("title", BODY_CENTRED, fontName=SERIF_BOLD, fontSize=12.5, leading=14.8, spaceAfter=0)
UNDER_TITLE = ParagraphStyle("under-title", BODY_CENTRED, spaceBefore=1, spaceAfter=0)
ITEM = ParagraphStyle("item", BODY, leftIndent=6 * mm, bulletFontName=SERIF, bulletFontSize=BODY.fontSize)
SMALL = ParagraphStyle("small", BODY, fontSize=8, leading=9.1, spaceAfter=0.5)
SMALL_JUSTIFIED = ParagraphStyle("small-justified", SMALL, alignment=TA_JUSTIFY)
CELL = ParagraphStyle("cell", BODY, fontSize=9.5, leading=11.1, spaceAfter=0)
CELL_CENTRED = ParagraphStyle("cell-centred", CELL, alignment=TA_CENTER)
CELL_HEAD = ParagraphStyle("cell-head", CELL_CENTRED, fontName=SERIF_BOLD, fontSize=8.5, leading=10)
CELL_HINT = ParagraphStyle("cell-hint", CELL_CENTRED, fontName=SERIF_ITALIC)
ROLE = ParagraphStyle("role", BODY_CENTRED, fontName=SERIF_BOLD, spaceAfter=0)
FINE = ParagraphStyle("fine", CELL, fontSize=6.6, leading=7.7)
FINE_CENTRED = ParagraphStyle("fine-centred", FINE, alignment=TA_CENTER)
FINE_HEAD = ParagraphStyle("fine-head", FINE_CENTRED, fontName=SERIF_BOLD)
FINE_NUMBER = ParagraphStyle("fine-number", FINE_CENTRED, fontName=SERIF_ITALIC)
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
    return _ruled([[sentence(label, CELL_HEAD) for label in head]], rows, widths, [])


def grouped_table(columns: Sequence[Column], rows: Sequence[Sequence[object]], widths: Sequence[float]) -> Table:
    """Return a table in fine print with heads on two levels and a row of column numbers, as registers have them."""
    upper, lower, spans = _two_levels(columns)
    numbers = [paragraph(plain(str(number)), FINE_NUMBER) for number in range(1, len(columns) + 1)]
    padding = [(side, (0, 0), (-1, -1), 0.6 * mm) for side in ("LEFTPADDING", "RIGHTPADDING")]
    return _ruled([upper, lower, numbers], rows, widths, [*spans, *padding])


def _two_levels(columns: Sequence[Column]) -> tuple[list[object], list[object], list[tuple[object, ...]]]:
    """Return the two rows of heads and the cells that are one: a group across, a lone column downwards."""
    upper: list[object] = [""] * len(columns)
    lower: list[object] = [""] * len(columns)
    spans: list[tuple[object, ...]] = []
    for group, members in groupby(enumerate(columns), key=lambda item: item[1].group or item[0]):
        places = list(members)
        first, last = places[0][0], places[-1][0]
        if isinstance(group, int):
            upper[first] = sentence(columns[first], FINE_HEAD)
            spans.append(("SPAN", (first, 0), (first, 1)))
            continue
        upper[first] = paragraph(plain(group), FINE_HEAD)
        spans.append(("SPAN", (first, 0), (last, 0)))
        for index, column in places:
            lower[index] = sentence(column, FINE_HEAD)
    return upper, lower, spans


def _ruled(
    head: Sequence[Sequence[object]],
    rows: Sequence[Sequence[object]],
    widths: Sequence[float],
    style: Sequence[tuple[object, ...]],
) -> Table:
    table = Table(
        [*head, *rows],
        colWidths=widths,
        repeatRows=len(head),
        splitInRow=1,
        style=[
            ("FONTNAME", (0, 0), (-1, -1), SERIF),
            ("GRID", (0, 0), (-1, -1), LINE, "black"),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *([("VALIGN", (0, 0), (-1, len(head) - 1), "MIDDLE")] if head else []),
            ("LEFTPADDING", (0, 0), (-1, -1), 1 * mm),
            ("RIGHTPADDING", (0, 0), (-1, -1), 1 * mm),
            ("TOPPADDING", (0, 0), (-1, -1), 0.8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.8),
            *style,
        ],
    )
    table.spaceBefore, table.spaceAfter = 2.5, 3
    return table


def facts_table(facts: Sequence[tuple[Words, str]], room: float) -> Table:
    """Return labels and values in two ruled columns; a value that is missing is left to be written by hand."""
    rows = [[paragraph(plain(label.text), CELL), paragraph(plain(value or BLANK), CELL)] for label, value in facts]
    return _ruled([], rows, [room * 0.36, room * 0.64], [])


def in_order(
    lines: Sequence[str], blocks: Mapping[str, Sequence[Flowable]], ending: Sequence[Flowable], keep: int = 2
) -> list[Flowable]:
    """Return the blocks in the order the form gives its lines, then the ending.

    Args:
        blocks: what each line consists of; a line without data has no blocks.
        ending: signatures and what stands beside and below them.
        keep: how many of the last lines share a page with the ending, so that no page holds signatures alone.
    """
    filled_lines = [blocks[name] for name in lines if blocks[name]]
    cut = max(0, len(filled_lines) - keep)
    body = [block for line in filled_lines[:cut] for block in line]
    last = [block for line in filled_lines[cut:] for block in line]
    return [*body, KeepTogether([*last, *ending])]


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
    return in_columns([left, right], width)


def in_columns(blocks: Sequence[Sequence[Flowable]], width: float) -> Table:
    """Return blocks beside each other in columns of equal width, never broken over pages."""
    table = Table(
        [[list(block) for block in blocks]], colWidths=[width / len(blocks)] * len(blocks), style=bare_style()
    )
    table.spaceBefore = 4
    return table


def bare_style() -> list[tuple[object, ...]]:
    """Return the style of a table that only places blocks: no lines, no padding, everything on top."""
    # An empty cell, too, names a font; without ours the PDF would ask for a Helvetica that is not in it.
    font = ("FONTNAME", (0, 0), (-1, -1), SERIF)
    sides = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
    return [(side, (0, 0), (-1, -1), 0) for side in sides] + [font, ("VALIGN", (0, 0), (-1, -1), "TOP")]


def paper_table(papers: Sequence[PaperLine], columns: Sequence[Words], room: float) -> Table:
    """Return the numbered list of papers with the sheets of each, originals and copies."""
    rows = [
        [
            paragraph(plain(str(index)), CELL_CENTRED),
            paragraph(_paper_name(paper), CELL),
            paragraph(_count(paper.originals), CELL_CENTRED),
            paragraph(_count(paper.copies), CELL_CENTRED),
        ]
        for index, paper in enumerate(papers, start=1)
    ]
    name_room = room - _INDEX_WIDTH - 2 * _COUNT_WIDTH
    return ruled_table(columns, rows, [_INDEX_WIDTH, name_room, _COUNT_WIDTH, _COUNT_WIDTH])


def _paper_name(paper: PaperLine) -> Markup:
    return Markup(f"{plain(paper.name)} {italic(f'({paper.note})')}") if paper.note else plain(paper.name)


def _count(sheets: int) -> Markup:
    return plain(padded(sheets) if sheets else "–")


def paper_items(papers: Sequence[PaperLine], common: Common) -> list[Paragraph]:
    """Return the papers as "1. Tờ khai (bản chính: 01; bản sao: 02): note"."""
    return numbered([_paper_item(paper, common) for paper in papers])


def _paper_item(paper: PaperLine, common: Common) -> Markup:
    counted = [(common.originals, paper.originals), (common.copies, paper.copies)]
    counts = "; ".join(filled(words, count=plain(padded(sheets))) for words, sheets in counted if sheets)
    name = f"{plain(paper.name)} {unbroken(f'({counts})')}" if counts else plain(paper.name)
    return Markup(f"{name}: {italic(paper.note)}" if paper.note else name)


def notes(label: Words, lines: Sequence[Markup]) -> list[Paragraph]:
    """Return the small notes below the signatures (ghi chú)."""
    head = ParagraphStyle("notes-head", SMALL, spaceBefore=1.5)
    return [
        paragraph(Markup(f"<b>{italic(label.text)}</b>"), head),
        *(paragraph(line, SMALL_JUSTIFIED) for line in lines),
    ]


def _label_and_value(label: Words, value: str, strong: bool) -> Markup:
    shown = value.strip() or BLANK
    return Markup(f"{plain(label.text)} {bold(shown) if strong else plain(shown)}")
