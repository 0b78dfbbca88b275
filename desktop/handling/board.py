"""The countdown board: which running dossier needs a hand first, and what that hand should do (bảng hạn). Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from desktop.deadlines import (
    CalendarMissing,
    Clock,
    Nearness,
    eve,
    explanation_lines,
    just_after,
    midnight,
    nearness,
    next_nearness_change,
)
from desktop.dossiers.dossier import Dossier, Pause
from desktop.handling.actions import ACTIONS, may_record
from desktop.handling.board_row import Badge, BadgeKind, BoardGroup, BoardRow, NextAction
from desktop.handling.lateness import has_early_result, late_dossier, late_step, processed_at, unrecorded_now
from desktop.terms import PauseKind, Role, Status
from desktop.wording import PAUSE, STATUS

GROUPS = tuple(BoardGroup)
"""Groups in the order of the board."""

NO_STEP, HANDING_OUT = "Giải quyết hồ sơ", "Trả kết quả"
"""What is being done where the procedure names no step."""


_WITHOUT_STEP = {Status.RESULT_READY: HANDING_OUT, Status.ARRIVED: STATUS[Status.ARRIVED]}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at the board: the office decides what may be recorded, the role too."""

    office_code: str
    role: Role


def board_rows(dossiers: Iterable[Dossier], clock: Clock, now: datetime, viewer: Viewer) -> list[BoardRow]:
    """Return a row for each running dossier, most urgent first; those whose clock stands still come last."""
    rows = [board_row(dossier, clock, now, viewer) for dossier in dossiers]
    order = {group: place for place, group in enumerate(GROUPS)}

    def urgency(row: BoardRow) -> tuple[int, int, str]:
        return order[row.group], row.remaining_minutes if row.remaining_minutes is not None else 0, row.code

    return sorted(rows, key=urgency)


def board_row(dossier: Dossier, clock: Clock, now: datetime, viewer: Viewer) -> BoardRow:
    """Return the row of one running dossier. It counts down to the nearer of step and dossier due time."""
    step, pause = dossier.step, dossier.open_pause
    due = nearest_due(dossier)
    minutes = None if pause or due is None else clock.minutes_between(now, due)
    dossier_late, step_late = late_dossier(dossier, now), late_step(dossier, now)
    unrecorded = unrecorded_now(dossier, now) is not None
    proposed = not dossier_late and proposes_extension(dossier, clock, now)
    return BoardRow(
        dossier_id=dossier.id,
        code=dossier.reference,
        applicant=dossier.applicant.named,
        procedure=dossier.plan.name,
        step=step.title if step else _WITHOUT_STEP.get(dossier.status, NO_STEP),
        holder=holder_words(dossier),
        unit=_unit(dossier),
        group=group_of(due, pause, clock, now),
        counts_down="dossier" if dossier.due is not None and due == dossier.due else "step",
        due=dossier.due,
        step_due=None if pause or step is None else step.due,
        remaining_minutes=minutes,
        remaining=_remaining(pause, minutes, due, clock),
        due_text=_due_text(dossier, due, pause),
        used=_share_used(dossier, due, clock, now),
        dossier_late=dossier_late,
        step_late=step_late,
        unrecorded=unrecorded,
        badges=_badges(
            dossier, dossier_late=dossier_late, step_late=step_late, unrecorded=unrecorded, proposed=proposed
        ),
        next_actions=_offered(dossier, viewer, dossier_late=dossier_late, proposed=proposed),
        counted_due=due,
        processed=processed_at(dossier) is not None,
    )


def nearest_due(dossier: Dossier) -> datetime | None:
    """Return the next time something is due; with the result ready, handing it out; None while the clock stands."""
    if dossier.waiting:
        return None
    if dossier.status is Status.RESULT_READY:
        return dossier.return_due or dossier.due
    dues = [due for due in (dossier.due, dossier.step.due if dossier.step else None) if due]
    return min(dues, default=None)


def group_of(due: datetime | None, pause: Pause | None, clock: Clock, now: datetime) -> BoardGroup:
    """Return where a due time puts a row."""
    if pause is not None or due is None:
        return BoardGroup.PAUSED if pause is not None else BoardGroup.LATER
    return _GROUP[nearness(clock, now, due)]


_GROUP = {
    Nearness.PAST: BoardGroup.OVERDUE,
    Nearness.TODAY: BoardGroup.TODAY,
    Nearness.NEXT_WORKING_DAY: BoardGroup.TOMORROW,
    Nearness.THIS_WEEK: BoardGroup.WEEK,
    Nearness.LATER: BoardGroup.LATER,
}


