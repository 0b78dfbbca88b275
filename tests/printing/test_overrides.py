"""An office's own wording and letterhead: laid over the shipped forms, or refused by form and line."""

import json
from typing import Any

import pytest

from desktop.errors import UserFacingError
from desktop.printing import NO_OVERRIDES, Overrides, load_overrides, pdf, title_of
from desktop.printing.forms import form_set

from .reading import whole_text
from .samples import APOLOGY, RECEIPT, REMINDER, SUPPLEMENT


def _loaded(forms: dict[str, Any], **more: Any) -> Overrides:
    return load_overrides(json.dumps({"format": "form-overrides/1", "forms": forms, **more}))


def test_wording_title_lists_and_signatories_can_be_the_offices_own() -> None:
    own = _loaded(
        {
            "receipt": {
                "title": ["PHIẾU TIẾP NHẬN HỒ SƠ", "VÀ HẸN TRẢ KẾT QUẢ"],
                "return_at": "6. Nơi trả kết quả:",
                "notes": ["- Khi đến nhận kết quả, xin mang theo giấy này."],
                "signatures": [{"role": "NGƯỜI NỘP"}, {"role": "CÁN BỘ TIẾP NHẬN", "hint": "(Ký tên)"}],
            }
        }
    )
    text = whole_text(RECEIPT, own)
    assert "PHIẾU TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in text
    assert "6. Nơi trả kết quả: UBND xã Quang Hán" in text
    assert "Khi đến nhận kết quả, xin mang theo giấy này." in text
    assert "được lập thành 2 liên" not in text
    assert "NGƯỜI NỘP (Ký và ghi rõ họ tên)" in text
    assert "CÁN BỘ TIẾP NHẬN (Ký tên)" in text
    assert title_of(RECEIPT, overrides=own) == "PHIẾU TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"


def test_what_is_not_named_stays_as_shipped() -> None:
    own = _loaded({"receipt": {"return_at": "6. Nơi trả kết quả:"}})
    assert pdf(SUPPLEMENT, overrides=own) == pdf(SUPPLEMENT)
    assert own.form_set("2018").receipt.due == form_set("2018").receipt.due
    assert pdf(RECEIPT, overrides=load_overrides('{"format": "form-overrides/1"}')) == pdf(RECEIPT)


def test_own_wording_is_marked_as_the_offices() -> None:
    receipt = _loaded({"receipt": {"title": "PHIẾU HẸN", "due": "5. Ngày trả:"}}).form_set("2018").receipt
    assert (receipt.title, receipt.title_evidence, receipt.due.evidence) == (("PHIẾU HẸN",), "office", "office")
    assert receipt.received.evidence == "seen-impl"


def test_lines_can_be_put_in_another_order_and_left_out() -> None:
    shipped = list(form_set("2018").receipt.lines)
    order = [name for name in shipped if name not in ("register", "procedure")]
    text = whole_text(RECEIPT, _loaded({"receipt": {"lines": ["procedure", *order]}}))
    assert text.index("Nội dung yêu cầu giải quyết:") < text.index("Tiếp nhận hồ sơ của:")
    assert "Vào Sổ theo dõi hồ sơ" not in text


def test_symbol_paper_and_copies_can_be_set() -> None:
    own = _loaded({"reminder": {"symbol": "PĐĐ-BPMC", "paper_size": "A4", "copies": ["(Bản 1)", "(Bản 2)"]}})
    text = whole_text(REMINDER, own)
    assert "Số: 06/PĐĐ-BPMC" in text
    assert text.index("(Bản 1)") < text.index("(Bản 2)")


def test_the_letterhead_is_the_offices_own() -> None:
    own = load_overrides(
        json.dumps(
            {
                "format": "form-overrides/1",
                "letterhead": {"superior": "UBND huyện Trùng Khánh", "issuer": "Ủy ban nhân dân xã Quang Hán"},
            }
        )
    )
    text = whole_text(APOLOGY, own)
    assert "UBND HUYỆN TRÙNG KHÁNH" in text
    assert "Ủy ban nhân dân xã Quang Hán xin lỗi" in text
    assert own.letterhead(APOLOGY.letterhead).place == "Quang Hán"


