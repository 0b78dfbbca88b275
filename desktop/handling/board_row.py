"""A row of the countdown board as plain data (bảng hạn): everything said, nothing left for a screen to decide."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BoardGroup(StrEnum):
    """Where a row stands on the board, most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEK = "week"
    LATER = "later"
    PAUSED = "paused"


class BadgeKind(StrEnum):
    """What a small label on a row warns of."""

    OVERDUE = "overdue"
    STEP_LATE = "step_late"
    UNRECORDED = "unrecorded"
    EARLY_RESULT = "early_result"
    PROPOSE_EXTENSION = "propose_extension"
    IN_TRANSIT = "in_transit"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Badge:
    """A small label: `kind` picks the colour, `text` is Vietnamese."""

    kind: BadgeKind
    text: str


@dataclass(frozen=True, slots=True)
class NextAction:
    """An action offered in the row: `key` is the action's name in `motcua do`, `label` the button's words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One running dossier on the board.

    `remaining_minutes` are working minutes until the nearer of step and dossier due time, negative when late, None
    while the clock stands still. `used` is the share of that term already gone, 0.0 to 1.0 and capped there.
    Times are local wall-clock. `due_text` and `remaining` are ready to show.
    """

    dossier_id: str
    code: str
    applicant: str
    procedure: str
    step: str
    holder: str
    unit: str
    group: BoardGroup
    counts_down: str
    """ "step" or "dossier": which due time the row counts down to."""
    due: datetime | None
    step_due: datetime | None
    remaining_minutes: int | None
    remaining: str
    """Such as "còn 1 giờ 48 phút", "quá 2 ngày 1 giờ", "dừng từ 16/11"."""
    due_text: str
    """Such as "hẹn 11:30 · 19/11", "hẹn bước 17:00 · 20/11", "chờ nghĩa vụ tài chính"."""
    used: float
    dossier_late: bool
    step_late: bool
    unrecorded: bool
    badges: tuple[Badge, ...]
    next_actions: tuple[NextAction, ...]
    counted_due: datetime | None = None
    """The due time the row counts down to; None while the clock stands still."""
    processed: bool = False
    """Whether the result is there, so that the promise can no longer be broken."""
