"""The clock stands still and goes on: obligations, and pauses the procedure knows (dừng và tiếp tục tính hạn)."""

from dataclasses import dataclass
from datetime import datetime

from desktop.deadlines import Clock, PauseMode, TermNotCountable, Unit
from desktop.deadlines import Pause as ClockPause
from desktop.dossiers import bodies
from desktop.dossiers.bodies import PlannedDue
from desktop.dossiers.dossier import Dossier, StepRun
from desktop.handling import commands
from desktop.handling.context import Context, NotAllowedNow, require_text, step_due
from desktop.handling.rules.recorded import Recorded
from desktop.procedures.plan import PlannedStep
from desktop.terms import EntryKind


def ask_obligation(dossier: Dossier, command: commands.AskObligation, context: Context) -> list[Recorded]:
    """The citizen has to pay: the clock stops until the receipt of payment is here."""
    if command.amount_vnd is not None and command.amount_vnd <= 0:
        raise NotAllowedNow("Số tiền phải lớn hơn 0 đồng. Hãy nhập lại hoặc để trống.", field="amount_vnd")
    return [Recorded(EntryKind.OBLIGATION_ASKED, bodies.ObligationAsked(command.notice_no.strip(), command.amount_vnd))]


def obligation_met(dossier: Dossier, _: commands.ObligationMet, context: Context) -> list[Recorded]:
    """The citizen has paid: the clock goes on, the promise moves by the time waited."""
    moved = moved_by_wait(dossier, context)
    body = bodies.ObligationMet(moved.due, moved.provisional, moved.step_due, moved.together)
    return [Recorded(EntryKind.OBLIGATION_MET, body)]


def pause(dossier: Dossier, command: commands.PauseClock, context: Context) -> list[Recorded]:
    """Stop the clock for a step that does, named or the only one; the step's own limit is how long to wait."""
    reason = require_text(command.reason, "reason", "lý do tạm dừng")
    stopping = [step for step in dossier.plan.steps if step.stops_clock]
    if command.step is not None and command.step not in {step.id for step in stopping}:
        known = ", ".join(f"{step.id} ({step.title})" for step in stopping)
        raise NotAllowedNow(f"Bước “{command.step}” không dừng tính hạn. Các bước được dừng: {known}.", field="step")
    step = next((step for step in stopping if command.step in {None, step.id}), None)
    return [stop_clock_for(step, context, reason)]


def stop_clock_for(step: PlannedStep | None, context: Context, reason: str = "") -> Recorded:
    """Return the entry that stops the clock while a step lasts that does not count."""
    until = step_due(context.clock, context.at, step)
    why = reason or (step.title if step else "")
    return Recorded(EntryKind.PAUSED, bodies.Paused(why, step.id if step else None, until))


def resume(dossier: Dossier, command: commands.ResumeClock, context: Context) -> list[Recorded]:
    """The clock goes on; the promise moves by the time waited."""
    moved = moved_by_wait(dossier, context)
    body = bodies.Resumed(moved.due, moved.provisional, moved.step_due, command.reason.strip(), moved.together)
    return [Recorded(EntryKind.RESUMED, body)]


@dataclass(frozen=True, slots=True)
class Moved:
    """Promise and step by the clock that goes on again."""

    due: datetime
    provisional: bool
    step_due: datetime | None
    together: tuple[PlannedDue, ...]


def moved_by_wait(dossier: Dossier, context: Context) -> Moved:
    """Return promise and step due as the wait leaves them, by the dossier's own way of counting (`PauseMode`).

    Raises:
        NotAllowedNow: the clock does not stand still.
    """
    stopped, promise = dossier.open_pause, dossier.promise
    if stopped is None or promise is None:
        raise NotAllowedNow("Hồ sơ không ở trạng thái dừng tính hạn.")
    clock, span = context.clock, ClockPause(stopped.start, context.at)
    due = _counted_anew(dossier, clock, span)
    if due is None:
        due = clock.shift(promise.due, span, whole_day=promise.whole_day, unit=_counted_in(dossier))
    current = dossier.step
    return Moved(
        due=due,
        provisional=clock.is_provisional(dossier.received_at or context.at, due),
        step_due=_step_moved(dossier, current, context, span) if current else None,
        together=tuple(
            PlannedDue(run.step_id, _step_moved(dossier, run, context, span))
            for run in dossier.open_steps
            if run is not current
        ),
    )


def _step_moved(dossier: Dossier, run: StepRun, context: Context, span: ClockPause) -> datetime | None:
    """Return when a step is due behind the wait; the part of a wait before the step began does not concern it."""
    if run.due is not None and context.clock.conventions.pause_mode is not PauseMode.RESTART:
        return context.clock.shift(run.due, ClockPause(max(span.start, run.started or span.start), span.end))
    return step_due(context.clock, context.at, dossier.planned_step(run.step_id)) if run.due else None


def _counted_anew(dossier: Dossier, clock: Clock, last: ClockPause) -> datetime | None:
    """Return the promise counted from the receipt through every pause, where it is the procedure's own and countable.

    A date an officer gave, or promised with an apology, is moved by the wait instead: see `Clock.shift`.
    """
    if dossier.due_by_officer or dossier.extensions or dossier.plan.total is None or dossier.received_at is None:
        return None
    earlier = [ClockPause(pause.start, pause.end) for pause in dossier.pauses if pause.end is not None]
    try:
        counted = clock.due(dossier.received_at, dossier.plan.total.term(), [*earlier, last])
    except TermNotCountable:
        return None
    return counted.at if counted else None


def _counted_in(dossier: Dossier) -> Unit:
    """Return whether a wait moves the promise by calendar days or by working sessions."""
    total = dossier.plan.total
    calendar = total is not None and total.unit == Unit.CALENDAR_DAY and not dossier.due_by_officer
    return Unit.CALENDAR_DAY if calendar else Unit.WORKING_DAY