def next_board_change(rows: Iterable[BoardRow], clock: Clock, now: datetime) -> datetime | None:
    """Return the next moment at which anything said of these rows changes, so that nobody need look before it.

    The remaining words of their due times, their groups and labels, what "the next working day" is, and whether the
    office is open. While the calendar does not reach far enough for one of these, the others still count; None when
    nothing is known.
    """
    counting = [row for row in rows if row.group is not BoardGroup.PAUSED]
    nearest = {row.counted_due for row in counting if row.counted_due}
    dues = nearest.union(*map(_may_break, counting))
    asked: list[Callable[[], Iterable[datetime | None]]] = [
        lambda: [clock.next_text_change(now, dues)],
        lambda: [next_nearness_change(clock, now, due) for due in nearest],
        lambda: map(just_after, dues),
        lambda: _office_turns(clock, now),
    ]
    return min((turn for ask in asked for turn in _known(ask) if turn > now), default=None)


def _may_break(row: BoardRow) -> list[datetime]:
    """Return the due times a row and its page speak of; a promise that can no longer be broken is not among them."""
    return [due for due in (None if row.processed else row.due, row.step_due) if due]


def _office_turns(clock: Clock, now: datetime) -> list[datetime]:
    """Return when the office opens or closes next, and the midnight before it: from then on "the next working day" is
    another one, "opens again" needs no day, and on an eve the apology is proposed.
    """
    until = clock.office_state(now).until
    return [until, midnight(until.date())]


def _known(ask: Callable[[], Iterable[datetime | None]]) -> list[datetime]:
    try:
        return [turn for turn in ask() if turn]
    except CalendarMissing:
        return []


def holder_words(dossier: Dossier) -> str:
    """Return who has the dossier: on the way, assigned to somebody, or where its step is done."""
    if dossier.in_transit_to is not None:
        return f"đang chuyển đến {dossier.in_transit_to.name}"
    where = dossier.custodian.name if dossier.custodian else ""
    if dossier.holder:
        return f"{_unit(dossier) or where} · {dossier.holder}"
    return (dossier.step.holder if dossier.step else "") or where


def _unit(dossier: Dossier) -> str:
    planned = dossier.planned_step(dossier.step.step_id) if dossier.step else None
    if planned and planned.holder:
        return planned.holder.split(" · ")[0]
    return dossier.custodian.name if dossier.custodian else ""


def _remaining(pause: Pause | None, minutes: int | None, due: datetime | None, clock: Clock) -> str:
    if pause is not None:
        return f"dừng từ {pause.start:%d/%m}"
    return "chưa có hạn" if minutes is None else clock.remaining_words(minutes, due)


def _due_text(dossier: Dossier, due: datetime | None, pause: Pause | None) -> str:
    if pause is not None:
        return pause.reason if pause.kind is PauseKind.OTHER and pause.reason else PAUSE[pause.kind]
    if due is None:
        return "không ghi thời hạn"
    if dossier.status is Status.RESULT_READY:
        return f"trả trước {due:%H:%M} · {due:%d/%m}"
    return f"{'hẹn' if due == dossier.due else 'hẹn bước'} {due:%H:%M} · {due:%d/%m}"


def _share_used(dossier: Dossier, due: datetime | None, clock: Clock, now: datetime) -> float:
    """Return how much of the running term is gone, 0.0 to 1.0; of a stopped clock, how much was gone by then."""
    pause = dossier.open_pause
    end = due or (dossier.promise.due if dossier.promise else None)
    start = _term_start(dossier, due)
    if end is None or start is None:
        return 0.0
    whole = clock.minutes_between(start, end)
    gone = clock.minutes_between(start, pause.start if pause else now)
    return 1.0 if whole <= 0 else min(max(gone / whole, 0.0), 1.0)


def _term_start(dossier: Dossier, due: datetime | None) -> datetime | None:
    step = dossier.step
    if step is not None and due is not None and due == step.due:
        return step.started
    return dossier.received_at


def _badges(
    dossier: Dossier, *, dossier_late: bool, step_late: bool, unrecorded: bool, proposed: bool
) -> tuple[Badge, ...]:
    promise = dossier.promise
    checks = (
        (dossier_late, Badge(BadgeKind.OVERDUE, "quá hạn trả")),
        (step_late and not dossier_late, Badge(BadgeKind.STEP_LATE, "chậm tiến độ")),
        (unrecorded, Badge(BadgeKind.UNRECORDED, "chưa ghi")),
        (dossier.in_transit_to is not None, Badge(BadgeKind.IN_TRANSIT, "đang bàn giao")),
        (has_early_result(dossier), Badge(BadgeKind.EARLY_RESULT, "có kết quả sớm")),
        (proposed, Badge(BadgeKind.PROPOSE_EXTENSION, "nên xin gia hạn hôm nay")),
        (promise is not None and promise.provisional and not dossier.waiting, Badge(BadgeKind.PROVISIONAL, "dự kiến")),
    )
    return tuple(badge for applies, badge in checks if applies)


