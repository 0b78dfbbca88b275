"""Lists the counter works from: what is on its way to us, what was handed out today. The caller owns the session."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.deadlines import to_utc
from desktop.dossiers.dossier import Dossier
from desktop.handling.sheets import list_reference
from desktop.models import journal, search
from desktop.models.tables import DossierRow, JournalRow
from desktop.terms import EntryKind, Status


def incoming(session: Session, office_code: str) -> list[Dossier]:
    """Return the dossiers whose paper is on its way to this office, those handed over first on top."""
    found = [
        dossier
        for dossier in search.running(session)
        if dossier.in_transit_to is not None and dossier.in_transit_to.code == office_code
    ]
    return sorted(found, key=lambda dossier: (_handed(dossier), dossier.reference))


def _handed(dossier: Dossier) -> datetime:
    handed = dossier.transfers[-1].handed if dossier.transfers else None
    return handed or dossier.last_act_at


def on_list(dossier: Dossier, reference: str) -> bool:
    """Whether the dossier's last journey was on the list of this code."""
    return bool(dossier.transfers) and list_reference(dossier.transfers[-1]) == reference.strip().upper() != ""


def returned_on(session: Session, desks: Collection[str], day: date) -> list[Dossier]:
    """Return the dossiers whose result these desks handed out on this local day, the latest first."""
    midnights = (to_utc(datetime.combine(day + timedelta(days=after), time())) for after in (0, 1))
    first, last = (f"{midnight:%Y-%m-%dT%H:%M:%S}" for midnight in midnights)
    statement = (
        select(DossierRow)
        .join(JournalRow, JournalRow.dossier_id == DossierRow.id)
        .where(JournalRow.kind == EntryKind.RETURNED, DossierRow.status == Status.RETURNED)
        .where(JournalRow.occurred_at >= first, JournalRow.occurred_at < last, JournalRow.desk_id.in_(list(desks)))
    )
    found = {row.id: journal.load_state(row) for row in session.scalars(statement)}
    return sorted(found.values(), key=lambda dossier: dossier.ended_at or dossier.opened_at, reverse=True)
