"""The fold: state and entry give the next state. Pure; no clock, no calendar, no store."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import msgspec
from msgspec.structs import replace

from desktop.deadlines import to_local, to_utc
from desktop.dossiers import bodies
from desktop.dossiers.bodies import BODY, OfficeRef
from desktop.dossiers.dossier import (
    Attachment,
    CalendarMove,
    Delivery,
    Dossier,
    Explanation,
    Extension,
    IssuedPaper,
    Message,
    Pause,
    Promise,
    StepRun,
    SupplementRound,
    Transfer,
    WithdrawalRequest,
)
from desktop.dossiers.entry import Entry, canonical_json
from desktop.dossiers.messages import message_of
from desktop.procedures.plan import Plan
from desktop.terms import ENDED, PASSIVE, Channel, EntryKind, Form, PauseKind, Status, Unrecorded

Opening = bodies.Accepted | bodies.Guided | bodies.Refused
OPENINGS = frozenset({EntryKind.ACCEPTED, EntryKind.GUIDED, EntryKind.REFUSED})
REFOLDING = frozenset({EntryKind.CORRECTED, EntryKind.SETTLED})
"""Kinds that change what earlier entries say: after one of these the whole dossier is folded again."""


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
    elif isinstance(body, bodies.Arrived):
        state = dossier or _arrived(entry, body)
    elif dossier is None:
        return None
    else:
        change = EFFECTS.get(type(body)) if body is not None else None
        state = (
            change(dossier, entry, body) if change else replace(dossier, unknown_entries=dossier.unknown_entries + 1)
        )
    message = message_of(state, entry, body)
    return replace(
        state,
        head=entry.id,
        last_act_at=state.last_act_at if entry.kind in PASSIVE else max(_at(entry), state.last_act_at),
        last_recorded_at=to_local(entry.recorded_at),
        messages=(*state.messages, message) if message else state.messages,
    )


def evolve_all(entries: Iterable[Entry], dossier: Dossier | None = None) -> Dossier | None:
    """Fold a plain sequel: entries in order, none of which changes what earlier ones say."""
    for entry in entries:
        dossier = evolve(dossier, entry)
    return dossier


def fold(entries: Sequence[Entry]) -> Dossier | None:
    """Fold the whole history of a dossier: what was set aside is passed over, what was corrected counts as corrected.

    The head is the last entry of the order all the same, so that what is written next follows everything we hold.
    """
    aside = set_aside(entries)
    dossier = evolve_all(amended([entry for entry in entries if entry.id not in aside]))
    return replace(dossier, head=entries[-1].id) if dossier is not None and entries else dossier


def set_aside(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids of the entries that a person decided do not count."""
    settled = (read_body(entry) for entry in entries if entry.kind == EntryKind.SETTLED)
    return frozenset(chain.from_iterable(body.set_aside for body in settled if isinstance(body, bodies.Settled)))


