"""What a receipt promises, counted from procedure and time of receipt (hẹn trả kết quả). Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from desktop.deadlines import Clock, Due, Pause, TermNotCountable, is_behind
from desktop.dossiers.bodies import PlannedDue
from desktop.errors import UserFacingError
from desktop.handling.context import NotAllowedNow, moment_words, require_office_time, step_due
from desktop.procedures.plan import Plan, PlannedStep, term_of


class DueNeeded(UserFacingError):
    """No due time can be computed: the officer has to give one.

    `reason` says why; `candidates` are named ways of counting, which the message lists after it.
    """

    def __init__(self, reason: str, candidates: tuple[tuple[str, Due], ...]) -> None:
        choices = "; ".join(f"{label}: {moment_words(candidate.at)}" for label, candidate in candidates)
        super().__init__(f"{reason} Có thể chọn: {choices}." if choices else reason, field="due")
        self.reason = reason
        self.candidates = candidates


def clock_of(chosen: Plan, clock: Clock) -> Clock:
    """Return the office's clock, counting as this procedure says where it says so itself."""
    return clock.under({**clock.conventions.deviations, **chosen.conventions})


def promise(chosen: Plan, clock: Clock, received_at: datetime, pauses: Sequence[Pause] = ()) -> Due:
    """Return when the result is due for a dossier received at this time; pauses have all ended.

    Raises:
        DueNeeded: the published limit does not say enough to compute it.
    """
    term = term_of(chosen.total)
    if term is None:
        raise DueNeeded(
            f"Thủ tục “{chosen.name}” không ghi thời hạn tính được. Hãy nhập ngày hẹn trả theo quyết định công bố.",
            (),
        )
    try:
        due = clock.due(received_at, term, pauses)
    except TermNotCountable as error:
        raise DueNeeded(error.message, tuple(clock.candidates(received_at, term))) from error
    if due is None:
        raise AssertionError("a limit without an open pause has a due time")
    return due


def given_due(due: datetime, clock: Clock, received_at: datetime) -> Due:
    """Return the officer's own due time as the clock sees it.

    Raises:
        NotAllowedNow: not after the receipt, or on a day off.
    """
    if due.tzinfo is not None or not is_behind(due, received_at):
        raise NotAllowedNow(
            f"Ngày hẹn trả phải sau lúc tiếp nhận ({moment_words(received_at)}). Hãy chọn ngày khác.", field="due"
        )
    require_office_time(clock, due, "due")
    return Due(at=due, whole_day=False, provisional=clock.is_provisional(received_at, due))


def first_step(chosen: Plan) -> PlannedStep | None:
    """Return the first step an office works on: filing itself, done at the counter, is behind us."""
    steps = [step for step in chosen.steps if not step.optional and not step.stops_clock]
    return next((step for step in steps if step.counts or step.limit), steps[0] if steps else None)


def planned_dues(clock: Clock, received_at: datetime, chosen: Plan) -> tuple[PlannedDue, ...]:
    """Return when each step would end if every step took its full time, as far as the source allows to say.

    Steps that run at the same time begin together; what follows waits for the last of them.
    """
    dues: list[PlannedDue] = []
    start = received_at
    for _, together in groupby(_in_order(chosen), key=lambda step: step.parallel_group or step.id):
        turn = [PlannedDue(step.id, step_due(clock, start, step)) for step in together]
        dues += turn
        start = max((planned.due for planned in turn if planned.due), default=start)
    return tuple(dues)


def _in_order(chosen: Plan) -> Iterator[PlannedStep]:
    """Yield the steps that come by themselves, from the first one an office works on."""
    first = first_step(chosen)
    begun = False
    for step in chosen.steps:
        begun = begun or step is first
        if begun and not step.optional and not step.stops_clock:
            yield step


def notice_due(chosen: Plan, planned: Sequence[PlannedDue]) -> datetime | None:
    """Return when the citizen gets the notice of what to pay: the end of the step before the one that waits for it.

    None for procedures without such a wait, and where the source gives the steps before it no time.
    """
    ids = [step.id for step in chosen.steps]
    stop = next((place for place, step in enumerate(chosen.steps) if step.stops_clock), None)
    if stop is None:
        return None
    before = [one.due for one in planned if one.step_id in ids[:stop]]
    return before[-1] if before else None
