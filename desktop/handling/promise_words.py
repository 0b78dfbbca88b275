"""What a dossier page says of the promise: the date, how it moved, how much time is left (hạn trả kết quả). Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop.deadlines import Clock, earliest_new_due
from desktop.dossiers.dossier import Dossier
from desktop.handling.lateness import late_dossier
from desktop.procedures.plan import PlannedStep
from desktop.terms import ENDED, Status


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """The promise in force, ready to show; `title` names what `date` is the date of. `late` colours `remaining`."""

    title: str
    date: str
    time: str
    provisional: bool
    moves: tuple[str, ...]
    remaining: str
    late: bool


def promise_words(dossier: Dossier, clock: Clock, now: datetime) -> PromiseWords | None:
    """Return what to say of the promise, or None where none was ever made."""
    promise = dossier.promise
    if promise is None:
        return None
    return PromiseWords(
        title="Hạn trả kết quả",
        date=f"{promise.due:%d/%m/%Y}",
        time="" if promise.whole_day else f"{promise.due:%H:%M}",
        provisional=promise.provisional and dossier.status not in ENDED,
        moves=_moves(dossier),
        remaining=_remaining(dossier, clock, now),
        late=dossier.status not in ENDED and late_dossier(dossier, now),
    )


def _moves(dossier: Dossier) -> tuple[str, ...]:
    """Return the first promise and every reason it moved, oldest first; nothing when it stands as first made."""
    first, *later = dossier.promises
    if not later:
        return ()
    steps = (f"{moved.since:%d/%m}: {_why(moved.reason)} → {moved.due:%d/%m/%Y}" for moved in later)
    return (f"Hẹn lần đầu {first.due:%d/%m/%Y}", *steps)


def _why(reason: str) -> str:
    return reason[:1].lower() + reason[1:]


def _remaining(dossier: Dossier, clock: Clock, now: datetime) -> str:
    promise = dossier.promise
    if promise is None:
        return ""
    if dossier.status is Status.RETURNED:
        return f"Đã trả {dossier.ended_at:%H:%M %d/%m/%Y}" if dossier.ended_at else "Đã trả kết quả"
    if dossier.ended_at is not None:
        return f"Kết thúc {dossier.ended_at:%H:%M %d/%m/%Y}"
    if dossier.status is Status.RESULT_READY and dossier.ready_at:
        return f"Có kết quả từ {dossier.ready_at:%H:%M %d/%m/%Y}"
    pause = dossier.open_pause
    minutes = clock.minutes_between(pause.start if pause else now, promise.due)
    words = clock.remaining_words(minutes, promise.due)
    said = words[:1].upper() + words[1:]
    return f"{said} khi hết dừng" if pause else f"{said} làm việc"


def suggested_new_due(dossier: Dossier, clock: Clock, now: datetime) -> date | None:
    """Return the day to propose for a new promise: when the steps left could end; None where nobody can say."""
    if dossier.promise is None:
        return None
    terms = [step.limit.term() for step in _left(dossier) if step.limit is not None]
    return earliest_new_due(clock, now, dossier.promise.due, terms)


def _left(dossier: Dossier) -> list[PlannedStep]:
    step = dossier.step
    ids = [planned.id for planned in dossier.plan.steps]
    later = dossier.plan.steps[ids.index(step.step_id) :] if step and step.step_id in ids else ()
    return [planned for planned in later if planned.counts and not planned.optional]
