"""The paper goes from office to office (bàn giao)."""

from msgspec.structs import replace

from desktop.dossiers import bodies
from desktop.dossiers.dossier import Dossier, Transfer
from desktop.dossiers.effects.runs import finish_step, moment_of, start_step, with_run
from desktop.dossiers.entry import Entry
from desktop.terms import Status, Unrecorded


def handed_over(state: Dossier, entry: Entry, body: bodies.HandedOver) -> Dossier:
    """The paper is on its way; the step it ends with is done, the next one waits for its office."""
    if body.finishes_step:
        state = finish_step(state, entry, HANDED_OVER)
    offices = tuple(dict.fromkeys((*state.offices, body.to_office.code)))
    status = Status.IN_PROGRESS if state.status is Status.ACCEPTED else state.status
    state = replace(
        state,
        custodian=None,
        in_transit_to=body.to_office,
        in_transit_from=body.from_office,
        offices=offices,
        status=status,
        transfers=(
            *state.transfers,
            Transfer(body.from_office, body.to_office, moment_of(entry), body.list_no, body.way, reason=body.note),
        ),
    )
    return start_step(state, body.next_step, None, None, office=body.to_office)


HANDED_OVER = "Đã bàn giao"


def taken_over(state: Dossier, entry: Entry, body: bodies.TakenOver) -> Dossier:
    """The paper is here; the step that waited for it begins."""
    if body.taken_back:
        return _taken_back(state, body)
    if body.unannounced:
        state = _came_unannounced(state, entry, body)
    else:
        arrived = [replace(transfer, taken=transfer.taken or moment_of(entry)) for transfer in state.transfers[-1:]]
        state = replace(state, transfers=(*state.transfers[:-1], *arrived))
    state = replace(state, custodian=body.office, in_transit_to=None, in_transit_from=None)
    if body.step_id is None:
        return state
    current = state.step
    if current is None or current.step_id != body.step_id:
        return start_step(state, body.step_id, moment_of(entry), body.step_due, office=body.office)
    started = replace(current, started=current.started or moment_of(entry), due=body.step_due, office=body.office.code)
    return with_run(state, current, started)


def _taken_back(state: Dossier, body: bodies.TakenOver) -> Dossier:
    """Undo a hand-over that was never delivered: the step it ended goes on, the one it began has not begun."""
    handed = state.transfers[-1].handed if state.transfers else None
    runs = state.steps
    begun = [run for run in runs if run.started is not None]
    ended = begun[-1] if begun and begun[-1].outcome == HANDED_OVER and begun[-1].finished == handed else None
    if ended is not None:  # else the step was finished before, and the next one goes on waiting for its office
        goes_on = replace(ended, finished=None, recorded=None, outcome="", officer="", late_reason="")
        runs = (*begun[:-1], goes_on)
    return replace(
        state,
        steps=runs,
        transfers=state.transfers[:-1],
        custodian=body.office,
        in_transit_to=None,
        in_transit_from=None,
    )


def _came_unannounced(state: Dossier, entry: Entry, body: bodies.TakenOver) -> Dossier:
    """Close the step that the office before had not written down, as found out by the office after it."""
    sender = state.custodian or state.in_transit_from or state.office
    transfer = Transfer(sender, body.office, None, taken=moment_of(entry), reason=body.reason)
    offices = tuple(dict.fromkeys((*state.offices, body.office.code)))
    status = Status.IN_PROGRESS if state.status is Status.ACCEPTED else state.status
    current = state.step
    if current is not None and current.step_id != body.step_id:
        silent = replace(
            current, finished=moment_of(entry), outcome="Nơi sau đã nhận hồ sơ", unrecorded=Unrecorded.TAKEN_AHEAD
        )
        state = with_run(state, current, silent)
    return replace(state, transfers=(*state.transfers, transfer), offices=offices, status=status)
