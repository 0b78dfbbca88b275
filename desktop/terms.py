"""Enumerations that every layer shares; their Vietnamese labels stand in `wording.py`."""

from enum import StrEnum


class Level(StrEnum):
    """Level of an office (cấp): commune, district (until 30/6/2025), province."""

    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    MINISTRY = "ministry"
    OTHER = "other"


class Role(StrEnum):
    """What an officer is there for (vai trò)."""

    DESK = "desk"
    SPECIALIST = "specialist"
    LEADER = "leader"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Area(StrEnum):
    """Whether the commune has the longer limits of mountain, island and hard-living areas (địa bàn)."""

    ORDINARY = "ordinary"
    REMOTE = "remote"


class Channel(StrEnum):
    """How the dossier was handed in (kênh tiếp nhận)."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class Outcome(StrEnum):
    """How an intake ended: receipt, supplement slip or rejection slip (NĐ 61/2018 Điều 17 khoản 1)."""

    ACCEPTED = "accepted"
    SUPPLEMENT = "supplement"
    REJECTED = "rejected"


class Status(StrEnum):
    """Where a dossier stands (trạng thái). No status says two things: see `wording.STATUS`."""

    GUIDED = "guided"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    WAITING_SUPPLEMENT = "waiting_supplement"
    WAITING_OBLIGATION = "waiting_obligation"
    PAUSED = "paused"
    REJECTED = "rejected"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    RESULT_READY = "result_ready"
    RETURNED = "returned"
    ARRIVED = "arrived"


RUNNING = frozenset({Status.ACCEPTED, Status.IN_PROGRESS})
WAITING = frozenset({Status.WAITING_SUPPLEMENT, Status.WAITING_OBLIGATION, Status.PAUSED})
ENDED = frozenset({Status.REFUSED, Status.REJECTED, Status.STOPPED, Status.WITHDRAWN, Status.MERGED, Status.RETURNED})


class PauseKind(StrEnum):
    """Why the clock stands still (lý do dừng tính hạn). An extension is not among them: it never stops the clock."""

    SUPPLEMENT = "supplement"
    OBLIGATION = "obligation"
    OTHER = "other"


class EntryKind(StrEnum):
    """What a journal entry records (loại mục nhật ký). Never two things in one kind."""

    DESK_OPENED = "desk_opened"
    ACCEPTED = "accepted"
    GUIDED = "guided"
    REFUSED = "refused"
    ASSIGNED = "assigned"
    STEP_FINISHED = "step_finished"
    STEP_RETURNED = "step_returned"
    HANDED_OVER = "handed_over"
    TAKEN_OVER = "taken_over"
    SUPPLEMENT_ASKED = "supplement_asked"
    SUPPLEMENT_RECEIVED = "supplement_received"
    OBLIGATION_ASKED = "obligation_asked"
    OBLIGATION_MET = "obligation_met"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    RE_PROMISED = "re_promised"
    REJECTED = "rejected"
    STOPPED = "stopped"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    WITHDRAWAL_DECLINED = "withdrawal_declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    RESULT_READY = "result_ready"
    RETURNED = "returned"
    ARRIVED = "arrived"
    SETTLED = "settled"
    CORRECTED = "corrected"
    EXPLAINED = "explained"
    MESSAGE = "message"
    PRINTED = "printed"
    ATTACHED = "attached"
    NOTED = "noted"


PASSIVE = frozenset({EntryKind.PRINTED, EntryKind.ATTACHED, EntryKind.NOTED, EntryKind.EXPLAINED, EntryKind.MESSAGE})
"""Kinds that change nothing: any office may add them, and nothing that happened later must stand behind them."""

SILENT = frozenset({EntryKind.PRINTED, EntryKind.MESSAGE, EntryKind.ATTACHED})
"""Kinds that say nothing about the work itself: after a step's time they do not show that somebody looks after it."""


class Form(StrEnum):
    """A paper the program prints (biểu mẫu)."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REJECTION = "rejection"
    APOLOGY = "apology"
    CONTROL = "control"
    DUE_NOTICE = "due_notice"
    STOP = "stop"
    HANDOVER_LIST = "handover-list"
    REGISTER = "register"
    REMINDER = "reminder"
    RESULT_RECEIPT = "result-receipt"
    PROCESS_SHEET = "process-sheet"


class LateCause(StrEnum):
    """Why an extension is asked: objective or the office's own fault (nguyên nhân)."""

    OBJECTIVE = "objective"
    SUBJECTIVE = "subjective"


class TransferWay(StrEnum):
    """How a dossier went to another office (cách chuyển hồ sơ)."""

    DIRECT = "direct"
    ONE_GATE = "one_gate"
    DOCUMENT_SYSTEM = "document_system"
    POST = "post"


class AskedLate(StrEnum):
    """Why a request for papers comes too late to be fair (yêu cầu bổ sung muộn)."""

    PAST_LIMIT = "past_limit"
    LAST_DAY = "last_day"
    OVERDUE = "overdue"


class Unrecorded(StrEnum):
    """How we know that something was done on paper and not written down (chưa ghi)."""

    STEP_SILENT = "step_silent"
    TAKEN_AHEAD = "taken_ahead"
    RESULT_DATED = "result_dated"


class MessageKind(StrEnum):
    """What a citizen is told (tin nhắn cho công dân); each comes from exactly one kind of entry."""

    RECEIVED = "received"
    GUIDANCE = "guidance"
    REFUSAL = "refusal"
    SUPPLEMENT = "supplement"
    SUPPLEMENT_RECEIVED = "supplement_received"
    OBLIGATION = "obligation"
    OBLIGATION_MET = "obligation_met"
    RESUMED = "resumed"
    APOLOGY = "apology"
    CALENDAR_CHANGE = "calendar_change"
    CORRECTION = "correction"
    REJECTION = "rejection"
    STOP = "stop"
    WITHDRAWAL = "withdrawal"
    WITHDRAWAL_DECLINED = "withdrawal_declined"
    EARLY_RESULT = "early_result"
    RESULT_READY = "result_ready"


class MessageChannel(StrEnum):
    """The way a message goes (kênh gửi)."""

    SMS = "sms"
    EMAIL = "email"


class MessageState(StrEnum):
    """How far a message is (tình trạng tin): prepared, let go, with the gateway, then confirmed or failed."""

    PREPARED = "prepared"
    WITHHELD = "withheld"
    RELEASED = "released"
    HANDED = "handed"
    CONFIRMED = "confirmed"
    FAILED = "failed"
