"""The three outcomes of an intake: accepted, supplement, refused (NĐ 61/2018 Điều 17 khoản 1). Pure."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby

import msgspec

from desktop.deadlines import Clock, Due, TermNotCountable
from desktop.dossiers import bodies
from desktop.dossiers.bodies import Applicant, PaperItem, PlannedDue
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft
from desktop.dossiers.numbering import code_series, series
from desktop.errors import UserFacingError
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
from desktop.intake.form import (
    FormUnreadable,
    IntakeForm,
    MissingPapers,
    NoPapers,
    checked_applicant,
    no_case_begun,
    paper_items,
)
from desktop.procedures.plan import Plan, PlannedStep, term_of
from desktop.procedures.procedure import Procedure
from desktop.terms import EntryKind, Outcome, Role


class DueNeeded(UserFacingError):
    """No due time can be computed: the officer has to give one.

    `reason` says why; `candidates` are named ways of counting, which the message lists after it.
    """

    def __init__(self, reason: str, candidates: tuple[tuple[str, Due], ...]) -> None:
        choices = "; ".join(f"{label}: {moment_words(candidate.at)}" for label, candidate in candidates)
        super().__init__(f"{reason} Có thể chọn: {choices}." if choices else reason, field="due")
        self.reason = reason
        self.candidates = candidates


def decide_intake(
    form: IntakeForm, procedure: Procedure, chosen: Plan, before: Dossier | None, context: Context
) -> Draft:
    """Return the entry that this intake gives rise to.

    `before` is the earlier intake that the citizen comes back with.

    Raises:
        NotAllowedNow: the earlier intake was accepted already, the officer may not, a reason is missing.
        MissingPapers, NoPapers: accepted although a required paper, or every paper, is not ticked.
        DueNeeded: accepted although no due time can be computed and none was given.
        UserFacingError: an applicant's number cannot be what it claims to be; a time that cannot be.
    """
    if context.role is Role.AUDITOR:
        raise NotAllowedNow("Tài khoản kiểm tra chỉ được xem. Hãy đăng nhập bằng tài khoản nghiệp vụ để tiếp nhận.")
    _check_before(before, context)
    check_moment(context, before)
    if form.sets < 1:
        raise FormUnreadable("Số bộ hồ sơ phải từ 1 trở lên. Hãy nhập lại.", field="sets")
    context = replace(context, clock=clock_of(chosen, context.clock))
    applicant, papers = checked_applicant(form.applicant), paper_items(procedure, form.papers)
    if form.outcome is Outcome.ACCEPTED:
        _check_papers(procedure, form, papers)
    kind, rule = _OUTCOMES[form.outcome]
    return Draft(kind, rule(form, chosen, applicant, papers, context), context.at)


def clock_of(chosen: Plan, clock: Clock) -> Clock:
    """Return the office's clock, counting as this procedure says where it says so itself."""
    return clock.under({**clock.conventions.deviations, **chosen.conventions})


def _check_papers(procedure: Procedure, form: IntakeForm, papers: tuple[PaperItem, ...]) -> None:
    missing = tuple(paper.name for paper in papers if paper.required and not paper.ok)
    if missing:
        raise MissingPapers(missing)
    if no_case_begun(procedure, form.papers):
        raise NoPapers


def _check_before(before: Dossier | None, context: Context) -> None:
    if before is not None and before.code is not None:
        raise NotAllowedNow(
            f"Hồ sơ này đã được tiếp nhận với mã {before.code}, không tiếp nhận lần thứ hai. "
            "Hãy mở hồ sơ đó để làm tiếp.",
            field="slip",
        )
    if before is not None and before.office.code != context.office.code:
        raise NotAllowedNow(
            f"Phiếu {before.reference} do {before.office.name} lập. Hãy tiếp nhận như hồ sơ mới, hoặc mời công dân đến "
            "nơi đã lập phiếu.",
            field="slip",
        )


def _accepted(
    form: IntakeForm, chosen: Plan, applicant: Applicant, papers: tuple[PaperItem, ...], context: Context
) -> bodies.Accepted:
    due = _promise(form, chosen, context)
    planned = planned_dues(context.clock, context.at, chosen)
    first = first_step(chosen)
    number = context.next_number(code_series(context.at))
    return bodies.Accepted(
        code=f"{context.office.code}-{context.at:%y%m%d}-{number:04}",
        receipt_no=context.next_number(series("receipt", context.at)),
        office=context.office,
        plan=chosen,
        applicant=applicant,
        channel=form.channel,
        sets=form.sets,
        papers=tuple(paper for paper in papers if paper.ok),
        due=due.at,
        due_whole_day=due.whole_day,
        due_provisional=due.provisional,
        due_by_officer=form.due is not None,
        calendar_version=context.clock.calendar.version,
        conventions=context.clock.conventions.deviations,
        imprint=context.imprint,
        planned=planned,
        step_id=first.id if first else None,
        step_due=step_due(context.clock, context.at, first),
        return_at=form.return_at.strip() or context.office.name,
    )


