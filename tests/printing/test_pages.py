"""Pages as they leave the printer: size, margins, marks, code, fonts, and nothing lost however long the data."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.errors import UserFacingError
from desktop.printing import form_label, load_overrides, pdf, render, title_of
from desktop.printing.forms import PaperSize, form_set
from desktop.printing.pages import STOCKS, Stock
from desktop.printing.papers import (
    ApologyLetter,
    ControlSlip,
    HandoverList,
    Paper,
    PaperLine,
    ProcessSheet,
    Receipt,
    Register,
    StopNotice,
)
from desktop.printing.recovery import recovery_sheet

from .reading import Box, box_of, flat, opened, page_texts, path_boxes, scanned, text_boxes, whole_text
from .samples import (
    APOLOGY,
    CONTROL,
    DUE_NOTICE,
    EXTREME,
    HANDOVER,
    LONG_APPLICANT,
    LONG_PROCEDURE,
    LONG_REASON,
    MANY_PAPERS,
    ORDINARY,
    PROCESS,
    RECEIPT,
    REGISTER,
    REJECTION,
    REMINDER,
    SLIPS,
    STOP,
    SUPPLEMENT,
    extreme,
)

SLIP_FORMS = (
    *("receipt", "supplement", "rejection", "apology", "control", "due_notice", "stop", "reminder"),
    "result_receipt",
)
TOLERANCE = 0.6
"""Points by which a slanted or overhanging glyph may pass its own advance width."""


def _name(paper: object) -> str:
    return type(paper).__name__


def _stock(paper: Paper) -> Stock:
    """The paper each form is printed on: slips A5, lists and registers A4 across (TT 01/2018/TT-VPCP)."""
    match paper:
        case Register() | HandoverList():
            return STOCKS["A4-landscape"]
        case ProcessSheet():
            return STOCKS["A4"]
        case _:
            return STOCKS["A5"]


def _with(paper: Paper, **letterhead: object) -> Paper:
    return replace(paper, letterhead=replace(paper.letterhead, **letterhead))


ALL = [*ORDINARY, *(_with(paper, form_set="2025") for paper in (*ORDINARY, *EXTREME))]


@pytest.mark.parametrize("paper", ALL, ids=_name)
def test_everything_stands_inside_the_margins(paper: Paper) -> None:
    with opened(paper) as document:
        for page in document:
            assert page.get_size() == pytest.approx(_stock(paper).size, abs=0.05)
            keeps_the_margins(page, _stock(paper))
            width, _ = page.get_size()
            label = _text_in(page, (0, 0, width, _stock(paper).bottom - 3))
            assert re.fullmatch(r"(Trang \d+/\d+)?", label), f"{label!r} hangs below the text"


def keeps_the_margins(page: Any, stock: Stock) -> None:
    width, height = page.get_size()
    for left, bottom, right, top in text_boxes(page):
        assert left >= stock.left - TOLERANCE
        assert right <= width - stock.right + TOLERANCE
        assert bottom >= stock.mark - 3
        assert top <= height - stock.top + TOLERANCE
    for left, _, right, _ in path_boxes(page):
        assert left >= stock.left - 2 * TOLERANCE
        # the white ground of the QR code may lie in the margin
        assert right <= width - stock.right + 6 * stock.scale


def _text_in(page: Any, box: Box) -> str:
    left, bottom, right, top = box
    return flat(page.get_textpage().get_text_bounded(left=left, bottom=bottom, right=right, top=top))


@pytest.mark.parametrize("paper", EXTREME, ids=_name)
def test_nothing_of_the_longest_data_is_lost(paper: Paper) -> None:
    text = re.sub(r" ?Trang \d+/\d+ ?", " ", whole_text(paper))
    assert LONG_APPLICANT.name in text
    assert LONG_PROCEDURE in text
    if not isinstance(paper, ControlSlip | ProcessSheet):
        assert LONG_APPLICANT.address in text
    if hasattr(paper, "reason"):
        assert flat(text).count("xác minh lại ranh giới.") == LONG_REASON.count("xác minh lại ranh giới.")
    if hasattr(paper, "papers"):
        for paper_line in MANY_PAPERS:
            assert paper_line.name in text


@pytest.mark.parametrize("paper", [extreme(RECEIPT), extreme(CONTROL)], ids=_name)
def test_the_head_of_the_table_is_repeated_on_each_page_it_reaches(paper: Paper) -> None:
    head = "STT Tên giấy tờ, tài liệu" if hasattr(paper, "papers") else "TÊN CƠ QUAN"
    row = r"Giấy tờ thứ \d+" if hasattr(paper, "papers") else r"1\. Giao:"
    texts = page_texts(paper)
    reached = [text for text in texts if re.search(row, text)]
    assert len(reached) > 3
    assert all(text.count(head) == 1 for text in reached)


def test_each_copy_counts_its_own_pages() -> None:
    labels = [re.search(r"Trang \d+/\d+", text) for text in page_texts(extreme(RECEIPT))]
    numbers = [label[0] for label in labels if label]
    half = len(labels) // 2
    assert numbers == [f"Trang {page}/{half}" for page in range(1, half + 1)] * 2


@pytest.mark.parametrize("papers", range(6))
def test_a_short_receipt_is_one_page_a_copy(papers: int) -> None:
    lines = tuple(PaperLine("Giấy chứng nhận quyền sử dụng đất đã cấp", originals=1) for _ in range(papers))
    texts = page_texts(replace(RECEIPT, papers=lines))
    assert len(texts) == 2
    assert "(Liên 1: Lưu)" in texts[0]
    assert "(Liên 2: Giao khách hàng)" in texts[1]
    assert "Trang" not in "".join(texts)


@pytest.mark.parametrize("paper", [SUPPLEMENT, REJECTION, APOLOGY, DUE_NOTICE], ids=_name)
def test_an_ordinary_slip_is_one_page(paper: Paper) -> None:
    assert len(page_texts(paper)) == 1


@pytest.mark.parametrize("papers", range(4, 34, 3))
def test_signatures_are_never_torn_from_their_roles(papers: int) -> None:
    """However the text falls on the pages, roles, name and the line before them share one."""
    for paper in (replace(RECEIPT, papers=MANY_PAPERS[:papers]), replace(SUPPLEMENT, papers=MANY_PAPERS[:papers])):
        last = page_texts(paper)[-1]
        for together in ("(Ký và ghi rõ họ tên)", "Nông Thị Lan"):
            assert together in last
        assert "Vào Sổ theo dõi hồ sơ" in last or "để được hướng dẫn./." in last


@pytest.mark.parametrize("practice", [False, True], ids=["real", "practice"])
@pytest.mark.parametrize("paper", ORDINARY, ids=_name)
def test_the_codes_can_be_scanned_and_touch_no_text(paper: Paper, practice: bool) -> None:
    square = getattr(paper, "reference", "") or paper.code
    expected = {"QRCode": [square]}
    if isinstance(paper, Receipt | ControlSlip):
        expected["Code128"] = [paper.code]
    with opened(_with(paper, practice=practice)) as document:
        first_pages = list(document) if isinstance(paper, Receipt | HandoverList) else [document[0]]
        for page in first_pages:
            assert scanned(page) == expected
            code = max((box for box in path_boxes(page) if _is_square(box)), key=lambda box: box[2] - box[0])
            small = [box for box in text_boxes(page) if not _is_practice(box)]
            assert not [box for box in small if _overlap(box, code)]


def test_a_long_reference_can_be_scanned() -> None:
    reference = "0193a7c4-5d1e-7b0a-9f3e-2c4b8d6e1f70"
    with opened(replace(SUPPLEMENT, reference=reference)) as document:
        assert scanned(document[0]) == {"QRCode": [reference]}


def test_a_slip_without_reference_has_no_code() -> None:
    with opened(replace(SUPPLEMENT, reference="")) as document:
        assert scanned(document[0]) == {}


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("000.00.53.H48-220921-0099", id="national unit code"),
        pytest.param("G09.20-20260609-0092637", id="ministry portal"),
        pytest.param("H15.50.05.13-261008-0975", id="province, 2026"),
        pytest.param("QH1-2026-TN-0012", id="a desk's own number"),
    ],
)
def test_every_shape_of_code_can_be_scanned_both_ways(code: str) -> None:
    with opened(replace(RECEIPT, code=code)) as document:
        assert scanned(document[0]) == {"QRCode": [code], "Code128": [code]}


@pytest.mark.parametrize("code", ["H" * 60, "Hồ sơ số 1"], ids=["too fine for a scanner", "not ASCII"])
def test_a_code_no_bars_can_carry_is_left_to_the_square(code: str) -> None:
    with opened(replace(RECEIPT, code=code)) as document:
        assert scanned(document[0]) == {"QRCode": [code]}


def _is_practice(box: Box) -> bool:
    """The one large word behind the text; a line of the forms is never so high."""
    return box[3] - box[1] > 100


def _is_square(box: Box) -> bool:
    left, bottom, right, top = box
    return abs((right - left) - (top - bottom)) < 0.1 and right - left > 30


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _last_line_of_issuer(paper: Paper) -> str:
    match paper:
        case ApologyLetter() | StopNotice():
            return "UBND XÃ QUANG HÁN"
        case Register() | HandoverList():
            return "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ"
        case _:
            return "BỘ PHẬN TIẾP NHẬN"


@pytest.mark.parametrize("paper", ORDINARY, ids=_name)
def test_rules_of_the_heading(paper: Paper) -> None:
    """The motto's rule is as long as the motto, the issuer's 1/3 to 1/2 of its name (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    with opened(paper) as document:
        page = document[0]
        motto = box_of(page, "Độc lập - Tự do - Hạnh phúc")
        issuer = box_of(page, _last_line_of_issuer(paper))
        rules = [
            box for box in path_boxes(page) if box[3] - box[1] < 1.5 and box[1] > motto[1] - 40 * _stock(paper).scale
        ]
        assert len(rules) == 2
        issuer_rule, motto_rule = sorted(rules)
        assert (motto_rule[0], motto_rule[2]) == pytest.approx((motto[0], motto[2]), abs=1.5)
        assert motto[1] - 5 * _stock(paper).scale < motto_rule[3] < motto[1] + 1
        share = (issuer_rule[2] - issuer_rule[0]) / (issuer[2] - issuer[0])
        assert 1 / 3 < share < 1 / 2
        scale = _stock(paper).scale
        assert sum(issuer_rule[::2]) == pytest.approx(sum(issuer[::2]), abs=3 * scale)


@pytest.mark.parametrize(("reprint", "mark"), [(0, ""), (1, "In lại lần 1"), (12, "In lại lần 12")])
@pytest.mark.parametrize("paper", ORDINARY, ids=_name)
def test_reprint_mark_on_each_page(paper: Paper, reprint: int, mark: str) -> None:
    for text in page_texts(replace(paper, reprint=reprint)):
        assert re.findall(r"In lại lần \d+", text) == ([mark] if mark else [])


@pytest.mark.parametrize("paper", [*ORDINARY, EXTREME[0]], ids=_name)
def test_practice_mark_on_each_page_below_the_text(paper: Paper) -> None:
    assert "DIỄN TẬP" not in whole_text(paper)
    with opened(_with(paper, practice=True)) as document:
        for page in document:
            assert flat(page.get_textpage().get_text_range()).startswith("DIỄN TẬP")
            mark, *others = text_boxes(page)
            assert mark[3] - mark[1] > 150
            assert any(_overlap(mark, box) for box in others) or len(others) < 30


@pytest.mark.parametrize("paper", ORDINARY, ids=_name)
def test_the_same_data_gives_the_same_bytes(paper: Paper) -> None:
    written = BytesIO()
    render(paper, written)
    assert written.getvalue() == pdf(paper)


def test_another_process_gives_the_same_bytes() -> None:
    """No clock, hash seed or object address may reach the file."""
    script = (
        "import sys; sys.path[:0] = [sys.argv[1], sys.argv[2]]\n"
        "from hashlib import sha256; import samples; from desktop.printing import pdf\n"
        "print(sha256(pdf(samples.RECEIPT)).hexdigest())"
    )
    here = Path(__file__).parent
    command = [sys.executable, "-c", script, str(here.parents[1]), str(here)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert printed == sha256(pdf(RECEIPT)).hexdigest()


@pytest.mark.parametrize("paper", ORDINARY, ids=_name)
def test_fonts_are_embedded_and_subset(paper: Paper) -> None:
    content = pdf(paper)
    names = re.findall(rb"/BaseFont /(\S+)", content)
    assert names
    assert all(re.fullmatch(rb"[A-Z]{6}\+LiberationSerif\S*", name) for name in names)
    assert content.count(b"/FontFile2 ") == len(set(names))


def test_document_facts() -> None:
    with opened(RECEIPT) as document:
        facts = document.get_metadata_dict()
    assert facts["Title"] == "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ - H14.12.3-261123-0001"
    assert facts["Author"] == "UBND xã Quang Hán"
    assert facts["Creator"] == "Một Cửa"
    assert b"/Lang (vi-VN)" in pdf(RECEIPT)


def test_titles_and_labels_follow_the_form_set() -> None:
    assert title_of(APOLOGY) == "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"
    assert title_of(_with(APOLOGY, form_set="2025")) == "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"
    assert title_of(DUE_NOTICE) == "THÔNG BÁO ĐIỀU CHỈNH NGÀY HẸN TRẢ KẾT QUẢ"
    assert (form_label(CONTROL), form_label(_with(CONTROL, form_set="2025"))) == ("Mẫu số 05", "Mẫu số 06")


@pytest.mark.parametrize("name", ["2018", "2025"])
def test_a_paper_that_no_circular_prescribes_bears_no_form_number(name: str) -> None:
    assert form_label(_with(DUE_NOTICE, form_set=name)) == "Mẫu của chương trình"


def test_an_unknown_form_set_writes_nothing() -> None:
    out = BytesIO()
    with pytest.raises(UserFacingError, match="Hãy chọn một trong các bộ"):
        render(_with(RECEIPT, form_set="1999"), out)
    assert out.getvalue() == b""


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        pytest.param("Công ty <b>A & B</b>", "Công ty <b>A & B</b>", id="markup is text"),
        pytest.param("Đa\u0300m Thi\u0323 Bu\u031bo\u031b\u0309i", "Đàm Thị Bưởi", id="combining accents"),
        pytest.param("Lan\x00\u200b Anh", "Lan Anh", id="invisible signs"),
        pytest.param("{applicant}", "{applicant}", id="braces"),
        pytest.param("Dòng 1\r\nDòng 2", "Dòng 1 Dòng 2", id="line end"),
    ],
)
def test_names_are_printed_as_typed(typed: str, printed: str) -> None:
    named = replace(REJECTION, applicant=replace(REJECTION.applicant, name=typed))
    assert f"Tiếp nhận hồ sơ của: {printed} Địa chỉ:" in whole_text(named)


