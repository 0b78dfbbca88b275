"""The wording files: complete, true to their circulars, and refused by name of the key when broken."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.errors import UserFacingError
from desktop.paths import resources
from desktop.printing.forms import form_set, form_set_on, read

SHIPPED = resources() / "forms" / "forms-2018.json"

# Names of the forms: TT 01/2018/TT-VPCP, annex; TT 03/2025/TT-VPCP, Phụ lục I.
TITLES = {
    ("2018", "receipt"): ("01", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
    ("2018", "supplement"): ("02", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"),
    ("2018", "rejection"): ("03", "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ"),
    ("2018", "apology"): ("04", "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"),
    ("2018", "control"): ("05", "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"),
    ("2018", "due_notice"): ("", "THÔNG BÁO ĐIỀU CHỈNH NGÀY HẸN TRẢ KẾT QUẢ"),
    ("2018", "stop"): ("", "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ"),
    ("2018", "register"): ("06", "SỔ THEO DÕI HỒ SƠ"),
    ("2018", "handover_list"): ("", "DANH SÁCH BÀN GIAO HỒ SƠ"),
    ("2018", "reminder"): ("", "PHIẾU ĐÔN ĐỐC"),
    ("2018", "result_receipt"): ("", "GIẤY GIAO NHẬN KẾT QUẢ GIẢI QUYẾT HỒ SƠ"),
    ("2018", "process_sheet"): ("", "PHIẾU QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"),
    ("2025", "stop"): ("05", "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ"),
    ("2025", "register"): ("07", "SỔ THEO DÕI HỒ SƠ"),
    ("2025", "handover_list"): ("", "DANH SÁCH BÀN GIAO HỒ SƠ"),
    ("2025", "reminder"): ("", "PHIẾU ĐÔN ĐỐC"),
    ("2025", "result_receipt"): ("", "GIẤY GIAO NHẬN KẾT QUẢ GIẢI QUYẾT HỒ SƠ"),
    ("2025", "process_sheet"): ("", "PHIẾU QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"),
    ("2025", "receipt"): ("01", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
    ("2025", "supplement"): ("02", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"),
    ("2025", "rejection"): ("03", "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ"),
    ("2025", "apology"): ("04", "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"),
    ("2025", "control"): ("06", "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"),
    ("2025", "due_notice"): ("", "THÔNG BÁO ĐIỀU CHỈNH NGÀY HẸN TRẢ KẾT QUẢ"),
}


@pytest.mark.parametrize(("key", "expected"), TITLES.items(), ids=" ".join)
def test_number_and_title(key: tuple[str, str], expected: tuple[str, str]) -> None:
    form = getattr(form_set(key[0]), key[1])
    assert (form.number, " ".join(form.title)) == expected
    assert form.paper_size == {"register": "A4-landscape", "handover_list": "A4-landscape", "process_sheet": "A4"}.get(
        key[1], "A5"
    )


@pytest.mark.parametrize(
    ("form", "symbol"),
    [
        ("receipt", "{symbol}"),
        ("supplement", "HDHS"),
        ("rejection", "{symbol}"),
        ("apology", "PXL"),
        ("control", ""),
        ("due_notice", "TBHT"),
        ("stop", "TBDGQ"),
        ("register", ""),
        ("handover_list", "DSBG"),
        ("reminder", "PĐĐ"),
        ("result_receipt", "GNKQ"),
        ("process_sheet", ""),
    ],
)
@pytest.mark.parametrize("name", ["2018", "2025"])
def test_number_symbol(name: str, form: str, symbol: str) -> None:
    assert getattr(form_set(name), form).symbol == symbol


@pytest.mark.parametrize("form", ["receipt", "supplement", "rejection", "apology", "control", "stop", "register"])
def test_the_2025_layouts_wait_for_the_official_annex(form: str) -> None:
    assert getattr(form_set("2025"), form).status == "chờ đối chiếu mẫu gốc"


@pytest.mark.parametrize("name", ["2018", "2025"])
def test_our_own_form_claims_no_official_source(name: str) -> None:
    form = form_set(name).due_notice
    assert form.status == "mẫu của chương trình, đơn vị được sửa"
    assert "không thuộc biểu mẫu ban hành kèm thông tư" in form.legal_source
    found = re.findall(r'"(?:\w+_)?evidence":"([\w-]+)"', msgspec.json.encode(form).decode())
    assert len(found) > 15
    assert set(found) == {"added"}


@pytest.mark.parametrize(
    ("received_on", "name"),
    [
        pytest.param(date(2018, 5, 1), "2018", id="before the first circular"),
        pytest.param(date(2019, 1, 6), "2018", id="first day of TT 01/2018"),
        pytest.param(date(2025, 9, 14), "2018", id="last day of TT 01/2018"),
        pytest.param(date(2025, 9, 15), "2025", id="first day of TT 03/2025"),
        pytest.param(date(2026, 11, 23), "2025", id="today"),
    ],
)
def test_set_in_force(received_on: date, name: str) -> None:
    assert form_set_on(received_on) == name


def test_unknown_set_names_the_known_ones() -> None:
    with pytest.raises(UserFacingError, match="2018, 2025") as refusal:
        form_set("1999")
    assert refusal.value.field == "form_set"


def _set(*path: str | int, to: object) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = to

    return change


def _drop(*path: str) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        del data[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param(_drop("receipt", "due"), "receipt.due", id="line missing"),
        pytest.param(_drop("apology"), "apology", id="form missing"),
        pytest.param(_set("receipt", "dew", to="x"), "receipt.dew", id="key mistyped"),
        pytest.param(_set("receipt", "due", "text", to=""), "receipt.due.text", id="wording empty"),
        pytest.param(_set("receipt", "due", "evidence", to="sure"), "receipt.due.evidence", id="unknown evidence"),
        pytest.param(_set("control", "title", to=[]), "control.title", id="no title"),
        pytest.param(_set("rejection", "paper_size", to="B5"), "rejection.paper_size", id="unknown paper"),
        pytest.param(_set("receipt", "symbol", to="{sign}"), "receipt.symbol", id="foreign name in symbol"),
        pytest.param(_set("format", to="forms/9"), "format", id="newer format"),
        pytest.param(
            _set("apology", "after_due", "closing", "text", to="{x}"), "apology.after_due.closing", id="foreign name"
        ),
        pytest.param(
            _set("apology", "before_due", "delay", "text", to="{agency}"),
            "apology.before_due.delay",
            id="reason left out",
        ),
        pytest.param(_set("receipt", "lines", to=["applicant", "dew"]), "receipt.lines", id="unknown line"),
        pytest.param(_set("control", "lines", to=["unit", "partners"]), "control.lines", id="needed line left out"),
        pytest.param(
            _set("control", "lines", to=["unit", "partners", "unit", "table"]), "control.lines", id="line repeated"
        ),
        pytest.param(_set("register", "columns", to=[]), "register.columns", id="register without columns"),
        pytest.param(_set("receipt", "number", to=""), "receipt.number", id="official form without number"),
        pytest.param(_set("due_notice", "number", to="07"), "due_notice.number", id="our form posing as official"),
        pytest.param(
            _set("due_notice", "new_date", "text", to="Sẽ hẹn lại."), "due_notice.new_date", id="new due time left out"
        ),
        pytest.param(_set("common", "page", "text", to="{page}/{pages"), "common.page", id="brace not closed"),
        pytest.param(_set("receipt", "notes", 0, "text", to="{desks}"), "receipt.notes", id="foreign name in a list"),
    ],
)
def test_a_broken_file_is_refused_by_key(tmp_path: Path, change: Callable[[Any], None], field: str) -> None:
    data = json.loads(SHIPPED.read_text("utf-8"))
    change(data)
    broken = tmp_path / "forms-2018.json"
    broken.write_text(json.dumps(data), "utf-8")
    with pytest.raises(UserFacingError, match=rf"forms-2018\.json bị lỗi ở mục “{field}”") as refusal:
        read(broken)
    assert refusal.value.field == field


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": "\xff"}'], ids=["empty", "cut off", "not UTF-8"])
def test_a_file_that_is_no_json(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "forms-2018.json"
    broken.write_bytes(content)
    with pytest.raises(UserFacingError, match="không phải JSON hợp lệ"):
        read(broken)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="không đọc được tệp"):
        read(tmp_path / "forms-2018.json")


def test_the_untouched_file_is_accepted() -> None:
    assert read(SHIPPED).form_set == "2018"
