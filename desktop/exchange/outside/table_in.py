"""A partner's table read back, row by row: what can be read is read, what cannot is named by its number (nhập bảng)."""

import csv
import io
import warnings
import xml.etree.ElementTree as ElementTree
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from openpyxl import load_workbook

from desktop.errors import UserFacingError
from desktop.exchange.outside.table_cells import cell_text, clean, unguarded
from desktop.exchange.outside.table_mapping import DATES, DELIMITERS, STATUS_COLUMN, TableMapping, heading
from desktop.terms import Status

MAX_BYTES: Final = 64 * 2**20
MAX_UNPACKED: Final = 512 * 2**20
MAX_ROWS: Final = 200_000
HEADING_WITHIN: Final = 30
"""Rows above the headings: the partner's own title lines."""


class TableUnreadable(UserFacingError):
    """The file is no table of this partner."""


class _RowUnreadable(Exception):
    """Why one row is left out, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """A dossier as the partner's table tells it. `number` is the row in the file, counted from 1.

    `status` is None where `status_text` is not in the mapping: it is shown as it stands and changes nothing here.
    """

    number: int
    code: str
    status_text: str
    status: Status | None
    dates: dict[str, datetime]
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row was left out, or a column of the mapping is missing (then `number` is the headings' row)."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class OutsideTable:
    """What a table says."""

    rows: tuple[OutsideRow, ...]
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Rows as text, with the place of the headings and of each column of ours."""

    rows: list[list[str]]
    headings_at: int
    columns: dict[str, int]

    @property
    def width(self) -> int:
        return len(self.rows[self.headings_at])


def read_table(data: bytes, mapping: TableMapping) -> OutsideTable:
    """Read a CSV (UTF-8, with or without its mark) or XLSX table by its headings.

    Raises:
        TableUnreadable: neither kind of file, too long, or no row with the heading of the code column.
    """
    if len(data) > MAX_BYTES:
        raise TableUnreadable("Tệp bảng quá lớn. Hãy chia thành nhiều tệp rồi nhập lại.")
    candidates = [_xlsx_rows(data, mapping)] if data.startswith(b"PK") else _csv_candidates(data, mapping)
    sheet = next((found for rows in candidates if (found := _with_headings(rows, mapping))), None)
    if sheet is None:
        wanted = next(column.theirs for column in mapping.columns if column.ours == "code")
        raise TableUnreadable(
            f"Tệp không có cột “{wanted}” của {mapping.partner}. Hãy chọn đúng tệp hoặc sửa bảng ánh xạ."
        )
    read = [_read_row(number, row, sheet, mapping) for number, row in _rows_below(sheet)]
    problems = [*_missing_columns(sheet, mapping), *(found for found in read if isinstance(found, RowProblem))]
    rows = [found for found in read if isinstance(found, OutsideRow)]
    times = Counter(row.code for row in rows)
    doubles = [
        RowProblem(row.number, f"Mã hồ sơ {row.code} có ở nhiều dòng. Hãy giữ một dòng đúng rồi nhập lại.")
        for row in rows
        if times[row.code] > 1
    ]
    problems = sorted([*problems, *doubles], key=lambda problem: problem.number)
    return OutsideTable(tuple(row for row in rows if times[row.code] == 1), tuple(problems))


def _csv_candidates(data: bytes, mapping: TableMapping) -> Iterator[list[list[str]]]:
    """Yield the rows under each delimiter, the partner's first: spreadsheets save with that of the country."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableUnreadable("Tệp không viết bằng UTF-8. Hãy mở bằng bảng tính, lưu lại dạng “CSV UTF-8”.") from error
    for delimiter in dict.fromkeys((mapping.delimiter, *DELIMITERS)):
        try:
            rows = _limited(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        yield [[unguarded(clean(cell)) for cell in row] for row in rows]


def _xlsx_rows(data: bytes, mapping: TableMapping) -> list[list[str]]:
    """Return the first sheet as text; formulas give the value the spreadsheet last saw."""
    date_format = mapping.strftime()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise TableUnreadable("Tệp bảng tính bung ra quá lớn. Hãy chia thành nhiều tệp rồi nhập lại.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions openpyxl does not know are nothing to an officer
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write a wrong size
            rows = _limited(sheet.iter_rows(values_only=True))
            book.close()
    except _XLSX_FAULTS as error:
        raise TableUnreadable(
            "Tệp bảng tính hỏng hoặc không phải XLSX. Hãy mở bằng bảng tính, lưu lại rồi nhập."
        ) from error
    return [[cell_text(value, date_format) for value in row] for row in rows]


_XLSX_FAULTS: Final = (
    zipfile.BadZipFile, ElementTree.ParseError, zlib.error, OSError, EOFError,
    KeyError, IndexError, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What openpyxl and the packing below it raise for damaged files; it promises no error of its own."""


def _limited(rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    found = list(islice(rows, MAX_ROWS + 1))
    if len(found) > MAX_ROWS:
        raise TableUnreadable(f"Bảng có hơn {MAX_ROWS} dòng. Hãy chia thành nhiều tệp rồi nhập lại.")
    return found


def _with_headings(rows: list[list[str]], mapping: TableMapping) -> _Sheet | None:
    """Return the sheet with its headings found, or None where the code column's heading stands in no early row."""
    wanted = {heading(clean(column.theirs)): column.ours for column in mapping.columns}
    for at, row in enumerate(rows[:HEADING_WITHIN]):
        places: dict[str, int] = {}
        for place, text in enumerate(row):
            name = wanted.get(heading(text))
            if name is not None:
                places.setdefault(name, place)
        if "code" in places:
            return _Sheet(rows, at, places)
    return None


def _missing_columns(sheet: _Sheet, mapping: TableMapping) -> list[RowProblem]:
    lacking = [column.theirs for column in mapping.columns if column.ours not in sheet.columns]
    return [
        RowProblem(sheet.headings_at + 1, f"Không có cột “{name}”; các dòng không có phần này.") for name in lacking
    ]


def _rows_below(sheet: _Sheet) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.rows, 1):
        if number > sheet.headings_at + 1 and any(row):
            yield number, row


def _read_row(number: int, row: list[str], sheet: _Sheet, mapping: TableMapping) -> OutsideRow | RowProblem:
    try:
        return _outside_row(number, row, sheet, mapping)
    except _RowUnreadable as error:
        return RowProblem(number, str(error))


def _outside_row(number: int, row: list[str], sheet: _Sheet, mapping: TableMapping) -> OutsideRow:
    if any(row[sheet.width :]):
        raise _RowUnreadable("Dòng có nhiều ô hơn tiêu đề, có thể lệch cột. Hãy sửa dòng này rồi nhập lại.")
    cells = {name: row[place] if place < len(row) else "" for name, place in sheet.columns.items()}
    code, label = cells.pop("code"), cells.pop(STATUS_COLUMN, "")
    if not code:
        raise _RowUnreadable("Dòng không có mã hồ sơ. Hãy điền mã rồi nhập lại.")
    told = {name: cells.pop(name) for name in DATES if name in cells}
    dates = {name: _date(text, mapping) for name, text in told.items() if text}
    return OutsideRow(number, code, label, mapping.status_of(label) if label else None, dates, cells)


def _date(text: str, mapping: TableMapping) -> datetime:
    """Return a moment in the partner's format, or its date alone."""
    for date_format in (mapping.strftime(), mapping.strftime_day()):
        try:
            return datetime.strptime(text, date_format)
        except ValueError:
            continue
    raise _RowUnreadable(f"Ngày “{text}” không đúng dạng {mapping.date_format}. Hãy sửa dòng này rồi nhập lại.")
