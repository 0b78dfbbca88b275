"""Facts of nobody, to see how a wording reads."""

from collections.abc import Mapping
from typing import Final

from desktop.notices.sms import parts, with_accents, without_accents
from desktop.notices.wordings import MissingFact, filled
from desktop.office import Office

EXAMPLE: Final[Mapping[str, str]] = {
    "ten": "Bà Đàm Thị Bưởi",
    "chu_ho_so": "Đàm Thị Bưởi",
    "ma_ho_so": "H14.12.3-261123-0001",
    "thu_tuc": "Chuyển hình thức sử dụng đất",
    "dien_thoai": "0206 3826 000",
    "ngay_nhan": "23/11/2026",
    "ngay_hen": "25/01/2027 (dự kiến)",
    "ngay_hen_cu": "25/01/2027",
    "ngay_hen_moi": "08/02/2027",
    "noi_tra": "Bộ phận Tiếp nhận và Trả kết quả",
    "noi_nhan": "Bộ phận Tiếp nhận và Trả kết quả",
    "noi_nop": "Bộ phận Tiếp nhận và Trả kết quả",
    "han_nhan": "08/02/2027",
    "giay_to": "Trích lục bản đồ địa chính",
    "ly_do": "mưa lũ làm gián đoạn việc đo đạc",
    "lan": "1",
    "so_phieu": "05/BPTNTKQ",
    "so_van_ban": "07/XL",
    "so_thong_bao": "04/TB",
    "so_tien": "1.250.000 đồng",
    "don_vi": "Chi nhánh VPĐKĐĐ",
}


def example_text(wording: str, office: Office) -> str:
    """Return a wording with the facts of nobody; empty where it names one we do not know."""
    own = {"co_quan": office.name, "bo_phan": f"{office.desk} {office.name}", "dien_thoai": office.phone}
    try:
        return with_accents(filled(wording, {**EXAMPLE, **own}))
    except (MissingFact, KeyError):
        return ""


def parts_words(text: str, *, accents: bool) -> str:
    """Return how a text goes over the air: "có dấu: 92 ký tự, 2 tin"."""
    sent = text if accents else without_accents(text)
    return f"{'Có dấu' if accents else 'Không dấu'}: {len(sent)} ký tự, tính cước {parts(sent)} tin"
