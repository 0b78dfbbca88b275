"""Papers as a desk would fill them, ordinary and extreme, for the tests of this folder."""

from dataclasses import replace
from datetime import date, datetime

from desktop.printing.papers import (
    ApologyLetter,
    Applicant,
    ControlRow,
    ControlSlip,
    DueNotice,
    Letterhead,
    Paper,
    PaperLine,
    Receipt,
    RejectionSlip,
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
ORDINARY: tuple[Paper, ...] = (RECEIPT, SUPPLEMENT, REJECTION, APOLOGY, CONTROL, DUE_NOTICE)

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
    long = replace(paper, applicant=LONG_APPLICANT, procedure=LONG_PROCEDURE)
    match long:
        case Receipt():
            return replace(long, papers=MANY_PAPERS, fee="1.250.000 đồng", register_book="02/2026", register_no="1204")
        case SupplementSlip():
            return replace(long, papers=MANY_PAPERS, reason=LONG_REASON)
        case RejectionSlip() | ApologyLetter() | DueNotice():
            return replace(long, reason=LONG_REASON)
        case ControlSlip():
            return replace(long, rows=CONTROL.rows * 15)


EXTREME: tuple[Paper, ...] = tuple(extreme(paper) for paper in ORDINARY)
