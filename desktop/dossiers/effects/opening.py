"""How a dossier begins (tiếp nhận)."""

from datetime import datetime

from msgspec.structs import replace

from desktop.dossiers import bodies
from desktop.dossiers.dossier import (
    Dossier,
    IssuedPaper,
    Promise,
)
from desktop.dossiers.effects.runs import moment_of, start_steps
from desktop.dossiers.entry import Entry
from desktop.procedures.plan import Plan
from desktop.terms import Channel, Form, Status


def opened(before: Dossier | None, entry: Entry, body: bodies.Opening) -> Dossier:
    """Return the dossier as an intake leaves it; an intake that goes on keeps what was issued before."""
    at = moment_of(entry)
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
    return start_steps(state, (bodies.PlannedDue(body.step_id or "", body.step_due), *body.together), at)


NOT_KNOWN_YET = "Chưa có dữ liệu (giấy đến trước gói)"


def arrived(entry: Entry, body: bodies.Arrived) -> Dossier:
    """Return a dossier of which only the paper is here: nothing runs, until the batch tells what it is."""
    at = moment_of(entry)
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
