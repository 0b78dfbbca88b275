"""Papers as a desk would fill them, ordinary and extreme, for the tests of this folder."""

from dataclasses import replace
from datetime import date, datetime

from desktop.printing.papers import (
    ApologyLetter,
    Applicant,
    ControlRow,
    ControlSlip,
    DueNotice,
    EarlierReminder,
    HandoverList,
    HandoverRow,
    Letterhead,
    Paper,
    PaperLine,
    ProcessPause,
    ProcessSheet,
    ProcessStep,
    Receipt,
    Register,
    RegisterRow,
    RejectionSlip,
    ReminderSlip,
    ResultReceipt,
    StopNotice,
    SupplementSlip,
)

LETTERHEAD = Letterhead(
    superior="UBND tỉnh Cao Bằng",
    issuer="UBND xã Quang Hán",
    desk="Bộ phận Tiếp nhận và Trả kết quả",
    place="Quang Hán",
    phone="0206 3860 123",
    form_set="2018",
)
APPLICANT = Applicant(name="Đàm Thị Bưởi", address="Xóm Bản Gà, xã Quang Hán, tỉnh Cao Bằng", phone="0961 234 567")
PAPERS = (
    PaperLine("Đơn đề nghị chuyển hình thức sử dụng đất", originals=1),
    PaperLine("Giấy chứng nhận quyền sử dụng đất đã cấp", originals=1),
    PaperLine("Chứng từ thực hiện nghĩa vụ tài chính", copies=1),
)
RECEIPT = Receipt(
    letterhead=LETTERHEAD,
    number=12,
    code="H14.12.3-261123-0001",
    applicant=APPLICANT,
    procedure="Chuyển hình thức sử dụng đất",
    papers=PAPERS,
    sets=1,
    time_limit="43 ngày làm việc - Không tính thời gian thực hiện nghĩa vụ tài chính",
    received_at=datetime(2026, 11, 23, 9, 42),
    due_at=datetime(2027, 1, 25, 11, 30),
    due_provisional=True,
    return_at="UBND xã Quang Hán",
    officer="Nông Thị Lan",
)
SUPPLEMENT = SupplementSlip(
    letterhead=LETTERHEAD,
    number=5,
    reference="QH1-2026-BS-0005",
    applicant=APPLICANT,
    procedure="Chuyển hình thức sử dụng đất",
    papers=(
        PaperLine("Trích lục bản đồ địa chính hoặc trích đo thửa đất", originals=1, copies=2),
        PaperLine("Văn bản ủy quyền", note="chưa có chứng thực chữ ký"),
    ),
    reason="Hồ sơ còn thiếu giấy tờ bắt buộc theo thành phần hồ sơ đã công khai.",
    issued_on=date(2026, 2, 5),
    officer="Nông Thị Lan",
)
REJECTION = RejectionSlip(
    letterhead=LETTERHEAD,
    number=3,
    reference="QH1-2026-TC-0003",
    applicant=APPLICANT,
    procedure="Chuyển hình thức sử dụng đất",
    reason="Thửa đất đang có tranh chấp được UBND xã thụ lý; hồ sơ không thuộc trường hợp được giải quyết.",
    issued_on=date(2026, 3, 9),
    officer="Nông Thị Lan",
)
APOLOGY = ApologyLetter(
    letterhead=LETTERHEAD,
    number=7,
    code="H14.12.3-261123-0001",
    applicant=APPLICANT,
    procedure="Chuyển hình thức sử dụng đất",
    received_at=datetime(2026, 11, 23, 9, 42),
    promised_at=datetime(2027, 1, 25, 11, 30),
    new_due_at=datetime(2027, 2, 8, 16, 30),
    new_due_provisional=True,
    reason="mưa lũ làm gián đoạn việc đo đạc tại thực địa.",
    issued_on=date(2027, 1, 22),
    signer_title="Chủ tịch",
    signer="Hoàng Văn Páo",
)
CONTROL = ControlSlip(
    letterhead=LETTERHEAD,
    code="H14.12.3-261123-0001",
    procedure="Chuyển hình thức sử dụng đất",
    applicant=APPLICANT,
    handling_unit="Chi nhánh Văn phòng đăng ký đất đai huyện Trùng Khánh",
    partner_units="Chi cục Thuế khu vực Trùng Khánh - Quảng Hòa",
    rows=(
        ControlRow(
            "Bộ phận TN&TKQ xã Quang Hán",
            "Bộ phận Một cửa huyện Trùng Khánh",
            datetime(2026, 11, 24, 15, 5),
            "Đúng hạn",
        ),
        ControlRow(
            "Bộ phận Một cửa huyện Trùng Khánh", "Chi nhánh VPĐKĐĐ", datetime(2026, 11, 25, 8, 0), "", "đủ giấy tờ"
        ),
    ),
    issued_on=date(2026, 11, 23),
)
DUE_NOTICE = DueNotice(
    letterhead=LETTERHEAD,
    number=4,
    code="H14.12.3-261123-0001",
    applicant=replace(APPLICANT, salutation="Bà"),
    procedure="Chuyển hình thức sử dụng đất",
    received_at=datetime(2026, 11, 23, 9, 42),
    promised_at=datetime(2027, 1, 25, 11, 30),
    new_due_at=datetime(2027, 1, 26, 11, 30),
    new_due_provisional=True,
    reason="thứ Hai, ngày 04 tháng 01 năm 2027 được hoán đổi thành ngày nghỉ.",
    issued_on=date(2026, 12, 3),
    officer="Nông Thị Lan",
)
STOP = StopNotice(
    letterhead=LETTERHEAD,
    number=2,
    code="H14.12.3-261123-0001",
    applicant=replace(APPLICANT, salutation="Bà"),
    procedure="Chuyển hình thức sử dụng đất",
    received_at=datetime(2026, 11, 23, 9, 42),
    stopped_on=date(2026, 12, 8),
    reason="người nộp hồ sơ không còn nhu cầu chuyển hình thức sử dụng đất.",
    issued_on=date(2026, 12, 8),
    requested_on=date(2026, 12, 7),
    stage="Thẩm tra hồ sơ tại Chi nhánh Văn phòng đăng ký đất đai",
    decision="Đơn xin rút hồ sơ ngày 07/12/2026 của bà Đàm Thị Bưởi",
    settlement="chưa phát sinh",
    papers=PAPERS[:2],
    signer_title="Chủ tịch",
    signer="Hoàng Văn Páo",
)
_REGISTERED = RegisterRow(
    number=1,
    code="H14.12.3-261123-0001",
    procedure="Chuyển hình thức sử dụng đất",
    sets=1,
    applicant="Đàm Thị Bưởi",
    address="Xóm Bản Gà, xã Quang Hán",
    phone="0961 234 567",
    handling_unit="Chi nhánh Văn phòng đăng ký đất đai",
    received_on=date(2026, 11, 23),
    due_on=date(2027, 1, 25),
    sent_on=date(2026, 11, 24),
)
REGISTER = Register(
    letterhead=LETTERHEAD,
    field="Đất đai",
    book="02/2026",
    first_on=date(2026, 11, 1),
    last_on=date(2026, 11, 30),
    rows=(
        _REGISTERED,
        replace(
            _REGISTERED,
            number=2,
            code="H14.12.3-261124-0003",
            procedure="Đăng ký khai sinh",
            applicant="Lý A Sử",
            handling_unit="UBND xã Quang Hán",
            received_on=date(2026, 11, 24),
            due_on=date(2026, 11, 24),
            result_on=date(2026, 11, 24),
            returned_on=date(2026, 11, 24),
            return_method="Trực tiếp",
            note="người nhận: mẹ",
        ),
    ),
    issued_on=date(2026, 11, 30),
    reference="SO-02/2026",
)
HANDOVER = HandoverList(
    letterhead=LETTERHEAD,
    number=9,
    reference="QH1-2026-BG-0009",
    giver_unit="Bộ phận Tiếp nhận và Trả kết quả xã Quang Hán",
    receiver_unit="Chi nhánh Văn phòng đăng ký đất đai",
    handed_at=datetime(2026, 11, 24, 15, 5),
    way="Chuyển trực tiếp",
    rows=(
        HandoverRow(
            code="H14.12.3-261123-0001",
            content="Chuyển hình thức sử dụng đất",
            sets=1,
            applicant="Đàm Thị Bưởi",
            address="Xóm Bản Gà, xã Quang Hán",
            phone="0961 234 567",
            received_on=date(2026, 11, 23),
            due_on=date(2027, 1, 25),
        ),
        HandoverRow(
            code="H14.12.3-261124-0004",
            content="Đăng ký biến động quyền sử dụng đất trong trường hợp tặng cho",
            sets=2,
            applicant="Nông Văn Thắng",
            address="Xóm Lũng Pán, xã Quang Hán",
            phone="0912 345 678",
            received_on=date(2026, 11, 24),
            due_on=date(2026, 12, 8),
            note="kèm bản vẽ",
        ),
    ),
    issued_on=date(2026, 11, 24),
    giver="Nông Thị Lan",
    receiver="Hà Văn Độ",
)
REMINDER = ReminderSlip(
    letterhead=LETTERHEAD,
    number=6,
    code="H14.12.3-261123-0001",
    applicant=APPLICANT,
    procedure="Chuyển hình thức sử dụng đất",
    unit="Chi nhánh Văn phòng đăng ký đất đai",
    received_at=datetime(2026, 11, 23, 9, 42),
    due_at=datetime(2027, 1, 25, 11, 30),
    issued_on=date(2027, 1, 13),
    officer="Nông Thị Lan",
    in_charge="Hà Văn Độ",
    step="Bước 5: Thẩm tra hồ sơ, đo đạc",
    step_due_at=datetime(2027, 1, 8, 16, 30),
    channel="Qua điện thoại",
    complaint="Người nộp hồ sơ hỏi vì sao chưa có lịch đo đạc.",
    request="Báo lịch đo đạc cho người nộp hồ sơ.",
    earlier=(EarlierReminder(date(2027, 1, 5), "Đã phản hồi"), EarlierReminder(date(2027, 1, 11), "Đang xử lý")),
)
RESULT_RECEIPT = ResultReceipt(
    letterhead=LETTERHEAD,
    number=8,
    code="H14.12.3-261123-0001",
    applicant=APPLICANT,
    procedure="Chuyển hình thức sử dụng đất",
    received_at=datetime(2026, 11, 23, 9, 42),
    due_at=datetime(2027, 1, 25, 11, 30),
    results=(PaperLine("Giấy chứng nhận quyền sử dụng đất", originals=1), PaperLine("Trích lục bản đồ", copies=1)),
    recipient="Nông Văn Thắng",
    returned_at=datetime(2027, 1, 22, 14, 20),
    issued_on=date(2027, 1, 22),
    officer="Nông Thị Lan",
    identity_no="004090000456",
    attorney="số 15/UQ ngày 20/01/2027, UBND xã Quang Hán chứng thực",
    method="Nhận trực tiếp",
    fee="20.000 đồng",
)
PROCESS = ProcessSheet(
    letterhead=LETTERHEAD,
    code="H14.12.3-261123-0001",
    applicant=APPLICANT,
    procedure="Chuyển hình thức sử dụng đất",
    time_limit="43 ngày làm việc",
    received_at=datetime(2026, 11, 23, 9, 42),
    due_at=datetime(2027, 1, 25, 11, 30),
    due_provisional=True,
    status="Đang giải quyết",
    steps=(
        ProcessStep(
            "1",
            "Tiếp nhận, kiểm tra hồ sơ",
            "UBND xã Quang Hán",
            "Nông Thị Lan",
            datetime(2026, 11, 23, 9, 42),
            datetime(2026, 11, 26, 9, 42),
            datetime(2026, 11, 24, 15, 5),
            "Trước hạn",
        ),
        ProcessStep(
            "2",
            "Thẩm tra hồ sơ, đo đạc",
            "Chi nhánh Văn phòng đăng ký đất đai",
            "Hà Văn Độ",
            datetime(2026, 11, 24, 15, 5),
            datetime(2026, 12, 8, 16, 30),
            datetime(2026, 12, 10, 11, 0),
            "Quá hạn 1 ngày 5 giờ",
        ),
        ProcessStep("3", "Xác định nghĩa vụ tài chính", "Chi cục Thuế khu vực", due_at=datetime(2026, 12, 17, 16, 30)),
    ),
    pauses=(
        ProcessPause(
            "Chờ bổ sung: Văn bản ủy quyền",
            datetime(2026, 11, 30, 8, 0),
            datetime(2026, 12, 3, 8, 0),
            "3 ngày làm việc",
        ),
        ProcessPause("Chờ thực hiện nghĩa vụ tài chính", datetime(2026, 12, 10, 11, 0)),
    ),
    lateness="Còn 12 ngày làm việc",
    issued_on=date(2026, 12, 14),
    officer="Nông Thị Lan",
)
SLIPS: tuple[Paper, ...] = (
    *(RECEIPT, SUPPLEMENT, REJECTION, APOLOGY, CONTROL, DUE_NOTICE),
    *(STOP, REMINDER, RESULT_RECEIPT),
)
"""The papers of A5 size."""
ORDINARY: tuple[Paper, ...] = (*SLIPS, REGISTER, HANDOVER, PROCESS)

