"""The blocks papers are made of: labelled lines, sentences, lists, tables, signatures. Measures are points."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from reportlab.lib.units import mm

from desktop.printing.flow import Block, Space, Stack
from desktop.printing.forms import Column, Common, Signature, Words
from desktop.printing.markup import Markup, bold, filled, italic, joined, plain, spaced
from desktop.printing.papers import PaperLine
from desktop.printing.table import NO_PADDING, Head, HeadCell, Padding, Row, Table
from desktop.printing.text import Style, Text
from desktop.printing.words import BLANK, padded, unbroken

_SIGNING_SPACE = 10.5 * mm

SIGNING_ROW = 6.5 * mm
"""Least height of a table's row in which somebody signs."""

_INDEX_WIDTH = 9 * mm
_COUNT_WIDTH = 14 * mm
_CELL_PADDING = Padding(side=1 * mm, top=0.8, bottom=1.8)
_FINE_PADDING = replace(_CELL_PADDING, side=0.6 * mm)
_TABLE_BEFORE, _TABLE_AFTER = 2.5, 3
_GROUP_HEIGHT = 12
"""The common head of a group of columns stands well above their own."""

BODY = Style(size=10, leading=11.9, after=1.1)
BODY_CENTRED = replace(BODY, align="centre")
PROSE = replace(BODY, align="justified", first=8 * mm, before=3.5, after=3.5)
TITLE = replace(BODY_CENTRED, bold=True, size=12.5, leading=14.8, after=0)
UNDER_TITLE = replace(BODY_CENTRED, before=1, after=0)
ITEM = replace(BODY, indent=6 * mm)
SMALL = replace(BODY, size=8, leading=9.1, after=0.5)
SMALL_JUSTIFIED = replace(SMALL, align="justified")
NOTES_HEAD = replace(SMALL, before=1.5)
CELL = replace(BODY, size=9.5, leading=11.1, after=0)
CELL_CENTRED = replace(CELL, align="centre")
CELL_HEAD = replace(CELL_CENTRED, bold=True, size=8.5, leading=10)
CELL_HINT = replace(CELL_CENTRED, italic=True)
ROLE = replace(BODY_CENTRED, bold=True, after=0)
FINE = replace(CELL, size=6.6, leading=7.7)
FINE_CENTRED = replace(FINE, align="centre")
FINE_HEAD = replace(FINE_CENTRED, bold=True)
FINE_NUMBER = replace(FINE_CENTRED, italic=True)
HINT = replace(BODY_CENTRED, italic=True, after=0)


def paragraph(markup: Markup, style: Style = BODY) -> Text:
    """Return running text; it breaks at spaces, and within a word only where the word alone is wider than the line."""
    return Text(markup, style)


def labelled(label: Words, value: str, *, strong: bool = False, style: Style = BODY) -> Text:
    """Return "Địa chỉ: …": the form's label and the value behind it, or dots where there is none."""
    return Text(_label_and_value(label, value, strong), style)


def labelled_pair(first: tuple[Words, str], second: tuple[Words, str]) -> Text:
    """Return two labelled values on one line, as the forms print telephone and e-mail."""
    parts = (_label_and_value(*first, strong=False), _label_and_value(*second, strong=False))
    return paragraph(joined("\xa0\xa0\xa0 ", parts))


def sentence(words: Words, style: Style = BODY, /, **values: Markup) -> Text:
    """Return a sentence of the form with the dossier's data in its places."""
    return Text(filled(words, **values), style)


def numbered(items: Sequence[Markup]) -> list[Text]:
    """Return lines "1. …", "2. …" whose text hangs behind the number."""
    return [Text(item, ITEM, bullet=f"{number}.") for number, item in enumerate(items, start=1)]


def ruled_table(head: Sequence[Words], rows: Sequence[Sequence[Block]], widths: Sequence[float]) -> Table:
    """Return a table with lines around every cell; its head is repeated on each further page."""
    cells = [HeadCell(sentence(label, CELL_HEAD), column) for column, label in enumerate(head)]
    return _ruled(cells, rows, widths, _CELL_PADDING)


def grouped_table(columns: Sequence[Column], rows: Sequence[Sequence[Block]], widths: Sequence[float]) -> Table:
    """Return a table in fine print with heads on two levels and a row of column numbers, as registers have them."""
    numbers = [HeadCell(paragraph(plain(str(at + 1)), FINE_NUMBER), column=at, row=2) for at in range(len(columns))]
    return _ruled([*_two_levels(columns), *numbers], rows, widths, _FINE_PADDING)


