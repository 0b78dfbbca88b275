"""Runs through steps: begun, finished, moved; shared by all effects."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from desktop.deadlines import to_local
from desktop.dossiers import bodies
from desktop.dossiers.bodies import OfficeRef
from desktop.dossiers.dossier import Dossier, StepRun
from desktop.dossiers.entry import Entry
from desktop.terms import Status


def moment_of(entry: Entry) -> datetime:
    """Return when it happened, local wall-clock."""
    return to_local(entry.occurred_at)


def start_steps(state: Dossier, turn: Iterable[bodies.PlannedDue], at: datetime | None) -> Dossier:
    """Begin several steps at the same time."""
    for planned in turn:
        state = start_step(state, planned.step_id, at, planned.due)
    return state


def start_step(
    state: Dossier,
    step_id: str | None,
    at: datetime | None,
    due: datetime | None,
    *,
    office: OfficeRef | None = None,
    unforeseen: str = "",
) -> Dossier:
    """Begin a run of this step; a step the plan does not know begins nothing."""
    step = state.planned_step(step_id) if step_id else None
    if step is None:
        return replace(state, holder="")
    where = office or state.custodian or state.office
    run = StepRun(step.id, step.title, step.holder, where.code, at, due, unforeseen=unforeseen)
    return replace(state, steps=(*state.steps, run), holder="")


def finish_step(state: Dossier, entry: Entry, outcome: str = "", *, step_id: str | None = None) -> Dossier:
    """Close the run of this step, or the current one."""
    current = next((run for run in reversed(state.open_steps) if step_id in {None, run.step_id}), None)
    if current is None:
        return state
    done = replace(
        current,
        finished=moment_of(entry),
        recorded=to_local(entry.recorded_at),
        outcome=outcome,
        officer=entry.officer_id,
        late_reason=_late_reason(entry),
    )
    return with_run(state, current, done)


def with_run(state: Dossier, before: StepRun, after: StepRun) -> Dossier:
    """Return the state with one run put in the place of another."""
    return replace(state, steps=tuple(after if run is before else run for run in state.steps))


def _late_reason(entry: Entry) -> str:
    return str(entry.body_as_dict().get("late_reason", ""))


def replace_step_due(state: Dossier, due: datetime | None) -> Dossier:
    """Move the due time of the current step, if there is one."""
    current = state.step
    return state if current is None or due is None else with_run(state, current, replace(current, due=due))


def with_dues(state: Dossier, steps: Iterable[bodies.PlannedDue]) -> Dossier:
    """Give steps that run other due times."""
    for planned in steps:
        run = next((run for run in state.open_steps if run.step_id == planned.step_id), None)
        state = with_run(state, run, replace(run, due=planned.due)) if run else state
    return state


def ended(state: Dossier, entry: Entry, status: Status, reason: str) -> Dossier:
    """Close what is open: runs, pauses, the dossier itself."""
    for run in state.open_steps:
        state = finish_step(state, entry, reason, step_id=run.step_id)
    pauses = tuple(replace(pause, end=pause.end or moment_of(entry)) for pause in state.pauses)
    return replace(state, status=status, reason=reason, ended_at=moment_of(entry), pauses=pauses)
