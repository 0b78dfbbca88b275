"""Papers that come before their batch: written down by their code, joined to the dossier when the batch tells of it.

The caller owns the transaction.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.dossiers.bodies import Applicant, Arrived, OfficeRef
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft
from desktop.handling.actions import allowed
from desktop.handling.commands import Merge, TakeOver
from desktop.handling.context import NotAllowedNow, check_moment, late_reason, moment_words, require_text
from desktop.handling.record import Acting, Recorded, context_of, current, record, write
from desktop.handling.rights import may, not_yours
from desktop.models import journal
from desktop.models.search import find_reference
from desktop.models.tables import DossierRow
from desktop.terms import EntryKind, Status

BEFORE_ITS_BATCH = "Giấy đến trước gói dữ liệu"


def arrive(
    session: Session,
    acting: Acting,
    code: str,
    applicant: Applicant,
    *,
    procedure: str = "",
    note: str = "",
    at: datetime | None = None,
    why_late: str = "",
) -> Recorded:
    """Write down that a paper dossier is here of which we know nothing yet (giấy đến trước gói dữ liệu).

    Raises:
        NotAllowedNow: we know the dossier, so that it is taken over as usual; or the role takes nothing over.
        WrongMoment: a time that cannot be.
    """
    context = context_of(session, acting, at, form_set="2025")
    if not may(context.role, "take-over"):
        raise NotAllowedNow(not_yours(context.role, "take-over", "nhận bàn giao"))
    code = require_text(code, "code", "mã hồ sơ trên giấy").upper()
    known = find_reference(session, code)
    if known is not None:
        raise NotAllowedNow(f"Hồ sơ {known.reference} đã có ở đây. Hãy mở hồ sơ và ghi “Nhận bàn giao”.", field="code")
    check_moment(context, None)
    body = Arrived(
        code,
        OfficeRef(context.office.code, context.office.name),
        applicant,
        procedure.strip(),
        note.strip(),
        late_reason=late_reason(context, why_late, note),
    )
    dossier_id = journal.new_id()
    entries = write(session, acting, dossier_id, [Draft(EntryKind.ARRIVED, body, context.at)])
    return Recorded(current(session, dossier_id), entries)


def waiting_arrivals(session: Session) -> list[Dossier]:
    """Return the papers that lie here without the data that tells of them, oldest first."""
    rows = session.scalars(select(DossierRow).where(DossierRow.status == Status.ARRIVED).order_by(DossierRow.opened_at))
    return [journal.load_state(row) for row in rows]


def join_arrivals(session: Session, acting: Acting) -> list[Recorded]:
    """Join papers that came first with the dossiers that batches have told of since; return the real dossiers.

    The dossier is taken over at the time its paper came. Where the officer may not take over, all stays as it is.
    """
    joined: list[Recorded] = []
    for stub in waiting_arrivals(session):
        real = find_reference(session, stub.slip_ref or "")
        if real is None or real.id == stub.id or real.code is None:
            continue
        done = _join(session, acting, stub, real)
        joined += [done] if done else []
    return joined


def _join(session: Session, acting: Acting, stub: Dossier, real: Dossier) -> Recorded | None:
    here = real.custodian is not None and real.custodian.code == acting.office.code
    may_take = "take-over" in {action.name for action in allowed(real, acting.office.code, acting.officer.role)}
    if not here and not may_take:
        return None
    reason = f"{BEFORE_ITS_BATCH}: đến lúc {moment_words(stub.opened_at)}"
    taken = None
    if not here:
        at = max(stub.opened_at, real.last_act_at)
        taken = record(session, acting, real.id, TakeOver(reason=reason, late_reason=reason), at)
    merge = Merge(into=real.code or "", reason=BEFORE_ITS_BATCH)
    if may(acting.officer.role, "merge"):
        record(session, acting, stub.id, merge)
    return taken
