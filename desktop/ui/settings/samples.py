"""Every paper filled in for nobody, to see what a change of wording or letterhead does (giấy mẫu để xem trước)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from desktop.office import Office
from desktop.printing import papers
from desktop.printing.papers import Letterhead, Paper, PaperLine
from desktop.terms import Form

RECEIVED: Final = datetime(2026, 11, 23, 9, 42)
DUE: Final = datetime(2027, 1, 25, 11, 30)
NEW_DUE: Final = datetime(2027, 2, 8, 16, 30)
TODAY: Final = date(2026, 12, 14)
CODE: Final = "H14.12.3-261123-0001"
PROCEDURE: Final = "Chuyển hình thức sử dụng đất"
APPLICANT: Final = papers.Applicant(
    "Đàm Thị Bưởi", "Xóm Bản Gà, xã Quang Hán, tỉnh Cao Bằng", "0961 234 567", salutation="Bà"
)
LISTED: Final = (
    PaperLine("Đơn đề nghị chuyển hình thức sử dụng đất", originals=1),
    PaperLine("Giấy chứng nhận quyền sử dụng đất đã cấp", originals=1),
    PaperLine("Chứng từ thực hiện nghĩa vụ tài chính", copies=1),
)
OFFICER, LEADER = "Nông Thị Lan", "Lý Văn Bình"
DISTRICT: Final = "Chi nhánh Văn phòng đăng ký đất đai"


def letterhead_of(office: Office, form_set: str) -> Letterhead:
    """Return how an office is named on papers of a form set."""
    return Letterhead(
        superior=office.superior,
        issuer=office.name,
        desk=office.desk,
        place=office.place,
        phone=office.phone,
        symbol=office.symbol,
        form_set=office.form_set or form_set,
    )


def sample(form: Form, head: Letterhead, title: str = "") -> Paper:
    """Return a paper of this form; `title` is who signs letters ("CHỦ TỊCH")."""
    common = {"letterhead": head, "code": CODE, "applicant": APPLICANT, "procedure": PROCEDURE}
    return _SAMPLES[form](common, {"signer_title": title, "signer": LEADER})


_Filled = dict[str, Any]


def _receipt(common: _Filled, _signed: _Filled) -> Paper:
    return papers.Receipt(
        **common,
        number=12,
        papers=LISTED,
        sets=1,
        time_limit="43 ngày làm việc",
        received_at=RECEIVED,
        due_at=DUE,
        due_provisional=True,
        return_at=common["letterhead"].issuer,
        officer=OFFICER,
    )


def _supplement(common: _Filled, _signed: _Filled) -> Paper:
    return papers.SupplementSlip(
        **common,
        number=5,
        reference=CODE,
        papers=(PaperLine("Trích lục bản đồ địa chính thửa đất", originals=1), PaperLine("Văn bản ủy quyền")),
        reason="Hồ sơ còn thiếu giấy tờ bắt buộc theo thành phần hồ sơ đã công khai.",
        issued_on=TODAY,
        officer=OFFICER,
    )


def _rejection(common: _Filled, _signed: _Filled) -> Paper:
    return papers.RejectionSlip(
        **common,
        number=3,
        reference=CODE,
        reason="Thửa đất đang có tranh chấp được UBND xã thụ lý.",
        issued_on=TODAY,
        officer=OFFICER,
    )


def _apology(common: _Filled, signed: _Filled) -> Paper:
    return papers.ApologyLetter(
        **common,
        **signed,
        number=7,
        received_at=RECEIVED,
        promised_at=DUE,
        new_due_at=NEW_DUE,
        new_due_provisional=False,
        reason="mưa lũ làm gián đoạn việc đo đạc tại thực địa",
        issued_on=TODAY,
    )


def _control(common: _Filled, _signed: _Filled) -> Paper:
    desk = f"{common['letterhead'].desk} {common['letterhead'].issuer}"
    rows = (papers.ControlRow(desk, DISTRICT, datetime(2026, 11, 24, 15, 5), "Đúng hạn"),)
    return papers.ControlSlip(
        **common, handling_unit=DISTRICT, partner_units="Chi cục Thuế khu vực", rows=rows, issued_on=TODAY
    )


def _due_notice(common: _Filled, _signed: _Filled) -> Paper:
    return papers.DueNotice(
        **common,
        number=4,
        received_at=RECEIVED,
        promised_at=DUE,
        new_due_at=NEW_DUE,
        new_due_provisional=False,
        reason="thứ Hai, ngày 04 tháng 01 năm 2027 được hoán đổi thành ngày nghỉ",
        issued_on=TODAY,
        officer=OFFICER,
    )


def _stop(common: _Filled, signed: _Filled) -> Paper:
    return papers.StopNotice(
        **common,
        **signed,
        number=2,
        received_at=RECEIVED,
        stopped_on=TODAY,
        reason="người nộp hồ sơ không còn nhu cầu",
        issued_on=TODAY,
        requested_on=TODAY,
        settlement="chưa phát sinh",
        papers=LISTED[:2],
    )


def _register(common: _Filled, _signed: _Filled) -> Paper:
    row = papers.RegisterRow(
        *(1, CODE, PROCEDURE, 1, APPLICANT.name, APPLICANT.address, APPLICANT.phone, DISTRICT),
        received_on=RECEIVED.date(),
        due_on=DUE.date(),
        sent_on=date(2026, 11, 24),
    )
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    return papers.Register(common["letterhead"], "Đất đai", "02/2026", first, last, (row,), TODAY)


def _handover(common: _Filled, _signed: _Filled) -> Paper:
    row = papers.HandoverRow(
        *(CODE, PROCEDURE, 1, APPLICANT.name, APPLICANT.address, APPLICANT.phone), RECEIVED.date(), DUE.date()
    )
    return papers.HandoverList(
        letterhead=common["letterhead"],
        number=9,
        reference="QH1-2026-BG-0009",
        giver_unit=f"{common['letterhead'].desk} {common['letterhead'].issuer}",
        receiver_unit=DISTRICT,
        handed_at=datetime(2026, 11, 24, 15, 5),
        rows=(row,),
        issued_on=TODAY,
        way="Chuyển trực tiếp",
        giver=OFFICER,
    )


def _reminder(common: _Filled, _signed: _Filled) -> Paper:
    return papers.ReminderSlip(
        **common,
        number=6,
        unit=DISTRICT,
        received_at=RECEIVED,
        due_at=DUE,
        issued_on=TODAY,
        officer=OFFICER,
        step="Thẩm tra hồ sơ, đo đạc",
        step_due_at=datetime(2026, 12, 8, 16, 30),
        request="Báo lịch đo đạc cho người nộp hồ sơ.",
        earlier=(papers.EarlierReminder(date(2026, 12, 9), "Đang xử lý"),),
    )


def _result(common: _Filled, _signed: _Filled) -> Paper:
    return papers.ResultReceipt(
        **common,
        number=8,
        received_at=RECEIVED,
        due_at=DUE,
        results=(PaperLine("Giấy chứng nhận quyền sử dụng đất", originals=1),),
        recipient=APPLICANT.name,
        returned_at=datetime(2027, 1, 22, 14, 20),
        issued_on=date(2027, 1, 22),
        officer=OFFICER,
        method="Nhận trực tiếp",
    )


def _process(common: _Filled, _signed: _Filled) -> Paper:
    steps = (
        papers.ProcessStep("1", "Tiếp nhận hồ sơ", common["letterhead"].issuer, OFFICER, RECEIVED, outcome="Đúng hạn"),
        papers.ProcessStep("2", "Thẩm tra hồ sơ, đo đạc", DISTRICT, due_at=datetime(2026, 12, 8, 16, 30)),
    )
    return papers.ProcessSheet(
        **common,
        time_limit="43 ngày làm việc",
        received_at=RECEIVED,
        due_at=DUE,
        due_provisional=True,
        status="Đang giải quyết",
        steps=steps,
        pauses=(),
        lateness="Còn 29 ngày làm việc",
        issued_on=TODAY,
        officer=OFFICER,
    )


_SAMPLES: Final[dict[Form, Callable[[_Filled, _Filled], Paper]]] = {
    Form.RECEIPT: _receipt,
    Form.SUPPLEMENT: _supplement,
    Form.REJECTION: _rejection,
    Form.APOLOGY: _apology,
    Form.CONTROL: _control,
    Form.DUE_NOTICE: _due_notice,
    Form.STOP: _stop,
    Form.HANDOVER_LIST: _handover,
    Form.REGISTER: _register,
    Form.REMINDER: _reminder,
    Form.RESULT_RECEIPT: _result,
    Form.PROCESS_SHEET: _process,
}
