"""The three outcomes of an intake: accepted, supplement, refused (NĐ 61/2018 Điều 17 khoản 1). Pure."""

from collections.abc import Callable
from dataclasses import replace

import msgspec

from desktop.deadlines import Due
from desktop.dossiers import bodies
from desktop.dossiers.bodies import Applicant, PaperItem, PlannedDue
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft
from desktop.dossiers.numbering import code_series, series
from desktop.handling.context import (
    Context,
    NotAllowedNow,
    WrongMoment,
    beside,
    check_moment,
    late_reason,
    require_text,
    slip_reference,
    step_due,
)
from desktop.handling.promising import clock_of, first_step, given_due, notice_due, planned_dues, promise
from desktop.handling.rights import Work, may, not_yours
from desktop.intake.form import (
    FormUnreadable,
    IntakeForm,
    MissingPapers,
    NoPapers,
    checked_applicant,
    no_case_begun,
    paper_items,
)
from desktop.procedures.plan import Plan
from desktop.procedures.procedure import Procedure
from desktop.terms import EntryKind, Outcome


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
    if not may(context.role, Work.INTAKE):
        raise NotAllowedNow(not_yours(context.role, Work.INTAKE, "tiếp nhận hồ sơ"))
    _check_before(before, context)
    check_moment(context, before)
    if form.sets < 1:
        raise FormUnreadable("Số bộ hồ sơ phải từ 1 trở lên. Hãy nhập lại.", field="sets")
    context = replace(context, clock=clock_of(chosen, context.clock))
    applicant, papers = checked_applicant(form.applicant), paper_items(procedure, form.papers)
    if form.outcome is Outcome.ACCEPTED:
        _check_papers(procedure, form, papers)
    kind, rule = _OUTCOMES[form.outcome]
    body = rule(form, chosen, applicant, papers, context)
    return Draft(kind, msgspec.structs.replace(body, late_reason=_why_late(form, context)), context.at)


def _why_late(form: IntakeForm, context: Context) -> str:
    """Return why the receipt is written down long after the paper came; with a citizen waiting, none is demanded."""
    try:
        return late_reason(context, form.late_reason, form.reason if form.outcome is Outcome.ACCEPTED else "")
    except WrongMoment:
        return ""


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
        notice_due=notice_due(chosen, planned),
        together=tuple(
            PlannedDue(other.id, step_due(context.clock, context.at, other)) for other in beside(chosen, first)
        ),
        return_at=form.return_at.strip() or context.office.name,
    )


def _promise(form: IntakeForm, chosen: Plan, context: Context) -> Due:
    """Return the due time: computed where the procedure lets it be, else the officer's."""
    if form.due is not None:
        return given_due(form.due, context.clock, context.at)
    return promise(chosen, context.clock, context.at)


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


Rule = Callable[[IntakeForm, Plan, Applicant, tuple[PaperItem, ...], Context], bodies.Act]

_OUTCOMES: dict[Outcome, tuple[EntryKind, Rule]] = {
    Outcome.ACCEPTED: (EntryKind.ACCEPTED, _accepted),
    Outcome.SUPPLEMENT: (EntryKind.GUIDED, _guided),
    Outcome.REJECTED: (EntryKind.REFUSED, _refused),
}
