"""The law of the desk: state and command give entries, or a refusal in Vietnamese. Pure; no store, no screen.

One function a command. The gate in `decide` has already checked status, custody and time.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec

from desktop.deadlines import Clock, TermNotCountable, Unit
from desktop.deadlines import Pause as ClockPause
from desktop.dossiers import bodies
from desktop.dossiers.bodies import Applicant, OfficeRef, PaperItem
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft
from desktop.dossiers.numbering import series
from desktop.dossiers.particulars import birth_date, email, identity_number, phone_number, tax_code
from desktop.folding import folded
from desktop.handling import commands
from desktop.handling.actions import ACTIONS, Action, allowed, holds, offered
from desktop.handling.calendar_change import recomputed
from desktop.handling.commands import Command, PaperSpec
from desktop.handling.context import (
    Context,
    NotAllowedNow,
    check_moment,
    following_step,
    moment_words,
    require_office_time,
    require_text,
    slip_reference,
    step_due,
)
from desktop.handling.lateness import late_dossier
from desktop.procedures.plan import COMMUNE_BRANCH
from desktop.terms import EntryKind, Form, LateCause, Role
from desktop.wording import STATUS

AUDITOR_READS = "Tài khoản kiểm tra chỉ được xem, không được ghi. Hãy đăng nhập bằng tài khoản nghiệp vụ."


def decide(dossier: Dossier, command: Command, context: Context) -> list[Draft]:
    """Return what is to be recorded, in order.

    Raises:
        NotAllowedNow: wrong status, the paper lies elsewhere, the officer may not, or something is missing.
        WrongMoment: in the future, or before the entry it would follow.
    """
    action = next(action for action in ACTIONS.values() if action.command is type(command))
    _check_allowed(dossier, action, context)
    check_moment(context, dossier)
    context = replace(context, clock=context.clock.under(dossier.conventions))
    rule = _RULES[type(command)]
    return [Draft(kind, body, context.at) for kind, body in rule(dossier, command, context)]


Recorded = tuple[EntryKind, msgspec.Struct]

MAX_SETS = 99
"""More sets of one dossier than any procedure asks for."""


def _check_allowed(dossier: Dossier, action: Action, context: Context) -> None:
    if action in allowed(dossier, context.office.code, context.role):
        return
    possible = offered(dossier, context.office.code, context.role, context.clock)
    raise NotAllowedNow(_why_not(dossier, action, context, [other.label for other in possible]))


def _why_not(dossier: Dossier, action: Action, context: Context, possible: Sequence[str]) -> str:
    what = action.label.removesuffix("…")
    if context.role is Role.AUDITOR:
        return AUDITOR_READS
    here = dossier.custodian is not None and dossier.custodian.code == context.office.code
    where = None if here else dossier.custodian or dossier.in_transit_to
    if dossier.status in action.statuses and not holds(dossier, context.office.code, action.custody) and where:
        on_the_way = "đang chuyển đến" if dossier.custodian is None else "đang ở"
        return (
            f"Hồ sơ giấy {dossier.reference} {on_the_way} {where.name}, nên chưa thể “{what}” tại đây. "
            "Hãy nhận bàn giao trước, hoặc đề nghị nơi đang giữ hồ sơ ghi."
        )
    options = ", ".join(f"“{label.removesuffix('…')}”" for label in possible) or "không có"
    return (
        f"Hồ sơ {dossier.reference} đang ở trạng thái “{STATUS[dossier.status]}”, không thể “{what}”. "
        f"Việc có thể làm bây giờ: {options}."
    )


def _finish_step(dossier: Dossier, command: commands.FinishStep, context: Context) -> list[Recorded]:
    run = _current(dossier)
    usual = following_step(dossier.plan, run.step_id)
    step = usual
    if command.next is not None and (usual is None or command.next != usual.id):
        step = dossier.planned_step(command.next)
        if step is None:
            raise NotAllowedNow(_no_such_step(dossier, command.next), field="next")
    unforeseen = step is not usual
    body = bodies.StepFinished(
        step_id=run.step_id,
        outcome=command.outcome.strip(),
        next_step=step.id if step else None,
        next_due=step_due(context.clock, context.at, step),
        unforeseen_reason=(command.reason.strip() or "Chuyển bước khác thứ tự công bố") if unforeseen else "",
    )
    return [(EntryKind.STEP_FINISHED, body)]


def _return_step(dossier: Dossier, command: commands.ReturnStep, context: Context) -> list[Recorded]:
    run = _current(dossier)
    reason = require_text(command.reason, "reason", "lý do chuyển trả")
    planned = dossier.planned_step(run.step_id)
    target = command.to or (planned.returns_to if planned else None) or _step_before(dossier)
    step = dossier.planned_step(target) if target else None
    if step is None:
        raise NotAllowedNow(_no_such_step(dossier, target or ""), field="to")
    if not any(done.step_id == step.id and done.finished for done in dossier.steps):
        raise NotAllowedNow(
            f"Bước “{step.title}” chưa từng thực hiện nên không thể chuyển trả về đó. Hãy chọn một bước đã xong.",
            field="to",
        )
    due = step_due(context.clock, context.at, step)
    return [(EntryKind.STEP_RETURNED, bodies.StepReturned(run.step_id, step.id, due, reason))]


def _step_before(dossier: Dossier) -> str | None:
    return next((run.step_id for run in reversed(dossier.steps) if run.finished is not None), None)


def _no_such_step(dossier: Dossier, step_id: str) -> str:
    known = ", ".join(step.id for step in dossier.plan.steps)
    return f"Quy trình của hồ sơ không có bước “{step_id}”. Hãy chọn một trong các bước: {known}."


def _current(dossier: Dossier) -> Any:
    run = dossier.step
    if run is None:
        raise NotAllowedNow("Hồ sơ không có bước nào đang thực hiện. Hãy ghi “Có kết quả” khi đã giải quyết xong.")
    if run.started is None:
        raise NotAllowedNow(f"Bước “{run.title}” chưa bắt đầu vì hồ sơ còn đang bàn giao. Hãy nhận bàn giao trước.")
    return run


def _assign(dossier: Dossier, command: commands.Assign, context: Context) -> list[Recorded]:
    holder = require_text(command.holder, "holder", "người được phân công")
    return [(EntryKind.ASSIGNED, bodies.Assigned(holder, command.note.strip()))]


def _hand_over(dossier: Dossier, command: commands.HandOver, context: Context) -> list[Recorded]:
    code = require_text(command.to_office, "to_office", "nơi nhận bàn giao")
    if code == context.office.code:
        raise NotAllowedNow("Nơi nhận trùng với nơi đang giữ hồ sơ. Hãy chọn đơn vị khác.", field="to_office")
    to_office = OfficeRef(code, context.offices.get(code, code))
    run = dossier.step
    planned = dossier.planned_step(run.step_id) if run else None
    finishes = planned if planned and planned.branch == COMMUNE_BRANCH else None
    after = next((step for step in dossier.plan.steps if step.branch is None and step.counts), None)
    body = bodies.HandedOver(
        from_office=context.office,
        to_office=to_office,
        finishes_step=finishes.id if finishes else None,
        next_step=after.id if finishes and after else None,
        note=command.note.strip(),
    )
    return [(EntryKind.HANDED_OVER, body)]


def _take_over(dossier: Dossier, _: commands.TakeOver, context: Context) -> list[Recorded]:
    run = dossier.step
    if run is None:
        return [(EntryKind.TAKEN_OVER, bodies.TakenOver(context.office))]
    step = dossier.planned_step(run.step_id)
    due = run.due if run.started else step_due(context.clock, context.at, step)
    return [(EntryKind.TAKEN_OVER, bodies.TakenOver(context.office, run.step_id, due))]


def _ask_supplement(dossier: Dossier, command: commands.AskSupplement, context: Context) -> list[Recorded]:
    papers = papers_named(command.papers, ok=False)
    if not papers:
        raise NotAllowedNow("Chưa chọn giấy tờ cần bổ sung. Hãy ghi ít nhất một giấy tờ.", field="papers")
    reason = require_text(command.reason, "reason", "lý do yêu cầu bổ sung")
    if dossier.supplements and context.role is not Role.LEADER:
        raise NotAllowedNow(
            "Hồ sơ đã yêu cầu bổ sung một lần. Lần sau phải do lãnh đạo ghi, kèm lý do (chấm điểm quốc gia tính hồ sơ "
            "bổ sung quá một lần là quá hạn).",
            field="reason",
        )
    number = context.next_number(series("supplement", context.at))
    body = bodies.SupplementAsked(
        round=len(dossier.supplements) + 1,
        slip_no=number,
        slip_ref=slip_reference(context.office, "HDHS", context.at.year, number),
        papers=papers,
        reason=reason,
        imprint=context.imprint,
    )
    return [(EntryKind.SUPPLEMENT_ASKED, body)]


def papers_named(specs: Sequence[str | PaperSpec], *, ok: bool) -> tuple[PaperItem, ...]:
    """Return papers given by bare name or with counts; blank names fall away."""
    full = [PaperSpec(spec) if isinstance(spec, str) else spec for spec in specs]
    return tuple(
        PaperItem(spec.name.strip(), spec.originals, spec.copies, ok, spec.note) for spec in full if spec.name.strip()
    )


def _receive_supplement(dossier: Dossier, command: commands.ReceiveSupplement, context: Context) -> list[Recorded]:
    asked = dossier.supplements[-1]
    papers = papers_named(command.papers, ok=True) or tuple(
        msgspec.structs.replace(paper, ok=True) for paper in asked.papers
    )
    due, provisional, step = _moved(dossier, context)
    return [(EntryKind.SUPPLEMENT_RECEIVED, bodies.SupplementReceived(asked.round, papers, due, provisional, step))]


def _moved(dossier: Dossier, context: Context) -> tuple[datetime, bool, datetime | None]:
    """Return the promise and the step's due time, moved by the working time the clock stood still (DP-1 SHIFT)."""
    pause, promise, run = dossier.open_pause, dossier.promise, dossier.step
    if pause is None or promise is None:
        raise NotAllowedNow("Hồ sơ không ở trạng thái dừng tính hạn.")
    clock, span = context.clock, ClockPause(pause.start, context.at)
    due = _counted_anew(dossier, clock, span)
    if due is None:
        due = clock.shift(promise.due, span, whole_day=promise.whole_day, unit=_counted_in(dossier))
    step = clock.shift(run.due, span) if run and run.due else None
    return due, clock.is_provisional(dossier.received_at or context.at, due), step


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


