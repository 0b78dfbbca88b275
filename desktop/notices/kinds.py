"""What each kind of message may say, must say and must never say (từng loại tin). Pure.

One province's citizens were told "please add documents" when the truth was "we are late, sorry": the extension had been
sent as a request for papers. So the words that ask for papers are kept to the kinds that ask for them, in whatever
wording an office puts in place of the shipped one.
"""

from dataclasses import dataclass
from typing import Final

from desktop.terms import MessageKind

COMMON: Final = frozenset({"ten", "chu_ho_so", "ma_ho_so", "thu_tuc", "co_quan", "bo_phan"})
"""Facts every message has: who is addressed, whose dossier, its code, its procedure, the office, its desk."""

COMMON_OPTIONAL: Final = frozenset({"dien_thoai"})
"""The office's telephone number, where it gave one."""

PHRASES_ASKING: Final = (
    "bổ sung",
    "nộp thêm",
    "nộp đủ",
    "nộp lại",
    "mang thêm",
    "giấy tờ còn thiếu",
    "còn thiếu",
    "hoàn thiện hồ sơ",
    "hoàn chỉnh hồ sơ",
)
"""Words by which a citizen would understand that papers are to be brought."""


@dataclass(frozen=True, slots=True)
class KindRule:
    """Facts and words of one kind.

    `facts` are always there, `optional` may be empty; `told` are those every wording must name. `must_say` are phrases
    of which one has to stand in it; `must_not_say` may not.
    """

    facts: frozenset[str]
    optional: frozenset[str]
    told: frozenset[str]
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = PHRASES_ASKING

    @property
    def known(self) -> frozenset[str]:
        """Every field a wording may name."""
        return COMMON | COMMON_OPTIONAL | self.facts | self.optional

    @property
    def may_be_empty(self) -> frozenset[str]:
        """Fields that may only stand in brackets, which fall away with them."""
        return COMMON_OPTIONAL | self.optional


def _rule(
    told: str,
    *,
    optional: str = "",
    untold: str = "",
    must_say: tuple[str, ...] = (),
    must_not_say: tuple[str, ...] = PHRASES_ASKING,
) -> KindRule:
    named = frozenset(told.split())
    facts = (named | frozenset(untold.split())) - COMMON
    return KindRule(facts, frozenset(optional.split()), named | {"ma_ho_so"}, must_say, must_not_say)


ASKED: Final = ("bổ sung", "hoàn thiện", "nộp thêm")
"""What a request for papers has to say, in one way or another."""

_NOT_RECEIVED: Final = ("đã được tiếp nhận", "ngày hẹn")
_RECEIVED_PAPERS: Final = tuple(phrase for phrase in PHRASES_ASKING if phrase != "bổ sung")
_ASKING_ORDERS: Final = ("đề nghị bổ sung", "yêu cầu bổ sung", "nộp bổ sung", *_RECEIVED_PAPERS)

KIND: Final[dict[MessageKind, KindRule]] = {
    MessageKind.RECEIVED: _rule("ngay_hen", untold="ngay_nhan", optional="noi_tra", must_say=("tiếp nhận",)),
    MessageKind.GUIDANCE: _rule(
        "noi_nop",
        untold="so_phieu ly_do",
        optional="giay_to",
        must_say=ASKED,
        must_not_say=_NOT_RECEIVED,
    ),
    MessageKind.REFUSAL: _rule("ly_do", untold="so_phieu", must_say=("không tiếp nhận", "từ chối")),
    MessageKind.SUPPLEMENT: _rule(
        "giay_to noi_nop", untold="so_phieu ly_do lan", must_say=ASKED, must_not_say=("xin lỗi", "quá hạn")
    ),
    MessageKind.SUPPLEMENT_RECEIVED: _rule("ngay_hen", must_say=("đã nhận",), must_not_say=_ASKING_ORDERS),
    MessageKind.OBLIGATION: _rule("", optional="so_thong_bao so_tien", must_say=("nghĩa vụ tài chính",)),
    MessageKind.OBLIGATION_MET: _rule("ngay_hen", must_say=("nghĩa vụ tài chính",)),
    MessageKind.RESUMED: _rule("ngay_hen", optional="ly_do", must_say=("tiếp tục",)),
    MessageKind.APOLOGY: _rule(
        "ly_do ngay_hen_cu ngay_hen_moi",
        untold="so_van_ban",
        optional="don_vi",
        must_say=("xin lỗi",),
        must_not_say=(*PHRASES_ASKING, "đề nghị nộp", "mời nộp"),
    ),
    MessageKind.CALENDAR_CHANGE: _rule(
        "ly_do ngay_hen_cu ngay_hen_moi", untold="so_thong_bao", must_say=("lịch",), must_not_say=PHRASES_ASKING
    ),
    MessageKind.CORRECTION: _rule("ly_do ngay_hen_moi", optional="ngay_hen_cu", must_say=("đính chính",)),
    MessageKind.REJECTION: _rule("ly_do", untold="so_phieu", must_say=("không giải quyết", "không đủ điều kiện")),
    MessageKind.STOP: _rule("ly_do", optional="so_thong_bao", must_say=("dừng giải quyết",)),
    MessageKind.WITHDRAWAL: _rule("", optional="ly_do", must_say=("rút hồ sơ",)),
    MessageKind.WITHDRAWAL_DECLINED: _rule("ly_do", must_say=("rút hồ sơ",)),
    MessageKind.EARLY_RESULT: _rule(
        "ngay_hen noi_nhan", optional="han_nhan", must_say=("sớm hơn", "trước hẹn", "trước hạn", "trước ngày hẹn")
    ),
    MessageKind.RESULT_READY: _rule("noi_nhan", optional="han_nhan", must_say=("kết quả",)),
}
"""By kind; a test proves that none is left out."""

FACT_WORDS: Final = {
    "ten": "tên người nhận tin",
    "chu_ho_so": "tên chủ hồ sơ",
    "ma_ho_so": "mã hồ sơ",
    "thu_tuc": "tên thủ tục",
    "co_quan": "tên cơ quan",
    "bo_phan": "tên bộ phận một cửa",
    "dien_thoai": "số điện thoại cơ quan",
    "ngay_nhan": "ngày tiếp nhận",
    "ngay_hen": "ngày hẹn trả",
    "ngay_hen_cu": "ngày hẹn cũ",
    "ngay_hen_moi": "ngày hẹn mới",
    "noi_tra": "nơi trả kết quả",
    "noi_nhan": "nơi nhận kết quả",
    "noi_nop": "nơi nộp giấy tờ",
    "han_nhan": "hạn trả kết quả cho công dân",
    "giay_to": "giấy tờ còn thiếu",
    "ly_do": "lý do",
    "lan": "lần yêu cầu",
    "so_phieu": "số phiếu",
    "so_van_ban": "số văn bản xin lỗi",
    "so_thong_bao": "số thông báo",
    "so_tien": "số tiền",
    "don_vi": "đơn vị chậm",
}
"""Fields in words, for an officer who writes a wording or misses a fact."""
