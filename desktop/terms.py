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
    RESULT_READY = "result_ready"
    RETURNED = "returned"


RUNNING = frozenset({Status.ACCEPTED, Status.IN_PROGRESS})
WAITING = frozenset({Status.WAITING_SUPPLEMENT, Status.WAITING_OBLIGATION, Status.PAUSED})
ENDED = frozenset({Status.REFUSED, Status.REJECTED, Status.STOPPED, Status.WITHDRAWN, Status.RETURNED})


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
    WITHDRAWN = "withdrawn"
    RESULT_READY = "result_ready"
    RETURNED = "returned"
    CORRECTED = "corrected"
    PRINTED = "printed"
    NOTED = "noted"


PASSIVE = frozenset({EntryKind.PRINTED, EntryKind.NOTED})
"""Kinds that change nothing: any office may add them, and nothing that happened later must stand behind them."""


class Form(StrEnum):
    """A paper the program prints (biểu mẫu)."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REJECTION = "rejection"
    APOLOGY = "apology"
    CONTROL = "control"
    DUE_NOTICE = "due_notice"


class LateCause(StrEnum):
    """Why an extension is asked: objective or the office's own fault (nguyên nhân)."""

    OBJECTIVE = "objective"
    SUBJECTIVE = "subjective"