LONG_APPLICANT = Applicant(
    name="Hợp tác xã Nông nghiệp, Dịch vụ tổng hợp và Chế biến nông lâm sản Quang Hán, Trùng Khánh A",
    address=("Số nhà 128/15B, tổ dân phố Bản Gà - Lũng Pán, đường liên thôn Quang Hán đi Cao Chương, " * 3)[
        :200
    ].strip(),
    phone="0961 234 567 hoặc 0206 3860 123",
    email="hop.tac.xa.nong.nghiep.dich.vu.tong.hop.quang.han.trung.khanh@caobang.example.vn",
    identity_no="004190000123",
    delegate="Nông Thị Thanh Hương",
)
LONG_PROCEDURE = (
    "Đăng ký biến động đối với trường hợp chuyển nhượng, thừa kế, tặng cho, góp vốn bằng quyền sử dụng đất, "
    "quyền sở hữu tài sản gắn liền với đất, chuyển quyền sử dụng đất của vợ hoặc chồng thành của chung, " * 3
)[:400].strip()
MANY_PAPERS = tuple(
    PaperLine(
        f"Giấy tờ thứ {n} kèm theo hồ sơ, gồm bản vẽ và thuyết minh của thửa đất số {n}", originals=n % 3, copies=2
    )
    for n in range(1, 61)
)
LONG_REASON = (
    "Việc đo đạc, đối chiếu hồ sơ kéo dài do mưa lũ chia cắt đường vào xã và phải xác minh lại ranh giới. " * 30
)