def _ask_obligation(dossier: Dossier, command: commands.AskObligation, context: Context) -> list[Recorded]:
    if command.amount_vnd is not None and command.amount_vnd <= 0:
        raise NotAllowedNow("Số tiền phải lớn hơn 0 đồng. Hãy nhập lại hoặc để trống.", field="amount_vnd")
    return [(EntryKind.OBLIGATION_ASKED, bodies.ObligationAsked(command.notice_no.strip(), command.amount_vnd))]


def _obligation_met(dossier: Dossier, _: commands.ObligationMet, context: Context) -> list[Recorded]:
    due, provisional, step = _moved(dossier, context)
    return [(EntryKind.OBLIGATION_MET, bodies.ObligationMet(due, provisional, step))]


def _pause(dossier: Dossier, command: commands.PauseClock, context: Context) -> list[Recorded]:
    return [(EntryKind.PAUSED, bodies.Paused(require_text(command.reason, "reason", "lý do tạm dừng")))]


def _resume(dossier: Dossier, command: commands.ResumeClock, context: Context) -> list[Recorded]:
    due, provisional, step = _moved(dossier, context)
    return [(EntryKind.RESUMED, bodies.Resumed(due, provisional, step, command.reason.strip()))]


def _extend(dossier: Dossier, command: commands.Extend, context: Context) -> list[Recorded]:
    promise = dossier.promise
    if promise is None:
        raise NotAllowedNow("Hồ sơ chưa có ngày hẹn trả nên không thể hẹn lại.")
    reason = require_text(command.reason, "reason", "lý do chậm")
    if dossier.extensions and context.role is not Role.LEADER:
        raise NotAllowedNow(
            "Hồ sơ đã hẹn lại một lần. Lần hẹn lại nữa phải do lãnh đạo ghi, kèm lý do.", field="reason"
        )
    new_due, whole_day = _new_due(command.new_due, context)
    if new_due <= promise.due or new_due <= context.at:
        raise NotAllowedNow(
            f"Ngày hẹn mới ({moment_words(new_due)}) phải sau ngày đã hẹn ({moment_words(promise.due)}) "
            "và sau bây giờ. Hãy chọn ngày muộn hơn.",
            field="new_due",
        )
    body = bodies.Extended(
        letter_no=context.next_number(series("apology", context.at)),
        old_due=promise.due,
        new_due=new_due,
        due_provisional=context.clock.is_provisional(dossier.received_at or context.at, new_due),
        reason=reason,
        cause=_cause(command.cause),
        late=late_dossier(dossier, context.at),
        imprint=context.imprint,
        due_whole_day=whole_day,
    )
    return [(EntryKind.EXTENDED, body)]


