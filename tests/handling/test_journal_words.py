from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import msgspec
import pytest

from desktop.app import national_calendar
from desktop.deadlines import Clock, OfficeHours, to_utc
from desktop.dossiers import bodies
from desktop.dossiers.bodies import BODY, Applicant, Imprint, OfficeRef, PaperItem
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry, canonical_json
from desktop.handling.journal_words import (
    _WORDS,
    journal_line,
    late_recording,
    money,
    officer_names,
    size_words,
)
from desktop.office import Officer
from desktop.procedures.plan import Plan, PlannedStep
from desktop.terms import Channel, EntryKind, Form, LateCause, MessageChannel, MessageState, Status
from desktop.wording import ENTRY

AT = datetime(2026, 11, 16, 10, 20)
DUE = datetime(2027, 1, 14, 11, 30)
COMMUNE, DISTRICT = OfficeRef("H14.12.3", "UBND xã Quang Hán"), OfficeRef("H14.12", "UBND huyện Trùng Khánh")
IMPRINT = Imprint("", "", "", "", "", "", "2018", "Hoàng Văn Páo")
STEPS = tuple(
    PlannedStep(str(no), str(no), title, "", None, counts=True) for no, title in enumerate(("Nhận", "Thẩm định"), 1)
)
PLAN = Plan("p", None, "Chuyển hình thức sử dụng đất", "", (), "", "v", None, "", False, STEPS, False)
PERSON = Applicant("Đàm Thị Bưởi")
PAPERS = (PaperItem("Trích lục bản đồ"), PaperItem("Đơn"))
DOSSIER = Dossier("d", Status.IN_PROGRESS, COMMUNE, PLAN, PERSON, Channel.COUNTER, 1, PAPERS, AT, "e", AT, "lan")
CLOCK = Clock(national_calendar(), OfficeHours.parse(["07:30", "11:30", "13:30", "17:00"]))


def entry(kind: str, body: Any, *, at: datetime = AT, recorded: datetime | None = None, officer: str = "pao") -> Entry:
    return Entry(
        "e", "desk", 1, "d", None, kind, 1, to_utc(at), to_utc(recorded or at), officer, canonical_json(body), "", ""
    )


def accepted(**changes: Any) -> bodies.Accepted:
    body = bodies.Accepted(
        "c", 1, COMMUNE, PLAN, PERSON, Channel.COUNTER, 1, PAPERS, DUE, False, True, False, "", {}, IMPRINT, ()
    )
    return msgspec.structs.replace(body, **changes)


def slip(kind: type) -> Any:
    return kind(7, "H14-HDHS-26-0007", COMMUNE, PLAN, PERSON, Channel.COUNTER, 1, PAPERS, "Thiếu giấy", IMPRINT)


