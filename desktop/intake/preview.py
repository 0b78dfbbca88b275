"""The receipt as it would be printed, before anything is recorded (xem trước giấy hẹn)."""

from datetime import datetime

from desktop.handling.promising import notice_due
from desktop.handling.slips import paper_applicant, paper_lines, time_limit_words
from desktop.intake.form import IntakeForm, paper_items
from desktop.intake.take_in import DuePreview
from desktop.office import Office
from desktop.printing.forms import form_set_on
from desktop.printing.papers import Letterhead, Receipt
from desktop.procedures.plan import Plan
from desktop.procedures.procedure import Procedure

CODE_TO_COME = "(cấp khi tiếp nhận)"


def preview_receipt(
    form: IntakeForm,
    procedure: Procedure,
    chosen: Plan,
    due: DuePreview,
    office: Office,
    *,
    officer: str,
    received_at: datetime,
    practice: bool,
) -> Receipt:
    """Return the receipt this form would give; number and code come only with acceptance.

    Nothing is checked, so that it can be drawn while the officer still types. `officer` is a full name.
    """
    return Receipt(
        letterhead=_letterhead(office, received_at, practice=practice),
        number=None,
        code=CODE_TO_COME,
        applicant=paper_applicant(form.applicant),
        procedure=chosen.name,
        papers=paper_lines(paper for paper in paper_items(procedure, form.papers) if paper.ok),
        sets=form.sets,
        time_limit=time_limit_words(chosen, by_officer=form.due is not None),
        received_at=received_at.replace(second=0, microsecond=0),
        due_at=due.due,
        due_provisional=due.provisional,
        return_at=form.return_at.strip() or office.name,
        officer=officer,
        fee=chosen.fee_text,
        notice_at=notice_due(chosen, [planned for _, planned in due.planned]),
        notice_provisional=due.provisional,
    )


def _letterhead(office: Office, received_at: datetime, *, practice: bool) -> Letterhead:
    return Letterhead(
        superior=office.superior,
        issuer=office.name,
        desk=office.desk,
        place=office.place,
        phone=office.phone,
        symbol=office.symbol,
        form_set=office.form_set or form_set_on(received_at.date()),
        practice=practice,
    )