def _new_due(text: str, context: Context) -> tuple[datetime, bool]:
    """Return the new due time and whether only its date was named: then it is the end of that working day."""
    clock = context.clock
    try:
        due = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise NotAllowedNow(
            f"Ngày hẹn mới “{text}” không đúng. Hãy nhập dạng 2027-01-25 hoặc 2027-01-25T11:30.", field="new_due"
        ) from error
    whole_day = len(text.strip()) == len("2027-01-25")
    if whole_day:
        due = datetime.combine(due.date(), clock.hours_on(due.date()).afternoon_close)
    require_office_time(clock, due, "new_due")
    return due, whole_day


def _re_promise(dossier: Dossier, command: commands.RePromise, context: Context) -> list[Recorded]:
    reason = require_text(command.reason, "reason", "lý do điều chỉnh (văn bản thay đổi lịch nghỉ)")
    found, promise = recomputed(dossier, context.clock), dossier.promise
    if found is None or found.computed is None or not found.later or promise is None:
        raise NotAllowedNow(
            f"Theo lịch hiện hành, hạn của hồ sơ {dossier.reference} không muộn hơn ngày đã hẹn, nên không điều chỉnh. "
            "Nếu chậm vì lý do khác, hãy ghi “Gia hạn, xin lỗi và hẹn lại”.",
            field="reason",
        )
    body = bodies.RePromised(
        notice_no=context.next_number(series("due_notice", context.at)),
        old_due=promise.due,
        new_due=found.computed.at,
        due_whole_day=found.computed.whole_day,
        due_provisional=found.computed.provisional,
        calendar_version=context.clock.calendar.version,
        reason=reason,
        imprint=context.imprint,
    )
    return [(EntryKind.RE_PROMISED, body)]