CASES = MappingProxyType(
    {
        EntryKind.DESK_OPENED: (bodies.DeskOpened(COMMUNE, "1.0", True), "UBND xã Quang Hán · diễn tập"),
        EntryKind.ACCEPTED: (accepted(), "tại quầy · hẹn trả 11:30 14/01/2027 (dự kiến)"),
        EntryKind.GUIDED: (slip(bodies.Guided), "phiếu H14-HDHS-26-0007 · Thiếu giấy"),
        EntryKind.REFUSED: (slip(bodies.Refused), "phiếu H14-HDHS-26-0007 · Thiếu giấy"),
        EntryKind.ASSIGNED: (bodies.Assigned("Hoàng Văn Páo"), "cho Hoàng Văn Páo"),
        EntryKind.STEP_FINISHED: (bodies.StepFinished("1", "", "2"), "Nhận · chuyển sang “Thẩm định”"),
        EntryKind.STEP_RETURNED: (
            bodies.StepReturned("2", "1", None, "Thiếu chữ ký"),
            "từ “Thẩm định” về “Nhận” · Thiếu chữ ký",
        ),
        EntryKind.HANDED_OVER: (
            bodies.HandedOver(COMMUNE, DISTRICT),
            "từ UBND xã Quang Hán đến UBND huyện Trùng Khánh · trực tiếp",
        ),
        EntryKind.TAKEN_OVER: (bodies.TakenOver(DISTRICT), "tại UBND huyện Trùng Khánh"),
        EntryKind.SUPPLEMENT_ASKED: (
            bodies.SupplementAsked(1, 7, "07/HDHS", PAPERS[:1], "Chưa có", IMPRINT),
            "lần 1: Trích lục bản đồ · Chưa có · phiếu 07/HDHS · dừng tính hạn",
        ),
        EntryKind.SUPPLEMENT_RECEIVED: (
            bodies.SupplementReceived(1, PAPERS, DUE, False),
            "Trích lục bản đồ; Đơn · hẹn trả 11:30 14/01/2027",
        ),
        EntryKind.OBLIGATION_ASKED: (
            bodies.ObligationAsked("1021/TB", 8_640_000),
            "thông báo số 1021/TB · 8.640.000 đồng · dừng tính hạn",
        ),
        EntryKind.OBLIGATION_MET: (bodies.ObligationMet(DUE, True), "hẹn trả 11:30 14/01/2027 (dự kiến)"),
        EntryKind.PAUSED: (bodies.Paused("Niêm yết"), "Niêm yết · dừng tính hạn"),
        EntryKind.RESUMED: (
            bodies.Resumed(DUE, False, None, "Hết niêm yết"),
            "Hết niêm yết · hẹn trả 11:30 14/01/2027",
        ),
        EntryKind.RE_PROMISED: (
            bodies.RePromised(1, AT, DUE, True, False, "vn", "Thông báo 12/TB-BNV", IMPRINT),
            f"từ {AT:%d/%m/%Y} sang {DUE:%d/%m/%Y} · Thông báo 12/TB-BNV",
        ),
        EntryKind.EXTENDED: (
            bodies.Extended(1, AT, DUE, False, "Mưa lũ", LateCause.OBJECTIVE, True, IMPRINT),
            "từ 16/11/2026 sang 14/01/2027 · nguyên nhân khách quan: Mưa lũ · xin lỗi sau khi đã quá hạn",
        ),
        EntryKind.REJECTED: (bodies.Rejected(3, "03/TC", "Đất tranh chấp", IMPRINT), "phiếu 03/TC · Đất tranh chấp"),
        EntryKind.STOPPED: (bodies.Stopped("Có đơn tố cáo"), "Có đơn tố cáo"),
        EntryKind.WITHDRAWN: (bodies.Withdrawn("Đổi ý"), "Đổi ý"),
        EntryKind.RESULT_READY: (bodies.ResultReady(return_due=DUE), "trả trước 11:30 14/01/2027"),
        EntryKind.RETURNED: (bodies.Returned("Đàm Thị Bưởi"), "cho Đàm Thị Bưởi"),
        EntryKind.CORRECTED: (
            bodies.Corrected("e", {"applicant": {"phone": "0961234567"}, "sets": 2}, "Ghi nhầm"),
            "điện thoại: “0961234567”; số bộ hồ sơ: “2” · Ghi nhầm",
        ),
        EntryKind.WITHDRAWAL_ASKED: (
            bodies.WithdrawalAsked("Bán đất", "Đàm Văn Riêm"),
            "Bán đất · người đề nghị: Đàm Văn Riêm",
        ),
        EntryKind.WITHDRAWAL_DECLINED: (bodies.WithdrawalDeclined("Đã ký"), "Đã ký"),
        EntryKind.MERGED: (
            bodies.Merged("H14.12.3-261116-0002", "Trùng"),
            "vào hồ sơ H14.12.3-261116-0002 · Trùng",
        ),
        EntryKind.ARRIVED: (
            bodies.Arrived("H14.12.4-261116-0007", DISTRICT, PERSON, "Chuyển hình thức sử dụng đất", "Xã mất mạng"),
            "hồ sơ giấy H14.12.4-261116-0007 tại UBND huyện Trùng Khánh · Chuyển hình thức sử dụng đất · Xã mất mạng",
        ),
        EntryKind.SETTLED: (
            bodies.Settled("e", ("f", "g"), "Xã ghi đúng"),
            "bỏ ra 2 mục của nhật ký kia · Xã ghi đúng",
        ),
        EntryKind.EXPLAINED: (bodies.Explained(-1, "other", "Nguyên nhân khác", "Lũ"), "Nguyên nhân khác · Lũ"),
        EntryKind.MESSAGE: (
            bodies.MessageMoved("e", MessageChannel.SMS, MessageState.FAILED, "0961234567", reason="Sai số"),
            "tin nhắn SMS đến 0961234567 · gửi không được · Sai số",
        ),
        EntryKind.ATTACHED: (
            bodies.Attached("0" * 64, "scan-01.pdf", "application/pdf", 350_000, "Đơn đề nghị", "Hai trang"),
            f"Đơn đề nghị · {size_words(350_000)} · Hai trang",
        ),
        EntryKind.PRINTED: (bodies.Printed(Form.RECEIPT, 3), "Giấy tiếp nhận và hẹn trả kết quả · in lại lần 2"),
        EntryKind.NOTED: (bodies.Noted("Đã gọi điện"), "Đã gọi điện"),
    }
)


