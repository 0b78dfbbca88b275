"""Reports as files: no cell is a formula, a fault leaves the older file, figures stay figures."""

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from desktop.registers.files import NotWritten, csv_bytes, harmless, write_file, xlsx_bytes
from desktop.registers.period import month_of
from desktop.registers.statistics import statistics
from desktop.registers.tables import COUNTS, Heading, Line, Table, statistics_table
from tests.support.bench import Bench, clock

EVIL = ("=1+1", "+84961234567", "-2", "@SUM(A1)", "\t=1", "＝1", "'=1", " =1", "\x00=cmd|' /C calc'!A0")


def table(*cells: object) -> Table:
    headings = tuple(Heading(f"Cột {place}") for place in range(len(cells)))
    return Table("Bảng", "Tiêu đề", ("Đơn vị",), headings, (Line(cells),))  # type: ignore[arg-type]


def sheet_of(made: Table) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(xlsx_bytes([made]))).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_a_formula(text: str) -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes([table(text, 3)])))
    kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    (line,) = list(csv.reader(io.StringIO(csv_bytes(table(text)).decode("utf-8-sig")), delimiter=";"))[1:]
    assert line[0].startswith("'")


@given(st.text())
def test_whatever_stands_in_a_cell_a_spreadsheet_sees_no_formula(text: str) -> None:
    assert not harmless(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    sheet_of(table(text))
    csv_bytes(table(text))


def test_figures_days_and_shares_stay_what_they_are() -> None:
    made = table(5, date(2026, 11, 3), datetime(2026, 11, 3, 9, 42), None)
    assert sheet_of(made)[-1][:4] == [5, datetime(2026, 11, 3), datetime(2026, 11, 3, 9, 42), None]
    assert csv_bytes(made).decode("utf-8-sig").splitlines()[1] == "5;03/11/2026;03/11/2026 09:42;"


def test_the_official_columns_stand_under_their_groups() -> None:
    found = statistics([Bench().take_in()], month_of(date(2026, 11, 1)), clock(), datetime(2026, 12, 1))
    rows = sheet_of(statistics_table(found, "UBND xã Quang Hán", datetime(2026, 12, 1, 8, 0)))
    groups, titles = rows[5], rows[6]
    assert groups[2] == "Số hồ sơ nhận giải quyết"
    assert [str(title) for title in titles[2:6]] == [
        "Tổng số",
        "Trực tuyến",
        "Trực tiếp, dịch vụ bưu chính",
        "Từ kỳ trước",
    ]
    assert len(titles) == len(COUNTS) + 2
    assert rows[7][1:6] == ["Tổng cộng", 1, 0, 1, 0]


def test_a_fault_leaves_the_older_file_and_nothing_half(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.xlsx"
    write_file(path, b"first")
    write_file(path, b"second")
    assert path.read_bytes() == b"second"
    (tmp_path / "bao-cao.xlsx.part").mkdir()
    with pytest.raises(NotWritten, match="đóng lại"):
        write_file(path, b"third")
    assert path.read_bytes() == b"second"