def _cause(text: str) -> LateCause:
    known = {"objective": LateCause.OBJECTIVE, "khach quan": LateCause.OBJECTIVE}
    known |= {"subjective": LateCause.SUBJECTIVE, "chu quan": LateCause.SUBJECTIVE}
    cause = known.get(folded(text).strip())
    if cause is None:
        raise NotAllowedNow("Nguyên nhân chậm phải là “khách quan” hoặc “chủ quan”. Hãy chọn một.", field="cause")
    return cause


def _reject(dossier: Dossier, command: commands.Reject, context: Context) -> list[Recorded]:
    reason = require_text(command.reason, "reason", "lý do không giải quyết")
    number = context.next_number(series("rejection", context.at))
    reference = slip_reference(context.office, "TC", context.at.year, number)
    return [(EntryKind.REJECTED, bodies.Rejected(number, reference, reason, context.imprint))]


def _stop(dossier: Dossier, command: commands.Stop, context: Context) -> list[Recorded]:
    return [(EntryKind.STOPPED, bodies.Stopped(require_text(command.reason, "reason", "lý do dừng giải quyết")))]


def _withdraw(dossier: Dossier, command: commands.Withdraw, context: Context) -> list[Recorded]:
    return [(EntryKind.WITHDRAWN, bodies.Withdrawn(require_text(command.reason, "reason", "lý do rút hồ sơ")))]


def _result_ready(dossier: Dossier, command: commands.MarkResultReady, context: Context) -> list[Recorded]:
    run = dossier.step
    returning = _return_step_of(dossier)
    finishes = run is not None and (returning is None or run.step_id != returning.id)
    body = bodies.ResultReady(
        finishes_step=run.step_id if run and finishes else None,
        return_step=returning.id if returning else None,
        return_due=step_due(context.clock, context.at, returning),
        note=command.note.strip(),
    )
    return [(EntryKind.RESULT_READY, body)]