def extreme(paper: Paper) -> Paper:
    """The same paper with the longest data a desk may meet."""
    who = {"applicant": LONG_APPLICANT.name, "address": LONG_APPLICANT.address, "phone": LONG_APPLICANT.phone}
    match paper:
        case Register():
            long_row = replace(paper.rows[1], procedure=LONG_PROCEDURE, handling_unit=LONG_APPLICANT.name, **who)
            return replace(paper, rows=tuple(replace(long_row, number=n) for n in range(1, 17)))
        case HandoverList():
            return replace(paper, rows=(replace(paper.rows[1], content=LONG_PROCEDURE, **who),) * 16)
    long = replace(paper, applicant=LONG_APPLICANT, procedure=LONG_PROCEDURE)
    match long:
        case Receipt():
            return replace(long, papers=MANY_PAPERS, fee="1.250.000 đồng", register_book="02/2026", register_no="1204")
        case SupplementSlip():
            return replace(long, papers=MANY_PAPERS, reason=LONG_REASON)
        case ResultReceipt():
            return replace(long, results=MANY_PAPERS, recipient=LONG_APPLICANT.name, note=LONG_REASON)
        case StopNotice():
            return replace(long, papers=MANY_PAPERS, reason=LONG_REASON, stage=LONG_PROCEDURE, decision=LONG_PROCEDURE)
        case ReminderSlip():
            return replace(long, complaint=LONG_REASON, request=LONG_REASON, earlier=REMINDER.earlier * 12)
        case ProcessSheet():
            return replace(long, steps=PROCESS.steps * 15, pauses=PROCESS.pauses * 8)
        case ControlSlip():
            return replace(long, rows=CONTROL.rows * 15)
        case _:
            return replace(long, reason=LONG_REASON)


EXTREME: tuple[Paper, ...] = tuple(extreme(paper) for paper in ORDINARY)
