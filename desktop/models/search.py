"""The one search box: code, name without accents, identity number, phone, procedure."""

from datetime import date

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.dossiers.dossier import Dossier
from desktop.folding import folded
from desktop.models.journal import decode_state, load_state
from desktop.models.search_index import find, words_of
from desktop.models.tables import DossierRow, JournalRow
from desktop.terms import EntryKind

LIMIT = 50


def search(session: Session, query: str, limit: int = LIMIT) -> list[Dossier]:
    """Return dossiers that hold every word of the query, words taken as beginnings; the newest first.

    A full code or slip reference, as a scanner types it, finds its dossier directly.
    """
    exact = find_reference(session, query)
    if exact is not None:
        return [exact]
    words = words_of(folded(query))
    if not words:
        return []
    places = find(session, words, limit)
    rows = {row.place: row for row in session.scalars(select(DossierRow).where(DossierRow.place.in_(places)))}
    return [load_state(rows[place]) for place in places if place in rows]


def find_reference(session: Session, reference: str) -> Dossier | None:
    """Return the dossier with this code, slip reference or id."""
    reference = reference.replace("\x00", "").strip()  # the one letter PostgreSQL has no place for
    wanted = reference.upper()
    for column, value in (
        (DossierRow.code, wanted),
        (DossierRow.slip_ref, wanted),
        (DossierRow.id, reference.lower()),
    ):
        row = session.scalar(select(DossierRow).where(column == value))
        if row is not None:
            return load_state(row)
    return None


def by_identity(session: Session, identity_no: str) -> list[Dossier]:
    """Return what a citizen handed in before, newest first."""
    if not identity_no:
        return []
    statement = select(DossierRow).where(DossierRow.identity_no == identity_no).order_by(DossierRow.opened_at.desc())
    return [load_state(row) for row in session.scalars(statement)]


def recent_procedures(session: Session, limit: int = 5) -> list[str]:
    """Return the ids of the procedures taken in last, newest first; only the last hundred intakes are looked at.

    Places rise as dossiers come in, so nothing has to be sorted, however many there are.
    """
    statement = select(DossierRow.state).order_by(DossierRow.place.desc()).limit(100)
    taken = (decode_state(text).plan.procedure_id for text in session.scalars(statement))
    return list(dict.fromkeys(taken))[:limit]


def running(session: Session) -> list[Dossier]:
    """Return every dossier that has been accepted and has not ended."""
    return [decode_state(text) for text in session.scalars(select(DossierRow.state).where(DossierRow.running))]


def running_count(session: Session) -> int:
    """Return how many dossiers have been accepted and have not ended."""
    return session.scalar(select(func.count()).select_from(DossierRow).where(DossierRow.running)) or 0


def received_between(session: Session, first_on: date, last_on: date) -> list[Dossier]:
    """Return what was opened from the first through the last day, oldest first."""
    statement = (
        select(DossierRow.state)
        .where(DossierRow.opened_at >= first_on.isoformat(), DossierRow.opened_at < f"{last_on.isoformat()}U")
        .order_by(DossierRow.opened_at)
    )
    return [decode_state(text) for text in session.scalars(statement)]


def on_list(session: Session, sender: str, list_no: int) -> list[Dossier]:
    """Return the dossiers that an office handed over on the list of this number, the newest list of that number."""
    entries = session.execute(
        select(JournalRow.dossier_id, JournalRow.body, JournalRow.occurred_at)
        .where(JournalRow.kind == EntryKind.HANDED_OVER, JournalRow.body.contains(f'"list_no":{list_no},'))
        .order_by(JournalRow.occurred_at.desc())
    ).all()
    ours = [row for row in entries if msgspec.json.decode(row.body)["from_office"]["code"] == sender]
    newest = {row.dossier_id for row in ours if row.occurred_at[:4] == ours[0].occurred_at[:4]}
    rows = session.scalars(select(DossierRow.state).where(DossierRow.id.in_(newest)).order_by(DossierRow.code))
    return [decode_state(text) for text in rows]
