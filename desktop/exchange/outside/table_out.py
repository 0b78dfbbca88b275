"""Dossiers as a partner's table, CSV or XLSX (xuất bảng)."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from desktop.dossiers.dossier import Dossier
from desktop.exchange.outside.table_cells import clean, guarded
from desktop.exchange.outside.table_mapping import DATES, STATUS_COLUMN, TEXTS, TableMapping


def table_rows(dossiers: Iterable[Dossier], mapping: TableMapping) -> list[list[str]]:
    """Return the headings and one row per dossier, in the partner's order and words."""
    date_format = mapping.strftime()
    headings = [guarded(clean(column.theirs)) for column in mapping.columns]
    names = [column.ours for column in mapping.columns]
    return [headings, *([_cell(dossier, name, mapping, date_format) for name in names] for dossier in dossiers)]


def _cell(dossier: Dossier, name: str, mapping: TableMapping, date_format: str) -> str:
    if name in DATES:
        at = DATES[name](dossier)
        return at.strftime(date_format) if at else ""
    text = mapping.statuses[dossier.status] if name == STATUS_COLUMN else TEXTS[name](dossier)
    return guarded(clean(text))


def table_csv(dossiers: Iterable[Dossier], mapping: TableMapping) -> bytes:
    """Return the table as CSV, UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mapping.delimiter, lineterminator="\r\n").writerows(table_rows(dossiers, mapping))
    return out.getvalue().encode("utf-8-sig")


def table_xlsx(dossiers: Iterable[Dossier], mapping: TableMapping) -> bytes:
    """Return the table as XLSX; every cell is text, so that no code loses its zeros and no date changes its order."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(mapping.sheet)
    sheet.freeze_panes = "A2"
    for row in table_rows(dossiers, mapping):
        sheet.append(_cells(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(row: Sequence[str]) -> list[str | None]:
    return [text or None for text in row]
