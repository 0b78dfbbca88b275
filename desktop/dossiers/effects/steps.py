"""Steps go on and come back."""

from msgspec.structs import replace

from desktop.dossiers import bodies
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.effects.runs import finish_step, moment_of, start_step, start_steps, with_run
from desktop.dossiers.entry import Entry
from desktop.terms import Status


def assigned(state: Dossier, _: Entry, body: bodies.Assigned) -> Dossier:
    """Somebody has the current step."""
    current = state.step
    if current is not None:
        state = with_run(state, current, replace(current, officer=body.holder))
    return replace(state, holder=body.holder)


def step_finished(state: Dossier, entry: Entry, body: bodies.StepFinished) -> Dossier:
    """One run ends, the next begins, or waits for its office."""
    state = replace(finish_step(state, entry, body.outcome, step_id=body.step_id), status=Status.IN_PROGRESS)
    at = None if body.awaits else moment_of(entry)
    state = start_step(state, body.next_step, at, body.next_due, unforeseen=body.unforeseen_reason)
    return start_steps(state, body.together, at)


def step_returned(state: Dossier, entry: Entry, body: bodies.StepReturned) -> Dossier:
    """The run ends as it stands; the earlier step begins a new one."""
    returned = state
    for step_id in (body.step_id, *body.also_ends):
        returned = finish_step(returned, entry, f"Chuyển trả: {body.reason}", step_id=step_id)
    at = None if body.awaits else moment_of(entry)
    return start_step(replace(returned, status=Status.IN_PROGRESS), body.to_step, at, body.to_due)