def test_a_long_note_flows_on_within_its_narrow_column() -> None:
    noted = replace(CONTROL.rows[0], note="đã kiểm tra thực địa " * 60 + "xong")
    text = whole_text(replace(CONTROL, rows=(noted,)))
    assert text.count("thực địa") == 60
    assert "xong" in text


def test_endings_longer_than_a_page_flow_on() -> None:
    assert "Nông Thị Lan" in page_texts(replace(RECEIPT, return_at=LONG_REASON * 3))[-1]


@given(name=st.text(max_size=120), reason=st.text(max_size=400))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_can_be_printed(name: str, reason: str) -> None:
    slip = replace(REJECTION, applicant=replace(REJECTION.applicant, name=name), reason=reason)
    assert "Xin thông báo cho Ông/Bà được biết và thực hiện./." in whole_text(slip)


def test_a_reprint_says_why_and_stays_on_its_line() -> None:
    torn = replace(RECEIPT, reprint=3, reprint_reason="bản trước\nbị rách")
    assert all("In lại lần 3 (bản trước bị rách)" in text for text in page_texts(torn))
    with opened(replace(torn, reprint_reason="khách làm ướt giấy hẹn " * 20)) as document:
        mark = [box for box in text_boxes(document[0]) if box[3] > 595.28 - STOCKS["A5"].top]
        assert all(box[0] >= STOCKS["A5"].left for box in mark)
        assert "làm ướt… UBND" in flat(document[0].get_textpage().get_text_range())


