"""Results and ends."""

from msgspec.structs import replace

from desktop.deadlines import to_local
from desktop.dossiers import bodies
from desktop.dossiers.dossier import Dossier, IssuedPaper, WithdrawalRequest
from desktop.dossiers.effects.runs import ended, finish_step, moment_of, replace_step_due, start_step, with_run
from desktop.dossiers.entry import Entry
from desktop.terms import Form, Status, Unrecorded


def rejected(state: Dossier, entry: Entry, body: bodies.Rejected) -> Dossier:
    """Ended without a result, with a rejection slip."""
    paper = IssuedPaper(Form.REJECTION, body.slip_no, body.slip_ref, moment_of(entry), body.imprint)
    return replace(ended(state, entry, Status.REJECTED, body.reason), issued=(*state.issued, paper))


def stopped(state: Dossier, entry: Entry, body: bodies.Stopped) -> Dossier:
    """Ended by the office, with a notice."""
    state = ended(state, entry, Status.STOPPED, body.reason)
    if body.imprint is None:  # as an earlier version of the program wrote it, without a paper
        return state
    paper = IssuedPaper(Form.STOP, body.notice_no, state.reference, moment_of(entry), body.imprint)
    return replace(state, issued=(*state.issued, paper))


def withdrawal_asked(state: Dossier, entry: Entry, body: bodies.WithdrawalAsked) -> Dossier:
    """The citizen wants it back; the clock goes on until somebody answers."""
    return replace(state, withdrawals=(*state.withdrawals, WithdrawalRequest(moment_of(entry), body.reason, body.by)))


def _withdrawal_answered(state: Dossier, entry: Entry, answer: str, *, granted: bool) -> Dossier:
    asked = tuple(
        replace(request, answered=moment_of(entry), granted=granted, answer=answer)
        if request.granted is None
        else request
        for request in state.withdrawals
    )
    return replace(state, withdrawals=asked)


def withdrawal_declined(state: Dossier, entry: Entry, body: bodies.WithdrawalDeclined) -> Dossier:
    """The request is answered with no; nothing else changes."""
    return _withdrawal_answered(state, entry, body.reason, granted=False)


def withdrawn(state: Dossier, entry: Entry, body: bodies.Withdrawn) -> Dossier:
    """The request is granted and the dossier ends."""
    answered = _withdrawal_answered(state, entry, body.reason, granted=True)
    return ended(answered, entry, Status.WITHDRAWN, body.reason)


def merged_into(state: Dossier, entry: Entry, body: bodies.Merged) -> Dossier:
    """This one ends; the other goes on."""
    return replace(ended(state, entry, Status.MERGED, body.reason), merged_into=body.into)


def result_ready(state: Dossier, entry: Entry, body: bodies.ResultReady) -> Dossier:
    """Processing ends here; handing out has its own time."""
    at = moment_of(entry)
    if body.finishes_step:
        for run in state.open_steps:
            state = finish_step(state, entry, "Có kết quả", step_id=run.step_id)
    if body.found_late and state.steps and state.steps[-1].finished == at:
        last = state.steps[-1]
        state = with_run(state, last, replace(last, unrecorded=Unrecorded.RESULT_DATED))
    state = replace(
        state,
        status=Status.RESULT_READY,
        ready_at=at,
        ready_recorded=to_local(entry.recorded_at),
        return_due=body.return_due,
    )
    current = state.step
    if current is not None and current.step_id == body.return_step:
        return replace_step_due(state, body.return_due)
    return start_step(state, body.return_step, at, body.return_due)


def returned(state: Dossier, entry: Entry, body: bodies.Returned) -> Dossier:
    """The result is in the citizen's hands."""
    state = replace(
        ended(state, entry, Status.RETURNED, ""),
        returned_to=body.to_whom,
        returned_note=body.note,
        returned_identity_no=body.identity_no,
        authority=body.authority,
    )
    if body.imprint is None:  # as an earlier version of the program wrote it, without a paper
        return state
    paper = IssuedPaper(Form.RESULT_RECEIPT, body.receipt_no, state.reference, moment_of(entry), body.imprint)
    return replace(state, issued=(*state.issued, paper))
