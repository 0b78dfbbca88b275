"""What a decision needs to know besides the dossier: who, where, when, and the numbers that come next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop.deadlines import Clock, TermNotCountable
from desktop.dossiers.bodies import Imprint, OfficeRef
from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.procedures.plan import Plan, PlannedStep
from desktop.terms import Role


class NotAllowedNow(UserFacingError):
    """The action does not fit the dossier's state; nothing is stored."""


class WrongMoment(UserFacingError):
    """The time it is said to have happened cannot be."""


@dataclass(frozen=True, slots=True)
class Context:
    """Circumstances of one act. `at` (when it happened) and `now` are local wall-clock, `at` in whole minutes.

    `next_number` gives the next number of a series and is asked inside the transaction that stores the entry.
    """

    clock: Clock
    now: datetime
    at: datetime
    office: OfficeRef
    officer: str
    role: Role
    imprint: Imprint
    next_number: Callable[[str], int]
    offices: Mapping[str, str] = field(default_factory=dict)
    """Names of the offices we know, by code."""


def check_moment(context: Context, dossier: Dossier | None) -> None:
    """Refuse a time in the future, or before the entry it would follow.

    Raises:
        WrongMoment: either of them.
    """
    if context.at > context.now:
        raise WrongMoment(
            f"Thời điểm {moment_words(context.at)} còn ở tương lai (bây giờ là {moment_words(context.now)}). "
            "Hãy nhập lúc việc đã thực sự xảy ra, hoặc xem lại đồng hồ máy tính.",
            field="occurred_at",
        )
    if dossier is not None and context.at < dossier.last_act_at:
        raise WrongMoment(
            f"Thời điểm {moment_words(context.at)} trước việc gần nhất đã ghi của hồ sơ "
            f"({moment_words(dossier.last_act_at)}). Hãy nhập từ lúc đó trở đi.",
            field="occurred_at",
        )


def require_office_time(clock: Clock, due: datetime, field_name: str) -> None:
    """Refuse a due time nobody could keep: on a day off, or outside that day's office hours.

    Raises:
        NotAllowedNow: either of them; the next working day is named.
    """
    day = due.date()
    if not clock.is_working(day):
        raise NotAllowedNow(
            f"Ngày {day:%d/%m/%Y} là ngày nghỉ ({clock.reason_off(day)}). "
            f"Hãy hẹn vào ngày làm việc, gần nhất là {clock.next_working_day(day):%d/%m/%Y}.",
            field=field_name,
        )
    hours = clock.hours_on(day)
    if due.tzinfo is not None or not hours.morning_open <= due.time() <= hours.afternoon_close:
        raise NotAllowedNow("Giờ hẹn trả phải trong giờ làm việc. Hãy chọn giờ khác.", field=field_name)


def moment_words(moment: datetime) -> str:
    """Return a time as officers write it: "09:42 ngày 23/11/2026"."""
    return f"{moment:%H:%M} ngày {moment:%d/%m/%Y}"


def require_text(text: str, field_name: str, what: str) -> str:
    """Return the text without blanks around it.

    Raises:
        NotAllowedNow: nothing was written; `what` names it in Vietnamese.
    """
    stripped = text.strip()
    if not stripped:
        raise NotAllowedNow(f"Chưa ghi {what}. Hãy ghi {what} rồi làm lại.", field=field_name)
    return stripped


def step_due(clock: Clock, start: datetime, step: PlannedStep | None) -> datetime | None:
    """Return when a step that starts now should end; None where the procedure gives it no countable time."""
    if step is None or step.limit is None:
        return None
    try:
        due = clock.due(start, step.limit.term())
    except TermNotCountable:
        return None
    return due.at if due else None


def following_step(plan: Plan, step_id: str) -> PlannedStep | None:
    """Return the step that comes next by itself: optional ones and clock stops are entered on purpose only."""
    ids = [step.id for step in plan.steps]
    later = plan.steps[ids.index(step_id) + 1 :] if step_id in ids else ()
    return next((step for step in later if not step.optional and not step.stops_clock), None)


def slip_reference(office: OfficeRef, symbol: str, year: int, number: int) -> str:
    """Return what finds a slip again while the dossier has no code: "H14.12.3-HDHS-26-0007"."""
    return f"{office.code}-{symbol}-{year % 100:02}-{number:04}"