def test_the_day_of_the_tax_notice_stands_behind_the_due_time() -> None:
    noticed = replace(RECEIPT, notice_at=datetime(2026, 12, 10, 8, 0), notice_provisional=True)
    text = whole_text(noticed)
    assert "(dự kiến) Ngày hẹn trả TBNVTC: 08 giờ 00 phút, ngày 10 tháng 12 năm 2026 (dự kiến) 6. Đăng ký" in text
    assert "TBNVTC" not in whole_text(RECEIPT)
    assert len(page_texts(noticed)) == 2


@pytest.mark.parametrize("name", ["2018", "2025"])
def test_an_apology_ahead_of_time_does_not_say_the_time_has_passed(name: str) -> None:
    early, late = (whole_text(_with(replace(APOLOGY, late=late), form_set=name)) for late in (False, True))
    assert "không kịp trả kết quả" in early
    assert "chưa trả kết quả giải quyết hồ sơ của Ông/Bà/Tổ chức đúng thời hạn" in late
    for said_only_when_late in ("chưa trả kết quả", "Sự chậm trễ này đã gây", "vì sự chậm trễ này"):
        assert said_only_when_late in late
        assert said_only_when_late not in early
    for text in (early, late):
        assert "Lý do: mưa lũ làm gián đoạn việc đo đạc" in text
        assert "16 giờ 30 phút, ngày 08 tháng 02 năm 2027 (dự kiến)" in text