def proposes_extension(dossier: Dossier, clock: Clock, now: datetime) -> bool:
    """Whether the apology should go out today: the eve of the due day has come, steps are still open.

    A limit of a day or two leaves no eve to speak of: there nothing is proposed.
    """
    due = dossier.due
    if due is None or processed_at(dossier) or dossier.extensions or late_dossier(dossier, now):
        return False
    day = eve(clock, due)
    had_time = dossier.received_at is not None and dossier.received_at.date() < day
    return had_time and now.date() >= day and _steps_left(dossier) > 1


def _steps_left(dossier: Dossier) -> int:
    step = dossier.step
    if step is None:
        return 1
    ids = [planned.id for planned in dossier.plan.steps]
    later = dossier.plan.steps[ids.index(step.step_id) :] if step.step_id in ids else ()
    return sum(planned.counts and not planned.optional for planned in later)


def next_actions(dossier: Dossier, clock: Clock, now: datetime, viewer: Viewer) -> tuple[NextAction, ...]:
    """Return the action to offer in the row: the likeliest next one that is allowed here."""
    proposed = proposes_extension(dossier, clock, now)
    return _offered(dossier, viewer, dossier_late=late_dossier(dossier, now), proposed=proposed)


def _offered(dossier: Dossier, viewer: Viewer, *, dossier_late: bool, proposed: bool) -> tuple[NextAction, ...]:
    for name, label in _likely(dossier, viewer, dossier_late=dossier_late, proposed=proposed):
        if may_record(dossier, ACTIONS[name], viewer.office_code, viewer.role):
            return (NextAction(name, label),)
    return ()


def _likely(dossier: Dossier, viewer: Viewer, *, dossier_late: bool, proposed: bool) -> Iterator[tuple[str, str]]:
    """Yield what may come next, the likeliest first; asked one by one, because mostly the first is allowed."""
    if dossier_late and not dossier.waiting and not dossier.extensions:
        yield ("extend", "Phiếu xin lỗi")
    if proposed:
        yield ("extend", "Gia hạn…")
    if dossier.in_transit_to is not None and dossier.in_transit_to.code == viewer.office_code:
        yield ("take-over", "Nhận bàn giao")  # the sender may take it back, but is not invited to
    if dossier.status is Status.RESULT_READY:  # one that nobody recorded may be handed out too, but is not proposed
        yield ("return-result", "Trả kết quả")
    yield from (("receive-supplement", "Đã nhận bổ sung"), ("obligation-met", "Đã nộp thuế"), ("resume", "Tiếp tục"))
    if _leaves_here(dossier):
        yield ("hand-over", "Ghi đã chuyển")
    if dossier.step is None or _steps_left(dossier) <= 1:
        yield ("result-ready", "Ghi có kết quả")
    yield ("finish-step", "Ghi xong bước")


def _leaves_here(dossier: Dossier) -> bool:
    """Whether the paper is to be carried on: the commune's last step ends with that, or the next one waits for it."""
    step = dossier.step
    if step is not None and step.started is None:
        return True
    planned = dossier.planned_step(step.step_id) if step else None
    if planned is None or planned.branch is None:
        return False
    ids = [other.id for other in dossier.plan.steps if other.branch == planned.branch]
    return planned.id == ids[-1]


def promise_explained(dossier: Dossier, clock: Clock) -> str:
    """Return how the promise came about, in lines for a tool-tip: days counted, days off, earlier promises."""
    promise = dossier.promise
    if promise is None or dossier.received_at is None:
        return ""
    why = clock.explain(dossier.received_at, promise.due)
    provisional = " (dự kiến)" if promise.provisional else ""
    lines = [
        f"Nhận {dossier.received_at:%H:%M %d/%m/%Y} · hẹn {promise.due:%H:%M %d/%m/%Y}{provisional}",
        *explanation_lines(why, dossier.received_at.date()),
    ]
    lines += [
        f"Hẹn trước đó {earlier.due:%H:%M %d/%m/%Y}: {later.reason}" for earlier, later in pairwise(dossier.promises)
    ]
    return "\n".join(lines)
