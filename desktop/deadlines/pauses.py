"""Times at which the clock stands still: waiting for papers or a payment (tạm dừng tính thời hạn)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Pause:
    """One stop of the clock, naive local times; `end` is None while it lasts."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise UserFacingError(
                f"Lần tạm dừng từ {self.start:%H:%M %d/%m/%Y} kết thúc trước khi bắt đầu: vui lòng kiểm tra lại.",
                field="pauses",
            )


def merged(pauses: Sequence[Pause], received_at: datetime) -> list[Pause]:
    """Return the pauses in order of time, overlapping ones as one, none before the receipt."""
    result: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if pause.end is not None and pause.end <= received_at:
            continue
        last = result[-1] if result else None
        if last is None or (last.end is not None and last.end < pause.start):
            result.append(Pause(max(pause.start, received_at), pause.end))
        elif last.end is not None and (pause.end is None or pause.end > last.end):
            result[-1] = Pause(last.start, pause.end)
    return result
