"""What a table of the settings holds, column by column, and how its rows travel to and from a spreadsheet.

A row is a dictionary of texts by column key; a ticked cell holds "x". Keys that begin with "_" are never shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.folding import folded

Row = dict[str, str]
TICKED = "x"
_TICKS = {"x", "1", "co", "v", "true", "yes", "✓", "☑", "tinh", "dung"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` in pixels, 0 takes the room that is left; `choices` are (value, words) to pick from."""

    key: str
    title: str
    width: int = 0
    choices: Sequence[tuple[str, str]] = ()
    tick: bool = False
    fixed: bool = False
    hint: str = ""
    first: str = ""
    """What a new row holds."""

    def words(self, value: str) -> str:
        """Return what is shown for a value."""
        return dict(self.choices).get(value, value)

    def read(self, text: str) -> str:
        """Return the value behind what was typed or pasted: a choice by its value or its words, any case."""
        text = " ".join(text.split())
        if self.tick:
            return TICKED if folded(text) in _TICKS else ""
        found = (value for value, words in self.choices if folded(text) in {folded(value), folded(words)})
        return next(found, text)


def blank(columns: Sequence[Column]) -> Row:
    """Return a new row."""
    return {column.key: column.first for column in columns}


def pasted(text: str, columns: Sequence[Column], first: int = 0) -> list[Row]:
    """Return the cells of a spreadsheet's clipboard (columns by tab, rows by line) as parts of rows.

    `first` is the column the paste begins in; what lies beyond the last column is dropped, as is a last empty line.
    """
    taking = columns[first:]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    return [
        {column.key: column.read(_bare(cell)) for column, cell in zip(taking, line.split("\t"), strict=False)}
        for line in lines
    ]


def copied(rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """Return rows as a spreadsheet takes them from the clipboard."""
    return "\n".join("\t".join(column.words(row.get(column.key, "")) for column in columns) for row in rows)


def _bare(cell: str) -> str:
    """Return a cell without the quotes a spreadsheet sets around tabs and quotes."""
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if quoted else cell