def _return_step_of(dossier: Dossier) -> Any:
    """Return the step in which the result is handed out: the one with its own limit behind all steps that count."""
    last = max((index for index, step in enumerate(dossier.plan.steps) if step.counts), default=-1)
    return next((step for step in dossier.plan.steps[last + 1 :] if step.limit is not None and not step.optional), None)


def _return_result(dossier: Dossier, command: commands.ReturnResult, context: Context) -> list[Recorded]:
    to_whom = require_text(command.to_whom, "to_whom", "người nhận kết quả")
    return [(EntryKind.RETURNED, bodies.Returned(to_whom, command.note.strip()))]


_APPLICANT_CHECKS: dict[str, Callable[[str], str]] = {
    "identity_no": identity_number,
    "phone": phone_number,
    "tax_code": tax_code,
    "birth_date": birth_date,
    "email": email,
}


def checked_particulars(changes: dict[str, Any]) -> dict[str, str]:
    """Return particulars of an applicant in their stored form.

    Raises:
        WrongForm: a number that cannot be what it claims to be.
        NotAllowedNow: a field an applicant does not have, or no text.
    """
    known = set(Applicant.__struct_fields__)
    wrong = [name for name, value in changes.items() if name not in known or not isinstance(value, str)]
    if wrong:
        raise NotAllowedNow(f"Không có mục “{wrong[0]}” trong phần người nộp. Hãy xem lại tên mục.", field="changes")
    return {name: _APPLICANT_CHECKS.get(name, str.strip)(value) for name, value in changes.items()}


def _correct(dossier: Dossier, command: commands.Correct, context: Context) -> list[Recorded]:
    reason = require_text(command.reason, "reason", "lý do đính chính")
    changes: dict[str, Any] = {}
    for name, value in command.changes.items():
        if name == "applicant" and isinstance(value, dict) and value:
            changes["applicant"] = checked_particulars(value)
        elif name == "sets" and isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_SETS:
            changes["sets"] = value
        else:
            raise NotAllowedNow(
                f"Không đính chính được mục “{name}”. Có thể đính chính: người nộp (applicant), số bộ hồ sơ (sets).",
                field="changes",
            )
    if not changes:
        raise NotAllowedNow("Chưa ghi điều cần đính chính. Hãy ghi mục và giá trị đúng.", field="changes")
    if changes.get("applicant", {}).get("full_name") == "":
        raise NotAllowedNow("Họ tên người nộp không được để trống.", field="changes")
    return [(EntryKind.CORRECTED, bodies.Corrected(str(command.entry), changes, reason))]


def _note(dossier: Dossier, command: commands.Note, context: Context) -> list[Recorded]:
    return [(EntryKind.NOTED, bodies.Noted(require_text(command.text, "text", "nội dung ghi chú")))]


def printed(dossier: Dossier, form: Form, context: Context) -> Draft:
    """Return the entry for one more print of a paper the dossier gave rise to.

    Raises:
        NotAllowedNow: no such paper was ever issued for this dossier, or an auditor asks.
    """
    if context.role is Role.AUDITOR:
        raise NotAllowedNow(AUDITOR_READS)
    paper = dossier.issued_paper(form)
    if paper is None:
        raise NotAllowedNow(f"Hồ sơ {dossier.reference} không có giấy này để in. Hãy chọn giấy khác.", field="form")
    return Draft(EntryKind.PRINTED, bodies.Printed(form, paper.prints + 1, paper.number), context.at)


_RULES: dict[type[Command], Callable[[Dossier, Any, Context], list[Recorded]]] = {
    commands.FinishStep: _finish_step,
    commands.ReturnStep: _return_step,
    commands.Assign: _assign,
    commands.HandOver: _hand_over,
    commands.TakeOver: _take_over,
    commands.AskSupplement: _ask_supplement,
    commands.ReceiveSupplement: _receive_supplement,
    commands.AskObligation: _ask_obligation,
    commands.ObligationMet: _obligation_met,
    commands.PauseClock: _pause,
    commands.ResumeClock: _resume,
    commands.Extend: _extend,
    commands.RePromise: _re_promise,
    commands.Reject: _reject,
    commands.Stop: _stop,
    commands.Withdraw: _withdraw,
    commands.MarkResultReady: _result_ready,
    commands.ReturnResult: _return_result,
    commands.Correct: _correct,
    commands.Note: _note,
}
