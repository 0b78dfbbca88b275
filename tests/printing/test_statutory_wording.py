"""Each paper says what its form says, in the form's order. Read in official lists and programs that print them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
import pytest

from desktop.printing.forms import Words, form_set
from desktop.printing.papers import (
    ApologyLetter,
    Paper,
    ProcessSheet,
    Receipt,
    ReminderSlip,
    ResultReceipt,
    StopNotice,
)

from .reading import flat, whole_text
from .samples import (
    APOLOGY,
    CONTROL,
    DUE_NOTICE,
    HANDOVER,
    LONG_APPLICANT,
    ORDINARY,
    PROCESS,
    RECEIPT,
    REGISTER,
    REJECTION,
    REMINDER,
    RESULT_RECEIPT,
    STOP,
    SUPPLEMENT,
)

NATION = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
DESK = ["UBND XÃ QUANG HÁN", "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", *NATION]
SIGNED_BY_BOTH = [
    "NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên)",
    "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên)",
    "Nông Thị Lan",
]
EXPECTED = {
    "receipt": (
        RECEIPT,
        [
            *DESK,
            "Số: 12/BPTNTKQ",
            "Quang Hán, ngày 23 tháng 11 năm 2026",
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "Mã hồ sơ: H14.12.3-261123-0001",
            "(Liên 1: Lưu)",
            "Bộ phận Tiếp nhận và Trả kết quả: UBND xã Quang Hán",
            "Tiếp nhận hồ sơ của: Đàm Thị Bưởi",
            "Địa chỉ: Xóm Bản Gà, xã Quang Hán, tỉnh Cao Bằng",
            "Số điện thoại: 0961 234 567 Email: …………",
            "Nội dung yêu cầu giải quyết: Chuyển hình thức sử dụng đất",
            "1. Thành phần hồ sơ nộp gồm:",
            "STT Tên giấy tờ, tài liệu Số bản chính Số bản sao",
            "1 Đơn đề nghị chuyển hình thức sử dụng đất 01 –",
            "2 Giấy chứng nhận quyền sử dụng đất đã cấp 01 –",
            "3 Chứng từ thực hiện nghĩa vụ tài chính – 01",
            "2. Số lượng hồ sơ: 01 (bộ)",
            "3. Thời gian giải quyết hồ sơ theo quy định là: 43 ngày làm việc - Không tính thời gian thực hiện",
            "4. Thời gian nhận hồ sơ: 09 giờ 42 phút, ngày 23 tháng 11 năm 2026",
            "5. Thời gian trả kết quả giải quyết hồ sơ: 11 giờ 30 phút, ngày 25 tháng 01 năm 2027 (dự kiến)",
            "6. Đăng ký nhận kết quả tại: UBND xã Quang Hán",
            "Vào Sổ theo dõi hồ sơ, Quyển số: ………… Số thứ tự: …………",
            *SIGNED_BY_BOTH,
            "Ghi chú:",
            "được lập thành 2 liên",
            "(Liên 2: Giao khách hàng)",
            *SIGNED_BY_BOTH,
        ],
    ),
    "supplement": (
        SUPPLEMENT,
        [
            *DESK,
            "Số: 05/HDHS",
            "Quang Hán, ngày 05 tháng 02 năm 2026",
            "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
            "Hồ sơ của: Đàm Thị Bưởi",
            "Nội dung yêu cầu giải quyết: Chuyển hình thức sử dụng đất",
            "Địa chỉ: Xóm Bản Gà",
            "Số điện thoại: 0961 234 567 Email: …………",
            "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:",
            "1. Trích lục bản đồ địa chính hoặc trích đo thửa đất (bản chính: 01; bản sao: 02)",
            "2. Văn bản ủy quyền: chưa có chứng thực chữ ký",
            "Lý do: Hồ sơ còn thiếu giấy tờ bắt buộc",
            "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với Nông Thị Lan",
            "số điện thoại 0206 3860 123 để được hướng dẫn./.",
            "NGƯỜI HƯỚNG DẪN (Ký và ghi rõ họ tên)",
            "Nông Thị Lan",
        ],
    ),
    "rejection": (
        REJECTION,
        [
            *DESK,
            "Số: 03/BPTNTKQ",
            "Quang Hán, ngày 09 tháng 3 năm 2026",
            "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
            "Bộ phận Tiếp nhận và Trả kết quả: UBND xã Quang Hán",
            "Tiếp nhận hồ sơ của: Đàm Thị Bưởi",
            "Địa chỉ: Xóm Bản Gà",
            "Số điện thoại: 0961 234 567 Email: …………",
            "Nội dung yêu cầu giải quyết: Chuyển hình thức sử dụng đất",
            "Qua xem xét, Bộ phận Tiếp nhận và Trả kết quả UBND xã Quang Hán thông báo không tiếp nhận,",
            "giải quyết hồ sơ này với lý do cụ thể như sau:",
            "Thửa đất đang có tranh chấp",
            "Xin thông báo cho Ông/Bà được biết và thực hiện./.",
            *SIGNED_BY_BOTH,
        ],
    ),
    "apology": (
        APOLOGY,
        [
            "UBND TỈNH CAO BẰNG",
            "UBND XÃ QUANG HÁN",
            *NATION,
            "Số: 07/PXL",
            "Quang Hán, ngày 22 tháng 01 năm 2027",
            "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
            "Kính gửi: Đàm Thị Bưởi",
            "Địa chỉ: Xóm Bản Gà",
            "Số điện thoại: 0961 234 567",
            "Ngày 23 tháng 11 năm 2026, UBND xã Quang Hán tiếp nhận giải quyết hồ sơ",
            "“Chuyển hình thức sử dụng đất” của Ông/Bà/Tổ chức Đàm Thị Bưởi; mã số: H14.12.3-261123-0001.",
            "Thời gian hẹn trả kết quả giải quyết hồ sơ: 11 giờ 30 phút, ngày 25 tháng 01 năm 2027.",
            "Tuy nhiên đến nay, UBND xã Quang Hán chưa trả kết quả giải quyết hồ sơ của Ông/Bà/Tổ chức đúng thời hạn",
            "Lý do: mưa lũ làm gián đoạn việc đo đạc tại thực địa.",
            "Sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của Ông/Bà/Tổ chức.",
            "UBND xã Quang Hán xin lỗi Ông/Bà/Tổ chức và sẽ trả kết quả giải quyết hồ sơ cho Ông/Bà/Tổ chức",
            "vào 16 giờ 30 phút, ngày 08 tháng 02 năm 2027 (dự kiến).",
            "Mong nhận được sự thông cảm của Ông/Bà/Tổ chức vì sự chậm trễ này./.",
            "Nơi nhận: - Như trên; - Lưu: VT.",
            "CHỦ TỊCH (Ký tên và đóng dấu)",
            "Hoàng Văn Páo",
        ],
    ),
    "control": (
        CONTROL,
        [
            *DESK,
            "Quang Hán, ngày 23 tháng 11 năm 2026",
            "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
            "Mã hồ sơ: H14.12.3-261123-0001",
            "Cơ quan (bộ phận) giải quyết hồ sơ: Chi nhánh Văn phòng đăng ký đất đai",
            "Cơ quan phối hợp giải quyết hồ sơ: Chi cục Thuế",
            "TÊN CƠ QUAN THỜI GIAN GIAO, NHẬN HỒ SƠ KẾT QUẢ GIẢI QUYẾT HỒ SƠ",
            "(Trước hạn/ đúng hạn/ quá hạn) GHI CHÚ",
            "1. Giao: Bộ phận TN&TKQ xã Quang Hán 2. Nhận: Bộ phận Một cửa huyện Trùng Khánh",
            "15 giờ 05 phút, ngày 24 tháng 11 năm 2026 Người giao Người nhận Đúng hạn",
            "08 giờ 00 phút, ngày 25 tháng 11 năm 2026 Người giao Người nhận đủ giấy tờ",
            "1. Giao: ………… 2. Nhận: ………… …… giờ …… phút, ngày …… tháng …… năm ……",
        ],
    ),
    "due_notice": (
        DUE_NOTICE,
        [
            *DESK,
            "Số: 04/TBHT",
            "Quang Hán, ngày 03 tháng 12 năm 2026",
            "THÔNG BÁO ĐIỀU CHỈNH NGÀY HẸN TRẢ KẾT QUẢ",
            "Mã hồ sơ: H14.12.3-261123-0001",
            "Kính gửi: Bà Đàm Thị Bưởi",
            "Địa chỉ: Xóm Bản Gà",
            "Số điện thoại: 0961 234 567",
            "Ngày 23 tháng 11 năm 2026, UBND xã Quang Hán đã tiếp nhận hồ sơ đề nghị giải quyết",
            "“Chuyển hình thức sử dụng đất” của Ông/Bà/Tổ chức Đàm Thị Bưởi; mã hồ sơ: H14.12.3-261123-0001.",
            "ghi trên Giấy tiếp nhận hồ sơ và hẹn trả kết quả: 11 giờ 30 phút, ngày 25 tháng 01 năm 2027.",
            "lịch ngày nghỉ, ngày làm bù được công bố hoặc thay đổi",
            "Nội dung thay đổi: thứ Hai, ngày 04 tháng 01 năm 2027 được hoán đổi thành ngày nghỉ.",
            "sau khi điều chỉnh: 11 giờ 30 phút, ngày 26 tháng 01 năm 2027 (dự kiến).",
            "Thông báo này không yêu cầu bổ sung giấy tờ.",
            "liên hệ Bộ phận Tiếp nhận và Trả kết quả, số điện thoại 0206 3860 123, để được giải đáp.",
            "Trân trọng cảm ơn",
            "Nơi nhận: - Như trên; - Lưu: VT, hồ sơ.",
            "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên)",
            "Nông Thị Lan",
        ],
    ),
    "stop": (
        STOP,
        [
            "UBND TỈNH CAO BẰNG",
            "UBND XÃ QUANG HÁN",
            *NATION,
            "Số: 02/TBDGQ",
            "Quang Hán, ngày 08 tháng 12 năm 2026",
            "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
            "Mã hồ sơ: H14.12.3-261123-0001",
            "Kính gửi: Bà Đàm Thị Bưởi",
            "Ngày 23 tháng 11 năm 2026, UBND xã Quang Hán đã tiếp nhận hồ sơ",
            "Ngày 07 tháng 12 năm 2026, Ông/Bà/Tổ chức đã đề nghị dừng giải quyết",
            "thông báo dừng giải quyết hồ sơ này kể từ ngày 08 tháng 12 năm 2026.",
            "Lý do: người nộp hồ sơ không còn nhu cầu",
            "Hồ sơ đang ở bước: Thẩm tra hồ sơ",
            "Căn cứ: Đơn xin rút hồ sơ",
            "đã nộp: chưa phát sinh",
            "Giấy tờ trả lại: 1. Đơn đề nghị chuyển hình thức sử dụng đất (bản chính: 01)",
            "Xin thông báo để Ông/Bà/Tổ chức được biết./.",
            "Nơi nhận: - Như trên; - Lưu: VT, hồ sơ.",
            "CHỦ TỊCH (Ký tên và đóng dấu)",
            "Hoàng Văn Páo",
        ],
    ),
    "reminder": (
        REMINDER,
        [
            *DESK,
            "Số: 06/PĐĐ",
            "Quang Hán, ngày 13 tháng 01 năm 2027",
            "PHIẾU ĐÔN ĐỐC",
            "Kính gửi: Chi nhánh Văn phòng đăng ký đất đai",
            "Mã hồ sơ: H14.12.3-261123-0001 Hồ sơ của: Đàm Thị Bưởi",
            "Cán bộ / Chuyên viên thụ lý: Hà Văn Độ",
            "Thời gian tiếp nhận: 09 giờ 42 phút, ngày 23 tháng 11 năm 2026",
            "Phản ánh: Qua điện thoại",
            "Nội dung phản ánh: Người nộp hồ sơ hỏi",
            "Đề nghị: Báo lịch đo đạc",
            "Lần 1: Ngày 05 tháng 01 năm 2027 – Đã phản hồi",
            "Lần 2: Ngày 11 tháng 01 năm 2027 – Đang xử lý",
            "1. Khẩn trương giải quyết hồ sơ",
            "2. Trả lời Bộ phận Tiếp nhận và Trả kết quả trong thời hạn 24 giờ;",
            "3. Nếu chậm vì lý do khách quan, lập văn bản xin lỗi",
            "Nơi nhận: - Như trên; - Lãnh đạo UBND xã (để báo cáo); - Lưu: VT, BPTN&TKQ.",
            "CÁN BỘ ĐÔN ĐỐC",
            "Nông Thị Lan",
        ],
    ),
    "result_receipt": (
        RESULT_RECEIPT,
        [
            *DESK,
            "Số: 08/GNKQ",
            "GIẤY GIAO NHẬN KẾT QUẢ GIẢI QUYẾT HỒ SƠ",
            "Hồ sơ của: Đàm Thị Bưởi",
            "1 Giấy chứng nhận quyền sử dụng đất 01 –",
            "2 Trích lục bản đồ – 01",
            "Người nhận kết quả: Nông Văn Thắng",
            "Số CMND/Thẻ căn cước/Hộ chiếu: 004090000456",
            "Giấy ủy quyền: số 15/UQ ngày 20/01/2027",
            "Phương thức nhận kết quả: Nhận trực tiếp",
            "Thời gian giao kết quả: 14 giờ 20 phút, ngày 22 tháng 01 năm 2027",
            "nhận đủ kết quả nêu trên./.",
            "NGƯỜI NHẬN KẾT QUẢ (Ký và ghi rõ họ tên) Nông Văn Thắng",
            "NGƯỜI GIAO KẾT QUẢ (Ký và ghi rõ họ tên) Nông Thị Lan",
        ],
    ),
    "register": (
        REGISTER,
        [
            "UBND XÃ QUANG HÁN",
            "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
            *NATION,
            "SỔ THEO DÕI HỒ SƠ",
            "Lĩnh vực: Đất đai",
            "Quyển số: 02/2026",
            "Từ ngày 01/11/2026 đến ngày 30/11/2026",
            "TT Mã hồ sơ Tên TTHC Số lượng hồ sơ (bộ) Tên cá nhân, tổ chức Địa chỉ, số điện thoại",
            "Cơ quan chủ trì giải quyết Ngày, tháng, năm Trả kết quả Ghi chú",
            "Nhận hồ sơ Hẹn trả kết quả Chuyển hồ sơ đến cơ quan giải quyết Nhận kết quả từ cơ quan giải quyết",
            "Ngày, tháng, năm Phương thức nhận kết quả Ký nhận",
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
            "1 H14.12.3- 261123-0001 Chuyển hình thức sử dụng đất 1 Đàm Thị Bưởi",
            "23/11/2026 25/01/2027 24/11/2026",
            "2 H14.12.3- 261124-0003 Đăng ký khai sinh 1 Lý A Sử",
            "24/11/2026 24/11/2026 24/11/2026 24/11/2026 Trực tiếp người nhận: mẹ",
        ],
    ),
    "handover_list": (
        HANDOVER,
        [
            *DESK,
            "Số: 09/DSBG",
            "DANH SÁCH BÀN GIAO HỒ SƠ",
            "(Liên 1: Lưu)",
            "Bên bàn giao: Bộ phận Tiếp nhận và Trả kết quả xã Quang Hán",
            "Cơ quan chủ trì giải quyết: Chi nhánh Văn phòng đăng ký đất đai",
            "Thời gian bàn giao: 15 giờ 05 phút, ngày 24 tháng 11 năm 2026",
            "Cách chuyển: Chuyển trực tiếp",
            "Tổng số hồ sơ bàn giao: 02 hồ sơ.",
            "TT Mã hồ sơ Nội dung hồ sơ Số lượng (bộ) Họ tên chủ hồ sơ Địa chỉ chủ hồ sơ Số điện thoại",
            "Ngày, tháng, năm Trả kết quả Ghi chú",
            "Nhận hồ sơ Hẹn trả kết quả Ngày nhận kết quả Bên giao (Ký tên) Bên nhận (Ký tên)",
            "1 2 3 4 5 6 7 8 9 10 11 12 13",
            "1 H14.12.3- 261123-0001 Chuyển hình thức sử dụng đất 01 Đàm Thị Bưởi",
            "2 H14.12.3- 261124-0004 Đăng ký biến động",
            "(Thành phần chi tiết của mỗi hồ sơ được bàn giao đầy đủ theo quy định)",
            "BÊN GIAO (Ký, ghi rõ họ tên) Nông Thị Lan",
            "BÊN NHẬN (Ký, ghi rõ họ tên) Hà Văn Độ",
            "XÁC NHẬN CỦA TRUNG TÂM",
            "(Liên 2: Giao cho bên nhận)",
        ],
    ),
    "process_sheet": (
        PROCESS,
        [
            *DESK,
            "PHIẾU QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
            "Hồ sơ của: Đàm Thị Bưởi",
            "Thời gian hẹn trả kết quả: 11 giờ 30 phút, ngày 25 tháng 01 năm 2027 (dự kiến)",
            "Trạng thái: Đang giải quyết",
            "Bước Nội dung công việc Đơn vị, người thực hiện Bắt đầu Hạn của bước Hoàn thành Kết quả",
            "2 Thẩm tra hồ sơ, đo đạc Chi nhánh Văn phòng đăng ký đất đai Hà Văn Độ 15:05 24/11/2026",
            "16:30 08/12/2026 11:00 10/12/2026 Quá hạn 1 ngày 5 giờ",
            "Lý do Từ Đến Thời gian dừng",
            "Chờ bổ sung: Văn bản ủy quyền 08:00 30/11/2026 08:00 03/12/2026 3 ngày làm việc",
            "3. Kết quả chung: Còn 12 ngày làm việc",
            "NGƯỜI LẬP PHIẾU (Ký và ghi rõ họ tên)",
            "Nông Thị Lan",
        ],
    ),
}


@pytest.mark.parametrize("form", EXPECTED)
def test_lines_stand_in_the_order_of_the_form(form: str) -> None:
    paper, lines = EXPECTED[form]
    text, position = whole_text(paper), 0
    for line in lines:
        found = text.find(line, position)
        assert found >= 0, f"{line!r} does not follow in {text[position : position + 300]!r}"
        position = found + len(line)


def _words_in(part: Any) -> Iterator[Words]:
    if isinstance(part, Words):
        yield part
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            yield from _words_in(getattr(part, name))
    elif isinstance(part, tuple):
        for item in part:
            yield from _words_in(item)


def _with_all_data(paper: Paper, name: str) -> list[Paper]:
    """The paper with nothing left out; more than one where the form words one thing in two ways."""
    filled = replace(paper, letterhead=replace(paper.letterhead, form_set=name))
    match filled:
        case Receipt():
            notice = datetime(2026, 12, 10, 8, 0)
            return [replace(filled, applicant=LONG_APPLICANT, fee="20.000 đồng", notice_at=notice)]
        case ApologyLetter():
            return [replace(filled, signer_title="", late=late) for late in (True, False)]
        case StopNotice():
            return [replace(filled, signer_title="")]
        case ReminderSlip() | ResultReceipt():
            return [replace(filled, note="có giấy tờ kèm theo")]
        case ProcessSheet():
            return [filled, replace(filled, pauses=())]
        case _:
            return [filled]


@pytest.mark.parametrize("name", ["2018", "2025"])
@pytest.mark.parametrize("form", EXPECTED)
def test_every_word_of_the_form_is_printed(form: str, name: str) -> None:
    """A layout that forgets a line, or a line that no layout knows, fails here."""
    text = " ".join(whole_text(paper) for paper in _with_all_data(EXPECTED[form][0], name))
    wording = getattr(form_set(name), form)
    for words in _words_in(wording):
        for fixed in re.split(r"\{\w+\}", words.text):
            assert flat(fixed) in text, f"{words.text!r} is not on the paper"
    assert " ".join(wording.title) in text


def test_the_sample_papers_cover_every_form() -> None:
    assert {paper for paper, _ in EXPECTED.values()} == set(ORDINARY)


@pytest.mark.parametrize(
    ("salutation", "name", "greeted"),
    [
        pytest.param("Ông/Bà", "Đàm Thị Bưởi", "Kính gửi: Ông/Bà Đàm Thị Bưởi Địa chỉ:", id="person"),
        pytest.param("", "Hợp tác xã Bản Gà", "Kính gửi: Hợp tác xã Bản Gà Địa chỉ:", id="organisation"),
    ],
)
def test_the_notice_greets_persons_by_salutation(salutation: str, name: str, greeted: str) -> None:
    applicant = replace(DUE_NOTICE.applicant, salutation=salutation, name=name)
    assert greeted in whole_text(replace(DUE_NOTICE, applicant=applicant))


def test_a_new_due_time_that_is_certain_is_not_marked() -> None:
    text = whole_text(replace(DUE_NOTICE, new_due_provisional=False))
    assert "sau khi điều chỉnh: 11 giờ 30 phút, ngày 26 tháng 01 năm 2027." in text
    assert "(dự kiến)" not in text


def test_the_notice_is_no_apology() -> None:
    text = whole_text(DUE_NOTICE)
    assert "xin lỗi" not in text.lower()
    assert "chậm trễ" not in text


def test_an_office_without_telephone_leaves_room_to_write_it() -> None:
    silent = replace(DUE_NOTICE, letterhead=replace(DUE_NOTICE.letterhead, phone=""))
    assert "số điện thoại …………, để được giải đáp." in whole_text(silent)


def test_the_office_names_its_desk_in_the_notes() -> None:
    centre = replace(RECEIPT.letterhead, desk="Trung tâm Phục vụ hành chính công", symbol="TTPVHCC")
    text = whole_text(replace(RECEIPT, letterhead=centre))
    assert "Số: 12/TTPVHCC" in text
    assert "Trung tâm Phục vụ hành chính công: UBND xã Quang Hán" in text
    assert "được lưu tại Trung tâm Phục vụ hành chính công;" in text


def test_the_form_names_the_desk_where_the_office_does_not() -> None:
    unnamed = replace(RECEIPT, letterhead=replace(RECEIPT.letterhead, desk=""))
    text = whole_text(unnamed)
    assert "UBND TỈNH CAO BẰNG UBND XÃ QUANG HÁN CỘNG HÒA" in text
    assert "Bộ phận tiếp nhận và trả kết quả: UBND xã Quang Hán" in text
