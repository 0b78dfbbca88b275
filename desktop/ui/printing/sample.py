"""A receipt of nobody, marked DIỄN TẬP, to see how a printer takes our papers (in thử)."""

from datetime import datetime

from desktop.printing import pdf
from desktop.printing.papers import Applicant, Letterhead, PaperLine, Receipt


def sample_receipt(form_set: str, now: datetime) -> bytes:
    """Return a receipt with invented data as PDF: both copies, QR code, small print, all accents.

    Args:
        form_set: the wording to try, "2018" or "2025".
        now: stands as time of receipt and as due time, local wall-clock.
    """
    head = Letterhead(
        superior="UBND tỉnh",
        issuer="ĐƠN VỊ IN THỬ",
        desk="Bộ phận Tiếp nhận và Trả kết quả",
        place="Nơi in thử",
        form_set=form_set,
        practice=True,
    )
    receipt = Receipt(
        letterhead=head,
        number=None,
        code="IN-THU-000000-0000",
        applicant=Applicant("Người nộp in thử", "ắ ằ ẳ ẵ ặ, ế ề ể ễ ệ, ố ồ ổ ỗ ộ, ứ ừ ử ữ ự, đ Đ"),
        procedure="In thử máy in: không có giá trị sử dụng",
        papers=(PaperLine("Kiểm tra lề giấy, chữ nhỏ, dấu tiếng Việt và mã QR", originals=1),),
        sets=1,
        time_limit="không tính hạn",
        received_at=now,
        due_at=now,
        due_provisional=False,
        return_at="không trả kết quả",
        officer="",
    )
    return pdf(receipt)