def test_overrides_can_be_meant_for_one_form_set() -> None:
    own = _loaded({"receipt": {"due": "5. Ngày trả:"}}, form_sets=["2025"])
    assert own.form_set("2018") == form_set("2018")
    assert own.form_set("2025").receipt.due.text == "5. Ngày trả:"


def test_no_overrides_are_the_shipped_forms() -> None:
    assert NO_OVERRIDES.form_set("2025") == form_set("2025")
    assert NO_OVERRIDES.letterhead(RECEIPT.letterhead) == RECEIPT.letterhead


@pytest.mark.parametrize(
    ("forms", "field", "told"),
    [
        pytest.param(
            {"receipt": {"due": ""}},
            "receipt.due.text",
            "ở biểu mẫu “GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ” (receipt), dòng “due.text”: không được để trống",
            id="empty wording",
        ),
        pytest.param({"receipt": {"dew": "x"}}, "receipt.dew", "mẫu không có mục này", id="mistyped line"),
        pytest.param({"recipe": {"due": "x"}}, "recipe", "không có biểu mẫu này", id="mistyped form"),
        pytest.param(
            {"receipt": {"sets": "2. Số bộ hồ sơ:"}}, "receipt.sets", "thiếu {sets}", id="data would be left out"
        ),
        pytest.param(
            {"apology": {"new_date": "Hẹn {ngay}"}},
            "apology.new_date",
            "thiếu {agency}, thiếu {new_due_at}, không dùng được {ngay}",
            id="unknown placeholder",
        ),
        pytest.param({"receipt": {"lines": ["due"]}}, "receipt.lines", "thiếu dòng “applicant”", id="lines missing"),
        pytest.param({"receipt": {"lines": "due"}}, "receipt.lines", "thiếu dòng", id="lines no list"),
        pytest.param({"receipt": {"number": "99"}}, "receipt.number", "đơn vị không sửa được", id="form number"),
        pytest.param({"control": {"paper_size": "B5"}}, "control.paper_size", "không có lựa chọn “B5”", id="paper"),
        pytest.param({"receipt": {"due": 5}}, "receipt.due.text", "sai kiểu dữ liệu (cần str, đang là int)", id="type"),
        pytest.param({"receipt": {"signatures": []}}, "receipt.signatures", "phải có đủ 2 dòng", id="no signatories"),
        pytest.param({"common": {"page": "{page"}}, "common.page", "“phần chung” (common)", id="shared part"),
    ],
)
def test_a_fault_is_told_by_form_and_line(forms: dict[str, Any], field: str, told: str) -> None:
    with pytest.raises(UserFacingError) as refusal:
        _loaded(forms)
    assert told in refusal.value.message
    assert refusal.value.field == field
    assert "giấy in theo mẫu kèm theo chương trình" in refusal.value.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("", "không phải JSON hợp lệ", id="empty"),
        pytest.param('{"format": "form-overrides/1",', "không phải JSON hợp lệ", id="cut off"),
        pytest.param('{"format": "form-overrides/2"}', "ở mục “format”", id="newer format"),
        pytest.param('{"format": "form-overrides/1", "letterhead": {"fone": "1"}}', "letterhead", id="letterhead"),
        pytest.param('{"format": "form-overrides/1", "forms": {"receipt": 3}}', "forms", id="form no object"),
        pytest.param('{"format": "form-overrides/1", "form_sets": ["1999"]}', "1999", id="unknown set"),
        pytest.param('["form-overrides/1"]', "sai kiểu dữ liệu", id="no object"),
        pytest.param("\ud800", "không phải JSON hợp lệ", id="half a character"),
    ],
)
def test_a_document_that_is_none(text: str, told: str) -> None:
    with pytest.raises(UserFacingError, match=told):
        load_overrides(text)
