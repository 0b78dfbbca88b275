"""Steps: finished, sent back, assigned, explained; and notes (bước giải quyết)."""

from desktop.dossiers import bodies
from desktop.dossiers.bodies import PlannedDue
from desktop.dossiers.dossier import Dossier, StepRun
from desktop.handling import commands
from desktop.handling.context import (
    Context,
    NotAllowedNow,
    beside,
    following_step,
    foreseen_steps,
    require_text,
    step_due,
)
from desktop.handling.rules.recorded import Recorded
from desktop.handling.rules.waiting import stop_clock_for
from desktop.procedures.plan import COMMUNE_BRANCH, PlannedStep
from desktop.terms import EntryKind


def finish(dossier: Dossier, command: commands.FinishStep, context: Context) -> list[Recorded]:
    """Finish a step; the next one starts at once, waits for another office, or stops the clock.

    While other steps of its group still run, nothing follows yet: the last of them lets the next one begin.
    """
    run = running_step(dossier, command.step)
    others = [other for other in _of_same_group(dossier, run) if other is not run]
    if others and command.next is not None:
        running = ", ".join(f"“{other.title}”" for other in others)
        raise NotAllowedNow(
            f"Còn bước song song đang thực hiện: {running}. Hãy chọn bước tiếp theo khi ghi xong bước cuối cùng.",
            field="next",
        )
    if others:
        return [Recorded(EntryKind.STEP_FINISHED, bodies.StepFinished(run.step_id, command.outcome.strip()))]
    step = _next_step(dossier, run, command)
    stops = step is not None and step.stops_clock
    awaits = step is not None and _elsewhere(dossier, run, step)
    body = bodies.StepFinished(
        step_id=run.step_id,
        outcome=command.outcome.strip(),
        next_step=step.id if step else None,
        next_due=None if stops or awaits else step_due(context.clock, context.at, step),
        unforeseen_reason=_unforeseen(dossier, run, step, command),
        together=tuple(
            PlannedDue(other.id, step_due(context.clock, context.at, other)) for other in beside(dossier.plan, step)
        ),
        awaits=awaits,
    )
    done = Recorded(EntryKind.STEP_FINISHED, body)
    return [done, stop_clock_for(step, context)] if step and stops else [done]


def _next_step(dossier: Dossier, run: StepRun, command: commands.FinishStep) -> PlannedStep | None:
    if command.next is None:
        return following_step(dossier.plan, run.step_id)
    return planned_step(dossier, command.next, "next")


def _unforeseen(dossier: Dossier, run: StepRun, step: PlannedStep | None, command: commands.FinishStep) -> str:
    """Return why the dossier goes a way the published procedure does not know; nothing where it does.

    Raises:
        NotAllowedNow: it does not know it and no reason was given.
    """
    if step is None or step.id in foreseen_steps(dossier.plan, run.step_id):
        return ""
    return require_text(
        command.reason, "reason", f"lý do chuyển sang “{step.title}”, vì quy trình công bố không có đường này"
    )


def _elsewhere(dossier: Dossier, run: StepRun, step: PlannedStep) -> bool:
    """Whether one of the two steps is the commune's and the other is not, so that the other starts over there."""
    before = dossier.planned_step(run.step_id)
    return before is not None and (before.branch == COMMUNE_BRANCH) is not (step.branch == COMMUNE_BRANCH)


def _of_same_group(dossier: Dossier, run: StepRun) -> list[StepRun]:
    """Return the runs still open that run at the same time as this one, itself among them."""
    step = dossier.planned_step(run.step_id)
    group = {run.step_id} | {other.id for other in beside(dossier.plan, step)}
    return [other for other in dossier.open_steps if other.step_id in group]