def test_a_stop_nobody_asked_for_says_nothing_of_a_request() -> None:
    text = whole_text(replace(STOP, requested_on=None, stage="", decision="", settlement="", papers=()))
    assert "đã đề nghị dừng" not in text
    for label in ("Hồ sơ đang ở bước:", "Căn cứ:", "đã nộp:", "Giấy tờ trả lại:"):
        assert label not in text


@pytest.mark.parametrize("paper", [REGISTER, HANDOVER, PROCESS, CONTROL, REMINDER], ids=_name)
def test_no_syllable_is_parted_in_a_narrow_column(paper: Paper) -> None:
    whole = set(re.findall(r"\w+", whole_text(paper)))
    wording = msgspec.json.encode(form_set("2018")).decode()
    known = set(re.findall(r"\w+", wording + repr(paper))) | {number for number in whole if number.isdigit()}
    assert {word for word in whole if word.upper() not in {one.upper() for one in known}} == set()


@pytest.mark.parametrize("practice", [False, True])
def test_the_recovery_sheet_of_a_practice_office_is_marked(practice: bool) -> None:
    content = recovery_sheet("UBND xã Quang Hán", "AB12-CD34-EF56", date(2026, 11, 23), practice=practice)
    document = pypdfium2.PdfDocument(content)
    text = flat(document[0].get_textpage().get_text_range())
    document.close()
    assert "KHÓA KHÔI PHỤC DỮ LIỆU UBND xã Quang Hán Tạo ngày 23/11/2026 AB12-CD34-EF56" in text
    assert ("DIỄN TẬP" in text) is practice
    assert b"/Lang (vi-VN)" in content
    assert b"Helvetica" not in content


