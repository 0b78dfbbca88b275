"""A partner's table: what goes out comes back, and every row that cannot be read is named while the others are."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook

from desktop.dossiers.bodies import Applicant
from desktop.dossiers.dossier import Dossier
from desktop.exchange.outside.mapping import MappingUnreadable
from desktop.exchange.outside.table_cells import clean, guarded, unguarded
from desktop.exchange.outside.table_in import OutsideRow, TableUnreadable, read_table
from desktop.exchange.outside.table_mapping import (
    DATES,
    TEXTS,
    TableMapping,
    TableUnusable,
    read_table_mapping,
    shipped_table,
)
from desktop.exchange.outside.table_out import table_csv, table_rows, table_xlsx
from desktop.terms import Status
from tests.exchange.outside.cases import REACHED, in_status

Writer = Callable[[list[Dossier], TableMapping], bytes]
BOTH = pytest.mark.parametrize("write", [table_csv, table_xlsx])


def mapping(**changes: Any) -> TableMapping:
    return read_table_mapping(msgspec.json.encode({**msgspec.to_builtins(shipped_table()), **changes}))


@cache
def everything() -> TableMapping:
    """A mapping with every column we have."""
    names = [*TEXTS, "status", *DATES]
    return mapping(columns=[{"ours": name, "theirs": f"Cột {name}"} for name in names])


def expected(dossier: Dossier, table: TableMapping) -> OutsideRow:
    """Return the row as it should come back, dates to the minute."""
    texts = {name: clean(make(dossier)) for name, make in TEXTS.items() if name != "code"}
    dates = {name: at.replace(second=0) for name, make in DATES.items() if (at := make(dossier))}
    label = table.statuses[dossier.status]
    return OutsideRow(2, clean(dossier.code or dossier.slip_ref), label, dossier.status, dates, texts)


def csv_of(text: str) -> bytes:
    return text.encode()


def xlsx_of(*rows: list[Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class TestRoundTrip:
    @BOTH
    @pytest.mark.parametrize("status", REACHED)
    def test_every_status(self, write: Writer, status: Status) -> None:
        dossier = in_status(status)[0]
        table = read_table(write([dossier], everything()), everything())
        assert table.rows == (expected(dossier, everything()),)
        assert table.problems == ()

    @BOTH
    @settings(max_examples=40, deadline=None)
    @given(
        name=st.text(max_size=40) | st.text("'=+-@\"; ,\t\r\n\0", max_size=6),
        address=st.text(max_size=20),
        status=st.sampled_from(Status),
        ready=st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),
        delimiter=st.sampled_from([",", ";", "\t", "|"]),
    )
    def test_any_words_and_dates(
        self, write: Writer, name: str, address: str, status: Status, ready: datetime | None, delimiter: str
    ) -> None:
        dossier = replace(
            in_status(Status.RETURNED)[0],
            applicant=Applicant(name, address=address),
            status=status,
            ready_at=ready.replace(microsecond=0) if ready else None,
        )
        table = replace(everything(), delimiter=delimiter)
        found = read_table(write([dossier], table), table)
        assert found.problems == ()
        assert found.rows == (expected(dossier, table),)

    @BOTH
    def test_many_rows_in_order(self, write: Writer) -> None:
        many = [replace(in_status(Status.ACCEPTED)[0], code=f"A-{n}") for n in range(30)]
        found = read_table(write(many, shipped_table()), shipped_table())
        assert [row.code for row in found.rows] == [f"A-{n}" for n in range(30)]
        assert [row.number for row in found.rows] == list(range(2, 32))


class TestFormulas:
    @pytest.mark.parametrize("text", ["=1+1", "+84961234567", "-5", "@SUM(A1)", "'=x", "＝1"])
    def test_are_shown_as_text_and_come_back(self, text: str) -> None:
        assert guarded(text) == f"'{text}"
        assert unguarded(guarded(text)) == text

    @settings(deadline=None)
    @given(st.text(max_size=12) | st.text("'=+-@x", max_size=5))
    def test_guarding_is_undone_exactly(self, text: str) -> None:
        assert unguarded(guarded(text)) == text
        assert not guarded(text).startswith(("=", "+", "-", "@"))

    def test_no_cell_of_a_spreadsheet_is_a_formula(self) -> None:
        dossier = replace(in_status(Status.ACCEPTED)[0], applicant=Applicant("=HYPERLINK(1)"))
        sheet = load_workbook(io.BytesIO(table_xlsx([dossier], shipped_table()))).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}

    def test_csv_has_the_mark_spreadsheets_look_for(self) -> None:
        data = table_csv([], shipped_table())
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.decode("utf-8-sig").startswith("Số hồ sơ,Mã thủ tục,")


class TestReading:
    def test_rows_that_cannot_be_read_are_named_and_the_others_read(self) -> None:
        data = csv_of(
            "UBND huyện;;\n"
            "SỐ  HỒ SƠ;Trang thai;Ngày hẹn trả\n"
            "A-1;Đang giải quyết;15/12/2026 11:30\n"
            ";Đang giải quyết;15/12/2026\n"
            "\n"
            "A-2;đang  GIẢI quyết;32/12/2026\n"
            "A-3;Chờ công an;15/12/2026\n"
            "A-4;Tạm dừng;;;thừa\n"
            "A-5\n"
            "A-6;;\n"
            "A-6;;\n"
        )
        columns = [{"ours": "code", "theirs": "Số hồ sơ"}, {"ours": "status", "theirs": "Trạng thái"}]
        table = mapping(
            columns=[*columns, {"ours": "due", "theirs": "Ngày hẹn trả"}, {"ours": "phone", "theirs": "Máy"}]
        )
        found = read_table(data, table)
        assert [(row.number, row.code, row.status) for row in found.rows] == [
            (3, "A-1", Status.IN_PROGRESS),
            (7, "A-3", None),
            (9, "A-5", None),
        ]
        assert found.rows[1].status_text == "Chờ công an"
        assert found.rows[1].dates == {"due": datetime(2026, 12, 15)}
        assert [problem.number for problem in found.problems] == [2, 4, 6, 8, 10, 11]
        assert "32/12/2026" in found.problems[2].message
        assert all(problem.message for problem in found.problems)

    def test_spreadsheet_cells_of_other_kinds(self) -> None:
        data = xlsx_of(
            ["Danh sách hồ sơ"],
            ["Số hồ sơ", "Số điện thoại", "Ngày hẹn trả", "Ngày tiếp nhận"],
            [261123, 961234567.0, datetime(2026, 12, 15, 11, 30), "23/11/2026"],
            [None, None, None, None],
            [True, 1.5, None, None],
        )
        found = read_table(data, shipped_table())
        assert [(row.code, row.texts["phone"]) for row in found.rows] == [("261123", "961234567"), ("True", "1.5")]
        assert found.rows[0].dates == {"due": datetime(2026, 12, 15, 11, 30), "received_at": datetime(2026, 11, 23)}

    def test_a_label_that_means_two_things_means_nothing(self) -> None:
        labels = {**msgspec.to_builtins(shipped_table())["statuses"], "paused": "Dừng", "stopped": "dừng"}
        table = mapping(statuses=labels)
        (row,) = read_table(csv_of("Số hồ sơ,Trạng thái\nA-1,Dừng\n"), table).rows
        assert (row.status, row.status_text) == (None, "Dừng")

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "Số hồ sơ"),
            (b"Ten,Tuoi\nAn,4\n", "Số hồ sơ"),
            ("Số hồ sơ".encode("utf-16"), "CSV UTF-8"),
            (b"PK\x03\x04broken", "hỏng"),
            (b'"' + b"x" * 200_000, "Số hồ sơ"),
        ],
    )
    def test_what_is_no_table_of_the_partner(self, data: bytes, words: str) -> None:
        with pytest.raises(TableUnreadable, match=words):
            read_table(data, shipped_table())

    @settings(deadline=None)
    @given(st.binary(max_size=200), st.booleans())
    def test_bytes_at_random_are_refused_in_words(self, data: bytes, packed: bool) -> None:
        assert "Hãy " in refusal(b"PK\x03\x04" + data if packed else data)

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_a_damaged_spreadsheet_is_read_or_refused_in_words(self, data: st.DataObject) -> None:
        good = damaged_base()
        at = data.draw(st.integers(2, len(good) - 1))
        damaged = good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :]
        found = refusal(damaged)
        assert found == "" or "Hãy " in found

    def test_a_zip_that_is_no_spreadsheet(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("a.txt", "x")
        with pytest.raises(TableUnreadable):
            read_table(out.getvalue(), shipped_table())

    def test_too_long(self) -> None:
        with pytest.raises(TableUnreadable, match="quá lớn"):
            read_table(b" " * (64 * 2**20 + 1), shipped_table())


def refusal(data: bytes) -> str:
    """Return why the bytes are no table; "" when they are one."""
    try:
        read_table(data, shipped_table())
    except TableUnreadable as error:
        return error.message
    return ""


@cache
def damaged_base() -> bytes:
    return table_xlsx([in_status(Status.ACCEPTED)[0]], shipped_table())


class TestMapping:
    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"format": "table-mapping/2"}, "table-mapping/1"),
            ({"partner": " "}, "tên đối tác"),
            ({"columns": [{"ours": "code", "theirs": "a"}, {"ours": "age", "theirs": "b"}]}, "age"),
            ({"columns": [{"ours": "due", "theirs": "a"}]}, "thiếu cột code"),
            ({"columns": [{"ours": "code", "theirs": "a"}, {"ours": "code", "theirs": "b"}]}, "hai lần"),
            ({"columns": [{"ours": "code", "theirs": "Mã"}, {"ours": "due", "theirs": "MA "}]}, "hai lần"),
            ({"columns": [{"ours": "code", "theirs": ""}]}, "để trống"),
            ({"statuses": {}}, "chưa có nhãn"),
            ({"date_format": "dd/MM"}, "date_format"),
            ({"date_format": "dd/MM/yyyy mm"}, "date_format"),
            ({"date_format": "dd/MM/yyyy %H"}, "date_format"),
            ({"date_format": "dd/dd/MM/yyyy"}, "date_format"),
            ({"delimiter": "::"}, "delimiter"),
            ({"sheet": "a/b"}, "trang tính"),
        ],
    )
    def test_an_unusable_mapping_says_what_to_change(self, changes: dict[str, Any], words: str) -> None:
        with pytest.raises(TableUnusable, match=words):
            mapping(**changes)

    def test_no_status_borrows_the_words_for_waiting_for_papers(self) -> None:
        labels = {**msgspec.to_builtins(shipped_table())["statuses"], "in_progress": "chờ bổ sung  hồ sơ"}
        with pytest.raises(TableUnusable, match="Đang giải quyết"):
            mapping(statuses=labels)

    @pytest.mark.parametrize("changes", [{"statuses": {"lost": "x"}}, {"columns": 1}, {"extra": 1}])
    def test_another_shape_is_refused(self, changes: dict[str, Any]) -> None:
        with pytest.raises(MappingUnreadable):
            mapping(**changes)

    def test_the_shipped_labels_read_back_as_their_own_status(self) -> None:
        table = shipped_table()
        assert {table.status_of(label) for label in table.statuses.values()} == set(Status)

    def test_headings_and_order_are_the_partners(self) -> None:
        columns = [{"ours": "due", "theirs": "Hẹn"}, {"ours": "code", "theirs": "=Mã"}]
        rows = table_rows([in_status(Status.ACCEPTED)[0]], mapping(columns=columns, date_format="yyyy-MM-dd"))
        assert rows == [["Hẹn", "'=Mã"], ["2027-01-25", "H14.12.3-261123-0001"]]