@pytest.mark.parametrize("kind", list(EntryKind), ids=str)
def test_every_kind_says_what_happened(kind: EntryKind) -> None:
    body, rest = CASES[kind]
    assert journal_line(entry(kind, body), DOSSIER) == (ENTRY[kind], rest)


def test_every_body_has_words() -> None:
    assert set(_WORDS) == set(BODY.values())


def test_a_kind_of_a_newer_program_is_named_and_not_guessed() -> None:
    bold, rest = journal_line(entry("teleported", {"to": "mars"}), DOSSIER)
    assert "mới hơn" in bold
    assert "teleported" in rest


def test_a_first_print_is_no_reprint_and_an_officers_date_is_told() -> None:
    assert journal_line(entry("printed", bodies.Printed(Form.CONTROL, 1)), DOSSIER)[1] == "Phiếu kiểm soát"
    assert "cán bộ ấn định" in journal_line(entry("accepted", accepted(due_by_officer=True)), DOSSIER)[1]


@pytest.mark.parametrize(
    ("at", "recorded", "words"),
    [
        (AT, AT, ""),
        (datetime(2026, 11, 16, 7, 30), datetime(2026, 11, 16, 11, 30), ""),
        (datetime(2026, 11, 16, 7, 30), datetime(2026, 11, 16, 13, 31), "ghi muộn 4 giờ 1 phút"),
        (datetime(2026, 11, 16, 10, 0), datetime(2026, 11, 17, 10, 0), "ghi muộn 1 ngày"),
        (datetime(2026, 11, 20, 16, 0), datetime(2026, 11, 23, 8, 0), ""),
        (datetime(2026, 11, 23, 10, 0), datetime(2026, 11, 25, 10, 0), "ghi muộn 1 ngày"),
    ],
    ids=["at once", "half a day to the minute", "a minute more", "next day", "over a weekend", "over a holiday"],
)
def test_late_recording_counts_working_time(at: datetime, recorded: datetime, words: str) -> None:
    assert late_recording(entry("noted", bodies.Noted("x"), at=at, recorded=recorded), CLOCK) == words


def test_officers_of_other_offices_are_named_by_the_papers_they_signed() -> None:
    entries = [
        entry("rejected", bodies.Rejected(3, "03", "x", IMPRINT)),
        entry("noted", bodies.Noted("x"), officer="ma"),
    ]
    names = officer_names(entries, [Officer("lan", "Nông Thị Lan")])
    assert names == {"pao": "Hoàng Văn Páo", "lan": "Nông Thị Lan"}


def test_money_is_grouped() -> None:
    assert money(8_640_000) == "8.640.000 đồng"
    assert late_recording(entry("noted", bodies.Noted("x"), recorded=AT + timedelta(minutes=5)), CLOCK) == ""