def _promise(form: IntakeForm, chosen: Plan, context: Context) -> Due:
    """Return the due time: computed where the procedure lets it be, else the officer's."""
    if form.due is not None:
        return given_due(form.due, context.clock, context.at)
    return promise(chosen, context.clock, context.at)


def promise(chosen: Plan, clock: Clock, received_at: datetime) -> Due:
    """Return when the result is due for a dossier received at this time.

    Raises:
        DueNeeded: the published limit does not say enough to compute it.
    """
    term = term_of(chosen.total)
    if term is None:
        raise DueNeeded(
            f"Thủ tục “{chosen.name}” không ghi thời hạn tính được. Hãy nhập ngày hẹn trả theo quyết định công bố.",
            (),
        )
    try:
        due = clock.due(received_at, term)
    except TermNotCountable as error:
        raise DueNeeded(error.message, tuple(clock.candidates(received_at, term))) from error
    if due is None:
        raise AssertionError("a limit without pauses has a due time")
    return due


def given_due(due: datetime, clock: Clock, received_at: datetime) -> Due:
    """Return the officer's own due time as the clock sees it.

    Raises:
        NotAllowedNow: not after the receipt, or on a day off.
    """
    if due.tzinfo is not None or due <= received_at:
        raise NotAllowedNow(
            f"Ngày hẹn trả phải sau lúc tiếp nhận ({moment_words(received_at)}). Hãy chọn ngày khác.", field="due"
        )
    require_office_time(clock, due, "due")
    return Due(at=due, whole_day=False, provisional=clock.is_provisional(received_at, due))


def first_step(chosen: Plan) -> PlannedStep | None:
    """Return the first step an office works on: filing itself, done at the counter, is behind us."""
    steps = [step for step in chosen.steps if not step.optional and not step.stops_clock]
    return next((step for step in steps if step.counts or step.limit), steps[0] if steps else None)


def planned_dues(clock: Clock, received_at: datetime, chosen: Plan) -> tuple[PlannedDue, ...]:
    """Return when each step would end if every step took its full time, as far as the source allows to say.

    Steps that run at the same time begin together; what follows waits for the last of them.
    """
    dues: list[PlannedDue] = []
    start = received_at
    for _, together in groupby(_in_order(chosen), key=lambda step: step.parallel_group or step.id):
        turn = [PlannedDue(step.id, step_due(clock, start, step)) for step in together]
        dues += turn
        start = max((planned.due for planned in turn if planned.due), default=start)
    return tuple(dues)


def _in_order(chosen: Plan) -> Iterator[PlannedStep]:
    step = first_step(chosen)
    while step is not None:
        yield step
        step = following_step(chosen, step.id)


def _guided(
    form: IntakeForm, chosen: Plan, applicant: Applicant, papers: tuple[PaperItem, ...], context: Context
) -> bodies.Guided:
    if all(paper.ok for paper in papers) and not form.reason.strip():
        raise NotAllowedNow(
            "Chưa có giấy tờ nào thiếu. Hãy bỏ dấu ở giấy tờ cần bổ sung hoặc ghi lý do.", field="papers"
        )
    number = context.next_number(series("supplement", context.at))
    return bodies.Guided(
        slip_no=number,
        slip_ref=slip_reference(context.office, "HDHS", context.at.year, number),
        office=context.office,
        plan=chosen,
        applicant=applicant,
        channel=form.channel,
        sets=form.sets,
        papers=papers,
        reason=form.reason.strip() or "Hồ sơ còn thiếu giấy tờ theo quy định",
        imprint=context.imprint,
    )


def _refused(
    form: IntakeForm, chosen: Plan, applicant: Applicant, papers: tuple[PaperItem, ...], context: Context
) -> bodies.Refused:
    reason = require_text(form.reason, "reason", "lý do từ chối")
    number = context.next_number(series("rejection", context.at))
    return bodies.Refused(
        slip_no=number,
        slip_ref=slip_reference(context.office, "TC", context.at.year, number),
        office=context.office,
        plan=chosen,
        applicant=applicant,
        channel=form.channel,
        sets=form.sets,
        papers=papers,
        reason=reason,
        imprint=context.imprint,
    )


Rule = Callable[[IntakeForm, Plan, Applicant, tuple[PaperItem, ...], Context], msgspec.Struct]

_OUTCOMES: dict[Outcome, tuple[EntryKind, Rule]] = {
    Outcome.ACCEPTED: (EntryKind.ACCEPTED, _accepted),
    Outcome.SUPPLEMENT: (EntryKind.GUIDED, _guided),
    Outcome.REJECTED: (EntryKind.REFUSED, _refused),
}