def amended(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries with the bodies and times that later corrections gave them.

    Openings are left as they are: a correction of the receipt changes the dossier from the correction on.
    """
    kinds = {entry.id: entry.kind for entry in entries}
    corrections: dict[str, list[bodies.Corrected]] = {}
    for entry in entries:
        body = read_body(entry) if entry.kind == EntryKind.CORRECTED else None
        if isinstance(body, bodies.Corrected) and kinds.get(body.entry) not in OPENINGS:
            corrections.setdefault(body.entry, []).append(body)
    return [_with_corrections(entry, corrections[entry.id]) if entry.id in corrections else entry for entry in entries]


def _with_corrections(entry: Entry, corrections: Sequence[bodies.Corrected]) -> Entry:
    fields, at = entry.body_as_dict(), entry.occurred_at
    for correction in corrections:
        fields |= correction.amended
        at = to_utc(correction.occurred_at) if correction.occurred_at else at
    return replace(entry, body=canonical_json(fields), occurred_at=at)


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
        messages=before.messages if before else (),
        attachments=before.attachments if before else (),
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
        notice_due=body.notice_due,
        promises=(
            Promise(
                body.due, at, "Tiếp nhận hồ sơ", body.due_provisional, body.receipt_no, body.due_whole_day, Form.RECEIPT
            ),
        ),
        issued=(*state.issued, *papers),
    )
    return _start_steps(state, (bodies.PlannedDue(body.step_id or "", body.step_due), *body.together), at)


NOT_KNOWN_YET = "Chưa có dữ liệu (giấy đến trước gói)"


def _arrived(entry: Entry, body: bodies.Arrived) -> Dossier:
    """Return a dossier of which only the paper is here: nothing runs, until the batch tells what it is."""
    at = _at(entry)
    plan = Plan("", None, body.procedure or NOT_KNOWN_YET, "", (), "", "", None, "", False, (), False)
    return Dossier(
        id=entry.dossier_id,
        status=Status.ARRIVED,
        office=body.office,
        plan=plan,
        applicant=body.applicant,
        channel=Channel.COUNTER,
        sets=1,
        papers=(),
        opened_at=at,
        head=entry.id,
        last_act_at=at,
        officer=entry.officer_id,
        slip_ref=body.code,
        custodian=body.office,
        offices=(body.office.code,),
    )


def _start_steps(state: Dossier, turn: Iterable[bodies.PlannedDue], at: datetime | None) -> Dossier:
    for planned in turn:
        state = _start_step(state, planned.step_id, at, planned.due)
    return state


def _start_step(
    state: Dossier,
    step_id: str | None,
    at: datetime | None,
    due: datetime | None,
    *,
    office: OfficeRef | None = None,
    unforeseen: str = "",
) -> Dossier:
    step = state.planned_step(step_id) if step_id else None
    if step is None:
        return replace(state, holder="")
    where = office or state.custodian or state.office
    run = StepRun(step.id, step.title, step.holder, where.code, at, due, unforeseen=unforeseen)
    return replace(state, steps=(*state.steps, run), holder="")


def _finish_step(state: Dossier, entry: Entry, outcome: str = "", *, step_id: str | None = None) -> Dossier:
    """Close the run of this step, or the current one."""
    current = next((run for run in reversed(state.open_steps) if step_id in {None, run.step_id}), None)
    if current is None:
        return state
    done = replace(
        current,
        finished=_at(entry),
        recorded=to_local(entry.recorded_at),
        outcome=outcome,
        officer=entry.officer_id,
        late_reason=_late_reason(entry),
    )
    return _with_run(state, current, done)


def _with_run(state: Dossier, before: StepRun, after: StepRun) -> Dossier:
    return replace(state, steps=tuple(after if run is before else run for run in state.steps))


def _late_reason(entry: Entry) -> str:
    return str(entry.body_as_dict().get("late_reason", ""))


def _replace_step_due(state: Dossier, due: datetime | None) -> Dossier:
    current = state.step
    return state if current is None or due is None else _with_run(state, current, replace(current, due=due))


def _assigned(state: Dossier, _: Entry, body: bodies.Assigned) -> Dossier:
    current = state.step
    if current is not None:
        state = _with_run(state, current, replace(current, officer=body.holder))
    return replace(state, holder=body.holder)


def _step_finished(state: Dossier, entry: Entry, body: bodies.StepFinished) -> Dossier:
    state = replace(_finish_step(state, entry, body.outcome, step_id=body.step_id), status=Status.IN_PROGRESS)
    at = None if body.awaits else _at(entry)
    state = _start_step(state, body.next_step, at, body.next_due, unforeseen=body.unforeseen_reason)
    return _start_steps(state, body.together, at)


def _step_returned(state: Dossier, entry: Entry, body: bodies.StepReturned) -> Dossier:
    returned = state
    for step_id in (body.step_id, *body.also_ends):
        returned = _finish_step(returned, entry, f"Chuyển trả: {body.reason}", step_id=step_id)
    at = None if body.awaits else _at(entry)
    return _start_step(replace(returned, status=Status.IN_PROGRESS), body.to_step, at, body.to_due)


def _handed_over(state: Dossier, entry: Entry, body: bodies.HandedOver) -> Dossier:
    if body.finishes_step:
        state = _finish_step(state, entry, HANDED_OVER)
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
            Transfer(body.from_office, body.to_office, _at(entry), body.list_no, body.way, reason=body.note),
        ),
    )
    return _start_step(state, body.next_step, None, None, office=body.to_office)


HANDED_OVER = "Đã bàn giao"


def _taken_over(state: Dossier, entry: Entry, body: bodies.TakenOver) -> Dossier:
    if body.taken_back:
        return _taken_back(state, body)
    if body.unannounced:
        state = _came_unannounced(state, entry, body)
    else:
        arrived = [replace(transfer, taken=transfer.taken or _at(entry)) for transfer in state.transfers[-1:]]
        state = replace(state, transfers=(*state.transfers[:-1], *arrived))
    state = replace(state, custodian=body.office, in_transit_to=None, in_transit_from=None)
    if body.step_id is None:
        return state
    current = state.step
    if current is None or current.step_id != body.step_id:
        return _start_step(state, body.step_id, _at(entry), body.step_due, office=body.office)
    started = replace(current, started=current.started or _at(entry), due=body.step_due, office=body.office.code)
    return _with_run(state, current, started)


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
    transfer = Transfer(sender, body.office, None, taken=_at(entry), reason=body.reason)
    offices = tuple(dict.fromkeys((*state.offices, body.office.code)))
    status = Status.IN_PROGRESS if state.status is Status.ACCEPTED else state.status
    current = state.step
    if current is not None and current.step_id != body.step_id:
        silent = replace(
            current, finished=_at(entry), outcome="Nơi sau đã nhận hồ sơ", unrecorded=Unrecorded.TAKEN_AHEAD
        )
        state = _with_run(state, current, silent)
    return replace(state, transfers=(*state.transfers, transfer), offices=offices, status=status)


def _paused(
    state: Dossier, entry: Entry, kind: PauseKind, status: Status, reason: str, until: datetime | None = None
) -> Dossier:
    return replace(state, status=status, pauses=(*state.pauses, Pause(kind, _at(entry), None, reason, until)))


GoesOn = bodies.SupplementReceived | bodies.ObligationMet | bodies.Resumed


def _resumed(state: Dossier, entry: Entry, body: GoesOn) -> Dossier:
    """Close the open pause; a promise that the wait moved is a new promise beside the old one."""
    due, provisional = body.new_due, body.due_provisional
    open_pause = state.open_pause
    pauses = tuple(replace(pause, end=_at(entry)) if pause is open_pause else pause for pause in state.pauses)
    reason = {PauseKind.SUPPLEMENT: "Đã nhận bổ sung", PauseKind.OBLIGATION: "Đã thực hiện nghĩa vụ tài chính"}.get(
        open_pause.kind if open_pause else PauseKind.OTHER, "Tiếp tục giải quyết"
    )
    promises = state.promises
    if not promises or promises[-1].due != due:
        whole_day = bool(promises) and promises[-1].whole_day
        promises = (*promises, Promise(due, _at(entry), reason, provisional, None, whole_day))
    state = replace(state, status=Status.IN_PROGRESS, pauses=pauses, promises=promises)
    return _replace_step_due(_with_dues(state, body.together), body.step_due)


def _with_dues(state: Dossier, steps: Iterable[bodies.PlannedDue]) -> Dossier:
    """Give steps that run other due times."""
    for planned in steps:
        run = next((run for run in state.open_steps if run.step_id == planned.step_id), None)
        state = _with_run(state, run, replace(run, due=planned.due)) if run else state
    return state


def _supplement_asked(state: Dossier, entry: Entry, body: bodies.SupplementAsked) -> Dossier:
    state = _paused(state, entry, PauseKind.SUPPLEMENT, Status.WAITING_SUPPLEMENT, body.reason)
    asked = SupplementRound(
        body.round,
        _at(entry),
        body.papers,
        body.reason,
        body.slip_no,
        body.slip_ref,
        officer=entry.officer_id,
        asked_late=body.asked_late,
        why_late=body.why_late,
    )
    return replace(
        state,
        supplements=(*state.supplements, asked),
        issued=(*state.issued, IssuedPaper(Form.SUPPLEMENT, body.slip_no, body.slip_ref, _at(entry), body.imprint)),
    )


def _supplement_received(state: Dossier, entry: Entry, body: bodies.SupplementReceived) -> Dossier:
    state = _resumed(state, entry, body)
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
    return _resumed(state, entry, body)


def _other_pause(state: Dossier, entry: Entry, body: bodies.Paused) -> Dossier:
    return _paused(state, entry, PauseKind.OTHER, Status.PAUSED, body.reason, body.until)


def _extended(state: Dossier, entry: Entry, body: bodies.Extended) -> Dossier:
    at = _at(entry)
    extension = Extension(
        body.old_due,
        body.new_due,
        body.due_provisional,
        body.reason,
        body.cause,
        body.letter_no,
        at,
        body.late,
        body.unit,
        body.signer,
    )
    why = f"Xin lỗi và hẹn lại: {body.reason}"
    promise = Promise(body.new_due, at, why, body.due_provisional, body.letter_no, body.due_whole_day, Form.APOLOGY)
    return replace(
        state,
        promises=(*state.promises, promise),
        extensions=(*state.extensions, extension),
        issued=(*state.issued, IssuedPaper(Form.APOLOGY, body.letter_no, state.reference, at, body.imprint)),
    )


def _re_promised(state: Dossier, entry: Entry, body: bodies.RePromised) -> Dossier:
    at = _at(entry)
    why = f"Lịch nghỉ thay đổi: {body.reason}"
    promise = Promise(body.new_due, at, why, body.due_provisional, body.notice_no, body.due_whole_day, Form.DUE_NOTICE)
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
    for run in state.open_steps:
        state = _finish_step(state, entry, reason, step_id=run.step_id)
    pauses = tuple(replace(pause, end=pause.end or _at(entry)) for pause in state.pauses)
    return replace(state, status=status, reason=reason, ended_at=_at(entry), pauses=pauses)


def _rejected(state: Dossier, entry: Entry, body: bodies.Rejected) -> Dossier:
    paper = IssuedPaper(Form.REJECTION, body.slip_no, body.slip_ref, _at(entry), body.imprint)
    return replace(_ended(state, entry, Status.REJECTED, body.reason), issued=(*state.issued, paper))


def _stopped(state: Dossier, entry: Entry, body: bodies.Stopped) -> Dossier:
    state = _ended(state, entry, Status.STOPPED, body.reason)
    if body.imprint is None:  # as an earlier version of the program wrote it, without a paper
        return state
    paper = IssuedPaper(Form.STOP, body.notice_no, state.reference, _at(entry), body.imprint)
    return replace(state, issued=(*state.issued, paper))


def _withdrawal_asked(state: Dossier, entry: Entry, body: bodies.WithdrawalAsked) -> Dossier:
    return replace(state, withdrawals=(*state.withdrawals, WithdrawalRequest(_at(entry), body.reason, body.by)))


def _withdrawal_answered(state: Dossier, entry: Entry, answer: str, *, granted: bool) -> Dossier:
    asked = tuple(
        replace(request, answered=_at(entry), granted=granted, answer=answer) if request.granted is None else request
        for request in state.withdrawals
    )
    return replace(state, withdrawals=asked)


def _withdrawal_declined(state: Dossier, entry: Entry, body: bodies.WithdrawalDeclined) -> Dossier:
    return _withdrawal_answered(state, entry, body.reason, granted=False)


def _withdrawn(state: Dossier, entry: Entry, body: bodies.Withdrawn) -> Dossier:
    answered = _withdrawal_answered(state, entry, body.reason, granted=True)
    return _ended(answered, entry, Status.WITHDRAWN, body.reason)


def _merged_into(state: Dossier, entry: Entry, body: bodies.Merged) -> Dossier:
    return replace(_ended(state, entry, Status.MERGED, body.reason), merged_into=body.into)


def _result_ready(state: Dossier, entry: Entry, body: bodies.ResultReady) -> Dossier:
    at = _at(entry)
    if body.finishes_step:
        for run in state.open_steps:
            state = _finish_step(state, entry, "Có kết quả", step_id=run.step_id)
    if body.found_late and state.steps and state.steps[-1].finished == at:
        last = state.steps[-1]
        state = _with_run(state, last, replace(last, unrecorded=Unrecorded.RESULT_DATED))
    state = replace(
        state,
        status=Status.RESULT_READY,
        ready_at=at,
        ready_recorded=to_local(entry.recorded_at),
        return_due=body.return_due,
    )
    current = state.step
    if current is not None and current.step_id == body.return_step:
        return _replace_step_due(state, body.return_due)
    return _start_step(state, body.return_step, at, body.return_due)


def _returned(state: Dossier, entry: Entry, body: bodies.Returned) -> Dossier:
    state = replace(
        _ended(state, entry, Status.RETURNED, ""),
        returned_to=body.to_whom,
        returned_note=body.note,
        returned_identity_no=body.identity_no,
        authority=body.authority,
    )
    if body.imprint is None:  # as an earlier version of the program wrote it, without a paper
        return state
    paper = IssuedPaper(Form.RESULT_RECEIPT, body.receipt_no, state.reference, _at(entry), body.imprint)
    return replace(state, issued=(*state.issued, paper))


_PARTICULARS = frozenset(bodies.Applicant.__struct_fields__)


def _corrected(state: Dossier, entry: Entry, body: bodies.Corrected) -> Dossier:
    """Apply what a correction changes in the state from now on; `amended` has already changed later entries.

    Changes of another form, as a newer program may make them, are passed over like its fields.
    """
    state = _with_particulars(state, body.changes)
    if body.received_at is not None:
        state = replace(state, received_at=body.received_at)
    if body.plan is not None:
        state = _with_plan(state, entry, body, body.plan)
    elif body.step_due is not None:
        state = _replace_step_due(state, body.step_due)
    if body.received_at is not None and len(state.steps) == 1:
        state = _with_run(state, state.steps[0], replace(state.steps[0], started=body.received_at))
    state = _with_dues(state, body.together)
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
            return _replace_step_due(replace(state, plan=plan), body.step_due)
    for run in state.open_steps:
        state = _finish_step(state, entry, f"Đính chính thủ tục: {body.reason}", step_id=run.step_id)
    return _start_step(replace(state, plan=plan), body.step_id, _at(entry), body.step_due)


def _with_promise(state: Dossier, entry: Entry, body: bodies.Corrected, promise: bodies.NewPromise) -> Dossier:
    why = f"Đính chính: {body.reason}"
    told = Promise(promise.due, _at(entry), why, promise.provisional, None, promise.whole_day, Form.RECEIPT)
    planned = promise.planned or state.planned
    return replace(state, promises=(*state.promises, told), planned=planned, notice_due=promise.notice_due)


def _settled(state: Dossier, _: Entry, body: bodies.Settled) -> Dossier:  # `fold` has left out what was set aside
    return state


def _explained(state: Dossier, entry: Entry, body: bodies.Explained) -> Dossier:
    words = Explanation(body.run, body.cause, body.cause_words, body.text, entry.officer_id, _at(entry))
    others = tuple(said for said in state.explanations if said.run != body.run)
    return replace(state, explanations=(*others, words))


def _message_moved(state: Dossier, entry: Entry, body: bodies.MessageMoved) -> Dossier:
    at = _at(entry)
    told = Delivery(body.channel, body.state, at, body.to, body.text, body.parts, body.proof, body.reason)
    return replace(
        state,
        messages=tuple(_with_delivery(one, told) if one.entry == body.entry else one for one in state.messages),
    )


def _with_delivery(message: Message, told: Delivery) -> Message:
    before = message.delivery(told.channel)
    if before is not None:  # what was let go keeps its text and number; proofs come later and name neither
        told = replace(told, to=told.to or before.to, text=told.text or before.text, parts=told.parts or before.parts)
    others = tuple(delivery for delivery in message.deliveries if delivery.channel is not told.channel)
    return replace(message, deliveries=(*others, told))


def _printed(state: Dossier, entry: Entry, body: bodies.Printed) -> Dossier:
    if body.imprint is not None:
        made = IssuedPaper(body.form, body.number, state.reference, _at(entry), body.imprint)
        state = replace(state, issued=(*state.issued, made))
    printed = state.issued_paper(body.form)
    return replace(
        state,
        issued=tuple(replace(paper, prints=body.copy) if paper is printed else paper for paper in state.issued),
    )


def _attached(state: Dossier, entry: Entry, body: bodies.Attached) -> Dossier:
    scan = Attachment(
        body.hash, body.name, body.media, body.size, body.paper, body.note, _at(entry), entry.officer_id, entry.id
    )
    return replace(state, attachments=(*state.attachments, scan))


def _noted(state: Dossier, _: Entry, body: bodies.Noted) -> Dossier:  # a note changes nothing but the journal
    return state


EFFECTS: dict[type[msgspec.Struct], Callable[[Dossier, Entry, Any], Dossier]] = {
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
    bodies.WithdrawalAsked: _withdrawal_asked,
    bodies.WithdrawalDeclined: _withdrawal_declined,
    bodies.Withdrawn: _withdrawn,
    bodies.Merged: _merged_into,
    bodies.ResultReady: _result_ready,
    bodies.Returned: _returned,
    bodies.Settled: _settled,
    bodies.Corrected: _corrected,
    bodies.Explained: _explained,
    bodies.MessageMoved: _message_moved,
    bodies.Printed: _printed,
    bodies.Attached: _attached,
    bodies.Noted: _noted,
}