def running_step(dossier: Dossier, step_id: str | None = None) -> StepRun:
    """Return the run that goes on: the current one, or the one of this step.

    Raises:
        NotAllowedNow: none does, or the dossier is still on its way to it.
    """
    runs = [run for run in dossier.open_steps if step_id in {None, run.step_id}]
    if not runs:
        if step_id is not None:
            open_now = ", ".join(f"“{run.title}” ({run.step_id})" for run in dossier.open_steps) or "không có"
            raise NotAllowedNow(f"Bước “{step_id}” không đang thực hiện. Đang thực hiện: {open_now}.", field="step")
        raise NotAllowedNow("Hồ sơ không có bước nào đang thực hiện. Hãy ghi “Có kết quả” khi đã giải quyết xong.")
    if runs[-1].started is None:
        raise NotAllowedNow(
            f"Bước “{runs[-1].title}” chưa bắt đầu vì hồ sơ còn phải bàn giao. Hãy ghi bàn giao và nhận bàn giao trước."
        )
    return runs[-1]


def planned_step(dossier: Dossier, step_id: str, field_name: str) -> PlannedStep:
    """Return a step of the dossier's procedure.

    Raises:
        NotAllowedNow: it has no such step.
    """
    step = dossier.planned_step(step_id)
    if step is None:
        known = ", ".join(step.id for step in dossier.plan.steps)
        raise NotAllowedNow(
            f"Quy trình của hồ sơ không có bước “{step_id}”. Hãy chọn một trong các bước: {known}.", field=field_name
        )
    return step


def send_back(dossier: Dossier, command: commands.ReturnStep, context: Context) -> list[Recorded]:
    """Send the dossier back: the earlier step gets its published time again, and what was late stays late.

    A step of another office begins again when that office has taken the paper over.
    """
    run = running_step(dossier)
    reason = require_text(command.reason, "reason", "lý do chuyển trả")
    here = dossier.planned_step(run.step_id)
    target = command.to or (here.returns_to if here else None) or _step_before(dossier)
    step = planned_step(dossier, target or "", "to")
    if not any(done.step_id == step.id and done.finished for done in dossier.steps):
        raise NotAllowedNow(
            f"Bước “{step.title}” chưa từng thực hiện nên không thể chuyển trả về đó. Hãy chọn một bước đã xong.",
            field="to",
        )
    awaits = _elsewhere(dossier, run, step)
    due = None if awaits else step_due(context.clock, context.at, step)
    group = {step.id} | {other.id for other in beside(dossier.plan, step)}
    ends = tuple(other.step_id for other in dossier.open_steps if other is not run and other.step_id not in group)
    body = bodies.StepReturned(run.step_id, step.id, due, reason, awaits, ends)
    return [Recorded(EntryKind.STEP_RETURNED, body)]


def _step_before(dossier: Dossier) -> str | None:
    return next((run.step_id for run in reversed(dossier.steps) if run.finished is not None), None)


def assign(dossier: Dossier, command: commands.Assign, context: Context) -> list[Recorded]:
    """Give the current step to somebody."""
    holder = require_text(command.holder, "holder", "người được phân công")
    return [Recorded(EntryKind.ASSIGNED, bodies.Assigned(holder, command.note.strip()))]


def explain(dossier: Dossier, command: commands.Explain, context: Context) -> list[Recorded]:
    """Say why a step, or the whole dossier, was late; said again, the later words count."""
    cause = context.rules.cause(command.cause)
    if cause is None:
        known = "; ".join(f"{cause.id} ({cause.words})" for cause in context.rules.late_causes)
        raise NotAllowedNow(
            f"Không có nguyên nhân “{command.cause}” trong danh sách. Hãy chọn một trong: {known}.", field="cause"
        )
    run = _last_run(dossier, command.step) if command.step else -1
    return [Recorded(EntryKind.EXPLAINED, bodies.Explained(run, cause.id, cause.words, command.text.strip()))]


def _last_run(dossier: Dossier, step_id: str) -> int:
    places = [place for place, run in enumerate(dossier.steps) if run.step_id == step_id]
    if not places:
        raise NotAllowedNow(
            f"Hồ sơ chưa từng qua bước “{step_id}”. Hãy xem lại mã bước trong tiến trình hồ sơ.", field="step"
        )
    return places[-1]


def note(dossier: Dossier, command: commands.Note, context: Context) -> list[Recorded]:
    """Write something down."""
    return [Recorded(EntryKind.NOTED, bodies.Noted(require_text(command.text, "text", "nội dung ghi chú")))]
