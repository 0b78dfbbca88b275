"""What a decision needs to know besides the dossier: who, where, when, and the numbers that come next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desktop.deadlines import Clock, TermNotCountable
from desktop.dossiers.bodies import Imprint, OfficeRef
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.errors import UserFacingError
from desktop.handling.desk_rules import DeskRules, shipped_rules
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
    rules: DeskRules = field(default_factory=shipped_rules)
    heads: Mapping[str, str] = field(default_factory=dict)
    """Full names of those who sign for a unit, by the unit's name; "" is the office itself."""
    list_no: int | None = None
    """Number of the hand-over list that several dossiers share; None: this one starts a list."""
    history: Callable[[], Sequence[Entry]] = tuple
    """The dossier's entries, read only by what corrects or settles them."""
    plan_of: Callable[[str, Sequence[str] | None], Plan] | None = None
    """Freezes a procedure of the catalogue for this office, for a dossier taken in under the wrong one."""
    find: Callable[[str], Dossier | None] = lambda _: None
    """Another dossier by its code, for merging."""


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


def late_reason(context: Context, given: str, own_reason: str = "") -> str:
    """Return why something is written down long after it happened; nothing where it is written down soon.

    `given` is the reason given for that; a reason the act itself asks for stands in for it.

    Raises:
        WrongMoment: more working time than the desk's rules allow has passed and no reason was given.
    """
    lag = context.clock.minutes_between(context.at, context.now)
    if lag <= context.rules.record_tolerance_minutes:
        return given.strip()
    reason = given.strip() or own_reason.strip()
    if not reason:
        raise WrongMoment(
            f"Việc xảy ra lúc {moment_words(context.at)}, đã quá {hours_words(context.rules.record_tolerance_minutes)} "
            "làm việc mới ghi. Hãy ghi lý do ghi muộn (late_reason) rồi làm lại.",
            field="late_reason",
        )
    return reason


def hours_words(minutes: int) -> str:
    """Return working minutes as "4 giờ" or "90 phút"."""
    return f"{minutes // 60} giờ" if minutes % 60 == 0 else f"{minutes} phút"


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


def local_minute(text: str) -> datetime:
    """Return a local wall-clock time, in whole minutes, from ISO text.

    Raises:
        ValueError: no such time, or one with an offset: people write the time on the office's wall.
    """
    moment = datetime.fromisoformat(text).replace(second=0, microsecond=0)
    if moment.tzinfo is not None:
        raise ValueError(text)
    return moment


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
        raise NotAllowedNow(f"Chưa ghi {what}. Hãy ghi rồi làm lại.", field=field_name)
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
    """Return the step that comes next by itself: optional ones and clock stops are entered on purpose only.

    Behind a step of a group that runs at the same time comes what follows the whole group.
    """
    later = _later(plan, step_id)
    group = next((step.parallel_group for step in plan.steps if step.id == step_id), None)
    return next(
        (step for step in later if _comes_by_itself(step) and (not group or step.parallel_group != group)), None
    )


def foreseen_steps(plan: Plan, step_id: str) -> tuple[str, ...]:
    """Return the ids the published procedure lets follow: the next one, and those entered on purpose before it."""
    ids: list[str] = []
    for step in _later(plan, step_id):
        ids.append(step.id)
        if _comes_by_itself(step):
            break
    return tuple(ids)


def _later(plan: Plan, step_id: str) -> Sequence[PlannedStep]:
    ids = [step.id for step in plan.steps]
    return plan.steps[ids.index(step_id) + 1 :] if step_id in ids else ()


def _comes_by_itself(step: PlannedStep) -> bool:
    return not step.optional and not step.stops_clock


def beside(plan: Plan, step: PlannedStep | None) -> tuple[PlannedStep, ...]:
    """Return the steps that start together with this one, without itself (các bước song song)."""
    if step is None or step.parallel_group is None:
        return ()
    return tuple(other for other in plan.steps if other.parallel_group == step.parallel_group and other is not step)


def slip_reference(office: OfficeRef, symbol: str, year: int, number: int) -> str:
    """Return what finds a slip again while the dossier has no code: "H14.12.3-HDHS-26-0007"."""
    return f"{office.code}-{symbol}-{year % 100:02}-{number:04}"
