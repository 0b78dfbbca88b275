"""What is set right from now on; `evolve.amended` has already changed later entries."""

from typing import Any

import msgspec
from msgspec.structs import replace

from desktop.dossiers import bodies
from desktop.dossiers.dossier import Dossier, Promise
from desktop.dossiers.effects.runs import finish_step, moment_of, replace_step_due, start_step, with_dues, with_run
from desktop.dossiers.entry import Entry
from desktop.procedures.plan import Plan
from desktop.terms import ENDED, Form, Status

_PARTICULARS = frozenset(bodies.Applicant.__struct_fields__)


def corrected(state: Dossier, entry: Entry, body: bodies.Corrected) -> Dossier:
    """Apply what a correction changes in the state from now on; `amended` has already changed later entries.

    Changes of another form, as a newer program may make them, are passed over like its fields.
    """
    state = _with_particulars(state, body.changes)
    if body.received_at is not None:
        state = replace(state, received_at=body.received_at)
    if body.plan is not None:
        state = _with_plan(state, entry, body, body.plan)
    elif body.step_due is not None:
        state = replace_step_due(state, body.step_due)
    if body.received_at is not None and len(state.steps) == 1:
        state = with_run(state, state.steps[0], replace(state.steps[0], started=body.received_at))
    state = with_dues(state, body.together)
    if body.promise is not None:
        state = _with_promise(state, entry, body, body.promise)
    receipt = state.issued_paper(Form.RECEIPT)
    if receipt is None or not _shown_on_receipt(body):
        return state
    changed = replace(receipt, changed=f"đính chính: {body.reason}")
    return replace(state, issued=tuple(changed if paper is receipt else paper for paper in state.issued))


def _shown_on_receipt(body: bodies.Corrected) -> bool:
    shown = {"applicant", "sets", "papers"}
    return bool(shown & set(body.changes) or body.received_at or body.plan or body.promise)


def _with_particulars(state: Dossier, changes: dict[str, Any]) -> Dossier:
    applicant = changes.get("applicant")
    if isinstance(applicant, dict):
        known = {name: text for name, text in applicant.items() if name in _PARTICULARS and isinstance(text, str)}
        state = replace(state, applicant=replace(state.applicant, **known))
    papers = changes.get("papers")
    if isinstance(papers, list):
        try:
            state = replace(state, papers=msgspec.convert(papers, tuple[bodies.PaperItem, ...]))
        except msgspec.ValidationError:
            return state
    sets = changes.get("sets")
    return replace(state, sets=sets) if isinstance(sets, int) and not isinstance(sets, bool) else state


def _with_plan(state: Dossier, entry: Entry, body: bodies.Corrected, plan: Plan) -> Dossier:
    """Put the right procedure in place of the wrong one: passages so far stay history, the named step begins.

    Where the result is there, or the dossier has ended, no step begins any more.
    """
    if state.status in ENDED or state.status is Status.RESULT_READY:
        return replace(state, plan=plan)
    if state.planned_step(body.step_id or "") is not None and state.step is not None:
        same = state.step.step_id == body.step_id and plan.procedure_id == state.plan.procedure_id
        if same:
            return replace_step_due(replace(state, plan=plan), body.step_due)
    for run in state.open_steps:
        state = finish_step(state, entry, f"Đính chính thủ tục: {body.reason}", step_id=run.step_id)
    return start_step(replace(state, plan=plan), body.step_id, moment_of(entry), body.step_due)


def _with_promise(state: Dossier, entry: Entry, body: bodies.Corrected, promise: bodies.NewPromise) -> Dossier:
    why = f"Đính chính: {body.reason}"
    told = Promise(promise.due, moment_of(entry), why, promise.provisional, None, promise.whole_day, Form.RECEIPT)
    planned = promise.planned or state.planned
    return replace(state, promises=(*state.promises, told), planned=planned, notice_due=promise.notice_due)


def settled(state: Dossier, _: Entry, body: bodies.Settled) -> Dossier:
    """The choice itself changes nothing: the fold has left out what was set aside."""
    return state
