"""What each paper of a dossier says: the derived state in, plain data for `printing` out."""

from collections.abc import Callable, Iterable
from typing import Any

from desktop.deadlines import Outcome
from desktop.dossiers.bodies import Applicant, Imprint, PaperItem
from desktop.dossiers.dossier import Dossier, IssuedPaper, StepRun
from desktop.handling.context import NotAllowedNow
from desktop.handling.lateness import step_outcome
from desktop.printing import papers
from desktop.printing.papers import Letterhead, Paper, PaperLine
from desktop.procedures.plan import Plan
from desktop.terms import Form

SALUTATION = {"Nam": "Ông", "Nữ": "Bà"}
OBLIGATION_OUTSIDE = "Không tính thời gian thực hiện nghĩa vụ tài chính"


def paper_of(dossier: Dossier, form: Form, *, practice: bool, reprint: int = 0) -> Paper:
    """Return the latest paper of this form; `reprint` is 0 for the first print, then 1, 2, …

    Raises:
        NotAllowedNow: the dossier never gave rise to such a paper, or it is no paper of a single dossier's.
    """
    issued = dossier.issued_paper(form)
    maker = _MAKERS.get(form)
    if issued is None or maker is None:
        raise NotAllowedNow(f"Hồ sơ {dossier.reference} không có giấy này để in. Hãy chọn giấy khác.", field="form")
    again = {"reprint": reprint, "reprint_reason": issued.changed if reprint else ""}
    return maker(dossier, issued, {**_common(dossier, letterhead(issued.imprint, practice=practice)), **again})


def _common(dossier: Dossier, head: Letterhead) -> dict[str, Any]:
    """Return what all papers of a dossier say of it."""
    return {"letterhead": head, "applicant": paper_applicant(dossier.applicant), "procedure": dossier.plan.name}


def letterhead(imprint: Imprint, *, practice: bool) -> Letterhead:
    """Return the head of a paper as it was issued."""
    return Letterhead(
        superior=imprint.superior,
        issuer=imprint.issuer,
        desk=imprint.desk,
        place=imprint.place,
        phone=imprint.phone,
        symbol=imprint.symbol,
        form_set=imprint.form_set,
        practice=practice,
    )


def paper_applicant(person: Applicant) -> papers.Applicant:
    """Return the applicant as papers name them: an organisation by its name and tax code."""
    return papers.Applicant(
        name=person.named,
        address=person.address,
        phone=person.phone,
        email=person.email,
        identity_no=person.tax_code if person.organisation else person.identity_no,
        delegate=person.delegate,
        salutation="" if person.organisation else SALUTATION.get(person.sex, "Ông/Bà"),
    )


def _receipt(dossier: Dossier, issued: IssuedPaper, common: dict[str, Any]) -> papers.Receipt:
    promise = dossier.receipt_promise or dossier.promises[0]
    return papers.Receipt(
        number=issued.number or 0,
        code=dossier.reference,
        papers=paper_lines(dossier.papers),
        sets=dossier.sets,
        time_limit=time_limit_words(dossier.plan, by_officer=dossier.due_by_officer),
        received_at=dossier.received_at or issued.issued,
        due_at=promise.due,
        due_provisional=promise.provisional,
        return_at=dossier.return_at,
        officer=issued.imprint.officer,
        fee=dossier.plan.fee_text,
        notice_at=dossier.notice_due,
        notice_provisional=promise.provisional,
        **common,
    )


def paper_lines(items: Iterable[PaperItem]) -> tuple[PaperLine, ...]:
    """Return the lines of a paper's list."""
    return tuple(PaperLine(paper.name, paper.originals, paper.copies, paper.note) for paper in items)


def time_limit_words(chosen: Plan, *, by_officer: bool) -> str:
    """Return the time limit as the receipt prints it, with what is not counted."""
    text = "theo ngày hẹn trả do cán bộ ấn định" if by_officer else chosen.total_text
    return f"{text} - {OBLIGATION_OUTSIDE}" if chosen.obligation_outside else text


def _supplement(dossier: Dossier, issued: IssuedPaper, common: dict[str, Any]) -> papers.SupplementSlip:
    asked = next((row for row in dossier.supplements if row.slip_ref == issued.reference), None)
    missing = asked.papers if asked else tuple(paper for paper in dossier.papers if not paper.ok)
    reason = asked.reason if asked else dossier.reason
    return papers.SupplementSlip(papers=paper_lines(missing), reason=reason, **_slip(dossier, issued), **common)


def _rejection(dossier: Dossier, issued: IssuedPaper, common: dict[str, Any]) -> papers.RejectionSlip:
    return papers.RejectionSlip(reason=dossier.reason, **_slip(dossier, issued), **common)


def _slip(dossier: Dossier, issued: IssuedPaper) -> dict[str, Any]:
    """Return what names a slip that may come before there is a code."""
    return {
        "number": issued.number or 0,
        "reference": dossier.code or issued.reference,
        "code": dossier.code or "",
        "issued_on": issued.issued.date(),
        "officer": issued.imprint.officer,
    }


