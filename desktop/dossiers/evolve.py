"""The fold: state and entry give the next state. Pure; no clock, no calendar, no store."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from desktop.deadlines import to_local
from desktop.dossiers import bodies
from desktop.dossiers.bodies import BODY, OfficeRef
from desktop.dossiers.dossier import (
    CalendarMove,
    Dossier,
    Extension,
    IssuedPaper,
    Pause,
    Promise,
    StepRun,
    SupplementRound,
)
from desktop.dossiers.entry import Entry
from desktop.terms import PASSIVE, EntryKind, Form, PauseKind, Status

Opening = bodies.Accepted | bodies.Guided | bodies.Refused
OPENINGS = frozenset({EntryKind.ACCEPTED, EntryKind.GUIDED, EntryKind.REFUSED})


def read_body(entry: Entry) -> msgspec.Struct | None:
    """Return the entry's body, or None for a kind or a newer schema of a kind that we do not know, and for damage.

    Fields a newer program added are passed over here; the stored text keeps them.
    """
    kind = entry.known_kind()
    if kind is None:
        return None
    try:
        return msgspec.json.decode(entry.body, type=BODY[kind])
    except msgspec.DecodeError:
        return None


def evolve(dossier: Dossier | None, entry: Entry) -> Dossier | None:
    """Return the state after the entry.

    An entry we cannot read leaves the state as it was and is counted; an entry for a dossier whose beginning is missing
    gives no state.
    """
    body = read_body(entry)
    if isinstance(body, bodies.Accepted | bodies.Guided | bodies.Refused):
        state = _opened(dossier, entry, body)
    elif dossier is None:
        return None
    else:
        change = _CHANGES.get(type(body)) if body is not None else None
        state = (
            change(dossier, entry, body) if change else replace(dossier, unknown_entries=dossier.unknown_entries + 1)
        )
    return replace(
        state,
        head=entry.id,
        last_act_at=state.last_act_at if entry.kind in PASSIVE else max(_at(entry), state.last_act_at),
        last_recorded_at=to_local(entry.recorded_at),
    )


def evolve_all(entries: Iterable[Entry], dossier: Dossier | None = None) -> Dossier | None:
    """Fold entries in order."""
    for entry in entries:
        dossier = evolve(dossier, entry)
    return dossier


def _at(entry: Entry) -> datetime:
    return to_local(entry.occurred_at)


def _opened(before: Dossier | None, entry: Entry, body: Opening) -> Dossier:
    """Return the dossier as an intake leaves it; an intake that goes on keeps what was issued before."""
    at = _at(entry)
    state = Dossier(
        id=entry.dossier_id,
        status=Status.REFUSED if isinstance(body, bodies.Refused) else Status.GUIDED,
        office=body.office,
        plan=body.plan,
        applicant=body.applicant,
        channel=body.channel,
        sets=body.sets,
        papers=body.papers,
        opened_at=before.opened_at if before else at,
        head=entry.id,
        last_act_at=at,
        officer=entry.officer_id,
        custodian=body.office,
        offices=(body.office.code,),
        slip_ref=before.slip_ref if before else None,
        issued=before.issued if before else (),
        supplements=before.supplements if before else (),
    )
    if isinstance(body, bodies.Accepted):
        return _accepted(state, at, body)
    form = Form.REJECTION if isinstance(body, bodies.Refused) else Form.SUPPLEMENT
    return replace(
        state,
        slip_ref=body.slip_ref,
        reason=body.reason,
        issued=(*state.issued, IssuedPaper(form, body.slip_no, body.slip_ref, at, body.imprint)),
        ended_at=at if isinstance(body, bodies.Refused) else None,
    )


def _accepted(state: Dossier, at: datetime, body: bodies.Accepted) -> Dossier:
    papers = (
        IssuedPaper(Form.RECEIPT, body.receipt_no, body.code, at, body.imprint),
        IssuedPaper(Form.CONTROL, None, body.code, at, body.imprint),
    )
    state = replace(
        state,
        status=Status.ACCEPTED,
        code=body.code,
        received_at=at,
        due_by_officer=body.due_by_officer,
        calendar_version=body.calendar_version,
        conventions=body.conventions,
        return_at=body.return_at,
        planned=body.planned,
        promises=(Promise(body.due, at, "Tiếp nhận hồ sơ", body.due_provisional, body.receipt_no, body.due_whole_day),),
        issued=(*state.issued, *papers),
    )
    return _start_step(state, body.step_id, at, body.step_due)


def _start_step(
    state: Dossier, step_id: str | None, at: datetime | None, due: datetime | None, *, office: OfficeRef | None = None
) -> Dossier:
    step = state.planned_step(step_id) if step_id else None
    if step is None:
        return replace(state, holder="")
    where = office or state.custodian or state.office
    run = StepRun(step.id, step.title, step.holder, where.code, at, due)
    return replace(state, steps=(*state.steps, run), holder="")


def _finish_step(state: Dossier, entry: Entry, outcome: str = "") -> Dossier:
    current = state.step
    if current is None:
        return state
    done = replace(current, finished=_at(entry), recorded=to_local(entry.recorded_at), outcome=outcome)
    return replace(state, steps=tuple(done if run is current else run for run in state.steps))


def _replace_step_due(state: Dossier, due: datetime | None) -> Dossier:
    current = state.step
    if current is None or due is None:
        return state
    moved = replace(current, due=due)
    return replace(state, steps=tuple(moved if run is current else run for run in state.steps))


def _assigned(state: Dossier, _: Entry, body: bodies.Assigned) -> Dossier:
    return replace(state, holder=body.holder)


def _step_finished(state: Dossier, entry: Entry, body: bodies.StepFinished) -> Dossier:
    state = replace(_finish_step(state, entry, body.outcome), status=Status.IN_PROGRESS)
    return _start_step(state, body.next_step, _at(entry), body.next_due)


def _step_returned(state: Dossier, entry: Entry, body: bodies.StepReturned) -> Dossier:
    state = replace(_finish_step(state, entry, f"Chuyển trả: {body.reason}"), status=Status.IN_PROGRESS)
    return _start_step(state, body.to_step, _at(entry), body.to_due)


def _handed_over(state: Dossier, entry: Entry, body: bodies.HandedOver) -> Dossier:
    if body.finishes_step:
        state = _finish_step(state, entry, "Đã bàn giao")
    offices = tuple(dict.fromkeys((*state.offices, body.to_office.code)))
    status = Status.IN_PROGRESS if state.status is Status.ACCEPTED else state.status
    state = replace(
        state,
        custodian=None,
        in_transit_to=body.to_office,
        in_transit_from=body.from_office,
        offices=offices,
        status=status,
    )
    return _start_step(state, body.next_step, None, None, office=body.to_office)


def _taken_over(state: Dossier, entry: Entry, body: bodies.TakenOver) -> Dossier:
    state = replace(state, custodian=body.office, in_transit_to=None, in_transit_from=None)
    current = state.step
    if current is None or body.step_id is None:
        return state
    arrived = replace(current, started=current.started or _at(entry), due=body.step_due, office=body.office.code)
    return replace(state, steps=tuple(arrived if run is current else run for run in state.steps))


def _paused(state: Dossier, entry: Entry, kind: PauseKind, status: Status, reason: str) -> Dossier:
    return replace(state, status=status, pauses=(*state.pauses, Pause(kind, _at(entry), None, reason)))


def _resumed(state: Dossier, entry: Entry, due: datetime, provisional: bool, step_due: datetime | None) -> Dossier:
    """Close the open pause; a promise that the wait moved is a new promise beside the old one."""
    open_pause = state.open_pause
    pauses = tuple(replace(pause, end=_at(entry)) if pause is open_pause else pause for pause in state.pauses)
    reason = {PauseKind.SUPPLEMENT: "Đã nhận bổ sung", PauseKind.OBLIGATION: "Đã thực hiện nghĩa vụ tài chính"}.get(
        open_pause.kind if open_pause else PauseKind.OTHER, "Tiếp tục giải quyết"
    )
    promises = state.promises
    if not promises or promises[-1].due != due:
        whole_day = bool(promises) and promises[-1].whole_day
        promises = (*promises, Promise(due, _at(entry), reason, provisional, None, whole_day))
    return _replace_step_due(replace(state, status=Status.IN_PROGRESS, pauses=pauses, promises=promises), step_due)


def _supplement_asked(state: Dossier, entry: Entry, body: bodies.SupplementAsked) -> Dossier:
    state = _paused(state, entry, PauseKind.SUPPLEMENT, Status.WAITING_SUPPLEMENT, body.reason)
    asked = SupplementRound(body.round, _at(entry), body.papers, body.reason, body.slip_no, body.slip_ref)
    return replace(
        state,
        supplements=(*state.supplements, asked),
        issued=(*state.issued, IssuedPaper(Form.SUPPLEMENT, body.slip_no, body.slip_ref, _at(entry), body.imprint)),
    )


def _supplement_received(state: Dossier, entry: Entry, body: bodies.SupplementReceived) -> Dossier:
    state = _resumed(state, entry, body.new_due, body.due_provisional, body.step_due)
    rounds = tuple(
        replace(asked, answered=_at(entry)) if asked.round == body.round else asked for asked in state.supplements
    )
    return replace(state, supplements=rounds, papers=_merged(state.papers, body.papers))


def _merged(papers: tuple[bodies.PaperItem, ...], more: tuple[bodies.PaperItem, ...]) -> tuple[bodies.PaperItem, ...]:
    handed_in = {paper.name: paper for paper in more}
    known = tuple(handed_in.pop(paper.name, paper) for paper in papers)
    return (*known, *handed_in.values())


def _obligation_asked(state: Dossier, entry: Entry, body: bodies.ObligationAsked) -> Dossier:
    reason = f"Thông báo số {body.notice_no}" if body.notice_no else ""
    return _paused(state, entry, PauseKind.OBLIGATION, Status.WAITING_OBLIGATION, reason)


def _clock_goes_on(state: Dossier, entry: Entry, body: bodies.ObligationMet | bodies.Resumed) -> Dossier:
    return _resumed(state, entry, body.new_due, body.due_provisional, body.step_due)


def _other_pause(state: Dossier, entry: Entry, body: bodies.Paused) -> Dossier:
    return _paused(state, entry, PauseKind.OTHER, Status.PAUSED, body.reason)


def _extended(state: Dossier, entry: Entry, body: bodies.Extended) -> Dossier:
    at = _at(entry)
    extension = Extension(
        body.old_due, body.new_due, body.due_provisional, body.reason, body.cause, body.letter_no, at, body.late
    )
    why = f"Xin lỗi và hẹn lại: {body.reason}"
    promise = Promise(body.new_due, at, why, body.due_provisional, body.letter_no, body.due_whole_day)
    return replace(
        state,
        promises=(*state.promises, promise),
        extensions=(*state.extensions, extension),
        issued=(*state.issued, IssuedPaper(Form.APOLOGY, body.letter_no, state.reference, at, body.imprint)),
    )


def _re_promised(state: Dossier, entry: Entry, body: bodies.RePromised) -> Dossier:
    at = _at(entry)
    why = f"Lịch nghỉ thay đổi: {body.reason}"
    promise = Promise(body.new_due, at, why, body.due_provisional, body.notice_no, body.due_whole_day)
    paper = IssuedPaper(Form.DUE_NOTICE, body.notice_no, state.reference, at, body.imprint)
    move = CalendarMove(body.old_due, body.new_due, body.due_provisional, body.reason, body.notice_no, at)
    return replace(
        state,
        calendar_moves=(*state.calendar_moves, move),
        promises=(*state.promises, promise),
        issued=(*state.issued, paper),
        calendar_version=body.calendar_version,
    )


def _ended(state: Dossier, entry: Entry, status: Status, reason: str) -> Dossier:
    state = _finish_step(state, entry, reason)
    pauses = tuple(replace(pause, end=pause.end or _at(entry)) for pause in state.pauses)
    return replace(state, status=status, reason=reason, ended_at=_at(entry), pauses=pauses)


def _rejected(state: Dossier, entry: Entry, body: bodies.Rejected) -> Dossier:
    paper = IssuedPaper(Form.REJECTION, body.slip_no, body.slip_ref, _at(entry), body.imprint)
    return replace(_ended(state, entry, Status.REJECTED, body.reason), issued=(*state.issued, paper))


def _stopped(state: Dossier, entry: Entry, body: bodies.Stopped) -> Dossier:
    return _ended(state, entry, Status.STOPPED, body.reason)


def _withdrawn(state: Dossier, entry: Entry, body: bodies.Withdrawn) -> Dossier:
    return _ended(state, entry, Status.WITHDRAWN, body.reason)


def _result_ready(state: Dossier, entry: Entry, body: bodies.ResultReady) -> Dossier:
    at = _at(entry)
    if body.finishes_step:
        state = _finish_step(state, entry, "Có kết quả")
    state = replace(state, status=Status.RESULT_READY, ready_at=at, return_due=body.return_due)
    current = state.step
    if current is not None and current.step_id == body.return_step:
        return _replace_step_due(state, body.return_due)
    return _start_step(state, body.return_step, at, body.return_due)


def _returned(state: Dossier, entry: Entry, body: bodies.Returned) -> Dossier:
    state = _ended(state, entry, Status.RETURNED, "")
    return replace(state, returned_to=body.to_whom)


_PARTICULARS = frozenset(bodies.Applicant.__struct_fields__)


def _corrected(state: Dossier, _: Entry, body: bodies.Corrected) -> Dossier:
    """Apply what a correction may change in the state: the applicant's particulars and the number of sets.

    Changes of another form, as a newer program may make them, are passed over like its fields.
    """
    applicant = body.changes.get("applicant")
    if isinstance(applicant, dict):
        known = {name: text for name, text in applicant.items() if name in _PARTICULARS and isinstance(text, str)}
        state = replace(state, applicant=replace(state.applicant, **known))
    sets = body.changes.get("sets")
    return replace(state, sets=sets) if isinstance(sets, int) and not isinstance(sets, bool) else state


def _printed(state: Dossier, _: Entry, body: bodies.Printed) -> Dossier:
    printed = state.issued_paper(body.form)
    return replace(
        state,
        issued=tuple(replace(paper, prints=body.copy) if paper is printed else paper for paper in state.issued),
    )


def _noted(state: Dossier, _: Entry, body: bodies.Noted) -> Dossier:  # a note changes nothing but the journal
    return state


_CHANGES: dict[type[msgspec.Struct], Callable[[Dossier, Entry, Any], Dossier]] = {
    bodies.Assigned: _assigned,
    bodies.StepFinished: _step_finished,
    bodies.StepReturned: _step_returned,
    bodies.HandedOver: _handed_over,
    bodies.TakenOver: _taken_over,
    bodies.SupplementAsked: _supplement_asked,
    bodies.SupplementReceived: _supplement_received,
    bodies.ObligationAsked: _obligation_asked,
    bodies.ObligationMet: _clock_goes_on,
    bodies.Paused: _other_pause,
    bodies.Resumed: _clock_goes_on,
    bodies.Extended: _extended,
    bodies.RePromised: _re_promised,
    bodies.Rejected: _rejected,
    bodies.Stopped: _stopped,
    bodies.Withdrawn: _withdrawn,
    bodies.ResultReady: _result_ready,
    bodies.Returned: _returned,
    bodies.Corrected: _corrected,
    bodies.Printed: _printed,
    bodies.Noted: _noted,
}