def test_each_page_of_a_thick_register_repeats_its_heads() -> None:
    rows = REGISTER.rows * 50
    texts = page_texts(replace(REGISTER, rows=rows))
    assert sum(text.count("H14.12.3-") for text in texts) == len(rows)
    assert all("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15" in text for text in texts[1:])


CODES = ("000.00.53.H48-220921-0099", "G09.20-20260609-0092637", "H15.50.05.13-261008-0975")


@pytest.mark.parametrize("paper", [REGISTER, HANDOVER], ids=_name)
def test_long_codes_fit_their_narrow_column(paper: Paper) -> None:
    rows = tuple(replace(paper.rows[0], code=code) for code in CODES)
    text = whole_text(replace(paper, rows=rows))
    for code in CODES:
        assert any(broken in text for broken in (code.replace("-", "- ", 1), code.replace("-", "- ")))


def test_a_word_wider_than_its_column_goes_on_below() -> None:
    endless = "hopTacXaNongNghiepDichVuTongHopQuangHanTrungKhanhCaoBang"
    row = replace(REGISTER.rows[0], applicant=endless, note=endless, return_method=endless)
    with opened(replace(REGISTER, rows=(row,))) as document:
        keeps_the_margins(document[1], STOCKS["A4-landscape"])
        assert document[1].get_textpage().get_text_range().replace("\r\n", "").count("hopTacXa") == 3


@pytest.mark.parametrize("size", ["A5", "A4", "A4-landscape"])
@pytest.mark.parametrize("paper", SLIPS, ids=_name)
def test_an_office_may_print_any_slip_on_another_paper(paper: Paper, size: PaperSize) -> None:
    forms = {name: {"paper_size": size} for name in SLIP_FORMS}
    own = load_overrides(json.dumps({"format": "form-overrides/1", "forms": forms}))
    with opened(paper, overrides=own) as document:
        for page in document:
            assert page.get_size() == pytest.approx(STOCKS[size].size, abs=0.05)
            keeps_the_margins(page, STOCKS[size])
        assert scanned(document[0])["QRCode"] == [getattr(paper, "reference", "") or paper.code]
