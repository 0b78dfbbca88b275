"""Report tables as files: Excel and CSV that no spreadsheet takes for formulas; whole or not at all (xuất tệp)."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from desktop.errors import UserFacingError
from desktop.models.store import write_synced
from desktop.registers.tables import Cell, Heading, Line, Table

_FORMULA: Final = re.compile(r"'*\s*[=+\-@＝＋－＠]")
"""A spreadsheet may take a text beginning so for a formula."""

_UNWRITABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_TEXT_LIMIT: Final = 32_000
"""Letters a cell holds."""


class NotWritten(UserFacingError):
    """The file could not be written; an older one of that name is as it was."""


def clean(text: str) -> str:
    """Return text that a cell can hold: composed, on one line, nothing a file of this kind can not carry."""
    return _UNWRITABLE.sub(" ", unicodedata.normalize("NFC", text)).strip()[:_TEXT_LIMIT]


def harmless(text: str) -> str:
    """Return text that every spreadsheet shows as text: what looks like a formula gets an apostrophe in front."""
    cleaned = clean(text)
    return f"'{cleaned}" if _FORMULA.match(cleaned) else cleaned


# CSV


def csv_bytes(table: Table) -> bytes:
    """Return one table as CSV: UTF-8 with the mark spreadsheets know it by, semicolons as Vietnamese Excel expects."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow([_one_heading(heading) for heading in table.headings])
    rows.writerows([_csv_cell(cell) for cell in line.cells] for line in table.lines)
    return out.getvalue().encode("utf-8-sig")


def _one_heading(heading: Heading) -> str:
    return harmless(" – ".join(part for part in (heading.group, heading.title) if part))


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        return f"{cell:.4f}".replace(".", ",")
    return harmless(cell) if isinstance(cell, str) else str(cell)


# Excel

_STRONG, _PLAIN = Font(name="Times New Roman", size=11, bold=True), Font(name="Times New Roman", size=11)
_TITLE = Font(name="Times New Roman", size=14, bold=True)
_HEAD_FILL, _SUM_FILL = PatternFill("solid", fgColor="E9F4F6"), PatternFill("solid", fgColor="F5F7F8")
_THIN = Side(style="thin", color="C3CCD2")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def xlsx_bytes(tables: Sequence[Table]) -> bytes:
    """Return tables as an Excel book, one a sheet, ready to print landscape; texts are texts, figures are figures."""
    book = Workbook()
    for blank in book.worksheets:
        book.remove(blank)
    for table in tables:
        _fill(book.create_sheet(clean(table.sheet)[:31]), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, table: Table) -> None:
    _put(sheet, 1, 1, table.title).font = _TITLE
    for row, words in enumerate(table.about, start=2):
        _put(sheet, row, 1, words).font = _PLAIN
    top = len(table.about) + 3
    first = _head(sheet, top, table.headings)
    for row, line in enumerate(table.lines, start=first):
        _line(sheet, row, line, table.headings)
    for row, words in enumerate(table.notes, start=first + len(table.lines) + 1):
        _put(sheet, row, 1, words).font = _PLAIN
    for column, heading in enumerate(table.headings, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = heading.width
    _page(sheet, first)


def _page(sheet: Any, first: int) -> None:
    sheet.freeze_panes = f"A{first}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{first - 1}:{first - 1}"


def _head(sheet: Any, top: int, headings: Sequence[Heading]) -> int:
    """Write one or two rows of headings; return the row below them."""
    grouped = any(heading.group for heading in headings)
    below = top + 1 if grouped else top
    for column, heading in enumerate(headings, start=1):
        lone = grouped and not heading.group
        _headed(sheet, top if lone else below, column, heading.title)
        if lone:
            _headed(sheet, below, column, "")
            sheet.merge_cells(start_row=top, end_row=below, start_column=column, end_column=column)
    for start, end, group in _groups(headings):
        for column in range(start, end + 1):
            _headed(sheet, top, column, group if column == start else "")
        sheet.merge_cells(start_row=top, end_row=top, start_column=start, end_column=end)
    sheet.row_dimensions[below].height = 48
    return below + 1


def _groups(headings: Sequence[Heading]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for column, heading in enumerate(headings, start=1):
        if found and heading.group and found[-1][2] == heading.group and found[-1][1] == column - 1:
            found[-1] = (found[-1][0], column, heading.group)
        elif heading.group:
            found.append((column, column, heading.group))
    return found


def _headed(sheet: Any, row: int, column: int, words: str) -> None:
    cell = _put(sheet, row, column, words or None)
    cell.font, cell.fill, cell.border, cell.alignment = _STRONG, _HEAD_FILL, _FRAME, _MIDDLE


def _line(sheet: Any, row: int, line: Line, headings: Sequence[Heading]) -> None:
    for column, (value, heading) in enumerate(zip(line.cells, headings, strict=True), start=1):
        cell = _put(sheet, row, column, value)
        cell.font, cell.border, cell.alignment = _STRONG if line.strong else _PLAIN, _FRAME, _WRAPPED
        if line.strong:
            cell.fill = _SUM_FILL
        if heading.share:
            cell.number_format = "0.0%"
        elif isinstance(value, datetime):
            cell.number_format = "dd/mm/yyyy hh:mm"
        elif isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"


def _put(sheet: Any, row: int, column: int, value: Cell) -> Any:
    """Write a cell; a text stays a text, whatever it begins with."""
    cell = sheet.cell(row=row, column=column)
    if isinstance(value, str):
        cell.value, cell.data_type = clean(value) or None, "s"
        cell.quotePrefix = bool(_FORMULA.match(value))
        if cell.value is None:
            cell.data_type = "n"
    else:
        cell.value = value
    return cell


# Disk


def write_file(path: Path, data: bytes) -> None:
    """Write a report whole or not at all; an older file of that name is replaced only by a whole one.

    Raises:
        NotWritten: says why, and where to save instead.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_synced(path, data)
    except OSError as error:
        raise NotWritten(
            f"Chưa ghi được tệp “{path.name}” vào “{path.parent}” ({error.strerror or error}). Nếu tệp đang mở "
            "trong Excel thì hãy đóng lại; nếu không, hãy chọn thư mục khác."
        ) from error