def _letter(dossier: Dossier, issued: IssuedPaper) -> dict[str, Any]:
    """Return what names a letter about a dossier that was accepted."""
    return {
        "number": issued.number or 0,
        "code": dossier.reference,
        "received_at": dossier.received_at or issued.issued,
        "issued_on": issued.issued.date(),
    }


def _apology(dossier: Dossier, issued: IssuedPaper, common: dict[str, Any]) -> papers.ApologyLetter:
    extension = dossier.extensions[-1]
    return papers.ApologyLetter(
        promised_at=extension.old_due,
        new_due_at=extension.new_due,
        new_due_provisional=extension.provisional,
        reason=f"{extension.reason.rstrip('.')}.",
        signer_title=issued.imprint.head_title,
        signer=extension.signer,
        late=extension.late,
        **_letter(dossier, issued),
        **common,
    )


def _due_notice(dossier: Dossier, issued: IssuedPaper, common: dict[str, Any]) -> papers.DueNotice:
    move = dossier.calendar_moves[-1]
    return papers.DueNotice(
        promised_at=move.old_due,
        new_due_at=move.new_due,
        new_due_provisional=move.provisional,
        reason=f"{move.reason.rstrip('.')}.",
        officer=issued.imprint.officer,
        **_letter(dossier, issued),
        **common,
    )


def _stop(dossier: Dossier, issued: IssuedPaper, common: dict[str, Any]) -> papers.StopNotice:
    last = dossier.steps[-1] if dossier.steps else None
    return papers.StopNotice(
        stopped_on=(dossier.ended_at or issued.issued).date(),
        reason=dossier.reason,
        stage=last.title if last else "",
        papers=paper_lines(paper for paper in dossier.papers if paper.ok),
        signer_title=issued.imprint.head_title,
        **_letter(dossier, issued),
        **common,
    )


def _result_receipt(dossier: Dossier, issued: IssuedPaper, common: dict[str, Any]) -> papers.ResultReceipt:
    promise = dossier.promise
    return papers.ResultReceipt(
        due_at=promise.due if promise else issued.issued,
        results=(PaperLine(f"Kết quả giải quyết: {dossier.plan.name}", 1),),
        recipient=dossier.returned_to,
        returned_at=dossier.ended_at or issued.issued,
        officer=issued.imprint.officer,
        identity_no=dossier.returned_identity_no,
        attorney=dossier.authority,
        method=f"Nhận tại {dossier.return_at}" if dossier.return_at else "",
        fee=dossier.plan.fee_text,
        note=dossier.returned_note,
        **_letter(dossier, issued),
        **common,
    )


def _control(dossier: Dossier, issued: IssuedPaper, common: dict[str, Any]) -> papers.ControlSlip:
    units = tuple(dict.fromkeys(step.holder.split(" · ")[0] for step in dossier.plan.steps if step.holder))
    return papers.ControlSlip(
        code=dossier.reference,
        handling_unit=dossier.office.name,
        partner_units="; ".join(units),
        rows=_control_rows(dossier),
        issued_on=issued.issued.date(),
        **common,
    )


def _control_rows(dossier: Dossier) -> tuple[papers.ControlRow, ...]:
    """Return one row per step begun: who gave the dossier to whom, when, and how that step went."""
    rows, giver = [], receiving_desk(dossier)
    for run in dossier.steps:
        if run.started is None:
            continue
        receiver = run.holder.split(" · ")[0] or run.title
        step = dossier.planned_step(run.step_id)
        rows.append(
            papers.ControlRow(giver, receiver, run.started, step_result(run), f"Bước {step.no}" if step else "")
        )
        giver = receiver
    return tuple(rows)


def receiving_desk(dossier: Dossier) -> str:
    """Return the desk that took the dossier in, as its receipt names it."""
    receipt = dossier.issued_paper(Form.RECEIPT)
    return f"{receipt.imprint.desk} {dossier.office.name}" if receipt else dossier.office.name


STEP_RESULT = {Outcome.EARLY: "Trước hạn", Outcome.ON_TIME: "Đúng hạn", Outcome.LATE: "Quá hạn"}


def step_result(run: StepRun) -> str:
    """Return how a finished step went by its own time: earlier than its day, on it, or late; empty while running."""
    outcome = step_outcome(run)
    return STEP_RESULT[outcome] if outcome else ""


_MAKERS: dict[Form, Callable[[Dossier, IssuedPaper, dict[str, Any]], Paper]] = {
    Form.RECEIPT: _receipt,
    Form.SUPPLEMENT: _supplement,
    Form.REJECTION: _rejection,
    Form.APOLOGY: _apology,
    Form.CONTROL: _control,
    Form.DUE_NOTICE: _due_notice,
    Form.STOP: _stop,
    Form.RESULT_RECEIPT: _result_receipt,
}
