"""The one search box: code, name without accents, identity number, phone, procedure."""

import re

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop.dossiers.dossier import Dossier
from desktop.folding import folded
from desktop.models.journal import decode_state, load_state
from desktop.models.tables import DossierRow

LIMIT = 50


def search(session: Session, query: str, limit: int = LIMIT) -> list[Dossier]:
    """Return dossiers that hold every word of the query, words taken as beginnings; best and newest first.

    A full code or slip reference, as a scanner types it, finds its dossier directly.
    """
    exact = find_reference(session, query)
    if exact is not None:
        return [exact]
    words = re.findall(r"[^\W_]+", folded(query))
    if not words:
        return []
    match = " ".join(f'"{word}"*' for word in words)
    places = [
        row[0]
        for row in session.execute(
            text(
                "SELECT rowid FROM dossier_search WHERE dossier_search MATCH :match ORDER BY rank, rowid DESC LIMIT :n"
            ),
            {"match": match, "n": limit},
        )
    ]
    rows = {row.place: row for row in session.scalars(select(DossierRow).where(DossierRow.place.in_(places)))}
    return [load_state(rows[place]) for place in places if place in rows]


def find_reference(session: Session, reference: str) -> Dossier | None:
    """Return the dossier with this code, slip reference or id."""
    wanted = reference.strip().upper()
    for column, value in (
        (DossierRow.code, wanted),
        (DossierRow.slip_ref, wanted),
        (DossierRow.id, reference.strip().lower()),
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
    """Return the ids of the procedures taken in last, newest first; only the last hundred intakes are looked at."""
    statement = select(DossierRow).order_by(DossierRow.opened_at.desc(), DossierRow.place.desc()).limit(100)
    taken = (load_state(row).plan.procedure_id for row in session.scalars(statement))
    return list(dict.fromkeys(taken))[:limit]


def running(session: Session) -> list[Dossier]:
    """Return every dossier that has been accepted and has not ended."""
    return [decode_state(text) for text in session.scalars(select(DossierRow.state).where(DossierRow.running))]
