"""Office hours of one desk: a morning and an afternoon session (buổi sáng, buổi chiều)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from desktop.errors import UserFacingError

CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def minute_of_day(moment: time) -> int:
    """Return whole minutes since midnight; seconds are cut."""
    return moment.hour * 60 + moment.minute


def read_times(written: object) -> list[time] | None:
    """Return the times of a list like ["07:30", "11:30"]; None when it is no list or one of them is no time."""
    if not isinstance(written, list | tuple):
        return None
    matches = [CLOCK.fullmatch(moment) for moment in written if isinstance(moment, str)]
    times = [time(int(match[1]), int(match[2])) for match in matches if match]
    return times if len(times) == len(written) else None


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the two sessions of a working day begin and end (giờ làm việc), wall-clock times."""

    morning_open: time
    morning_close: time
    afternoon_open: time
    afternoon_close: time

    def __post_init__(self) -> None:
        moments = (self.morning_open, self.morning_close, self.afternoon_open, self.afternoon_close)
        if not all(earlier < later for earlier, later in pairwise(moments)):
            raise _bad(", ".join(f"{moment:%H:%M}" for moment in moments))

    @classmethod
    def parse(cls, moments: Sequence[str]) -> "OfficeHours":
        """Read four times, e.g. ["07:30", "11:30", "13:30", "17:00"].

        Raises:
            UserFacingError: not four times "HH:MM", each later than the one before.
        """
        times = read_times(moments)
        if times is None or len(times) != 4:
            raise _bad(str(moments))
        return cls(*times)

    @property
    def morning_minutes(self) -> int:
        """Working minutes of the morning session."""
        return minute_of_day(self.morning_close) - minute_of_day(self.morning_open)

    @property
    def minutes_per_day(self) -> int:
        """Working minutes of one day: 450 for the usual 7.5-hour desk, never assumed to be 480."""
        return self.morning_minutes + minute_of_day(self.afternoon_close) - minute_of_day(self.afternoon_open)


def _bad(given: str) -> UserFacingError:
    return UserFacingError(
        f"Giờ làm việc không hợp lệ ({given}): vui lòng nhập bốn mốc tăng dần, ví dụ 07:30, 11:30, 13:30, 17:00.",
        field="office_hours",
    )
