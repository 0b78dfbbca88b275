"""Who may do what: one table role × work; what is not named in it is denied (quyền)."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from desktop.errors import UserFacingError
from desktop.terms import Role
from desktop.wording import ROLE


class Work(StrEnum):
    """Work of the program that is no action on one dossier; the actions go by their own names."""

    INTAKE = "intake"
    PRINT = "print"
    ATTACH = "attach"
    MESSAGES = "messages"
    EXCHANGE = "exchange"
    REPORTS = "reports"
    SECOND_ROUND = "second-round"
    SECOND_EXTENSION = "second-extension"
    CALENDAR = "calendar"
    PROCEDURES = "procedures"
    SETTINGS = "settings"


WORK: Mapping[Work, str] = {
    Work.INTAKE: "tiếp nhận hồ sơ",
    Work.PRINT: "in giấy",
    Work.ATTACH: "đính kèm bản chụp",
    Work.MESSAGES: "duyệt và gửi tin nhắn",
    Work.EXCHANGE: "trao đổi gói dữ liệu",
    Work.REPORTS: "lập báo cáo",
    Work.SECOND_ROUND: "yêu cầu bổ sung lần nữa",
    Work.SECOND_EXTENSION: "hẹn lại lần nữa",
    Work.CALENDAR: "đặt lịch làm việc",
    Work.PROCEDURES: "nhập thủ tục",
    Work.SETTINGS: "thay đổi thiết lập",
}

_HANDLING = frozenset(
    {
        "finish-step",
        "return-step",
        "assign",
        "hand-over",
        "take-over",
        "ask-supplement",
        "receive-supplement",
        "ask-obligation",
        "obligation-met",
        "pause",
        "resume",
        "extend",
        "result-ready",
        "correct",
        "explain",
        "note",
        Work.PRINT,
        Work.ATTACH,
        Work.EXCHANGE,
        Work.REPORTS,
    }
)
_DESK = frozenset(
    {
        "re-promise",
        "return-result",
        "reject",
        "stop",
        "ask-withdrawal",
        "decline-withdrawal",
        "withdraw",
        "merge",
        Work.INTAKE,
        Work.MESSAGES,
        Work.PROCEDURES,
    }
)
_LEADING = frozenset({"settle", Work.SECOND_ROUND, Work.SECOND_EXTENSION, Work.CALENDAR})

RIGHTS: Mapping[Role, frozenset[str]] = {
    Role.DESK: _HANDLING | _DESK,
    Role.SPECIALIST: _HANDLING,
    Role.LEADER: _HANDLING | _DESK | _LEADING,
    Role.ADMIN: frozenset({"note", Work.EXCHANGE, Work.REPORTS, Work.CALENDAR, Work.PROCEDURES, Work.SETTINGS}),
    Role.AUDITOR: frozenset({Work.REPORTS}),
}
"""Besides this, most actions ask that the paper lies here: see `actions.Custody`."""


class NotYours(UserFacingError):
    """The officer's role does not do this work; nothing is stored."""


def may(role: Role, work: str) -> bool:
    """Whether the role does this action or work."""
    return work in RIGHTS.get(role, frozenset())


def standing_in(role: Role, roles_here: Collection[Role]) -> Role:
    """Return the role an officer works in: where an office has no desk officer, its specialists stand in.

    A specialised unit of three people takes its own dossiers in; work that nobody may do would only be got round.
    """
    needed = Role.DESK not in roles_here and role is Role.SPECIALIST
    return Role.DESK if needed else role


def require(role: Role, work: Work, roles_here: Collection[Role]) -> None:
    """Refuse work the role does not do. Where nobody of the office does it, the desk officer stands in.

    Raises:
        NotYours: the work and the roles that do it are named.
    """
    alone = role is Role.DESK and not any(may(other, work) for other in roles_here)
    if not may(role, work) and not alone:
        raise NotYours(not_yours(role, work, WORK[work]))


def not_yours(role: Role, work: str, words: str) -> str:
    """Return the refusal: what, for whom not, and who does it."""
    others = ", ".join(ROLE[other] for other in Role if may(other, work))
    if role is Role.AUDITOR:
        return f"Tài khoản kiểm tra chỉ được xem, không được {words}. Việc này do: {others}."
    return f"Vai trò “{ROLE[role]}” không được {words}. Hãy đăng nhập bằng tài khoản phù hợp ({others})."
