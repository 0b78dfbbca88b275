"""How counting is agreed where law and practice leave a choice: named settings, default convention DP-1.

Ground: Bộ luật Dân sự 2015 Điều 147 (the day of the event is not counted) and Điều 148 (a term ends with its last day;
a last day that is a day off moves to the next working day).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from desktop.errors import UserFacingError


class Start(StrEnum):
    """Whether the day of receipt counts."""

    DAY0_EXCLUDED = "DAY0_EXCLUDED"  # day 0; the next (working) day is day 1
    DAY1_INCLUDED = "DAY1_INCLUDED"  # the day of receipt is day 1; for whole days only


class AfterClose(StrEnum):
    """What a receipt after closing time on a working day means."""

    SAME_DAY0 = "SAME_DAY0"  # that day is day 0, afternoon session
    NEXT_OPENING = "NEXT_OPENING"  # as if received when the office opens next


class NonworkingReceipt(StrEnum):
    """What a receipt on a day off (online) means."""

    NEXT_WORKING_DAY_IS_DAY0 = "NEXT_WORKING_DAY_IS_DAY0"
    NATURAL_DAY0 = "NATURAL_DAY0"  # literal Điều 147: the day off is day 0


class End(StrEnum):
    """When a term of whole days ends."""

    DATE = "DATE"  # the date counts; the moment beside it is the end of the session
    SLOT_END = "SLOT_END"  # nhận sáng trả sáng, nhận chiều trả chiều
    DAY_END = "DAY_END"  # closing time
    SAME_CLOCK = "SAME_CLOCK"  # same time of day as the receipt


class HalfDay(StrEnum):
    """What 0.5 working day means."""

    SLOT = "SLOT"  # one session (buổi)
    CLOCK_HALF = "CLOCK_HALF"  # half of this office's hours, by the clock
    EIGHT_HOURS = "EIGHT_HOURS"  # 4 hours, whatever this office's hours are


class Cutoff(StrEnum):
    """Whether the cut-off minute itself still is the same day ("sau 15 giờ")."""

    EXCLUSIVE = "EXCLUSIVE"
    INCLUSIVE = "INCLUSIVE"


class PauseMode(StrEnum):
    """What waiting for papers or a payment does to the due time."""

    SHIFT = "SHIFT"  # moved by the working time paused
    RESTART = "RESTART"  # full term again ("kể từ ngày nhận đủ hồ sơ hợp lệ")
    CALENDAR_SHIFT = "CALENDAR_SHIFT"  # moved by natural time, then to the next working day


class Plus10(StrEnum):
    """How the extra "ngày" after working days are counted (mountainous communes, xã miền núi)."""

    PLUS10_WORKING = "PLUS10_WORKING"
    PLUS10_CALENDAR_AT_END = "PLUS10_CALENDAR_AT_END"
    PLUS10_CALENDAR_IN_STEP = "PLUS10_CALENDAR_IN_STEP"


class SaturdayCount(StrEnum):
    """Whether a Saturday morning desk counts for terms (trực sáng thứ Bảy)."""

    RECEPTION_ONLY = "RECEPTION_ONLY"  # takes in and gives back dossiers; no working day for terms
    HALF_DAY = "HALF_DAY"  # half a working day


class PlainDay(StrEnum):
    """How a term of plain "ngày" is counted."""

    ASK = "ASK"  # the officer says; see Clock.candidates
    WORKING = "WORKING"
    CALENDAR = "CALENDAR"


class PlainHour(StrEnum):
    """How a term of plain "giờ" is counted."""

    NATURAL = "NATURAL"  # Điều 147.1
    WORKING = "WORKING"


@dataclass(frozen=True, slots=True)
class Conventions:
    """One choice per question. A value that is not offered is refused, never taken for the default."""

    start: Start = Start.DAY0_EXCLUDED
    after_close: AfterClose = AfterClose.SAME_DAY0
    nonworking_receipt: NonworkingReceipt = NonworkingReceipt.NEXT_WORKING_DAY_IS_DAY0
    end: End = End.DATE
    half_day: HalfDay = HalfDay.SLOT
    cutoff: Cutoff = Cutoff.EXCLUSIVE
    pause_mode: PauseMode = PauseMode.SHIFT
    plus10: Plus10 = Plus10.PLUS10_WORKING
    plain_day: PlainDay = PlainDay.ASK
    plain_hour: PlainHour = PlainHour.NATURAL
    saturday_desk: SaturdayCount = SaturdayCount.RECEPTION_ONLY

    def __post_init__(self) -> None:
        for field in fields(self):
            choices, value = type(field.default), getattr(self, field.name)
            object.__setattr__(self, field.name, _choice(choices, field.name, value))

    @property
    def name(self) -> str:
        """The name a due date keeps: "DP-1", followed by what deviates from it ("DP-1, end=SLOT_END")."""
        return ", ".join(["DP-1", *(f"{name}={value}" for name, value in self.deviations.items())])

    @property
    def deviations(self) -> dict[str, str]:
        """What deviates from DP-1, by name; `parse` reads it back. A dossier keeps it from its receipt on."""
        chosen = ((field.name, getattr(self, field.name), field.default) for field in fields(self))
        return {name: str(value) for name, value, default in chosen if value is not default}

    @classmethod
    def parse(cls, named: Mapping[str, Any]) -> "Conventions":
        """Read deviations from DP-1 by name, e.g. {"end": "SLOT_END"}.

        Raises:
            UserFacingError: a setting or a value is not known; the message names it and the choices.
        """
        known = {field.name for field in fields(cls)}
        settings = {ALIASES.get(name, name): value for name, value in named.items()}
        for name in settings:
            if name not in known:
                raise UserFacingError(
                    f"Không biết quy ước tính hạn “{name}”: vui lòng bỏ hoặc sửa.", field="conventions"
                )
        return cls(**settings)


# The names case files use for the same settings.
ALIASES = {
    "pauses": "pause_mode",
    "pause": "pause_mode",
    "slots": "half_day",
    "extra days": "plus10",
    "extra_days": "plus10",
}


def _choice(choices: Any, name: str, value: object) -> StrEnum:
    try:
        chosen: StrEnum = choices(value)
    except ValueError:
        raise UserFacingError(
            f"Quy ước tính hạn “{name}” không nhận giá trị {value!r}: vui lòng chọn {' hoặc '.join(choices)}.",
            field="conventions",
        ) from None
    return chosen


DP1 = Conventions()