def _two_levels(columns: Sequence[Column]) -> list[HeadCell]:
    """Return the heads: a group across the upper row with its members below, a lone column over both rows."""
    cells: list[HeadCell] = []
    for group, members in groupby(enumerate(columns), key=lambda item: item[1].group or item[0]):
        places = list(members)
        first, column = places[0]
        if isinstance(group, int):
            cells.append(HeadCell(sentence(column, FINE_HEAD), first, down=2))
            continue
        cells.append(HeadCell(paragraph(plain(group), FINE_HEAD), first, across=len(places), least=_GROUP_HEIGHT))
        cells += [HeadCell(sentence(each, FINE_HEAD), at, row=1) for at, each in places]
    return cells


def _ruled(
    head: Sequence[HeadCell], rows: Sequence[Sequence[Block]], widths: Sequence[float], padding: Padding
) -> Table:
    return Table(
        [Row(cells, widths, padding) for cells in rows],
        widths,
        Head(head, widths, padding),
        ruled=True,
        before=_TABLE_BEFORE,
        after=_TABLE_AFTER,
    )


def facts_table(facts: Sequence[tuple[Words, str]], room: float) -> Table:
    """Return labels and values in two ruled columns; a value that is missing is left to be written by hand."""
    rows = [[paragraph(plain(label.text), CELL), paragraph(plain(value or BLANK), CELL)] for label, value in facts]
    return _ruled([], rows, [room * 0.36, room * 0.64], _CELL_PADDING)


def in_order(
    lines: Sequence[str], blocks: Mapping[str, Sequence[Block]], ending: Sequence[Block], keep: int = 2
) -> list[Block]:
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
    return [*body, Stack([*last, *ending], together=True)]


def signature(signs: Signature, name: str = "", title: str = "") -> list[Block]:
    """Return one signature block: role, hint, room to sign, name. A title given replaces the form's role."""
    role = bold(title) if title else plain(signs.role.text)
    return [
        paragraph(role, ROLE),
        paragraph(plain(signs.hint.text), HINT),
        Space(_SIGNING_SPACE),
        paragraph(plain(name), ROLE),
    ]


def side_by_side(left: Sequence[Block], right: Sequence[Block], width: float) -> Table:
    """Return two blocks beside each other; kept on one page, so that no name parts from its role."""
    return in_columns([left, right], width)


def in_columns(blocks: Sequence[Sequence[Block]], width: float) -> Table:
    """Return blocks beside each other in columns of equal width, kept on one page."""
    return beside([Stack(block) for block in blocks], [width / len(blocks)] * len(blocks), before=4)


def beside(
    cells: Sequence[Block],
    widths: Sequence[float],
    *,
    middle: Collection[int] = (),
    before: float = 0,
    after: float = 0,
) -> Table:
    """Return blocks beside each other without lines, all hanging from the top but those in the middle.

    Args:
        widths: of the cells, in points.
        middle: numbers of the cells that stand in the middle of the height.
        before: distance to what stands above, in points.
        after: distance to what stands below, in points.
    """
    return Table([Row(cells, widths, NO_PADDING, middle)], widths, before=before, after=after)


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
    return spaced(plain(paper.name), italic(f"({paper.note})")) if paper.note else plain(paper.name)


def _count(sheets: int) -> Markup:
    return plain(padded(sheets) if sheets else "–")


def paper_items(papers: Sequence[PaperLine], common: Common) -> list[Text]:
    """Return the papers as "1. Tờ khai (bản chính: 01; bản sao: 02): note"."""
    return numbered([_paper_item(paper, common) for paper in papers])


def _paper_item(paper: PaperLine, common: Common) -> Markup:
    counted = [(common.originals, paper.originals), (common.copies, paper.copies)]
    counts = "; ".join(words.text.format(count=padded(sheets)) for words, sheets in counted if sheets)
    name = spaced(plain(paper.name), plain(unbroken(f"({counts})"))) if counts else plain(paper.name)
    return joined(": ", (name, italic(paper.note))) if paper.note else name


def notes(label: Words, lines: Sequence[Markup]) -> list[Text]:
    """Return the small notes below the signatures (ghi chú)."""
    return [
        paragraph(italic(label.text, bold=True), NOTES_HEAD),
        *(paragraph(line, SMALL_JUSTIFIED) for line in lines),
    ]


def _label_and_value(label: Words, value: str, strong: bool) -> Markup:
    shown = value.strip() or BLANK
    return spaced(plain(label.text), bold(shown) if strong else plain(shown))
